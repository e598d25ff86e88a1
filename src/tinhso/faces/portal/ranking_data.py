# SPDX-License-Identifier: EUPL-1.2
"""The ranking as data for machines: what was published or inferred from it, each marked; the unknown is empty."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.faces.portal.ranking import Line, slug_of
from tinhso.faces.ui.data_files import DATA_FILES
from tinhso.faces.ui.exports import FILES
from tinhso.lib.cube import ESTIMATED, MISSING, NORMAL, Category, Cell, Cube, Dimension
from tinhso.modules.scorecards.dti.types import Edition, Result

Metric = tuple[Category, Callable[[Result], Cell]]


def ranking_file(form: str, edition: Edition, year: int, lines: Sequence[Line]) -> HttpResponse | None:
    """Return the ranking as a file, or nothing when no file is asked for; an empty list leaves as a table only."""
    name = f"xep-hang-dti-{year}"
    if form in DATA_FILES and lines:
        return DATA_FILES[form](name, cube(edition, year, [one.result for one in lines]))
    if form in FILES:
        heads = [_("Hạng"), _("Tỉnh, thành phố"), _("Giá trị công bố"), _("Giá trị nằm trong khoảng"), _("Ghi chú")]
        body = [(one.result.rank, one.result.province, one.result.value, one.between, one.result.note) for one in lines]
        return FILES[form](name, heads, body)
    return None


def province_file(form: str, edition: Edition, year: int, own: Result) -> HttpResponse | None:
    """Return what was published of one province as a file, or nothing when no file is asked for."""
    name = f"xep-hang-dti-{year}-{slug_of(own.province)}"
    if form in DATA_FILES:
        return DATA_FILES[form](name, cube(edition, year, [own]))
    if form in FILES:
        return FILES[form](name, [_("Mã"), _("Chỉ tiêu"), _("Giá trị"), _("Tình trạng")], rows(edition, own))
    return None


def metrics(edition: Edition) -> list[Metric]:
    """Return what is published of a province, in order, with how it is read from a result."""
    places = edition.decimals
    found: list[Metric] = [
        (Category("RANK", _("Hạng"), 0), lambda one: _place(one.rank)),
        (Category("VALUE", _("Giá trị công bố")), lambda one: _published(one.value)),
    ]
    for main in edition.scored():
        category = Category(f"I{main.code}", f"{main.code}. {main.title}", places)
        found.append((category, partial(_main, main.code)))
    for pillar in edition.pillars:
        found += [
            (Category(pillar.code, pillar.title, places), partial(_pillar, pillar.code)),
            (
                Category(f"{pillar.code}_RANK", _("Hạng: %(name)s") % {"name": pillar.title}, 0),
                partial(_rank, pillar.code),
            ),
        ]
    return found


def _published(value: Decimal | None) -> Cell:
    return Cell(None, MISSING) if value is None else Cell(value, NORMAL)


def _place(rank: int | None) -> Cell:
    return _published(None if rank is None else Decimal(rank))


def _main(code: str, one: Result) -> Cell:
    return _published(one.main.get(code))


def _rank(code: str, one: Result) -> Cell:
    return _place(one.pillar_ranks.get(code))


def _pillar(code: str, one: Result) -> Cell:
    value = one.pillars.get(code)
    return Cell(value, ESTIMATED) if value is not None and one.pillars_derived else _published(value)


def statuses() -> dict[str, str]:
    """Return the words of each status."""
    return {
        NORMAL: _("Đã công bố"),
        ESTIMATED: _("Suy ra từ các chỉ số chính, không phải số công bố"),
        MISSING: _("Chưa tìm thấy"),
    }


def cube(edition: Edition, year: int, results: Sequence[Result]) -> Cube:
    """Return the published results of some provinces in a year."""
    known = metrics(edition)
    cells: dict[tuple[str, ...], Cell] = {
        (str(year), slug_of(one.province), category.code): read(one) for one in results for category, read in known
    }
    notes = [f"{one.province}: {one.note}" for one in results if one.note]
    return Cube(
        code=f"DTI-{year}",
        title=_("Xếp hạng chuyển đổi số cấp tỉnh %(year)d") % {"year": year},
        source=edition.source,
        language=(get_language() or "vi")[:2],
        dimensions=(
            Dimension("TIME_PERIOD", _("Năm"), "time", (Category(str(year), str(year)),)),
            Dimension(
                "REF_AREA",
                _("Tỉnh, thành phố"),
                "geo",
                tuple(Category(slug_of(one.province), one.province) for one in results),
            ),
            Dimension("INDICATOR", _("Chỉ tiêu"), "metric", tuple(category for category, _read in known)),
        ),
        statuses=statuses(),
        cells=cells,
        notes=tuple(notes),
    )


def rows(edition: Edition, own: Result) -> list[tuple[object, ...]]:
    """Return one province as a table: what, value, how it is known."""
    words = statuses()
    cells = [(category, read(own)) for category, read in metrics(edition)]
    return [(category.code, category.label, cell.value, words[cell.status]) for category, cell in cells]
