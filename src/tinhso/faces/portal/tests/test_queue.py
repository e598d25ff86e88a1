# SPDX-License-Identifier: EUPL-1.2
"""Kiosk, screen, page of a ticket and appointments, as the hall and a phone see them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.calendar.rules import add_working_days
from tinhso.modules.onestop.actions.queue_calls import call_next, note_missed
from tinhso.modules.onestop.actions.queue_room import close_day, open_counter
from tinhso.modules.onestop.actions.queue_settings import (
    Settings,
    issue_device,
    set_counter,
    set_place,
    withdraw_device,
)
from tinhso.modules.onestop.models import QueueDevice, Ticket, Visit
from tinhso.modules.onestop.queue.slots import slots_on
from tinhso.modules.onestop.queue.types import DeviceKind
from tinhso.modules.onestop.tests import world

MARRIAGE = world.MARRIAGE_STATUS


@pytest.fixture
def room(people):
    """A place with one open counter; gives people, counter and the keys of kiosk and screen."""
    now, unit_id, head = timezone.now(), people.unit.id, people.head
    set_place(unit_id, Settings(["elderly"], slot_capacity=1), viewer=head, now=now)
    counter = set_counter(unit_id, 1, sectors=[], viewer=head, now=now)
    open_counter(counter.id, viewer=people.reception, now=now)
    keys = {kind.value: issue_device(unit_id, kind, "Sảnh", viewer=head, now=now)[1] for kind in DeviceKind}
    return people, counter, keys


@pytest.fixture
def hall():
    """A browser nobody signed in with."""
    return Client()


def text_of(page):
    return page.content.decode()


def take(hall, room, **data):
    address = reverse("portal:kiosk", args=[room[2]["kiosk"]])
    return hall.post(address, {"client_key": "one", **data}, follow=True)


def test_search_without_marks_choose_two_and_take_one_number(hall, room):
    address = reverse("portal:kiosk", args=[room[2]["kiosk"]])

    page = text_of(hall.get(address, {"q": "xac nhan tinh trang hon nhan"}))
    assert f"?tt={MARRIAGE}" in page
    page = text_of(hall.get(address, {"tt": [MARRIAGE, "1.001193"]}))
    assert page.count('name="tt"') == 2 * 2
    done = take(hall, room, tt=[MARRIAGE, "1.001193"])

    ticket = Ticket.objects.get()
    assert (ticket.number, sorted(ticket.procedures)) == (1, sorted([MARRIAGE, "1.001193"]))
    assert "Bạn là người tiếp theo" in text_of(done)
    assert "<svg" in text_of(done)


def test_a_second_press_shows_the_same_number(hall, room):
    take(hall, room), take(hall, room)

    assert Ticket.objects.count() == 1


def test_a_priority_ticket_says_so_and_nothing_of_the_group(hall, room):
    done = take(hall, room, **{"uu-tien": "1"})

    assert "ưu tiên" in text_of(done)
    assert Ticket.objects.get().is_priority


def test_the_last_ticket_can_be_printed_again(hall, room):
    take(hall, room)

    page = text_of(hall.get(reverse("portal:kiosk", args=[room[2]["kiosk"]])))

    assert "In lại phiếu vừa lấy (số 1)" in page
    assert reverse("portal:kiosk_ticket", args=[room[2]["kiosk"], Ticket.objects.get().code]) in page


def test_a_refusal_stays_on_the_kiosk_with_a_sentence(hall, room):
    close_day(room[0].unit.id, viewer=room[0].head, now=timezone.now())

    page = take(hall, room)

    assert page.status_code == 422
    assert "đã ngừng nhận số" in text_of(page)
    assert "queue-kiosk" in text_of(page)


@pytest.mark.parametrize("name", ["kiosk", "screen"])
def test_without_the_right_key_nothing_opens(hall, room, name):
    other = room[2]["screen" if name == "kiosk" else "kiosk"]

    for key in ("sai-khoa", other):
        page = hall.get(reverse(f"portal:{name}", args=[key]))
        assert page.status_code == 422
        assert "không còn dùng được" in text_of(page)
    for device in QueueDevice.objects.all():
        withdraw_device(device.id, viewer=room[0].head, now=timezone.now())
    assert hall.get(reverse(f"portal:{name}", args=[room[2][name]])).status_code == 422
    assert take(hall, room).status_code == 422
    assert Ticket.objects.count() == 0


def test_the_screen_shows_numbers_and_nobody(hall, room):
    take(hall, room, tt=[MARRIAGE])
    call_next(room[1].id, viewer=room[0].reception, now=timezone.now())
    address = reverse("portal:screen", args=[room[2]["screen"]])

    whole, part = text_of(hall.get(address)), text_of(hall.get(address, {"phan": "bang"}))

    assert part in whole
    assert "Quầy 1" in part
    assert 'aria-live="polite"' in whole
    assert "hôn nhân" not in whole


def test_the_page_of_a_ticket_tells_each_state(hall, room):
    take(hall, room)
    ticket, people, counter = Ticket.objects.get(), room[0], room[1]
    address = reverse("portal:ticket", args=[ticket.code])
    hall.post(reverse("portal:kiosk", args=[room[2]["kiosk"]]), {"client_key": "two", "uu-tien": "1"})

    def told():
        return text_of(hall.get(address))

    now = timezone.now()
    assert "Còn 1 người trước bạn" in told()
    assert "chưa đủ lượt phục vụ" in told()
    first = call_next(counter.id, viewer=people.reception, now=now)
    assert "Số 2: thuộc lượt ưu tiên" in told()
    note_missed(first.id, counter.id, viewer=people.reception, now=now)
    call_next(counter.id, viewer=people.reception, now=now)
    assert "Mời đến quầy 1" in told()
    close_day(people.unit.id, viewer=people.head, now=now)
    assert "cơ quan xin lỗi bạn" in told()
    assert hall.get(reverse("portal:ticket", args=["khongcophieu"])).status_code == 404


def tomorrow():
    return add_working_days(timezone.localdate(), 1, work_calendar())


def hour(place=0):
    return list(slots_on(tomorrow(), 30, work_calendar()))[place].isoformat()


def test_book_see_the_code_and_cancel(client, room, person):
    address = reverse("portal:book_visit", args=[room[0].unit.id])
    assert world.unit_of().name in text_of(client.get(reverse("portal:visits"), {"q": "phu khuong"}))
    assert "còn 1 chỗ" in text_of(client.get(address))

    page = text_of(client.post(address, {"gio": hour(), "tt": [MARRIAGE]}, follow=True))

    visit = Visit.objects.get()
    assert visit.code in page
    assert visit.procedures == [MARRIAGE]
    again = client.post(address, {"gio": hour(1)})
    assert again.status_code == 422
    assert "đã có lịch hẹn ở nơi này" in text_of(again)
    done = client.post(reverse("portal:cancel_visit", args=[visit.id]), follow=True)
    assert "Đã hủy lịch" in text_of(done)


@pytest.mark.parametrize("typed", ["", "khong phai gio", "2026-11-03T09:00:00", "9" * 500])
def test_an_hour_nobody_can_read_is_asked_for_again(client, room, person, typed):
    page = client.post(reverse("portal:book_visit", args=[room[0].unit.id]), {"gio": typed})

    assert page.status_code == 422
    assert "Hãy chọn giờ đến" in text_of(page)


def test_the_code_at_the_kiosk_gives_a_number_on_its_day_only(client, hall, room, person):
    client.post(reverse("portal:book_visit", args=[room[0].unit.id]), {"gio": hour()})
    code = Visit.objects.get().code

    page = take(hall, room, hen="1", **{"ma-hen": code})

    assert page.status_code == 422
    assert "Không có lịch hẹn mang mã này ở đây hôm nay" in text_of(page)
    Visit.objects.update(day=timezone.localdate(), slot_at=timezone.now() + timedelta(minutes=5))
    done = take(hall, room, hen="1", **{"ma-hen": code})
    assert Ticket.objects.get().source == "booked"
    assert "queue-number" in text_of(done)


def test_empty_states_say_what_to_do(client, people, person):
    assert "Chưa có nơi nào nhận đặt lịch" in text_of(client.get(reverse("portal:visits")))
    assert "Bạn chưa có lịch hẹn nào" in text_of(client.get(reverse("portal:visits")))


def test_booking_needs_a_citizen(hall, room):
    page = hall.get(reverse("portal:book_visit", args=[room[0].unit.id]))

    assert page.status_code == 302
    assert reverse("portal:sign_in") in page.url
