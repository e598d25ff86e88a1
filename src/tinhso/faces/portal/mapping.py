# SPDX-License-Identifier: EUPL-1.2
"""A figure over the land: which places are drawn, in which words, and the table that says the same without a map."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.faces.ui.data_files import Table
from tinhso.faces.ui.figure_words import DASH
from tinhso.faces.ui.maps import Drawing, Place, Step, draw
from tinhso.faces.ui.outlines import outlines
from tinhso.kernel.indicators.places import Basis, Placed, PlaceSum, placed
from tinhso.kernel.indicators.queries import Scope
from tinhso.kernel.registry.queries import Ground, Spot, ground
from tinhso.lib.vntext import format_int

NAMED_UP_TO = 12
"""Names are written on the map while there are no more places than this; on a phone more would cover each other."""
Words = Callable[[Decimal | None], str]


@dataclass(frozen=True)
class Subject:
    """What is put on the map. code: of its files; words: how its value is written; unit: of the values."""

    code: str
    title: str
    source: str
    basis: Basis
    words: Words


@dataclass(frozen=True)
class Row:
    """One place of the table; address empty where there is nothing further to see."""

    code: str
    name: str
    href: str
    sums: PlaceSum
    numerator: str
    denominator: str
    value: str


@dataclass(frozen=True)
class Sheet:
    """A page of the map: the place looked at, its own row, what lies in it, the drawing and its legend."""

    here: Ground
    district: Spot | None
    commune: Spot | None
    whole: Row
    rows: tuple[Row, ...]
    elsewhere: Row | None
    drawing: Drawing | None
    legend: tuple[tuple[int, str], ...]
    attributions: tuple[str, ...]

    @property
    def place(self) -> Spot:
        return self.commune or self.district or self.here.province


def sheet(subject: Subject, scope: Scope, district: str, commune: str, query: str) -> Sheet | None:
    """Return the page of the province, a district or a commune; None when there is no such place on that day.

    query: what the address asks for besides the place, kept in every link.
    """
    here = ground(scope.until)
    at_commune = next((one for one in here.communes if one.code == commune), None)
    wanted = at_commune.district if at_commune else district
    at_district = next((one for one in here.districts if one.code == wanted), None)
    if (commune and not at_commune) or (district and not at_district):
        return None
    found = placed(subject.basis, scope, here)
    shown = [] if at_commune else _shown(here, at_district)
    rows = [_row(subject, spot.name, spot.code, _href(spot, query), found, _codes(here, spot)) for spot in shown]
    centre = at_commune or at_district or here.province
    whole = _row(subject, centre.name, centre.code, "", found, _codes(here, centre))
    drawing = draw([_place(one, spot, here) for one, spot in zip(rows, shown, strict=True)], named=_are_named(shown))
    return Sheet(
        here=here,
        district=at_district,
        commune=at_commune,
        whole=whole,
        rows=tuple(rows),
        elsewhere=_elsewhere(subject, found, at_district, at_commune),
        drawing=drawing,
        legend=_legend(subject, drawing),
        attributions=_attributions(drawing),
    )


def _shown(here: Ground, district: Spot | None) -> list[Spot]:
    if district:
        return list(here.within(district.code))
    return list(here.districts or here.communes)


def _are_named(shown: Sequence[Spot]) -> bool:
    return len(shown) <= NAMED_UP_TO


def _codes(here: Ground, spot: Spot) -> list[str]:
    """Return the codes whose sums a place holds; the province also holds what was placed nowhere."""
    if spot == here.province:
        return ["", *(one.code for one in (*here.districts, *here.communes))]
    return [spot.code, *(one.code for one in here.communes if one.district == spot.code)]


def _href(spot: Spot, query: str) -> str:
    name = "xa" if spot.point is not None or spot.district else "huyen"
    return f"?{query}&{name}={spot.code}"


def _row(subject: Subject, name: str, code: str, href: str, found: Placed, codes: Sequence[str]) -> Row:
    sums = found.of(codes)
    below = DASH if sums.denominator is None else format_int(sums.denominator)
    return Row(code, name, href, sums, format_int(sums.numerator), below, subject.words(sums.value))


def _elsewhere(subject: Subject, found: Placed, district: Spot | None, commune: Spot | None) -> Row | None:
    """Return what belongs to the place at large and to none of those listed; None when that is nothing."""
    if commune:
        return None
    code = district.code if district else ""
    if not any(found.sums.get(code, (0, 0))):
        return None
    name = _("Việc của cấp huyện, không thuộc riêng xã nào") if district else _("Không gắn với địa bàn nào ở trên")
    return _row(subject, name, code or "0", "", found, [code])


def _place(row: Row, spot: Spot, here: Ground) -> Place:
    inside = [spot] if spot.point else list(here.within(spot.code))
    points = tuple(one.point for one in inside if one.point)
    outline = outlines().outlines.get(spot.code) if spot in here.districts else None
    rings = outline.rings if outline else ()
    return Place(row.code, row.name, row.value, row.href, row.sums.value, () if rings else points, rings)


def _legend(subject: Subject, drawing: Drawing | None) -> tuple[tuple[int, str], ...]:
    if drawing is None:
        return ()
    found = [(one.number, _step_words(subject, one)) for one in drawing.steps]
    if drawing.unknown:
        words = ngettext("chưa có gì để tính (%d nơi)", "chưa có gì để tính (%d nơi)", drawing.unknown)
        found.append((0, words % drawing.unknown))
    return tuple(found)


def _step_words(subject: Subject, one: Step) -> str:
    low, high = subject.words(one.low), subject.words(one.high)
    told = {"low": low, "high": high, "count": format_int(one.count)}
    if low == high:
        return _("%(low)s (%(count)s nơi)") % told
    return _("từ %(low)s đến %(high)s (%(count)s nơi)") % told


def _attributions(drawing: Drawing | None) -> tuple[str, ...]:
    """Return whom to name for outlines, when one of them was drawn."""
    if drawing is None or not any(one.place.rings for one in drawing.shapes):
        return ()
    return outlines().attributions


def table_of(subject: Subject, found: Sheet, scope: Scope) -> Table:
    """Return the rows of a page as data for machines."""
    rows = [*found.rows, *([found.elsewhere] if found.elsewhere else [])] or [found.whole]
    return Table(
        code=f"{subject.code}-{found.place.code}",
        title=f"{subject.title}, {found.place.name}",
        source=subject.source,
        period=f"{scope.until:%Y-%m-%d}",
        axis=("REF_AREA", _("Địa bàn"), "geo"),
        columns=(("NUMERATOR", _("Tử số")), ("DENOMINATOR", _("Mẫu số")), ("VALUE", _("Giá trị"))),
        lines=tuple((one.code, one.name, (one.sums.numerator, one.sums.denominator, one.sums.value)) for one in rows),
    )
