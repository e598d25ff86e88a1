# SPDX-License-Identifier: EUPL-1.2
"""Signed PDF per second beside the raw signature rate of the same key; authority and time stamps of the stand-in."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from sys import executable

from bench.figures import Figure, median_of
from bench.installation import installed
from bench.place import Place

PAPERS, RUNS = 12, 3


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return papers signed per second by one process, PAdES B-LT with time stamp and revocation answers."""
    papers, runs = (4, 1) if quick else (PAPERS, RUNS)
    with authority(), installed(place):
        return _measure(papers, runs)


@contextmanager
def authority() -> Iterator[None]:
    """Run the stand-in of the certification authority."""
    program = str(Path(executable).with_name("tinhso-counterparts"))
    started = subprocess.Popen((program, "up", "--only", "pki"), stdout=subprocess.PIPE, text=True)
    try:
        assert started.stdout
        started.stdout.readline()
        yield
    finally:
        started.terminate()
        started.wait(20)


def _measure(papers: int, runs: int) -> list[Figure]:
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - the product's modules need django.setup()
    from cryptography.hazmat.primitives.asymmetric import ec, padding  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from tinhso.config import env  # noqa: PLC0415
    from tinhso.kernel.documents.signing import install_demo_trust, make_signature  # noqa: PLC0415
    from tinhso.kernel.documents.types import SignatureRole, SignerKind, SigningIdentity  # noqa: PLC0415
    from tinhso.play.files import paper_scan  # noqa: PLC0415

    install_demo_trust()
    leader = SigningIdentity(SignerKind.PERSON, "bench-leader", "Trần Thị Ngọc Ánh", "Phó Giám đốc", "Sở Tư pháp")

    def sign() -> object:
        now = timezone.now()
        return make_signature(paper_scan(1), key=leader, role=SignatureRole.PERSON, reason="Đo", now=now)

    sign()
    signed = median_of(runs, lambda: _rate(sign, papers))
    stored = next(path for path in env.KEY_FOLDER.rglob("*bench-leader*") if path.is_file())
    key = load_pem_private_key(stored.read_bytes(), password=None)

    def raw() -> object:
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(b"x" * 64, ec.ECDSA(hashes.SHA256()))
        return key.sign(b"x" * 64, padding.PKCS1v15(), hashes.SHA256())  # type: ignore[union-attr,call-arg]

    limit = median_of(runs, lambda: _rate(raw, 400))
    what = f"raw signatures of the same {type(key).__name__.removesuffix('PrivateKey')} key"
    return [
        Figure("Signed PDF (PAdES B-LT), one process", signed, "papers/s", limit, what, "authority on the same cores")
    ]


def _rate(do: Callable[[], object], times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        do()
    return times / (time.perf_counter() - began)
