# SPDX-License-Identifier: EUPL-1.2
"""What each kind of certificate says about its use (RFC 5280), and how one is built."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336

_KEY_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True)
class Profile:
    """A kind of certificate. key_usages: names of RFC 5280 section 4.2.1.3; life: how long it is valid."""

    name: str
    key_usages: frozenset[str]
    purposes: tuple[x509.ObjectIdentifier, ...]
    life: timedelta
    is_authority: bool = False
    path_length: int | None = None
    are_purposes_critical: bool = False


_SIGNING = frozenset({"digital_signature", "content_commitment"})
_DOCUMENTS = (ExtendedKeyUsageOID.EMAIL_PROTECTION, DOCUMENT_SIGNING)
_AUTHORITY = frozenset({"key_cert_sign", "crl_sign", "digital_signature"})
YEAR = timedelta(days=365)

ROOT = Profile("root", _AUTHORITY, (), 20 * YEAR, is_authority=True)
ISSUING = Profile("issuing", _AUTHORITY, (), 10 * YEAR, is_authority=True, path_length=0)
OCSP_RESPONDER = Profile("ocsp", frozenset({"digital_signature"}), (ExtendedKeyUsageOID.OCSP_SIGNING,), 5 * YEAR)
TIME_STAMPER = Profile(
    "tsa",
    frozenset({"digital_signature"}),
    (ExtendedKeyUsageOID.TIME_STAMPING,),
    5 * YEAR,
    are_purposes_critical=True,  # RFC 3161, section 2.3
)
PERSON = Profile("person", _SIGNING, _DOCUMENTS, 2 * YEAR)
AGENCY = Profile("agency", _SIGNING, _DOCUMENTS, 3 * YEAR)
TLS_SERVER = Profile(
    "tls-server",
    frozenset({"digital_signature", "key_encipherment"}),
    (ExtendedKeyUsageOID.SERVER_AUTH,),
    YEAR,
)
ENROLLED = {profile.name: profile for profile in (PERSON, AGENCY)}


@dataclass(frozen=True)
class Pointers:
    """Addresses written into a certificate; ocsp is empty for certificates that only a CRL covers."""

    issuer_url: str
    crl_url: str
    ocsp_url: str = ""


@dataclass(frozen=True)
class Holder:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


@dataclass(frozen=True)
class Wish:
    """What a certificate is to be: whose, for what, from when."""

    subject: x509.Name
    public_key: CertificatePublicKeyTypes
    profile: Profile
    not_before: datetime
    not_after: datetime
    pointers: Pointers | None = None
    alternative_names: tuple[x509.GeneralName, ...] = ()


def build(wish: Wish, issuer: Holder | rsa.RSAPrivateKey) -> x509.Certificate:
    """Return the signed certificate; a bare key as issuer makes it self-signed."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(wish.subject)
        .issuer_name(issuer.certificate.subject if isinstance(issuer, Holder) else wish.subject)
        .public_key(wish.public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(wish.not_before)
        .not_valid_after(wish.not_after)
    )
    for extension, is_critical in _extensions(wish, issuer):
        builder = builder.add_extension(extension, critical=is_critical)
    key = issuer.key if isinstance(issuer, Holder) else issuer
    return builder.sign(key, hashes.SHA256())


def _extensions(wish: Wish, issuer: Holder | rsa.RSAPrivateKey) -> list[tuple[x509.ExtensionType, bool]]:
    profile = wish.profile
    issuer_key = issuer.key if isinstance(issuer, Holder) else issuer
    found: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=profile.is_authority, path_length=profile.path_length), True),
        (x509.KeyUsage(**{name: name in profile.key_usages for name in _KEY_USAGES}), True),
        (x509.SubjectKeyIdentifier.from_public_key(wish.public_key), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False),
    ]
    if profile.purposes:
        found.append((x509.ExtendedKeyUsage(profile.purposes), profile.are_purposes_critical))
    if profile is OCSP_RESPONDER:
        found.append((x509.OCSPNoCheck(), False))
    elif wish.pointers:
        found += [(extension, False) for extension in _pointer_extensions(wish.pointers)]
    if wish.alternative_names:
        found.append((x509.SubjectAlternativeName(wish.alternative_names), False))
    return found


def _pointer_extensions(pointers: Pointers) -> list[x509.ExtensionType]:
    accesses = [(AuthorityInformationAccessOID.CA_ISSUERS, pointers.issuer_url)]
    if pointers.ocsp_url:
        accesses.insert(0, (AuthorityInformationAccessOID.OCSP, pointers.ocsp_url))
    descriptions = [x509.AccessDescription(method, x509.UniformResourceIdentifier(url)) for method, url in accesses]
    crl = x509.DistributionPoint([x509.UniformResourceIdentifier(pointers.crl_url)], None, None, None)
    return [x509.AuthorityInformationAccess(descriptions), x509.CRLDistributionPoints([crl])]
