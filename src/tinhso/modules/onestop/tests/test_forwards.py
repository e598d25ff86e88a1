# SPDX-License-Identifier: EUPL-1.2
"""Forwarding (61/2018/NĐ-CP): to peers at once or in sequence, to a higher authority; what is refused and why."""

from datetime import date, timedelta

import pytest

from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.actions import apply_reorganisation
from tinhso.kernel.casework.errors import NotYourTurn, StepImpossible
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.errors import NoBodyResponsible, StillOut, WrongLevel
from tinhso.modules.onestop.models import Dossier, LinkedPart, Paper
from tinhso.modules.onestop.papers import render_paper
from tinhso.modules.onestop.queries import parts as queries
from tinhso.modules.onestop.tests import linked, world
from tinhso.modules.onestop.tests.linked import DONE, order, state
from tinhso.modules.onestop.tests.world import OTHER_COMMUNE, SETUP, START

SENT = START + timedelta(hours=3)
LATE = START + timedelta(days=9)


@pytest.fixture
def other(people):
    return world.staff(world.unit_of(OTHER_COMMUNE))


@pytest.fixture
def police(people):
    return linked.police()


def peer(dossier, people, orders, *, in_sequence=False, now=SENT):
    return actions.forward_peer(
        dossier.case_id, orders=orders, in_sequence=in_sequence, viewer=people.specialist, now=now
    )


def both(other, police):
    return [order(other.unit, leads=True), order(police.unit, days=1)]


def reply(part, body, now, *, fulfilled=True):
    actions.acknowledge_part(part.pk, viewer=body.reception, now=now)
    return actions.answer_part(part.pk, answer=DONE, fulfilled=fulfilled, viewer=body.specialist, now=now)


def test_peers_work_at_once_each_with_its_clock_and_the_dossier_comes_back_after_the_last(
    people, person, other, police
):
    """61/2018/NĐ-CP: điện tử gửi đồng thời, nêu cơ quan chủ trì, nhiệm vụ, thời hạn."""
    dossier = world.processing(person, people)
    first, second = peer(dossier, people, both(other, police))

    assert state(dossier) == "forwarded_peer"
    assert casework.inbox(other.reception).get().id == first.pk
    assert second.case.due_at < first.case.due_at
    reply(second, police, SENT + timedelta(hours=1))
    assert state(dossier) == "forwarded_peer"
    reply(first, other, SENT + timedelta(hours=2))

    again = Dossier.objects.select_related("case").get(pk=dossier.pk)
    assert (again.case.state, again.case.holder_id) == ("processing", people.specialist.officer_id)


def test_in_sequence_the_next_begins_when_one_has_ended_and_a_slip_goes_with_it(people, person, other, police):
    """61/2018/NĐ-CP: hồ sơ giấy chuyển lần lượt kèm phiếu kiểm soát ghi thời gian của từng cơ quan."""
    dossier = world.processing(person, people)
    first, second = peer(dossier, people, both(other, police), in_sequence=True)

    assert (state(first), state(second)) == ("sent", "planned")
    assert not casework.inbox(police.reception).exists()
    reply(first, other, SENT + timedelta(days=1))
    begun = LinkedPart.objects.select_related("case").get(pk=second.pk)

    assert begun.sent_at == SENT + timedelta(days=1)
    assert begun.case.due_at > SENT + timedelta(days=1)
    slip = Paper.objects.get(dossier=dossier, form="F05")
    assert "2 ngày làm việc" in slip.data["items"][0]
    assert render_paper(slip, signer="Lê Thị A", post="Công chức", proof="x", now=SENT).startswith(b"%PDF")


def test_a_higher_authority_decides_and_the_dossier_comes_back(people, person):
    department = linked.department()
    above = world.staff(department)
    dossier = world.processing(person, people)
    part = actions.forward_up(dossier.case_id, order=order(department, leads=True), viewer=people.specialist, now=SENT)
    assert state(dossier) == "forwarded_up"

    reply(part, above, SENT + timedelta(hours=1))

    assert state(dossier) == "processing"


def test_levels_are_kept_apart_with_a_sentence(people, person, other):
    department = linked.department()
    world.staff(department)
    dossier = world.processing(person, people)

    with pytest.raises(WrongLevel, match="không cùng cấp") as peers:
        peer(dossier, people, [order(department, leads=True)])
    with pytest.raises(WrongLevel, match="không phải cơ quan cấp trên"):
        actions.forward_up(dossier.case_id, order=order(other.unit), viewer=people.specialist, now=SENT)
    assert peers.value.source == "61/2018/NĐ-CP"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda one, two: [], "ít nhất một cơ quan"),
        (lambda one, two: [order(one), order(two)], "đúng một cơ quan chủ trì"),
        (lambda one, two: [order(one, leads=True), order(two, leads=True)], "đúng một cơ quan chủ trì"),
        (lambda one, two: [order(one, leads=True), order(one)], "hai lần"),
        (lambda one, two: [order(one, leads=True, duty="xem")], "nhiệm vụ của từng cơ quan"),
        (lambda one, two: [order(one, leads=True, days=0)], "số ngày làm việc từ 1"),
        (lambda one, two: [order(one, leads=True, days=251)], "số ngày làm việc từ 1"),
        (lambda one, two: [order(one, leads=True)] * 9, "nhiều nhất 8 cơ quan"),
    ],
)
def test_a_forward_that_is_not_complete_is_refused(people, person, other, police, change, sentence):
    dossier = world.processing(person, people)

    with pytest.raises(Refused, match=sentence):
        peer(dossier, people, change(other.unit, police.unit))
    assert state(dossier) == "processing"


def test_nobody_there_own_unit_and_unknown_unit_are_refused(people, person):
    dossier = world.processing(person, people)
    empty = world.unit_of("28759")

    with pytest.raises(NoBodyResponsible, match="chưa có cán bộ nào"):
        peer(dossier, people, [order(empty, leads=True)])
    with pytest.raises(Refused, match="ở chính đơn vị này"):
        peer(dossier, people, [order(people.unit, leads=True)])


def test_only_the_holder_forwards_and_only_while_examining(people, person, other):
    dossier = world.received(person, people)

    with pytest.raises(StepImpossible, match="Được tiếp nhận"):
        peer(dossier, people, [order(other.unit, leads=True)])
    held = world.processing(world.citizen("083190000777", "Trần Thị Dừa"), people)
    with pytest.raises(NotYourTurn, match="cán bộ khác"):
        actions.forward_peer(
            held.case_id,
            orders=[order(other.unit, leads=True)],
            in_sequence=False,
            viewer=people.colleague,
            now=SENT,
        )


def test_silence_is_visible_and_closed_only_after_the_deadline(people, person, other, police):
    dossier = world.processing(person, people)
    first, second = peer(dossier, people, both(other, police))
    reply(first, other, SENT + timedelta(hours=1))

    with pytest.raises(StillOut, match="Chưa hết thời hạn"):
        actions.close_forward(dossier.case_id, viewer=people.specialist, now=SENT + timedelta(hours=2))
    line = next(one for one in queries.lines_of(dossier, LATE) if one.part.pk == second.pk)
    assert line.due_at < LATE
    actions.close_forward(dossier.case_id, viewer=people.specialist, now=LATE)

    assert (state(second), state(dossier)) == ("lapsed", "processing")
    with pytest.raises(StepImpossible, match="Hết hạn không trả lời"):
        actions.acknowledge_part(second.pk, viewer=police.reception, now=LATE)


def test_a_part_taken_back_lets_the_next_in_the_sequence_begin(people, person, other, police):
    dossier = world.processing(person, people)
    first, second = peer(dossier, people, both(other, police), in_sequence=True)

    actions.recall_part(
        first.pk, reason="Gửi nhầm cơ quan phối hợp.", viewer=people.specialist, now=SENT + timedelta(hours=1)
    )

    assert (state(first), state(second), state(dossier)) == ("recalled", "sent", "forwarded_peer")


def test_an_answer_given_twice_counts_once(people, person, other, police):
    dossier = world.processing(person, people)
    first, _ = peer(dossier, people, both(other, police))
    reply(first, other, SENT + timedelta(hours=1))

    with pytest.raises(StepImpossible, match="Đã trả kết quả"):
        actions.answer_part(
            first.pk, answer=DONE, fulfilled=False, viewer=other.specialist, now=SENT + timedelta(hours=2)
        )
    assert LinkedPart.objects.get(pk=first.pk).fulfilled is True


def test_a_dossier_may_be_forwarded_a_second_time(people, person, other):
    dossier = world.processing(person, people)
    (first,) = peer(dossier, people, [order(other.unit, leads=True)])
    reply(first, other, SENT + timedelta(hours=1))

    (second,) = peer(dossier, people, [order(other.unit, leads=True)], now=SENT + timedelta(hours=2))

    assert (first.round, second.round) == (1, 2)
    assert state(second) == "sent"


def test_a_body_that_is_merged_hands_its_part_to_its_successor(people, person, police):
    """Sắp xếp từ 1-7-2025: công an xã theo xã; the part is found in the inbox of the new body."""
    dossier = world.processing(person, people)
    (part,) = peer(dossier, people, [order(police.unit, leads=True)])

    apply_reorganisation(date(2025, 7, 1), applies_on=date(2026, 11, 3), now=SENT + timedelta(days=1), by=SETUP)

    moved = LinkedPart.objects.select_related("case__unit").get(pk=part.pk)
    today = date(2026, 11, 3)
    assert moved.case.unit_id != police.unit.id
    assert moved.case.unit.kind == "commune_police"
    assert moved.case.unit.name.startswith("Công an phường ")
    parent = Dossier.objects.select_related("case__unit").get(pk=dossier.pk)
    assert parent.case.unit.area_code == moved.case.unit.area_code
    assert moved.case.unit in registry.units_as_of(today)
