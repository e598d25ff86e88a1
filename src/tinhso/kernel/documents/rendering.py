# SPDX-License-Identifier: EUPL-1.2
"""Papers to PDF/A-2b with Typst: our own fonts, data as JSON, places for signatures as empty fields.

Templates import "/kernel/documents/templates/house.typ"; the root is the package, so a template reaches no data.
No PDF/A validator is to be had in the registries: Typst promises the profile, nobody here has checked it.
"""

import io
import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from tinhso.kernel.documents.errors import TemplateBroken
from tinhso.kernel.documents.updates import Appender

PACKAGE = Path(__file__).parents[2]
FONTS = Path(__file__).parent / "fonts"
PROFILE: Final = "a-2b"
_press = threading.Lock()
"""One compiler is kept for its fonts and parsed templates; it works for one thread at a time."""


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(root=PACKAGE, font_paths=fonts, ignore_system_fonts=True)


def render(template: Path, data: Mapping[str, Any], *, title: str, now: datetime | None = None) -> bytes:
    """Return the paper as PDF/A-2b, with a signature field wherever the template left a place for one.

    data: JSON values; they reach the template as `data` and are shown as text, never read as Typst.
    title: of the file, for its properties; the template finds it as `data.title`.
    now: the date of making in the properties (PDF/A wants one); the computer's own when None.
    Raises TemplateBroken when the template does not compile with these data.
    """
    inputs = {"data": json.dumps({**data, "title": title}, ensure_ascii=False, default=str)}
    try:
        with _press:
            compiled = _compiler().compile(
                input=template, sys_inputs=inputs, format="pdf", pdf_standards=PROFILE, timestamp=_whole_second(now)
            )
            found = json.loads(_compiler().query("<signature-field>", field="value"))
    except typst.TypstError as error:
        raise TemplateBroken(f"{template.name}: {error.diagnostic or error.message}") from error
    pdf = _one_file(compiled)
    return _with_fields(pdf, found) if found else pdf


def _whole_second(now: datetime | None) -> datetime | None:
    """Typst takes a fixed offset and whole seconds only."""
    return now.astimezone(UTC).replace(microsecond=0) if now else None


def render_stamp(data: Mapping[str, Any]) -> bytes:
    """Return a page of the size of a signature field with what the signature shows (`templates/stamps.typ`)."""
    inputs = {"data": json.dumps(dict(data), ensure_ascii=False)}
    template = Path(__file__).parent / "templates" / "stamps.typ"
    with _press:
        compiled = _compiler().compile(
            input=template, sys_inputs=inputs, format="pdf", pdf_standards="1.7", pdf_tags=False
        )
    return _one_file(compiled)


def _one_file(compiled: object) -> bytes:
    if not isinstance(compiled, bytes):
        raise TemplateBroken("Typst gave several files instead of one")
    return compiled


def _with_fields(pdf: bytes, found: list[dict[str, Any]]) -> bytes:
    """Append the empty fields; Typst counts pages from 1 and points from the top."""
    writer = Appender(io.BytesIO(pdf))
    taken: dict[str, int] = {}
    for one in found:
        page = int(one["page"]) - 1
        height = _height(writer, page)
        taken[one["role"]] = taken.get(one["role"], 0) + 1
        name = one["role"] if taken[one["role"]] == 1 else f"{one['role']}_{taken[one['role']]}"
        top = height - one["y"]
        box = (one["x"], top - one["h"], one["x"] + one["w"], top)
        append_signature_field(writer, SigFieldSpec(name, on_page=page, box=tuple(round(edge) for edge in box)))
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _height(writer: Appender, page: int) -> float:
    found, _resources = writer.find_page_for_modification(page)
    return float(found.get_object()["/MediaBox"][3])
