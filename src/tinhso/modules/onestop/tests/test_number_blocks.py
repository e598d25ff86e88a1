# SPDX-License-Identifier: EUPL-1.2
"""Numbers reserved for a desk without network: merged later without a gap and without a double."""

from datetime import timedelta

import pytest

from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.events.models import Act
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions.number_blocks import LateEntry
from tinhso.modules.onestop.models import BookLine, Dossier, NumberFate
from tinhso.modules.onestop.queries.number_blocks import blocks_of, open_numbers
from tinhso.modules.onestop.tests import world

NOW = world.START
BACK = NOW + timedelta(days=2)  # the network is back on Wednesday
REASON = "Cắt điện cả ngày theo thông báo của điện lực."


def reserved(people, count=3, **more):
    said = {"day": world.TODAY, "count": count, "reason": REASON, "viewer": people.reception, "now": NOW} | more
    return actions.reserve_numbers(people.unit.id, **said)


def entered(people, person, block, number, *, hour=1, now=BACK):
    filed = world.submitted(person, now=NOW)
    entry = LateEntry(block.id, number, NOW + timedelta(hours=hour))
    return actions.receive(filed.case_id, viewer=people.reception, now=now, late=entry)


def numbers(dossiers):
    return sorted(int(one.code.rsplit("-", 1)[1]) for one in dossiers)


def test_no_gap_and_no_double(people, person):
    """Two on line, three reserved, one on line, two of the reserved entered later, the rest void: 1 to 6, each once."""
    for _n in range(2):
        world.received(person, people)
    block = reserved(people)
    assert (block.first, block.last) == (3, 5)
    world.received(person, people)

    entered(people, person, block, 4)
    entered(people, person, block, 3)
    assert actions.void_rest(block.id, reason="Chỉ có hai người đến nộp.", viewer=people.head, now=BACK) == 1

    used = numbers(Dossier.objects.exclude(code=None))
    void = list(NumberFate.objects.filter(dossier=None).values_list("number", flat=True))
    assert sorted(used + void) == [1, 2, 3, 4, 5, 6]
    assert open_numbers(people.unit.id) == []
    lines = sorted(BookLine.objects.values_list("number", flat=True))
    assert lines == [1, 2, 3, 4, 5]  # the book has no gap: a line is drawn when a dossier is entered


def test_the_clock_begins_when_the_papers_came(people, person):
    dossier = entered(people, person, reserved(people), 1, hour=2)

    assert dossier.received_at == NOW + timedelta(hours=2)
    on_line = world.received(person, people, now=NOW + timedelta(minutes=90))
    assert dossier.promised_at == on_line.promised_at
    act = Act.objects.get(verb="dossier:received", case_id=dossier.case_id)
    assert act.at == dossier.received_at
    assert act.data["late_entry"] is True


def test_a_number_is_used_once(people, person):
    block = reserved(people)
    entered(people, person, block, 2)

    with pytest.raises(Refused, match="đã dùng"):
        entered(people, person, block, 2)
    actions.void_rest(block.id, reason="Không còn ai nộp.", viewer=people.head, now=BACK)
    with pytest.raises(Refused, match="đã hủy"):
        entered(people, person, block, 3)


@pytest.mark.parametrize(
    ("number", "hour", "now"),
    [
        (9, 1, BACK),
        (1, 24, BACK),
        (1, 2, NOW + timedelta(hours=1)),
        (1, 1, NOW + timedelta(days=15)),
    ],
)
def test_what_cannot_have_been(people, person, number, hour, now):
    block = reserved(people)

    with pytest.raises(Refused):
        entered(people, person, block, number, hour=hour, now=now)
    assert not NumberFate.objects.exists()


def test_another_desk_does_not_use_it(people, person):
    other = world.staff(world.unit_of(world.OTHER_COMMUNE))
    block = actions.reserve_numbers(
        other.unit.id, day=world.TODAY, count=2, reason=REASON, viewer=other.reception, now=NOW
    )

    with pytest.raises(Refused):
        entered(people, person, block, 1)
    with pytest.raises(NotAllowed):
        actions.void_rest(block.id, reason="Không còn ai nộp.", viewer=people.head, now=BACK)
    with pytest.raises(NotAllowed):
        reserved(people, viewer=other.reception)
    with pytest.raises(NotAllowed):
        reserved(people, viewer=people.specialist)


@pytest.mark.parametrize(
    "fault",
    [
        {"count": 0},
        {"count": 201},
        {"day": world.TODAY - timedelta(days=1)},
        {"day": world.TODAY + timedelta(days=15)},
        {"reason": "mất điện"},
    ],
)
def test_what_cannot_be_reserved(people, fault):
    with pytest.raises(Refused):
        reserved(people, **fault)


def test_numbers_of_a_later_day_are_its_own(people, person):
    tomorrow = world.TODAY + timedelta(days=1)
    block = reserved(people, day=tomorrow)

    on_line = world.received(person, people, now=NOW + timedelta(days=1))

    assert (block.first, block.last, numbers([on_line])) == (1, 3, [4])
    assert [one.block for one in blocks_of([people.unit.id])] == [block]


def test_voiding_twice_is_one_act(people):
    block = reserved(people)
    for expected in (3, 0):
        said = actions.void_rest(block.id, reason="Không có ai nộp.", viewer=people.head, now=BACK)
        assert said == expected
    verbs = Act.objects.filter(subject=f"number_block:{block.id}").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["numbers:reserved", "numbers:voided"]
