# SPDX-License-Identifier: EUPL-1.2
"""Office files that come in (DOCX, XLSX, ODT): no bombs, no macros, nothing fetched from elsewhere."""

import html
import io
import lzma
import re
import struct
import zipfile
import zlib

from tinhso.kernel.documents.rules.sentences import refuse
from tinhso.kernel.documents.rules.sniffing import DOCX, ODT, XLSX, check_no_virus_mark

MOST_MEMBERS = 2_000
MOST_UNPACKED_BYTES = 200 << 20
MOST_RATIO = 150
RATIO_COUNTS_FROM_BYTES = 1 << 20
MOST_VIRUS_MARK_BYTES = 1 << 16
MOST_TEXT_BYTES = 8 << 20
MOST_CHARACTERS = 400_000

# What Python's reader meets a malformed archive with (found by throwing bent files at it).
MALFORMED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    RuntimeError,
    ValueError,
    OSError,
    EOFError,
    KeyError,
)

_TEXT_PARTS = {DOCX: "word/document.xml", XLSX: "xl/sharedStrings.xml", ODT: "content.xml"}
_MACROS = re.compile(r"(vbaproject|vbadata)[^/]*\.bin$|macrosheets/|^basic/|^scripts/", re.IGNORECASE)
_ACTIVE = re.compile(
    r"(/embeddings/|/activex/|^objectreplacements/|\.(exe|dll|js|vbs|bat|cmd|ps1|scr|jar)$)", re.IGNORECASE
)
_OUTSIDE = re.compile(rb"/(attachedTemplate|oleObject|frame|externalLinkPath|subDocument)")
_BREAK = re.compile(r"</(w:p|text:p|text:h|si)>|<(w:br|w:tab|text:tab|text:line-break)\s*/>")
_TAG = re.compile(r"<[^<>]*>")


def check_office_file(data: bytes) -> tuple[str, str]:
    """Return the media type (DOCX, XLSX or ODT) and the text of a zipped office file from outside.

    Raises FileRefused for other archives, bombs, macros, embedded objects, outside templates and locked files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive)
            kind = _kind(archive)
            _check_members(archive)
            return kind, _text(archive, kind)
    except MALFORMED as error:
        raise refuse("office_broken") from error


def _check_size(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED_BYTES:
        raise refuse("office_bomb")
    for one in members:
        if one.file_size > RATIO_COUNTS_FROM_BYTES and one.file_size > MOST_RATIO * max(one.compress_size, 1):
            raise refuse("office_bomb")
        if one.flag_bits & 1:
            raise refuse("office_broken")
        if one.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", one.filename):
            raise refuse("archive")


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names and _read(archive, "mimetype", 200).strip() == ODT.encode():
        return ODT
    if "[Content_Types].xml" not in names:
        raise refuse("archive")
    types = _read(archive, "[Content_Types].xml", MOST_TEXT_BYTES)
    if b"macroenabled" in types.lower():
        raise refuse("office_macro")
    for kind in (DOCX, XLSX):
        if f"{kind}.main+xml".encode() in types:
            return kind
    raise refuse("type_unknown")


def _check_members(archive: zipfile.ZipFile) -> None:
    for one in archive.infolist():
        if _MACROS.search(one.filename) and not one.is_dir():
            raise refuse("office_macro")
        if _ACTIVE.search(one.filename) and not one.is_dir():
            raise refuse("office_active")
        if one.file_size <= MOST_VIRUS_MARK_BYTES:
            check_no_virus_mark(_read(archive, one.filename, MOST_VIRUS_MARK_BYTES))
        if one.filename.endswith(".rels") and _reaches_outside(_read(archive, one.filename, MOST_TEXT_BYTES)):
            raise refuse("office_active")


def _reaches_outside(relations: bytes) -> bool:
    """Tell whether one relation loads a template, object or frame from elsewhere; linear in the size of the part."""
    return any(b"External" in one and _OUTSIDE.search(one) for one in relations.split(b">"))


def _text(archive: zipfile.ZipFile, kind: str) -> str:
    """Return the words of the main part; XML is not parsed, so entities and depth cannot hurt."""
    part = _TEXT_PARTS[kind]
    if part not in archive.namelist():
        if kind == XLSX:
            return ""
        raise refuse("office_broken")
    markup = _read(archive, part, MOST_TEXT_BYTES).decode("utf-8", "replace")
    if "<!DOCTYPE" in markup[:4096] or "<!ENTITY" in markup:
        raise refuse("office_active")
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", markup)))[:MOST_CHARACTERS].strip()


def _read(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    with archive.open(name) as member:
        return member.read(limit)
