# SPDX-License-Identifier: EUPL-1.2
"""`tinhso national`: connect, compare, tell a day anew; what it says when the portal is away."""

import json

import pytest
from click.testing import CliRunner

from tinhso.config import env
from tinhso.faces.cli.national import national
from tinhso.kernel.exchange.errors import NotAMessage
from tinhso.kernel.exchange.models import Partner, Reconciliation
from tinhso.modules.onestop.tests.provinces import installed_province

__all__ = ["installed_province"]


@pytest.fixture
def connected(installed_province, db, monkeypatch) -> None:
    monkeypatch.setattr(env, "NATIONAL_URL", "http://127.0.0.1:9")
    assert CliRunner().invoke(national, ["connect"]).exit_code == 0


def test_a_comparison_without_an_answer_is_json_and_exit_code_one(connected):
    done = CliRunner().invoke(national, ["reconcile", "--day", "2026-11-02", "--json"])
    said = json.loads(done.output)

    assert done.exit_code == 1
    assert (said["day"], said["checked"], said["differences"]) == ("2026-11-02", 0, [])
    assert "chưa trả lời" in said["fault"]
    assert Reconciliation.objects.count() == 1


def test_a_day_is_counted_before_it_is_told_anew(connected):
    counted = CliRunner().invoke(national, ["replay", "--day", "2026-11-02"])
    done = CliRunner().invoke(national, ["replay", "--day", "2026-11-02", "--apply"])

    assert "Sẽ gửi lại 0 hồ sơ" in counted.output
    assert "Đã xếp 0 hồ sơ" in done.output


def test_connecting_needs_an_address(monkeypatch):
    monkeypatch.setattr(env, "NATIONAL_URL", "")

    done = CliRunner().invoke(national, ["connect"])

    assert done.exit_code == 1
    assert "TINHSO_NATIONAL_URL" in done.output


@pytest.mark.parametrize("words", [["reconcile"], ["replay", "--apply"]])
def test_nothing_is_asked_of_a_portal_that_is_not_connected(installed_province, db, words):
    done = CliRunner().invoke(national, words)

    assert isinstance(done.exception, NotAMessage)
    assert not Partner.objects.exists()
