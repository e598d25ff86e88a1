# SPDX-License-Identifier: EUPL-1.2
"""What people do with alerts: take one up, close it with its outcome, reopen; hide a rule for a while, switch it."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.actions.detecting import subject_of
from tinhso.modules.security.errors import AlertIncomplete, AlertOver
from tinhso.modules.security.models import Alert, DetectionRule, DetectorPlace, Suppression
from tinhso.modules.security.types.alerts import (
    AlertClosed,
    AlertReopened,
    AlertState,
    AlertTaken,
    CloseReason,
    RuleSwitched,
    SuppressionEnded,
    SuppressionSet,
)

SHORTEST_WORDS = 10
LONGEST_HIDING = timedelta(days=90)
"""Ours: what must be hidden longer is a matter for the rule itself."""

MOST_AT_ONCE = 200


@transaction.atomic(durable=True)
def take_alert(alert_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Alert:
    """Say that one looks at an alert; whoever looked before is taken over from."""
    alert, seat = _locked(alert_id, viewer)
    if alert.state == AlertState.CLOSED:
        raise AlertOver("Cảnh báo này đã đóng. Hãy mở lại trước khi xem xét tiếp.")
    Alert.objects.filter(id=alert.id).update(
        taken_by_id=viewer.as_officer, state=AlertState.TAKEN if alert.state == AlertState.NEW else alert.state
    )
    record(AlertTaken(), at=now, actor=viewer.actor(seat), subject=subject_of(alert), unit_id=alert.unit_id)
    return alert


@transaction.atomic(durable=True)
def close_alerts(
    alert_ids: Sequence[uuid.UUID], *, outcome: CloseReason, words: str, viewer: Viewer, now: datetime
) -> int:
    """Close alerts for the same reason; those that are over already stay as they are. Return how many were closed.

    Raises AlertIncomplete without words of at least ten characters, or for more than 200 at once.
    """
    said = words.strip()
    if len(said) < SHORTEST_WORDS:
        raise AlertIncomplete(f"Hãy ghi đã xem xét thế nào (ít nhất {SHORTEST_WORDS} ký tự).", code="words")
    if len(alert_ids) > MOST_AT_ONCE:
        raise AlertIncomplete(f"Mỗi lần đóng nhiều nhất {MOST_AT_ONCE} cảnh báo. Hãy chọn bớt.", code="words")
    if outcome is CloseReason.WITHDRAWN:
        raise AlertIncomplete("Hãy chọn lý do đóng.", code="outcome")
    closed = 0
    for alert_id in sorted(set(alert_ids)):
        alert, seat = _locked(alert_id, viewer)
        if alert.state in (AlertState.CLOSED, AlertState.IN_INCIDENT):
            continue
        Alert.objects.filter(id=alert.id).update(
            state=AlertState.CLOSED, reason=outcome, words=said, closed_by_id=viewer.as_officer, closed_at=now
        )
        payload = AlertClosed(outcome, alert.count)
        record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(alert), unit_id=alert.unit_id)
        closed += 1
    return closed


@transaction.atomic(durable=True)
def reopen_alert(alert_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Alert:
    """Take a close back. Raises AlertOver when another of the same rule and machine is open meanwhile."""
    alert, seat = _locked(alert_id, viewer)
    if alert.state != AlertState.CLOSED:
        return alert
    same = Alert.objects.filter(rule_key=alert.rule_key, host=alert.host, about=alert.about)
    if same.exclude(state=AlertState.CLOSED).exists():
        raise AlertOver("Đã có cảnh báo mới cùng luật, cùng máy đang mở. Hãy xử lý ở cảnh báo đó.")
    Alert.objects.filter(id=alert.id).update(
        state=AlertState.TAKEN, taken_by_id=viewer.as_officer, reason="", closed_by=None, closed_at=None
    )
    record(AlertReopened(), at=now, actor=viewer.actor(seat), subject=subject_of(alert), unit_id=alert.unit_id)
    return alert


@transaction.atomic(durable=True)
def suppress(
    alert_id: uuid.UUID, *, until: datetime, everywhere: bool, words: str, viewer: Viewer, now: datetime
) -> Suppression:
    """Hide further matches of an alert's rule until a day: on its machine, or on all of those one answers for.

    Raises AlertIncomplete without a reason, for an end that is past or more than 90 days away.
    """
    alert, seat = _locked(alert_id, viewer)
    if len(words.strip()) < SHORTEST_WORDS:
        raise AlertIncomplete(f"Hãy ghi lý do tạm ẩn (ít nhất {SHORTEST_WORDS} ký tự).", code="why")
    if not now < until <= now + LONGEST_HIDING:
        raise AlertIncomplete("Ngày hết ẩn phải từ ngày mai và không quá 90 ngày.", code="until")
    made = Suppression.objects.create(
        rule_key=alert.rule_key,
        host="" if everywhere else alert.host,
        unit_id=None if policies.sees_everything(viewer) else alert.unit_id,
        until=until,
        reason=words.strip()[:300],
        made_by_id=viewer.as_officer,
        made_at=now,
    )
    payload = SuppressionSet(made.rule_key, made.host, until)
    subject = f"alert_suppression:{made.id}"
    record(payload, at=now, actor=viewer.actor(seat), subject=subject, unit_id=alert.unit_id)
    return made


@transaction.atomic(durable=True)
def end_suppression(suppression_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Let alerts through again before the day."""
    one = Suppression.objects.select_for_update().get(id=suppression_id)
    seat = policies.check_handle(viewer, one.unit_id)
    if one.ended_at is None:
        Suppression.objects.filter(id=one.id).update(ended_at=now)
        payload, subject = SuppressionEnded(one.hidden), f"alert_suppression:{one.id}"
        record(payload, at=now, actor=viewer.actor(seat), subject=subject, unit_id=one.unit_id)


@transaction.atomic(durable=True)
def switch_rule(key: str, *, is_on: bool, words: str, viewer: Viewer, now: datetime) -> DetectionRule:
    """Switch a rule off or on for the whole province; the detector follows within seconds."""
    seat = policies.check_rules(viewer)
    rule = DetectionRule.objects.select_for_update().get(key=key)
    if len(words.strip()) < SHORTEST_WORDS:
        raise AlertIncomplete(f"Hãy ghi lý do (ít nhất {SHORTEST_WORDS} ký tự).", code="words")
    if rule.is_on != is_on:
        rule.is_on, rule.switched_why = is_on, words.strip()[:300]
        rule.save(update_fields=["is_on", "switched_why"])
        DetectorPlace.objects.get_or_create(id=1)
        DetectorPlace.objects.filter(id=1).update(rules_version=F("rules_version") + 1)
        payload = RuleSwitched(key, is_on)
        record(payload, at=now, actor=viewer.actor(seat), subject=f"detection_rule:{key}"[:200])
    return rule


def _locked(alert_id: uuid.UUID, viewer: Viewer) -> tuple[Alert, Seat]:
    alert = Alert.objects.select_for_update(of=("self",)).get(id=alert_id)
    return alert, policies.check_handle(viewer, alert.unit_id)
