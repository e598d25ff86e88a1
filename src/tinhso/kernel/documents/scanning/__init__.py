# SPDX-License-Identifier: EUPL-1.2
"""Paper into searchable files (số hóa giấy tờ): page pictures, orientation, recognised text, one PDF/A.

Read:    `straighten_and_read(data, media_type, page=…) -> PageFound`, in child processes: what was sent is hostile.
Make:    `assemble(pages, title=…, now=…) -> bytes`, PDF/A-2b with the text under each picture.
Without the program `tesseract` and its Vietnamese data pages are kept without text (`is_installed`).
Law: Thông tư 01/2023/TT-VPCP, Điều 8 (technical values by 02/2019/TT-BNV).
"""

from tinhso.kernel.documents.scanning.assembly import SheetImage, assemble
from tinhso.kernel.documents.scanning.looking import look_at
from tinhso.kernel.documents.scanning.recognising import is_installed, recognise, turn_of
from tinhso.kernel.documents.scanning.types import Line, PageUnreadable, Picture, Reading
from tinhso.kernel.documents.scanning.upright import PageFound, straighten_and_read

__all__ = [
    "Line",
    "PageFound",
    "PageUnreadable",
    "Picture",
    "Reading",
    "SheetImage",
    "assemble",
    "is_installed",
    "look_at",
    "recognise",
    "straighten_and_read",
    "turn_of",
]
