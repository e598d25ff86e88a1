# SPDX-License-Identifier: EUPL-1.2
"""The day up to which a reader wants the figures, and whether as they are known now or as they were known then."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from tinhso.faces.portal.figures import year_to_date
from tinhso.faces.portal.reading import read_date
from tinhso.faces.ui.knowing import as_known, asked_again, file_name, knowledge, of_province, provinces
from tinhso.faces.ui.time_steps import day_of, stepped
from tinhso.kernel.indicators.scopes import Scope


@dataclass(frozen=True)
class Asked:
    """The period asked for and what is wrong with the day typed; a wrong day shows today."""

    scope: Scope
    error: str
    address: QueryDict

    def file_name(self, name: str) -> str:
        """Return the name of a file of these figures, with the last day they count."""
        return file_name(f"{name}-{self.scope.until:%Y%m%d}", self.scope)

    @property
    def context(self) -> dict[str, Any]:
        """Return what `portal/_period.html` and links to the same day need."""
        until = self.scope.until
        values: dict[str, Any] = {"den-day": until.day, "den-month": until.month, "den-year": until.year}
        query = urlencode(values | asked_again(self.scope))
        errors = {"den": self.error} if self.error else {}
        shared = {"values": values, "errors": errors, "day_query": query}
        return shared | knowledge(self.scope) | provinces(self.scope) | stepped(self.scope, self.address)


def year_asked(request: HttpRequest) -> Asked:
    """Return 1 January up to the day `den` of the address; today unless another day is asked for."""
    today = timezone.localdate()
    day, error = read_date(request.GET, "den")
    if day is not None and day > today:
        day, error = None, _("Ngày này chưa đến. Chọn hôm nay hoặc một ngày đã qua.")
    day = day or day_of(request.GET, today)
    return Asked(of_province(request.GET, as_known(request.GET, year_to_date(day or today))), error, request.GET)
