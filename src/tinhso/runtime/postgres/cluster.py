# SPDX-License-Identifier: EUPL-1.2
"""The data folder: made once by initdb, refused when another major version made it."""

import locale
import shutil
import subprocess
import tempfile
from pathlib import Path

from tinhso.runtime.postgres import binaries
from tinhso.runtime.postgres.account import Account
from tinhso.runtime.postgres.layout import SUPERUSER, Layout, PostgresError, kept_secret

# With this as data folder the server needs no right on the folders above: the child is put there by root
# before it changes its account, and the kernel follows the link without walking the path (Linux only).
WORKING_FOLDER = "/proc/self/cwd"

# Written into postgresql.conf at creation, so that an administrator can change them there. Statements and
# key values stay out of the log because they may hold personal data.
SETTINGS = {
    "shared_buffers": "256MB",
    "max_connections": "100",
    "synchronous_commit": "on",
    "fsync": "on",
    "checkpoint_timeout": "15min",
    "max_wal_size": "1GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}


def data_argument(data: Path, account: Account) -> str:
    """Return the -D argument for a process whose working folder is `data`."""
    return WORKING_FOLDER if account.drops and Path(WORKING_FOLDER).exists() else str(data)


def check_version(data: Path) -> None:
    """Raise PostgresError when the data folder was made by another major version."""
    made_by = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    ours = binaries.major()
    if made_by == str(ours):
        return
    raise PostgresError(
        f"Thư mục dữ liệu {data} do PostgreSQL {made_by} tạo, còn bản nhúng hiện nay là "
        f"PostgreSQL {ours} nên không mở được; dữ liệu chưa bị thay đổi. Hãy dùng lại phiên bản Tỉnh Số cũ "
        "để chạy `tinhso backup`, đổi tên thư mục này, rồi chạy `tinhso restore` bằng phiên bản mới."
    )


def create(layout: Layout, account: Account, programs: Path) -> None:
    """Make the data folder: checksums, SCRAM, builtin C.UTF-8; it gets its name only when it is whole."""
    draft = layout.home / "data.new"
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700)
    account.own(draft)
    password = kept_secret(layout.superuser_password)
    with tempfile.NamedTemporaryFile("w", encoding="ascii") as password_file:
        password_file.write(password)
        password_file.flush()
        account.own(Path(password_file.name))
        done = subprocess.run(
            _initdb(programs, data_argument(draft, account), password_file.name),
            capture_output=True,
            text=True,
            check=False,
            cwd=draft,
            **account.popen(),
        )
    if done.returncode != 0:
        raise PostgresError(
            f"Không tạo được CSDL nhúng ở {layout.data}: {done.stderr.strip()[-500:]} "
            "Hãy kiểm tra dung lượng đĩa và quyền ghi rồi chạy lại."
        )
    draft.rename(layout.data)


def _initdb(programs: Path, data: str, password_file: str) -> list[str]:
    return [
        str(programs / "initdb"),
        f"--pgdata={data}",
        f"--username={SUPERUSER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--data-checksums",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        f"--lc-ctype={_letters_locale()}",
        "--no-instructions",
        *(f"--set={name}={value}" for name, value in SETTINGS.items()),
    ]


def _letters_locale() -> str:
    """Return a character type in which ă and đ are letters: pg_trgm asks the C library for it."""
    kept = locale.setlocale(locale.LC_CTYPE)
    for name in ("C.UTF-8", "en_US.UTF-8"):
        try:
            locale.setlocale(locale.LC_CTYPE, name)
        except locale.Error:
            continue
        locale.setlocale(locale.LC_CTYPE, kept)
        return name
    return "C"
