# SPDX-License-Identifier: EUPL-1.2
"""What is behind one of the six shares: unit by unit, the acts that count, and what is missing."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.origins import names_in
from tinhso.kernel.indicators.queries import Scope, acts_of_fact, by_dimension, sums_by, value_of
from tinhso.kernel.indicators.types import Kind
from tinhso.modules.onestop.models import ProcedureVersion
from tinhso.modules.onestop.queries.six_shares import (
    COMPLETED,
    FILED,
    HANDLED,
    LINES,
    OFFERED,
    PERSONAL,
    PREFILLED,
    RATED,
    SATISFIED,
)

BY_DOSSIER = {
    "prefilled": (PREFILLED, FILED),
    "personal": (PERSONAL, FILED),
    "filed": ("onestop.received_online", "onestop.received"),
    "handled": (HANDLED, COMPLETED),
    "satisfied": (SATISFIED, RATED),
}
"""The shares that units can be told apart by, counted by dossier; accounts belong to no unit."""


@dataclass(frozen=True)
class UnitShare:
    """What one unit adds: numerator and denominator in dossiers, and how many it lacks."""

    unit_id: uuid.UUID
    name: str
    numerator: int
    denominator: int

    @property
    def lacking(self) -> int:
        return self.denominator - self.numerator

    @property
    def percent(self) -> Decimal | None:
        return value_of(Kind.SHARE, self.numerator, self.denominator)


@dataclass(frozen=True)
class Offered:
    """A service that can be filed on line."""

    code: str
    name: str


def parts(key: str, scope: Scope) -> list[UnitShare]:
    """Return a share by unit, where most is lacking first; none for a share no unit can be told by."""
    if key not in BY_DOSSIER:
        return []
    above, below = BY_DOSSIER[key]
    sums: dict[uuid.UUID, dict[str, int]] = {}
    for (unit_id, fact), total in sums_by([above, below], scope, "unit_id", "fact").items():
        if unit_id:
            sums.setdefault(unit_id, {})[fact] = total
    names = names_in(scope, set(sums))
    found = [UnitShare(one, names.get(one, ""), of.get(above, 0), of.get(below, 0)) for one, of in sums.items()]
    return sorted(found, key=lambda one: (-one.lacking, one.name))


def acts(key: str, scope: Scope, *, lacking: bool, limit: int) -> list[ActRow]:
    """Return the newest dossiers' acts that count for a share, or those that lack what it asks for."""
    above, below = BY_DOSSIER[key]
    if lacking:
        return acts_of_fact(below, scope, without=above, limit=limit)
    return acts_of_fact(above, scope, limit=limit)


def services_lacking(key: str, year: Scope) -> list[Offered]:
    """Return the services on offer that count for nothing in a share of services; none for a share of dossiers."""
    above, below = LINES.get(key, ("", ""))
    if not above or below != OFFERED:
        return []
    have = by_dimension(above, year)
    offered = ProcedureVersion.objects.filter(valid__contains=year.until).exclude(procedure_id__in=have)
    rows = offered.order_by("procedure__sort_key", "procedure_id").values_list("procedure_id", "procedure__short_name")
    return [Offered(code, name) for code, name in dict(rows).items()]
