# SPDX-License-Identifier: EUPL-1.2
"""When an incident is severe, and by when it has to be told: each row names its article."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tinhso.kernel.calendar.types import WorkCalendar
from tinhso.modules.security.incidents import rules
from tinhso.modules.security.incidents.playbooks import playbook
from tinhso.modules.security.incidents.workflow import INCIDENT
from tinhso.modules.security.types.incidents import Category

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
DECISION = "Quyết định 05/2017/QĐ-TTg"


@pytest.mark.parametrize(
    ("level", "listed", "harms", "beyond", "severe", "law"),
    [
        (4, False, {"service"}, True, True, DECISION),
        (5, False, {"wide"}, True, True, DECISION),
        (3, True, {"data"}, True, True, f"{DECISION}: danh mục hệ thống quan trọng quốc gia"),
        (3, False, {"service", "data", "control"}, True, False, f"{DECISION}: cấp độ 3 chỉ là sự cố thông thường"),
        (4, False, set(), True, False, f"{DECISION}: đủ mọi điều kiện"),
        (4, False, {"secret"}, False, False, f"{DECISION}: chủ quản tự xử lý được"),
        (None, False, {"secret"}, True, False, f"{DECISION}: chưa biết cấp độ"),
        (4, False, {"lạ"}, True, False, f"{DECISION}: thiệt hại không có trong danh sách"),
    ],
)
def test_severe_needs_all_three_conditions(level, listed, harms, beyond, severe, law):
    assert law
    assert rules.is_severe(rules.Grading(level, listed, frozenset(harms), beyond)) is severe


@pytest.mark.parametrize(
    ("detected", "archive", "due"),
    [
        # Monday 2 March: five days later is Saturday, which is off, so the end of Monday (Bộ luật Dân sự, Điều 148).
        (datetime(2026, 3, 2, 9, 0, tzinfo=LOCAL), False, datetime(2026, 3, 9, 23, 59, tzinfo=LOCAL)),
        (datetime(2026, 3, 4, 23, 30, tzinfo=LOCAL), False, datetime(2026, 3, 9, 23, 59, tzinfo=LOCAL)),
        # QCVN 12:2026/BCA counts hours, also over a Sunday.
        (datetime(2026, 3, 7, 22, 15, tzinfo=LOCAL), True, datetime(2026, 3, 8, 22, 15, tzinfo=LOCAL)),
    ],
)
def test_the_notice_is_due(detected, archive, due):
    calendar = WorkCalendar()
    found = rules.notice_due(detected, is_archive=archive, calendar=calendar)
    assert found.astimezone(LOCAL).replace(second=0, microsecond=0) == due
    if not archive:
        assert rules.closing_due(detected, calendar) == found


def test_every_category_has_a_playbook_with_evidence_first():
    for category in Category:
        tasks = playbook(category)
        assert tasks[0].key == "evidence"
        assert any(one.needs_approval for one in tasks) or category is Category.INFORMATION
        assert len({one.key for one in tasks}) == len(tasks)


def test_the_way_of_the_law_leads_from_receipt_to_the_end():
    there = "verify respond choose direct report coordinate contain eradicate restore retest"
    steps = f"{there} return eradicate restore retest review close"
    state = INCIDENT.initial
    for name in steps.split():
        step = INCIDENT.steps[name]
        assert state in step.sources, f"{name} from {state}"
        state = step.target
    assert state == "closed"
