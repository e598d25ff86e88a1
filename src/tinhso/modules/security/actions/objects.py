# SPDX-License-Identifier: EUPL-1.2
"""Store STIX objects in the order in which they arrive, so that a reader who goes on from a place misses nothing.

Writers of one collection wait for each other: numbers and times of arrival are given under a lock on its row that lasts
until they are committed. That is what the ledger avoids (ADR 0003), because officers must not wait; here writers are
few and bring thousands at once. No two objects of a collection share a time of arrival: a load of a million in one
instant is spread over the microseconds after it, so that `added_after` is as exact a place as a page is. ADR 0056.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.modules.security.errors import IntelligenceIncomplete
from tinhso.modules.security.intelligence import stix
from tinhso.modules.security.intelligence.stix import Checked, Faulty
from tinhso.modules.security.models import Collection, SharingPartner, StixObject, TaxiiStatus
from tinhso.modules.security.types import ObjectsRemoved, ObjectsTaken

BATCH = 5_000
"""Objects in one transaction of a bulk load: about 5 MB and a fraction of a second under the lock."""
MOST_IN_STATUS = 10_000
STATUS_KEPT = timedelta(days=30)
"""How long a partner may ask what became of what it sent; ours."""

STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS security_stix_stage
  (place integer, stix_id text COLLATE "C", type text COLLATE "C", version timestamptz, tlp smallint, body text)
"""
COPY = "COPY security_stix_stage (place, stix_id, type, version, tlp, body) FROM STDIN"
KNOWN = """
SELECT s.stix_id FROM security_stix_stage s GROUP BY s.stix_id
HAVING count(*) > 1 OR EXISTS (SELECT 1 FROM security_stixobject o
                               WHERE o.collection_id = %(collection)s AND o.stix_id = s.stix_id)
"""
"""Objects that come in several versions, or of which one is here: their first and last are found anew."""
INSERT = """
WITH fresh AS (
  SELECT DISTINCT ON (s.stix_id, s.version) s.* FROM security_stix_stage s
  WHERE NOT EXISTS (SELECT 1 FROM security_stixobject o WHERE o.collection_id = %(collection)s
                    AND o.stix_id = s.stix_id AND o.version IS NOT DISTINCT FROM s.version)
  ORDER BY s.stix_id, s.version, s.place)
INSERT INTO security_stixobject
  (collection_id, stix_id, type, version, is_first, is_last, tlp, added_at, sender_id, body)
SELECT %(collection)s, stix_id, type, version, true, true, tlp,
       %(start)s + (row_number() OVER (ORDER BY place) - 1) * interval '1 microsecond', %(sender)s, body
FROM fresh ORDER BY place
RETURNING added_at
"""
ENDS = """
WITH ends AS (
  SELECT stix_id, min(version) AS first, max(version) AS last FROM security_stixobject
  WHERE collection_id = %(collection)s AND stix_id = ANY(%(ids)s) GROUP BY stix_id)
UPDATE security_stixobject o
SET is_first = o.version IS NOT DISTINCT FROM ends.first, is_last = o.version IS NOT DISTINCT FROM ends.last
FROM ends WHERE o.collection_id = %(collection)s AND o.stix_id = ends.stix_id
  AND (o.is_first, o.is_last) IS DISTINCT FROM
      (o.version IS NOT DISTINCT FROM ends.first, o.version IS NOT DISTINCT FROM ends.last)
"""


@dataclass(frozen=True)
class Stored:
    """What became of objects: how many were new, how many known; which could not be stored, by their place (from 0)."""

    taken: int
    known: int
    refused: tuple[tuple[int, Faulty], ...] = ()


def subject_of(collection_id: uuid.UUID) -> str:
    return f"intelligence_collection:{collection_id}"


def load_objects(
    collection_id: uuid.UUID,
    said: Iterable[Any],
    *,
    now: datetime,
    by: Actor = SYSTEM,
    sender_id: uuid.UUID | None = None,
) -> Stored:
    """Store any number of objects, some thousands in a transaction; what is known already changes nothing.

    A load that is cut off has stored whole batches; the same load again stores the rest.
    """
    taken = known = begins = 0
    refused: list[tuple[int, Faulty]] = []
    for batch in _batches(said):
        read = [stix.checked(one) for one in batch]
        good = [one for one in read if isinstance(one, Checked)]
        with transaction.atomic(durable=True):
            new = keep(collection_id, good, now=now, sender_id=sender_id)
            bad = [(begins + place, one) for place, one in enumerate(read) if isinstance(one, Faulty)]
            _tell(collection_id, new, len(good) - new, len(bad), now, by)
        taken, known, begins = taken + new, known + len(good) - new, begins + len(batch)
        refused += bad[: MOST_IN_STATUS - len(refused)]
    return Stored(taken, known, tuple(refused))


def _batches(said: Iterable[Any]) -> Iterable[list[Any]]:
    batch: list[Any] = []
    for one in said:
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def keep(
    collection_id: uuid.UUID, objects: Sequence[Checked], *, now: datetime, sender_id: uuid.UUID | None = None
) -> int:
    """Store checked objects inside the caller's transaction; return how many were new."""
    if not objects:
        return 0
    collection = Collection.objects.select_for_update().get(id=collection_id)
    start = now
    if collection.last_added_at is not None and collection.last_added_at >= now:
        start = collection.last_added_at + timedelta(microseconds=1)
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        cursor.execute("TRUNCATE security_stix_stage")
        with cursor.copy(COPY) as copy:
            for place, one in enumerate(objects):
                tlp = collection.tlp if one.tlp is None else one.tlp
                copy.write_row((place, one.stix_id, one.type, one.version, int(tlp), one.body))
        cursor.execute(KNOWN, {"collection": collection_id})
        several = [row[0] for row in cursor.fetchall()]
        cursor.execute(INSERT, {"collection": collection_id, "start": start, "sender": sender_id})
        arrivals = [row[0] for row in cursor.fetchall()]
        if several:
            cursor.execute(ENDS, {"collection": collection_id, "ids": several})
    if arrivals:
        Collection.objects.filter(id=collection_id).update(last_added_at=max(arrivals))
    return len(arrivals)


def _tell(collection_id: uuid.UUID, taken: int, known: int, refused: int, now: datetime, by: Actor) -> None:
    if taken or refused:
        record(ObjectsTaken(taken, known, refused), at=now, actor=by, subject=subject_of(collection_id))


def take_from_partner(
    partner: SharingPartner, collection_id: uuid.UUID, said: Sequence[Any], *, now: datetime
) -> TaxiiStatus:
    """Store what a partner sent and keep what became of each object, to be asked for later."""
    done = load_objects(collection_id, said, now=now, by=Actor(f"partner:{partner.login}"), sender_id=partner.id)
    SharingPartner.objects.filter(id=partner.id).update(objects_sent=partner.objects_sent + done.taken)
    return TaxiiStatus.objects.create(partner=partner, made_at=now, body=_status(said, done, now))


def _status(said: Sequence[Any], done: Stored, now: datetime) -> dict[str, Any]:
    stamp = stix.said_moment(now)
    bad = {place for place, _one in done.refused}
    return {
        "status": "complete",
        "request_timestamp": stamp,
        "total_count": len(said),
        "success_count": done.taken + done.known,
        "successes": [_told(one, stamp) for place, one in enumerate(said) if place not in bad],
        "failure_count": len(said) - done.taken - done.known,
        "failures": [
            {"id": one.stix_id, "version": one.version or stamp, "message": one.sentence}
            for _place, one in done.refused
        ],
        "pending_count": 0,
    }


def _told(said: Any, stamp: str) -> dict[str, str]:
    return {"id": str(said["id"]), "version": str(said.get("modified") or said.get("created") or stamp)}


def forget_statuses(*, before: datetime) -> int:
    """Forget answers to partners that are older; what they sent stays."""
    return TaxiiStatus.objects.filter(made_at__lt=before).delete()[0]


@transaction.atomic(durable=True)
def remove_object(
    partner: SharingPartner, collection_id: uuid.UUID, stix_id: str, wanted: Any, *, now: datetime
) -> int:
    """Remove versions of an object that the partner itself sent; return how many.

    wanted: a query filter of the versions meant. Raises IntelligenceIncomplete for an object somebody else sent.
    """
    Collection.objects.select_for_update().get(id=collection_id)
    held = StixObject.objects.filter(wanted, collection_id=collection_id, stix_id=stix_id)
    if held.exclude(sender=partner).exists():
        raise IntelligenceIncomplete("Đối tượng này do nơi khác gửi nên không xóa được.", code="sender")
    removed, _ = held.delete()
    if removed:
        with connection.cursor() as cursor:
            cursor.execute(ENDS, {"collection": collection_id, "ids": [stix_id]})
        payload = ObjectsRemoved(stix_id, removed)
        record(payload, at=now, actor=Actor(f"partner:{partner.login}"), subject=subject_of(collection_id))
    return removed
