# SPDX-License-Identifier: EUPL-1.2
"""The outbox: reactions read the ledger by cursor, in order per subject, at least once.

A reaction runs in the transaction that moves its subscription's cursor, so what it writes to the database happens
exactly once; what leaves the house goes through `kernel.exchange`, whose messages carry their own keys. When a
reaction fails, its act is parked, later acts of the same subject queue behind it, and other subjects go on.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from tinhso.kernel.events import catalogue, queries
from tinhso.kernel.events.errors import LedgerMisuse
from tinhso.kernel.events.models import Parked, Subscription
from tinhso.kernel.events.types import ActRow

Reaction = Callable[[ActRow, datetime], None]
FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(hours=1)
log = logging.getLogger(__name__)


@dataclass
class Subscriber:
    """One reader: its reactions by verb, or a fold that takes whole batches."""

    name: str
    reactions: dict[str, list[Reaction]] = field(default_factory=dict)
    fold: Callable[[list[ActRow]], None] | None = None


SUBSCRIBERS: dict[str, Subscriber] = {}


def react(subscriber: str, *payloads: type) -> Callable[[Reaction], Reaction]:
    """Register a function `(act, now)` as the answer of `subscriber` to the verbs of these payload classes."""

    def register(reaction: Reaction) -> Reaction:
        entry = SUBSCRIBERS.setdefault(subscriber, Subscriber(subscriber))
        if entry.fold is not None:
            raise LedgerMisuse(f"{subscriber} folds whole batches and takes no reactions")
        for payload in payloads:
            entry.reactions.setdefault(catalogue.verb_of(payload).name, []).append(reaction)
        return reaction

    return register


def fold(subscriber: str) -> Callable[[Callable[[list[ActRow]], None]], Callable[[list[ActRow]], None]]:
    """Register a function that takes every act in batches, in order of seq, exactly once."""

    def register(function: Callable[[list[ActRow]], None]) -> Callable[[list[ActRow]], None]:
        if subscriber in SUBSCRIBERS:
            raise LedgerMisuse(f"{subscriber} is a subscriber already")
        SUBSCRIBERS[subscriber] = Subscriber(subscriber, fold=function)
        return function

    return register


def deliver(name: str, *, now: datetime, batch: int = 200) -> int:
    """Hand the next sealed acts to one subscriber; return how many acts were passed.

    One transaction per call; killed at any point, the next call begins where the last commit stood.
    """
    subscriber = SUBSCRIBERS[name]
    Subscription.objects.get_or_create(name=name)
    with transaction.atomic(durable=True):
        cursor = Subscription.objects.select_for_update().get(name=name)
        acts = queries.acts_between(cursor.seq + 1, queries.sealed_up_to(), limit=batch)
        if not acts:
            return 0
        if subscriber.fold is not None:
            subscriber.fold(acts)
        else:
            _answer_all(subscriber, cursor, acts, now)
        cursor.seq = acts[-1].seq
        cursor.save(update_fields=["seq"])
    return len(acts)


def _answer_all(subscriber: Subscriber, cursor: Subscription, acts: list[ActRow], now: datetime) -> None:
    wanted = [act for act in acts if act.verb in subscriber.reactions]
    waiting = set(Parked.objects.filter(subscription=cursor).values_list("subject", flat=True)) if wanted else set()
    for act in wanted:
        if act.subject in waiting:
            _park(cursor, act, now, "chờ sự kiện trước của cùng đối tượng", attempts=0)
        elif error := _answer(subscriber, act, now):
            waiting.add(act.subject)
            _park(cursor, act, now, error, attempts=1)


def _answer(subscriber: Subscriber, act: ActRow, now: datetime) -> str:
    """Run the reactions to one act in a savepoint; return the error, empty when all went well."""
    try:
        with transaction.atomic():
            for reaction in subscriber.reactions[act.verb]:
                reaction(act, now)
    except Exception as error:
        log.exception("reaction of %s to act %s (%s) failed", subscriber.name, act.seq, act.verb)
        return f"{type(error).__name__}: {error}"[:500]
    return ""


def _park(cursor: Subscription, act: ActRow, now: datetime, error: str, *, attempts: int) -> None:
    Parked.objects.create(
        subscription=cursor,
        subject=act.subject,
        seq=act.seq,
        attempts=attempts,
        error=error,
        retry_at=now + _delay(attempts),
    )


def _delay(attempts: int) -> timedelta:
    return min(FIRST_RETRY * int(2 ** min(max(attempts - 1, 0), 12)), LONGEST_RETRY)


def retry_parked(*, now: datetime, limit: int = 100) -> int:
    """Try parked acts again, the oldest of each subject first; return how many went through."""
    done = 0
    due = Parked.objects.filter(retry_at__lte=now).order_by("seq").values_list("id", flat=True)[:limit]
    for parked_id in list(due):
        done += _retry_one(parked_id, now)
    return done


@transaction.atomic(durable=True)
def _retry_one(parked_id: int, now: datetime) -> int:
    parked = Parked.objects.select_for_update(skip_locked=True).filter(id=parked_id).first()
    if parked is None or _has_older(parked):
        return 0
    act = queries.act(parked.seq)
    subscriber = SUBSCRIBERS.get(parked.subscription_id)
    if act is None or subscriber is None or act.verb not in subscriber.reactions:
        parked.delete()
        return 0
    if error := _answer(subscriber, act, now):
        parked.attempts += 1
        parked.error = error
        parked.retry_at = now + _delay(parked.attempts)
        parked.save(update_fields=["attempts", "error", "retry_at"])
        return 0
    parked.delete()
    return 1


def _has_older(parked: Parked) -> bool:
    older = Parked.objects.filter(subscription_id=parked.subscription_id, subject=parked.subject, seq__lt=parked.seq)
    return older.exists()


def retry_now(parked_id: int, *, now: datetime) -> bool:
    """Try one parked act at once, asked by a person; True when it went through."""
    return bool(_retry_one(parked_id, now))


def parked_acts(limit: int = 100) -> list[Parked]:
    return list(Parked.objects.order_by("seq")[:limit])
