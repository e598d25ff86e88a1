# SPDX-License-Identifier: EUPL-1.2
"""Pages into one searchable PDF/A-2b: the text lies under each picture, where it stands in the picture."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from tinhso.kernel.documents.errors import TemplateBroken
from tinhso.kernel.documents.rendering import FONTS, PROFILE
from tinhso.kernel.documents.scanning.types import Line

LONG_SIDE_POINTS = 842
"""A page is shown as large as A4; what a camera saw has no size of its own."""
_TEMPLATE = Path(__file__).with_name("sheets.typ")
_BLOCKS = (range(0x20, 0x7F), range(0xA0, 0xAD), range(0xAE, 0x180), range(0x1EA0, 0x1EFA))
_PLAIN = frozenset(map(chr, (code for block in _BLOCKS for code in block))) | set("ƠơƯư–—‘’“”•…")
"""Letters the embedded typeface has; PDF/A allows no others, and what recognition makes of a stamp may be anything."""


@dataclass(frozen=True)
class SheetImage:
    """One page of the file to be: JPEG, its size in pixels, the lines on it."""

    data: bytes
    width: int
    height: int
    lines: tuple[Line, ...]


def assemble(pages: Sequence[SheetImage], *, title: str, now: datetime) -> bytes:
    """Return the pages in their order as one PDF/A-2b with a text layer. now: the date of making in the properties."""
    with tempfile.TemporaryDirectory(prefix="tinhso-so-hoa-") as folder:
        root = Path(folder)
        for place, page in enumerate(pages):
            (root / f"{place}.jpg").write_bytes(page.data)
        data = {"title": title, "pages": [_page(place, page) for place, page in enumerate(pages)]}
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (root / _TEMPLATE.name).write_bytes(_TEMPLATE.read_bytes())
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
        try:
            made = typst.Compiler(root=root, font_paths=fonts, ignore_system_fonts=True).compile(
                input=root / _TEMPLATE.name,
                format="pdf",
                pdf_standards=PROFILE,
                timestamp=now.astimezone(UTC).replace(microsecond=0),
            )
        except typst.TypstError as error:
            raise TemplateBroken(f"{_TEMPLATE.name}: {error.diagnostic or error.message}") from error
    if not isinstance(made, bytes):
        raise TemplateBroken("Typst gave several files instead of one")
    return made


def _page(place: int, page: SheetImage) -> dict[str, Any]:
    scale = LONG_SIDE_POINTS / max(page.width, page.height)
    return {
        "file": f"{place}.jpg",
        "width": page.width * scale,
        "height": page.height * scale,
        "lines": [_placed(line, scale) for line in page.lines if _plain(line.text) and line.width and line.height],
    }


def _placed(line: Line, scale: float) -> dict[str, Any]:
    sizes = {"x": line.left, "y": line.top, "width": line.width, "height": line.height}
    return {"text": _plain(line.text)} | {key: round(value * scale, 2) for key, value in sizes.items()}


def _plain(text: str) -> str:
    return "".join(char if char in _PLAIN else " " for char in text).strip()
