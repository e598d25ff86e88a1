# SPDX-License-Identifier: EUPL-1.2
"""Orders to the post over the wire: placed once, told in any order, twice or late; the price is the post's word."""

import itertools
from datetime import timedelta
from typing import Any

import pytest

from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.queries import acts_between
from tinhso.kernel.exchange.models import Message
from tinhso.modules.onestop.actions.post import OrderedBefore, place_postal_order
from tinhso.modules.onestop.errors import NotYourDesk
from tinhso.modules.onestop.models import PostalEvent, PostalOrder
from tinhso.modules.onestop.post.rules import AddressMissing, UnreadableEvent, read_event
from tinhso.modules.onestop.post.types import Address, PostKind
from tinhso.modules.onestop.queries.post import kinds_open, postal_orders
from tinhso.modules.onestop.tests import world

HOME = Address("Nguyễn Thị Bưởi", "0912345678", "12 Nguyễn Huệ, phường Phú Khương")
AT = world.START + timedelta(hours=5)
numbers = itertools.count(1)


@pytest.fixture
def order(post, people, person):
    return placed(world.completed(person, people), people)


def placed(dossier, people, kind: PostKind = PostKind.DELIVER, address: Address = HOME) -> PostalOrder:
    return place_postal_order(dossier.case_id, kind=kind, address=address, viewer=people.reception, now=AT)


def event(order: PostalOrder, state: str, minutes: int, **more: Any) -> dict[str, Any]:
    at = (AT + timedelta(minutes=minutes)).isoformat()
    return {"MaDon": order.number, "MaSuKien": f"{order.number}/{state}", "TrangThai": state, "ThoiDiem": at} | more


def stands(order: PostalOrder) -> tuple[str, int | None]:
    order.refresh_from_db()
    return order.state, order.cost_vnd


def test_an_order_reaches_the_post_and_its_events_reach_the_dossier(post, order):
    post.run()
    post.say(order.number, event(order, "1", 10, CuocPhi=32000, MaVanDon="EB123456789VN"))
    post.say(order.number, event(order, "3", 90, GhiChu="Người nhận ký."))
    post.run(timedelta(minutes=1))

    asked = post.took()[-1]
    (shown,) = postal_orders(order.dossier)
    assert (asked["MaDon"], asked["DiaChi"], asked["LoaiDon"]) == (order.number, HOME.place, "tra_ket_qua")
    assert stands(order) == ("done", 32000)
    assert (shown.tracking, [one.state for one in shown.told]) == ("EB123456789VN", ["taken", "done"])
    told = [one.verb for one in acts_between(1, 10**9) if one.verb.startswith("postal_order:")]
    assert told == ["postal_order:placed", "postal_order:reported", "postal_order:reported"]


@pytest.mark.parametrize("turn", list(itertools.permutations(["1", "2", "3"])), ids="".join)
def test_whatever_the_order_of_telling_the_latest_by_its_own_clock_counts(post, order, turn):
    minutes = {"1": 10, "2": 30, "3": 90}
    for state in turn:
        post.say(order.number, event(order, state, minutes[state]))
        post.run()

    assert stands(order)[0] == "done"


def test_an_event_told_twice_is_kept_once(post, order):
    post.behave("wrong", "again")
    post.say(order.number, event(order, "1", 10))
    post.behave("ok")
    post.say(order.number, event(order, "1", 10))  # as a message of another key
    post.run()

    assert PostalEvent.objects.count() == 1


def test_a_late_event_moves_nothing_back(post, order):
    post.say(order.number, event(order, "3", 90))
    post.run()
    post.say(order.number, event(order, "2", 30))
    post.run(timedelta(hours=5))

    assert stands(order)[0] == "done"


def test_the_price_is_what_the_post_said_last_and_never_ours(post, order):
    assert stands(order) == ("placed", None)
    post.say(order.number, event(order, "2", 30, CuocPhi=35000))
    post.say(order.number, event(order, "1", 10, CuocPhi=32000))
    post.say(order.number, event(order, "3", 90))
    post.run()

    assert stands(order) == ("done", 35000)


@pytest.mark.parametrize("how", ["busy", "garbage", "mute"])
def test_a_post_that_fails_gets_the_order_once_in_the_end(post, people, person, how):
    post.behave("wrong", how)
    made = placed(world.completed(person, people), people)
    post.run()
    post.behave("ok")
    post.run(timedelta(minutes=1))

    assert [one.get("MaDon") for one in post.took()].count(made.number) == 1
    assert Message.objects.get(key=f"post:{made.id}").state == "sent"


def test_a_second_press_places_no_second_order(post, people, order):
    with pytest.raises(OrderedBefore, match="đang thực hiện"):
        placed(order.dossier, people)

    assert PostalOrder.objects.count() == 1


def test_after_one_that_failed_another_can_be_placed(post, people, order):
    post.say(order.number, event(order, "4", 60))
    post.run()

    assert kinds_open(order.dossier) == [PostKind.DELIVER]
    assert placed(order.dossier, people).state == "placed"


def test_papers_are_fetched_before_reception_and_results_brought_after(post, people, person):
    filed = world.submitted(person)

    assert kinds_open(filed) == [PostKind.PICK_UP]
    with pytest.raises(Refused, match="không ở trạng thái"):
        placed(filed, people)
    assert placed(filed, people, PostKind.PICK_UP).kind == "nhan_ho_so"


def test_only_the_desk_that_received_it_orders(post, people, person):
    done = world.completed(person, people)

    with pytest.raises(NotYourDesk):
        place_postal_order(done.case_id, kind=PostKind.DELIVER, address=HOME, viewer=people.specialist, now=AT)


def test_without_a_post_nothing_is_ordered(people, person):
    done = world.completed(person, people)

    assert kinds_open(done) == []
    with pytest.raises(Refused, match="Chưa kết nối bưu chính"):
        placed(done, people)


@pytest.mark.parametrize("missing", range(3), ids=["name", "phone", "place"])
def test_an_address_that_lacks_something_is_refused(post, people, person, missing):
    done = world.completed(person, people)
    parts = [HOME.name, HOME.phone, HOME.place]
    parts[missing] = " "

    with pytest.raises(AddressMissing):
        placed(done, people, address=Address(*parts))

    assert not PostalOrder.objects.exists()


def test_an_event_of_no_order_is_refused_back(post, people):
    before = len(post.took())
    post.say("BC-0", {"MaDon": "BC-0", "MaSuKien": "1", "TrangThai": "1", "ThoiDiem": AT.isoformat()})
    post.run()

    assert [one["MaLoi"] for one in post.took()[before:]] == ["UnknownOrder"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"TrangThai": "9"},
        {"ThoiDiem": "hôm qua"},
        {"ThoiDiem": "2026-11-02T08:00:00"},
        {"CuocPhi": -1},
        {"CuocPhi": "32000"},
        {"MaSuKien": ""},
    ],
    ids=str,
)
def test_what_is_not_an_event_is_refused(wrong):
    good = {"MaDon": "BC-1", "MaSuKien": "1", "TrangThai": "1", "ThoiDiem": AT.isoformat()}

    with pytest.raises(UnreadableEvent):
        read_event(str(good | wrong).replace("'", '"'))
