# SPDX-License-Identifier: EUPL-1.2
"""Bundles (63/2024/NĐ-CP): components become parts at reception, results pass on, receipts are counted in hours."""

from datetime import UTC, datetime, timedelta

import pytest

from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.errors import NotYourTurn, StepImpossible
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.models import Act
from tinhso.modules.onestop import actions, definitions
from tinhso.modules.onestop.actions.bundles import body_of
from tinhso.modules.onestop.errors import NoBodyResponsible, StillOut
from tinhso.modules.onestop.linked import clocks
from tinhso.modules.onestop.linked.bundles import check_outputs, read_bundle
from tinhso.modules.onestop.linked.types import PartStanding
from tinhso.modules.onestop.models import BookLine, Dossier, LinkedPart
from tinhso.modules.onestop.queries import parts as queries
from tinhso.modules.onestop.tests import linked, world
from tinhso.modules.onestop.tests.linked import BIRTH, BORN, DEATH, DONE, part_of, state
from tinhso.modules.onestop.tests.world import START, TODAY, plain_seal

LATER = START + timedelta(hours=3)


@pytest.fixture
def police(people):
    return linked.police()


@pytest.fixture
def insurance(people):
    return linked.insurance()


@pytest.fixture
def bodies(police, insurance):
    return {"thuong_tru": police, "can_cuoc": police, "the_bhyt": insurance}


YIELDS = {
    "thuong_tru": {"ngay_thuong_tru": "2026-11-02"},
    "the_bhyt": {"so_the_bhyt": "TE1838322600771"},
    "can_cuoc": {"ngay_cap_can_cuoc": "2026-11-02"},
}


def do(dossier: Dossier, key: str, body: linked.Body, now: datetime = LATER) -> None:
    part = part_of(dossier, key)
    actions.acknowledge_part(part.pk, viewer=body.reception, now=now)
    actions.answer_part(
        part.pk, answer=DONE, fulfilled=True, produced=YIELDS[key], viewer=body.specialist, now=now + timedelta(hours=1)
    )


@pytest.mark.parametrize(
    ("code", "answers", "places"),
    [
        # 63/2024/NĐ-CP; danh mục 3.000722: khai sinh trước, thường trú, thẻ BHYT, căn cước cùng lúc sau đó
        (BIRTH, {"cap_the": True}, {"thuong_tru": 1, "the_bhyt": 1, "can_cuoc": 1}),
        (BIRTH, {"cap_the": False}, {"thuong_tru": 1, "the_bhyt": 1}),
        # danh mục 2.002913: khai tử trước
        (DEATH, {}, {"xoa_thuong_tru": 1, "mai_tang": 1, "tu_tuat": 1}),
    ],
)
def test_the_components_of_a_bundle(code, answers, places):
    found = read_bundle(definitions.bundles()[code], answers)

    assert {one.key: one.place for one in found.others} == places
    assert all(one.limit_working_days is None for one in found.others)  # no number was read, none is made up


def test_every_bundle_is_a_procedure_of_the_list_and_asks_what_its_form_asks():
    codes = {one["code"] for one in definitions.procedures()}
    for code, raw in definitions.bundles().items():
        form = definitions.forms().get(code)
        asked = {one["key"] for section in form["sections"] for one in section["fields"]} if form else set()
        for component in raw["components"]:
            assert set(component.get("declared") or ()) <= asked
            assert component["procedure"] is None or component["procedure"] in codes
        assert code in codes


def broken(**changes):
    lead = {"key": "a", "title": "A", "result": "A", "body": "lead", "produces": []}
    other = {"key": "b", "title": "B", "result": "B", "body": "x", "produces": [], **changes}
    return {"key": "thu", "title": "Thử", "law": "", "components": [lead, other]}


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (broken(body="lead"), "one leading component, has 2"),
        (broken(after=["b"]), "wait for one another"),
        (broken(after=["c"]), "wait for one another"),
        (broken(needs=["so_dinh_danh"]), "nobody before it yields"),
    ],
)
def test_a_bundle_that_cannot_be_carried_out_is_seen(raw, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_bundle(raw, {})


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({**BORN, "so_dang_ky": " "}, "Chưa nhập “Số đăng ký khai sinh”"),
        ({**BORN, "so_dinh_danh": "12345"}, "Số định danh cá nhân của trẻ"),
        ({**BORN, "ngay_dang_ky": "2026-02-30"}, "không phải là ngày trong lịch"),
        ({**BORN, "ngay_dang_ky": "2026-11-03"}, "không được sau ngày hôm nay"),
        ({**BORN, "so_dang_ky": "1" * 61}, "dài quá 60 ký tự"),
    ],
)
def test_result_data_that_cannot_be_right_is_refused(values, sentence):
    lead = read_bundle(definitions.bundles()[BIRTH], {}).lead

    with pytest.raises(Refused, match=sentence):
        check_outputs(lead.produces, values, TODAY)


@pytest.mark.parametrize(
    ("sent", "until"),
    [
        # 63/2024/NĐ-CP, Điều 7 [B]: ≤ 2 giờ làm việc; giờ làm việc 7:30–11:30, 13:00–17:00
        (datetime(2026, 11, 2, 1, 30, tzinfo=UTC), datetime(2026, 11, 2, 3, 30, tzinfo=UTC)),
        (datetime(2026, 11, 2, 3, 30, tzinfo=UTC), datetime(2026, 11, 2, 7, 0, tzinfo=UTC)),  # over noon
        (datetime(2026, 11, 6, 9, 30, tzinfo=UTC), datetime(2026, 11, 9, 2, 0, tzinfo=UTC)),  # over the weekend
    ],
)
def test_receipt_is_counted_in_office_hours(people, sent, until):
    assert clocks.acknowledge_by(sent) == until


def test_a_status_is_told_within_ten_minutes_day_and_night():
    night = datetime(2026, 11, 7, 16, 0, tzinfo=UTC)

    assert clocks.push_by(night) == night + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("until", "done", "now", "standing"),
    [
        (None, None, 5, PartStanding.NONE),
        (3, None, 2, PartStanding.RUNNING),
        (3, 3, 9, PartStanding.KEPT),
        (3, 4, 9, PartStanding.LATE),
        (3, None, 4, PartStanding.LATE),
    ],
)
def test_how_a_clock_stands(until, done, now, standing):
    instants = [None if hours is None else START + timedelta(hours=hours) for hours in (until, done)]

    assert clocks.standing(*instants, START + timedelta(hours=now)) is standing


def test_reception_opens_a_part_at_each_body(people, person, bodies):
    dossier = linked.received(person, people)

    found = {one.component: one for one in LinkedPart.objects.filter(dossier=dossier).select_related("case")}
    assert {key: part.case.unit_id for key, part in found.items()} == {k: b.unit.id for k, b in bodies.items()}
    assert {part.case.state for part in found.values()} == {"planned"}
    assert not casework.inbox(bodies["the_bhyt"].reception).exists()


def test_nothing_is_received_when_a_body_is_missing(people, person, police):
    dossier = linked.filed(person, people)

    with pytest.raises(NoBodyResponsible, match="Cấp thẻ bảo hiểm y tế"):
        actions.receive(dossier.case_id, viewer=people.reception, now=LATER)


def test_registration_passes_the_number_on_and_sends_all_parts_at_once(people, person, bodies):
    dossier = linked.registered(person, people)

    residence = part_of(dossier, "thuong_tru")
    assert state(dossier) == "forwarded_peer"
    assert residence.given == BORN
    assert part_of(dossier, "can_cuoc").given == {"so_dinh_danh": BORN["so_dinh_danh"]}
    assert residence.acknowledge_by == clocks.acknowledge_by(residence.sent_at)
    assert casework.inbox(bodies["the_bhyt"].reception).get().id == part_of(dossier, "the_bhyt").pk


def test_the_dossier_comes_back_when_the_last_body_has_answered_and_is_signed(people, person, bodies):
    dossier = linked.registered(person, people)
    for number, (key, body) in enumerate(bodies.items()):
        assert state(dossier) == "forwarded_peer"
        do(dossier, key, body, LATER + timedelta(hours=number))

    assert state(dossier) == "processing"
    body = "Trả kết quả liên thông khai sinh cho trẻ Lê Thị Mận."
    after = LATER + timedelta(hours=5)
    actions.propose_result(dossier.case_id, body=body, viewer=people.specialist, now=after)
    actions.sign_result(dossier.case_id, viewer=people.leader, now=after, sealer=plain_seal)
    lines = queries.lines_of(Dossier.objects.get(pk=dossier.pk), after)
    assert {one.title: one.fulfilled for one in lines} == {
        "Giấy khai sinh": True,
        "Thông tin thường trú": True,
        "Thẻ bảo hiểm y tế": True,
        "Thẻ căn cước": True,
    }
    assert lines[0].pieces[0].value == BORN["so_dinh_danh"]


def test_parent_and_parts_count_once(people, person, bodies):
    """Invariant 7: the book and the acts that figures are folded from know one dossier."""
    dossier = linked.registered(person, people)
    do(dossier, "thuong_tru", bodies["thuong_tru"])

    mine = Act.objects.filter(case_id__in=[dossier.pk, *LinkedPart.objects.values_list("case_id", flat=True)])
    assert BookLine.objects.filter(dossier=dossier).count() == 1
    assert mine.filter(verb="dossier:received").count() == 1
    on_parts = mine.exclude(case_id=dossier.pk).values_list("verb", flat=True)
    assert on_parts
    assert all(verb.startswith("part:") for verb in on_parts)


def test_no_result_before_the_lead_and_all_parts_are_done(people, person, bodies):
    dossier = linked.examined(person, people)

    with pytest.raises(StillOut, match="Chưa ghi kết quả của cơ quan chủ trì"):
        actions.propose_result(dossier.case_id, body="Trả kết quả liên thông.", viewer=people.specialist, now=LATER)


def test_it_is_registered_once_and_only_for_a_bundle(people, person, bodies):
    dossier = linked.registered(person, people)
    plain = world.processing(world.citizen("083190000777", "Trần Thị Dừa"), people)

    with pytest.raises(StepImpossible, match="Liên thông cùng cấp"):
        actions.register_bundle(dossier.case_id, produced=BORN, viewer=people.specialist, now=LATER)
    with pytest.raises(Refused, match="không phải hồ sơ liên thông"):
        actions.register_bundle(plain.case_id, produced=BORN, viewer=people.specialist, now=LATER)


def test_only_what_is_optional_is_left_out(people, person, bodies):
    birth = linked.examined(person, people)
    death = linked.examined(world.citizen("083190000777", "Trần Thị Dừa"), people, code=DEATH)

    with pytest.raises(Refused, match="không bắt buộc"):
        actions.register_bundle(
            birth.case_id, produced=BORN, left_out=["thuong_tru"], viewer=people.specialist, now=LATER
        )
    actions.register_bundle(
        death.case_id, produced=linked.DIED, left_out=["tu_tuat"], viewer=people.specialist, now=LATER
    )

    assert state(part_of(death, "tu_tuat")) == "recalled"
    assert state(part_of(death, "mai_tang")) == "sent"


def test_the_body_must_confirm_before_it_answers_and_only_that_body_may(people, person, bodies):
    dossier = linked.registered(person, people)
    part = part_of(dossier, "the_bhyt")

    with pytest.raises(StepImpossible, match="chờ xác nhận"):
        actions.answer_part(part.pk, answer=DONE, fulfilled=False, viewer=bodies["the_bhyt"].specialist, now=LATER)
    with pytest.raises(NotYourTurn):
        actions.acknowledge_part(part.pk, viewer=bodies["thuong_tru"].reception, now=LATER)
    with pytest.raises(NotYourTurn):
        actions.acknowledge_part(part.pk, viewer=people.specialist, now=LATER)


def test_a_part_that_cannot_be_done_says_why_and_asks_for_no_data(people, person, bodies):
    dossier = linked.registered(person, people)
    part = part_of(dossier, "the_bhyt")
    actions.acknowledge_part(part.pk, viewer=bodies["the_bhyt"].reception, now=LATER)

    with pytest.raises(Refused, match="Chưa nhập “Số thẻ"):
        actions.answer_part(part.pk, answer=DONE, fulfilled=True, viewer=bodies["the_bhyt"].specialist, now=LATER)
    done = actions.answer_part(
        part.pk,
        answer="Trẻ đã được cấp thẻ ở nơi khác.",
        fulfilled=False,
        viewer=bodies["the_bhyt"].specialist,
        now=LATER,
    )

    assert (done.fulfilled, done.produced) == (False, {})


def test_a_receipt_that_is_late_raises_one_alert_that_both_sides_see(people, person, bodies):
    dossier = linked.registered(person, people)
    part = part_of(dossier, "the_bhyt")
    late = part.acknowledge_by + timedelta(minutes=1)

    assert actions.alert_unacknowledged(now=part.acknowledge_by) == 0
    assert actions.alert_unacknowledged(now=late) == 3
    assert actions.alert_unacknowledged(now=late + timedelta(hours=1)) == 0

    assert [one.pk for one in queries.unacknowledged(bodies["the_bhyt"].reception, late)] == [part.pk]
    assert len(queries.unacknowledged(people.head, late)) == 3
    act = Act.objects.get(verb="part:unacknowledged", case_id=part.pk)
    assert act.rule == "63/2024/NĐ-CP, Điều 7"
    actions.acknowledge_part(part.pk, viewer=bodies["the_bhyt"].reception, now=late)
    assert Act.objects.get(verb="part:acknowledged", case_id=part.pk).data["on_time"] is False


def test_a_withdrawn_dossier_takes_its_parts_back(people, person, bodies):
    dossier = linked.registered(person, people)
    do(dossier, "thuong_tru", bodies["thuong_tru"])
    actions.request_withdrawal(dossier.case_id, viewer=world.viewer(person), now=LATER + timedelta(hours=2))
    reason = "Công dân rút hồ sơ để nộp lại."

    actions.confirm_stop(dossier.case_id, viewer=people.reception, reason=reason, now=LATER + timedelta(hours=3))

    states = {key: state(part_of(dossier, key)) for key in bodies}
    assert states == {"thuong_tru": "answered", "the_bhyt": "recalled", "can_cuoc": "recalled"}


def test_a_component_that_is_taken_back_lets_the_dossier_go_on(people, person, bodies):
    dossier = linked.registered(person, people, cap_the=False)
    do(dossier, "thuong_tru", bodies["thuong_tru"])
    part = part_of(dossier, "the_bhyt")

    with pytest.raises(Refused, match="vì sao rút lại"):
        actions.recall_part(part.pk, reason="sai", viewer=people.specialist, now=LATER + timedelta(hours=2))
    with pytest.raises(NotYourTurn):
        actions.recall_part(part.pk, reason="Gửi nhầm cơ quan.", viewer=people.colleague, now=LATER)
    actions.recall_part(
        part.pk, reason="Trẻ đã có thẻ bảo hiểm y tế.", viewer=people.specialist, now=LATER + timedelta(hours=2)
    )

    assert state(dossier) == "processing"


def test_the_police_of_another_commune_is_not_asked(people, person, insurance):
    linked.police(world.OTHER_COMMUNE)
    dossier = linked.filed(person, people)
    residence = read_bundle(definitions.bundles()[BIRTH], {}).component("thuong_tru")

    with pytest.raises(NoBodyResponsible, match="chưa được tiếp nhận"):
        body_of(residence, dossier, START)
