# SPDX-License-Identifier: EUPL-1.2
"""What acts add up to, by fact, local day, unit, area and dimension; and which of it the ledger sealed late."""

import uuid
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.folding import deltas_of
from tinhso.kernel.indicators.types import Delta

Key = tuple[str, date, uuid.UUID | None, str, str]
LateKey = tuple[str, date, uuid.UUID | None, str, str, date]


class SealedOn:
    """The local day on which each act came under a seal: from then on it is known and can be proved.

    seals: last act and instant of each, in order of acts.
    """

    def __init__(self, seals: Sequence[tuple[int, datetime]]) -> None:
        self._last = [last for last, _at in seals]
        self._days = [timezone.localtime(at).date() for _last, at in seals]

    def __call__(self, seq: int) -> date | None:
        place = bisect_left(self._last, seq)
        return self._days[place] if place < len(self._days) else None


@dataclass
class Sums:
    """Sums of acts; late: the part of them that was sealed on a later day than its own, by that day too."""

    by_day: Counter[Key] = field(default_factory=Counter)
    late: Counter[LateKey] = field(default_factory=Counter)

    def take(self, act: ActRow, deltas: Iterable[Delta], sealed_on: SealedOn) -> None:
        """Add what one act adds."""
        day, known = timezone.localtime(act.at).date(), sealed_on(act.seq)
        for delta in deltas:
            key = (delta.fact, day, delta.unit_id, delta.area, delta.dimension)
            self.by_day[key] += delta.amount
            if known is not None and known > day:
                self.late[(*key, known)] += delta.amount


def sums_of(acts: Iterable[ActRow], seals: Sequence[tuple[int, datetime]] = ()) -> Sums:
    """Return what these acts add. seals: those over them; an act under none counts as known on its own day. Pure."""
    sums, sealed_on = Sums(), SealedOn(seals)
    for act in acts:
        sums.take(act, deltas_of(act), sealed_on)
    return sums
