# SPDX-License-Identifier: EUPL-1.2
"""Write one archive of an installation, running or not."""

import hashlib
import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from tinhso.config import env
from tinhso.runtime import programs
from tinhso.runtime.backup.manifest import (
    DUMP,
    FORMAT,
    NAME,
    BackupError,
    Entry,
    Manifest,
    key_list,
    product_version,
    source_files,
)

# Takes the bytes done and the bytes in all.
Progress = Callable[[int, int], None]


class _Hashing:
    """Reads a file for tarfile, computes its checksum on the way and reports progress."""

    def __init__(self, stream: BinaryIO, on_read: Callable[[int], None]) -> None:
        self._stream = stream
        self._on_read = on_read
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.digest.update(data)
        self._on_read(len(data))
        return data


def write(target: Path, *, now: datetime, progress: Progress) -> Manifest:
    """Write the archive `target` and return its manifest; a broken attempt leaves no file of that name.

    The database is dumped first, as one snapshot. Files are never changed and are written before the row that
    names them, so every file of the snapshot is there when the copying begins: the archive is consistent.
    Raises BackupError.
    """
    if target.exists():
        raise BackupError(f"Tệp {target} đã có. Hãy chọn tên khác để không ghi đè bản sao lưu cũ.")
    if not target.parent.is_dir():
        raise BackupError(f"Không có thư mục {target.parent}. Hãy tạo thư mục trước khi sao lưu.")
    server = programs.server()
    partial = target.with_name(f".{target.name}.partial")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
            dump = Path(scratch) / DUMP
            _dump(server, dump)
            manifest = _pack(partial, [(DUMP, dump), *source_files()], server.major, now, progress)
        partial.replace(target)
    except OSError as error:
        raise BackupError(f"Không ghi được bản sao lưu: {error.strerror}. Hãy kiểm tra dung lượng đĩa.") from error
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _dump(server: programs.Server, target: Path) -> None:
    program = str(programs.client("pg_dump", server.major))
    command = [program, "--format=custom", "--no-owner", "--no-acl", "--file", str(target)]
    done = subprocess.run(command, env=server.environment(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BackupError(f"pg_dump thất bại: {done.stderr.strip()[-500:]}")


def _pack(target: Path, sources: list[tuple[str, Path]], major: int, now: datetime, progress: Progress) -> Manifest:
    total = sum(path.stat().st_size for _, path in sources)
    read = 0

    def on_read(size: int) -> None:
        nonlocal read
        read += size
        progress(read, total)

    entries = {}
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # personal data: owner only
    with os.fdopen(handle, "wb") as stream:
        # The dump and most files are compressed already: the fastest level loses nothing.
        with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=1, format=tarfile.PAX_FORMAT) as archive:
            for name, path in sources:
                entries[name] = _add(archive, name, path, now, on_read)
            manifest = Manifest(
                FORMAT,
                now.isoformat(),
                product_version(),
                major,
                env.PROVINCE,
                entries,
                key_list(env.KEY_FOLDER),
            )
            data = manifest.to_json()
            archive.addfile(_member(NAME, len(data), now), io.BytesIO(data))
        stream.flush()
        os.fsync(stream.fileno())
    return manifest


def _add(archive: tarfile.TarFile, name: str, path: Path, now: datetime, on_read: Callable[[int], None]) -> Entry:
    with open(path, "rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        reader = _Hashing(stream, on_read)
        archive.addfile(_member(name, size, now), reader)
    return Entry(reader.digest.hexdigest(), size)


def _member(name: str, size: int, now: datetime) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = size, int(now.timestamp()), 0o600
    return member
