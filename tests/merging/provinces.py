# SPDX-License-Identifier: EUPL-1.2
"""Two small provinces, one after the other in the same database, each with a ledger and a key of its own."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from django.core.management import call_command
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from tests.replay.week import Snapshot, snapshot
from tinhso.kernel.calendar.actions import load_bundled_holidays
from tinhso.kernel.events import keys, tasks
from tinhso.kernel.events.keys import SigningKey
from tinhso.kernel.indicators.adoption.export import Exported, export_ledger
from tinhso.kernel.indicators.scopes import Scope
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.actions import install_province, load_reference
from tinhso.kernel.registry.actions.installation import create_unit
from tinhso.kernel.registry.models import Unit, UnitCode
from tinhso.kernel.registry.types import Level
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.types import Satisfaction

DAYS = (date(2026, 11, 2), date(2026, 11, 3))
OLD, NEW = "83", "86"
NAMES = {OLD: "Bến Tre", NEW: "Vĩnh Long"}


@dataclass(frozen=True)
class Told:
    """What an installation said of itself: now, and as known at the end of each day; and its file."""

    now: Snapshot
    then: dict[date, Snapshot]
    file: Path
    exported: Exported
    key: SigningKey


def scope(day: date = DAYS[-1], *, origin: str = "", known_on: date | None = None) -> Scope:
    return Scope(date(2026, 1, 1), day, known_on=known_on, origin=origin)


@contextmanager
def own_key(folder: Path) -> Iterator[SigningKey]:
    """Let the worker seal with a key of this province."""
    key = keys.load_or_make(folder / "ledger.pem")
    with patch.object(tasks, "ledger_key", lambda: key):
        yield key


def empty() -> None:
    """Take everything out of the database, the guarded tables too.

    Numbers of rows go on: a process keeps versions of procedures by number, and no number comes twice in one house.
    """
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True)


def live(code: str, *, done: int, open_: int) -> None:
    """Install a province and let one commune of it work for two days; one dossier of the first comes a day late."""
    load_reference(provinces={OLD, NEW, "84"})
    load_bundled_holidays(now=world.START)
    install_province(province_code=code, law_date=world.LAW_DATE, now=world.START, by=world.SETUP)
    actions.publish_procedures(valid_from=date(2024, 1, 1), now=world.START, by=world.SETUP)
    unit = commune_of(code)
    people, morning = world.staff(unit), world.START
    for number in range(done):
        finish(received(people, f"0831900001{number:02}", morning), people, morning)
    for number in range(open_):
        received(people, f"0831900002{number:02}", morning)
    pump(DAYS[0])
    received(people, "083190000300", morning)
    received(people, "083190000400", morning + timedelta(days=1))
    pump(DAYS[1])


def commune_of(code: str) -> Unit:
    """Return one commune of a province; the table of agencies knows those of Bến Tre only, so others get one here."""
    known = registry.units_as_of(world.TODAY).filter(level=Level.COMMUNE).order_by("area_code").first()
    if known is not None:
        return known
    area = registry.communes_of(code, world.TODAY)[0]
    unit = create_unit(
        unit_id=uuid.uuid4(),
        name=f"Ủy ban nhân dân {area.full_name}",
        level=Level.COMMUNE,
        kind="commune",
        parent=registry.territory().root,
        area_code=area.code,
        begins=world.BEGINS,
    )
    code_valid = DateRange(world.BEGINS, None)
    UnitCode.objects.create(unit=unit, scheme="qd20", code="H61.99.01", status="synthetic", valid=code_valid)
    return unit


def received(people: world.Staff, number: str, now: datetime):
    filed = world.submitted(world.citizen(number), now=now, commune=people.unit.area_code)
    return actions.receive(filed.case_id, viewer=people.reception, now=now + timedelta(minutes=30))


def finish(dossier, people: world.Staff, now: datetime) -> None:
    case_id = dossier.case_id
    holder = people.specialist.officer_id
    assert holder is not None
    actions.assign(case_id, holder_id=holder, viewer=people.head, now=now + timedelta(hours=1))
    actions.start_work(case_id, viewer=people.specialist, now=now + timedelta(hours=2))
    actions.propose_result(
        case_id, body="Xác nhận đúng như nội dung đã khai.", viewer=people.specialist, now=now + timedelta(hours=3)
    )
    actions.sign_result(case_id, viewer=people.leader, now=now + timedelta(hours=4), sealer=world.plain_seal)
    person = world.viewer(dossier.applicant)
    actions.rate(case_id, level=Satisfaction.VERY, comment="", viewer=person, now=now + timedelta(hours=5))


def pump(day: date) -> None:
    """Let the worker seal and fold all there is, late in the evening."""
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 23, 0))
    while tasks.pump(now=at):
        pass


def told(folder: Path, key: SigningKey, name: str) -> Told:
    file = folder / f"{name}.tinhso-ledger"
    at = timezone.make_aware(datetime(2026, 11, 4, 8, 0))
    exported = export_ledger(file, key=key, keys={key.key_id: key.public}, now=at)
    then = {day: snapshot(scope(day, known_on=day)) for day in DAYS}
    return Told(snapshot(scope()), then, file, exported, key)
