# SPDX-License-Identifier: EUPL-1.2
"""Row 74: dossiers of a ministry's system come in over the wire, counted apart, listed, nobody's to change."""

import inspect
import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tinhso.kernel.events.queries import acts_between
from tinhso.kernel.exchange.models import InMessage, Message
from tinhso.kernel.registry.queries import code_of
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.errors import KeptByMinistry
from tinhso.modules.onestop.folds_of_ministry import finished, received
from tinhso.modules.onestop.ministry.rules import UnreadableDossier, is_on_time, read_dossier
from tinhso.modules.onestop.models import Dossier, MinistryDossier
from tinhso.modules.onestop.queries.ministry import ministry_dossiers
from tinhso.modules.onestop.tests import world

numbers = itertools.count(1)
OPEN = {
    "HeThong": "Hệ thống đăng ký doanh nghiệp",
    "MaTTHC": "2.001610",
    "TenTTHC": "Đăng ký thành lập doanh nghiệp tư nhân",
    "TrangThaiHoSo": "4",
    "NgayTiepNhan": "20261030080000",
    "NgayHenTra": "20261104170000",
}
DONE = OPEN | {"TrangThaiHoSo": "10", "NgayKetThucXuLy": "20261104200000"}


def tell(ministry, number: str = "", **other: Any) -> str:
    number = number or f"DKDN-{next(numbers):05d}"
    unit = code_of(world.unit_of().id, world.TODAY)
    record = {name: value for name, value in (OPEN | other).items() if value is not None} | {"MaHoSo": number}
    ministry.say(number, {"madonvi": unit, "service": "DongBoHoSoMC", "isUpdating": False, "data": [record]})
    return number


def deltas() -> list[str]:
    folds = {"ministry_dossier:received": received, "ministry_dossier:finished": finished}
    return [one.fact for act in acts_between(1, 10**9) if act.verb in folds for one in folds[act.verb](act)]


def test_it_is_stored_listed_and_counted_apart(ministry, people):
    number = tell(ministry)
    ministry.run()
    tell(ministry, number, **DONE)
    ministry.run()

    (one,) = ministry_dossiers(people.head, text="doanh nghiep tu nhan")
    assert (one.number, one.state, one.on_time) == (number, "10", True)
    assert deltas() == ["onestop.ministry_received", "onestop.ministry_finished", "onestop.ministry_on_time"]
    assert not Dossier.objects.exists()


def test_told_twice_it_is_counted_once(ministry):
    ministry.behave("wrong", "again")
    number = tell(ministry, **DONE)
    ministry.behave("ok")
    ministry.run()
    tell(ministry, number, **DONE)
    ministry.run()

    assert MinistryDossier.objects.filter(number=number).count() == 1
    assert len(deltas()) == 3


def test_messages_in_the_wrong_order_end_as_told(ministry):
    ministry.behave("wrong", "late")
    number = tell(ministry)
    tell(ministry, number, **DONE)
    ministry.behave("wrong", "unordered")
    ministry._ask("POST", f"/api/outgoing/tell?number={number}")
    ministry.run()

    assert MinistryDossier.objects.get(number=number).state == "10"


@pytest.mark.parametrize("how", ["signature", "hash"])
def test_what_is_not_proven_is_not_kept(ministry, how):
    ministry.behave("wrong", how)
    tell(ministry)

    assert not InMessage.objects.exists()


def test_an_ended_one_told_as_open_is_refused_back_and_stays(ministry):
    number = tell(ministry, **DONE)
    tell(ministry, number, TrangThaiHoSo="4", NgayKetThucXuLy=None)
    ministry.run()

    assert MinistryDossier.objects.get(number=number).state == "10"
    assert [one["MaLoi"] for one in ministry.took()[-1:]] == ["EndedBefore"]


def test_another_ending_than_told_before_is_refused_back_and_the_figure_stays(ministry):
    number = tell(ministry, **DONE)
    tell(ministry, number, **DONE | {"NgayKetThucXuLy": "20261102080000"})
    ministry.run()

    assert MinistryDossier.objects.get(number=number).on_time is True
    assert [one["MaLoi"] for one in ministry.took()[-1:]] == ["EndedBefore"]
    assert len(deltas()) == 3


def test_a_refusal_waits_while_the_ministry_is_away(ministry):
    before = len(ministry.took())
    tell(ministry, TrangThaiHoSo="11")
    ministry.behave("wrong", "busy")
    ministry.run()
    ministry.behave("ok")
    assert Message.objects.get().state == "queued"

    ministry.run(timedelta(minutes=1))

    assert [one["MaLoi"] for one in ministry.took()[before:]] == ["UnreadableDossier"]


def fill(action: Any, viewer: Any) -> dict[str, Any]:
    """Return arguments of the right kind for everything an action asks for besides the dossier."""
    kinds = {
        "viewer": viewer,
        "now": world.START,
        "reason": "Lý do đủ dài để được nhận.",
        "body": "Nội dung đủ dài." * 3,
        "ground": "khong_du_dieu_kien" if "refus" in action.__name__ else "thieu_thanh_phan",
        "items": ["Bản sao quyết định"],
        "answer_by": world.START + timedelta(days=2),
    }
    asked = list(inspect.signature(action, eval_str=True).parameters.values())[1:]
    found = {}
    for one in asked:
        if one.default is inspect.Parameter.empty:
            plain = {str: "x" * 30, int: 1, bool: True}.get(one.annotation)
            found[one.name] = kinds.get(one.name, [] if plain is None else plain)
    return found


STEPS = [
    "receive",
    "refuse_intake",
    "request_intake_supplement",
    "assign",
    "start_work",
    "consult",
    "request_supplement",
    "propose_result",
    "propose_refusal",
    "sign_result",
    "sign_refusal",
    "apologise",
    "request_withdrawal",
    "verify",
    "redirect_dossier",
]


@pytest.mark.parametrize("name", STEPS)
def test_each_action_refuses_it_with_a_sentence(ministry, people, name):
    tell(ministry)
    ministry.run()
    kept, action = MinistryDossier.objects.get(), getattr(actions, name)

    with pytest.raises(KeptByMinistry, match="hệ thống của bộ giải quyết"):
        action(kept.id, **fill(action, people.head))

    assert MinistryDossier.objects.get().told_at == kept.told_at


def test_another_unit_does_not_see_it(ministry, people):
    tell(ministry)
    ministry.run()
    stranger = world.staff(world.unit_of(world.OTHER_COMMUNE)).head

    assert ministry_dossiers(people.head).exists()
    assert not ministry_dossiers(stranger).exists()


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"TrangThaiHoSo": "0"}, "TrangThaiHoSo"),
        ({"NgayTiepNhan": ""}, "NgayTiepNhan"),
        ({"NgayTiepNhan": "2026"}, "NgayTiepNhan"),
        ({"TrangThaiHoSo": "10"}, "NgayKetThucXuLy"),
        ({"NgayKetThucXuLy": "20261104200000"}, "NgayKetThucXuLy"),
        ({"HeThong": ""}, "HeThong"),
        ({"MaHoSo": "!"}, "MaHoSo"),
    ],
)
def test_a_record_that_is_not_one_is_refused_by_its_field(other, named):
    record = str(OPEN | {"MaHoSo": "A-001"} | other).replace("'", '"')

    with pytest.raises(UnreadableDossier, match=named):
        read_dossier(f'{{"service": "DongBoHoSoMC", "madonvi": "H07", "data": [{record}]}}')


@pytest.mark.parametrize(
    ("hours", "on_time"), [(0, True), (15, True), (16, False)], ids=["before", "the evening of the day", "the next day"]
)
def test_the_day_of_the_promise_ends_at_midnight(hours, on_time):
    """Bộ luật Dân sự 2015, Điều 148."""
    promised = world.START  # 8 o'clock in Vietnam

    assert is_on_time(promised + timedelta(hours=hours), promised) is on_time
    assert is_on_time(timezone.now(), None)
