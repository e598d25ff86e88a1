# SPDX-License-Identifier: EUPL-1.2
"""People, posts and powers: numbers that contradict themselves, dated delegation, who has seen my data."""

from datetime import UTC, date, datetime

import pytest

from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity import actions, queries
from tinhso.kernel.identity.actions import PersonFacts
from tinhso.kernel.identity.errors import DelegationImpossible, NotAPerson
from tinhso.kernel.identity.models import Officer, Person
from tinhso.kernel.registry.actions import create_post, create_unit
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.types import Level, PostRole
from tinhso.lib.uuid7 import uuid7

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
SETUP = Actor("system:setup")
pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return create_unit(unit_id=uuid7(), name="Ủy ban nhân dân xã Thử", level=Level.COMMUNE, kind="commune", parent=None)


def officer(unit: Unit, name: str, role: PostRole) -> Officer:
    made = actions.create_officer(username=name, password=None, full_name=name)
    actions.appoint(made, create_post(unit=unit, title=name, role=role), begins=date(2026, 1, 1), now=NOW, by=SETUP)
    return made


def register(**facts: object) -> Person:
    given = {
        "full_name": "Nguyễn Thị Bưởi",
        "personal_number": "083190000123",
        "birth_date": date(1990, 5, 17),
        "sex": "nu",
    }
    return actions.register_person(PersonFacts(**{**given, **facts}), source="counter", now=NOW, by=SETUP)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"birth_date": date(1991, 5, 17)}, "năm sinh 1990"),
        ({"sex": "nam"}, "giới tính nữ"),
        ({"personal_number": "08319000012"}, "đúng 12 chữ số"),
        ({"personal_number": "123456789"}, "chứng minh nhân dân cũ"),
    ],
)
def test_a_number_that_contradicts_the_person_gets_a_sentence(facts, sentence):
    with pytest.raises(NotAPerson, match=sentence):
        register(**facts)


def test_the_same_number_is_the_same_person():
    first = register()

    again = register(phone="+84912345678")

    assert (again.id, again.phone, Person.objects.count()) == (first.id, "+84912345678", 1)


def test_a_post_gives_its_role_from_its_first_day(unit):
    leader = officer(unit, "Chủ tịch", PostRole.LEADER)

    before = queries.viewer_of_officer(leader, date(2025, 12, 31))
    after = queries.viewer_of_officer(leader, TODAY)

    assert (before.roles(), after.roles()) == (set(), {"leader"})


def test_a_lent_post_is_held_between_two_dates_and_signs_on_behalf(unit):
    leader, deputy = officer(unit, "Chủ tịch", PostRole.LEADER), officer(unit, "Phó", PostRole.HEAD)
    assignment = queries.assignments_of(leader.id)[0]
    actions.delegate(
        assignment.id,
        to=deputy.id,
        begins=date(2026, 11, 20),
        ends=date(2026, 11, 22),
        paper="05/GUQ-UBND ngày 19/11/2026",
        now=NOW,
        by=Actor(leader.key),
    )

    during = queries.viewer_of_officer(deputy, date(2026, 11, 22))
    after = queries.viewer_of_officer(deputy, date(2026, 11, 23))

    seat = during.seat_in(unit.id, "leader")
    assert during.actor(seat) == Actor(deputy.key, unit.id, leader.key)
    assert after.seat_in(unit.id, "leader") is None


@pytest.mark.parametrize(
    ("to_self", "begins", "ends", "by_other", "sentence"),
    [
        (True, date(2026, 11, 20), date(2026, 11, 21), False, "tự ủy quyền"),
        (False, date(2026, 11, 21), date(2026, 11, 20), False, "Ngày kết thúc"),
        (False, date(2026, 11, 20), date(2026, 11, 21), True, "người đang giữ chức vụ"),
    ],
)
def test_impossible_delegations_are_refused(unit, to_self, begins, ends, by_other, sentence):
    leader, deputy = officer(unit, "Chủ tịch", PostRole.LEADER), officer(unit, "Phó", PostRole.HEAD)
    by = deputy if by_other else leader

    with pytest.raises(DelegationImpossible, match=sentence):
        actions.delegate(
            queries.assignments_of(leader.id)[0].id,
            to=leader.id if to_self else deputy.id,
            begins=begins,
            ends=ends,
            paper="05/GUQ",
            now=NOW,
            by=Actor(by.key),
        )


def test_a_person_sees_who_read_what_and_why(unit):
    person, clerk = register(), officer(unit, "Một cửa", PostRole.RECEPTION)
    actor = queries.viewer_of_officer(clerk, TODAY).actor()

    actions.log_reading(person.id, purpose="Tiếp nhận hồ sơ", shown=["họ tên", "địa chỉ"], now=NOW, by=actor)

    (reading,) = queries.who_has_seen(person.id)
    assert (reading.reader, reading.unit, reading.purpose) == ("Một cửa", "Ủy ban nhân dân xã Thử", "Tiếp nhận hồ sơ")


def test_consent_is_given_once_and_withdrawn_not_deleted():
    person = register()
    by = Actor(person.key)
    first = actions.give_consent(person.id, purpose="nhac_viec", text_version="1", now=NOW, by=by)
    assert actions.give_consent(person.id, purpose="nhac_viec", text_version="1", now=NOW, by=by).id == first.id

    actions.withdraw_consent(first.id, person_id=person.id, now=NOW, by=by)

    (kept,) = queries.consents_of(person.id)
    assert kept.withdrawn_at == NOW


def test_a_closed_account_cannot_act_on_its_next_request(unit):
    clerk = officer(unit, "Một cửa", PostRole.RECEPTION)

    actions.disable_account(clerk, reason="chuyển công tác", now=NOW, by=SETUP)

    clerk.account.refresh_from_db()
    assert not clerk.account.is_active
