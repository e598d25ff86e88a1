# SPDX-License-Identifier: EUPL-1.2
"""What a signature shows on the page, set by Typst in the size of its field: 2 ms, fonts as small subsets."""

import io
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStamp, BaseStampStyle, StaticContentStamp, StaticStampStyle

from tinhso.kernel.documents.rendering import render_stamp
from tinhso.kernel.documents.types import SignatureRole, SigningIdentity

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class _Page(PdfContent):
    """The only page of a PDF in memory, as a form that an appearance can draw."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        form = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        self.resources.xobject["/Stamp"] = form
        _left, _bottom, width, height = (float(edge) for edge in form.get_object()["/BBox"])
        self.box = BoxConstraints(width=width, height=height)
        return b"/Stamp Do"


@dataclass(frozen=True)
class PaperStamp(BaseStampStyle):
    """The look of one signature: role, names, instant in Vietnam's time by ISO 8601 to the second.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II.7 và II.8.
    """

    role: SignatureRole = SignatureRole.PERSON
    name: str = ""
    title: str = ""
    at: datetime | None = None

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, str]) -> BaseStamp:
        """Return the appearance, of exactly the size of the field."""
        said = {
            "role": self.role,
            "name": self.name,
            "title": self.title,
            "time": self.at.astimezone(VIETNAM).isoformat(timespec="seconds") if self.at else "",
            "width": box.width,
            "height": box.height,
        }
        style = StaticStampStyle(
            background=_Page(render_stamp(said)),
            background_layout=_whole_box(),
            border_width=0,
        )
        return StaticContentStamp(writer=writer, style=style, box=box)


def _whole_box() -> SimpleBoxLayoutRule:
    rule = StaticStampStyle().background_layout
    return SimpleBoxLayoutRule(x_align=rule.x_align, y_align=rule.y_align, margins=Margins.uniform(0))


def stamp_of(identity: SigningIdentity, role: SignatureRole, now: datetime) -> PaperStamp:
    """Return the look of this signer's signature in this role at this instant."""
    return PaperStamp(border_width=0, role=role, name=identity.name, title=identity.title, at=now)
