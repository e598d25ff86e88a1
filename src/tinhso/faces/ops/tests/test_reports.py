# SPDX-License-Identifier: EUPL-1.2
"""The page of periodic reports: how to begin, what was sent with its receipt, the operator's press."""

import pytest
from django.urls import reverse

from tinhso.kernel.exchange.actions import register_partner
from tinhso.kernel.exchange.models import Message
from tinhso.modules.onestop.models import NationalReport
from tinhso.modules.onestop.queries import reporting as queries
from tinhso.modules.onestop.tests import world

PAGE = reverse("ops:reports")
TOTAL = dict.fromkeys(queries.NAMES.values(), 0) | {"TiepNhanTrucTuyen": 1234}


@pytest.fixture
def connected(at):
    register_partner(
        "reporting", title="Báo cáo", channel="json", endpoint="http://127.0.0.1:9", now=world.START, by=world.SETUP
    )


@pytest.fixture
def changed(monkeypatch):
    monkeypatch.setattr(
        "tinhso.modules.onestop.actions.reporting.figures_of", lambda period: {"TheoLinhVuc": [], "TongCong": TOTAL}
    )


def test_without_a_connection_the_page_says_how_to_begin(at):
    assert "tinhso partners connect reporting" in at["operator"].get(PAGE).text
    answer = at["operator"].post(PAGE, follow=True)
    assert "Chưa kết nối hệ thống báo cáo quốc gia" in answer.text


def test_what_was_sent_is_shown_with_its_receipt(at, connected, changed):
    assert "Chưa gửi báo cáo nào" in at["auditor"].get(PAGE).text
    assert "vào hàng gửi" in at["operator"].post(PAGE, follow=True).text
    count = NationalReport.objects.count()
    assert "không thay đổi" in at["operator"].post(PAGE, follow=True).text
    assert NationalReport.objects.count() == count == Message.objects.count()
    Message.objects.update(state="sent", receipt="bien-nhan-1")

    text = at["auditor"].get(PAGE).text

    for words in ("1.234", "bien-nhan-1", "Đã nhận"):
        assert words in text


def test_only_the_operator_sends(at, connected, changed):
    assert at["auditor"].post(PAGE).status_code == 403
    assert at["specialist"].get(PAGE).status_code == 403
    assert not NationalReport.objects.exists()
