# SPDX-License-Identifier: EUPL-1.2
"""The door for an annex from outside: bounds before anything is opened, the house's checks, sentences of our own."""

import io
import re
import zipfile
from typing import Final

from tinhso.kernel.documents.errors import FileRefused
from tinhso.kernel.documents.rules import sniffing
from tinhso.kernel.documents.rules.office_files import MALFORMED, check_office_file
from tinhso.modules.plans.annex.errors import LARGEST_BYTES, MOST_XML_BYTES, AnnexUnreadable, unreadable

_CODES: Final = {
    "old_office": "old_office",
    "office_bomb": "bomb",
    "office_macro": "macro",
    "office_active": "active",
    "office_broken": "broken",
    "archive": "not_office",
    "type_unknown": "not_office",
    "executable": "not_office",
    "web_page": "not_office",
    "image_format": "not_office",
    "polyglot": "not_office",
}
"""What the kernel refuses → how we say it; a mark of a virus keeps the kernel's sentence."""
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_DECLARED: Final = re.compile(rb"<!(?:doctype|entity)", re.IGNORECASE)
_ENCODING: Final = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)")
_STRICT: Final = b"purl.oclc.org/ooxml/officeDocument"


def check_word(data: bytes) -> None:
    """Pass a Word file without macros, bombs, locks, entities and parts from elsewhere.

    Raises AnnexUnreadable with one sentence for everything else.
    """
    _check(data, sniffing.DOCX, "not_word")


def check_excel(data: bytes) -> None:
    """Pass an Excel file under the same conditions as `check_word`."""
    _check(data, sniffing.XLSX, "not_excel")


def _check(data: bytes, wanted: str, otherwise: str) -> None:
    if not data.strip(b"\0 \r\n\t"):
        raise unreadable("empty")
    if len(data) > LARGEST_BYTES:
        raise unreadable("too_large")
    try:
        sniffing.check_no_virus_mark(data)
        kind = sniffing.kind_of(data)
        if kind != sniffing.ZIPPED:
            raise unreadable("not_office")
        kind, _ = check_office_file(data)
    except FileRefused as refusal:
        raise _ours(refusal, data) from refusal
    if kind != wanted:
        raise unreadable(otherwise if kind in (sniffing.DOCX, sniffing.XLSX) else "not_office")
    _check_parts(data)


def _ours(refusal: FileRefused, data: bytes) -> AnnexUnreadable:
    if refusal.code == "old_office" and _LOCKED in data:
        return unreadable("locked")
    if refusal.code in _CODES:
        return unreadable(_CODES[refusal.code])
    return AnnexUnreadable(refusal.sentence, code=refusal.code)


def _check_parts(data: bytes) -> None:
    """Look at every part that is XML, whatever it is called: bounded in all, in UTF-8, without declarations."""
    left = MOST_XML_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if len(set(names)) != len(names):
                raise unreadable("broken")
            for name in names:
                with archive.open(name) as member:
                    head = member.read(64)
                    if not _may_be_xml(head):
                        continue
                    part = head + member.read(left)
                left -= len(part)
                if left <= 0:
                    raise unreadable("bomb")
                _check_part(part)
    except MALFORMED as error:
        raise unreadable("broken") from error


def _may_be_xml(head: bytes) -> bool:
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return begin.startswith(b"<") or b"\0" in head[:4] or head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _check_part(part: bytes) -> None:
    if not part.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        # Wide letters would hide a declaration from this look; pictures and fonts may begin with zeros.
        if b"<\0" in part[:8] or b"\0<" in part[:8]:
            raise unreadable("broken")
        return
    encoding = _ENCODING.match(part[:200].removeprefix(b"\xef\xbb\xbf").lstrip())
    if b"\0" in part or (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")):
        raise unreadable("broken")
    if _DECLARED.search(part):
        raise unreadable("active")
    if _STRICT in part[:4096]:
        raise unreadable("strict")
