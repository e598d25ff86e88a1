# SPDX-License-Identifier: EUPL-1.2
"""Pictures that come in: whole, and not larger unpacked than a page needs."""

import io
import struct

from PIL import Image, UnidentifiedImageError

from tinhso.kernel.documents.rules.sentences import refuse
from tinhso.kernel.documents.rules.sniffing import JPEG

LARGEST_PIXELS = 60_000_000
"""An A3 page at 600 dpi has 70 million, a telephone's picture 12 to 50; unpacked this is 180 MB."""
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}


def check_picture(data: bytes, kind: str) -> None:
    """Refuse a picture that is broken, cut off, or unpacks to more than LARGEST_PIXELS."""
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as picture:
            if picture.width * picture.height > LARGEST_PIXELS:
                raise refuse("image_too_big", limit=LARGEST_PIXELS // 1_000_000)
            if kind == JPEG:
                # Decoding at an eighth finds a cut-off file for a sixtieth of the work.
                picture.draft("L", (max(1, picture.width // 8), max(1, picture.height // 8)))
                picture.load()
            else:
                picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise refuse("image_too_big", limit=LARGEST_PIXELS // 1_000_000) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError) as error:
        raise refuse("image_broken") from error
