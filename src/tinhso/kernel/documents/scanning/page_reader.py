# SPDX-License-Identifier: EUPL-1.2
"""Turn one page of a file into an upright JPEG; a program of its own, so that a hostile file hurts only a child.

As a program: `page_reader.py KIND PAGE TURN DPI`, the file on standard input; on standard output one line of JSON
{"width", "height", "ink"} and then the JPEG. KIND is `pdf` or `picture`; TURN is clockwise, in degrees.
It imports nothing of the house, so that it starts fast.
"""

import io
import json
import resource
import sys

from PIL import Image, ImageOps

MOST_SECONDS = 20
MOST_MEMORY_BYTES = 2 << 30
LONGEST_SIDE = 3000
QUALITY = 80
THUMB = 700
DARKER_BY = 60
POINTS = 72


def _pdf_page(data: bytes, page: int, dpi: int) -> Image.Image:
    import pypdfium2  # noqa: PLC0415 - half of the starting time, and pictures do without

    document = pypdfium2.PdfDocument(data)
    found = document[page]
    scale = min(dpi / POINTS, LONGEST_SIDE / max(found.get_size()))
    drawn: Image.Image = found.render(scale=scale).to_pil()
    return drawn


def _picture(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data), formats=["JPEG", "PNG"])
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    return ImageOps.exif_transpose(picture)


def _flat(picture: Image.Image) -> Image.Image:
    """Return it in colour or grey, transparent parts as white paper, no larger than a page needs."""
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        seen = picture.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        picture = Image.alpha_composite(paper, seen)
    picture = picture if picture.mode in ("RGB", "L") else picture.convert("RGB")
    if max(picture.size) > LONGEST_SIDE:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return picture


def _ink(picture: Image.Image) -> float:
    """Return the share of dots clearly darker than the paper, whatever colour the paper has."""
    small = picture.convert("L")
    small.thumbnail((THUMB, THUMB))
    counts, half, seen, paper = small.histogram(), small.width * small.height / 2, 0, 0
    for level, count in enumerate(counts):
        seen += count
        if seen >= half:
            paper = level
            break
    return sum(counts[: max(0, paper - DARKER_BY)]) / (small.width * small.height)


def main() -> None:
    """Read standard input, write standard output."""
    kind, page, turn, dpi = sys.argv[1], *map(int, sys.argv[2:5])
    data = sys.stdin.buffer.read()
    picture = _flat(_pdf_page(data, page, dpi) if kind == "pdf" else _picture(data))
    if turn % 360:
        picture = picture.rotate(-turn, expand=True)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=QUALITY)
    head = {"width": picture.width, "height": picture.height, "ink": _ink(picture)}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + written.getvalue())


def _tie_hands() -> None:
    """Bound what the child may use, before it sees the first byte."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    _tie_hands()
    main()
