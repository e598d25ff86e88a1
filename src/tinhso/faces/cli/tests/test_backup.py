# SPDX-License-Identifier: EUPL-1.2
"""`tinhso backup` and `tinhso restore`: what was saved comes back, what was tampered with does not."""

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tinhso.runtime import backup, postgres

CONTENT = "giấy khai sinh".encode()


def tinhso(var: Path, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TINHSO_VAR": str(var), "DATABASE_URL": "", **variables}
    command = [sys.executable, "-m", "tinhso.faces.cli", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def rows(var: Path) -> list[tuple[object, ...]]:
    with postgres.Share(var) as share, psycopg.connect(share.address.url) as connection:
        return connection.execute("SELECT name, unaccent(name) FROM kept ORDER BY name").fetchall()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backup of an installation with two rows, one file and one key."""
    var = tmp_path_factory.mktemp("source")
    with postgres.Share(var) as share, psycopg.connect(share.address.url) as connection:
        connection.execute("CREATE TABLE kept (name text)")
        connection.execute("INSERT INTO kept VALUES ('Bến Tre'), ('Mỏ Cày')")
    (var / "files" / "ab").mkdir(parents=True)
    (var / "files" / "ab" / "cd").write_bytes(CONTENT)
    (var / "keys").mkdir()
    (var / "keys" / "ledger.pem").write_text("secret")
    target = var / "backup.tar.gz"
    done = tinhso(var, "backup", target)
    assert done.returncode == 0, done.stderr
    return target


def repack(archive: Path, target: Path, change: dict[str, bytes]) -> Path:
    """Copy an archive with other content under some names, new names at the end."""
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        contents = {member.name: old.extractfile(member).read() for member in old}  # type: ignore[union-attr]
        for name, data in {**contents, **change}.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
    return target


def nothing(done: int, total: int) -> None:
    """Progress nobody watches."""


def test_an_empty_installation_gets_everything_back(archive: Path, tmp_path: Path) -> None:
    done = tinhso(tmp_path, "restore", archive, "--apply", "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["restored"] is True
    assert rows(tmp_path) == [("Bến Tre", "Ben Tre"), ("Mỏ Cày", "Mo Cay")]
    assert (tmp_path / "files" / "ab" / "cd").read_bytes() == CONTENT


def test_keys_stay_out_and_are_asked_for(archive: Path, tmp_path: Path) -> None:
    with tarfile.open(archive) as opened:
        names = opened.getnames()

    done = tinhso(tmp_path, "restore", archive)

    assert not [name for name in names if "ledger.pem" in name]
    assert "Cần chép lại 1 khóa" in done.stdout


def test_the_archive_is_readable_by_its_owner_only(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


def test_without_apply_nothing_is_restored(archive: Path, tmp_path: Path) -> None:
    done = tinhso(tmp_path, "restore", archive)

    assert done.returncode == 0
    assert "--apply" in done.stdout
    assert not (tmp_path / "files").exists()
    with pytest.raises(psycopg.errors.UndefinedTable):
        rows(tmp_path)


def test_an_installation_with_data_is_left_alone(archive: Path) -> None:
    source = archive.parent

    done = tinhso(source, "restore", archive, "--apply")

    assert done.returncode == 1
    assert "CSDL đã có dữ liệu" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(rows(source)) == 2


def test_another_province_is_refused(archive: Path, tmp_path: Path) -> None:
    done = tinhso(tmp_path, "restore", archive, TINHSO_PROVINCE="79")

    assert done.returncode == 1
    assert "tỉnh mã 83" in done.stdout


@pytest.mark.parametrize("name", ["../outside", "files/../../outside", "/etc/outside", "postgres/data/x"])
def test_a_member_outside_its_folders_is_refused(archive: Path, tmp_path: Path, name: str) -> None:
    bad = repack(archive, tmp_path / "bad.tar.gz", {name: b"x"})

    with pytest.raises(backup.BackupError, match="không hợp lệ"):
        backup.verify(bad, progress=nothing, into=tmp_path / "into")

    assert not (tmp_path / "outside").exists()


def test_a_changed_file_is_refused(archive: Path, tmp_path: Path) -> None:
    bad = repack(archive, tmp_path / "bad.tar.gz", {"files/ab/cd": b"another"})

    with pytest.raises(backup.BackupError, match="mã băm trong danh mục: files/ab/cd"):
        backup.verify(bad, progress=nothing)


def test_an_unlisted_file_is_refused(archive: Path, tmp_path: Path) -> None:
    bad = repack(archive, tmp_path / "bad.tar.gz", {"files/zz": b"slipped in"})

    with pytest.raises(backup.BackupError, match="files/zz"):
        backup.verify(bad, progress=nothing)


@pytest.mark.parametrize("kept", [0, 20, 0.5, 0.8])
def test_a_cut_archive_is_refused_with_a_sentence(archive: Path, tmp_path: Path, kept: float) -> None:
    data = archive.read_bytes()
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(data[: int(kept if kept >= 1 else len(data) * kept)])

    with pytest.raises(backup.BackupError):
        backup.verify(cut, progress=nothing)


def test_a_newer_version_is_refused(archive: Path, tmp_path: Path) -> None:
    with tarfile.open(archive) as opened:
        manifest = json.load(opened.extractfile("manifest.json"))  # type: ignore[arg-type]
    manifest["tinhso"] = "99.0"
    newer = repack(archive, tmp_path / "newer.tar.gz", {"manifest.json": json.dumps(manifest).encode()})

    done = tinhso(tmp_path, "restore", newer)

    assert done.returncode == 1
    assert "nâng cấp" in done.stdout


def test_an_existing_file_is_not_overwritten(archive: Path) -> None:
    before = archive.read_bytes()

    done = tinhso(archive.parent, "backup", archive)

    assert done.returncode == 1
    assert "đã có" in done.stderr
    assert archive.read_bytes() == before


@pytest.fixture(autouse=True)
def _no_server_left(tmp_path: Path) -> Iterator[None]:
    yield
    assert not postgres.status(tmp_path).running
