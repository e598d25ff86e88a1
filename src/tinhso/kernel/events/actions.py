# SPDX-License-Identifier: EUPL-1.2
"""Writes to the ledger: record an act, move the horizon, seal, time-stamp."""

import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from tinhso.kernel.events import catalogue, rules, sql
from tinhso.kernel.events.errors import LedgerMisuse
from tinhso.kernel.events.keys import SigningKey
from tinhso.kernel.events.models import Horizon, Seal, Timestamp
from tinhso.kernel.events.queries import acts_between, last_seal
from tinhso.kernel.events.timestamping import TimestampService
from tinhso.kernel.events.types import Actor, ActRow

SEAL_SIZE = 4096
"""At most this many sequence numbers under one root: twelve hashes of proof, which fits a printed QR code."""

_known_months: set[str] = set()


def record(
    payload: object,
    *,
    at: datetime,
    actor: Actor,
    subject: str = "",
    case_id: uuid.UUID | None = None,
    unit_id: uuid.UUID | None = None,
    area: str = "",
    rule: str = "",
    evidence: Sequence[str] = (),
) -> int:
    """Write one act inside the caller's transaction and return its sequence number.

    at: the instant of the deed, aware; subject: key of what it was done to (`dossier:…`); rule: legal source.
    Raises LedgerMisuse outside a transaction, for an undeclared payload or a naive instant.
    """
    if not connection.in_atomic_block:
        raise LedgerMisuse("record() belongs inside the action's transaction")
    if at.tzinfo is None:
        raise LedgerMisuse("the instant of an act must be aware")
    verb = catalogue.verb_of(payload)
    act = ActRow(
        seq=0,
        at=at,
        verb=verb.name,
        version=verb.version,
        actor=actor.key,
        on_behalf_of=actor.on_behalf_of,
        unit_id=unit_id or actor.unit_id,
        area=area,
        subject=subject,
        case_id=case_id,
        rule=rule,
        data=catalogue.to_json(payload),
        evidence=tuple(evidence),
    )
    return _insert(act)


def _insert(act: ActRow) -> int:
    with connection.cursor() as cursor:
        _ensure_month(act.at)
        cursor.execute(
            sql.INSERT,
            [
                act.at,
                act.verb,
                act.version,
                act.actor,
                act.on_behalf_of,
                act.unit_id,
                act.area,
                act.subject,
                act.case_id,
                act.rule,
                Jsonb(act.data),  # type: ignore[list-item]
                list(act.evidence),
                rules.digest(act),
            ],
        )
        return int(cursor.fetchone()[0])


def _ensure_month(at: datetime) -> None:
    """Make the partition of the month in UTC; remembered only after commit, as a rolled-back partition is gone."""
    month = at.astimezone(UTC).strftime("%Y-%m")
    if month in _known_months:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_ensure_month(%s)", [at])
    transaction.on_commit(lambda: _known_months.add(month))


def ensure_months(since: datetime, until: datetime) -> None:
    """Make the partitions of all months between two instants, before anybody writes into them.

    An action that makes one holds every other writer of that month until it ends, and two may wait for each other.
    """
    month = since.astimezone(UTC).replace(day=1)
    with connection.cursor() as cursor:
        while month.date() <= until.astimezone(UTC).date():
            cursor.execute("SELECT ledger_ensure_month(%s)", [month])
            month = (month + timedelta(days=31)).replace(day=1)


def ensure_months_ahead(now: datetime) -> None:
    """Make the partitions of this and the next three months, so that no action ever waits for one."""
    ensure_months(now, now + timedelta(days=93))


def advance_horizon(*, wait_seconds: float = 1.0) -> int:
    """Return, and keep, the highest number below which every act is either visible or rolled back for good.

    A writer that drew its number holds a weak lock on the sequence until its transaction ends. So once every
    transaction that held it when the sequence stood at S has ended, nothing at or below S can appear any more.
    Writers are never held up, and transactions that write no act are not waited for.
    Must run outside a transaction; after `wait_seconds` of a long writer the old horizon stands.
    """
    if connection.in_atomic_block:
        raise LedgerMisuse("advance_horizon() reads a new snapshot each time and cannot run inside a transaction")
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value, is_called FROM ledger_act_seq")
        drawn, called = cursor.fetchone()
        top = drawn if called else 0
        current = Horizon.objects.values_list("seq", flat=True).get(id=1)
    if top <= current or not _writers_ended(wait_seconds):
        return int(current)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_horizon SET seq = greatest(seq, %s) WHERE id = 1 RETURNING seq", [top])
        return int(cursor.fetchone()[0])


def _writers_ended(wait_seconds: float) -> bool:
    """Wait for the transactions that hold a number now; False when one runs longer than `wait_seconds`."""
    deadline = time.monotonic() + wait_seconds
    with connection.cursor() as cursor:
        cursor.execute(sql.WRITERS)
        writers = [row[0] for row in cursor.fetchall()]
        while writers:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.005)
            cursor.execute(f"{sql.WRITERS} AND virtualtransaction = ANY(%s)", [writers])
            writers = [row[0] for row in cursor.fetchall()]
    return True


def seal(*, now: datetime, key: SigningKey, wait_seconds: float = 1.0) -> list[int]:
    """Put every act up to the horizon under signed roots; return the numbers of the new seals.

    Two sealers at once are safe: the second waits for the row lock and finds nothing left to do.
    """
    horizon = advance_horizon(wait_seconds=wait_seconds)
    made: list[int] = []
    while (number := _seal_next(horizon, now, key)) is not None:
        made.append(number)
    return made


@transaction.atomic(durable=True)
def _seal_next(horizon: int, now: datetime, key: SigningKey) -> int | None:
    Horizon.objects.select_for_update().get(id=1)
    before = last_seal()
    first = before.last_seq + 1 if before else 1
    last = min(first + SEAL_SIZE - 1, horizon)
    if last < first:
        return None
    acts = acts_between(first, last)
    leaves = [rules.leaf(act.seq, act.digest) for act in acts]
    header = rules.SealHeader(
        number=before.number + 1 if before else 1,
        first_seq=first,
        last_seq=last,
        size=len(acts),
        root=rules.tree_root(leaves),
        previous=before.header.digest() if before else rules.NOTHING_BEFORE,
        sealed_at=now,
    )
    Seal.objects.create(
        number=header.number,
        first_seq=first,
        last_seq=last,
        size=header.size,
        root=header.root,
        previous=header.previous,
        sealed_at=now,
        key_id=key.key_id,
        signature=key.sign(header.signed_bytes()),
        seqs=[act.seq for act in acts],
        leaves=b"".join(leaves),
    )
    return header.number


def timestamp_last_seal(*, service: TimestampService) -> int | None:
    """Have the newest seal time-stamped and return its number; None when it already is or there is none.

    Raises TimestampFailed when the authority does not answer; the next run tries again.
    """
    newest = last_seal()
    if newest is None or Timestamp.objects.filter(seal_id=newest.number).exists():
        return None
    token, stamped_at = service.stamp(newest.header.digest())
    Timestamp.objects.get_or_create(seal_id=newest.number, defaults={"token": token, "stamped_at": stamped_at})
    return newest.number
