# SPDX-License-Identifier: EUPL-1.2
"""Steps through time without typing: days of a young ledger, months of an old one, each an address of its own.

The address names a day by its ordinal (`moc_ngay`) or a month by twelve times its year and its number from nought
(`moc_thang`), so that a slider can send it without a script and the address stays what it meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from tinhso.faces.ui.words import day_words
from tinhso.kernel.events.queries import first_act_at, first_sealed_at
from tinhso.kernel.indicators.scopes import Scope

DAY, MONTH = "moc_ngay", "moc_thang"
MOST_DAYS = 62
"""A ledger that is older is stepped through by months."""
TYPED = ("den-day", "den-month", "den-year")


@dataclass(frozen=True)
class Steps:
    """What the slider needs: its name, both ends and where it stands, the way back and forth (empty at an end)."""

    name: str
    first: int
    last: int
    at: int
    words: str
    hidden: list[tuple[str, str]]
    before: str
    before_words: str
    after: str
    after_words: str

    @property
    def is_day(self) -> bool:
        return self.name == DAY

    @property
    def prefix(self) -> str:
        """Return what stands before the step in words, for the script."""
        return "" if self.is_day else _("tháng %(month)s") % {"month": ""}


def day_of(data: Mapping[str, str], today: date) -> date | None:
    """Return the last day of the step the address names, at most today; None for none or one that cannot be."""
    for name in (DAY, MONTH):
        typed = data.get(name, "")
        if typed.isascii() and typed.isdigit() and len(typed) <= 7:
            found = _last_day(name, int(typed))
            return min(found, today) if found else None
    return None


def _last_day(name: str, step: int) -> date | None:
    try:
        if name == DAY:
            return date.fromordinal(step)
        return date((step + 1) // 12, (step + 1) % 12 + 1, 1) - timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def _step(name: str, day: date) -> int:
    return day.toordinal() if name == DAY else day.year * 12 + day.month - 1


def steps(scope: Scope, data: Mapping[str, str]) -> Steps | None:
    """Return the steps from the first day of the ledger to today; None where there is but one, or the ledger is empty.

    What was known then begins with the first seal. data: the address, whose other choices are kept.
    """
    today = timezone.localdate()
    begins = first_act_at() if scope.known_on is None else first_sealed_at()
    if begins is None:
        return None
    first = min(timezone.localtime(begins).date(), scope.until)
    name = DAY if (today - first).days <= MOST_DAYS else MONTH
    lowest, highest, at = (_step(name, day) for day in (first, today, scope.until))
    if lowest == highest:
        return None
    hidden = [(key, value) for key, value in data.items() if key not in (DAY, MONTH, *TYPED, "dang") and value]

    def way(step: int) -> tuple[str, str]:
        day = _last_day(name, step)
        if day is None or not lowest <= step <= highest:
            return "", ""
        return "?" + urlencode([*hidden, (name, step)]), _words(name, min(day, today))

    return Steps(name, lowest, highest, at, _words(name, scope.until), hidden, *way(at - 1), *way(at + 1))


def _words(name: str, day: date) -> str:
    return day_words(day) if name == DAY else _("tháng %(month)s") % {"month": f"{day:%m/%Y}"}


def stepped(scope: Scope, data: Mapping[str, str]) -> dict[str, Any]:
    """Return what `ui/time_steps.html` needs."""
    return {"steps": steps(scope, data)}
