# SPDX-License-Identifier: EUPL-1.2
"""Files bent at random: the door lets them in or refuses them with a sentence, the verifier always has a verdict."""

import contextlib
import io
import random

import pytest
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from tinhso.kernel.documents.errors import FileRefused
from tinhso.kernel.documents.rules.intake import inspect
from tinhso.kernel.documents.signing import sign_pdf
from tinhso.kernel.documents.tests import samples
from tinhso.kernel.documents.tests.conftest import LEADER
from tinhso.kernel.documents.tests.samples import LIMIT_BYTES
from tinhso.kernel.documents.types import SignatureRole
from tinhso.kernel.documents.verification import verify_pdf

HONEST = {
    "pdf": samples.bare_pdf(packed=b"<< /A 1 >>"),
    "jpeg": samples.picture("JPEG", (64, 64)),
    "png": samples.picture("PNG", (64, 64)),
    "docx": samples.docx(),
    "xlsx": samples.xlsx(),
    "odt": samples.odt(),
}


def bent(data: bytes, chance: random.Random) -> bytes:
    """Return the file with bytes changed, taken out, put in or copied about."""
    out = bytearray(data)
    for _ in range(chance.choice([1, 2, 5, 20])):
        at, other = chance.randrange(len(out)), chance.randrange(len(out))
        match chance.randrange(4):
            case 0:
                out[at] = chance.randrange(256)
            case 1:
                del out[at : at + chance.randrange(1, 30)]
                out = out or bytearray(b"x")
            case 2:
                out[at:at] = chance.randbytes(chance.randrange(1, 20))
            case _:
                out[at : at + 8] = out[other : other + 8]
    return bytes(out)


@pytest.mark.parametrize("kind", sorted(HONEST))
def test_a_bent_upload_passes_or_is_refused(kind):
    chance = random.Random(kind)

    for _ in range(15 if kind == "pdf" else 150):
        with contextlib.suppress(FileRefused):
            inspect(bent(HONEST[kind], chance), filename="tệp", limit_bytes=LIMIT_BYTES)


def test_a_bent_signed_paper_is_valid_only_if_the_signed_bytes_stand(keys):
    chance = random.Random("signed")
    paper = sign_pdf(
        samples.decision(), key=LEADER, role=SignatureRole.PERSON, reason="", now=timezone.now(), keys=keys
    )
    [signature] = PdfFileReader(io.BytesIO(paper)).embedded_signatures
    end = int(signature.byte_range[2] + signature.byte_range[3])

    copies = [bent(paper, chance) for _ in range(60)]

    believed = [one for one in copies if verify_pdf(one, now=timezone.now(), online=False).verdict == "valid"]
    assert all(one[:end] == paper[:end] for one in believed)
