# SPDX-License-Identifier: EUPL-1.2
"""`tinhso exercise`: a backup comes back elsewhere, an act says so, doctor reads it; a broken one leaves no act."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import psycopg
import pytest

from tinhso.config import env
from tinhso.runtime import exercise, postgres
from tinhso.runtime.backup import journal

pytestmark = pytest.mark.slow


def tinhso(var: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    own = {**os.environ, "TINHSO_VAR": str(var), "DATABASE_URL": "", "TINHSO_COUNTERPARTS": "0"}
    own = {name: value for name, value in own.items() if name not in ("TINHSO_KEY_FOLDER", "TINHSO_TRUST_FOLDER")}
    command = [sys.executable, "-m", "tinhso.faces.cli", *map(str, arguments)]
    return subprocess.run(command, env=own, capture_output=True, text=True, check=False)


def test_a_backup_is_restored_elsewhere_and_the_exercise_is_an_act(tmp_path: Path, monkeypatch) -> None:
    var, archive = tmp_path / "var", tmp_path / "backup.tar.gz"
    for command in (("migrate", "--apply"), ("ledger", "seal", "--no-timestamp"), ("backup", archive)):
        done = tinhso(var, *command)
        assert done.returncode == 0, done.stderr
    assert len(journal.read(var)) == 1

    first, second = tinhso(var, "exercise", archive, "--json"), tinhso(var, "exercise", archive, "--json")

    assert first.returncode == second.returncode == 0, first.stderr
    assert json.loads(first.stdout)["sound"] is True
    with postgres.Share(var) as share, psycopg.connect(share.address.url) as connection:
        acts = connection.execute("SELECT count(*) FROM ledger_act WHERE verb = %s", [exercise.VERB]).fetchone()
    assert acts == (2,)
    monkeypatch.setattr(env, "VAR", var)
    monkeypatch.setattr(env, "DATABASE_URL", "")
    monkeypatch.setattr(env, "RESTORED_ON", None)
    on = exercise.last_on()
    assert on is not None
    assert exercise.check(on).ok
    assert not exercise.check(date(on.year + 2, 1, 1)).ok

    archive.write_bytes(archive.read_bytes()[:2000])
    broken = tinhso(var, "exercise", archive)
    assert broken.returncode == 1
    assert "Traceback" not in broken.stderr
    assert not postgres.status(var).running
