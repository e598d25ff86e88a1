# SPDX-License-Identifier: EUPL-1.2
"""Partners, dead messages and differences as an operator meets them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange import actions
from tinhso.kernel.exchange.models import InMessage, Message, Partner, Reconciliation
from tinhso.kernel.exchange.types import DifferenceKind, Disagreement
from tinhso.modules.onestop.national.reconciliation import connect
from tinhso.modules.onestop.tests import world


@pytest.fixture
def portal(at) -> Partner:
    return connect("http://127.0.0.1:9", now=timezone.now(), by=Actor("system:setup"))


def dead_message() -> Message:
    message = actions.queue_for_partner(
        "national", key="k1", stream="dossier:1", subject="Hồ sơ", body={"a": "sai"}, now=timezone.now()
    )
    Message.objects.filter(id=message.id).update(state="dead")
    return message


def test_a_dead_message_is_corrected_and_sent_again(at, portal):
    address = reverse("ops:resend", args=[dead_message().id])

    shown = at["operator"].get(reverse("ops:letters")).content.decode()
    wrong = at["operator"].post(address, {"body": "{hỏng"}, follow=True).content.decode()
    still = Message.objects.get().state
    at["operator"].post(address, {"body": '{"a": "đúng"}'})

    message = Message.objects.get()
    assert "Nội dung bản tin" in shown
    assert "không phải JSON" in wrong
    assert still == "dead"
    assert (message.state, message.body, message.revision) == ("queued", '{"a":"đúng"}', 1)


def test_a_dead_message_is_set_aside_with_a_reason(at, portal):
    address = reverse("ops:set_aside", args=[dead_message().id])

    short = at["operator"].post(address, {"reason": "thôi"}, follow=True).content.decode()
    refused = at["auditor"].post(address, {"reason": "Đã nhập tay trên Cổng"}).status_code
    still = Message.objects.get().state
    at["operator"].post(address, {"reason": "Đã nhập tay trên Cổng"})

    assert "ghi rõ lý do" in short
    assert (refused, still) == (403, "dead")
    assert (Message.objects.get().state, Message.objects.get().note) == ("aside", "Đã nhập tay trên Cổng")


def test_a_partner_is_suspended_and_resumed(at, portal):
    address = reverse("ops:suspend", args=["national"])

    short = at["operator"].post(address, {"reason": ""}, follow=True).content.decode()
    stopped = at["operator"].post(address, {"reason": "Cổng bảo trì đến 6 giờ"}, follow=True).content.decode()
    at["operator"].post(address, {"resume": "1"})

    assert "ghi rõ lý do" in short
    assert "Cổng bảo trì đến 6 giờ" in stopped
    assert Partner.objects.get().suspended_at is None
    assert [act.verb for act in ledger.newest_acts(2)] == ["partner:resumed", "partner:suspended"]


def test_differences_are_shown_and_a_day_is_told_anew(at, portal, people, person):
    dossier = world.submitted(person)
    found = [Disagreement(DifferenceKind.MISSING_THERE, dossier.provisional, ours="1 Mới đăng ký")]
    actions.note_reconciliation("national", world.TODAY, checked=1, found=found, now=timezone.now())
    address = reverse("ops:replay")

    shown = at["auditor"].get(reverse("ops:partners")).content.decode()
    wrong = at["operator"].post(address, {"day": "hôm qua"}, follow=True).content.decode()
    done = at["operator"].post(address, {"day": world.TODAY.isoformat()}, follow=True).content.decode()

    assert dossier.provisional in shown
    assert "Đối tác chưa có" in shown
    assert "Ngày không đọc được" in wrong
    assert "Đã xếp 1 hồ sơ" in done
    assert Message.objects.get().stream == f"dossier:{dossier.case_id}"


def test_a_portal_that_does_not_answer_is_said_so(at, portal):
    sent = {"day": world.TODAY.isoformat(), "compare": "1"}

    shown = at["operator"].post(reverse("ops:replay"), sent, follow=True).content.decode()

    assert "chưa trả lời" in shown
    assert Reconciliation.objects.get().fault


def test_received_messages_are_listed_tried_again_and_set_aside(at, portal):
    made = [
        InMessage.objects.create(
            partner=portal, their_id=f"D/{place}", digest="0" * 64, body="{}", received_at=timezone.now(),
            answer="", stream="D", sequence=place, state=state, outcome="Xem nhật ký", next_at=timezone.now(),
        )
        for place, state in ((1, "dead"), (2, "taken"), (4, "refused"))
    ]  # fmt: skip
    address = reverse("ops:settle_inbound", args=[made[0].id])

    shown = at["operator"].get(reverse("ops:inbound")).content.decode()
    short = at["operator"].post(address, {"reason": "thôi"}, follow=True).content.decode()
    at["operator"].post(address, {"again": "1"})
    again = InMessage.objects.get(id=made[0].id).state
    done = at["operator"].post(address, {"reason": "Cổng báo nộp nhầm"}, follow=True).content.decode()

    assert all(one.their_id in shown or one.stream in shown for one in made)
    assert "ghi rõ lý do" in short
    assert (again, InMessage.objects.get(id=made[0].id).state) == ("taken", "aside")
    assert "Đã bỏ qua bản tin" in done
    assert Message.objects.filter(stream=f"portal:{made[0].id}").exists()
