# SPDX-License-Identifier: EUPL-1.2
"""The counter page and its settings, as officers and the head use them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.modules.onestop.actions.queue_settings import Settings, set_counter, set_place
from tinhso.modules.onestop.actions.queue_tickets import Wish, take_at_desk
from tinhso.modules.onestop.models import QueueCounter, QueueDevice, QueuePlace, Ticket
from tinhso.modules.onestop.tests import world

SETTINGS = {
    "groups": ["elderly", "merit"],
    "favoured_in_row": "3",
    "grace_minutes": "10",
    "slot_minutes": "20",
    "slot_capacity": "2",
    "days_ahead": "5",
}


@pytest.fixture
def room(people):
    """A place with two counters, none open, and one person waiting with a certificate of marital status."""
    now, unit_id, head = timezone.now(), people.unit.id, people.head
    set_place(unit_id, Settings([], slot_capacity=1), viewer=head, now=now)
    counters = [set_counter(unit_id, number, sectors=[], viewer=head, now=now) for number in (1, 2)]
    return people, counters


@pytest.fixture
def clerk(room, sign_in):
    """The clerk at counter 1."""
    browser = sign_in(room[0].reception)
    press(browser, room[1][0], "mo")
    return browser


def press(browser, counter, name, **data):
    return browser.post(reverse("desk:queue_deed", args=[counter.id, name]), data, follow=True).content.decode()


def give(room, *codes):
    wish = Wish(f"k{Ticket.objects.count()}", codes)
    return take_at_desk(room[0].unit.id, wish, viewer=room[0].reception, now=timezone.now())


def test_call_send_away_call_again_and_done(room, clerk):
    ticket = give(room, world.MARRIAGE_STATUS)

    page = press(clerk, room[1][0], "tiep")
    assert "Đang ở quầy: số 1" in page
    assert "xác nhận tình trạng hôn nhân" in page.lower()
    assert "Đã ghi số 1 không đến" in press(clerk, room[1][0], "vang", so=ticket.id)
    assert "Đã gọi lại số 1" in press(clerk, room[1][0], "lai", so=ticket.id)
    page = press(clerk, room[1][0], "xong", so=ticket.id)

    assert "Tiếp nhận hồ sơ của số 1 vừa xong" in page
    assert Ticket.objects.get().state == "served"


def test_reception_offers_the_procedures_of_the_number_at_the_counter(room, clerk, person):
    give(room, world.MARRIAGE_STATUS, "1.001193")
    press(clerk, room[1][0], "tiep")

    page = clerk.get(reverse("desk:counter_procedure", args=[person.id])).content.decode()

    assert "Số 1 đã chọn" in page
    for code in (world.MARRIAGE_STATUS, "1.001193"):
        assert reverse("desk:counter_file", args=[person.id, code]) in page


def test_a_stale_tab_is_told_and_changes_nothing(room, clerk):
    ticket = give(room)
    press(clerk, room[1][0], "tiep")
    press(clerk, room[1][0], "xong", so=ticket.id)

    assert "không còn ở quầy này" in press(clerk, room[1][0], "vang", so=ticket.id)
    assert "Không còn ai chờ" in press(clerk, room[1][0], "tiep")
    assert "Không rõ số nào" in press(clerk, room[1][0], "xong", so="bịa")
    assert Ticket.objects.get().state == "served"


def test_send_on_to_another_counter(room, clerk, sign_in):
    ticket = give(room)
    head = sign_in(room[0].head)
    press(head, room[1][1], "mo")
    press(clerk, room[1][0], "tiep")

    assert "Đã chuyển số 1 sang quầy 2" in press(clerk, room[1][0], "chuyen", so=ticket.id, quay="2")
    assert "Đang ở quầy: số 1" in press(head, room[1][1], "tiep")
    assert "chưa mở" in press(head, room[1][1], "chuyen", so=ticket.id, quay="99x")


def test_closing_the_last_counter_warns(room, clerk):
    give(room), give(room)

    assert "2 người đang chờ mà không còn quầy nào mở" in press(clerk, room[1][0], "dong")


def test_numbers_by_hand_and_the_waiting_list_without_script(room, clerk):
    address = reverse("desk:queue_hand_out", args=[room[0].unit.id])
    data = {"client_key": "k", "procedure": world.MARRIAGE_STATUS, "uu-tien": "1"}

    clerk.post(address, data)
    page = clerk.post(address, data, follow=True).content.decode()

    assert Ticket.objects.count() == 1
    assert "Đã phát số 1" in page
    part = clerk.get(reverse("desk:queue_of", args=[room[0].unit.id]), {"phan": "cho"}).content.decode()
    assert part in page
    assert "ưu tiên" in part


def test_the_day_ends_after_a_question(room, clerk):
    give(room)
    address = reverse("desk:queue_end_day", args=[room[0].unit.id])

    assert "Còn 1 người chờ" in clerk.get(address).content.decode()
    page = clerk.post(address, follow=True).content.decode()

    assert "1 người chưa được phục vụ" in page
    assert "Hôm nay đã kết thúc ngày lấy số" in page


def test_the_head_sets_up_from_nothing(people, sign_in):
    browser, unit_id = sign_in(people.head), people.unit.id
    assert "chưa dùng lấy số" in browser.get(reverse("desk:queue_of", args=[unit_id])).content.decode()
    address = reverse("desk:queue_settings", args=[unit_id])
    assert "Người cao tuổi" in browser.get(address).content.decode()

    browser.post(address, SETTINGS)
    browser.post(reverse("desk:queue_counter", args=[unit_id]), {"number": "1", "sectors": ["ho_tich"]})
    page = browser.post(
        reverse("desk:queue_device", args=[unit_id]), {"kind": "kiosk", "label": "Máy ở sảnh"}, follow=True
    ).content.decode()

    place = QueuePlace.objects.get()
    assert (place.priority_groups, place.slot_minutes) == (["elderly", "merit"], 20)
    assert QueueCounter.objects.get().sectors == ["ho_tich"]
    assert "/lay-so/" in page
    assert "/lay-so/" not in browser.get(address).content.decode()
    device = QueueDevice.objects.get()
    page = browser.post(reverse("desk:queue_device_withdraw", args=[unit_id, device.id]), follow=True)
    assert "Đã thu hồi" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "typed"), [("favoured_in_row", "0"), ("grace_minutes", ""), ("slot_minutes", "x"), ("days_ahead", "99999")]
)
def test_what_is_out_of_bounds_comes_back_with_what_was_typed(people, sign_in, name, typed):
    browser = sign_in(people.head)

    page = browser.post(reverse("desk:queue_settings", args=[people.unit.id]), SETTINGS | {name: typed})

    assert page.status_code == 422
    assert "Hãy nhập một số" in page.content.decode()
    assert not QueuePlace.objects.exists()


def test_who_does_not_work_there_sees_nothing(room, sign_in):
    people = room[0]
    elsewhere = world.staff(world.unit_of(world.OTHER_COMMUNE))
    pages = [reverse("desk:queue_of", args=[people.unit.id]), reverse("desk:queue_settings", args=[people.unit.id])]

    for viewer in (people.specialist, elsewhere.reception, elsewhere.head):
        browser = sign_in(viewer)
        assert {browser.get(page).status_code for page in pages} == {403}
    assert sign_in(people.reception).get(pages[1]).status_code == 403


def test_the_counter_page_asks_the_same_number_of_questions_however_many_wait(
    room, clerk, django_assert_max_num_queries
):
    for _ in range(20):
        give(room, world.MARRIAGE_STATUS)

    with django_assert_max_num_queries(40):
        clerk.get(reverse("desk:queue_of", args=[room[0].unit.id]))
