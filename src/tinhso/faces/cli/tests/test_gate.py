# SPDX-License-Identifier: EUPL-1.2
"""The gate before operation: what is missing is named, a declaration has an age, the report can be signed."""

from datetime import date, datetime

import pytest
from click.testing import CliRunner

from tinhso.config import env
from tinhso.faces.cli import doctor as command
from tinhso.runtime import exercise, gate, health, names
from tinhso.runtime.health import Check

TODAY = date(2026, 11, 22)
READY = {
    "MODE": "production",
    "OPS_PORT": 9443,
    "LEVEL_DECISION": "15/QĐ-UBND ngày 3/2/2026",
    "MONITORED_BY": "Công ty A",
    "ASSESSED_BY": "Trung tâm B",
    "ASSESSED_ON": date(2026, 3, 1),
    "RESTORED_ON": TODAY,
}


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An installation that passes, without looking at this machine."""
    monkeypatch.setattr(health, "checks", lambda: iter([Check("python", True, "Python")]))
    monkeypatch.setattr(names, "checks", lambda: iter(()))
    monkeypatch.setattr(exercise, "_day_of_act", lambda: None)
    for name, value in READY.items():
        monkeypatch.setattr(env, name, value)
    return monkeypatch


def failed(today: date = TODAY) -> list[str]:
    return [one.name for one in gate.checks(today) if not one.ok]


def test_an_installation_that_is_ready_passes(ready):
    assert failed() == []


@pytest.mark.parametrize(
    ("setting", "value", "names"),
    [
        ("MODE", "demo", ["production"]),
        ("OPS_PORT", 0, ["ops_door"]),
        ("LEVEL_DECISION", " ", ["level"]),
        ("MONITORED_BY", "", ["monitoring"]),
        ("ASSESSED_BY", "", ["assessor"]),
        ("ASSESSED_BY", "công ty a ", ["independent"]),
        ("ASSESSED_ON", None, ["assessed"]),
        ("ASSESSED_ON", date(2025, 11, 20), ["assessed"]),
        ("ASSESSED_ON", date(2026, 11, 23), ["assessed"]),
        ("RESTORED_ON", None, ["restored"]),
        ("RESTORED_ON", date(2025, 1, 1), ["restored"]),
        ("RESTORED_ON", date(2026, 11, 23), ["restored"]),
    ],
)
def test_what_is_missing_is_named(ready, setting, value, names):
    ready.setattr(env, setting, value)

    assert failed() == names


def test_an_exercise_the_ledger_knows_needs_no_declaration(ready):
    ready.setattr(env, "RESTORED_ON", date(2025, 1, 1))
    ready.setattr(exercise, "_day_of_act", lambda: date(2026, 5, 4))

    assert failed() == []
    assert [one.name for one in gate.usual(date(2027, 6, 1)) if not one.ok] == ["restored"]


def test_a_demonstration_is_not_asked_for_an_exercise(ready):
    ready.setattr(env, "MODE", "demo")

    assert [one.name for one in gate.usual(TODAY)] == ["python"]


def test_a_check_of_the_machine_that_fails_fails_the_gate(ready):
    ready.setattr(health, "checks", lambda: iter([Check("disk", False, "Đĩa đầy", "Hãy dọn.")]))

    assert failed() == ["disk"]


def test_the_report_says_the_result_and_has_room_for_a_signature(ready, tmp_path):
    ready.setattr(env, "MONITORED_BY", "")
    path = tmp_path / "bien-ban.txt"

    done = CliRunner().invoke(command.doctor, ["--before-operation", "--report", str(path)])

    written = path.read_text(encoding="utf-8")
    assert done.exit_code == 1
    assert "CHƯA ĐẠT, còn 1 điều" in written
    assert "[CHƯA ĐẠT] monitoring" in written
    assert "TINHSO_MONITORED_BY" in written
    assert "Người kiểm tra (ký" in written
    assert "Kết quả: ĐẠT" in gate.report([Check("python", True, "Python")], datetime(2026, 11, 22, 8, 0))


def test_a_report_belongs_to_the_gate(tmp_path):
    assert CliRunner().invoke(command.doctor, ["--report", str(tmp_path / "x")]).exit_code == 2
