# SPDX-License-Identifier: EUPL-1.2
"""The coordination API spoken instead of the sync service: the same messages, in order, once, compared nightly."""

from datetime import timedelta

import pytest
import requests

from tinhso.kernel.exchange import actions as exchange
from tinhso.kernel.exchange.actions import delivery
from tinhso.kernel.exchange.models import Message, TheirName
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.models import PortalFiling
from tinhso.modules.onestop.national import coordination
from tinhso.modules.onestop.national.dialects import UnknownProtocol
from tinhso.modules.onestop.national.reconciliation import connect, reconcile
from tinhso.modules.onestop.tests import world

LATER = world.START + timedelta(hours=8)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def spoken(portal):
    """The same portal, spoken to over the coordination API."""
    connect(portal.addresses["url"], now=world.START, by=world.SETUP, protocol="coordination")
    return portal


def differences(day=world.TODAY) -> list[str]:
    return [str(one.kind) for one in reconcile(day, now=LATER).differences.order_by("id")]


def theirs(dossier) -> str:
    return TheirName.objects.get(ours=dossier.provisional).theirs


def test_a_life_is_told_under_the_number_the_portal_drew(spoken, people, person):
    dossier = world.completed(person, people)
    spoken.tell()

    (number,) = spoken.held()
    body = spoken.held()[number]["body"]
    assert number == theirs(dossier) != dossier.provisional
    assert not Message.objects.exclude(state="sent").exists()
    assert (body["TrangThaiHoSo"], body["MaTTHC"], body["SoBienNhan"]) == ("9", world.MARRIAGE_STATUS, dossier.code)
    assert (body["LoaiDoiTuong"], body["ThongTinNguoiNop"]["IdDoiTuong"]) == ("0", "083190000123")
    assert (body["NgayNop"], body["NgayTiepNhan"]) == ("20261102080000", "20261102083000")
    assert spoken.held()[number]["steps"] == 3
    assert differences() == []


def test_files_are_handed_in_first_and_named_by_what_the_portal_gave(spoken, people, person, citizen_there):
    number = citizen_there.file({"tp02": world.PDF})
    citizen_there.work()
    spoken.tell()

    dossier = PortalFiling.objects.get(number=number).dossier
    (part,) = spoken.held()[number]["body"]["ThanhPhanHoSo"]
    (paper,) = part["GiayToDinhKem"]
    assert citizen_there.results(number) == ["ok"]
    assert TheirName.objects.get(ours=f"file:{paper['HashTepTin']}").theirs == paper["IdGiayTo"]
    assert not TheirName.objects.filter(ours=dossier.provisional).exists()  # the portal gave its number at filing
    assert part["LoaiBan"] == "2"
    assert differences() == []


def test_a_supplement_asked_and_answered_reaches_the_portal(spoken, people, citizen_there):
    number = citizen_there.file()
    citizen_there.work()
    actions.request_intake_supplement(
        PortalFiling.objects.get(number=number).dossier_id,
        viewer=people.reception,
        items=["Quyết định ly hôn"],
        ground="thieu_thanh_phan",
        reason="Hồ sơ thiếu quyết định ly hôn đã có hiệu lực.",
        now=world.START + timedelta(hours=5, minutes=5),
    )
    spoken.tell()
    asked = spoken.held()[number]
    citizen_there.about(number, "BoSungHoSo", {"tp02": world.PDF})
    citizen_there.work(30 * MINUTE)
    spoken.tell(30 * MINUTE)

    assert asked["state"] == "5"
    assert "Quyết định ly hôn" in asked["body"]["DanhSachHoSoBoSung"][0]["NoiDungBoSung"]
    assert citizen_there.results(number) == ["ok", "ok"]
    assert spoken.held()[number]["state"] == "1"
    assert len(spoken.held()[number]["body"]["ThanhPhanHoSo"]) == 1
    assert differences() == []


@pytest.mark.parametrize("how", ["down", "busy", "garbage", "mute"])
def test_whatever_the_portal_does_one_dossier_stands_there_in_the_end(spoken, people, person, how):
    spoken.behave(*(("down",) if how == "down" else ("wrong", how)))
    dossier = world.completed(person, people)
    assert spoken.tell() == 0

    spoken.behave("ok")
    spoken.tell(MINUTE)

    assert list(spoken.held()) == [theirs(dossier)]
    assert not Message.objects.exclude(state="sent").exists()
    assert spoken.held()[theirs(dossier)]["state"] == "9"
    assert differences() == []


def test_killed_after_the_portal_took_it_no_second_number_is_drawn(spoken, people, person, monkeypatch):
    dossier = world.submitted(person)
    before = spoken.repeats()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_sent", killed)
        with pytest.raises(KeyboardInterrupt):
            spoken.tell()
    spoken.tell()

    assert list(spoken.held()) == [theirs(dossier)]
    assert spoken.repeats() == before + 2  # the dossier and its status
    assert "đã nhận trước đó" in Message.objects.get().receipt


def test_a_refused_message_waits_for_a_person_and_holds_only_its_dossier(spoken, people, person):
    dossier = world.submitted(person)
    spoken.tell()
    spoken.behave("wrong", "error-code")
    actions.receive(dossier.case_id, viewer=people.reception, now=world.START + MINUTE)
    spoken.tell()
    spoken.behave("ok")
    other = world.submitted(world.citizen("083190000124", "Trần Văn Dừa"))
    spoken.tell(MINUTE)

    assert sorted(Message.objects.values_list("state", flat=True)) == ["dead", "sent", "sent"]
    assert sorted(spoken.held()) == sorted([theirs(dossier), theirs(other)])
    assert spoken.held()[theirs(dossier)]["state"] == "1"


def test_what_was_lost_there_is_found_at_night(spoken, people, person):
    dossier = world.received(person, people)
    spoken.tell()
    spoken.forget(theirs(dossier))

    assert differences() == ["missing_there"]


def test_what_only_the_portal_knows_is_found_at_night(spoken, people, person):
    token = coordination.CHANNEL._token(spoken.addresses["url"])
    body = {"MaHoSo": "H07-261102-999999", "MaTTHC": world.MARRIAGE_STATUS, "ChuHoSo": "A", "LoaiDoiTuong": "0"}
    body |= {"MaDonViTiepNhan": "H07", "NgayNop": "20261102080000", "ThongTinNguoiNop": {"LoaiDoiTuong": "0"}}
    body |= {"NgayTiepNhan": "20261102090000"}
    head = {"Authorization": f"Bearer {token}"}
    answer = requests.post(f"{spoken.addresses['url']}/v2/HoSo", json=body, headers=head, timeout=5)

    assert answer.status_code == 200
    assert differences() == ["unknown_here"]


def test_a_token_that_ended_is_asked_for_again(spoken, people, person, monkeypatch):
    monkeypatch.setattr(coordination.CHANNEL, "_tokens", {spoken.addresses["url"]: "het-han"})
    world.submitted(person)

    assert spoken.tell() == 1


def test_a_wrong_secret_loses_nothing(spoken, people, person, monkeypatch):
    monkeypatch.setattr(coordination.CHANNEL, "_tokens", {})
    with monkeypatch.context() as patch:
        patch.setattr("tinhso.config.env.NATIONAL_PASSWORD", "sai")
        world.submitted(person)
        assert spoken.tell() == 0
        assert "TINHSO_NATIONAL_PASSWORD" in Message.objects.get().tries.get().answer

    assert spoken.tell(MINUTE) == 1


def test_what_was_told_before_the_change_keeps_its_number(portal, people, person):
    dossier = world.received(person, people)
    portal.tell()
    connect(portal.addresses["url"], now=world.START, by=world.SETUP, protocol="coordination")
    holder = people.specialist.officer_id
    actions.assign(dossier.case_id, holder_id=holder, viewer=people.head, now=world.START + timedelta(hours=1))
    portal.tell(MINUTE)

    assert list(portal.held()) == [dossier.provisional]
    assert portal.held()[dossier.provisional]["state"] == "4"
    assert not TheirName.objects.exists()


def test_what_waits_goes_the_way_chosen_last(spoken, people, person):
    spoken.behave("down")
    dossier = world.submitted(person)
    spoken.tell()
    spoken.behave("ok")
    connect(spoken.addresses["url"], now=world.START, by=world.SETUP, protocol="sync")
    exchange.deliver_to("national", now=LATER)

    assert list(spoken.held()) == [dossier.provisional]


def test_a_protocol_nobody_speaks_is_refused(portal):
    with pytest.raises(UnknownProtocol, match="TINHSO_NATIONAL_PROTOCOL"):
        connect(portal.addresses["url"], now=world.START, by=world.SETUP, protocol="soap")
