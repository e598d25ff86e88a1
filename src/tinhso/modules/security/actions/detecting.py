# SPDX-License-Identifier: EUPL-1.2
"""Keep what the detector found: alerts and the place up to which the spool was evaluated change together, once."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM
from tinhso.lib.vntext import search_key
from tinhso.modules.security.actions.blacklists import Seen, count_sightings
from tinhso.modules.security.collect.segments import Position
from tinhso.modules.security.detection.outcome import Found, Key, gathered
from tinhso.modules.security.detection.pipeline import Taken
from tinhso.modules.security.detection.rulebook import Rulebook, level_of, source_text
from tinhso.modules.security.errors import DetectorMoved
from tinhso.modules.security.models import Alert, Counted, DetectionRule, DetectorPlace, Suppression
from tinhso.modules.security.types.alerts import LEVELS, AlertClosed, AlertRaised, AlertState, CloseReason
from tinhso_sigma import Correlation, Rule
from tinhso_sigma.correlation import LATENESS_SECONDS

MOST_EVIDENCE = 5
PRUNE_EVERY = 200
"""Batches between two looks at what correlations need no more."""


def subject_of(alert: Alert) -> str:
    return f"alert:{alert.id}"


@transaction.atomic(durable=True)
def claim_place(spool: int) -> DetectorPlace:
    """Return where evaluation stands in this spool; one that was never read begins at its beginning."""
    place, _made = DetectorPlace.objects.select_for_update().get_or_create(id=1)
    if place.spool != spool:
        place.spool = spool
        place.segment = place.offset = place.from_segment = place.from_offset = 0
        place.save()
    return place


@transaction.atomic(durable=True)
def keep_batch(taken: Taken, before: Position, rulebook: Rulebook, *, now: datetime) -> int:
    """Keep the alerts of a batch and move the place; return how many alerts were raised.

    Raises DetectorMoved when the place is not `before` any more: another detector was faster, nothing is kept.
    """
    place = DetectorPlace.objects.select_for_update().get(id=1)
    if (place.segment, place.offset) != (before.segment, before.offset):
        raise DetectorMoved("Một bộ phát hiện khác đã đánh giá phần này. Chỉ chạy một bộ phát hiện cho mỗi vùng đệm.")
    found, raised = gathered(taken, rulebook), 0
    if found:
        raised = _keep_alerts(_shown(found, now), taken, now)
    _keep_counted(taken, rulebook)
    if taken.met:
        count_sightings(_seen(taken), now=now)
    DetectorPlace.objects.filter(id=1).update(
        segment=taken.position.segment, offset=taken.position.offset,
        from_segment=taken.restart.segment, from_offset=taken.restart.offset,
        events=F("events") + taken.count, unreadable=F("unreadable") + taken.unreadable,
        matches=F("matches") + len(taken.matches), damaged_bytes=F("damaged_bytes") + taken.damaged,
        skipped_segments=F("skipped_segments") + taken.skipped, evaluated_at=now,
        arrived_at=taken.last_arrival or place.arrived_at,
    )  # fmt: skip
    return raised


def _seen(taken: Taken) -> list[Seen]:
    """Return what was met, one for each indicator and machine."""
    found: dict[tuple[int, str], Seen] = {}
    for row, speaker, ids in taken.met:
        at = row.event["time"] or row.event["arrived"]
        for one in ids:
            before = found.get((one, speaker.host))
            count, last = (before.count + 1, max(before.at, at)) if before else (1, at)
            found[one, speaker.host] = Seen(one, last, speaker.id, speaker.host, "", count)
    return list(found.values())


def _shown(found: Sequence[Found], now: datetime) -> list[Found]:
    """Return what no suppression hides, and count what one does."""
    hiding = list(Suppression.objects.filter(until__gt=now, ended_at=None))
    if not hiding:
        return list(found)
    shown = []
    for one in found:
        by = next((each for each in hiding if _hides(each, one)), None)
        if by is None:
            shown.append(one)
        else:
            Suppression.objects.filter(id=by.id).update(hidden=F("hidden") + max(0, one.count))
    return shown


def _hides(one: Suppression, found: Found) -> bool:
    return (
        one.rule_key in ("", found.rule.key)
        and (not one.host or one.host.lower() == found.speaker.host.lower())
        and one.unit_id in (None, found.speaker.unit)
    )


def _keep_alerts(found: Sequence[Found], taken: Taken, now: datetime) -> int:
    open_ones = _open_alerts(found)
    fresh, known = [], []
    for one in found:
        alert = open_ones.get(one.key)
        if alert is not None:
            _add(alert, one, now)
            known.append(alert)
        elif one.count > 0:
            fresh.append(_alert(one, now))
    fields = ["first_at", "last_at", "count", "evidence", "state", "reason", "closed_at"]
    Alert.objects.bulk_update(known, fields)
    Alert.objects.bulk_create(fresh)
    arrived = taken.last_arrival or now
    delay = max(0, int((now - arrived) / timedelta(milliseconds=1)))
    for alert in fresh:
        payload = AlertRaised(alert.rule_key, alert.level, alert.host, delay)
        record(payload, at=now, actor=SYSTEM, subject=subject_of(alert), unit_id=alert.unit_id)
    return len(fresh)


def _open_alerts(found: Iterable[Found]) -> dict[Key, Alert]:
    wanted = {one.key for one in found}
    open_ones = (
        Alert.objects.select_for_update(of=("self",))
        .filter(rule_key__in={key[0] for key in wanted}, host__in={key[1] for key in wanted})
        .exclude(state=AlertState.CLOSED)
        .order_by("id")
    )
    return {key: one for one in open_ones if (key := (one.rule_key, one.host, one.about)) in wanted}


def _add(alert: Alert, one: Found, now: datetime) -> None:
    """Count further matches in an alert that is open; one that a late event undid whole, and nobody took, is over."""
    alert.first_at, alert.last_at = min(alert.first_at, one.first_at), max(alert.last_at, one.last_at)
    alert.count = max(0, alert.count + one.count)
    there = {each["id"] for each in alert.evidence}
    more = [each for each in one.evidence if each["id"] not in there]
    alert.evidence = [*alert.evidence, *more][:MOST_EVIDENCE]
    if one.withdrawn and alert.count == 0 and alert.state == AlertState.NEW:
        alert.state, alert.reason, alert.closed_at = AlertState.CLOSED, CloseReason.WITHDRAWN, now
        payload = AlertClosed(CloseReason.WITHDRAWN, 0)
        record(payload, at=now, actor=SYSTEM, subject=subject_of(alert), unit_id=alert.unit_id)


def _alert(one: Found, now: datetime) -> Alert:
    rule = one.rule
    words = (rule.title, one.speaker.host, one.about, rule.key, " ".join(rule.tags))
    return Alert(
        rule_key=rule.key[:200],
        title=rule.title[:300],
        author=rule.author[:300],
        licence=rule.licence[:120],
        level=one.level,
        level_rank=LEVELS.index(one.level),
        tags=[tag[:120] for tag in rule.tags],
        unit_id=one.speaker.unit,
        source_id=one.speaker.id,
        host=one.speaker.host[:255],
        about=one.about,
        first_at=one.first_at,
        last_at=one.last_at,
        raised_at=now,
        count=one.count,
        evidence=one.evidence,
        state=AlertState.NEW,
        search_key=search_key(" ".join(words)),
    )


def _keep_counted(taken: Taken, rulebook: Rulebook) -> None:
    counted = [one for one in taken.matches if rulebook.is_counted(one.rule)]
    if counted:
        entries = [
            [one.rule.key, one.row.id, one.at.timestamp(), _plain(rulebook.counted_fields(one.rule, one.fields))]
            for one in counted
        ]
        Counted.objects.create(last_at=max(one.at for one in counted), entries=entries)


def _plain(fields: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Return values as JSON can hold them; PostgreSQL refuses NUL in text."""
    return {name: [_value(one) for one in values] for name, values in fields.items()}


def _value(one: Any) -> Any:
    return one.replace("\x00", "") if isinstance(one, str) else one if isinstance(one, (int, float)) else None


def forget_counted(rulebook: Rulebook, *, now: datetime) -> None:
    """Remove the matches that no window of a correlation can need any more."""
    oldest = now - timedelta(seconds=rulebook.longest_span_seconds + 2 * LATENESS_SECONDS)
    Counted.objects.filter(last_at__lt=oldest).delete()


def remember_counted(rulebook: Rulebook) -> int:
    """Feed a new correlator with the matches kept, silently; return how many."""
    fed = 0
    for entries in Counted.objects.order_by("id").values_list("entries", flat=True).iterator(chunk_size=50):
        for key, origin, at, told in entries:
            rule = rulebook.by_key.get(key)
            if rule is not None and rulebook.is_counted(rule):
                fields = {name: tuple(values) for name, values in told.items()}
                rulebook.correlator.add(rule, fields, at, origin)
                fed += 1
    return fed


@transaction.atomic(durable=True)
def note_rules(rulebook: Rulebook) -> None:
    """Write down which rules are in use and which are set aside and why; what a person switched stays."""
    library = rulebook.library
    known = set(DetectionRule.objects.values_list("key", flat=True))
    told = {one.key[:200]: _rule_row(one) for one in library.rules}
    told |= {one.key[:200]: _correlation_row(one) for one in library.correlations}
    for aside in library.aside:
        key = f"{aside.file}#{aside.rule}"[:200]
        words = search_key(f"{aside.rule} {aside.file} {aside.sentence}")
        told[key] = DetectionRule(
            key=key, title=(aside.rule or aside.file)[:300], kind="aside", level="informational", file=aside.file[:300],
            sentence=aside.sentence, search_key=words,
        )  # fmt: skip
    fields = [
        *("title", "kind", "author", "licence", "level", "status", "logsource", "tags", "description"),
        *("falsepositives", "references", "file", "sentence", "is_loaded", "search_key"),
    ]
    DetectionRule.objects.bulk_create([one for key, one in told.items() if key not in known], batch_size=500)
    DetectionRule.objects.bulk_update([one for key, one in told.items() if key in known], fields, batch_size=500)
    DetectionRule.objects.exclude(key__in=told).update(is_loaded=False)
    DetectorPlace.objects.filter(id=1).update(rules=len(library.rules) + len(library.correlations))


def _rule_row(one: Rule) -> DetectionRule:
    row = _row(one, "rule")
    row.status, row.logsource = one.status[:20], source_text(one.logsource)[:200]
    row.description, row.falsepositives = one.description, "\n".join(one.falsepositives)
    row.references = "\n".join(one.references)
    return row


def _correlation_row(one: Correlation) -> DetectionRule:
    return _row(one, one.kind)


def _row(one: Rule | Correlation, kind: str) -> DetectionRule:
    return DetectionRule(
        key=one.key[:200],
        title=one.title[:300],
        kind=kind,
        author=one.author[:300],
        licence=one.licence[:120],
        level=level_of(one.level),
        tags=[tag[:120] for tag in one.tags],
        file=one.file[:300],
        search_key=search_key(f"{one.title} {one.key} {one.file} {' '.join(one.tags)}"),
    )
