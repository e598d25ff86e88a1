# SPDX-License-Identifier: EUPL-1.2
"""The authority: a root, an issuing CA below it, and the two services that sign in its name."""

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from tinhso_counterparts.files import write_whole
from tinhso_counterparts.pki import profiles
from tinhso_counterparts.pki.profiles import Holder, Pointers, Profile, Wish, build
from tinhso_counterparts.pki.records import Records

DEFAULT_URL = "http://127.0.0.1:8103"
ORGANISATION = "Cơ quan chứng thực thử nghiệm"
NAMES = {
    "root": "CA gốc thử nghiệm",
    "issuing": "CA cấp phát thử nghiệm",
    "ocsp": "Dịch vụ OCSP thử nghiệm",
    "tsa": "Dịch vụ cấp dấu thời gian thử nghiệm",
}
CLOCK_SKEW = timedelta(minutes=10)


class Authority:
    """Opens the authority kept in a folder and makes it on first use.

    base_url: where its services answer; it is written into certificates. When it differs from the last run
    (another port), the issuing CA and the services get new certificates for their old keys. What was enrolled
    earlier still chains to the root, but points to the old port.
    """

    def __init__(self, folder: Path, base_url: str | None, now: datetime) -> None:
        self.folder = folder
        self.records = Records(folder)
        known_url = self.records.setting("base_url")
        self.base_url = base_url or known_url or DEFAULT_URL
        has_moved = known_url is not None and known_url != self.base_url
        self.root = self._open(profiles.ROOT, None, now)
        self.issuing = self._open(profiles.ISSUING, self.root, now, anew=has_moved)
        self.ocsp = self._open(profiles.OCSP_RESPONDER, self.issuing, now, anew=has_moved)
        self.tsa = self._open(profiles.TIME_STAMPER, self.issuing, now, anew=has_moved)
        self.records.set_setting("base_url", self.base_url)

    def close(self) -> None:
        self.records.close()

    @property
    def root_pem(self) -> bytes:
        return self.root.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def chain(self) -> list[x509.Certificate]:
        """The certificates above an enrolled one, nearest first."""
        return [self.issuing.certificate, self.root.certificate]

    def issue(
        self,
        subject: x509.Name,
        public_key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
        profile: Profile,
        now: datetime,
        *,
        emails: tuple[x509.RFC822Name, ...] = (),
        not_after: datetime | None = None,
    ) -> x509.Certificate:
        """Return a new certificate of the issuing CA, registered.

        not_after: end of validity; the profile's own life when None. A past end gives one that began
        a year before it, for tests of expiry.
        """
        end = not_after or now + profile.life
        start = now - CLOCK_SKEW if end > now else end - profiles.YEAR
        wish = Wish(subject, public_key, profile, start, end, self._pointers("issuing"), emails)
        certificate = build(wish, self.issuing)
        self.records.add(certificate, "issuing", profile.name, now)
        return certificate

    def _open(self, profile: Profile, issuer: Holder | None, now: datetime, *, anew: bool = False) -> Holder:
        key_path = self.folder / f"{profile.name}.key.pem"
        path = self.folder / f"{profile.name}.pem"
        if not key_path.exists():
            write_whole(key_path, pem_of_key(new_key(3072 if issuer is None else 2048)), private=True)
        key = serialization.load_pem_private_key(key_path.read_bytes(), None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError(f"{key_path} does not hold an RSA key; delete the folder to start afresh")
        if anew or not path.exists():
            certificate = self._certify_own(profile, key, issuer, now)
            write_whole(path, certificate.public_bytes(serialization.Encoding.PEM))
        return Holder(x509.load_pem_x509_certificate(path.read_bytes()), key)

    def _certify_own(
        self, profile: Profile, key: rsa.RSAPrivateKey, issuer: Holder | None, now: datetime
    ) -> x509.Certificate:
        issuer_name = "root" if issuer is None or profile is profiles.ISSUING else "issuing"
        wish = Wish(
            _name(NAMES[profile.name]),
            key.public_key(),
            profile,
            now - CLOCK_SKEW,
            now + profile.life,
            None if issuer is None else self._pointers(issuer_name),
        )
        certificate = build(wish, issuer or key)
        self.records.add(certificate, issuer_name, profile.name, now)
        return certificate

    def _pointers(self, issuer_name: str) -> Pointers:
        return Pointers(
            issuer_url=f"{self.base_url}/{issuer_name}.crt",
            crl_url=f"{self.base_url}/crl/{issuer_name}.crl",
            # The responder speaks for the issuing CA; the root answers by its CRL alone.
            ocsp_url=f"{self.base_url}/ocsp" if issuer_name == "issuing" else "",
        )


def new_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """Return a fresh RSA key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def pem_of_key(key: rsa.RSAPrivateKey) -> bytes:
    """Return a private key as PKCS#8 PEM, not encrypted: these keys protect nothing."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )
