# SPDX-License-Identifier: EUPL-1.2
"""Several hands at the same thing in the same instant, in transactions that really run side by side."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from tinhso.kernel.documents.actions import next_number
from tinhso.kernel.events.errors import Conflict, HouseError, Refused
from tinhso.kernel.events.models import Act
from tinhso.kernel.identity.models import Person
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions.filing import Filing
from tinhso.modules.onestop.models import BookLine, Dossier
from tinhso.modules.onestop.queries.catalogue import version_in_force
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import MARRIAGE_STATUS, START, TODAY
from tinhso.modules.onestop.types import Channel

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
WRITERS, EACH = 50, 4


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls in threads that start together, each on a connection of its own; return answers or refusals."""
    answers: list[Any] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(30)
            answers[place] = call()
        except HouseError as refusal:
            answers[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


@pytest.fixture
def people() -> world.Staff:
    world.build_province()
    return world.staff(world.unit_of())


@pytest.fixture
def person(people: world.Staff) -> Person:
    return world.citizen()


def test_when_two_officers_decide_at_once_one_of_them_is_told_so(people, person):
    dossier = world.processing(person, people)
    version, holder = dossier.case.version, people.specialist
    later = START + timedelta(hours=3)

    def propose(words: str) -> Callable[[], Any]:
        reason = f"Không đủ điều kiện theo quy định: {words}."
        return lambda: actions.propose_refusal(
            dossier.case_id,
            ground="khong_du_dieu_kien",
            reason=reason,
            viewer=holder,
            now=later,
            expected_version=version,
        )

    def reassign() -> Any:
        colleague = people.colleague.officer_id
        return actions.assign(
            dossier.case_id, holder_id=colleague, viewer=people.head, now=later, expected_version=version
        )

    answers = at_once(propose("lần một"), propose("lần hai"), reassign)

    refusals = [one for one in answers if isinstance(one, Conflict)]
    after = Dossier.objects.select_related("case").get(case_id=dossier.case_id)
    assert len(refusals) == 2
    assert "người khác xử lý" in refusals[0].sentence
    assert after.case.version == version + 1


def test_two_presses_of_the_button_make_one_dossier(people, person):
    draft = world.draft(person)
    viewer = world.viewer(person)

    def press() -> Any:
        return actions.submit_draft(draft, viewer=viewer, now=START)

    answers = at_once(press, press, press, press)

    filed = {one.case_id for one in answers if isinstance(one, Dossier)}
    assert len(filed) == 1, answers
    assert len([one for one in answers if isinstance(one, Dossier)]) == 4, answers
    assert Act.objects.filter(verb="dossier:submitted").count() == 1


def test_two_desks_sending_the_same_filing_make_one_dossier(people, person):
    version = version_in_force(MARRIAGE_STATUS, TODAY)
    filing = Filing(version, person, world.COMMUNE, {}, Channel.COUNTER, "desk:1:7")

    def send() -> Any:
        return actions.file_at_counter(filing, viewer=people.reception, unit_id=people.unit.id, now=START)

    answers = at_once(send, send, send)

    assert len({one.case_id for one in answers if isinstance(one, Dossier)}) == 1, answers
    assert [one for one in answers if not isinstance(one, Dossier)] == []
    assert Dossier.objects.count() == 1


def test_a_dossier_received_twice_at_once_has_one_line_in_the_book(people, person):
    dossier = world.submitted(person)

    def receive() -> Any:
        return actions.receive(dossier.case_id, viewer=people.reception, now=START + timedelta(minutes=5))

    answers = at_once(receive, receive, receive)

    assert len([one for one in answers if isinstance(one, Refused)]) == 2
    assert list(BookLine.objects.values_list("number", flat=True)) == [1]


def test_fifty_writers_of_one_book_leave_no_gap_and_no_double():
    drawn: list[int] = []

    def draw() -> None:
        for turn in range(EACH):
            try:
                with transaction.atomic():
                    number = next_number("book:test", 2026)
                    if turn == 1:
                        raise Refused("rolled back on purpose")
            except Refused:
                continue
            drawn.append(number)

    at_once(*[draw] * WRITERS)

    assert sorted(drawn) == list(range(1, WRITERS * (EACH - 1) + 1))
