# SPDX-License-Identifier: EUPL-1.2
"""PDF files that come in: readable, not locked, and without anything that acts."""

import json
import re
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

from tinhso.kernel.documents.rules.sentences import refuse

MOST_PAGES = 1000
MOST_STREAMS = 50_000
MOST_UNPACKED_BYTES = 64 << 20
READING_SECONDS = 15

_READER = Path(__file__).with_name("pdf_reader.py")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PLAIN_FLATE = re.compile(rb"/Filter\s*(\[\s*/FlateDecode\s*\]|/FlateDecode\s*[/>])")
_STREAM = re.compile(rb"(?<!end)stream(\r\n?|\n)")
_HEAD_BYTES = 2048
_ACTIVE = (
    (re.compile(rb"/(JavaScript|XFA)\b"), "pdf_script"),
    (re.compile(rb"/(Launch|ImportData|SubmitForm|RichMedia)\b"), "pdf_launch"),
    (re.compile(rb"/(EmbeddedFiles?|GoToE)\b"), "pdf_attachment"),
)


def check_pdf(data: bytes) -> tuple[int, str]:
    """Return the number of pages and the text of a PDF from outside.

    Raises FileRefused for one that is broken, locked, too long, or carries scripts, launches or attachments.
    """
    if b"%%EOF" not in data[-2048:]:
        raise refuse("pdf_broken")
    _check_inert(data)
    for packed in _object_streams(data):
        _check_inert(packed)
    found = read_in_child(data)
    if found.get("broken"):
        raise refuse("pdf_broken")
    if found.get("encrypted"):
        raise refuse("pdf_encrypted")
    for fact, code in (("scripts", "pdf_script"), ("attachments", "pdf_attachment")):
        if found[fact] > 0:
            raise refuse(code)
    if found["pages"] < 1:
        raise refuse("pdf_broken")
    if found["pages"] > MOST_PAGES:
        raise refuse("pdf_too_long", limit=MOST_PAGES)
    return int(found["pages"]), str(found["text"])


def _check_inert(data: bytes) -> None:
    """Refuse names of actions wherever they stand, also written with escapes (`/J#61vaScript`)."""
    plain = _unescaped(data)
    for pattern, code in _ACTIVE:
        if pattern.search(plain):
            raise refuse(code)


def _unescaped(data: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), data) if b"#" in data else data


def _object_streams(data: bytes) -> list[bytes]:
    """Return the unpacked object streams, where actions hide from a plain search.

    Raises FileRefused for more streams or bytes than a paper has, and for packing that cannot be looked into.
    """
    unpacked: list[bytes] = []
    room, view = MOST_UNPACKED_BYTES, memoryview(data)
    for count, found in enumerate(_STREAM.finditer(data)):
        if count > MOST_STREAMS or room <= 0:
            raise refuse("pdf_strange")
        before = data[max(0, found.start() - _HEAD_BYTES) : found.start()]
        head = _unescaped(before[max(0, before.rfind(b"obj")) :])
        if b"/ObjStm" in head:
            unpacked.append(_unpack(head, view[found.end() :], room))
            room -= len(unpacked[-1])
    return unpacked


def _unpack(head: bytes, body: memoryview, limit: int) -> bytes:
    if b"/Filter" not in head:
        return bytes(body[:limit])
    if b"/DecodeParms" in head or not _PLAIN_FLATE.search(head):
        raise refuse("pdf_strange")
    try:
        return zlib.decompressobj().decompress(body, limit)
    except zlib.error as error:
        raise refuse("pdf_broken") from error


def read_in_child(data: bytes) -> dict[str, Any]:
    """Return what `pdf_reader` says of the file; a reader that crashes or takes too long calls it broken."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and file, no shell, the data go in as input
            [sys.executable, "-I", str(_READER)],
            input=data,
            capture_output=True,
            timeout=READING_SECONDS,
            check=False,
        )
        found = json.loads(done.stdout) if done.returncode == 0 else {"broken": True}
    except (subprocess.TimeoutExpired, ValueError):
        return {"broken": True}
    return dict(found)
