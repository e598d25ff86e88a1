# SPDX-License-Identifier: EUPL-1.2
"""The life of a part at another body: opened, begun, acknowledged, answered, recalled. The dossier is locked first."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tinhso.db import rows
from tinhso.kernel.calendar.types import LimitUnit
from tinhso.kernel.casework.actions import open_case, start_clock, take_step
from tinhso.kernel.casework.models import Case
from tinhso.kernel.casework.types import Limit
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.actions.dossiers import lock, step, subject_of
from tinhso.modules.onestop.linked.bundles import check_outputs, read_bundle
from tinhso.modules.onestop.linked.clocks import acknowledge_by
from tinhso.modules.onestop.linked.types import (
    DossierPartAnswered,
    ForwardClosed,
    PartAcknowledged,
    PartAnswered,
    PartBegun,
    PartLapsed,
    PartOpened,
    PartRecalled,
    Way,
)
from tinhso.modules.onestop.models import Bundle, Dossier, LinkedPart
from tinhso.modules.onestop.policies import check_part

SHORTEST_TEXT = 10
ALIVE = ("planned", "sent", "accepted")
OUT = ("sent", "accepted")
FORWARDED = ("forwarded_peer", "forwarded_up")
NOT_POSSIBLE = "Không thực hiện được vì phần việc trước không có kết quả."


def subject_of_part(part_id: uuid.UUID) -> str:
    return f"part:{part_id}"


def open_part(part: LinkedPart, *, unit_id: uuid.UUID, title: str, actor: Actor, now: datetime) -> LinkedPart:
    """Create the child case of a part of a locked dossier at its body; it waits until it begins."""
    dossier, part_id = part.dossier, uuid7()
    payload = PartOpened(part=part_id, unit=unit_id, way=part.way, component=part.component, order=part.place)
    part.case = open_case(
        kind="linked_part",
        title=f"{title} – hồ sơ {dossier.code}",
        unit_id=unit_id,
        area_code=dossier.case.area_code,
        search_key=search_key(f"{dossier.code} {title}")[:500],
        now=now,
        payload=payload,
        actor=actor,
        subject=subject_of_part(part_id),
        parent=dossier.case,
        case_id=part_id,
    )
    return rows.insert(part)


def begin_part(part: LinkedPart, *, now: datetime) -> None:
    """Hand a planned part to its body: its clock starts, for a component of a bundle also that of the receipt."""
    case = part.case
    if part.limit_days is not None:
        start_clock(case, Limit(part.limit_days, LimitUnit.WORKING_DAY), at=now)
    answer_by = case.due_at
    if part.way == Way.BUNDLE:
        part.acknowledge_by = acknowledge_by(now)
        case.due_at = part.acknowledge_by
    payload = PartBegun(part=part.case_id, acknowledge_by=part.acknowledge_by, answer_by=answer_by)
    _take(part, "begin", payload, now)
    part.sent_at = now
    rows.update(part, "sent_at", "acknowledge_by", "given")


def _take(part: LinkedPart, name: str, payload: object, now: datetime, actor: Actor = SYSTEM) -> None:
    subject = subject_of_part(part.case_id)
    holder = part.case.holder_id if name == "answer" else None
    take_step(part.case, name, payload=payload, now=now, actor=actor, subject=subject, holder_id=holder)


def lock_part(part_id: uuid.UUID) -> tuple[LinkedPart, Dossier]:
    """Lock the dossier before its part, parent before child."""
    found = LinkedPart.objects.get(case_id=part_id)
    dossier = lock(found.dossier_id)
    found = LinkedPart.objects.get(case_id=part_id)
    found.case = Case.objects.select_for_update(of=("self",)).select_related("unit").get(id=part_id)
    found.dossier = dossier
    return found, dossier


def parts_for_update(dossier: Dossier, *states: str) -> list[LinkedPart]:
    """Return the parts of a locked dossier that are in one of these states, locked, in order of place."""
    found = LinkedPart.objects.filter(dossier=dossier, case__state__in=states).order_by("place", "case_id")
    parts = list(found)
    cases = Case.objects.select_for_update(of=("self",)).select_related("unit").order_by("id")
    by_id = {case.id: case for case in cases.filter(id__in=[part.case_id for part in parts])}
    for part in parts:
        part.case, part.dossier = by_id[part.case_id], dossier
    return parts


@transaction.atomic(durable=True)
def acknowledge_part(part_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> LinkedPart:
    """Confirm receipt as the body it was sent to; the specialist of that body has the turn then."""
    part, _ = lock_part(part_id)
    actor = viewer.actor(check_part(viewer, part, "acknowledge"))
    late = part.acknowledge_by is not None and now > part.acknowledge_by
    if part.limit_days is None:
        part.case.due_at = None
    elif part.sent_at is not None:
        start_clock(part.case, Limit(part.limit_days, LimitUnit.WORKING_DAY), at=part.sent_at)
    _take(part, "acknowledge", PartAcknowledged(part=part_id, on_time=not late), now, actor)
    part.acknowledged_at, part.acknowledged_by_id = now, viewer.as_officer
    rows.update(part, "acknowledged_at", "acknowledged_by")
    return part


@transaction.atomic(durable=True)
def answer_part(
    part_id: uuid.UUID,
    *,
    answer: str,
    fulfilled: bool,
    viewer: Viewer,
    now: datetime,
    produced: Mapping[str, str] | None = None,
) -> LinkedPart:
    """Give the result of a part; the dossier goes on when the last body has answered.

    fulfilled: False when the body cannot do it, with the ground in `answer`; then no result data is asked.
    Raises Refused for an answer that says too little or result data that is missing or wrong.
    """
    if len(answer.strip()) < SHORTEST_TEXT:
        raise Refused(f"Hãy ghi rõ kết quả hoặc lý do (ít nhất {SHORTEST_TEXT} ký tự).")
    part, dossier = lock_part(part_id)
    actor = viewer.actor(check_part(viewer, part, "answer"))
    part.produced = _outputs(part, produced or {}, now) if fulfilled else {}
    _take(part, "answer", PartAnswered(part=part_id, fulfilled=fulfilled), now, actor)
    part.answer, part.fulfilled = answer.strip(), fulfilled
    part.answered_by_id, part.answered_at = viewer.as_officer, now
    rows.update(part, "answer", "fulfilled", "produced", "answered_by", "answered_at")
    told = DossierPartAnswered(part=part_id, component=part.component, fulfilled=fulfilled)
    record(
        told,
        at=max(now, dossier.case.changed_at),
        actor=actor,
        subject=subject_of(dossier.case_id),
        case_id=dossier.case_id,
        unit_id=part.case.unit_id,
        area=dossier.case.area_code,
    )
    go_on(dossier, now=now)
    return part


def _outputs(part: LinkedPart, produced: Mapping[str, str], now: datetime) -> dict[str, str]:
    if part.way != Way.BUNDLE:
        return {}
    bundle = Bundle.objects.get(dossier_id=part.dossier_id)
    component = read_bundle(bundle.definition, part.dossier.answers).component(part.component)
    return check_outputs(component.produces, produced, timezone.localtime(now).date())


@transaction.atomic(durable=True)
def recall_part(part_id: uuid.UUID, *, reason: str, viewer: Viewer, now: datetime) -> LinkedPart:
    """Take a part back from its body with a reason, as the specialist who holds the dossier."""
    if len(reason.strip()) < SHORTEST_TEXT:
        raise Refused(f"Hãy ghi rõ vì sao rút lại phần việc (ít nhất {SHORTEST_TEXT} ký tự).")
    part, dossier = lock_part(part_id)
    actor = viewer.actor(check_part(viewer, part, "recall"))
    _recall(part, reason.strip(), now, actor)
    go_on(dossier, now=now)
    return part


def _recall(part: LinkedPart, reason: str, now: datetime, actor: Actor) -> None:
    _take(part, "recall", PartRecalled(part=part.case_id), now, actor)
    part.answer = reason
    rows.update(part, "answer")


def recall_all(dossier: Dossier, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take back every part of a locked dossier that still lives: the dossier ends."""
    for part in parts_for_update(dossier, *ALIVE):
        _recall(part, reason, now, actor)


def recall_chosen(dossier: Dossier, keys: Collection[str], *, reason: str, actor: Actor, now: datetime) -> None:
    """Take back the planned components with these keys."""
    for part in parts_for_update(dossier, "planned"):
        if part.component in keys:
            _recall(part, reason, now, actor)


def lapse(parts: Iterable[LinkedPart], now: datetime) -> None:
    """Close parts whose body stayed silent past its deadline."""
    for part in parts:
        _take(part, "lapse", PartLapsed(part=part.case_id), now)


def go_on(dossier: Dossier, *, now: datetime) -> None:
    """Begin the next place when nobody is at work any more; take the locked dossier back after the last.

    A dossier that is elsewhere meanwhile (its applicant wants to withdraw it) is left where it is.
    """
    if dossier.case.state not in FORWARDED:
        return
    now = max(now, dossier.case.changed_at)
    if LinkedPart.objects.filter(dossier=dossier, case__state__in=OUT).exists():
        return
    while planned := parts_for_update(dossier, "planned"):
        if _begin_place([part for part in planned if part.place == planned[0].place], dossier, now):
            return
    close(dossier, now=now, actor=SYSTEM, holder_id=dossier.case.holder_id)


def _begin_place(parts: list[LinkedPart], dossier: Dossier, now: datetime) -> bool:
    """Begin the parts of one place; what needs a result that never came is recalled. False when none began."""
    yielded = result_data(dossier)
    begun = False
    for part in parts:
        needs = _needs_of(part)
        if set(needs) <= yielded.keys():
            part.given = {key: yielded[key] for key in needs}
            begin_part(part, now=now)
            begun = True
        else:
            _recall(part, NOT_POSSIBLE, now, SYSTEM)
    return begun


def _needs_of(part: LinkedPart) -> tuple[str, ...]:
    if part.way != Way.BUNDLE:
        return ()
    bundle = Bundle.objects.get(dossier_id=part.dossier_id)
    return read_bundle(bundle.definition, part.dossier.answers).component(part.component).needs


def result_data(dossier: Dossier) -> dict[str, Any]:
    """Return the result data of every component of a dossier that has yielded some."""
    bundle = Bundle.objects.filter(dossier=dossier).first()
    found: dict[str, Any] = dict(bundle.produced) if bundle else {}
    for part in LinkedPart.objects.filter(dossier=dossier, fulfilled=True).order_by("place"):
        found |= part.produced
    return found


def close(
    dossier: Dossier,
    *,
    now: datetime,
    actor: Actor,
    holder_id: uuid.UUID | None,
    expected_version: int | None = None,
) -> None:
    """Bring a locked dossier back to its specialist with the count of who answered in this round."""
    last = last_round(dossier)
    states = list(LinkedPart.objects.filter(dossier=dossier, round=last).values_list("case__state", flat=True))
    payload = ForwardClosed(
        answered=states.count("answered"), silent=states.count("lapsed"), recalled=states.count("recalled")
    )
    step(
        dossier,
        "close_forward",
        payload=payload,
        now=now,
        actor=actor,
        holder_id=holder_id,
        expected_version=expected_version,
    )


def last_round(dossier: Dossier) -> int:
    """Return the number of the latest forward of a dossier, 0 before the first."""
    found = LinkedPart.objects.filter(dossier=dossier).order_by("-round").values_list("round", flat=True).first()
    return found or 0
