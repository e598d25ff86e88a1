# SPDX-License-Identifier: EUPL-1.2
"""The part of a played life that leads to other bodies: a bundle is carried out, some dossiers are forwarded."""

from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random
from uuid import UUID

from django.utils import timezone

from tinhso.kernel.identity.queries import officers_in, viewer_of_officer
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.models import Unit
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.linked.bundles import Output
from tinhso.modules.onestop.linked.types import PartOrder, Way
from tinhso.modules.onestop.models import Dossier, LinkedPart
from tinhso.modules.onestop.queries import parts
from tinhso.play.citizens import number_prefix

Clock = Callable[[], datetime]
FORWARDED_SHARE, UPWARD_SHARE, LATE_SHARE = 0.03, 0.01, 0.08
"""Shares of dossiers sent to peers and to a higher authority, and of receipts that come late (assumption)."""
DUTY = "Cho ý kiến và xác nhận nội dung thuộc thẩm quyền."
DONE = "Đã thực hiện xong phần việc được giao, gửi kết quả."


def carry_out(dossier: Dossier, worker: Viewer, dice: Random, now: Clock) -> Iterator[float]:
    """Register the leading component of a bundle and let each body do its part; yield working minutes to wait."""
    bundle = parts.bundle_of(dossier)
    if bundle is None:
        return
    lead = parts.definition_of(bundle, dossier).lead
    produced = _values(lead.produces, dice, now())
    actions.register_bundle(dossier.case_id, produced=produced, viewer=worker, now=now())
    yield from _answers(dossier, dice, now)


def forward(dossier: Dossier, worker: Viewer, dice: Random, now: Clock) -> Iterator[float]:
    """Send a dossier to one or two peers, at once or in sequence, or up; wait until they have answered."""
    way = Way.UP if dice.random() < UPWARD_SHARE / (FORWARDED_SHARE + UPWARD_SHARE) else Way.PEER
    units = _bodies(way, dossier, now())
    if not units:
        return
    if way is Way.UP:
        actions.forward_up(dossier.case_id, order=PartOrder(units[0].id, DUTY, 3, leads=True), viewer=worker, now=now())
    else:
        orders = [PartOrder(unit.id, DUTY, 2, leads=place == 0) for place, unit in enumerate(units[:2])]
        in_sequence = dice.random() < 0.3
        actions.forward_peer(dossier.case_id, orders=orders, in_sequence=in_sequence, viewer=worker, now=now())
    yield from _answers(dossier, dice, now)


def _bodies(way: Way, dossier: Dossier, at: datetime) -> list[Unit]:
    """Return the first two bodies with people, those of the place first."""
    on, found = timezone.localtime(at).date(), []
    for unit in parts.bodies_for(way, dossier, at):
        if officers_in(unit.id, on, "reception") and officers_in(unit.id, on, "specialist"):
            found.append(unit)
        if len(found) == 2:
            break
    return found


def _answers(dossier: Dossier, dice: Random, now: Clock) -> Iterator[float]:
    while waiting := _next(dossier):
        yield dice.uniform(150, 300) if dice.random() < LATE_SHARE else dice.uniform(5, 90)
        actions.acknowledge_part(waiting.pk, viewer=_someone(waiting.case.unit_id, "reception", now()), now=now())
        yield dice.uniform(30, 400)
        produced = _values(parts.outputs_of(waiting), dice, now())
        worker = _someone(waiting.case.unit_id, "specialist", now())
        actions.answer_part(waiting.pk, answer=DONE, fulfilled=True, produced=produced, viewer=worker, now=now())


def _next(dossier: Dossier) -> LinkedPart | None:
    sent = LinkedPart.objects.filter(dossier=dossier, case__state="sent").select_related("case", "dossier")
    return sent.order_by("place", "case_id").first()


def _someone(unit_id: UUID, role: str, at: datetime) -> Viewer:
    on = timezone.localtime(at).date()
    return viewer_of_officer(officers_in(unit_id, on, role)[0], on)


def _values(outputs: tuple[Output, ...], dice: Random, at: datetime) -> dict[str, str]:
    """Return result data that pass the checks: a number of a child of this year, numbers of a register, today."""
    today = timezone.localtime(at).date()
    made = {
        "personal_number": lambda: (
            f"{number_prefix()}{dice.choice('23')}{today.year % 100:02d}{dice.randrange(1_000_000):06d}"
        ),
        "date": today.isoformat,
        "text": lambda: f"{dice.randrange(1, 400)}/{today.year}",
    }
    return {one.key: made[one.type]() for one in outputs}
