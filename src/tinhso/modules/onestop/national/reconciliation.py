# SPDX-License-Identifier: EUPL-1.2
"""Compare the portal's book of a day with ours, and tell it a day anew."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.queries import cases_touched
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.exchange import actions as exchange
from tinhso.kernel.exchange import queries
from tinhso.kernel.exchange.errors import NotAMessage, PermanentFailure, TemporaryFailure
from tinhso.kernel.exchange.models import Partner, Reconciliation
from tinhso.kernel.exchange.types import DifferenceKind, Disagreement
from tinhso.kernel.registry.queries import code_of, territory
from tinhso.modules.onestop.models import Dossier, PortalFiling
from tinhso.modules.onestop.national import dialects, records
from tinhso.modules.onestop.national.mapping import CODES, PARTNER, Service, national_code
from tinhso.modules.onestop.national.subscriber import TELLINGS

AT_ONCE = 100
"""Dossiers asked for in one question."""
Theirs = dict[str, dict[str, str]]


def connect(endpoint: str, *, now: datetime, by: Actor, public_key: str = "", protocol: str = "sync") -> Partner:
    """Register the portal as a partner, or give it another address or protocol; from now on acts are told.

    protocol: sync (the JSON service) or coordination (the API of 2026); what waits goes by the one chosen last.
    Raises UnknownProtocol.
    public_key: with which the portal signs what it sends us (Ed25519, raw, hex); empty leaves the one known.
    """
    title = "Cổng Dịch vụ công quốc gia"
    return exchange.register_partner(
        PARTNER,
        title=title,
        channel=dialects.named(protocol).name,
        endpoint=endpoint,
        now=now,
        by=by,
        public_key=public_key,
    )


def touched_on(day: date) -> list[Dossier]:
    """Return the dossiers of which the portal should have learnt something that day (local), oldest first."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    cases = cases_touched(sorted(TELLINGS), start, end)
    return list(Dossier.objects.filter(case_id__in=cases).select_related(*records.RELATED).order_by("case_id"))


def reconcile(day: date, *, now: datetime, by: Actor = SYSTEM) -> Reconciliation:
    """Ask the portal for the dossiers of a day and keep every difference; also when it did not answer.

    Raises NotAMessage when the portal is not connected.
    """
    portal = _portal()
    ours = touched_on(day)
    try:
        found = list(_differences(portal, day, ours, now))
    except (TemporaryFailure, PermanentFailure) as failure:
        return exchange.note_reconciliation(PARTNER, day, checked=0, found=[], now=now, fault=failure.sentence, by=by)
    return exchange.note_reconciliation(PARTNER, day, checked=len(ours), found=found, now=now, by=by)


def _portal() -> Partner:
    portal = queries.partner(PARTNER)
    if portal is None:
        raise NotAMessage("Chưa kết nối Cổng Dịch vụ công quốc gia. Hãy chạy `tinhso national connect`.")
    return portal


def _differences(portal: Partner, day: date, ours: list[Dossier], now: datetime) -> Iterator[Disagreement]:
    held = queries.held_by_stream(PARTNER, [f"dossier:{one.case_id}" for one in ours])
    for start in range(0, len(ours), AT_ONCE):
        part = ours[start : start + AT_ONCE]
        theirs = _look_up(portal, now, numbers=[records.number_of(one) for one in part])
        for one in part:
            yield from _of_one(one, theirs.get(records.number_of(one)), held.get(f"dossier:{one.case_id}", 0), now)
    span = (f"{day:%Y%m%d}000000", f"{day:%Y%m%d}235959")
    yield from _unknown_here(_look_up(portal, now, span=span))


def _look_up(
    portal: Partner, now: datetime, *, numbers: Sequence[str] = (), span: tuple[str, str] | None = None
) -> Theirs:
    unit = code_of(territory().root_id, timezone.localtime(now).date())
    rows = dialects.of(portal).look_up(portal.endpoint, unit, numbers=numbers, span=span)
    return {str(row["MaHoSo"]): row for row in rows}


def _of_one(dossier: Dossier, theirs: dict[str, str] | None, waiting: int, now: datetime) -> Iterator[Disagreement]:
    subject, number = f"dossier:{dossier.case_id}", records.number_of(dossier)
    code = national_code(dossier.case.state)
    if theirs is None:
        yield Disagreement(DifferenceKind.MISSING_THERE, number, subject, ours=_named(code), waiting=waiting)
        return
    if str(theirs.get("TrangThaiHoSo", "")) != code:
        told = _named(str(theirs.get("TrangThaiHoSo", "")))
        yield Disagreement(DifferenceKind.OTHER_STATE, number, subject, _named(code), told, waiting)
    dates = records.dates(dossier, at=now)
    differing = [name for name in records.DATES if dates.get(name, "") != (theirs.get(name) or "")]
    if differing:
        here = "; ".join(f"{name} {dates.get(name, '–')}" for name in differing)
        there = "; ".join(f"{name} {theirs.get(name) or '–'}" for name in differing)
        yield Disagreement(DifferenceKind.OTHER_DATE, number, subject, here, there, waiting)


def _named(code: str) -> str:
    return f"{code} {CODES.get(code, '')}".strip()


def _unknown_here(theirs: Theirs) -> Iterator[Disagreement]:
    known = set(Dossier.objects.filter(provisional__in=list(theirs)).values_list("provisional", flat=True))
    known |= set(PortalFiling.objects.filter(number__in=list(theirs)).values_list("number", flat=True))
    for number in sorted(theirs.keys() - known):
        told = _named(str(theirs[number].get("TrangThaiHoSo", "")))
        yield Disagreement(DifferenceKind.UNKNOWN_HERE, number, theirs=told)


def replay_day(day: date, *, now: datetime, by: Actor) -> int:
    """Tell the portal anew how each dossier of a day stands now; return how many messages were queued.

    The whole record makes up for what was lost or refused: a stream that a dead message holds is set aside. A portal
    that has the same already sees no difference. Raises NotAMessage when the portal is not connected.
    """
    _portal()
    cases = [one.case_id for one in touched_on(day)]
    for case_id in cases:
        _tell_anew(case_id, day, now, by)
    exchange.note_replay(PARTNER, day, messages=len(cases), now=now, by=by)
    return len(cases)


@transaction.atomic(durable=True)
def _tell_anew(case_id: UUID, day: date, now: datetime, by: Actor) -> None:
    stream = f"dossier:{case_id}"
    reason = f"Được thay bằng toàn bộ hồ sơ khi gửi lại ngày {day:%d/%m/%Y}"
    # It may wait for a delivery under way: the dossier is read, and held, only afterwards.
    exchange.set_aside_stuck(PARTNER, stream, reason=reason, now=now, by=by)
    locked = Dossier.objects.select_for_update(of=("self",)).select_related(*records.RELATED)
    dossier = locked.get(case_id=case_id)
    exchange.queue_for_partner(
        PARTNER,
        key=f"national:replay:{now:%Y%m%d%H%M%S%f}:{case_id}",
        stream=stream,
        subject=f"Cổng DVCQG, gửi lại: {dossier.code or dossier.provisional}",
        body=records.envelope(
            dossier, Service.DOSSIER, records.whole(dossier, state=dossier.case.state, at=now), updating=True
        ),
        now=now,
        case_id=case_id,
    )


def summary(made: Reconciliation) -> dict[str, object]:
    """Return a comparison as plain values for programs."""
    columns = ("kind", "number", "subject", "ours", "theirs", "waiting")
    rows = made.differences.order_by("id").values_list(*columns)
    return {
        "day": made.day.isoformat(),
        "checked": made.checked,
        "fault": made.fault,
        "differences": [dict(zip(columns, row, strict=True)) for row in rows],
    }
