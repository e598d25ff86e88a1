# SPDX-License-Identifier: EUPL-1.2
"""The ground a map is drawn on: districts and communes of a day, their points, and where older codes belong now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from tinhso.kernel.events.models import Act
from tinhso.kernel.registry import reference
from tinhso.kernel.registry.models import Area, AreaChange
from tinhso.kernel.registry.queries.areas import areas_as_of
from tinhso.kernel.registry.queries.units import territory

APPLIED = ("registry:installed", "registry:reorganised")
"""The acts by which an installation takes up the law's list of a day."""
MOST_HOPS = 6
"""How often a commune may have been merged on since an act named it."""


@dataclass(frozen=True)
class Spot:
    """A district or commune on the map. district: code, empty since districts ended; point: (longitude, latitude)."""

    code: str
    name: str
    district: str
    point: tuple[float, float] | None


@dataclass(frozen=True)
class Ground:
    """The province as this installation worked with it on a day; law_date: the day of the law whose list that was."""

    law_date: date
    province: Spot
    districts: tuple[Spot, ...]
    communes: tuple[Spot, ...]

    def within(self, district: str) -> tuple[Spot, ...]:
        """Return the communes of a district."""
        return tuple(one for one in self.communes if one.district == district)


def law_in_use(day: date) -> date:
    """Return the day of the law whose list of areas this installation worked with at the end of a day."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    last = Act.objects.filter(verb__in=APPLIED, at__lt=end).order_by("-seq").values_list("data", flat=True).first()
    if last is None:
        last = Act.objects.filter(verb__in=APPLIED).order_by("seq").values_list("data", flat=True).first()
    told = (last or {}).get("effective_on") or (last or {}).get("law_date")
    return date.fromisoformat(told) if told else territory().law_date


def ground(day: date) -> Ground:
    """Return the districts and communes of the province as of a day, in Vietnamese order."""
    law = law_in_use(day)
    code = _province(law)
    points = reference.places(law)
    found = list(areas_as_of(law).filter(province_code=code, level__in=("district", "commune")))
    districts = {one.code for one in found if one.level == "district"}
    spots = {
        level: tuple(_spot(one, points.get(one.code), districts) for one in found if one.level == level)
        for level in ("district", "commune")
    }
    home = areas_as_of(law).get(level="province", code=code)
    return Ground(law, Spot(code, home.full_name, "", None), spots["district"], spots["commune"])


def _province(law: date) -> str:
    """Return the code of the province served here under the list of a day."""
    land = territory()
    if law >= land.law_date:
        return land.province_code
    first = Act.objects.filter(verb="registry:installed").order_by("seq").values_list("data", flat=True).first()
    return str((first or {}).get("province") or land.province_code)


def _spot(one: Area, point: tuple[float, float] | None, districts: set[str]) -> Spot:
    parent = one.parent_code if one.level == "commune" and one.parent_code in districts else ""
    return Spot(one.code, one.full_name, parent, point if one.level == "commune" else None)


def carried(codes: Iterable[str], here: Ground) -> dict[str, str]:
    """Return for each code of an act the district or commune of the ground it belongs to now; none of it: left out.

    A code that is in use again counts for the place that bears it now; one that ended goes to the commune it was
    merged into whole. What was divided among several is left out: nobody guesses.
    """
    known = {one.code for one in (*here.districts, *here.communes)}
    found = {code: code for code in codes if code}
    for _hop in range(MOST_HOPS):
        gone = {now for now in found.values() if now not in known}
        if not gone:
            break
        ends = _ends(gone, here.law_date)
        found = {code: ends.get(now, "") if now in gone else now for code, now in found.items()}
        found = {code: now for code, now in found.items() if now}
    return {code: now for code, now in found.items() if now in known}


def _ends(codes: set[str], until: date) -> dict[str, str]:
    """Return the one commune each code was last merged into whole up to a day; others are left out."""
    last: dict[str, list[AreaChange]] = {}
    steps = AreaChange.objects.filter(level="commune", predecessor__in=sorted(codes), on__lte=until).order_by("on")
    for step in steps:
        same_day = [one for one in last.get(step.predecessor, []) if one.on == step.on]
        last[step.predecessor] = [*same_day, step]
    return {
        code: ends[0].successor
        for code, ends in last.items()
        if len(ends) == 1 and ends[0].extent == "full" and ends[0].successor != code
    }
