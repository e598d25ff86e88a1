# SPDX-License-Identifier: EUPL-1.2
"""Time stamps (dấu thời gian): RFC 3161, with the certificate identified by SHA-256 (RFC 5816)."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding

from tinhso_counterparts.modes import Mode
from tinhso_counterparts.pki.authority import Authority

POLICY = "2.999.8103.1"  # an object identifier of the arc kept for examples
DIGEST_BYTES = {"sha256": 32, "sha384": 48, "sha512": 64}
WRONG_BY = timedelta(days=-400)


class _Answer(core.Sequence):
    """TimeStampResp as RFC 3161 has it: asn1crypto's own demands a token in refusals too."""

    _fields: ClassVar = [("status", tsp.PKIStatusInfo), ("token", cms.ContentInfo, {"optional": True})]


class Rejected(Exception):
    """The request gets no stamp; `failure` is a PKIFailureInfo name of RFC 3161, section 2.4.2."""

    def __init__(self, failure: str, sentence: str) -> None:
        super().__init__(sentence)
        self.failure = failure


def answer_timestamp(authority: Authority, body: bytes, mode: Mode, now: datetime) -> bytes:
    """Return the DER response to a DER request; a refusal is a response too."""
    try:
        if mode.is_wrong("tsa-reject", default=True):
            raise Rejected("system_failure", "the time source is out of order")
        request = _read_request(body)
    except Rejected as refusal:
        return _refusal(refusal)
    said = now + WRONG_BY if mode.is_wrong("bad-time") else now
    token = _sign(authority, _stamp(request, said), said, has_certificates=request["cert_req"].native)
    return _Answer({"status": {"status": "granted"}, "token": token}).dump()


def _read_request(body: bytes) -> tsp.TimeStampReq:
    try:
        request = tsp.TimeStampReq.load(body, strict=True)
        imprint = request["message_imprint"].native
        policy = request["req_policy"].native
        extensions = request["extensions"].native
    except (ValueError, TypeError) as error:
        raise Rejected("bad_data_format", "the request is not a TimeStampReq") from error
    length = DIGEST_BYTES.get(imprint["hash_algorithm"]["algorithm"])
    if length is None:
        raise Rejected("bad_alg", "the digest must be SHA-256, SHA-384 or SHA-512")
    if len(imprint["hashed_message"]) != length:
        raise Rejected("bad_data_format", "the digest has the wrong length for its algorithm")
    if policy is not None and policy != POLICY:
        raise Rejected("unaccepted_policy", f"only policy {POLICY} is served")
    if extensions:
        raise Rejected("unaccepted_extensions", "extensions are not served")
    return request


def _stamp(request: tsp.TimeStampReq, said: datetime) -> tsp.TSTInfo:
    values = {
        "version": "v1",
        "policy": POLICY,
        "message_imprint": request["message_imprint"],
        "serial_number": secrets.randbits(63),
        "gen_time": said.replace(microsecond=0),
        "accuracy": {"seconds": 1},
    }
    if request["nonce"].native is not None:
        values["nonce"] = request["nonce"].native
    return tsp.TSTInfo(values)


def _sign(authority: Authority, stamp: tsp.TSTInfo, said: datetime, *, has_certificates: bool) -> cms.ContentInfo:
    content = stamp.dump()
    certificate = _as_asn1(authority.tsa.certificate)
    attributes = _attributes(content, certificate, said)
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                {"issuer": certificate.issuer, "serial_number": certificate.serial_number},
            ),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
            "signature": authority.tsa.key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256()),
        }
    )
    signed = {
        "version": "v3",
        "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
        "encap_content_info": {
            "content_type": "tst_info",
            "content": core.ParsableOctetString(content),
        },
        "signer_infos": [signer],
    }
    if has_certificates:
        signed["certificates"] = [certificate, _as_asn1(authority.issuing.certificate)]
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})


def _attributes(content: bytes, certificate: asn1_x509.Certificate, said: datetime) -> cms.CMSAttributes:
    identifier = tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(certificate.dump()).digest()})
    values = {
        "content_type": "tst_info",
        "message_digest": hashlib.sha256(content).digest(),
        "signing_time": cms.Time("utc_time", said.replace(microsecond=0)),
        "signing_certificate_v2": tsp.SigningCertificateV2({"certs": [identifier]}),
    }
    return cms.CMSAttributes([cms.CMSAttribute({"type": name, "values": (value,)}) for name, value in values.items()])


def _refusal(refusal: Rejected) -> bytes:
    status = {"status": "rejection", "status_string": [str(refusal)], "fail_info": {refusal.failure}}
    return _Answer({"status": status}).dump()


def _as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
