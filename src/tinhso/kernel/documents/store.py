# SPDX-License-Identifier: EUPL-1.2
"""The store of bytes: content-addressed, on disk, behind an interface that another store can take over.

A file is named by its SHA-256, so putting it twice is harmless and a name from outside never becomes a path. Bytes
are written before the row that points to them; a transaction rolled back leaves at most bytes nobody points to.
"""

import contextlib
import errno
import hashlib
import os
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import BinaryIO, Protocol

from tinhso.config import env
from tinhso.kernel.documents.errors import BlobMissing, StoreFull

CHUNK_BYTES = 1 << 20
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DIGEST = re.compile(r"[0-9a-f]{64}")


class BlobStore(Protocol):
    """Keeps bytes under their SHA-256 (64 hex digits)."""

    def put(self, stream: BinaryIO) -> tuple[str, int]:
        """Keep all bytes of the stream; return digest and size. Raises StoreFull, keeping nothing."""
        ...

    def open(self, sha256: str) -> bytes:
        """Return the bytes. Raises BlobMissing when they are not there or are no longer those put in."""
        ...

    def exists(self, sha256: str) -> bool:
        """Whether the store has bytes under this digest."""
        ...


class DiskStore:
    """Files below one folder, spread over 65,536 folders by the first four digits of their digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, stream: BinaryIO) -> tuple[str, int]:
        """Keep all bytes of the stream; return digest and size. Raises StoreFull, keeping nothing."""
        try:
            return self._put(stream)
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            raise StoreFull(
                "Kho tệp của hệ thống đã hết chỗ nên tệp chưa được lưu. Vui lòng thử lại sau; "
                "nếu vẫn gặp, hãy báo cơ quan tiếp nhận để mở rộng kho.",
                code="store_full",
            ) from error

    def _put(self, stream: BinaryIO) -> tuple[str, int]:
        waiting = self.folder / "tmp"
        waiting.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=waiting)
        try:
            with os.fdopen(handle, "wb") as file:
                sha256, size = _copy(stream, file)
                file.flush()
                os.fsync(file.fileno())
            self._move(Path(name), self._path(sha256))
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
            raise
        return sha256, size

    def _move(self, written: Path, final: Path) -> None:
        """Give the written file its name in one step, and make the name survive a power cut."""
        if final.exists():
            written.unlink()
            return
        final.parent.mkdir(parents=True, exist_ok=True)
        written.chmod(0o440)
        written.replace(final)
        for folder in (final.parent, final.parent.parent):
            _sync_folder(folder)

    def open(self, sha256: str) -> bytes:
        """Return the bytes. Raises BlobMissing when they are not there or are no longer those put in."""
        try:
            data = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise _missing(sha256) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise _missing(sha256)
        return data

    def exists(self, sha256: str) -> bool:
        """Whether the store has bytes under this digest."""
        return self._path(sha256).is_file()

    def _path(self, sha256: str) -> Path:
        if not DIGEST.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is not a SHA-256 in hex")
        return self.folder / sha256[:2] / sha256[2:4] / sha256


def _copy(stream: BinaryIO, file: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK_BYTES):
        digest.update(chunk)
        size += len(chunk)
        file.write(chunk)
    return digest.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _missing(sha256: str) -> BlobMissing:
    return BlobMissing(
        f"Không đọc được tệp {sha256[:12]}… trong kho: tệp bị mất hoặc đã bị sửa. "
        "Hãy báo người quản trị khôi phục từ bản sao lưu.",
        code="blob_missing",
    )


@cache
def store() -> BlobStore:
    """Return the store of this installation. Raises SettingError for an S3 address: files would go elsewhere unseen."""
    if env.S3_URL:
        raise env.SettingError("TINHSO_S3_URL: bản này chưa có kho S3; hãy bỏ trống để lưu tệp trong TINHSO_VAR/files.")
    return DiskStore(env.VAR / "files")
