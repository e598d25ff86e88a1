# SPDX-License-Identifier: EUPL-1.2
"""Verification: each fault is named by its own cause and sentence; poppler's pdfsig agrees."""

import io
import json
import runpy
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import pem
from asn1crypto import x509 as asn1
from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import AuthorityInformationAccessOID
from django.utils import timezone
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, fields, signers
from pyhanko.sign import sign_pdf as pyhanko_sign
from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tinhso.config import env
from tinhso.kernel.documents.signing import sign_pdf, trust
from tinhso.kernel.documents.signing.keys import FileKeys
from tinhso.kernel.documents.tests import samples
from tinhso.kernel.documents.tests.conftest import AGENCY, LEADER
from tinhso.kernel.documents.types import SignatureRole, SignerKind, SigningIdentity
from tinhso.kernel.documents.verification import CAUSES, verify_pdf
from tinhso_counterparts.pki import bad_signers
from tinhso_counterparts.pki.authority import Authority as CertificateAuthority
from tinhso_counterparts.pki.records import Records


@pytest.fixture(scope="session")
def odd_signers(running_authority, tmp_path_factory) -> Path:
    """Keys of one good signer and of four that nobody may believe."""
    folder = tmp_path_factory.mktemp("signers")
    issuing = CertificateAuthority(running_authority.folder, None, timezone.now())
    bad_signers.write_test_signers(issuing, folder, timezone.now())
    issuing.close()
    return folder


def signed_by(folder: Path, name: str, *, stamped: bool = False, pdf: bytes | None = None) -> bytes:
    """Sign the way a stranger would, with nothing embedded."""
    signer = signers.SimpleSigner.load_pkcs12(folder / f"{name}.p12", passphrase=bad_signers.PASSWORD.encode())
    metadata = PdfSignatureMetadata(field_name="ChuKy", subfilter=fields.SigSeedSubFilter.PADES)
    stamper = HTTPTimeStamper(env.TSA_URL) if stamped else None
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf or samples.decision()))
    return pyhanko_sign(writer, metadata, signer=signer, timestamper=stamper).getvalue()


def twice_signed(keys: FileKeys) -> bytes:
    now = timezone.now()
    once = sign_pdf(samples.decision(), key=LEADER, role=SignatureRole.PERSON, reason="", now=now, keys=keys)
    return sign_pdf(once, key=AGENCY, role=SignatureRole.AGENCY, reason="", now=now, keys=keys)


def with_one_byte_changed(pdf: bytes) -> bytes:
    place = pdf.index(b"Tinos")
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def the_only(data: bytes, **more):
    report = verify_pdf(data, now=timezone.now(), **more)
    [one] = report.signatures
    assert (report.verdict, report.sentence) == (one.verdict, one.sentence)
    return one


def test_person_and_agency_on_one_paper_are_valid_with_their_names(keys):
    report = verify_pdf(twice_signed(keys), now=timezone.now())

    person, agency = report.signatures
    assert (report.verdict, report.sentence) == ("valid", "Cả 2 chữ ký trên văn bản đều hợp lệ.")
    assert (person.signer, person.organisation, person.level) == ("Trần Thị Ngọc Ánh", "Sở Tư pháp", "B-LT")
    assert (person.intact, person.valid, person.trusted, person.is_time_trusted) == (True, True, True, True)
    assert (person.later, person.covers_whole_file) == ("signatures", False)
    assert (agency.signer, agency.later) == ("Sở Tư pháp tỉnh Bến Tre", "archival")
    assert json.loads(json.dumps(report.as_json()))["signatures"][0]["time"].endswith("+07:00")


def test_what_we_signed_verifies_without_asking_anyone(keys, authority):
    paper = twice_signed(keys)
    authority.behave("down")

    assert verify_pdf(paper, now=timezone.now(), online=False).verdict == "valid"
    assert verify_pdf(paper, now=timezone.now()).verdict == "valid"


def test_one_byte_changed_is_found(keys):
    report = verify_pdf(with_one_byte_changed(twice_signed(keys)), now=timezone.now())

    assert report.verdict == "invalid"
    assert [(one.cause, one.intact, one.trusted) for one in report.signatures] == [("changed", False, False)] * 2
    assert "đã bị sửa" in report.sentence


def test_content_added_after_the_signature_is_found(authority, odd_signers):
    writer = IncrementalPdfFileWriter(io.BytesIO(signed_by(odd_signers, "good")))
    page, _resources = writer.find_page_for_modification(0)
    page.get_object()["/MediaBox"] = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 900, 900)])
    writer.update_container(page.get_object())
    changed = io.BytesIO()
    writer.write(changed)

    one = the_only(changed.getvalue())

    assert (one.cause, one.later, one.intact) == ("changed_after", "other", True)


@pytest.mark.parametrize(
    ("name", "verdict", "cause", "words"),
    [
        ("good", "valid", "ok", "hợp lệ"),
        ("expired", "invalid", "expired", "hết hạn từ"),
        ("revoked", "invalid", "revoked", "bị thu hồi từ"),
        ("wrong-purpose", "invalid", "wrong_purpose", "không được cấp để ký văn bản"),
        ("unknown-root", "indeterminate", "unknown_root", "không thuộc cơ quan chứng thực"),
    ],
)
@pytest.mark.parametrize("stamped", [False, True])
def test_each_odd_signer_has_a_cause_of_its_own(authority, odd_signers, name, verdict, cause, words, stamped):
    one = the_only(signed_by(odd_signers, name, stamped=stamped))

    assert (one.verdict, one.cause, one.intact, one.valid) == (verdict, cause, True, True)
    assert words in one.sentence
    assert one.signer == bad_signers.PEOPLE[name]
    assert one.trusted == (verdict == "valid")
    assert (one.level, one.is_time_trusted) == (("B-T", True) if stamped else ("B-B", False))


def test_without_an_answer_about_revocation_nothing_is_called_valid(authority, odd_signers):
    data = signed_by(odd_signers, "good")
    authority.behave("down")

    one = the_only(data)

    assert (one.verdict, one.cause, one.trusted) == ("indeterminate", "no_revocation_info", False)
    assert the_only(data, online=False).cause == "no_revocation_info"


def forged_signer(folder: Path, asks: str) -> signers.SimpleSigner:
    """A certificate in the name of the trusted issuer, with its key identifier, but signed by somebody else."""
    good = x509.load_pem_x509_certificate((folder / "good.pem").read_bytes())
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    builder = x509.CertificateBuilder(good.issuer, good.subject, key.public_key(), 77)
    builder = builder.not_valid_before(good.not_valid_before_utc).not_valid_after(good.not_valid_after_utc)
    places = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(asks))
    for extension in good.extensions:
        value = extension.value
        if isinstance(value, x509.AuthorityInformationAccess):
            value = x509.AuthorityInformationAccess([places])
        if not isinstance(value, x509.SubjectKeyIdentifier | x509.CRLDistributionPoints):
            builder = builder.add_extension(value, extension.critical)
    forged = builder.sign(rsa.generate_private_key(public_exponent=65537, key_size=2048), hashes.SHA256())
    chain = pem.unarmor((folder / "good.chain.pem").read_bytes(), multiple=True)
    store = SimpleCertificateStore()
    store.register_multiple([asn1.Certificate.load(der) for _name, _headers, der in chain])
    own = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return signers.SimpleSigner(
        asn1.Certificate.load(forged.public_bytes(Encoding.DER)), PrivateKeyInfo.load(own), store
    )


def test_a_forged_certificate_is_refused_and_its_addresses_are_never_called(authority, odd_signers, monkeypatch):
    called: list[str] = []
    ask = trust._ask
    monkeypatch.setattr(trust, "_ask", lambda method, url, **more: called.append(url) or ask(method, url, **more))
    metadata = PdfSignatureMetadata(field_name="ChuKy", subfilter=fields.SigSeedSubFilter.PADES)
    writer = IncrementalPdfFileWriter(io.BytesIO(samples.decision()))
    signer = forged_signer(odd_signers, "http://127.0.0.1:9/noi-bo")

    one = the_only(pyhanko_sign(writer, metadata, signer=signer).getvalue())

    assert (one.verdict, one.cause) == ("invalid", "chain_broken")
    assert called
    assert not [url for url in called if "noi-bo" in url]


def test_a_signature_made_before_revocation_stays_valid_by_its_time_stamp(authority, keys, tmp_path):
    own = FileKeys(tmp_path / "own")
    leaver = SigningIdentity(SignerKind.PERSON, "leaver", "Lê Văn Nghỉ Hưu", "Chuyên viên", "Sở Tư pháp")
    paper = sign_pdf(samples.decision(), key=leaver, role=SignatureRole.PERSON, reason="", now=timezone.now(), keys=own)
    records = Records(authority.folder)
    time.sleep(1.1)  # time stamps count whole seconds
    serial = own.certificates_of(leaver, now=timezone.now())[0].serial_number
    records.revoke(serial, x509.ReasonFlags.cessation_of_operation, timezone.now())
    records.close()

    one = the_only(paper)

    assert (one.verdict, one.cause, one.is_time_trusted) == ("valid", "ok_then", True)
    assert "nay đã bị thu hồi" in one.sentence


def test_an_expired_certificate_is_judged_at_its_time_stamp(authority, keys):
    paper = twice_signed(keys)

    later = verify_pdf(paper, now=timezone.now() + timedelta(days=3 * 365 + 30), online=False)

    assert [one.cause for one in later.signatures] == ["ok_then", "ok_then"]
    assert "tại thời điểm ký" in later.signatures[0].sentence


WITHOUT_A_ROOT = b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 3/Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nx", b"\0" * 5000, WITHOUT_A_ROOT])
def test_what_cannot_be_read_is_said_so(data):
    assert verify_pdf(data, now=timezone.now(), roots=[]).verdict == "unreadable"


def test_a_long_chain_of_tables_is_not_followed():
    chain, place = b"%PDF-1.7\n", 9
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 3/Root 1 0 R/Prev %09d>>\n"
    chain += b"".join(table % (place + len(table % 0) * (one - 1)) for one in range(100_000))
    chain += b"startxref\n%d\n%%%%EOF\n" % (len(chain) - len(table % 0))
    began = time.process_time()

    assert verify_pdf(chain, now=timezone.now(), roots=[]).verdict == "unreadable"
    assert time.process_time() - began < 1


def test_a_paper_without_signatures_is_unsigned():
    assert verify_pdf(samples.decision(), now=timezone.now(), roots=[]).verdict == "unsigned"


def test_a_broken_signature_is_invalid_not_a_crash(authority, odd_signers):
    data = signed_by(odd_signers, "good")
    place = data.index(b"/Contents <") + 11
    broken = data[: place + 200] + b"0" * 400 + data[place + 600 :]

    assert the_only(broken).verdict == "invalid"


def test_every_cause_has_a_sentence_of_its_own():
    assert len({sentence for _verdict, sentence in CAUSES.values()}) == len(CAUSES)


def pdfsig(pdf: bytes, folder: Path) -> str:
    trust_root = runpy.run_path(str(env.REPOSITORY / "counterparts" / "tests" / "nss_trust.py"))["trust_root"]
    store = folder / "nss"
    store.mkdir()
    trust_root(store, pem.unarmor((env.TRUST_FOLDER / "demo-root.pem").read_bytes())[2])
    (folder / "paper.pdf").write_bytes(pdf)
    said = subprocess.run(
        ["pdfsig", "-nssdir", f"sql:{store}", str(folder / "paper.pdf")], capture_output=True, text=True, timeout=30
    )
    return said.stdout


@pytest.mark.peer
def test_pdfsig_finds_both_signatures_valid_and_trusted(keys, tmp_path):
    said = pdfsig(twice_signed(keys), tmp_path)

    assert said.count("Signature Validation: Signature is Valid.") == 2, said
    assert said.count("Certificate Validation: Certificate is Trusted.") == 2, said
    assert "Trần Thị Ngọc Ánh" in said


@pytest.mark.peer
def test_pdfsig_finds_the_changed_byte(keys, tmp_path):
    said = pdfsig(with_one_byte_changed(twice_signed(keys)), tmp_path)

    assert "Signature is Valid" not in said
    assert "Digest Mismatch" in said
