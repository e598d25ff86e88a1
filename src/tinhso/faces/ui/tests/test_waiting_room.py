# SPDX-License-Identifier: EUPL-1.2
"""A surge of sign-ins: first come first served, nobody gets an error, nobody gains by pushing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory

from tinhso.config import env
from tinhso.faces.ui import waiting_room
from tinhso.faces.ui.waiting_room import COOKIE, DOOR
from tinhso.kernel.identity import waiting
from tinhso.kernel.identity.models import WaitingRoom

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PACE = 2
BURST = PACE * waiting.BURST_SECONDS


@pytest.fixture
def clock(monkeypatch, db):
    """Stop the clock of the room; call it to move on."""
    cache.clear()
    at = [START]

    def go(seconds: float) -> None:
        at[0] += timedelta(seconds=seconds)

    monkeypatch.setattr(env, "SIGN_INS_PER_SECOND", PACE)
    monkeypatch.setattr(waiting_room.timezone, "now", lambda: at[0])
    return go


class Visitor:
    """A browser before the door, with its cookies; behind the door stands the e-ID, which may be down."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def come(self, *, status: int = 302) -> HttpResponse:
        request = RequestFactory().get(DOOR)
        request.COOKIES = dict(self.cookies)
        answer = waiting_room.WaitingRoom(lambda _request: HttpResponse(status=status))(request)
        self.cookies |= {name: one.value for name, one in answer.cookies.items()}
        return answer

    @property
    def is_in(self) -> bool:
        answer = self.come()
        assert answer.status_code in (200, 302)
        return answer.status_code == 302


def fill(more: int) -> Visitor:
    """Let a burst and so many more come; return the last."""
    for _ in range(BURST + more):
        last = Visitor()
        last.come()
    return last


def test_in_quiet_hours_nobody_waits(clock):
    assert all(Visitor().is_in for _ in range(BURST))


def test_first_come_first_served(clock):
    people = [Visitor() for _ in range(BURST + 12)]
    entered = [number for number, one in enumerate(people) if one.is_in]

    assert entered == list(range(BURST))
    for _round in range(8):
        clock(1)
        # The last comers push hardest: they ask first in every round.
        entered += sorted(n for n in reversed(range(len(people))) if n not in entered and people[n].is_in)
    assert entered == list(range(len(people)))


def test_the_page_says_how_long_and_asks_again_by_itself(clock):
    answer = fill(300).come()

    text = answer.content.decode()
    assert "Số người đang chờ trước bạn: 300" in text
    assert "Còn khoảng 3 phút" in text
    assert 3 <= int(answer.headers["Refresh"]) <= 60
    assert answer.headers["Cache-Control"] == "no-store"


def test_asking_again_keeps_the_place_and_draws_nothing(clock):
    visitor = fill(5)
    drawn = WaitingRoom.objects.get().drawn

    assert not any(visitor.is_in for _ in range(4))
    assert WaitingRoom.objects.get().drawn == drawn
    clock(3)
    assert visitor.is_in


@pytest.mark.parametrize("forged", ["1", "1:x:y", "", "999999999:1u:zz"])
def test_a_number_of_ones_own_making_is_none(clock, forged):
    fill(5)
    visitor = Visitor()
    visitor.cookies[COOKIE] = forged

    assert not visitor.is_in


def test_a_number_is_used_once(clock):
    visitor = fill(1)
    clock(1)

    assert visitor.is_in
    assert not visitor.cookies[COOKIE]


def test_a_number_kept_by_a_script_lets_in_once(clock):
    last = fill(1)
    clock(5)
    kept = dict(last.cookies)
    assert last.is_in

    again = Visitor()
    again.cookies = kept
    fill(BURST * 3)
    assert not again.is_in


def test_where_the_e_id_is_down_the_place_is_kept(clock):
    visitor = fill(1)
    clock(1)

    assert visitor.come(status=503).status_code == 503
    fill(20)
    assert visitor.is_in


def test_who_comes_back_hours_into_a_surge_draws_anew(clock):
    visitor = fill(1)
    clock(3 * 3600)
    WaitingRoom.objects.update(drawn=10_000, served=9_000, at=START + timedelta(hours=3))

    assert not visitor.is_in
    assert WaitingRoom.objects.get().drawn == 10_001


def test_a_clock_set_back_lets_nobody_past(clock):
    visitor = fill(3)
    clock(-3600)

    assert not visitor.is_in
    assert not Visitor().is_in
    clock(3600 + 2)
    assert visitor.is_in


def test_officers_and_other_pages_do_not_wait(clock, client):
    fill(5)

    assert client.get("/tai-khoan/login/").status_code == 200
    assert client.get("/dang-nhap/").status_code == 200


def test_the_door_is_the_one_the_button_leads_to(client, db):
    assert DOOR in client.get("/dang-nhap/").content.decode()


def test_no_room_when_the_operator_wants_none(clock, monkeypatch):
    monkeypatch.setattr(env, "SIGN_INS_PER_SECOND", 0)

    assert all(Visitor().is_in for _ in range(BURST + 5))
    assert not WaitingRoom.objects.exists()
