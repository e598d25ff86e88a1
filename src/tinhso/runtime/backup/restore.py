# SPDX-License-Identifier: EUPL-1.2
"""Read an archive back: verify every checksum, refuse what does not fit, put the rest in place."""

import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
import zlib
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from tinhso.config import env
from tinhso.runtime import programs, run_file
from tinhso.runtime.backup.archive import Progress
from tinhso.runtime.backup.manifest import (
    DUMP,
    FOLDERS,
    NAME,
    SIZE_LIMIT_BYTES,
    BackupError,
    Entry,
    Manifest,
    from_json,
    key_list,
    product_version,
)

CHUNK_BYTES = 1 << 20


def verify(source: Path, *, progress: Progress, into: Path | None = None) -> Manifest:
    """Return the manifest after checking every member against it; with `into`, unpack them there as well.

    Raises BackupError when a member is missing, changed, not listed, or would land outside its folder.
    """
    total = source.stat().st_size
    found: dict[str, Entry] = {}
    manifest = None
    try:
        with open(source, "rb") as raw, tarfile.open(fileobj=raw, mode="r|gz") as archive:
            for member in archive:
                stream = archive.extractfile(member)
                if not member.isfile() or stream is None or not _allowed(member.name) or member.name in found:
                    raise BackupError(f"Bản sao lưu chứa mục không hợp lệ: {member.name!r}.")
                if member.name == NAME:
                    manifest = from_json(stream.read(SIZE_LIMIT_BYTES))
                else:
                    found[member.name] = _take(stream, into / member.name if into else None)
                progress(raw.tell(), total)
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        raise BackupError(f"Không đọc được {source}: {error}. Bản sao lưu hỏng hoặc bị cắt.") from error
    if manifest is None:
        raise BackupError(f"{source} không có danh mục {NAME}: bản sao lưu bị cắt hoặc không phải của Tỉnh Số.")
    changed = sorted({name for name, _ in set(found.items()) ^ set(manifest.entries.items())})
    if changed or DUMP not in found:
        names = ", ".join(changed[:5] or [DUMP])
        raise BackupError(f"Nội dung không khớp mã băm trong danh mục: {names}. Hãy dùng bản sao lưu khác.")
    return manifest


def _allowed(name: str) -> bool:
    parts = name.split("/")
    if name in {NAME, DUMP}:
        return True
    return len(parts) > 1 and parts[0] in FOLDERS and not {"", ".", ".."} & set(parts)


def _take(stream: IO[bytes], target: Path | None) -> Entry:
    digest, size = hashlib.sha256(), 0
    copy = None
    if target:
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = open(target, "xb")  # noqa: SIM115 - closed below, with or without a target
    try:
        while data := stream.read(CHUNK_BYTES):
            digest.update(data)
            size += len(data)
            if copy:
                copy.write(data)
    finally:
        if copy:
            copy.flush()
            os.fsync(copy.fileno())
            copy.close()
    return Entry(digest.hexdigest(), size)


def obstacles(manifest: Manifest) -> list[str]:
    """Return one sentence for each reason why the archive must not be restored here."""
    found = []
    server = programs.server()
    if _numbers(manifest.tinhso) > _numbers(product_version()):
        found.append(
            f"Bản sao lưu do Tỉnh Số {manifest.tinhso} tạo, mới hơn phiên bản đang cài "
            f"({product_version()}). Hãy nâng cấp trước."
        )
    if manifest.postgresql > server.major:
        found.append(
            f"Bản sao lưu từ PostgreSQL {manifest.postgresql}, máy chủ ở đây là {server.major}. "
            "Hãy dùng máy chủ cùng phiên bản hoặc mới hơn."
        )
    if manifest.province != env.PROVINCE:
        found.append(f"Bản sao lưu của tỉnh mã {manifest.province}, bản cài đặt này của tỉnh mã {env.PROVINCE}.")
    if run_file.current(env.VAR):
        found.append("Tỉnh Số đang chạy. Hãy dùng `tinhso stop` trước khi khôi phục.")
    if _tables(server):
        found.append("CSDL đã có dữ liệu. Chỉ khôi phục vào bản cài đặt trống: đặt TINHSO_VAR hoặc DATABASE_URL mới.")
    full = [name for name in FOLDERS if any((env.VAR / name).rglob("*"))]
    if full:
        found.append(f"Thư mục {', '.join(full)} trong {env.VAR} không trống.")
    return found


def missing_keys(manifest: Manifest) -> list[str]:
    """Return the keys of the archive's installation that are absent here or differ."""
    here = key_list(env.KEY_FOLDER)
    return [name for name, digest in manifest.keys.items() if here.get(name) != digest]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _tables(server: programs.Server) -> int:
    with programs.connect(server.parameters) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p')"
        ).fetchone()
    return int(row[0]) if row else 0


def apply(source: Path, *, progress: Progress) -> Manifest:
    """Restore `source` into this empty installation: files first, then the database in one transaction.

    A failure leaves the installation as empty as it was. Raises BackupError.
    """
    env.VAR.mkdir(parents=True, exist_ok=True)
    moved: list[Path] = []
    with tempfile.TemporaryDirectory(dir=env.VAR, prefix="restore-") as scratch:
        unpacked = Path(scratch)
        manifest = verify(source, progress=progress, into=unpacked)
        refused = obstacles(manifest)
        if refused:
            raise BackupError(" ".join(refused))
        try:
            for folder in FOLDERS:
                if (unpacked / folder).exists():
                    target = env.VAR / folder
                    shutil.rmtree(target, ignore_errors=True)  # empty: `obstacles` has looked
                    (unpacked / folder).rename(target)
                    moved.append(target)
            _restore_database(programs.server(), unpacked / DUMP, unpacked / "contents")
        except (BackupError, psycopg.Error):
            for target in moved:
                shutil.rmtree(target)
            raise
    return manifest


def _restore_database(server: programs.Server, dump: Path, contents: Path) -> None:
    """Load the dump; extensions are made first, because only their owner could comment on them."""
    program = str(programs.client("pg_restore", server.major))
    listed = _run([program, "--list", str(dump)], server)
    with programs.connect(server.parameters) as connection:
        for line in listed.splitlines():
            if " EXTENSION - " in line and not line.startswith(";") and " COMMENT " not in line:
                name = line.split(" EXTENSION - ")[1].split()[0]
                connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
    kept = [line for line in listed.splitlines() if " EXTENSION " not in line]
    contents.write_text("\n".join(kept) + "\n", encoding="utf-8")
    database = server.parameters["dbname"]
    command = [program, "--single-transaction", "--exit-on-error", "--no-owner", "--no-acl"]
    _run([*command, "--use-list", str(contents), "--dbname", database, str(dump)], server)


def _run(command: list[str], server: programs.Server) -> str:
    done = subprocess.run(command, env=server.environment(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BackupError(f"pg_restore thất bại, chưa có gì được ghi vào CSDL: {done.stderr.strip()[-500:]}")
    return done.stdout
