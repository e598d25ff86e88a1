# SPDX-License-Identifier: EUPL-1.2
"""Rounds of assessment as the desk shows them: each component with how it is proved, its three scores, what is owed."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from tinhso.kernel.events.errors import NotAllowed
from tinhso.kernel.identity.queries import officers_in
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.scorecards import policies
from tinhso.modules.scorecards.declaring import rules
from tinhso.modules.scorecards.declaring.reckoning import Known
from tinhso.modules.scorecards.declaring.types import Folded, Footing, RoundState, Whose
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.dti.types import Main, Part
from tinhso.modules.scorecards.models import Assessment, Declaration, Question, Remark, Score, Statement
from tinhso.modules.scorecards.workflow import DECLARATION

OWED = ("unassigned", "to_unit", "to_person")


def assessments() -> QuerySet[Assessment]:
    """Return the rounds, the newest year first, with how many components were accepted and how many there are."""
    counted = Assessment.objects.select_related("office").annotate(
        total=Count("declarations"),
        accepted=Count("declarations", filter=Q(declarations__case__state="accepted")),
        owed=Count("declarations", filter=Q(declarations__case__state__in=OWED)),
    )
    return counted.order_by("-year", "-opened_at", "id")


def assessment(assessment_id: uuid.UUID) -> Assessment:
    """Return a round; raises Assessment.DoesNotExist."""
    return Assessment.objects.select_related("office", "keeper").get(id=assessment_id)


@dataclass(frozen=True)
class Row:
    """One component of a round on a day. newest: declared last; accepted: what counts, of this round or before.

    own, appraised, final: shares of one, None where unknown; contradicts: newest against folded at the digits shown.
    """

    main: Main
    part: Part
    declaration: Declaration
    footing: Footing
    folded: Folded | None
    newest: Statement | None
    accepted: Statement | None
    appraised: Decimal | None
    final: Decimal | None
    contradicts: bool
    expires_soon: bool
    is_overdue: bool

    @property
    def own(self) -> Decimal | None:
        """Return the self score: what was accepted in this round."""
        if self.accepted is None or self.accepted.declaration_id != self.declaration.case_id:
            return None
        return self.accepted.share

    @property
    def is_owed(self) -> bool:
        return self.declaration.case.state in OWED

    def known(self) -> Known:
        return Known(
            footing=self.footing,
            folded=self.folded.share if self.folded else None,
            own=self.own,
            appraised=self.appraised,
            final=self.final,
            has_evidence=self.accepted is not None and self.accepted.has_evidence,
        )


@dataclass(frozen=True)
class Wanted:
    """What is looked for in a round; empty = any. alert: owed | overdue | contradicts | expires | judge."""

    text: str = ""
    footing: Footing | None = None
    state: str = ""
    alert: str = ""
    unit_id: uuid.UUID | None = None
    main: str = ""


def board(found: Assessment, folded: Mapping[str, Folded], today: date) -> list[Row]:
    """Return every component of a round in the order of the edition; a handful of queries however many there are."""
    declarations = list(
        Declaration.objects.filter(assessment=found).select_related("case", "unit", "officer").order_by("position")
    )
    return _rows(found, declarations, folded, today)


def row_of(declaration: Declaration, folded: Mapping[str, Folded], today: date) -> Row:
    """Return one component with all that a line of the board says."""
    return _rows(declaration.assessment, [declaration], folded, today)[0]


def _rows(found: Assessment, declarations: list[Declaration], folded: Mapping[str, Folded], today: date) -> list[Row]:
    ids = [one.case_id for one in declarations]
    newest = {one.declaration_id: one for one in _newest(Statement.objects.filter(declaration_id__in=ids))}
    accepted = {
        one.declaration_id: one
        for one in _newest(Statement.objects.filter(declaration_id__in=ids).exclude(accepted_at=None))
    }
    codes = [one.component for one in declarations if one.case_id not in accepted]
    earlier = _accepted_before(found, codes) if codes else {}
    scores = _scores(ids)
    places = {part.code: (main, part) for main in edition(found.edition).main for part in main.parts}
    rows = []
    for one in declarations:
        main, part = places[one.component]
        counts = accepted.get(one.case_id) or earlier.get(one.component)
        rows.append(
            _row(found, one, main, part, folded.get(one.component), newest.get(one.case_id), counts, scores, today)
        )
    return rows


def _newest(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    return statements.order_by("declaration_id", "-id").distinct("declaration_id")


def _accepted_before(found: Assessment, codes: list[str]) -> dict[str, Statement]:
    """Return what was accepted last in earlier rounds of the edition: it may be stale, it is not nothing."""
    before = Statement.objects.filter(
        declaration__assessment__edition=found.edition,
        declaration__assessment__year__lte=found.year,
        declaration__component__in=codes,
    ).exclude(Q(accepted_at=None) | Q(declaration__assessment=found))
    newest = before.order_by("declaration__component", "-declaration__assessment__year", "-id")
    return {
        one.declaration.component: one
        for one in newest.distinct("declaration__component").select_related("declaration")
    }


def _scores(ids: Iterable[uuid.UUID]) -> dict[tuple[uuid.UUID, str], Score]:
    found = Score.objects.filter(declaration_id__in=list(ids)).order_by("declaration_id", "whose", "-id")
    return {(one.declaration_id, one.whose): one for one in found.distinct("declaration_id", "whose")}


def _row(
    found: Assessment,
    one: Declaration,
    main: Main,
    part: Part,
    folded: Folded | None,
    newest: Statement | None,
    accepted: Statement | None,
    scores: Mapping[tuple[uuid.UUID, str], Score],
    today: date,
) -> Row:
    stated = accepted.stated() if accepted else None
    appraised, final = (scores.get((one.case_id, whose)) for whose in (Whose.APPRAISED, Whose.FINAL))
    is_of_this_round = accepted is not None and accepted.declaration_id == one.case_id
    return Row(
        main=main,
        part=part,
        declaration=one,
        footing=rules.footing(folded, stated, since=found.first_on, today=today),
        folded=folded,
        newest=newest,
        accepted=accepted,
        appraised=appraised.share if appraised else None,
        final=final.share if final else None,
        contradicts=rules.contradicts(folded, newest.share if newest else None),
        expires_soon=is_of_this_round and rules.expires_soon(stated.valid_until if stated else None, today),
        is_overdue=one.case.state in OWED and one.due_on < today,
    )


def narrowed(rows: Iterable[Row], wanted: Wanted) -> list[Row]:
    """Return the rows that fit; words are sought without diacritics in code, name and unit."""
    words = search_key(wanted.text).split()
    return [one for one in rows if _fits(one, wanted) and all(word in _key(one) for word in words)]


def _fits(one: Row, wanted: Wanted) -> bool:
    alerts = {
        "owed": one.is_owed,
        "overdue": one.is_overdue,
        "contradicts": one.contradicts,
        "expires": one.expires_soon,
        "judge": one.declaration.case.state == "declared",
    }
    return (
        wanted.footing in (None, one.footing)
        and wanted.state in ("", one.declaration.case.state)
        and alerts.get(wanted.alert, True)
        and wanted.unit_id in (None, one.declaration.unit_id)
        and wanted.main in ("", one.main.code)
    )


def _key(one: Row) -> str:
    unit = one.declaration.unit.search_key if one.declaration.unit else ""
    return f"{search_key(f'{one.part.code} {one.part.title or one.part.working}')} {unit}"


def declaration_for_officer(declaration_id: uuid.UUID) -> Declaration:
    """Return a declaration with all its page names; raises Declaration.DoesNotExist."""
    related = ("case__unit", "assessment__office", "assessment__keeper", "unit", "officer", "declarer")
    return Declaration.objects.select_related(*related).get(case_id=declaration_id)


def mine(viewer: Viewer) -> QuerySet[Declaration]:
    """Return what this officer declares in open rounds: named, or head of the unit; what is owed first."""
    led = [seat.unit_id for seat in viewer.seats if seat.role in policies.GIVERS]
    stood_for = [seat.on_behalf_of.rpartition(":")[2] for seat in viewer.seats if seat.on_behalf_of]
    named = Q(officer_id=viewer.officer_id) | Q(officer_id__in=stood_for)
    found = Declaration.objects.filter(named | Q(unit_id__in=led), assessment__state=RoundState.OPEN)
    related = ("case", "assessment", "unit", "officer")
    return found.select_related(*related).order_by("case__closed_at", "due_on", "position").distinct()


def statements_of(declaration: Declaration) -> list[Statement]:
    """Return every declaration made of a component in this round, the newest first."""
    found = declaration.statements.select_related("officer", "accepted_by").prefetch_related("files")
    return list(found.order_by("-id"))


def remarks_of(declaration: Declaration) -> list[Remark]:
    return list(declaration.remarks.select_related("officer").order_by("-id"))


def scores_of(declaration: Declaration) -> list[Score]:
    """Return every score entered, the newest first; the first of each kind counts."""
    return list(declaration.scores.select_related("officer").order_by("-id"))


def questions_of(declaration: Declaration) -> list[tuple[Question, list[Question]]]:
    """Return the questions by day, each with its answers."""
    lines = list(declaration.questions.select_related("officer").order_by("on", "id"))
    replies: dict[uuid.UUID, list[Question]] = {}
    for line in lines:
        if line.answers_id is not None:
            replies.setdefault(line.answers_id, []).append(line)
    return [(line, replies.get(line.id, [])) for line in lines if line.answers_id is None]


def steps_open_to(viewer: Viewer, declaration: Declaration) -> set[str]:
    """Return what this officer may do with a declaration now: steps of the table, scores and questions."""
    checks: dict[str, Callable[[Viewer, Declaration], Any]] = {
        "assign": policies.check_manage,
        "pass_on": policies.check_pass_on,
        "declare": policies.check_declare,
        "accept": policies.check_judge,
        "send_back": policies.check_judge,
        "ask_again": policies.check_manage,
    }
    found = {name for name in ("score", "question") if _may(policies.check_manage, viewer, declaration)}
    if declaration.assessment.state == RoundState.OPEN:
        possible = [step.name for step in DECLARATION.steps_from(declaration.case.state) if step.name in checks]
        found |= {name for name in possible if _may(checks[name], viewer, declaration)}
    return found


def _may(check: Callable[[Viewer, Declaration], Any], viewer: Viewer, declaration: Declaration) -> bool:
    try:
        check(viewer, declaration)
    except NotAllowed:
        return False
    return True


def people_for(declaration: Declaration, today: date) -> list[tuple[str, str]]:
    """Return who of the unit may be named, whoever has it already left out."""
    if declaration.unit_id is None:
        return []
    people = officers_in(declaration.unit_id, today, *policies.CARRIERS)
    return [(str(one.id), one.full_name) for one in people if one.id != declaration.officer_id]
