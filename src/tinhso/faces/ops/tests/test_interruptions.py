# SPDX-License-Identifier: EUPL-1.2
"""The operator announces an interruption; every page says so until it is withdrawn or over."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tinhso.faces.ui import interruptions as banner
from tinhso.modules.onestop.models import Interruption

PAGE = "ops:interruptions"


def typed(days, **more):
    day = timezone.localdate() + timedelta(days=days)
    boxes = {"year": day.year, "month": day.month, "day": day.day}
    said = {f"{name}-{box}": value for name in ("begins", "ends") for box, value in boxes.items()}
    said |= {"begins_time": "20:00", "ends_time": "22:30", "reason": "Nâng cấp máy chủ cơ sở dữ liệu."}
    return said | more


def test_what_is_announced_stands_on_every_page_until_withdrawn(at):
    page = at["operator"].post(reverse(PAGE), typed(30), follow=True)
    assert "Đang thông báo" in page.text
    assert "Nâng cấp máy chủ" in Client().get(reverse("portal:home")).text

    made = Interruption.objects.get()
    assert timezone.localtime(made.begins_at).strftime("%H:%M") == "20:00"
    at["operator"].post(reverse("ops:withdraw_interruption", args=[made.id]))

    assert "Nâng cấp máy chủ" not in Client().get(reverse("portal:home")).text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (typed(30, begins_time="tối"), "Hãy nhập đủ ngày và giờ"),
        (typed(30, **{"ends-month": "13"}), "Hãy nhập đủ ngày và giờ"),
        (typed(1), "bất khả kháng"),
        (typed(30, ends_time="19:00"), "kết thúc phải sau"),
        (typed(30, reason=""), "lý do tạm ngừng"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(at, sent, said):
    page = at["operator"].post(reverse(PAGE), sent)

    assert page.status_code == 422
    assert said in page.text
    assert not Interruption.objects.exists()


def test_the_auditor_reads_and_others_do_not(at):
    assert "Thông báo một đợt" not in at["auditor"].get(reverse(PAGE)).text
    assert at["auditor"].post(reverse(PAGE), typed(30)).status_code == 403
    assert at["specialist"].get(reverse(PAGE)).status_code == 403


def test_the_page_of_a_database_that_is_down_has_no_banner(monkeypatch):
    def down(now):
        raise DatabaseError

    monkeypatch.setattr(banner, "interruptions_ahead", down)

    assert banner.announced() == []
