# SPDX-License-Identifier: EUPL-1.2
"""A dossier as the portal learns of it, over the wire: in order, once in effect, whatever the portal does."""

import json
from datetime import timedelta

import pytest
import requests

from tinhso.kernel.events.tasks import pump
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange import actions as exchange
from tinhso.kernel.exchange import queries
from tinhso.kernel.exchange.actions import delivery
from tinhso.kernel.exchange.models import Message
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.national import channel
from tinhso.modules.onestop.national.reconciliation import reconcile, replay_day
from tinhso.modules.onestop.tests import world

OPERATOR = Actor("officer:1")
LATER = world.START + timedelta(hours=8)


def states_told() -> list[str]:
    found = Message.objects.filter(state="sent").order_by("sequence")
    records = [json.loads(one.body)["data"][0] for one in found]
    return [one.get("TrangThaiHoSo") or one["TrangThai"] for one in records]


def differences(day=world.TODAY) -> list[str]:
    return [str(one.kind) for one in reconcile(day, now=LATER).differences.order_by("id")]


def test_a_life_is_told_step_by_step_in_order(portal, people, person):
    dossier = world.completed(person, people)
    portal.tell()

    one = portal.held()[dossier.provisional]
    body = one["body"]

    assert states_told() == ["1", "2", "4", "4", "4", "9"]
    assert (one["state"], one["versions"], one["steps"]) == ("9", 3, 3)
    assert (body["MaTTHC"], body["KenhThucHien"], body["LoaiDoiTuong"]) == (world.MARRIAGE_STATUS, "2", "1")
    assert body["SoBienNhan"] == dossier.code
    assert body["NgayTiepNhan"] == "20261102083000"
    assert len(body["NgayHenTra"]) == 14
    assert "DanhSachLePhi" not in body
    assert differences() == []


def test_a_supplement_is_told_with_its_list_and_its_dates(portal, people, person):
    dossier = world.processing(person, people)
    actions.request_supplement(
        dossier.case_id,
        viewer=people.specialist,
        items=["Bản sao quyết định ly hôn"],
        ground="thieu_thanh_phan",
        reason="Hồ sơ thiếu quyết định ly hôn đã có hiệu lực.",
        now=world.START + timedelta(hours=3),
    )
    portal.tell()

    one = portal.held()[dossier.provisional]
    (asked,) = one["body"]["DanhSachHoSoBoSung"]

    assert one["state"] == "5"
    assert "Bản sao quyết định ly hôn" in asked["NoiDungBoSung"]
    assert asked["NgayBoSung"] == "20261102110000"
    assert differences() == []


def test_the_counter_works_while_the_portal_is_down_and_everything_arrives_after(portal, people, person):
    portal.behave("down")
    dossier = world.completed(person, people)
    assert portal.tell() == 0
    assert portal.held() == {}
    refused = reconcile(world.TODAY, now=LATER)

    portal.behave("ok")
    portal.tell(timedelta(minutes=1))

    assert "chưa trả lời" in refused.fault
    assert states_told() == ["1", "2", "4", "4", "4", "9"]
    assert portal.held()[dossier.provisional]["state"] == "9"
    assert differences() == []


def test_a_slow_portal_counts_as_down_and_its_repeat_is_recognised(portal, people, person, monkeypatch):
    world.submitted(person)
    portal.tell()
    assert Message.objects.get().state == "sent"
    world.received(world.citizen("083190000124", "Trần Văn Dừa"), people)
    monkeypatch.setattr(channel, "TIMEOUT_SECONDS", (3.0, 0.1))
    portal.behave("slow")
    assert portal.tell() == 0

    monkeypatch.setattr(channel, "TIMEOUT_SECONDS", (3.0, 10.0))
    portal.behave("ok")
    portal.tell(timedelta(minutes=1))

    assert not Message.objects.exclude(state="sent").exists()
    assert [one["versions"] for one in portal.held().values()].count(2) == 1


def test_killed_between_send_and_commit_the_portal_recognises_the_repeat(portal, people, person, monkeypatch):
    dossier = world.submitted(person)
    before = portal.repeats()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_sent", killed)
        with pytest.raises(KeyboardInterrupt):
            portal.tell()
    portal.tell()

    assert portal.held()[dossier.provisional]["versions"] == 1
    assert portal.repeats() == before + 1
    assert "đã nhận trước đó" in Message.objects.get().receipt


def test_an_answer_that_never_came_leads_to_a_repeat_and_no_second_version(portal, people, person):
    dossier = world.submitted(person)
    portal.behave("wrong", "mute")
    assert portal.tell() == 0

    portal.behave("ok")
    portal.tell(timedelta(minutes=1))

    assert portal.held()[dossier.provisional]["versions"] == 1


@pytest.mark.parametrize("how", ["busy", "garbage"])
def test_a_portal_that_answers_nonsense_is_asked_again(portal, people, person, how):
    dossier = world.submitted(person)
    portal.behave("wrong", how)
    assert portal.tell() == 0

    portal.behave("ok")

    assert portal.tell(timedelta(seconds=30)) == 1
    assert portal.held()[dossier.provisional]["state"] == "1"


def test_a_portal_that_takes_twice_holds_the_same_state(portal, people, person):
    portal.behave("wrong", "twice")
    dossier = world.received(person, people)
    portal.tell()
    portal.behave("ok")

    assert portal.held()[dossier.provisional]["versions"] > 2
    assert differences() == []


def test_what_the_portal_lost_is_found_at_night_and_told_anew(portal, people, person):
    portal.behave("wrong", "lose")
    dossier = world.completed(person, people)
    portal.tell()
    portal.behave("ok")
    lost = differences()
    dead = len(queries.dead_letters())

    assert replay_day(world.TODAY, now=LATER, by=OPERATOR) == 1
    exchange.deliver_to("national", now=LATER)

    assert lost == ["missing_there"]
    assert dead <= 1
    assert portal.held()[dossier.provisional]["state"] == "9"
    assert differences() == []
    assert queries.dead_letters() == []


def test_a_portal_restored_from_an_old_backup_is_brought_up_to_date(portal, people, person):
    dossier = world.received(person, people)
    portal.tell()
    portal.forget(dossier.provisional)
    assert differences() == ["missing_there"]
    actions.assign(
        dossier.case_id,
        holder_id=people.specialist.officer_id,
        viewer=people.head,
        now=world.START + timedelta(hours=1),
    )
    portal.tell()
    assert len(queries.dead_letters()) == 1

    replay_day(world.TODAY, now=LATER, by=OPERATOR)
    exchange.deliver_to("national", now=LATER)

    assert portal.held()[dossier.provisional]["state"] == "4"
    assert differences() == []


def test_a_day_told_twice_makes_no_second_version(portal, people, person):
    dossier = world.received(person, people)
    portal.tell()
    for minutes in (1, 2):
        at = LATER + timedelta(minutes=minutes)
        replay_day(world.TODAY, now=at, by=OPERATOR)
        assert exchange.deliver_to("national", now=at) == 1

    assert portal.held()[dossier.provisional]["versions"] == 2


def test_a_business_error_goes_to_a_person_and_holds_the_dossier_only(portal, people, person):
    portal.behave("wrong")
    refused = world.received(person, people)
    portal.tell()
    portal.behave("ok")
    other = world.submitted(world.citizen("083190000124", "Trần Văn Dừa"))
    portal.tell()

    (dead,) = queries.dead_letters()
    assert "500" in dead.tries.get().answer
    assert list(portal.held()) == [other.provisional]
    exchange.resend(dead.id, now=LATER, by=OPERATOR)
    exchange.deliver_to("national", now=LATER)

    assert portal.held()[refused.provisional]["state"] == "2"


def test_other_state_other_date_and_unknown_dossiers_are_listed(portal, people, person):
    dossier = world.received(person, people)
    portal.tell()
    state = portal.held()[dossier.provisional]["body"]
    tampered = state | {"TrangThaiHoSo": "9", "NgayHenTra": "20270101000000"}
    strange = state | {"MaHoSo": "NT-KHONGCOTHAT"}
    body = {"madonvi": "H07", "service": "DongBoHoSoMC", "isUpdating": True, "data": [tampered, strange]}
    channel.CHANNEL.ask(portal.addresses["url"], body)

    found = {one.kind: one for one in reconcile(world.TODAY, now=LATER).differences.all()}

    assert set(found) == {"other_state", "other_date", "unknown_here"}
    assert (found["other_state"].ours, found["other_state"].theirs) == ("2 Được tiếp nhận", "9 Đã xử lý xong")
    assert found["unknown_here"].number == "NT-KHONGCOTHAT"


def test_wrong_credentials_lose_nothing(portal, people, person, monkeypatch):
    dossier = world.submitted(person)
    monkeypatch.setattr(channel.CHANNEL, "_sessions", {})
    with monkeypatch.context() as patch:
        patch.setattr("tinhso.config.env.NATIONAL_PASSWORD", "sai")
        assert portal.tell() == 0

    assert portal.tell(timedelta(seconds=30)) == 1
    assert dossier.provisional in portal.held()


def test_an_ended_session_is_opened_again(portal, people, person, monkeypatch):
    monkeypatch.setattr(channel.CHANNEL, "_sessions", {portal.addresses["url"]: "hết hạn"})
    world.submitted(person)

    assert portal.tell() == 1


def test_acts_before_the_connection_are_not_told(portal, people, person):
    world.submitted(person, now=world.START - timedelta(days=3))

    assert portal.tell() == 0


def test_the_first_act_of_a_dossier_older_than_the_connection_tells_the_whole(portal, people, person):
    dossier = world.submitted(person, now=world.START - timedelta(days=3))
    for act, viewer, more in (
        (actions.receive, people.reception, {}),
        (actions.assign, people.head, {"holder_id": people.specialist.officer_id}),
        (actions.start_work, people.specialist, {}),
    ):
        act(dossier.case_id, viewer=viewer, now=world.START, **more)

    portal.tell()

    assert not queries.dead_letters()
    assert states_told() == ["2", "4", "4"]
    assert portal.held()[dossier.provisional]["state"] == "4"


def test_every_message_carries_the_hash_the_portal_checks(portal, people, person):
    world.submitted(person)
    sent: list[dict] = []
    original = requests.post

    def spy(url: str, **more: object) -> requests.Response:
        sent.append(more)
        return original(url, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(channel.requests, "post", spy)
        portal.tell()

    headers = sent[-1]["headers"]
    assert headers["X-Message-Hash"] == Message.objects.get().digest
    assert len(bytes.fromhex(headers["X-Message-Signature"])) == 64


@pytest.mark.django_db(transaction=True)
def test_the_worker_tells_what_is_sealed(people, portal, person):
    dossier = world.submitted(person)

    while pump(now=LATER):
        pass
    sent = exchange.deliver_due(now=LATER)

    assert sent >= 1
    assert portal.held()[dossier.provisional]["state"] == "1"
