# SPDX-License-Identifier: EUPL-1.2
"""The operations centre: who may open what, and every act of an operator by its form."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.casework.models import Case
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events import subscriptions
from tinhso.kernel.events.models import Parked, Subscription
from tinhso.kernel.exchange.actions import queue_message
from tinhso.kernel.exchange.models import Attempt, Message
from tinhso.kernel.identity.models import Account, Officer
from tinhso.kernel.registry.queries import territory
from tinhso.modules.onestop.tests import world

OPEN, CLOSED = 200, 403


@pytest.mark.parametrize(
    ("page", "operator", "auditor", "controller", "specialist"),
    [
        ("home", OPEN, OPEN, OPEN, CLOSED),
        ("ledger", OPEN, OPEN, OPEN, CLOSED),
        ("letters", OPEN, CLOSED, CLOSED, CLOSED),
        ("inbound", OPEN, CLOSED, CLOSED, CLOSED),
        ("partners", OPEN, OPEN, OPEN, CLOSED),
        ("reorganisation", OPEN, CLOSED, CLOSED, CLOSED),
        ("officers", OPEN, OPEN, CLOSED, CLOSED),
        ("reconciliation", OPEN, OPEN, CLOSED, CLOSED),
        ("days_off", OPEN, OPEN, OPEN, CLOSED),
        ("data", OPEN, OPEN, OPEN, CLOSED),
    ],
)
def test_who_may_open_what(at, page, operator, auditor, controller, specialist):
    wanted = {"operator": operator, "auditor": auditor, "controller": controller, "specialist": specialist}

    found = {role: at[role].get(reverse(f"ops:{page}")).status_code for role in wanted}

    assert found == wanted


def test_the_ledger_page_names_nobody(at, people, person):
    world.received(person, people)

    html = at["auditor"].get(reverse("ops:ledger")).content.decode()

    assert "Tiếp nhận hồ sơ" in html
    assert person.full_name not in html
    assert people.reception.name not in html
    assert person.personal_number not in html


def test_a_parked_act_is_tried_again(at, people, person, monkeypatch):
    world.submitted(person)
    act = ledger.newest_acts(1)[0]
    Subscription.objects.get_or_create(name="onestop")
    parked = Parked.objects.create(
        subscription_id="onestop", subject=act.subject, seq=act.seq, error="hỏng", retry_at=timezone.now()
    )
    monkeypatch.setitem(subscriptions.SUBSCRIBERS["onestop"].reactions, act.verb, [lambda act, now: None])

    shown = at["operator"].get(reverse("ops:home")).content.decode()
    refused = at["auditor"].post(reverse("ops:retry", args=[parked.id]))
    done = at["operator"].post(reverse("ops:retry", args=[parked.id]))

    assert "hỏng" in shown
    assert refused.status_code == CLOSED
    assert done.status_code == 302
    assert not Parked.objects.exists()


def dead_letter():
    message = queue_message(
        key="k1", channel="email", recipient="sai@", subject="Giấy hẹn", body="…", now=timezone.now()
    )
    Message.objects.filter(id=message.id).update(state="dead")
    Attempt.objects.create(message=message, at=timezone.now(), succeeded=False, answer="550 không có hộp thư")
    return message


def test_a_dead_letter_is_read_corrected_and_sent_again(at):
    message = dead_letter()
    address = reverse("ops:resend", args=[message.id])

    shown = at["operator"].get(reverse("ops:letters")).content.decode()
    wrong = at["operator"].post(address, {"recipient": "không phải thư"}, follow=True).content.decode()
    still = Message.objects.get().state
    at["operator"].post(address, {"recipient": "dung@congdan.example"})

    assert "550 không có hộp thư" in shown
    assert "không phải địa chỉ thư điện tử" in wrong
    assert still == "dead"
    assert (Message.objects.get().state, Message.objects.get().recipient) == ("queued", "dung@congdan.example")


def test_a_reorganisation_is_shown_before_and_done_only_on_the_word(at, people, person):
    dossier = world.received(person, people)
    day = {"day-day": "1", "day-month": "7", "day-year": "2025"}
    address = reverse("ops:reorganisation")

    report = at["operator"].get(address, day).content.decode()
    without = at["operator"].post(address, {**day, "confirmation": "ok"})
    unmoved = Case.objects.get(id=dossier.case_id).unit_id
    done = at["operator"].post(address, {**day, "confirmation": "áp dụng"}, follow=True)

    assert "Phú Khương" in report
    assert without.status_code == 422
    assert unmoved == people.unit.id
    assert "Đã áp dụng" in done.content.decode()
    assert Case.objects.get(id=dossier.case_id).unit_id != people.unit.id
    assert territory().law_date.isoformat() == "2025-07-01"


def test_an_account_is_closed_with_a_reason(at, people):
    officer = Officer.objects.get(id=people.colleague.officer_id)
    address = reverse("ops:disable", args=[officer.id])

    short = at["operator"].post(address, {"reason": "nghỉ"})
    refused = at["auditor"].post(address, {"reason": "Đã chuyển công tác từ hôm nay."})
    done = at["operator"].post(address, {"reason": "Đã chuyển công tác từ hôm nay."})

    assert short.status_code == 422
    assert refused.status_code == CLOSED
    assert done.status_code == 302
    assert not Account.objects.get(id=officer.account_id).is_active


def test_officers_are_found_without_diacritics(at, people):
    html = at["auditor"].get(reverse("ops:officers"), {"q": "le thi colleague"}).content.decode()

    assert people.colleague.name in html
    assert people.head.name not in html


def test_a_day_off_moves_the_clocks_it_touches_and_is_an_act(at, people, person):
    dossier = world.received(person, people)
    before = Case.objects.get(id=dossier.case_id).due_at
    day = timezone.localtime(before).date()
    sent = {"day-day": day.day, "day-month": day.month, "day-year": day.year, "kind": "holiday"}
    named = {**sent, "name": "Ngày nghỉ của tỉnh", "basis": "12/QĐ-UBND"}
    address = reverse("ops:days_off")

    incomplete = at["operator"].post(address, sent)
    refused = at["auditor"].post(address, named)
    done = at["operator"].post(address, named, follow=True).content.decode()

    after: datetime = Case.objects.get(id=dossier.case_id).due_at
    assert incomplete.status_code == 422
    assert refused.status_code == 422
    assert "1 hồ sơ được tính lại hạn" in done
    assert after >= before + timedelta(days=1)
    assert [act.verb for act in ledger.newest_acts(3)].count("calendar:day:announced") == 1
    assert "Ngày nghỉ của tỉnh" in at["controller"].get(address, {"nam": str(day.year)}).content.decode()


def test_the_faults_of_the_data_are_shown(at):
    html = at["controller"].get(reverse("ops:data"), {"muc": "warning"}).content.decode()

    assert "Điều cần xem lại" in html
    assert "house-result" in html
