# SPDX-License-Identifier: EUPL-1.2
"""Numbers without gap or double, calls in turn, stale pages, people moved, counters and days that close on people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tinhso.kernel.calendar.types import DayKind, DayOverride
from tinhso.kernel.casework.actions import announce_day
from tinhso.kernel.events.models import Act
from tinhso.kernel.events.types import Actor
from tinhso.modules.onestop.actions.queue_calls import call_again, call_next, move, note_missed, serve
from tinhso.modules.onestop.actions.queue_room import close_counter, close_day, close_past_days, open_counter
from tinhso.modules.onestop.actions.queue_settings import (
    Settings,
    issue_device,
    set_counter,
    set_place,
    withdraw_device,
)
from tinhso.modules.onestop.actions.queue_tickets import Wish, take_at_desk, take_at_kiosk
from tinhso.modules.onestop.errors import (
    CounterBusy,
    DeviceUnknown,
    NobodyWaits,
    NotYourQueue,
    QueueShut,
    TicketMovedOn,
)
from tinhso.modules.onestop.models import QueueCounter, QueueDay, Ticket
from tinhso.modules.onestop.queries import queue as queries
from tinhso.modules.onestop.queries.tickets import position
from tinhso.modules.onestop.queue.types import DeviceKind, Why
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.queue.room import LAND, MARRIAGE, after, made, verbs


@pytest.fixture
def room(people):
    return made(people)


def fresh(ticket):
    return Ticket.objects.select_related("place__unit", "counter").get(id=ticket.id)


def test_numbers_run_through_all_sources(room):
    found = [room.take(), room.take_from_clerk(1), room.take(2, MARRIAGE, LAND, priority=True)]

    assert [one.number for one in found] == [1, 2, 3]
    assert (set(found[2].procedures), found[2].sectors) == ({MARRIAGE, LAND}, ["dat_dai", "ho_tich"])
    assert len({one.code for one in found}) == 3


def test_pressed_twice_it_is_one_ticket(room):
    first, second = room.take(0, key="a"), room.take(1, key="a")

    assert first.id == second.id
    assert Ticket.objects.count() == 1
    assert verbs(f"ticket:{first.id}") == ["ticket:taken"]


def test_an_act_names_nobody_and_no_group(room):
    ticket = room.take(0, MARRIAGE, priority=True)

    act = Act.objects.get(verb="ticket:taken")
    assert act.actor == "system:kiosk"
    assert act.unit_id == room.place.unit_id
    assert set(act.data) == {"day", "number", "source", "procedures", "favoured", "device"}
    assert not hasattr(ticket, "group")


def test_codes_that_are_no_procedures_are_left_out(room):
    assert room.take(0, "9.999999", "x'; --").procedures == []


def test_a_clock_set_back_brings_nobody_forward(room):
    first, second = room.take(60), room.take(0)

    assert second.taken_at == first.taken_at
    called = call_next(room.first.id, viewer=room.people.reception, now=after(1))
    assert (called.number, called.called_at) == (1, first.taken_at)
    assert Act.objects.get(verb="ticket:called").data["minutes"] == 0


def test_call_serve_and_the_times_in_the_acts(room):
    ticket = room.take(0, MARRIAGE)

    call_next(room.first.id, viewer=room.people.reception, now=after(12))
    serve(ticket.id, room.first.id, viewer=room.people.reception, now=after(20))

    assert verbs(f"ticket:{ticket.id}") == ["ticket:taken", "ticket:called", "ticket:served"]
    found = {one.verb: one.data for one in Act.objects.filter(subject=f"ticket:{ticket.id}")}
    assert found["ticket:called"] == {"counter": 1, "lane": "ordinary", "calls": 1, "minutes": 12}
    assert found["ticket:served"] == {"counter": 1, "minutes": 8}


def test_a_second_call_with_somebody_at_the_counter_is_refused(room):
    room.take(), room.take(1)
    call_next(room.first.id, viewer=room.people.reception, now=after(2))

    with pytest.raises(CounterBusy, match="Số 1 đang ở quầy"):
        call_next(room.first.id, viewer=room.people.reception, now=after(2))
    assert Ticket.objects.get(number=2).state == "waiting"


def test_nobody_waits(room):
    with pytest.raises(NobodyWaits):
        call_next(room.first.id, viewer=room.people.reception, now=after(0))


def test_the_counter_for_land_leaves_the_others(people):
    room = made(people, second=True)
    room.take(0, MARRIAGE), room.take(1, LAND)

    assert call_next(room.second.id, viewer=people.head, now=after(2)).number == 2
    assert call_next(room.first.id, viewer=people.reception, now=after(3)).number == 1


def test_the_streak_of_a_counter_gives_the_ordinary_one_a_turn(room):
    room.take(0)
    for minute in (1, 2, 3):
        room.take(minute, priority=True)

    numbers = []
    for minute in (10, 11, 12, 13):
        ticket = call_next(room.first.id, viewer=room.people.reception, now=after(minute))
        serve(ticket.id, room.first.id, viewer=room.people.reception, now=after(minute))
        numbers.append(ticket.number)
    assert numbers == [2, 3, 1, 4]


def test_who_did_not_come_can_be_called_again(room):
    ticket = room.take()
    clerk, counter = room.people.reception, room.first.id
    call_next(counter, viewer=clerk, now=after(1))
    call_again(ticket.id, counter, viewer=clerk, now=after(2))
    note_missed(ticket.id, counter, viewer=clerk, now=after(3))

    found = call_again(ticket.id, counter, viewer=clerk, now=after(9))

    assert (found.state, found.calls, found.ended_at) == ("called", 3, None)
    acts = Act.objects.filter(verb="ticket:called").order_by("seq")
    assert [one.data.get("minutes") for one in acts] == [1, None, None]


def test_a_stale_page_changes_nothing(room):
    ticket = room.take()
    clerk, counter = room.people.reception, room.first.id
    call_next(counter, viewer=clerk, now=after(1))
    serve(ticket.id, counter, viewer=clerk, now=after(2))

    for act in (serve, note_missed, call_again):
        with pytest.raises(TicketMovedOn, match="không còn ở quầy"):
            act(ticket.id, counter, viewer=clerk, now=after(3))
    assert fresh(ticket).state == "served"


def test_moved_to_another_counter_it_is_first_there(people):
    room = made(people, second=True)
    ticket, _ = room.take(0, MARRIAGE, LAND), room.take(1, LAND)
    call_next(room.first.id, viewer=people.reception, now=after(2))

    move(ticket.id, room.first.id, to=2, viewer=people.reception, now=after(9))

    assert position(fresh(ticket), after(9)).ahead == 0
    found = call_next(room.second.id, viewer=people.head, now=after(10))
    assert (found.id, found.lane, found.calls) == (ticket.id, "returned", 2)
    assert Act.objects.filter(verb="ticket:called", data__has_key="minutes").count() == 1


def test_nobody_is_sent_to_a_closed_counter(room):
    ticket = room.take(0, LAND)
    call_next(room.first.id, viewer=room.people.reception, now=after(1))

    with pytest.raises(TicketMovedOn, match="chưa mở"):
        move(ticket.id, room.first.id, to=2, viewer=room.people.reception, now=after(2))


def test_a_counter_that_closes_gives_its_people_back(people):
    room = made(people, second=True)
    ticket = room.take(0, MARRIAGE)
    call_next(room.first.id, viewer=people.reception, now=after(1))
    move(ticket.id, room.first.id, to=2, viewer=people.reception, now=after(2))

    assert close_counter(room.second.id, viewer=people.head, now=after(3)) == 0
    assert close_counter(room.second.id, viewer=people.head, now=after(3)) == 0

    assert fresh(ticket).counter is None
    assert call_next(room.first.id, viewer=people.reception, now=after(4)).id == ticket.id


def test_closing_the_last_counter_tells_how_many_are_left(room):
    room.take(), room.take(1)

    assert close_counter(room.first.id, viewer=room.people.reception, now=after(2)) == 2


def test_a_counter_with_somebody_in_front_of_it_does_not_close(room):
    room.take()
    call_next(room.first.id, viewer=room.people.reception, now=after(1))

    with pytest.raises(CounterBusy, match="Số 1 đang ở quầy"):
        close_counter(room.first.id, viewer=room.people.reception, now=after(2))


def test_one_officer_sits_at_one_counter_and_one_counter_holds_one(people):
    room = made(people)

    with pytest.raises(CounterBusy, match="đang mở một quầy khác"):
        open_counter(room.second.id, viewer=people.reception, now=after(0))
    with pytest.raises(CounterBusy, match="người khác ngồi"):
        open_counter(room.first.id, viewer=people.head, now=after(0))
    assert open_counter(room.first.id, viewer=people.reception, now=after(1)).opened_at == after(-30)


def test_the_day_closes_on_people_who_wait(room):
    waiting, called = room.take(), room.take(1, priority=True)
    call_next(room.first.id, viewer=room.people.reception, now=after(2))

    assert close_day(room.place.unit_id, viewer=room.people.head, now=after(30)) == 2
    assert close_day(room.place.unit_id, viewer=room.people.head, now=after(31)) == 0

    assert {fresh(waiting).state, fresh(called).state} == {"closed"}
    assert QueueCounter.objects.get(id=room.first.id).officer is None
    assert Act.objects.get(verb="queue:day:closed").data == {"day": "2026-11-02", "taken": 2, "waiting": 2}
    with pytest.raises(QueueShut, match="ngừng nhận số"):
        room.take(40)


def test_days_nobody_closed_are_closed_by_the_worker_once(room):
    ticket = room.take()

    tomorrow = after(24 * 60)
    assert close_past_days(now=after(60)) == 0
    assert (close_past_days(now=tomorrow), close_past_days(now=tomorrow)) == (1, 0)
    assert fresh(ticket).state == "closed"
    act = Act.objects.get(verb="ticket:closed")
    assert timezone.localtime(act.at).date() == ticket.day


def test_a_chair_nobody_left_in_the_evening_is_free_in_the_morning(room):
    found = open_counter(room.first.id, viewer=room.people.head, now=after(24 * 60))

    assert found.officer_id == room.people.head.officer_id


def test_on_a_day_off_numbers_are_given_only_while_a_counter_is_open(people):
    room = made(people, opened=False)
    day_off = DayOverride(after(0).date(), DayKind.HOLIDAY, "Nghỉ", "01/QĐ-TTg")
    announce_day(day_off, now=after(-10), by=Actor("officer:1"))

    with pytest.raises(QueueShut, match="ngày nghỉ"):
        room.take()
    open_counter(room.first.id, viewer=people.reception, now=after(0))
    assert room.take(1).number == 1


def test_numbers_begin_anew_each_day_and_at_each_place(room):
    room.take(), room.take(1)
    other = made(world.staff(world.unit_of(world.OTHER_COMMUNE)))

    assert room.take(24 * 60).number == 1
    assert other.take().number == 1
    assert QueueDay.objects.count() == 3


def test_a_withdrawn_key_opens_nothing(room):
    device = next(one for one in queries.devices(room.place.unit_id) if one.kind == "kiosk")

    withdraw_device(device.id, viewer=room.people.head, now=after(0))
    withdraw_device(device.id, viewer=room.people.head, now=after(1))

    for key in (room.kiosk, room.screen, "", "x" * 200):
        with pytest.raises(DeviceUnknown):
            take_at_kiosk(key, Wish("a"), now=after(2))
    assert Act.objects.filter(verb="queue:device:withdrawn").count() == 1


def test_only_the_desk_works_at_counters_and_only_the_head_sets_them_up(room):
    people, unit_id, now = room.people, room.place.unit_id, after(0)
    elsewhere = world.staff(world.unit_of(world.OTHER_COMMUNE))

    for viewer in (people.specialist, elsewhere.reception, elsewhere.head):
        with pytest.raises(NotYourQueue):
            take_at_desk(unit_id, Wish("a"), viewer=viewer, now=now)
        with pytest.raises(NotYourQueue):
            call_next(room.first.id, viewer=viewer, now=now)
    for viewer in (people.reception, people.specialist, elsewhere.head):
        with pytest.raises(NotYourQueue):
            set_place(unit_id, Settings([]), viewer=viewer, now=now)
        with pytest.raises(NotYourQueue):
            set_counter(unit_id, 3, sectors=[], viewer=viewer, now=now)
        with pytest.raises(NotYourQueue):
            issue_device(unit_id, DeviceKind.KIOSK, "Sảnh", viewer=viewer, now=now)


def test_only_groups_of_the_list_and_only_changes_are_kept(room):
    head, unit_id = room.people.head, room.place.unit_id
    before = Act.objects.filter(verb="queue:set").count()

    set_place(unit_id, Settings(["merit", "nonsense"], slot_capacity=2), viewer=head, now=after(0))
    set_place(unit_id, Settings(["merit"], slot_capacity=2), viewer=head, now=after(1))

    assert [one.key for one in queries.priority_groups(queries.place(unit_id))] == ["merit"]
    assert Act.objects.filter(verb="queue:set").count() == before + 1


def test_the_page_of_a_ticket_says_who_was_called_earlier_and_why(room):
    mine = room.take(0)
    room.take(1, priority=True)
    call_next(room.first.id, viewer=room.people.reception, now=after(5))

    found = position(fresh(mine), after(6))

    assert [(one.number, one.counter, one.why) for one in found.overtaken] == [(2, 1, Why.PRIORITY)]
    assert (found.ahead, found.served_by, found.estimate) == (0, [1], None)


def test_the_estimate_comes_from_services_of_today(room):
    clerk, counter = room.people.reception, room.first.id
    for minute in (0, 10, 20):
        ticket = room.take(minute)
        call_next(counter, viewer=clerk, now=after(minute))
        serve(ticket.id, counter, viewer=clerk, now=after(minute + 8))
    waiting = [room.take(30), room.take(31), room.take(32)]

    found = [position(fresh(one), after(33)) for one in waiting]

    assert [one.ahead for one in found] == [0, 1, 2]
    assert [one.estimate.minutes for one in found if one.estimate] == [0, 10, 20]


def test_a_ticket_page_costs_the_same_however_many_wait(room, django_assert_max_num_queries):
    for minute in range(30):
        room.take(minute)

    last = fresh(Ticket.objects.latest("number"))
    with django_assert_max_num_queries(5):
        assert position(last, after(40)).ahead == 29


@pytest.mark.parametrize("hours", [timedelta(days=1), timedelta(days=-1)])
def test_a_missed_number_of_another_day_is_not_called(room, hours):
    ticket = room.take()
    clerk, counter = room.people.reception, room.first.id
    call_next(counter, viewer=clerk, now=after(1))
    note_missed(ticket.id, counter, viewer=clerk, now=after(2))
    close_counter(counter, viewer=clerk, now=after(3))
    open_counter(counter, viewer=clerk, now=after(4) + hours)

    with pytest.raises(TicketMovedOn):
        call_again(ticket.id, counter, viewer=clerk, now=after(5) + hours)
