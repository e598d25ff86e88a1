# SPDX-License-Identifier: EUPL-1.2
"""Kiosks, officers and citizens in the same instant, in transactions that really run side by side."""

import pytest
from tests.faults.test_contention import at_once

from tinhso.modules.onestop.actions.queue_calls import call_next
from tinhso.modules.onestop.actions.queue_tickets import Wish, take_at_kiosk
from tinhso.modules.onestop.actions.visits import book_visit
from tinhso.modules.onestop.errors import CounterBusy, SlotFull
from tinhso.modules.onestop.models import Ticket, Visit
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.queue.room import after, made

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KIOSKS, EACH = 8, 5


def test_kiosks_at_once_leave_no_gap_and_no_double(people):
    room = made(people)

    def take_some(kiosk):
        return [take_at_kiosk(room.kiosk, Wish(f"{kiosk}-{one}"), now=after(0)).number for one in range(EACH)]

    answers = at_once(*(lambda kiosk=kiosk: take_some(kiosk) for kiosk in range(KIOSKS)))

    numbers = sorted(number for answer in answers for number in answer)
    assert numbers == list(range(1, KIOSKS * EACH + 1))
    assert Ticket.objects.count() == KIOSKS * EACH


def test_the_same_press_at_once_is_one_ticket(people):
    room = made(people)

    answers = at_once(*[lambda: take_at_kiosk(room.kiosk, Wish("same"), now=after(0)).number] * 6)

    assert answers == [1] * 6


def test_two_counters_never_get_one_person(people):
    room = made(people, second=True)
    room.take(0), room.take(1)

    answers = at_once(
        lambda: call_next(room.first.id, viewer=people.reception, now=after(2)).number,
        lambda: call_next(room.second.id, viewer=people.head, now=after(2)).number,
    )

    assert sorted(answers) == [1, 2]


def test_a_double_click_on_next_calls_one(people):
    room = made(people)
    room.take(0), room.take(1)

    answers = at_once(*[lambda: call_next(room.first.id, viewer=people.reception, now=after(2)).number] * 2)

    assert sorted(answers, key=str)[0] == 1
    assert sum(isinstance(one, CounterBusy) for one in answers) == 1


def test_the_last_place_of_an_hour_goes_to_one(people):
    room, slot = made(people, capacity=1), after(24 * 60 + 60)
    viewers = [world.viewer(world.citizen(f"08319000{number}", "Nguyễn Thị Đông")) for number in range(1000, 1004)]

    answers = at_once(
        *(lambda one=one: book_visit(room.place.unit_id, slot, [], viewer=one, now=after(0)).code for one in viewers)
    )

    assert sum(isinstance(one, SlotFull) for one in answers) == 3
    assert Visit.objects.count() == 1
