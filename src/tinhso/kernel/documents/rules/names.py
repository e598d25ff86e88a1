# SPDX-License-Identifier: EUPL-1.2
"""Names of files as people may see them; a name never becomes a path."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 150
SUFFIXES = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
}
_RESERVED = re.compile(r'[<>:"|?*]')


def safe_filename(name: str, media_type: str) -> str:
    """Return a name fit for a saver's dialogue: NFC, last part only, no control or direction marks, right ending.

    The ending follows what the file is, not what its sender called it.

    >>> safe_filename("../../etc/Đơn xin.PDF", "application/pdf")
    'Đơn xin.PDF'
    >>> safe_filename("anh.exe", "image/png")
    'anh.exe.png'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    plain = re.sub(r"\s+", " ", _RESERVED.sub("_", plain)).strip(" .")
    suffixes = SUFFIXES.get(media_type, ())
    suffix = PurePosixPath(plain).suffix
    if suffixes and suffix.lower() not in suffixes:
        suffix = suffixes[0]
    stem = plain[: -len(suffix)] if suffix and plain.endswith(suffix) else plain
    return f"{stem.strip(' .')[: LONGEST - len(suffix)] or 'tep'}{suffix}"
