# SPDX-License-Identifier: EUPL-1.2
"""Plans filed for the years, and which a year still lacks."""

import uuid

from tinhso.modules.onestop.models import ServicePlan
from tinhso.modules.onestop.types import ServicePlanKind


def plans() -> list[ServicePlan]:
    """Return every version of every plan, the newest year and version first."""
    return list(ServicePlan.objects.select_related("filed_by").order_by("-year", "kind", "-filed_at"))


def plan(plan_id: uuid.UUID) -> ServicePlan | None:
    return ServicePlan.objects.filter(pk=plan_id).first()


def newest_of(year: int) -> dict[ServicePlanKind, ServicePlan]:
    """Return the version that counts of each kind filed for a year."""
    filed = ServicePlan.objects.filter(year=year).order_by("filed_at", "id")
    return {ServicePlanKind(one.kind): one for one in filed}


def lacking(year: int) -> list[ServicePlanKind]:
    """Return the kinds nobody filed for a year."""
    filed = newest_of(year)
    return [kind for kind in ServicePlanKind if kind not in filed]
