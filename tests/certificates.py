# SPDX-License-Identifier: EUPL-1.2
"""Keys and certificates for tests that speak TLS: an authority of a day and who it vouches for."""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = x509.IPAddress(ipaddress.IPv4Address("127.0.0.1"))


def certificates(folder: Path, name: str) -> dict[str, str]:
    """Write key and certificate of an authority and of `name`, on this machine, under it; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    keys = {who: ec.generate_private_key(ec.SECP256R1()) for who in ("ca", name)}
    names = {who: x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, who)]) for who in keys}
    now, paths = datetime.now(UTC), {}
    for who, key in keys.items():
        made = x509.CertificateBuilder().subject_name(names[who]).issuer_name(names["ca"])
        made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
        made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        made = made.add_extension(x509.BasicConstraints(ca=who == "ca", path_length=None), critical=True)
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(who), HERE]), critical=False)
        paths[who], paths[f"{who}-key"] = str(folder / f"{who}.pem"), str(folder / f"{who}.key")
        Path(paths[who]).write_bytes(made.sign(keys["ca"], hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        Path(paths[f"{who}-key"]).write_bytes(secret)
    return paths
