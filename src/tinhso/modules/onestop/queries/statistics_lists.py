# SPDX-License-Identifier: EUPL-1.2
"""The dossiers behind one cell of a statistic table: flows from the acts themselves, what is open from the dossiers."""

import uuid
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.indicators import queries as indicators
from tinhso.kernel.indicators.queries import Scope
from tinhso.modules.onestop import rules
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.queries.desk import LISTED
from tinhso.modules.onestop.queries.statistics import FINE, Table, procedures, units_of
from tinhso.modules.onestop.types import Channel

ALL = 10_000_000
OPEN = ("carried", "open_in_time", "open_overdue")
(RECEIVED, ENDED, ON_TIME), _ = FINE


def dossiers_behind(viewer: Viewer, wanted: Table, column: str, *, procedure: str = "") -> QuerySet[Dossier]:
    """Return the dossiers a cell counts, newest first. wanted: the table narrowed to the line of the cell.

    Raises NotAllowed outside the viewer's scope. The list is as long as the number in the cell, but for what is open
    as known on a day: that stands in the dossiers, which are known as they are now (see `tells_then`).
    """
    units = units_of(viewer, wanted)
    if column in OPEN:
        ids = _open(wanted, column, units, procedure)
    else:
        ids = _flow(wanted, column, wanted.scope(units), procedure)
    found = Dossier.objects.filter(case_id__in=ids).select_related("case").prefetch_related(*LISTED)
    return found.order_by("-submitted_at", "case_id")


def tells_then(column: str) -> bool:
    """Whether the dossiers behind a column can be told as they were known on a day: those of acts can."""
    return column not in OPEN


def _flow(wanted: Table, column: str, scope: Scope, procedure: str) -> set[uuid.UUID]:
    channels = _channels(wanted, column)
    kinds = [f"{code}|{channel}" for code in _codes(wanted, procedure) for channel in channels]
    if not kinds:
        return set()
    fact = RECEIVED if column.startswith("received") else ENDED
    found = _cases(fact, scope, kinds)
    if column == "ended_on_time":
        return found & _cases(ON_TIME, scope, kinds)
    return found - _cases(ON_TIME, scope, kinds) if column == "ended_late" else found


def _cases(fact: str, scope: Scope, kinds: list[str]) -> set[uuid.UUID]:
    acts = indicators.acts_of_fact(fact, scope, dimensions=kinds, limit=ALL)
    return {act.case_id for act in acts if act.case_id}


def _channels(wanted: Table, column: str) -> list[str]:
    every = [wanted.channel] if wanted.channel else [one.value for one in Channel]
    if column == "received_online":
        return [one for one in every if one == Channel.ONLINE]
    return [one for one in every if one != Channel.ONLINE] if column == "received_otherwise" else every


def _codes(wanted: Table, procedure: str) -> list[str]:
    fitting = (code for code, (field, _name) in procedures().items() if not wanted.field or field == wanted.field)
    return [code for code in fitting if not procedure or code == procedure]


def _open(wanted: Table, column: str, units: tuple[uuid.UUID, ...], procedure: str) -> set[uuid.UUID]:
    last = wanted.since - timedelta(days=1) if column == "carried" else wanted.until
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
    found = Dossier.objects.filter(Q(finished_at=None) | Q(finished_at__gte=end), received_at__lt=end)
    found = found.filter(version__procedure_id__in=_codes(wanted, procedure))
    if units:
        found = found.filter(resolving_unit_id__in=units)
    if wanted.channel:
        found = found.filter(channel=wanted.channel)
    if column == "carried":
        return set(found.values_list("case_id", flat=True))
    start_of_last = end - timedelta(days=1)
    return {
        one.case_id
        for one in found.prefetch_related("supplements")
        if _is_overdue(one, end, start_of_last) == (column == "open_overdue")
    }


def _is_overdue(dossier: Dossier, end: datetime, before: datetime) -> bool:
    """Whether the promise that ran at `end` lay before the last day, as the facts count it."""
    asked = tuple(
        rules.Supplement(one.requested_at, one.answered_at if one.answered_at and one.answered_at < end else None)
        for one in dossier.supplements.all()
        if not one.at_intake and one.requested_at < end
    )
    promise = rules.promise_766(dossier.promised_at, asked)
    return promise is not None and promise < before
