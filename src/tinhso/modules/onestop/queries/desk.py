# SPDX-License-Identifier: EUPL-1.2
"""What officers look at: inbox, dossiers in scope, the book, what awaits a signature, the load of a unit.

Every list begins with what the viewer may see; the number of queries does not grow with the list.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.models import Case
from tinhso.kernel.casework.types import Phase
from tinhso.kernel.events.errors import NotAllowed
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.identity.queries import officers_in
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.models import Unit
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.models import BookLine, Dossier, Paper

SHOWN = ("dossier",)
"""What a row of a list shows beside the case itself."""
LISTED = (
    "case__unit",
    "case__holder",
    "version__procedure",
    "applicant",
    "organisation",
    "resolving_unit",
    "drafter",
)
BOOKED = ("version__procedure", "applicant", "organisation", "resolving_unit")
"""What lists of dossiers and lines of a book show, fetched one table at a time.

A join of eleven tables is planned badly before the database has its first statistics, and then runs for minutes.
"""


@dataclass(frozen=True)
class Narrowing:
    """What an officer typed above a list; empty = everything. due: overdue | soon."""

    text: str = ""
    due: str = ""
    procedure: str = ""
    channel: str = ""


def mine(viewer: Viewer, seat: Seat | None = None) -> QuerySet[Case]:
    """Return living cases whose turn is this officer's, from all seats or from one."""
    whole = viewer if seat is None else Viewer(viewer.key, viewer.name, officer_id=viewer.officer_id, seats=(seat,))
    return casework.inbox(whole).select_related(*SHOWN)


def waiting_for_applicant(viewer: Viewer) -> QuerySet[Case]:
    """Return cases of the viewer's units in which the applicant has the turn; a specialist's own when held."""
    units = {seat.unit_id for seat in viewer.seats}
    held = Q(holder_id=viewer.officer_id) | Q(holder_id=None)
    if viewer.roles() & {"head", "leader", "reception"}:
        held = Q()
    found = casework.living().filter(held, unit_id__in=units, phase=Phase.WAITING)
    return found.select_related("unit", "holder", *SHOWN).order_by("due_at", "id")


def to_hand_over(viewer: Viewer) -> QuerySet[Case]:
    """Return finished dossiers whose result still lies at a desk of the viewer."""
    desks = {seat.unit_id for seat in viewer.seats if seat.role == "reception"}
    found = Case.objects.filter(unit_id__in=desks, phase=Phase.DONE, turn="reception")
    return found.select_related("unit", "holder", *SHOWN).order_by("-opened_at", "id")


def narrow(cases: QuerySet[Case], wanted: Narrowing, now: datetime) -> QuerySet[Case]:
    """Return the cases that fit what was typed; words are looked for without diacritics."""
    cases = casework.search(cases, wanted.text)
    if wanted.due == "overdue":
        cases = cases.filter(due_at__lt=now).exclude(phase=Phase.WAITING)
    elif wanted.due == "soon":
        cases = cases.filter(due_at__gte=now, due_at__lte=now + casework.SOON)
    if wanted.procedure:
        cases = cases.filter(dossier__version__procedure_id=wanted.procedure)
    return cases.filter(dossier__channel=wanted.channel) if wanted.channel else cases


def procedures_among(cases: QuerySet[Case]) -> list[tuple[str, str]]:
    """Return code and name of the procedures that occur in a list, to choose from."""
    ids = cases.order_by().values("id")
    found = Dossier.objects.filter(case_id__in=ids).order_by("version__procedure__sort_key")
    return list(found.values_list("version__procedure_id", "version__procedure__short_name").distinct())


@dataclass(frozen=True)
class Search:
    """What an officer looks for among all dossiers in scope; empty = everything. since, until: days of filing."""

    text: str = ""
    state: str = ""
    procedure: str = ""
    unit_id: uuid.UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


def search_dossiers(viewer: Viewer, wanted: Search) -> QuerySet[Dossier]:
    """Return dossiers the viewer may look at, newest first: by code, name, number, procedure, state, unit, time."""
    found = in_scope(viewer).select_related("case").prefetch_related(*LISTED).order_by("-case__opened_at", "case_id")
    for word in search_key(wanted.text).split():
        found = found.filter(case__search_key__contains=word)
    if wanted.state:
        found = found.filter(case__state=wanted.state)
    if wanted.procedure:
        found = found.filter(version__procedure_id=wanted.procedure)
    if wanted.unit_id:
        found = found.filter(case__unit_id=wanted.unit_id)
    if wanted.since:
        found = found.filter(case__opened_at__gte=wanted.since)
    return found.filter(case__opened_at__lt=wanted.until) if wanted.until else found


def in_scope(viewer: Viewer) -> QuerySet[Dossier]:
    """Return dossiers that lie in, came in through, or are decided by a unit of the viewer.

    Who answers for the whole province is not narrowed at all: at a million dossiers the list of them is the cost.
    """
    if viewer.oversees(registry.territory().root_id):
        return Dossier.objects.all()
    own = Dossier.objects.filter(Q(receiving_unit_id__in=viewer.scope) | Q(resolving_unit_id__in=viewer.scope))
    lying = Case.objects.filter(unit_id__in=viewer.scope, kind="dossier")
    return Dossier.objects.filter(case_id__in=own.values("case_id").union(lying.values("id")))


def codes_in_scope(viewer: Viewer, case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the codes of those of these dossiers the viewer may look at; "–" for one that was not received yet."""
    found = in_scope(viewer).filter(case_id__in=case_ids).values_list("case_id", "code")
    return {case_id: code or "–" for case_id, code in found}


def units_in_scope(viewer: Viewer) -> list[Unit]:
    """Return the units the viewer may look at, in Vietnamese order."""
    return list(Unit.objects.filter(id__in=viewer.scope).order_by("sort_key"))


SIGNED_NEXT = ("awaiting_signature", "rejected_draft", "correction_signing")
"""States in which a leader's signature is the next step."""


def awaiting_signature(viewer: Viewer) -> QuerySet[Dossier]:
    """Return dossiers that wait for this leader's signature, the most pressing first; own drafts are left out."""
    units = {seat.unit_id for seat in viewer.seats if seat.role == "leader"}
    found = Dossier.objects.filter(case__unit_id__in=units, case__state__in=SIGNED_NEXT)
    others = found.exclude(drafter_id=viewer.officer_id) if viewer.officer_id else found.none()
    return others.select_related("case").prefetch_related(*LISTED).order_by("case__due_at", "case_id")


@dataclass(frozen=True)
class Book:
    """One book F06: unit, field and year, with how many lines it has (numbers have no gaps)."""

    field: str
    year: int
    lines: int


def books_of(viewer: Viewer, unit_id: uuid.UUID) -> list[Book]:
    """Return the books of a unit, newest year first; raises NotAllowed outside the viewer's scope."""
    _check_scope(viewer, unit_id)
    rows = BookLine.objects.filter(unit_id=unit_id).values("field", "year").annotate(lines=Max("number"))
    return [Book(row["field"], row["year"], row["lines"]) for row in rows.order_by("-year", "field")]


def book_lines(viewer: Viewer, unit_id: uuid.UUID, field: str, year: int) -> QuerySet[BookLine]:
    """Return the lines of one book in order of number; raises NotAllowed outside the viewer's scope."""
    _check_scope(viewer, unit_id)
    lines = BookLine.objects.filter(unit_id=unit_id, field=field, year=year).order_by("number")
    return lines.select_related("dossier").prefetch_related(*(f"dossier__{name}" for name in BOOKED))


def _check_scope(viewer: Viewer, unit_id: uuid.UUID) -> None:
    if unit_id not in viewer.scope:
        raise NotAllowed("Đơn vị này không thuộc phạm vi của bạn. Hãy chọn đơn vị khác.")


@dataclass(frozen=True)
class Burden:
    """What one officer of a unit has in hand; officer None: nobody holds these yet."""

    officer: Officer | None
    living: int
    soon: int
    overdue: int
    waiting: int


def burdens(viewer: Viewer, unit_id: uuid.UUID, *, now: datetime, today: date) -> list[Burden]:
    """Return the load of a unit by officer, those without work included; raises NotAllowed outside the scope."""
    _check_scope(viewer, unit_id)
    running = ~Q(phase=Phase.WAITING)
    rows = (
        casework.living()
        .filter(unit_id=unit_id)
        .values("holder_id")
        .annotate(
            living=Count("id"),
            soon=Count("id", filter=Q(due_at__gte=now, due_at__lte=now + casework.SOON)),
            overdue=Count("id", filter=Q(due_at__lt=now) & running),
            waiting=Count("id", filter=Q(phase=Phase.WAITING)),
        )
    )
    numbers: dict[uuid.UUID | None, Mapping[str, Any]] = {row["holder_id"]: row for row in rows}
    people = officers_in(unit_id, today, "specialist")
    known = {officer.id for officer in people}
    people += list(Officer.objects.filter(id__in=[key for key in numbers if key and key not in known]))
    found = [_burden(officer, numbers.get(officer.id)) for officer in people]
    return found + ([_burden(None, numbers[None])] if None in numbers else [])


def _burden(officer: Officer | None, row: Mapping[str, Any] | None) -> Burden:
    row = row or {"living": 0, "soon": 0, "overdue": 0, "waiting": 0}
    return Burden(officer, row["living"], row["soon"], row["overdue"], row["waiting"])


def overdue_in_scope(viewer: Viewer, now: datetime) -> QuerySet[Case]:
    """Return overdue cases of every unit in scope, the oldest due date first."""
    late = casework.living().filter(unit_id__in=viewer.scope, due_at__lt=now).exclude(phase=Phase.WAITING)
    return late.select_related("unit", "holder", *SHOWN).order_by("due_at", "id")


def dossier_of_client_key(client_key: str) -> Dossier | None:
    """Return the dossier a filing has become: the second press of a button shows it instead of filing again."""
    return Dossier.objects.filter(client_key=client_key).select_related("case").first()


def living_in(viewer: Viewer, unit_id: uuid.UUID) -> QuerySet[Case]:
    """Return the living cases of one unit; raises NotAllowed outside the viewer's scope."""
    _check_scope(viewer, unit_id)
    return casework.living().filter(unit_id=unit_id)


def papers_held_up(limit: int = 50) -> list[Paper]:
    """Return papers that could not be made yet, the oldest first, each with its trouble in words."""
    held = Paper.objects.filter(document=None, attempts__gt=0).select_related("unit", "dossier")
    return list(held.order_by("act_seq")[:limit])


def papers_waiting() -> int:
    """Return how many papers the worker still has to make."""
    return Paper.objects.filter(document=None).count()
