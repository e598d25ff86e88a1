# SPDX-License-Identifier: EUPL-1.2
"""One file as a stream of events: EVTX by its mark, else lines as the HTTP door takes them; both also as gzip."""

import errno
import gzip
import hashlib
import re
import zlib
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import orjson

from tinhso.modules.security.importing import reader
from tinhso.modules.security.importing.chunks import CHUNK_MARK, FILE_MARK, HEADER_BYTES
from tinhso.modules.security.importing.errors import FileUnusable
from tinhso.modules.security.importing.types import Damage, Item, Line

_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c\x1e\x1f]")
GZIP_MARK = b"\x1f\x8b"
READ_BYTES = 1 << 20
REASONS = {
    errno.EACCES: "không có quyền đọc. Hãy chạy bằng tài khoản đọc được tệp, hoặc chép tệp ra và đổi quyền.",
    errno.ENOENT: "không có tệp này. Hãy xem lại đường dẫn.",
}
NEITHER = (
    "không phải tệp EVTX, cũng không phải các dòng văn bản (JSON). Hãy chỉ tệp .evtx lấy từ "
    "C:\\Windows\\System32\\winevt\\Logs, hoặc tệp NDJSON."
)


def items(path: Path, *, line_bytes: int, at: Callable[[int], None]) -> Generator[Item, None, None]:
    """Give the events of a file and what of it cannot be read.

    line_bytes: the longest line the door takes; at: is told the bytes of the file read so far.
    Raises FileUnusable when nothing, or from some place on nothing more, can be read.
    """
    try:
        if path.is_dir():
            raise FileUnusable("là thư mục. Hãy chỉ các tệp trong đó, ví dụ: *.evtx.")
        if path.exists() and not path.is_file():
            raise FileUnusable("không phải là tệp thường. Hãy chép nội dung ra một tệp.")
        with path.open("rb") as raw:
            yield from _items(raw, line_bytes, lambda: at(raw.tell()))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FileUnusable("phần nén gzip bị cắt cụt hoặc hỏng; những gì trước chỗ hỏng đã được đọc.") from error
    except OSError as error:
        reason = REASONS.get(error.errno or 0, f"không đọc được: {error.strerror}. Hãy kiểm tra đĩa.")
        raise FileUnusable(reason) from error


def _items(raw: BinaryIO, line_bytes: int, moved: Callable[[], None]) -> Iterator[Item]:
    mark = raw.read(2)
    raw.seek(0)
    if not mark:
        raise FileUnusable("là tệp rỗng (0 byte).")
    stream = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if mark == GZIP_MARK else raw
    header = stream.read(HEADER_BYTES)
    if header.startswith(FILE_MARK) or _is_headless(stream, header):
        found = _of_evtx(stream, header)
    else:
        found = _of_lines(header, stream, line_bytes)
    for count, one in enumerate(found):
        if count % 64 == 0:
            moved()
        yield one
    moved()


def _is_headless(stream: BinaryIO, header: bytes) -> bool:
    """Whether the header was overwritten but a chunk follows it. Moves a stream that is neither back."""
    if len(header) < HEADER_BYTES or not _is_binary(header):
        return False
    following = stream.read(len(CHUNK_MARK))
    stream.seek(HEADER_BYTES)
    return following == CHUNK_MARK


def _of_evtx(stream: BinaryIO, header: bytes) -> Iterator[Item]:
    if not header.startswith(FILE_MARK):
        yield Damage("Phần đầu tệp EVTX bị hỏng; các khối phía sau vẫn được đọc.")
    elif len(header) < HEADER_BYTES:
        raise FileUnusable(f"là tệp EVTX bị cắt cụt ngay phần đầu (còn {len(header)} byte): không còn bản ghi nào.")
    yield from reader.events(stream, header)


def _of_lines(front: bytes, stream: BinaryIO, line_bytes: int) -> Iterator[Item]:
    """Give lines. Keys are a chain: the n-th line of a file is known again where all before it are the same."""
    _check_text(front)
    chain = hashlib.sha256(b"lines")
    for number, line in enumerate(_lines(front, stream, line_bytes), 1):
        if line is None:
            chain.update(b"\x01")
            sentence = f"Dòng {number} dài hơn {line_bytes // 1024} KB nên không gửi được. Xem TINHSO_COLLECT_LINE_KB."
            yield Damage(sentence, 1)
            continue
        text = line.strip(b"\r")
        chain.update(text + b"\n")
        if text.strip():
            yield Line(text, chain.digest()[:16], _is_broken(text))


def _lines(front: bytes, stream: BinaryIO, most: int) -> Iterator[bytes | None]:
    """Give the lines of a stream, None for each that is longer than `most`; never holds more than one block more."""
    rest, is_long = front.removeprefix(b"\xef\xbb\xbf"), False
    while True:
        *whole, rest = rest.split(b"\n")
        for one in whole:
            yield None if is_long or len(one) > most else one
            is_long = False
        if len(rest) > most + 1:
            rest, is_long = b"", True
        block = stream.read(READ_BYTES)
        if not block:
            break
        rest += block
    if rest or is_long:
        yield None if is_long or len(rest) > most else rest


def _check_text(front: bytes) -> None:
    """Raise FileUnusable for what is no lines of text, and for JSON that is not one object a line."""
    if front.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileUnusable("viết bằng UTF-16. Hãy ghi lại bằng UTF-8, ví dụ: Out-File -Encoding utf8.")
    if _is_binary(front):
        raise FileUnusable(NEITHER)
    first = front.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0].strip()
    if first in (b"{", b"[") or first.startswith(b"[{"):
        raise FileUnusable("là JSON viết trên nhiều dòng hoặc một mảng. Hãy ghi mỗi sự kiện một dòng (NDJSON).")


def _is_binary(front: bytes) -> bool:
    return b"\x00" in front or len(_CONTROLS.findall(front)) > len(front) / 100


def _is_broken(text: bytes) -> bool:
    """Whether a line cannot be an event: JSON that is not whole, or no UTF-8. What other text means is read later."""
    try:
        if text.lstrip()[:1] == b"{":
            orjson.loads(text)
        else:
            text.decode("utf-8")
    except (orjson.JSONDecodeError, UnicodeDecodeError):
        return True
    return b"\x00" in text


def size_of(path: Path) -> int:
    """Return the size of a file in bytes, 0 where it cannot be told."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0
