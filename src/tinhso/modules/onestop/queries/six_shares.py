# SPDX-License-Identifier: EUPL-1.2
"""The six shares of online services (sáu tỷ lệ về dịch vụ công trực tuyến), from facts; no dossier is looked at.

Source of the names: 3015/KH-UBND (Gia Lai). It gives no formulas: these are ours, each with its denominator named.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tinhso.kernel.indicators.queries import Scope, by_dimension, sums_by, value_of
from tinhso.kernel.indicators.types import Kind
from tinhso.modules.onestop.models import ProcedureVersion

FILED, PREFILLED, PERSONAL = "onestop.shares_filed", "onestop.shares_prefilled", "onestop.shares_personal"
USED, OPENED = "onestop.accounts_used", "onestop.accounts_opened"
HANDLED, COMPLETED = "onestop.completed_online", "onestop.completed"
SATISFIED, RATED = "onestop.satisfied_online", "onestop.rated_online"
OFFERED = ""
"""What stands under the line is no sum of acts: the services that can be filed on line."""
LINES = {
    "prefilled": (PREFILLED, OFFERED),
    "prefilled_dossiers": (PREFILLED, FILED),
    "personal": (PERSONAL, OFFERED),
    "personal_dossiers": (PERSONAL, FILED),
    "filed": (FILED, OFFERED),
    "handled": (HANDLED, COMPLETED),
    "accounts": (USED, OPENED),
    "satisfied": (SATISFIED, RATED),
}
"""Numerator and denominator of each line by its key; over OFFERED the numerator counts services, not acts."""


@dataclass(frozen=True)
class Share:
    """One line: its key, the facts above and below, both numbers; percent is None of nothing."""

    key: str
    above: str
    below: str
    numerator: int
    denominator: int

    @property
    def percent(self) -> Decimal | None:
        return value_of(Kind.SHARE, self.numerator, self.denominator)


def six_shares(year: Scope) -> list[Share]:
    """Return the lines in the order of the plan. year: from 1 January to a day, for the accounts count by the year."""
    facts = {fact for line in LINES.values() for fact in line if fact not in (OFFERED, OPENED)}
    totals = {fact: total for (fact,), total in sums_by(sorted(facts), year, "fact").items()}
    # An account once opened is there for good.
    totals |= {fact: total for (fact,), total in sums_by([OPENED], year.since_ever(), "fact").items()}
    on_offer = open_services(year.until)
    found = []
    for key, (above, below) in LINES.items():
        if below == OFFERED:
            found.append(Share(key, above, below, len(by_dimension(above, year)), on_offer))
        else:
            found.append(Share(key, above, below, totals.get(above, 0), totals.get(below, 0)))
    return found


def open_services(day: date) -> int:
    """Return how many services could be filed on line on a day: those with a version in force."""
    return ProcedureVersion.objects.filter(valid__contains=day).values("procedure_id").distinct().count()
