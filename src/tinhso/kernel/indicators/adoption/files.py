# SPDX-License-Identifier: EUPL-1.2
"""The file of a ledger: gzipped lines of JSON, read and written one at a time, closed by a signed last line.

First line `ledger`, then `unit` lines, then each `seal` followed by its `act` lines, last `end`: counts, the SHA-256 of
all lines before it, a signature of the ledger's key. A file cut short has no `end` and is refused.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.keys import SigningKey, VerifyingKey

FORMAT = 1
LONGEST_LINE = 4 * 2**20
"""Bytes of one line: a seal over 4,096 acts takes about 350 kB."""
LEVEL = 6
READ = "\x00read"
"""Under this name, which no file can make count, the last line carries the digest of what was read."""

Line = dict[str, Any]


def not_a_file(why: str) -> Refused:
    return Refused(f"Không đọc được tệp sổ sự kiện: {why} Chưa tiếp nhận gì; hãy xin lại tệp từ nơi xuất.")


def cut_short() -> Refused:
    return not_a_file("tệp bị cắt ngang, thiếu phần cuối.")


class Writer:
    """Writes lines into a new file and counts them into its digest."""

    def __init__(self, path: Path) -> None:
        self._file = gzip.GzipFile(path, "xb", compresslevel=LEVEL)
        self._digest = hashlib.sha256()

    def write(self, kind: str, **fields: Any) -> None:
        line = json.dumps({"kind": kind, **fields}, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self._digest.update(line)
        self._file.write(line)

    def close(self, key: SigningKey, **counts: int) -> None:
        """Write the signed last line."""
        fields = {"kind": "end", **counts, "digest": self._digest.hexdigest(), "key_id": key.key_id}
        signature = key.sign(signed(fields)).hex()
        self._file.write(json.dumps({**fields, "signature": signature}, separators=(",", ":")).encode() + b"\n")
        self._file.close()

    def abandon(self) -> None:
        self._file.close()


def signed(fields: Line) -> bytes:
    """Return what the signature of the last line is over."""
    names = ("digest", "key_id", "units", "seals", "acts")
    return json.dumps([FORMAT, *(fields[name] for name in names)], separators=(",", ":")).encode()


class Reader:
    """Reads lines of a file that may be hostile."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = gzip.GzipFile(path, "rb")
        except OSError as error:
            raise not_a_file("tệp không có hoặc không được phép đọc.") from error
        self._digest = hashlib.sha256()

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def lines(self) -> Iterator[Line]:
        """Yield every line up to `end`, that one with the digest of what was read before it, for `check_end`.

        Raises Refused for a file that is cut short, goes on after its end, or is none of ours.
        """
        while True:
            raw = self._next()
            found = _parsed(raw)
            if found["kind"] == "end":
                yield found | {READ: self._digest.hexdigest()}
                if self._read():
                    raise not_a_file("có nội dung đứng sau dòng cuối.")
                return
            self._digest.update(raw)
            yield found

    def _read(self) -> bytes:
        try:
            return self._file.readline(LONGEST_LINE)
        except EOFError as error:
            raise cut_short() from error
        except (OSError, zlib.error) as error:
            raise not_a_file("đây không phải tệp do `tinhso ledger export` xuất ra.") from error

    def _next(self) -> bytes:
        raw = self._read()
        if not raw:
            raise cut_short()
        if not raw.endswith(b"\n"):
            raise not_a_file("có dòng dài quá mức cho phép.") if len(raw) == LONGEST_LINE else cut_short()
        return raw


def _parsed(raw: bytes) -> Line:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise not_a_file("có dòng không đúng cấu trúc.") from error
    if not isinstance(found, dict) or not isinstance(found.get("kind"), str):
        raise not_a_file("có dòng không đúng cấu trúc.")
    return found


def check_end(end: Line, keys: dict[str, VerifyingKey], **counted: int) -> None:
    """Raise Refused unless the last line counts and digests what was read and one of the ledger's keys signed it.

    It is asked last, so that what was tampered with is named by its own number before.
    """
    if end.get("digest") != end[READ]:
        raise not_a_file("nội dung tệp đã bị sửa sau khi xuất.")
    if any(end.get(name) != number for name, number in counted.items()):
        raise not_a_file("số lượng ghi ở cuối tệp khác với nội dung.")
    key, signature = keys.get(str(end.get("key_id"))), end.get("signature")
    try:
        genuine = key is not None and key.verifies(signed(end), bytes.fromhex(str(signature)))
    except ValueError:
        genuine = False
    if not genuine:
        raise not_a_file("chữ ký ở cuối tệp không đúng khóa của sổ.")
