# SPDX-License-Identifier: EUPL-1.2
"""Digital signatures on papers (ký số): keys behind one interface, PAdES B-LT, what a signature looks like.

Sign:   `make_signature(pdf, key=…, role=…, …) -> SignedPdf`, or `sign_pdf(…) -> bytes`.
Names:  `person_of(viewer, seat)`, `agency_of(unit)`: the identity that signs.
Keys:   `KeyProvider`; `FileKeys` and a remote service (`RemoteKeys`, CSC API v2), chosen signer by signer.
Trust:  roots are PEM files in TINHSO_TRUST_FOLDER; `install_demo_trust` takes the stand-in's in the demonstration.
Law: 30/2020/NĐ-CP (Điều 5, Phụ lục I), 23/2025/NĐ-CP, 68/2024/NĐ-CP; formats EN 319 142, RFC 3161, RFC 7030.
"""

from tinhso.kernel.documents.signing.house import house_keys
from tinhso.kernel.documents.signing.keys import FileKeys, KeyProvider
from tinhso.kernel.documents.signing.sealing import Place, make_signature, sign_pdf
from tinhso.kernel.documents.signing.signers import agency_of, person_of
from tinhso.kernel.documents.signing.trust import install_demo_trust

__all__ = [
    "FileKeys",
    "KeyProvider",
    "Place",
    "agency_of",
    "house_keys",
    "install_demo_trust",
    "make_signature",
    "person_of",
    "sign_pdf",
]
