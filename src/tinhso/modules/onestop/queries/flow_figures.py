# SPDX-License-Identifier: EUPL-1.2
"""How long the steps of internal processes take, by step and by who held it, computed anew from what dossiers did."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import sort_key
from tinhso.modules.onestop.flow.rules import flow_of
from tinhso.modules.onestop.flow.types import Mark, StepTime
from tinhso.modules.onestop.models import Dossier, ProcedureVersion
from tinhso.modules.onestop.queries.catalogue import frozen_version
from tinhso.modules.onestop.queries.flow import many_times
from tinhso.modules.onestop.queries.statistics import Table, units_of

MOST = 5_000
"""Dossiers read for one table; a longer period is refused with a sentence instead of a long wait."""


@dataclass(frozen=True)
class StepFigures:
    """One step of one version, or one officer at it. officer: empty for the whole step.

    passed: dossiers that passed it; late: how many of these took longer than planned; mean: of their time, None when
    none passed; here, here_late: dossiers that stand at it now.
    """

    procedure: str
    version: int
    number: int
    work: str
    role: str
    planned: timedelta | None
    officer: str
    passed: int
    late: int
    mean: timedelta | None
    here: int
    here_late: int


def step_figures(viewer: Viewer, wanted: Table, now: datetime, *, by_officer: bool = False) -> list[StepFigures]:
    """Return the figures of the steps in order of procedure, version and step.

    Counted are dossiers whose result was signed or refused in the period, and those open now. Raises NotAllowed outside
    the viewer's scope, Refused when the period holds more than can be read at once.
    Source: 224/2026/NĐ-CP, Điều 19 (time of settlement by service, by who settles and by step).
    """
    return _lines(_dossiers(units_of(viewer, wanted), wanted), now, by_officer=by_officer)


def whole_step_figures(wanted: Table, now: datetime) -> list[StepFigures]:
    """Return the figures of the steps of the whole province, without officers. Raises Refused as above."""
    return _lines(_dossiers((), wanted), now, by_officer=False)


def _lines(dossiers: list[Dossier], now: datetime, *, by_officer: bool) -> list[StepFigures]:
    found: dict[tuple[int, int, str], list[StepTime]] = defaultdict(list)
    times = many_times(dossiers, now)
    for dossier in dossiers:
        for place, one in enumerate(times.get(dossier.case_id, ())):
            if one.stays:
                found[dossier.version_id, place, one.officer if by_officer else ""].append(one)
    lines = (_figures(version_id, officer, steps) for (version_id, _place, officer), steps in found.items())
    return sorted(lines, key=lambda one: (sort_key(one.procedure), one.version, one.number, sort_key(one.officer)))


def _dossiers(units: tuple[uuid.UUID, ...], wanted: Table) -> list[Dossier]:
    since, until = (timezone.make_aware(datetime.combine(day, time.min)) for day in _span(wanted))
    ended = Q(finished_at__gte=since, finished_at__lt=until) | Q(case__closed_at__gte=since, case__closed_at__lt=until)
    found = Dossier.objects.filter(ended | Q(case__closed_at=None), version_id__in=list(_running(wanted.field)))
    if units:
        found = found.filter(resolving_unit_id__in=units)
    if wanted.channel:
        found = found.filter(channel=wanted.channel)
    read = list(found.select_related("case").order_by("case_id")[: MOST + 1])
    if len(read) > MOST:
        raise Refused(f"Kỳ này có hơn {MOST} hồ sơ chạy theo quy trình. Hãy chọn kỳ ngắn hơn hoặc một cơ quan.")
    return read


def _span(wanted: Table) -> tuple[date, date]:
    return wanted.since, wanted.until + timedelta(days=1)


def _running(field: str) -> Iterator[int]:
    """Give the versions whose internal process runs; field: only of this field, empty for all."""
    for version_id in ProcedureVersion.objects.filter(definition__has_key="steps").values_list("id", flat=True):
        definition = frozen_version(version_id).definition
        if flow_of(definition) is not None and field in ("", definition["field"]):
            yield version_id


def _figures(version_id: int, officer: str, steps: Sequence[StepTime]) -> StepFigures:
    version = frozen_version(version_id)
    here = [one for one in steps if one.mark in (Mark.CURRENT, Mark.PAUSED)]
    passed = [one for one in steps if one.mark is Mark.PASSED]
    spent = sum((one.used for one in passed), timedelta())
    first = steps[0]
    return StepFigures(
        procedure=version.procedure.short_name,
        version=version.number,
        number=first.step.number,
        work=first.step.work,
        role=first.step.role,
        planned=first.planned,
        officer=officer,
        passed=len(passed),
        late=sum(one.is_late for one in passed),
        mean=spent / len(passed) if passed else None,
        here=len(here),
        here_late=sum(one.is_late for one in here),
    )


def total_late(lines: Sequence[StepFigures]) -> tuple[int, int]:
    """Return how many steps were passed and how many of these were late."""
    return sum(one.passed for one in lines), sum(one.late for one in lines)
