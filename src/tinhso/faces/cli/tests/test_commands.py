# SPDX-License-Identifier: EUPL-1.2
"""The commands as a person at a terminal meets them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tinhso.config import env
from tinhso.faces.cli import first_run, main
from tinhso.faces.cli.tests.test_backup import tinhso
from tinhso.runtime import production
from tinhso.runtime.part import Step


def test_help_lists_every_command_in_vietnamese() -> None:
    shown = CliRunner().invoke(main.cli, ["--help"]).output

    for name, entry in main.COMMANDS.items():
        assert name in shown
        assert entry.summary in shown


@pytest.mark.parametrize("name", [name for name, entry in main.COMMANDS.items() if entry.needs is main.Needs.NOTHING])
def test_commands_without_data_never_load_django(name: str) -> None:
    script = (
        "import sys; from tinhso.faces.cli import main; "
        f"main.cli(['{name}', '--help'], standalone_mode=False); sys.exit('django' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "Usage" in done.stdout


def test_a_wrong_setting_is_a_sentence_not_a_traceback(tmp_path: Path) -> None:
    done = tinhso(tmp_path, "status", TINHSO_PORT="tám nghìn")

    assert done.returncode == 1
    assert done.stderr.startswith("TINHSO_PORT='tám nghìn' không đọc được")
    assert "Traceback" not in done.stderr


def test_an_unknown_command_is_wrong_usage(tmp_path: Path) -> None:
    assert tinhso(tmp_path, "fly").returncode == 2


def test_status_of_a_stopped_installation(tmp_path: Path) -> None:
    done = tinhso(tmp_path, "status", "--json")

    assert done.returncode == 1
    assert json.loads(done.stdout)["running"] is False


def test_stop_with_nothing_running(tmp_path: Path) -> None:
    done = tinhso(tmp_path, "stop")

    assert done.returncode == 0
    assert done.stdout == "Không có gì đang chạy.\n"


def test_doctor_examines_everything_and_advises(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "last_seen").write_text("99999999999")

    done = tinhso(tmp_path, "doctor", "--json")

    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert done.returncode == 1
    assert set(checks) >= {
        "python",
        "disk",
        "clock",
        "mode",
        "port",
        "postgresql",
        "locale",
        "extensions",
        "migrations",
    }
    assert not checks["clock"]["ok"]
    assert "NTP" in checks["clock"]["advice"]
    assert checks["locale"]["ok"]
    assert all(check["advice"] for check in checks.values() if not check["ok"])


def test_production_does_not_start_with_the_secrets_of_the_demo(tmp_path: Path) -> None:
    done = tinhso(tmp_path, "up", TINHSO_MODE="production", TINHSO_DEBUG="1", TINHSO_COUNTERPARTS="1")

    assert done.returncode == 1
    for name in ("SECRET_KEY", "BASE_URL", "OIDC_CLIENT_SECRET", "DEBUG", "COUNTERPARTS", "MAIL_FROM", "PKI_URL"):
        assert f"TINHSO_{name}" in done.stderr
    assert not (tmp_path / "postgres").exists()


def fit_for_production(monkeypatch: pytest.MonkeyPatch, var: Path) -> None:
    fit = {
        "MODE": "production",
        "VAR": var,
        "SECRET_KEY": "k" * 60,
        "OIDC_CLIENT_SECRET": "given",
        "PKI_ENROL_PASSWORD": "given",
        "BASE_URL": "https://dichvucong.bentre.example",
        "HOSTS": ["dichvucong.bentre.example"],
        "OIDC_ISSUER": "https://dinhdanh.example",
        "PKI_URL": "https://chungthuc.example",
        "NATIONAL_URL": "",
        "PAY_URL": "https://thanhtoan.example",
        "PAY_SECRET": "p" * 40,
        "SMS_URL": "smpps://tinnhan.example:3550",
        "SMS_PASSWORD": "given",
        "REGISTERS_URL": "https://csdl.example",
        "REGISTERS_SECRET": "given",
        "CSC_URL": "https://kyso.example/csc/v2",
        "CSC_SECRET": "given",
        "TSA_URL": "http://dauthoigian.example/tsa",
        "TRUST_FOLDER": var / "trust",
        "MAIL_FROM": "motcua@bentre.gov.vn",
        "DEBUG": False,
        "COUNTERPARTS": False,
        "KEY_FOLDER": var / "keys",
        "COLLECT": True,
        "COLLECT_HTTP": 8515,
    }
    for name, value in fit.items():
        monkeypatch.setattr(env, name, value)


def test_a_fit_production_has_no_problems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fit_for_production(monkeypatch, tmp_path)

    assert production.problems(lambda: []) == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "", "Thiếu TINHSO_SECRET_KEY"),
        ("SECRET_KEY", "short", "quá ngắn"),
        ("HOSTS", ["*"], "dấu"),
        ("HOSTS", ["khac.example"], "TINHSO_HOSTS thiếu"),
        ("BASE_URL", "http://dichvucong.bentre.example", "https://"),
        ("OIDC_ISSUER", "http://127.0.0.1:8101", "TINHSO_OIDC_ISSUER"),
        ("NATIONAL_URL", "http://127.0.0.1:8104", "TINHSO_NATIONAL_URL"),
        ("PAY_URL", "http://127.0.0.1:8106", "TINHSO_PAY_URL"),
        ("PAY_URL", "http://thanhtoan.example", "TINHSO_PAY_URL"),
        ("PAY_SECRET", "", "TINHSO_PAY_SECRET"),
        ("PAY_SECRET", "ngan", "TINHSO_PAY_SECRET"),
        ("SMS_URL", "smpp://127.0.0.1:8108", "TINHSO_SMS_URL"),
        ("SMS_URL", "http://tinnhan.example", "TINHSO_SMS_URL"),
        ("SMS_PASSWORD", "", "TINHSO_SMS_PASSWORD"),
        ("TSA_URL", "http://127.0.0.1:8103/tsa", "TINHSO_TSA_URL"),
        ("DEBUG", True, "TINHSO_DEBUG"),
        ("CSC_URL", "http://127.0.0.1:8120/csc/v2", "TINHSO_CSC_URL"),
        ("CSC_SECRET", "", "TINHSO_CSC_SECRET"),
        ("COLLECT_HOST", "10.0.0.5", "TINHSO_COLLECT_CERTIFICATE"),
    ],
)
def test_each_problem_has_its_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: object, words: str
) -> None:
    fit_for_production(monkeypatch, tmp_path)
    monkeypatch.setattr(env, name, value)

    found = production.problems()

    assert len(found) == 1
    assert words in found[0]


def test_demo_accounts_and_open_keys_are_problems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fit_for_production(monkeypatch, tmp_path)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "ledger.pem").touch(mode=0o644)

    found = production.problems(lambda: ["canbo.demo"])

    assert any("chmod 600" in sentence for sentence in found)
    assert any("canbo.demo" in sentence for sentence in found)


def test_the_key_of_the_demo_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fit_for_production(monkeypatch, tmp_path)
    (tmp_path / "secret_key").write_text("k" * 60)

    assert "chế độ demo" in production.problems()[0]


def test_without_an_sms_centre_no_password_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fit_for_production(monkeypatch, tmp_path)
    monkeypatch.setattr(env, "SMS_URL", "")
    monkeypatch.setattr(env, "SMS_PASSWORD", "")

    assert production.problems() == []


def test_the_password_of_the_stand_in_sms_centre_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fit_for_production(monkeypatch, tmp_path)
    (tmp_path / "counterparts" / "sms").mkdir(parents=True)
    (tmp_path / "counterparts" / "sms" / "accounts.json").write_text(json.dumps({env.SMS_USER: env.SMS_PASSWORD}))

    assert "tổng đài giả lập" in production.problems()[0]


def test_the_secret_of_the_stand_in_gateway_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fit_for_production(monkeypatch, tmp_path)
    (tmp_path / "counterparts" / "pay").mkdir(parents=True)
    (tmp_path / "counterparts" / "pay" / "merchant.json").write_text(json.dumps({"secret": "p" * 40}))

    assert "cổng thanh toán giả lập" in production.problems()[0]


def test_a_production_without_a_gateway_is_fit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fit_for_production(monkeypatch, tmp_path)
    monkeypatch.setattr(env, "PAY_URL", "")
    monkeypatch.setattr(env, "PAY_SECRET", "")

    assert production.problems() == []


def test_a_first_run_step_is_not_repeated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(first_run, "DONE_FILE", tmp_path / "first_run.json")
    monkeypatch.setattr(first_run, "ONCE", (first_run.Once("data", "Nạp dữ liệu …", ("load",)),))

    def names(steps: list[Step]) -> list[str]:
        return [step.name for step in steps]

    first = first_run.steps()
    assert first[-1].done
    first[-1].done()

    assert names(first) == ["migrate", "static", "data"]
    assert names(first_run.steps()) == ["migrate", "static"]
