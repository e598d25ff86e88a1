# SPDX-License-Identifier: EUPL-1.2
"""The store: the same bytes once, nothing half-written, nothing silently changed."""

import errno
import hashlib
import io
import os

import pytest

from tinhso.config import env
from tinhso.kernel.documents.errors import BlobMissing, StoreFull
from tinhso.kernel.documents.store import DiskStore, store


@pytest.fixture
def disk(tmp_path) -> DiskStore:
    return DiskStore(tmp_path / "files")


def files_in(disk: DiskStore) -> list[str]:
    return sorted(path.name for path in disk.folder.rglob("*") if path.is_file())


def test_what_is_put_comes_back_and_is_kept_once(disk):
    data = os.urandom(3_000_000)

    first, second = disk.put(io.BytesIO(data)), disk.put(io.BytesIO(data))

    assert first == second == (hashlib.sha256(data).hexdigest(), len(data))
    assert disk.open(first[0]) == data
    assert files_in(disk) == [first[0]]


def test_changed_or_lost_bytes_are_never_handed_out(disk):
    sha256, _ = disk.put(io.BytesIO(b"giay khai sinh"))
    path = next(path for path in disk.folder.rglob(sha256))
    path.chmod(0o600)
    path.write_bytes(b"giay khai sinx")

    with pytest.raises(BlobMissing):
        disk.open(sha256)
    with pytest.raises(BlobMissing):
        disk.open("0" * 64)
    assert not disk.exists("0" * 64)


@pytest.mark.parametrize("digest", ["../../etc/passwd", "ABC", "0" * 63 + "/"])
def test_only_digests_are_names(disk, digest):
    with pytest.raises(ValueError):
        disk.open(digest)


@pytest.mark.parametrize("moment", ["write", "sync"])
def test_a_full_disk_keeps_nothing_and_says_so(disk, monkeypatch, moment):
    full = OSError(errno.ENOSPC, "No space left on device")

    class Draining(io.BytesIO):
        def read(self, size: int = -1) -> bytes:
            if moment == "write" and self.tell() > 0:
                raise full
            return super().read(size)

    def no_sync(_handle: int) -> None:
        raise full

    if moment == "sync":
        monkeypatch.setattr(os, "fsync", no_sync)

    with pytest.raises(StoreFull, match="hết chỗ"):
        disk.put(Draining(b"x" * 2_000_000))

    assert files_in(disk) == []


def test_a_reader_that_breaks_off_leaves_nothing(disk):
    class Broken(io.BytesIO):
        def read(self, size: int = -1) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        disk.put(Broken())

    assert files_in(disk) == []


def test_an_s3_address_is_refused_rather_than_ignored(monkeypatch):
    monkeypatch.setattr(env, "S3_URL", "https://a:b@kho.example/tep")
    store.cache_clear()

    with pytest.raises(env.SettingError, match="S3"):
        store()
