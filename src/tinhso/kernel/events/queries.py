# SPDX-License-Identifier: EUPL-1.2
"""Reads of the ledger: acts by run, case or subject; seals; proof of one act."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from tinhso.kernel.events.models import Act, Horizon, Seal, Subscription, Timestamp
from tinhso.kernel.events.rules import SealHeader
from tinhso.kernel.events.types import ActRow

COLUMNS = "seq, at, verb, version, actor, on_behalf_of, unit_id, area, subject, case_id, rule, data, evidence, digest"


def act_row(act: Act) -> ActRow:
    return ActRow(
        seq=act.seq,
        at=act.at,
        verb=act.verb,
        version=act.version,
        actor=act.actor,
        on_behalf_of=act.on_behalf_of,
        unit_id=act.unit_id,
        area=act.area,
        subject=act.subject,
        case_id=act.case_id,
        rule=act.rule,
        data=act.data,
        evidence=tuple(act.evidence),
        digest=bytes(act.digest),
    )


def acts_between(first: int, last: int, *, limit: int | None = None) -> list[ActRow]:
    """Return acts with first ≤ seq ≤ last in order of seq."""
    query = Act.objects.filter(seq__gte=first, seq__lte=last).order_by("seq")
    return [act_row(act) for act in (query[:limit] if limit else query)]


def act(seq: int) -> ActRow | None:
    found = Act.objects.filter(seq=seq).first()
    return act_row(found) if found else None


def acts_of_case(case_id: uuid.UUID) -> list[ActRow]:
    """Return the journal of one case, oldest first."""
    return [act_row(act) for act in Act.objects.filter(case_id=case_id).order_by("seq")]


def acts_of_cases(case_ids: Sequence[uuid.UUID], verbs: Sequence[str]) -> list[ActRow]:
    """Return the acts of these verbs done to any of these cases, oldest first."""
    found = Act.objects.filter(case_id__in=case_ids, verb__in=verbs).order_by("seq")
    return [act_row(act) for act in found]


def acts_of_subject(subject: str, *, verbs: Sequence[str] = (), limit: int = 200) -> list[ActRow]:
    """Return the newest acts done to one subject, newest first."""
    query = Act.objects.filter(subject=subject)
    if verbs:
        query = query.filter(verb__in=verbs)
    return [act_row(act) for act in query.order_by("-seq")[:limit]]


def cases_touched(verbs: Sequence[str], since: datetime, until: datetime) -> list[uuid.UUID]:
    """Return the cases to which one of these verbs was done in since ≤ at < until, in order of their identifiers."""
    acts = Act.objects.filter(verb__in=verbs, at__gte=since, at__lt=until, case_id__isnull=False)
    found = acts.order_by("case_id").values_list("case_id", flat=True).distinct()
    return [case_id for case_id in found if case_id is not None]


def newest_acts(limit: int = 50) -> list[ActRow]:
    """Return the newest acts of the whole ledger, newest first."""
    return [act_row(act) for act in Act.objects.order_by("-seq")[:limit]]


BEHIND = "SELECT last_value > (SELECT seq FROM ledger_horizon WHERE id = 1) AND is_called FROM ledger_act_seq"


def has_new_acts() -> bool:
    """Say whether a number was drawn beyond the horizon: an act was written, is being written or was rolled back.

    Reads two rows and no act, so that it can be asked many times a second.
    """
    with connection.cursor() as cursor:
        cursor.execute(BEHIND)
        return bool(cursor.fetchone()[0])


def horizon() -> int:
    return int(Horizon.objects.values_list("seq", flat=True).get(id=1))


@dataclass(frozen=True)
class SealRow:
    """A seal as read: its signed header, signature, and (on demand) the leaves it was made from."""

    header: SealHeader
    key_id: str
    signature: bytes
    seqs: tuple[int, ...] = ()
    leaves: tuple[bytes, ...] = ()

    @property
    def number(self) -> int:
        return self.header.number

    @property
    def last_seq(self) -> int:
        return self.header.last_seq


def seal_row(seal: Seal) -> SealRow:
    packed = bytes(seal.leaves)
    header = SealHeader(
        number=seal.number,
        first_seq=seal.first_seq,
        last_seq=seal.last_seq,
        size=seal.size,
        root=bytes(seal.root),
        previous=bytes(seal.previous),
        sealed_at=seal.sealed_at,
    )
    return SealRow(
        header=header,
        key_id=seal.key_id,
        signature=bytes(seal.signature),
        seqs=tuple(seal.seqs),
        leaves=tuple(packed[i : i + 32] for i in range(0, len(packed), 32)),
    )


def last_seal() -> SealRow | None:
    newest = Seal.objects.order_by("-number").first()
    return seal_row(newest) if newest else None


def sealed_up_to() -> int:
    """Return the last sequence number under a seal: readers see only acts that can be proved."""
    return Seal.objects.order_by("-number").values_list("last_seq", flat=True).first() or 0


def sealed_instants(first: int, last: int) -> list[tuple[int, datetime]]:
    """Return the last number and the instant of every seal over acts from `first` to `last`, in order."""
    found = Seal.objects.filter(last_seq__gte=first, first_seq__lte=last).order_by("last_seq")
    return list(found.values_list("last_seq", "sealed_at"))


@dataclass(frozen=True)
class Sealed:
    """A seal by its number, and the last act under it."""

    number: int
    last: int


def sealed_before(instant: datetime) -> Sealed | None:
    """Return the newest seal made before an instant; None when there was none.

    Its last act may be of an earlier seal: a run of numbers can be empty, when all of them were rolled back.
    """
    found = Seal.objects.filter(sealed_at__lt=instant).order_by("-last_seq").values_list("number", "last_seq").first()
    if found is None:
        return None
    number, last = found
    return Sealed(number, Act.objects.filter(seq__lte=last).order_by("-seq").values_list("seq", flat=True).first() or 0)


def farthest_reader() -> int:
    """Return the highest sequence number any subscriber has passed."""
    return Subscription.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def seal_covering(seq: int) -> SealRow | None:
    """Return the seal whose run holds `seq`; None when that act is not sealed yet."""
    found = Seal.objects.filter(last_seq__gte=seq).order_by("last_seq").first()
    return seal_row(found) if found else None


def seals_in_order(*, chunk: int = 50) -> Iterator[SealRow]:
    for seal in Seal.objects.order_by("number").iterator(chunk_size=chunk):
        yield seal_row(seal)


def timestamps() -> dict[int, bytes]:
    return {number: bytes(token) for number, token in Timestamp.objects.values_list("seal_id", "token")}


def newest_seals(limit: int = 20) -> list[tuple[SealRow, datetime | None]]:
    """Return the newest seals with the instant of their time stamp, newest first."""
    seals = Seal.objects.order_by("-number").select_related("timestamp")[:limit]
    return [(seal_row(seal), getattr(getattr(seal, "timestamp", None), "stamped_at", None)) for seal in seals]


def count_acts() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_act")
        return int(cursor.fetchone()[0])


def readers() -> list[tuple[str, int]]:
    """Return each reader of the ledger with how many acts lie before it, sealed or not yet."""
    top = Act.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    return [(name, max(0, top - seq)) for name, seq in Subscription.objects.order_by("name").values_list("name", "seq")]


def first_sealed_at() -> datetime | None:
    """Return the instant of the first seal; None before there is one."""
    return Seal.objects.order_by("number").values_list("sealed_at", flat=True).first()


def first_act_at() -> datetime | None:
    """Return the instant of the earliest act; None in an empty ledger."""
    return Act.objects.order_by("at").values_list("at", flat=True).first()
