# SPDX-License-Identifier: EUPL-1.2
"""The day up to which a reader wants the figures, and whether as they are known now or as they were known then."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from tinhso.faces.portal.figures import year_to_date
from tinhso.faces.portal.reading import read_date
from tinhso.kernel.indicators.queries import sealed_for
from tinhso.kernel.indicators.scopes import Scope

KNOWN, NOW, THEN = "biet", "nay", "hom_do"
"""How the address asks for what is known now or what was known then."""


def as_known(request: HttpRequest, scope: Scope) -> Scope:
    """Return the scope as known at the end of its last day when the address asks for that."""
    return replace(scope, known_on=scope.until) if request.GET.get(KNOWN) == THEN else scope


def knowledge(scope: Scope) -> dict[str, Any]:
    """Return what `portal/_known.html` needs: the two ways to ask, which one it is, the seal that proves it."""
    return {
        "ways": [(NOW, _("Mọi sự kiện đã biết đến nay")), (THEN, _("Đúng những gì đã biết đến hết ngày đó"))],
        "way": NOW if scope.known_on is None else THEN,
        "seal": sealed_for(scope),
    }


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
        if self.scope.known_on is not None:
            query += f"&{KNOWN}={THEN}"
        errors = {"den": self.error} if self.error else {}
        shared = {"scope": self.scope, "values": values, "errors": errors, "day_query": query}
        return shared | knowledge(self.scope)


def year_asked(request: HttpRequest) -> Asked:
    """Return 1 January up to the day `den` of the address; today unless another day is asked for."""
    today = timezone.localdate()
    day, error = read_date(request.GET, "den")
    if day is not None and day > today:
        day, error = None, _("Ngày này chưa đến. Chọn hôm nay hoặc một ngày đã qua.")
    return Asked(as_known(request, year_to_date(day or today)), error)
