# SPDX-License-Identifier: EUPL-1.2
"""The list of 1 July 2025 applied to Bến Tre while dossiers are open: nothing is lost, everyone has a place.

Source: Nghị quyết 202/2025/QH15 (provinces), 203/2025/QH15 (end of the district level).
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from tinhso.kernel.casework.actions import apply_reorganisation, report_of
from tinhso.kernel.casework.errors import NotYourTurn
from tinhso.kernel.casework.models import Case
from tinhso.kernel.casework.queries import unfinished
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.identity.models import Officer, Person
from tinhso.kernel.identity.queries import officers_in, viewer_of_officer
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.errors import NotReorganisable
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.types import Level
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions.filing import Filing
from tinhso.modules.onestop.models import Dossier, Draft, ProcedureVersion
from tinhso.modules.onestop.queries.catalogue import route, version_in_force
from tinhso.modules.onestop.queries.dossiers import dossier_for_officer, journal
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import MARRIAGE_STATUS, SETUP, START, TODAY
from tinhso.modules.onestop.types import Channel, ReturnMethod
from tinhso.play.results import granted

LAW = date(2025, 7, 1)
APPLIES = date(2026, 11, 20)
NIGHT = datetime(2026, 11, 19, 17, 5, tzinfo=UTC)
AFTER = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
COMMUNES = ("28756", "28783", "28903")
pytestmark = pytest.mark.django_db


@dataclass
class Before:
    """The province of the day before: people by unit, an applicant, dossiers by what has been done with them."""

    staff: dict[uuid.UUID, world.Staff]
    person: Person
    dossiers: dict[str, Dossier]


def _version(wanted: str) -> ProcedureVersion:
    """Return a procedure that was decided by: xa | huyen | tinh."""
    for version in ProcedureVersion.objects.select_related("procedure").order_by("procedure_id"):
        definition = version.definition
        local = "xa" in definition["level"]
        was_district = definition.get("level_before_2025_07") == "huyện"
        if (wanted == "huyen" and local and was_district) or (wanted == "tinh" and not local):
            return version
    return version_in_force(MARRIAGE_STATUS, TODAY)


def _units() -> list[Unit]:
    communes = [registry.unit_for_area(code, Level.COMMUNE, TODAY) for code in COMMUNES]
    departments = registry.units_as_of(TODAY).filter(level=Level.DEPARTMENT)
    return [*communes, *{one.parent_id: one.parent for one in communes}.values(), *departments]


def _file(before: Before, name: str, version: ProcedureVersion, commune: str, moment: datetime = START) -> Dossier:
    where = route(version, commune, moment.date()).receiving
    desk = _viewer_in(where.id, "reception", moment.date())
    filing = Filing(version, before.person, commune, {}, Channel.COUNTER, f"test:{name}")
    dossier = actions.file_at_counter(filing, viewer=desk, unit_id=where.id, now=moment)
    before.dossiers[name] = dossier
    return dossier


def _viewer_in(unit_id: uuid.UUID, role: str, on: date) -> Viewer:
    return viewer_of_officer(officers_in(unit_id, on, role)[0], on)


def _advance(dossier: Dossier, *steps: str, moment: datetime = START) -> Dossier:
    """Take the named steps by whoever of the present unit has the turn."""
    for number, name in enumerate(steps, start=1):
        now, on = moment + timedelta(minutes=10 * number), moment.date()
        unit_id = Case.objects.get(id=dossier.case_id).unit_id

        def by(role: str, unit: uuid.UUID = unit_id, day: date = on) -> Viewer:
            return _viewer_in(unit, role, day)

        case_id, worker = dossier.case_id, by("specialist")
        holder = Case.objects.get(id=case_id).holder_id
        if holder:
            worker = viewer_of_officer(Officer.objects.get(id=holder), on)
        body = "Chấp thuận theo đề nghị của người nộp hồ sơ."
        match name:
            case "receive":
                actions.receive(case_id, viewer=by("reception"), now=now)
            case "assign":
                actions.assign(case_id, holder_id=by("specialist").officer_id, viewer=by("head"), now=now)
            case "start":
                actions.start_work(case_id, viewer=worker, now=now)
            case "propose":
                actions.propose_result(case_id, body=body, result=granted(dossier), viewer=worker, now=now)
            case "sign":
                actions.sign_result(case_id, viewer=by("leader"), now=now, sealer=world.plain_seal)
            case "return":
                desk, method = by("reception"), ReturnMethod.COUNTER
                actions.return_result(case_id, method=method, viewer=desk, receiver_checked=True, now=now)
    return Dossier.objects.select_related("case").get(case_id=dossier.case_id)


WHOLE = ("receive", "assign", "start", "propose", "sign", "return")


@contextmanager
def _undone() -> Iterator[None]:
    """Undo at the end whatever the block writes; the actions inside may ask for the outermost transaction."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper() -> None:
    """Leave the connection alone between these tests: they share one province inside one transaction."""


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: Any) -> Iterator[Before]:
    """The province of the day before, built once: it takes several seconds."""
    with django_db_blocker.unblock(), _undone():
        yield _build()


@pytest.fixture
def before(province: Before) -> Iterator[Before]:
    with _undone():
        yield replace(province, dossiers=dict(province.dossiers))


def _build() -> Before:
    world.build_province()
    made = Before({unit.id: world.staff(unit) for unit in _units()}, world.citizen(), {})
    local, district, department = (_version(wanted) for wanted in ("xa", "huyen", "tinh"))
    for taken in range(len(WHOLE) + 1):
        commune = COMMUNES[taken % len(COMMUNES)]
        _advance(_file(made, f"local {taken}", local, commune), *WHOLE[:taken])
    _advance(_file(made, "district", district, COMMUNES[1]), "receive", "assign", "start")
    _file(made, "district new", district, COMMUNES[2])
    _advance(_file(made, "province", department, COMMUNES[0]), "receive", "assign")
    return made


def _apply() -> None:
    apply_reorganisation(LAW, applies_on=APPLIES, now=NIGHT, by=SETUP)


def test_the_dry_run_says_everything_and_writes_nothing(before):
    acts, units = ledger.count_acts(), Unit.objects.count()
    versions = dict(Case.objects.values_list("id", "version"))

    report = report_of(LAW, applies_on=APPLIES)

    assert report.total_cases == 8  # six local ones not returned yet, two at districts
    assert report.total_people == 5 * 5
    assert not report.plan.problems
    assert (ledger.count_acts(), Unit.objects.count()) == (acts, units)
    assert dict(Case.objects.values_list("id", "version")) == versions


def test_every_open_case_has_a_unit_in_force_and_somebody_whose_turn_it_is(before):
    count = unfinished().count()

    _apply()

    assert unfinished().count() == count == 9
    for case in unfinished().select_related("unit", "holder"):
        assert APPLIES in case.unit.valid, case.unit
        assert officers_in(case.unit_id, APPLIES, case.turn), f"{case}: nobody is {case.turn} in {case.unit}"
        assert case.area_code in registry.unit_areas(APPLIES)
    for dossier in Dossier.objects.exclude(case__turn="").select_related("receiving_unit", "resolving_unit"):
        assert APPLIES in dossier.receiving_unit.valid
        assert APPLIES in dossier.resolving_unit.valid


def test_every_open_dossier_can_be_brought_to_its_end_by_the_people_of_the_successor(before):
    _apply()

    for taken in range(len(WHOLE)):
        done = _advance(before.dossiers[f"local {taken}"], *WHOLE[taken:], moment=AFTER)
        assert done.case.state == "returned"
    assert _advance(before.dossiers["district"], "propose", "sign", "return", moment=AFTER).case.state == "returned"
    assert _advance(before.dossiers["district new"], *WHOLE, moment=AFTER).case.state == "returned"
    assert _advance(before.dossiers["province"], *WHOLE[2:], moment=AFTER).case.state == "returned"


def test_officers_have_posts_in_the_successor_and_none_in_the_old_unit(before):
    _apply()

    for old_id, people in before.staff.items():
        ended = APPLIES not in registry.unit(old_id).valid
        for viewer in (people.reception, people.head, people.specialist, people.colleague, people.leader):
            seats = viewer_of_officer(Officer.objects.get(id=viewer.officer_id), APPLIES).seats
            assert len(seats) == 1
            assert (seats[0].unit_id != old_id) == ended
            assert seats[0].role == viewer.seats[0].role
        if ended:
            assert not officers_in(old_id, APPLIES)


def test_who_left_the_unit_can_no_longer_act_there(before):
    _apply()
    dossier = before.dossiers["province"]

    with pytest.raises(NotYourTurn):
        actions.start_work(dossier.case_id, viewer=before.staff[_units_before()].specialist, now=AFTER)


def _units_before() -> uuid.UUID:
    return registry.unit_for_area(COMMUNES[0], Level.COMMUNE, TODAY).id


def test_old_names_are_still_shown_in_history(before):
    old = registry.unit_for_area(COMMUNES[0], Level.COMMUNE, TODAY)

    _apply()

    assert registry.unit_name_on(old.id, TODAY) == "Ủy ban nhân dân phường Phú Khương"
    chain = registry.successor_chain(old.id)
    assert [step.on for step in chain] == [APPLIES]
    assert old.id in {step.predecessor_id for step in registry.former_units(chain[0].successor_id)}
    lines = journal(before.dossiers["local 3"], for_applicant=False)
    assert "Ủy ban nhân dân phường Phú Khương" in {line.unit for line in lines}
    assert lines[-1].title == "Chuyển giao hồ sơ công việc"
    assert lines[-1].unit == chain[0].successor.name


def test_what_an_old_unit_closed_is_looked_up_in_its_successor(before):
    closed = before.dossiers["local 6"]
    chain = _successor_of(closed.receiving_unit_id)
    assert chain is None

    _apply()

    home = _successor_of(closed.receiving_unit_id)
    assert dossier_for_officer(_viewer_in(home, "leader", APPLIES), closed.case_id).case_id == closed.case_id


def _successor_of(unit_id: uuid.UUID) -> uuid.UUID | None:
    steps = registry.successor_chain(unit_id)
    return steps[-1].successor_id if steps else None


def test_a_dossier_received_before_keeps_its_code_and_a_new_one_gets_the_successors(before):
    code = Dossier.objects.get(case_id=before.dossiers["local 3"].case_id).code

    _apply()

    finished = _advance(before.dossiers["local 3"], *WHOLE[3:], moment=AFTER)
    late = _advance(before.dossiers["local 0"], "receive", moment=AFTER)
    home = registry.unit(_successor_of(registry.unit_for_area(COMMUNES[0], Level.COMMUNE, TODAY).id))
    fresh = _advance(_file(before, "fresh", _version("xa"), home.area_code, AFTER), "receive", moment=AFTER)
    assert finished.code == code
    assert code.startswith("H07.31.01-261102-")
    prefix = f"{registry.code_of(home.id, APPLIES)}-261120-"
    assert late.code.startswith(prefix)
    assert fresh.code.startswith(prefix)
    assert late.code != fresh.code


def test_a_draft_is_filed_with_the_successor(before):
    draft = world.draft(before.person)

    _apply()

    commune = Draft.objects.get(id=draft).commune_code
    home = route(_version("xa"), commune, APPLIES).receiving
    assert home.id == _successor_of(registry.unit_for_area(world.COMMUNE, Level.COMMUNE, TODAY).id)


def test_the_district_procedures_of_new_dossiers_are_the_communes(before):
    _apply()

    home = registry.unit(_successor_of(registry.unit_for_area(COMMUNES[1], Level.COMMUNE, TODAY).id))
    assert route(_version("huyen"), home.area_code, APPLIES).resolving == home


def test_the_same_list_cannot_be_applied_twice(before):
    _apply()

    with pytest.raises(NotReorganisable, match="đã được áp dụng"):
        apply_reorganisation(LAW, applies_on=APPLIES + timedelta(days=1), now=AFTER, by=SETUP)


def test_the_province_has_its_new_name_and_code(before):
    _apply()

    territory = registry.territory()
    assert territory.root.name == "Ủy ban nhân dân tỉnh Vĩnh Long"
    assert registry.code_of(territory.root_id, APPLIES) == "H61"
    assert territory.province_code == "86"
