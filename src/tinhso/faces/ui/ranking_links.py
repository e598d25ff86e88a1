# SPDX-License-Identifier: EUPL-1.2
"""The one place that knows how a component of the index leads to its public page and to the public simulation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import slugify

from tinhso.config import env
from tinhso.lib.vntext import format_decimal, search_key
from tinhso.modules.scorecards.dti import reading
from tinhso.modules.scorecards.dti.types import Edition, Result
from tinhso.modules.scorecards.errors import UnknownIndex

DTI = "DTI-922"


@dataclass(frozen=True)
class ComponentLink:
    """A component as a page names it. address: empty where it has no page."""

    code: str
    title: str
    address: str


def edition() -> Edition:
    return reading.edition(DTI)


@cache
def titles() -> Mapping[str, str]:
    """Return the name of every component by its code; a working label where no document names it, else nothing."""
    return {part.code: part.title or part.working for part in edition().parts()}


@cache
def scored_codes() -> frozenset[str]:
    return frozenset(part.code for main in edition().scored() for part in main.parts)


def slug_of(province: str) -> str:
    return slugify(search_key(province))


def own_result(year: int | None = None) -> tuple[int, Result] | None:
    """Return the year, the newest when none is given, and what was published of the own province; None without any."""
    years = reading.years_with_results()
    if not years or (year is not None and year not in years):
        return None
    found = year or years[0]
    try:
        return found, reading.result_of(found, env.PROVINCE_NAME)
    except UnknownIndex:
        return None


def component_address(code: str) -> str:
    """Return where the own province's component stands for everybody; empty where there is no such page."""
    own = own_result()
    if own is None or code not in titles():
        return ""
    year, result = own
    return reverse("portal:ranking_part", kwargs={"year": year, "slug": slug_of(result.province), "code": code})


def component_links(codes: Iterable[str]) -> list[ComponentLink]:
    """Return components with their names and pages; a code of no component keeps its code and leads nowhere."""
    return [ComponentLink(code, titles().get(code, ""), component_address(code)) for code in codes]


def part_box(code: str) -> str:
    """Return the name of the box of a component on the page of simulation."""
    return f"t{code.replace('.', '-')}"


def percent_text(share: Decimal) -> str:
    """Return a share as percent with the digits it has, as boxes take it: "82,5"."""
    percent = (share * 100).normalize()
    return format_decimal(percent, max(0, -int(percent.as_tuple().exponent)))


def simulation_address(year: int, shares: Mapping[str, Decimal]) -> str:
    """Return the public simulation of the own province with shares of components filled in; empty without any."""
    own = own_result(year)
    if own is None or not shares:
        return ""
    filled = urlencode({part_box(code): percent_text(share) for code, share in shares.items()})
    return f"{reverse('portal:whatif', args=[year, slug_of(own[1].province)])}?{filled}"
