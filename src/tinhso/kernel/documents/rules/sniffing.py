# SPDX-License-Identifier: EUPL-1.2
"""What a file is, told by its bytes alone; what must never come in, whatever it is called."""

import re

from tinhso.kernel.documents.rules.sentences import refuse

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ZIPPED = "application/zip"

_ACCEPTED = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"PK\x03\x04", ZIPPED))
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"dex\n",
    b"\0asm",
)
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"(\xb5/\xfd", b"PK\x05\x06", b"MSCF")
_IMAGES = (b"GIF8", b"BM", b"II*\0", b"MM\0*")
_OLD_OFFICE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_PAGE = re.compile(rb"<(!doctype|html|head|body|script|svg|iframe|\?xml|\?php|!--)", re.IGNORECASE)
_HIDDEN_PAGE = re.compile(rb"<(script[\s>]|\?php\s|html[\s>]|svg[\s>])", re.IGNORECASE)
_EICAR = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE"
HEAD_BYTES = 1024
ZIP_END_SPAN = 65_557


def kind_of(data: bytes) -> str:
    """Return the media type told by the first bytes; ZIPPED for every kind of office file.

    Raises FileRefused, with its own sentence, for everything that is not accepted.
    """
    for start, kind in _ACCEPTED:
        if data.startswith(start):
            return kind
    for starts, code in (
        (_PROGRAMS, "executable"),
        (_ARCHIVES, "archive"),
        (_IMAGES, "image_format"),
        (_OLD_OFFICE, "old_office"),
    ):
        if data.startswith(starts):
            raise refuse(code)
    if data[4:8] == b"ftyp" or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        raise refuse("image_format")
    if _PAGE.search(_as_bytes(data[:HEAD_BYTES])):
        raise refuse("web_page")
    if b"%PDF-" in data[:HEAD_BYTES]:
        raise refuse("polyglot")
    raise refuse("type_unknown")


def _as_bytes(head: bytes) -> bytes:
    """Return a head in UTF-16 as single bytes, so that a page cannot hide in wide letters."""
    return head.replace(b"\0", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head


def check_no_virus_mark(data: bytes) -> None:
    """Refuse the EICAR test string wherever it stands; a real scanner is the operator's to add."""
    if _EICAR in data:
        raise refuse("virus")


def check_one_format(data: bytes, kind: str) -> None:
    """Refuse a file that is also a file of another format: a page, an archive or a PDF behind a picture."""
    if kind in (JPEG, PNG) and (b"%PDF-" in data or _HIDDEN_PAGE.search(data)):
        raise refuse("polyglot")
    if kind == PDF and (_HIDDEN_PAGE.search(data[:HEAD_BYTES]) or data.count(b"%PDF-", 0, HEAD_BYTES) > 1):
        raise refuse("polyglot")
    if _ends_as_archive(data):
        raise refuse("polyglot")


def _ends_as_archive(data: bytes) -> bool:
    """Whether an archiver would open the file: an end record whose directory lies where it says."""
    tail = data[-ZIP_END_SPAN:]
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < 22:
        return False
    size = int.from_bytes(tail[place + 12 : place + 16], "little")
    start = len(data) - len(tail) + place - size
    return start >= 0 and data[start : start + 4] == b"PK\x01\x02"
