# SPDX-License-Identifier: EUPL-1.2
"""Whether a certificate still counts: OCSP (RFC 6960) and CRL (RFC 5280)."""

import hashlib
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509 import ocsp

from tinhso_counterparts.modes import Mode
from tinhso_counterparts.pki.authority import Authority
from tinhso_counterparts.pki.records import UnknownSerial

OCSP_LIFE = timedelta(hours=1)
CRL_LIFE = timedelta(days=1)


def answer_ocsp(authority: Authority, body: bytes, mode: Mode, now: datetime) -> bytes:
    """Return the response to a request, both DER; what cannot be read is answered as malformed."""
    try:
        request = ocsp.load_der_ocsp_request(body)
        issued_here = _is_for(authority.issuing.certificate, request)
    except (ValueError, NotImplementedError):  # the latter: several certificates in one request
        return _unsuccessful(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
    if not issued_here:
        return _unsuccessful(ocsp.OCSPResponseStatus.UNAUTHORIZED)
    status, revoked_at, reason = _status(authority, request.serial_number, mode)
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response_by_hash(
            issuer_name_hash=request.issuer_name_hash,
            issuer_key_hash=request.issuer_key_hash,
            serial_number=request.serial_number,
            algorithm=request.hash_algorithm,
            cert_status=status,
            this_update=now,
            next_update=now + OCSP_LIFE,
            revocation_time=revoked_at,
            revocation_reason=reason,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, authority.ocsp.certificate)
        .certificates([authority.ocsp.certificate])
    )
    for extension in request.extensions:
        if isinstance(extension.value, x509.OCSPNonce):
            builder = builder.add_extension(extension.value, critical=False)
    return builder.sign(authority.ocsp.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _status(
    authority: Authority, number: int, mode: Mode
) -> tuple[ocsp.OCSPCertStatus, datetime | None, x509.ReasonFlags | None]:
    if mode.is_wrong("ocsp-unknown", default=True):
        return ocsp.OCSPCertStatus.UNKNOWN, None, None
    try:
        entry = authority.records.find(number)
    except UnknownSerial:
        return ocsp.OCSPCertStatus.UNKNOWN, None, None
    if entry.revoked_at:
        return ocsp.OCSPCertStatus.REVOKED, entry.revoked_at, entry.reason
    return ocsp.OCSPCertStatus.GOOD, None, None


def _is_for(issuer: x509.Certificate, request: ocsp.OCSPRequest) -> bool:
    """Whether the request names this issuer, by the hash it chose. Raises ValueError for an unknown hash."""
    name = request.hash_algorithm.name
    key = issuer.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("the issuing CA has no RSA key")
    # RFC 6960 hashes the key without its algorithm, which for RSA is the PKCS#1 form.
    key_bytes = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
    return (
        request.issuer_name_hash == hashlib.new(name, issuer.subject.public_bytes()).digest()
        and request.issuer_key_hash == hashlib.new(name, key_bytes).digest()
    )


def _unsuccessful(status: ocsp.OCSPResponseStatus) -> bytes:
    response = ocsp.OCSPResponseBuilder.build_unsuccessful(status)
    return response.public_bytes(serialization.Encoding.DER)


def build_crl(authority: Authority, issuer_name: str, now: datetime) -> bytes:
    """Return the list of revoked certificates of "root" or "issuing", in DER."""
    issuer = authority.root if issuer_name == "root" else authority.issuing
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(now)
        .next_update(now + CRL_LIFE)
        .add_extension(x509.CRLNumber(int(now.timestamp() * 1000)), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
    )
    for entry in authority.records.revoked(issuer_name):
        if entry.revoked_at is None or entry.reason is None:
            continue
        revoked = (
            x509.RevokedCertificateBuilder()
            .serial_number(entry.number)
            .revocation_date(entry.revoked_at)
            .add_extension(x509.CRLReason(entry.reason), critical=False)
        )
        builder = builder.add_revoked_certificate(revoked.build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
