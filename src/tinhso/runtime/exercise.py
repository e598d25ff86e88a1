# SPDX-License-Identifier: EUPL-1.2
"""A restore exercise (diễn tập khôi phục): a backup is restored into an empty place and its ledger is verified there.

Also when the last one was: the ledger knows it; TINHSO_RESTORED_ON declares one made by other means.
Asked for once a year, as every yearly check of the house; rows 79 and 104 of the requirements.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psycopg

from tinhso.config import env
from tinhso.runtime import postgres, programs
from tinhso.runtime.backup import BackupError
from tinhso.runtime.health import Check

VERB = "restore:exercised"
YEAR = timedelta(days=366)
LAST = """
SELECT max(at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date FROM ledger_act
WHERE verb = %s AND (data->>'sound')::boolean
"""


@dataclass(frozen=True)
class Found:
    """What came back. entries: members of the archive; acts: of the restored ledger; sound: whether it verified."""

    created_at: str
    entries: int
    acts: int
    sound: bool


def carry_out(archive: Path) -> Found:
    """Restore into a folder that is deleted afterwards, with the embedded server; nothing here is touched.

    Raises BackupError with a sentence when the archive cannot be restored.
    """
    with tempfile.TemporaryDirectory(prefix="tinhso-exercise-") as folder:
        restored = _tinhso(folder, "restore", str(archive.resolve()), "--apply", "--json")
        if restored.returncode != 0:
            raise BackupError(_last(restored))
        verified = _tinhso(folder, "ledger", "verify", "--json")
        told = json.loads(restored.stdout)
        try:
            ledger = json.loads(verified.stdout)
        except json.JSONDecodeError as error:
            raise BackupError(f"Đã khôi phục nhưng không đọc được sổ sự kiện: {_last(verified)}") from error
        return Found(told["created_at"], told["entries"], ledger["acts"], bool(ledger["sound"]))


def _tinhso(folder: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if name != "TINHSO_RUN"}
    place = {
        "TINHSO_VAR": folder,
        "DATABASE_URL": "",
        "TINHSO_KEY_FOLDER": str(env.KEY_FOLDER),
        "TINHSO_TRUST_FOLDER": str(env.TRUST_FOLDER),
        "TINHSO_PROVINCE": env.PROVINCE,
    }
    command = [sys.executable, "-m", "tinhso.faces.cli", *arguments]
    return subprocess.run(command, env={**own, **place}, capture_output=True, text=True, check=False)


def _last(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr.strip().splitlines() or ["không có thông báo"])[-1]


def last_on() -> date | None:
    """Return the day of the last exercise that ended well: an act's, or the later one declared; None for neither."""
    known = [day for day in (_day_of_act(), env.RESTORED_ON) if day]
    return max(known, default=None)


def _day_of_act() -> date | None:
    """Ask the ledger; the embedded server is started for it when it does not run, never made."""
    if not env.DATABASE_URL and not (env.VAR / "postgres").exists():
        return None
    try:
        with ExitStack() as stack:
            if not env.DATABASE_URL:
                stack.enter_context(postgres.Share(env.VAR))
            with programs.connect(programs.connection_parameters()) as connection:
                row = connection.execute(LAST, [VERB]).fetchone()
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable, postgres.PostgresError):
        return None
    return row[0] if row else None


def check(today: date) -> Check:
    """Whether a restore was exercised within the year."""
    on = last_on()
    advice = "Hãy chạy `tinhso exercise TỆP_SAO_LƯU`."
    if on is None:
        return Check("restored", False, "Chưa diễn tập khôi phục lần nào", advice)
    ok = timedelta() <= today - on <= YEAR
    sentence = f"Lần diễn tập khôi phục gần nhất: {on:%d/%m/%Y}"
    return Check("restored", ok, sentence, "" if ok else f"Đã quá một năm hoặc ngày sai. {advice}")
