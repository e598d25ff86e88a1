# SPDX-License-Identifier: EUPL-1.2
"""Appointments: capacity, one for a person and place, arrival in the same queue, reminders, a day that becomes off."""

from datetime import timedelta

import pytest

from tinhso.kernel.calendar.types import DayKind, DayOverride
from tinhso.kernel.casework.actions import announce_day
from tinhso.kernel.events.models import Act
from tinhso.kernel.events.queries import acts_between
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange.models import Message
from tinhso.modules.onestop import reactions_of_queue as reactions
from tinhso.modules.onestop.actions.queue_calls import call_next
from tinhso.modules.onestop.actions.queue_room import close_day, close_past_days, open_counter
from tinhso.modules.onestop.actions.queue_settings import Settings, set_place
from tinhso.modules.onestop.actions.visits import (
    arrive_at_desk,
    arrive_at_kiosk,
    book_visit,
    cancel_visit,
    remind_visits,
)
from tinhso.modules.onestop.errors import NotYourQueue, SlotFull, VisitImpossible
from tinhso.modules.onestop.models import Visit
from tinhso.modules.onestop.queries import visits as queries
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.queue.room import MARRIAGE, after, made, verbs

SLOT = after(24 * 60 + 60)
"""Tuesday at nine; "now" is Monday."""


@pytest.fixture
def room(people):
    return made(people, capacity=1)


def booked(room, person, *, slot=SLOT, minute=0):
    return book_visit(room.place.unit_id, slot, [MARRIAGE], viewer=world.viewer(person), now=after(minute))


def on_the_day(minute: float):
    return after(24 * 60 + minute)


def told() -> list[tuple[str, str]]:
    """Let the reactions read what was recorded; return recipient and subject of each letter."""
    for act in acts_between(0, Act.objects.latest("seq").seq):
        if act.verb in ("visit:booked", "visit:reminded", "visit:dropped"):
            reactions.tell_visitor(act, act.at)
    return list(Message.objects.order_by("created_at").values_list("recipient", "subject"))


def test_a_booked_hour_takes_its_place_in_the_same_queue(room, person):
    visit = booked(room, person)
    walk_in = room.take(24 * 60 + 10)

    ticket = arrive_at_kiosk(room.kiosk, f" {visit.code} ", now=on_the_day(50))

    assert (walk_in.number, ticket.number, ticket.source, ticket.is_priority) == (1, 2, "booked", False)
    assert ticket.procedures == [MARRIAGE]
    assert verbs(f"visit:{visit.id}") == ["visit:booked", "visit:arrived"]


def test_at_the_hour_it_is_called_before_who_waits(room, person):
    visit = booked(room, person)
    room.take(24 * 60 + 10)
    ticket = arrive_at_kiosk(room.kiosk, visit.code, now=on_the_day(50))
    open_counter(room.first.id, viewer=room.people.reception, now=on_the_day(0))
    found = call_next(room.first.id, viewer=room.people.reception, now=on_the_day(61))

    assert (found.id, found.lane) == (ticket.id, "booked")
    assert Act.objects.get(verb="ticket:called").data["minutes"] == 1


def test_typed_twice_it_is_one_ticket(room, person):
    visit = booked(room, person)

    first = arrive_at_kiosk(room.kiosk, visit.code, now=on_the_day(50))
    second = arrive_at_desk(visit.id, viewer=room.people.reception, now=on_the_day(51))

    assert first.id == second.id


def test_a_code_counts_on_its_day_and_at_its_place_only(room, person):
    visit = booked(room, person)
    other = made(world.staff(world.unit_of(world.OTHER_COMMUNE)))

    for key, now in ((room.kiosk, after(60)), (other.kiosk, on_the_day(50)), (room.kiosk, on_the_day(24 * 60))):
        with pytest.raises(VisitImpossible):
            arrive_at_kiosk(key, visit.code, now=now)
    with pytest.raises(VisitImpossible, match=r"ngày 03/11/2026"):
        arrive_at_desk(visit.id, viewer=room.people.reception, now=after(60))
    with pytest.raises(NotYourQueue):
        arrive_at_desk(visit.id, viewer=other.people.reception, now=on_the_day(50))


def test_an_hour_holds_as_many_as_the_place_says(room, person):
    other = world.citizen("083190000456", "Trần Thị Khác")
    booked(room, person)

    with pytest.raises(SlotFull):
        booked(room, other)
    assert [one.left for one in queries.hours_of(room.place, SLOT.date()).hours if one.at == SLOT] == [0]
    cancel_visit(Visit.objects.get().id, viewer=world.viewer(person), now=after(1))
    assert booked(room, other, minute=2).state == "open"


def test_one_open_appointment_for_a_person_and_place(room, person):
    first = booked(room, person)

    assert booked(room, person).id == first.id
    with pytest.raises(VisitImpossible, match="đã có lịch hẹn ở nơi này lúc 09:00 ngày 03/11/2026"):
        booked(room, person, slot=SLOT + timedelta(hours=1))
    assert Act.objects.filter(verb="visit:booked").count() == 1


@pytest.mark.parametrize("slot", [after(60), SLOT + timedelta(minutes=7), SLOT + timedelta(days=4), after(-600)])
def test_only_offered_hours(room, person, slot):
    with pytest.raises(VisitImpossible):
        booked(room, person, slot=slot)


def test_a_place_without_appointments_says_so(room, person):
    set_place(room.place.unit_id, Settings([]), viewer=room.people.head, now=after(0))

    with pytest.raises(VisitImpossible, match="chưa nhận đặt lịch"):
        booked(room, person, minute=1)


def test_nobody_cancels_for_another(room, person):
    visit = booked(room, person)
    other = world.citizen("083190000456", "Trần Thị Khác")

    with pytest.raises(VisitImpossible):
        cancel_visit(visit.id, viewer=world.viewer(other), now=after(1))
    for minute in (1, 2):
        assert cancel_visit(visit.id, viewer=world.viewer(person), now=after(minute)).state == "cancelled"
    assert Act.objects.filter(verb="visit:cancelled").count() == 1


def test_a_day_that_becomes_a_day_off_ends_its_appointments_and_tells(room, person):
    visit = booked(room, person)
    announce_day(DayOverride(SLOT.date(), DayKind.HOLIDAY, "Nghỉ", "01/QĐ-TTg"), now=after(5), by=Actor("officer:1"))

    act = next(one for one in acts_between(0, Act.objects.latest("seq").seq) if one.verb == "calendar:day:announced")
    reactions.drop_visits_of_a_day_off(act, after(6))
    reactions.drop_visits_of_a_day_off(act, after(7))

    assert Visit.objects.get(id=visit.id).state == "dropped"
    assert Act.objects.filter(verb="visit:dropped").count() == 1
    assert told()[-1] == ("buoi@example.vn", f"Lịch hẹn rơi vào ngày nghỉ – {visit.code}")
    assert booked(room, person, slot=SLOT + timedelta(days=1), minute=8).state == "open"


def test_a_make_up_day_drops_nothing(room, person):
    visit = booked(room, person)
    announce_day(
        DayOverride(SLOT.date(), DayKind.MAKEUP_WORK, "Làm bù", "01/QĐ-TTg"), now=after(5), by=Actor("officer:1")
    )
    act = next(one for one in acts_between(0, Act.objects.latest("seq").seq) if one.verb == "calendar:day:announced")

    reactions.drop_visits_of_a_day_off(act, after(6))

    assert Visit.objects.get(id=visit.id).state == "open"


def test_the_reminder_comes_once_within_a_day(room, person):
    visit = booked(room, person)

    assert remind_visits(now=SLOT - timedelta(hours=25)) == 0
    assert remind_visits(now=SLOT - timedelta(hours=23)) == 1
    assert remind_visits(now=SLOT - timedelta(hours=22)) == 0
    assert [subject for _to, subject in told()] == [
        f"Đã đặt lịch đến Một cửa – {visit.code}",
        f"Nhắc lịch đến Một cửa – {visit.code}",
    ]


def test_who_does_not_come_has_missed_it_when_the_day_ends(room, person):
    visit = booked(room, person)

    close_day(room.place.unit_id, viewer=room.people.head, now=on_the_day(600))

    assert Visit.objects.get(id=visit.id).state == "missed"
    assert verbs(f"visit:{visit.id}")[-1] == "visit:missed"


def test_a_day_without_a_single_number_ends_its_appointments_too(room, person):
    visit = booked(room, person)

    close_past_days(now=on_the_day(24 * 60))

    assert Visit.objects.get(id=visit.id).state == "missed"
