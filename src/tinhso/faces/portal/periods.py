# SPDX-License-Identifier: EUPL-1.2
"""The day up to which a reader wants the figures of a year."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from tinhso.faces.portal.figures import year_to_date
from tinhso.faces.portal.reading import read_date
from tinhso.kernel.indicators.queries import Scope


@dataclass(frozen=True)
class Asked:
    """The period asked for and what is wrong with the day typed; a wrong day shows today."""

    scope: Scope
    error: str

    @property
    def context(self) -> dict[str, Any]:
        """Return what `portal/_period.html` and links to the same day need."""
        until = self.scope.until
        values = {"den-day": until.day, "den-month": until.month, "den-year": until.year}
        query = f"den-day={until.day}&den-month={until.month}&den-year={until.year}"
        errors = {"den": self.error} if self.error else {}
        return {"scope": self.scope, "values": values, "errors": errors, "day_query": query}


def year_asked(request: HttpRequest) -> Asked:
    """Return 1 January up to the day `den` of the address; today unless another day is asked for."""
    today = timezone.localdate()
    day, error = read_date(request.GET, "den")
    if day is not None and day > today:
        return Asked(year_to_date(today), _("Ngày này chưa đến. Chọn hôm nay hoặc một ngày đã qua."))
    return Asked(year_to_date(day or today), error)
