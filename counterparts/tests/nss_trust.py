# SPDX-License-Identifier: EUPL-1.2
"""A certificate store for pdfsig with one trusted root.

Made through the NSS library itself, which poppler brings along; its command certutil is a package more.
"""

import ctypes
from ctypes.util import find_library
from pathlib import Path


class _Trust(ctypes.Structure):
    """CERTCertTrust of NSS: flags for TLS, e-mail and code."""

    _fields_ = [("ssl", ctypes.c_uint), ("email", ctypes.c_uint), ("code", ctypes.c_uint)]


VALID_AUTHORITY = 1 << 3
TRUSTED_AUTHORITY = 1 << 4


def trust_root(folder: Path, root_der: bytes) -> None:
    """Make an NSS store in an empty folder that trusts this root. Raises OSError if NSS says no."""
    nss = ctypes.CDLL(find_library("nss3") or "libnss3.so")
    smime = ctypes.CDLL(find_library("smime3") or "libsmime3.so")
    smime.CERT_DecodeCertFromPackage.restype = ctypes.c_void_p
    nss.PK11_GetInternalKeySlot.restype = ctypes.c_void_p
    nss.CERT_GetDefaultCertDB.restype = ctypes.c_void_p
    _check(nss, nss.NSS_InitReadWrite(f"sql:{folder}".encode()), "open the store")
    slot = ctypes.c_void_p(nss.PK11_GetInternalKeySlot())
    _check(nss, nss.PK11_InitPin(slot, None, b""), "set an empty password")
    root = ctypes.c_void_p(smime.CERT_DecodeCertFromPackage(root_der, len(root_der)))
    _check(nss, nss.PK11_ImportCert(slot, root, 0, b"root", 0), "import the root")
    flags = VALID_AUTHORITY | TRUSTED_AUTHORITY
    trust = _Trust(flags, flags, flags)
    database = ctypes.c_void_p(nss.CERT_GetDefaultCertDB())
    _check(nss, nss.CERT_ChangeCertTrust(database, root, ctypes.byref(trust)), "trust the root")
    nss.CERT_DestroyCertificate(root)
    nss.PK11_FreeSlot(slot)
    _check(nss, nss.NSS_Shutdown(), "close the store")


def _check(nss: ctypes.CDLL, status: int, what: str) -> None:
    if status != 0:
        raise OSError(f"NSS could not {what}: error {nss.PORT_GetError()}")
