# SPDX-License-Identifier: EUPL-1.2
"""The page of availability and the yearly report, from probes, interruptions, backups, exercises and facts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.events import queries as ledger
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.models import Interruption
from tinhso.modules.onestop.quality_paper import rows_of
from tinhso.modules.onestop.queries.quality import quality_of
from tinhso.runtime import exercise, probes
from tinhso.runtime.backup import journal

PAGE = "ops:availability"
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(env, "VAR", tmp_path)
    return tmp_path


@pytest.fixture
def an_hour(var: Path, db: None) -> Path:
    """An hour: 40 minutes answered, 10 did not, 10 announced as an interruption."""
    for number in range(50):
        probes.note(var, NOON + MINUTE * number, answered=number < 40)
    ends = {"begins_at": NOON + MINUTE * 50, "ends_at": NOON + MINUTE * 90}
    Interruption.objects.create(**ends, reason="Nâng cấp máy chủ.", announced_at=NOON - timedelta(days=5))
    Interruption.objects.create(
        **ends, reason="Không diễn ra.", announced_at=NOON - timedelta(days=5), withdrawn_at=NOON - timedelta(days=1)
    )
    return var


def lines(var: Path) -> dict[str, str]:
    return {line[0]: line[1] for line in rows_of(quality_of(2026, var=var, now=NOON + MINUTE * 60))}


def test_an_empty_house_says_that_nothing_was_measured(at, var):
    page = at["operator"].get(reverse(PAGE))

    assert "Chưa đo phút nào" in page.text
    assert at["auditor"].get(reverse(PAGE)).status_code == 200
    assert at["specialist"].get(reverse(PAGE)).status_code == 403
    assert Client().get(reverse(PAGE)).status_code == 302


def test_months_and_days_stand_on_the_page(at, var):
    now = timezone.now().replace(second=0, microsecond=0)
    for back in range(10, 0, -1):
        probes.note(var, now - MINUTE * back, answered=back > 3)

    page = at["operator"].get(reverse(PAGE)).text
    assert "7 phút trả lời" in page
    assert f"{timezone.localtime(now - MINUTE):%m/%Y}" in page
    assert "Tháng này chưa đo phút nào" in at["operator"].get(reverse(PAGE), {"thang": "2020-02"}).text
    assert at["operator"].get(reverse(PAGE), {"thang": "không"}).status_code == 200


def test_what_was_announced_is_left_out_and_what_was_withdrawn_is_not(an_hour):
    found = lines(an_hour)

    assert found["Tỷ lệ thời gian cổng trả lời"] == "80,00 %"
    assert found["Số phút không trả lời, không đo được, tạm ngừng"] == "10; 0; 10"
    quality = quality_of(2026, var=an_hour, now=NOON + MINUTE * 60)
    assert [one.reason for one in quality.interruptions] == ["Nâng cấp máy chủ."]


def test_an_interruption_told_late_counts_from_when_it_was_told(an_hour):
    Interruption.objects.filter(withdrawn_at=None).update(announced_at=NOON + MINUTE * 55)

    assert lines(an_hour)["Số phút không trả lời, không đo được, tạm ngừng"] == "10; 5; 5"


def test_an_exercise_is_an_act_and_stands_in_the_report_with_the_backups(an_hour):
    found = exercise.Found("2026-11-21T20:00:00+00:00", 12, 345, sound=True)
    actions.record_exercise(found, sha256="ab" * 32, seconds=41, now=NOON)
    journal.note(an_hour, journal.Made(NOON - timedelta(hours=9), 1_000))
    journal.note(an_hour, journal.Made(NOON - timedelta(days=400), 1_000))

    told = lines(an_hour)
    [act] = ledger.acts_of_subject(f"backup:{'ab' * 32}")
    assert (act.verb, act.data["acts"], act.data["sound"]) == (exercise.VERB, 345, True)
    assert told["Diễn tập khôi phục"] == "22/11/2026: sổ nguyên vẹn"
    assert told["Sao lưu"] == "1 lần, gần nhất 22/11/2026"


def test_without_anything_the_report_shows_dashes_and_no_noughts_of_rates(var, db):
    told = lines(var)

    assert told["Tỷ lệ thời gian cổng trả lời"] == "–"
    assert told["Tỷ lệ giải quyết đúng hạn"] == "–"
    assert told["Hồ sơ đã nộp"] == "0 hồ sơ"
    assert told["Diễn tập khôi phục"] == "chưa diễn tập trong kỳ"


def test_the_report_is_a_paper(at, an_hour):
    year = timezone.localdate().year
    done = at["auditor"].get(reverse("ops:yearly_report", args=[year]))

    text = pypdfium2.PdfDocument(done.content)[0].get_textpage().get_text_range()
    assert done["Content-Type"] == "application/pdf"
    assert f"năm {year}" in text
    assert at["operator"].get(reverse("ops:yearly_report", args=[year + 1])).status_code == 404
    assert at["specialist"].get(reverse("ops:yearly_report", args=[year])).status_code == 403
