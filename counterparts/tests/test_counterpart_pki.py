# SPDX-License-Identifier: EUPL-1.2
"""The authority against validators that we did not write: OpenSSL, pyHanko, poppler's pdfsig."""

import asyncio
import json
import subprocess
import time
from base64 import b64decode, encodebytes
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID
from nss_trust import trust_root
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, fields, sign_pdf, signers, timestamps
from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

from tinhso_counterparts.cli import main
from tinhso_counterparts.modes import utc_now
from tinhso_counterparts.pki import bad_signers
from tinhso_counterparts.pki.authority import Authority
from tinhso_counterparts.pki.est import ACCOUNTS_FILE
from tinhso_counterparts.pki.records import as_hex

PEM = serialization.Encoding.PEM


@pytest.fixture(scope="module")
def running(start) -> Iterator:
    yield from start("pki")


@pytest.fixture
def pki(running):
    yield running
    running.behave("ok")


@pytest.fixture(scope="module")
def keys(running, tmp_path_factory) -> Path:
    """Give a folder with the good signer and the bad ones."""
    folder = tmp_path_factory.mktemp("keys")
    authority = Authority(running.folder, None, utc_now())
    bad_signers.write_test_signers(authority, folder, utc_now())
    authority.close()
    return folder


def openssl(*words: object) -> str:
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True, timeout=20)
    return done.stdout + done.stderr


def csr_for(key, name: str = "Nguyễn Thị Bích Đào") -> x509.CertificateSigningRequest:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "UBND tỉnh Bến Tre"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    email = x509.SubjectAlternativeName([x509.RFC822Name("dao@bentre.example")])
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    return builder.add_extension(email, critical=False).sign(key, hashes.SHA256())


def enrol(pki, csr: x509.CertificateSigningRequest, label: str = "person/", password: str | None = None):
    accounts = json.loads((pki.folder / ACCOUNTS_FILE).read_text("utf-8"))
    body = encodebytes(csr.public_bytes(serialization.Encoding.DER))
    return requests.post(
        f"{pki.addresses['est']}/{label}simpleenroll",
        body,
        auth=("tinhso", password or accounts["tinhso"]),
        headers={"Content-Type": "application/pkcs10"},
        timeout=5,
    )


def certificates_in(answer: requests.Response) -> list[x509.Certificate]:
    return pkcs7.load_der_pkcs7_certificates(b64decode(answer.content))


def blank_pdf() -> BytesIO:
    writer = PdfFileWriter(stream_xrefs=False)
    content = writer.add_object(generic.StreamObject(stream_data=b""))
    writer.insert_page(PageObject(content, media_box=(0, 0, 200, 200)))
    out = BytesIO()
    writer.write(out)
    return out


def trusting(keys: Path, **options) -> ValidationContext:
    root = load_cert_from_pemder(str(keys / "root.pem"))
    return ValidationContext(
        trust_roots=[root],
        allow_fetching=True,
        fetcher_backend=RequestsFetcherBackend(),
        **({"revocation_mode": "hard-fail"} | options),
    )


def signer_of(keys: Path, name: str) -> signers.SimpleSigner:
    signer = signers.SimpleSigner.load_pkcs12(str(keys / f"{name}.p12"), passphrase=bad_signers.PASSWORD.encode())
    assert signer is not None
    return signer


def sign(pki, keys: Path, name: str, *, embed: bool) -> BytesIO:
    """Sign a page with PAdES: B-LT with embedded revocation data, or plain B-B."""
    metadata = PdfSignatureMetadata(
        field_name="ChuKy",
        subfilter=fields.SigSeedSubFilter.PADES,
        embed_validation_info=embed,
        validation_context=trusting(keys) if embed else None,
    )
    stamper = timestamps.HTTPTimeStamper(pki.addresses["tsa"]) if embed else None
    writer = IncrementalPdfFileWriter(blank_pdf())
    return sign_pdf(writer, metadata, signer=signer_of(keys, name), timestamper=stamper)


def verdict(signed: BytesIO, context: ValidationContext):
    signature = PdfFileReader(signed).embedded_signatures[0]
    return validate_pdf_signature(signature, context)


@pytest.mark.parametrize("label", ["", "person/", "agency/"])
def test_enrolment_gives_a_signing_certificate_below_the_root(pki, label):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    [certificate] = certificates_in(enrol(pki, csr_for(key), label))
    issuing, root = certificates_in(requests.get(f"{pki.addresses['est']}/cacerts", timeout=5))

    certificate.verify_directly_issued_by(issuing)
    issuing.verify_directly_issued_by(root)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature and usage.content_commitment and not usage.key_cert_sign  # noqa: PT018
    assert "Nguyễn Thị Bích Đào" in certificate.subject.rfc4514_string()
    pointers = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    assert pointers[0].full_name[0].value == f"{pki.url}/crl/issuing.crl"


def test_enrolment_refuses_strangers_and_weak_or_foreign_requests(pki):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    url = f"{pki.addresses['est']}/person/simpleenroll"

    assert enrol(pki, csr_for(key), password="wrong").status_code == 401
    assert requests.post(url, b"x", timeout=5).status_code == 401
    assert enrol(pki, csr_for(short)).status_code == 400
    assert enrol(pki, csr_for(ec.generate_private_key(ec.SECP256R1()))).status_code == 200


def test_pades_b_lt_is_accepted_by_pyhanko(pki, keys):
    signed = sign(pki, keys, "good", embed=True)

    signature = PdfFileReader(signed).embedded_signatures[0]
    root = load_cert_from_pemder(str(keys / "root.pem"))
    inside_only = {"trust_roots": [root], "allow_fetching": False, "revocation_mode": "hard-fail"}
    context = DocumentSecurityStore.read_dss(signature.reader).as_validation_context(inside_only)
    status = validate_pdf_signature(signature, context)

    assert status.bottom_line, status.pretty_print_details()
    assert status.timestamp_validity.trusted


@pytest.mark.peer
def test_pades_b_lt_is_accepted_by_pdfsig(pki, keys, tmp_path):
    path = tmp_path / "signed.pdf"
    path.write_bytes(sign(pki, keys, "good", embed=True).getvalue())
    store = tmp_path / "nss"
    store.mkdir()
    pem = (keys / "root.pem").read_bytes()
    trust_root(store, x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.DER))

    said = subprocess.run(
        ["pdfsig", "-nssdir", f"sql:{store}", str(path)], capture_output=True, text=True, timeout=30
    ).stdout

    assert "Signature is Valid" in said, said
    assert "Certificate is Trusted" in said, said
    assert bad_signers.PEOPLE["good"] in said


def test_good_signer_passes_and_each_bad_one_fails_for_its_own_reason(pki, keys):
    reasons = {
        name: verdict(sign(pki, keys, name, embed=False), trusting(keys)).trust_problem_indic
        for name in bad_signers.PEOPLE
    }
    usages = verdict(sign(pki, keys, "wrong-purpose", embed=False), trusting(keys))

    assert reasons["good"] is None
    assert "REVOKED" in str(reasons["revoked"])
    assert "OUT_OF_BOUNDS" in str(reasons["expired"]) or "EXPIRED" in str(reasons["expired"])
    assert "NO_CERTIFICATE_CHAIN_FOUND" in str(reasons["unknown-root"])
    assert not usages.trusted


def test_openssl_verifies_a_time_stamp(pki, keys, tmp_path):
    (tmp_path / "data").write_text("Văn bản đến", "utf-8")
    query, reply = tmp_path / "query", tmp_path / "reply"
    openssl("ts", "-query", "-data", tmp_path / "data", "-sha256", "-cert", "-out", query)

    answer = requests.post(
        pki.addresses["tsa"],
        query.read_bytes(),
        headers={"Content-Type": "application/timestamp-query"},
        timeout=5,
    )
    reply.write_bytes(answer.content)
    said = openssl("ts", "-verify", "-queryfile", query, "-in", reply, "-CAfile", keys / "root.pem")

    assert answer.headers["Content-Type"] == "application/timestamp-reply"
    assert "Verification: OK" in said, said


def test_openssl_hears_good_and_revoked_from_ocsp_and_crl(pki, keys, tmp_path):
    chain = keys / "good.chain.pem"
    for name, word in (("good", "good"), ("revoked", "revoked")):
        said = openssl(
            "ocsp", "-issuer", chain, "-cert", keys / f"{name}.pem", "-url", pki.addresses["ocsp"],
            "-CAfile", keys / "root.pem", "-verify_other", chain,
        )  # fmt: skip
        assert f"{name}.pem: {word}" in said, said
        assert "Response verify OK" in said, said

    crls = b"".join(
        x509.load_der_x509_crl(requests.get(f"{pki.url}/crl/{name}.crl", timeout=5).content).public_bytes(PEM)
        for name in ("root", "issuing")
    )
    (tmp_path / "crls.pem").write_bytes(crls)
    check = ("verify", "-crl_check_all", "-CAfile", keys / "root.pem", "-CRLfile", tmp_path / "crls.pem")
    assert "OK" in openssl(*check, "-untrusted", chain, keys / "good.pem")
    assert "certificate revoked" in openssl(*check, "-untrusted", chain, keys / "revoked.pem")


def test_unreadable_requests_are_refused_in_the_protocols_own_words(pki, tmp_path):
    ocsp_answer = requests.post(pki.addresses["ocsp"], b"rubbish", timeout=5).content
    tsa_answer = requests.post(pki.addresses["tsa"], b"rubbish", timeout=5).content

    assert ocsp.load_der_ocsp_response(ocsp_answer).response_status.name == "MALFORMED_REQUEST"
    said = refusal_in(tsa_answer, tmp_path)
    assert "Status: Rejected" in said, said
    assert "wrong format" in said


@pytest.mark.parametrize(
    ("digest", "policy", "failure"),
    [
        ("sha1", None, "unsupported algorithm"),
        ("sha256", "1.2.3.4", "policy is not supported"),
    ],
)
def test_stamps_are_refused_for_weak_digests_and_foreign_policies(pki, tmp_path, digest, policy, failure):
    (tmp_path / "data").write_bytes(b"x")
    extra = ["-tspolicy", policy] if policy else []
    openssl("ts", "-query", "-data", tmp_path / "data", f"-{digest}", *extra, "-out", tmp_path / "query")

    answer = requests.post(pki.addresses["tsa"], (tmp_path / "query").read_bytes(), timeout=5)

    assert failure in refusal_in(answer.content, tmp_path)


def refusal_in(answer: bytes, folder: Path) -> str:
    (folder / "reply").write_bytes(answer)
    return openssl("ts", "-reply", "-in", folder / "reply", "-text")


def test_keys_and_serials_survive_a_restart_and_a_new_port_keeps_the_root(tmp_path):
    first = Authority(tmp_path, "http://127.0.0.1:1", utc_now())
    [root, issuing] = first.root.certificate, first.issuing.certificate
    first.close()

    same = Authority(tmp_path, "http://127.0.0.1:1", utc_now())
    moved = Authority(tmp_path, "http://127.0.0.1:2", utc_now())

    assert same.issuing.certificate == issuing
    assert moved.root.certificate == root
    assert moved.issuing.certificate != issuing
    assert moved.issuing.certificate.public_key() == issuing.public_key()
    same.close()
    moved.close()


def test_revoke_command_counts_at_once(pki):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    [certificate] = certificates_in(enrol(pki, csr_for(key)))
    serial = as_hex(certificate.serial_number)

    done = CliRunner().invoke(main, ["pki", "revoke", serial, "--var", str(pki.folder.parent)])
    crl = x509.load_der_x509_crl(requests.get(f"{pki.url}/crl/issuing.crl", timeout=5).content)
    unknown = CliRunner().invoke(main, ["pki", "revoke", "ABCD", "--var", str(pki.folder.parent)])

    assert done.exit_code == 0, done.output
    assert crl.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None
    assert "was not issued here" in unknown.output


def test_wrong_says_unknown_and_rejects_stamps(pki, keys):
    pki.behave("wrong")

    said = openssl(
        "ocsp", "-issuer", keys / "good.chain.pem", "-cert", keys / "good.pem",
        "-url", pki.addresses["ocsp"], "-CAfile", keys / "root.pem",
    )  # fmt: skip

    assert "good.pem: unknown" in said, said
    # A refusal carries no token (RFC 3161, section 2.4.2); asn1crypto cannot read that and says ValueError.
    with pytest.raises((timestamps.TimestampRequestError, ValueError)):
        stamp_by_pyhanko(pki)


def test_bad_time_stamps_the_past(pki):
    pki.behave("wrong", how="bad-time")

    token = stamp_by_pyhanko(pki)

    info = token["content"]["encap_content_info"]["content"].parsed
    assert (utc_now() - info["gen_time"].native).days == 400


def stamp_by_pyhanko(pki):
    stamper = timestamps.HTTPTimeStamper(pki.addresses["tsa"])
    return asyncio.run(stamper.async_timestamp(b"\0" * 32, "sha256"))


def test_slow_answers_late(pki):
    pki.behave("slow")
    begun = time.monotonic()

    requests.get(f"{pki.url}/root.pem", timeout=5)

    assert time.monotonic() - begun >= 0.7


def test_down_refuses_the_signer(pki, keys):
    pki.behave("down")

    with pytest.raises(timestamps.TimestampRequestError):
        stamp_by_pyhanko(pki)
