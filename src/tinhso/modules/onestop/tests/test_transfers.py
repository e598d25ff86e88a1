# SPDX-License-Identifier: EUPL-1.2
"""Any desk for any body: originals that travel, dossiers filed at the wrong body. one_stop.md §4, rows 7 and 8."""

from datetime import UTC, datetime, timedelta

import pytest

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.calendar.types import TIMEZONE
from tinhso.kernel.casework.errors import NotYourTurn, StepImpossible
from tinhso.kernel.casework.models import Case
from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop import actions, policies, rules
from tinhso.modules.onestop.models import Dossier, Paper, Parcel
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START
from tinhso.modules.onestop.types import PaperForm

LATER = START + timedelta(hours=1)
ELSEWHERE = "28783"
WHY = "Người nộp cư trú ở xã khác, hồ sơ nộp nhầm."


def state_of(dossier) -> str:
    return Case.objects.get(id=dossier.case_id).state


@pytest.fixture
def deciding(people):
    """The people of another commune, which decides what the desk of `people` takes in."""
    return world.staff(world.unit_of(ELSEWHERE))


@pytest.fixture
def crossing(people, deciding, person):
    """A dossier received at one desk and decided by another body."""
    filed = world.submitted(person)
    Dossier.objects.filter(case_id=filed.case_id).update(resolving_unit=deciding.unit)
    return actions.receive(filed.case_id, viewer=people.reception, now=START + timedelta(minutes=30))


def send(dossier, people, sheets=7):
    return actions.send_originals(dossier.case_id, sheets=sheets, viewer=people.reception, now=LATER)


def test_originals_travel_with_a_slip_and_are_counted_where_they_arrive(crossing, people, deciding):
    parcel = send(crossing, people)
    assert state_of(crossing) == "transferring"
    assert Paper.objects.filter(dossier=crossing, form=PaperForm.CONTROL_SLIP, number=parcel.slip).exists()

    actions.take_originals(parcel.id, sheets=7, viewer=deciding.reception, now=LATER + timedelta(hours=2))

    kept = Parcel.objects.get(id=parcel.id)
    assert (state_of(crossing), kept.missing, kept.taken_by_id) == ("received", 0, deciding.reception.officer_id)


def test_data_are_there_at_once_so_the_head_need_not_wait_for_paper(crossing, people, deciding):
    parcel = send(crossing, people)
    holder = deciding.specialist.officer_id
    actions.assign(crossing.case_id, holder_id=holder, viewer=deciding.head, now=LATER)
    actions.take_originals(parcel.id, sheets=6, viewer=deciding.head, now=LATER)

    assert (state_of(crossing), Parcel.objects.get(id=parcel.id).missing) == ("assigned", 1)


def test_only_the_desk_that_took_it_in_sends_and_only_when_another_body_decides(crossing, people, deciding, person):
    with pytest.raises(NotYourTurn, match="nơi tiếp nhận"):
        actions.send_originals(crossing.case_id, sheets=1, viewer=deciding.reception, now=LATER)
    own = world.received(world.citizen("083190000456", "Trần Thị Cúc"), people)
    with pytest.raises(Refused, match="không phải chuyển bản giấy"):
        send(own, people)
    assert [step.name for step in policies.steps_open_to(people.reception, crossing)] == ["send_originals"]
    assert "send_originals" not in [step.name for step in policies.steps_open_to(people.reception, own)]
    assert "take_originals" not in [step.name for step in policies.steps_open_to(deciding.head, crossing)]


@pytest.mark.parametrize("sheets", [0, -1, 10_001])
def test_an_impossible_number_of_sheets_is_refused(crossing, people, sheets):
    with pytest.raises(Refused, match="số tờ"):
        send(crossing, people, sheets)
    assert state_of(crossing) == "received"


def test_originals_are_taken_once(crossing, people, deciding):
    parcel = send(crossing, people)
    actions.take_originals(parcel.id, sheets=7, viewer=deciding.reception, now=LATER)
    with pytest.raises(Refused, match="đã được xác nhận"):
        actions.take_originals(parcel.id, sheets=7, viewer=deciding.reception, now=LATER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-02 09:00", "2026-11-02 17:00"),
        ("2026-11-02 15:00", "2026-11-02 17:00"),
        ("2026-11-02 15:01", "2026-11-03 07:30"),
        ("2026-11-06 16:00", "2026-11-09 07:30"),
        ("2026-11-07 10:00", "2026-11-09 07:30"),
        ("2026-02-13 15:30", "2026-02-23 07:30"),
        ("2026-08-21 15:30", "2026-08-22 07:30"),
    ],
)
def test_paper_follows_within_the_working_day_or_at_the_start_of_the_next(installed_province, received, due):
    """61/2018/NĐ-CP: after 15:00 at the start of the next working day; Tết and a Saturday worked for another day."""
    at = datetime.fromisoformat(received).replace(tzinfo=TIMEZONE)
    found = rules.originals_due(at.astimezone(UTC), work_calendar())
    assert found.astimezone(TIMEZONE).isoformat(sep=" ", timespec="minutes")[:16] == due


def test_a_dossier_filed_at_the_wrong_body_is_sent_on(people, deciding, person):
    filed = world.submitted(person)
    moved = actions.redirect_dossier(
        filed.case_id, unit_id=deciding.unit.id, reason=WHY, viewer=people.reception, now=LATER
    )

    assert moved.receiving_unit_id == moved.resolving_unit_id == deciding.unit.id
    with pytest.raises(NotYourTurn):
        actions.receive(filed.case_id, viewer=people.reception, now=LATER)
    actions.receive(filed.case_id, viewer=deciding.reception, now=LATER)
    assert state_of(filed) == "received"


def test_a_dossier_is_not_sent_where_nobody_would_receive_it(people, person):
    filed = world.submitted(person)
    empty, own = world.unit_of(ELSEWHERE), people.unit
    for unit, reason, sentence in (
        (empty, WHY, "chưa có người"),
        (own, WHY, "cơ quan khác"),
        (empty, "nhầm", "thẩm quyền"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.redirect_dossier(filed.case_id, unit_id=unit.id, reason=reason, viewer=people.reception, now=LATER)


def test_a_dossier_once_received_is_not_sent_on(people, deciding, person):
    dossier = world.received(person, people)
    with pytest.raises(StepImpossible):
        actions.redirect_dossier(
            dossier.case_id, unit_id=deciding.unit.id, reason=WHY, viewer=people.reception, now=LATER
        )
