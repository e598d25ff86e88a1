# SPDX-License-Identifier: EUPL-1.2
"""Linked work as the desk and the applicant see it: parts with their clocks, the sync clock, late receipts."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from tinhso.kernel.casework.models import Case
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.catalogue import title_of, verb_of
from tinhso.kernel.exchange import queries as exchange
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.models import Unit
from tinhso.modules.onestop import policies
from tinhso.modules.onestop.errors import WrongLevel
from tinhso.modules.onestop.linked import clocks
from tinhso.modules.onestop.linked.bundles import BundleDefinition, Output, read_bundle
from tinhso.modules.onestop.linked.levels import check_way
from tinhso.modules.onestop.linked.types import PartStanding, Way
from tinhso.modules.onestop.models import Bundle, Dossier, LinkedPart
from tinhso.modules.onestop.national.mapping import PARTNER, TOLD
from tinhso.modules.onestop.side_workflows import LINKED_PART

RELATED = ("case__unit", "sent_by", "answered_by", "acknowledged_by")
TOLD_VERBS = {verb_of(payload).name for payload in TOLD}
SHOWN_TELLINGS = 6


@dataclass(frozen=True)
class Piece:
    """One piece of result data as people read it."""

    label: str
    value: str


@dataclass(frozen=True)
class PartLine:
    """One part as a row: what, who, where it stands, its two clocks, what came of it.

    part None: the leading component, which the body of the dossier does itself.
    """

    part: LinkedPart | None
    title: str
    unit: str
    leads: bool
    state: str
    phase: str
    due_at: datetime | None
    ended: bool
    acknowledge_by: datetime | None
    acknowledged_at: datetime | None
    receipt: PartStanding
    answer: str
    fulfilled: bool | None
    pieces: tuple[Piece, ...]


def part(viewer: Viewer, part_id: uuid.UUID) -> LinkedPart:
    """Return a part for an officer of its body or of the dossier's; raises NotYourTurn for strangers."""
    related = (*RELATED, "case__holder", "dossier__case__unit", "dossier__version__procedure", "dossier__applicant")
    found = LinkedPart.objects.select_related(*related).get(case_id=part_id)
    policies.check_see_part(viewer, found)
    return found


def part_of_case(case_id: uuid.UUID) -> LinkedPart | None:
    return LinkedPart.objects.select_related("case__unit", "dossier__case").filter(case_id=case_id).first()


def bundle_of(dossier: Dossier) -> Bundle | None:
    return Bundle.objects.select_related("registered_by").filter(dossier=dossier).first()


def is_registrable(dossier: Dossier) -> bool:
    """Tell whether the leading component of a bundle still waits for its result."""
    return Bundle.objects.filter(dossier=dossier, registered_at=None).exists()


def definition_of(bundle: Bundle, dossier: Dossier) -> BundleDefinition:
    return read_bundle(bundle.definition, dossier.answers)


def outputs_of(found: LinkedPart) -> tuple[Output, ...]:
    """Return what a part must yield; nothing for a forward."""
    bundle = bundle_of(found.dossier) if found.way == Way.BUNDLE else None
    if bundle is None:
        return ()
    return definition_of(bundle, found.dossier).component(found.component).produces


def declared_for(found: LinkedPart) -> tuple[str, ...]:
    """Return the questions of the declaration the body of a part may see."""
    bundle = bundle_of(found.dossier) if found.way == Way.BUNDLE else None
    if bundle is None:
        return ()
    return definition_of(bundle, found.dossier).component(found.component).declared


def given_to(found: LinkedPart) -> tuple[Piece, ...]:
    """Return the result data passed on to a part, with the words of the component it comes from."""
    bundle = bundle_of(found.dossier) if found.given else None
    if bundle is None:
        return ()
    definition = definition_of(bundle, found.dossier)
    outputs = [output for one in (definition.lead, *definition.others) for output in one.produces]
    return _pieces(outputs, found.given)


def _pieces(outputs: Sequence[Output], values: dict[str, str]) -> tuple[Piece, ...]:
    return tuple(Piece(one.label, _shown(one, values[one.key])) for one in outputs if values.get(one.key))


def _shown(one: Output, value: str) -> str:
    return "/".join(reversed(value.split("-"))) if one.type == "date" else value


def lines_of(dossier: Dossier, now: datetime) -> list[PartLine]:
    """Return the parts of a dossier in order, the leading component of a bundle first; empty when there are none."""
    bundle = bundle_of(dossier)
    definition = definition_of(bundle, dossier) if bundle else None
    found = LinkedPart.objects.filter(dossier=dossier).select_related(*RELATED)
    lines = [_lead_line(bundle, definition, dossier)] if bundle and definition else []
    return lines + [_line(one, definition, now) for one in found.order_by("round", "place", "case_id")]


def _lead_line(bundle: Bundle, definition: BundleDefinition, dossier: Dossier) -> PartLine:
    done = bundle.registered_at is not None
    return PartLine(
        part=None,
        title=definition.lead.result,
        unit=dossier.resolving_unit.name,
        leads=True,
        state="Đã đăng ký" if done else "Đang thực hiện",
        phase="done" if done else "working",
        due_at=None,
        ended=done,
        acknowledge_by=None,
        acknowledged_at=None,
        receipt=PartStanding.NONE,
        answer="",
        fulfilled=True if done else None,
        pieces=_pieces(definition.lead.produces, bundle.produced),
    )


def _line(one: LinkedPart, definition: BundleDefinition | None, now: datetime) -> PartLine:
    component = definition.component(one.component) if definition and one.component else None
    state = LINKED_PART.states[one.case.state]
    waits = one.case.state == "sent"
    return PartLine(
        part=one,
        title=component.result if component else one.duty,
        unit=one.case.unit.name,
        leads=one.leads,
        state=state.title,
        phase=state.phase,
        due_at=None if waits and one.limit_days is None else one.case.due_at,
        ended=one.case.closed_at is not None,
        acknowledge_by=one.acknowledge_by,
        acknowledged_at=one.acknowledged_at,
        receipt=_receipt(one, now),
        answer=one.answer,
        fulfilled=one.fulfilled,
        pieces=_pieces(component.produces, one.produced) if component else (),
    )


def _receipt(one: LinkedPart, now: datetime) -> PartStanding:
    """Return how the clock of the receipt stands; a part taken back before it was confirmed has none any more."""
    if one.acknowledged_at is None and one.case.closed_at is not None:
        return PartStanding.NONE
    return clocks.standing(one.acknowledge_by, one.acknowledged_at, now)


@dataclass(frozen=True)
class Telling:
    """One change of status on its way to the national portal: what, when, until when it must have gone, when it did."""

    title: str
    changed_at: datetime
    push_by: datetime
    sent_at: datetime | None
    standing: PartStanding


def tellings_of(dossier: Dossier, now: datetime) -> list[Telling] | None:
    """Return the latest changes of a bundle with their sync clock, newest first; None when no portal is connected.

    Source: 63/2024/NĐ-CP, Điều 7 (mark B).
    """
    portal = exchange.partner(PARTNER)
    if portal is None:
        return None
    sent = {one.key: one.sent_at for one in exchange.messages_of_case(dossier.case_id)}
    acts = [act for act in ledger.acts_of_case(dossier.case_id) if act.verb in TOLD_VERBS]
    since = [act for act in acts if act.at >= portal.registered_at]
    found = []
    for act in since[-SHOWN_TELLINGS:][::-1]:
        until, gone = clocks.push_by(act.at), sent.get(f"national:{act.seq}")
        found.append(Telling(title_of(act.verb), act.at, until, gone, clocks.standing(until, gone, now)))
    return found


def out_from(viewer: Viewer) -> QuerySet[Case]:
    """Return the living parts that the viewer's units have sent to other bodies, the most pressing first."""
    units = {seat.unit_id for seat in viewer.seats}
    found = Case.objects.filter(kind="linked_part", parent__unit_id__in=units, phase__in=["open", "working"])
    return found.select_related("unit", "holder", "dossier").order_by("due_at", "id")


def unacknowledged(viewer: Viewer, now: datetime) -> list[LinkedPart]:
    """Return components whose receipt is overdue, of the viewer's own body or sent by it: the alert a person sees."""
    units = {seat.unit_id for seat in viewer.seats}
    late = LinkedPart.objects.filter(case__state="sent", acknowledge_by__lt=now)
    mine = late.filter(Q(case__unit_id__in=units) | Q(dossier__case__unit_id__in=units))
    return list(mine.select_related("case__unit", "dossier").order_by("acknowledge_by")[:20])


def bodies_for(way: Way, dossier: Dossier, now: datetime) -> list[Unit]:
    """Return the units a dossier may be forwarded to in this way today, those of its place first."""
    own = registry.unit(dossier.case.unit_id)
    units = registry.units_as_of(timezone.localtime(now).date()).exclude(id=own.id)
    fit = [unit for unit in units if _fits(way, own, unit)]
    return sorted(fit, key=lambda unit: unit.area_code != own.area_code)


def _fits(way: Way, own: Unit, other: Unit) -> bool:
    try:
        check_way(way, own, other)
    except WrongLevel:
        return False
    return True
