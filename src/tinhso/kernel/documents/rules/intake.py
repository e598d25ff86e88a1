# SPDX-License-Identifier: EUPL-1.2
"""The door for files from outside: every upload is hostile until it has passed here."""

import unicodedata
from dataclasses import dataclass

from tinhso.kernel.documents.rules import sniffing
from tinhso.kernel.documents.rules.names import safe_filename
from tinhso.kernel.documents.rules.office_files import check_office_file
from tinhso.kernel.documents.rules.pdfs import check_pdf
from tinhso.kernel.documents.rules.pictures import check_picture
from tinhso.kernel.documents.rules.sentences import refuse
from tinhso.kernel.documents.rules.sniffing import DOCX, JPEG, ODT, PDF, PNG, XLSX

FROM_CITIZENS = frozenset({PDF, JPEG, PNG, DOCX, XLSX, ODT})
SCANS = frozenset({PDF, JPEG, PNG})
_WORDS = {PDF: "PDF", JPEG: "JPEG", PNG: "PNG", DOCX: "DOCX", XLSX: "XLSX", ODT: "ODT"}


@dataclass(frozen=True)
class Inspected:
    """A file that passed: what it is, what it may be called, pages (None unless PDF), text for search."""

    media_type: str
    filename: str
    pages: int | None
    text: str


def inspect(data: bytes, *, filename: str, limit_bytes: int, allowed: frozenset[str] = FROM_CITIZENS) -> Inspected:
    """Return what an uploaded file is, told by its bytes; its name decides nothing.

    Raises FileRefused, with one code and one Vietnamese sentence for each cause (see `sentences`).
    """
    if not data.strip(b"\0 \r\n\t"):
        raise refuse("empty")
    if len(data) > limit_bytes:
        raise refuse("too_large", limit=limit_bytes >> 20)
    sniffing.check_no_virus_mark(data)
    media_type, pages, text = _look_inside(data, sniffing.kind_of(data))
    if media_type not in allowed:
        raise refuse("type_not_allowed", allowed=", ".join(word for kind, word in _WORDS.items() if kind in allowed))
    return Inspected(media_type, safe_filename(filename, media_type), pages, clean_text(text))


def _look_inside(data: bytes, kind: str) -> tuple[str, int | None, str]:
    if kind == sniffing.ZIPPED:
        media_type, text = check_office_file(data)
        return media_type, None, text
    sniffing.check_one_format(data, kind)
    if kind == PDF:
        pages, text = check_pdf(data)
        return PDF, pages, text
    check_picture(data, kind)
    return kind, None, ""


def clean_text(text: str) -> str:
    """Return text as the database takes it: NFC, no control characters but line ends, no lone surrogates."""
    kept = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", kept).strip()
