# SPDX-License-Identifier: EUPL-1.2
"""A round as charts with a table beside each: three scores by main index, and where points are lost in one of them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.desk.scorecards import weights, wording
from tinhso.faces.ui.data_files import Table, table_file
from tinhso.faces.ui.signin import officer_required
from tinhso.modules.scorecards import queries_of_assessments as queries
from tinhso.modules.scorecards.declaring import reckoning
from tinhso.modules.scorecards.declaring.losing import RoundLoss, round_losses
from tinhso.modules.scorecards.declaring.reckoning import Assumed
from tinhso.modules.scorecards.declaring.types import Whose
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.dti.types import Edition


@dataclass(frozen=True)
class Told:
    """One of the three scores of a round: by main index; whether it is a simulation, and what it takes for granted."""

    whose: Whose
    losses: list[RoundLoss]
    is_simulated: bool
    assumed: Mapping[Assumed, tuple[str, ...]]

    @property
    def shown(self) -> list[RoundLoss]:
        """Return the losses in hundredths; what is lost takes the rest, so that the three still add up."""
        return [_in_hundredths(one) for one in self.losses]

    @property
    def unknown(self) -> Decimal:
        return sum((one.unknown for one in self.shown), Decimal(0))


def _in_hundredths(one: RoundLoss) -> RoundLoss:
    reached, unknown = (value.quantize(reckoning.CENT, ROUND_HALF_UP) for value in (one.reached, one.unknown))
    return RoundLoss(one.main, reached, Decimal(one.main.max_points) - reached - unknown, unknown)


@officer_required()
@require_safe
def charts(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Show the charts of a round; `?diem=` chooses the score of the waterfall, `?dang=` its table as a file."""
    found, today = queries.assessment(assessment_id), timezone.localdate()
    of, typed = edition(found.edition), request.GET.get("diem", "")
    whose = Whose(typed) if typed in set(Whose) else Whose.OWN
    rows = queries.board(found, {}, today)
    book, wrong = weights.installed(found.edition)
    assumed: dict[Assumed, list[str]] = {}
    weighed = reckoning.weigh(of, book, assumed, today)
    kept = {why: tuple(codes) for why, codes in assumed.items()}
    told = {one: _told(of, weighed, rows, one, kept) for one in Whose}
    one = told[whose]
    body = [_cells(loss) for loss in one.shown]
    name = f"ky-danh-gia-{found.year}-mat-diem-{whose}"
    file: HttpResponse | None = table_file(request.GET.get("dang", ""), name, _heads(one), body, _table(found, one))
    if file is not None:
        return file
    bars = _bars(of, one)
    context = {
        "round": found,
        "edition": of,
        "whose": whose,
        "choices": wording.options(wording.WHOSE),
        "one": one,
        "weights_wrong": wrong,
        "assumptions": wording.assumed_words(kept),
        "heads": _heads(one),
        "body": [(name, *(wording.points_words(value) for value in values)) for name, *values in [*body, _sum(one)]],
        "radar_rows": _radar_rows(told),
        "is_radar_simulated": any(one.is_simulated for one in told.values()),
        "data": {"waterfall": bars, "radar": _radar(told)},
        "waterfall_words": _words(one),
    }
    return render(request, "desk/scorecards/charts.html", context)


def _told(of: Edition, weighed: Any, rows: Sequence[queries.Row], whose: Whose, assumed: Any) -> Told:
    """Return one score by main index; a simulation where a weight is assumed or a component has no share."""
    losses = round_losses(of, weighed, {row.part.code: getattr(row, whose.value) for row in rows})
    return Told(whose, losses, bool(assumed) or any(one.unknown for one in losses), assumed)


def _name(one: RoundLoss) -> str:
    return f"{one.main.code}. {one.main.title}"


def _heads(told: Told) -> list[str]:
    """Return the heads of the table; every column of points of a simulation says so."""
    names = [_("Tối đa"), _("Đạt"), _("Mất"), _("Chưa biết")]
    return [_("Chỉ số chính"), *(f"{one} ({_('mô phỏng')})" if told.is_simulated else one for one in names)]


def _cells(one: RoundLoss) -> tuple[Any, ...]:
    return (_name(one), Decimal(one.main.max_points), one.reached, one.lost, one.unknown)


def _sum(told: Told) -> tuple[Any, ...]:
    sums = [sum((getattr(one, name) for one in told.shown), Decimal(0)) for name in ("reached", "lost", "unknown")]
    return (_("Tất cả"), sum((Decimal(one.main.max_points) for one in told.losses), Decimal(0)), *sums)


def _words(told: Told) -> str:
    """Return the chart of losses in one sentence."""
    known = sorted((one for one in told.shown if one.lost), key=lambda one: -one.lost)
    if not known:
        return _("%(whose)s: chưa biết mất điểm ở đâu.") % {"whose": wording.WHOSE[told.whose]}
    said = {"whose": wording.WHOSE[told.whose], "name": _name(known[0]), "lost": wording.points_words(known[0].lost)}
    said["unknown"] = wording.points_words(told.unknown)
    if told.is_simulated:
        return _("Mô phỏng, %(whose)s: mất nhiều nhất ở %(name)s (%(lost)s); còn %(unknown)s chưa biết.") % said
    return _("%(whose)s: mất nhiều nhất ở %(name)s (%(lost)s).") % said


def _bars(of: Edition, told: Told) -> list[dict[str, Any]]:
    """Return the bars from the maximum down to what is left; nothing when nothing at all is known."""
    if told.unknown == of.total_max:
        return []
    top = Decimal(of.total_max)
    bars = [_bar(_("Tối đa"), Decimal(0), top, "total")]
    for one in sorted(told.shown, key=lambda loss: -loss.lost):
        if one.lost:
            top -= one.lost
            bars.append(_bar(_name(one), top, one.lost, "loss"))
    if told.unknown:
        top -= told.unknown
        bars.append(_bar(_("Chưa biết"), top, told.unknown, "unknown"))
    return [*bars, _bar(_("Đạt"), Decimal(0), top, "score")]


def _bar(name: str, base: Decimal, height: Decimal, kind: str) -> dict[str, Any]:
    sign = "−" if kind in {"loss", "unknown"} else ""
    label = f"{sign}{wording.points_words(height)}"
    return {"name": name, "base": float(base), "height": float(height), "label": label, "kind": kind}


def _radar(told: Mapping[Whose, Told]) -> dict[str, Any]:
    """Return the three rings by the share of what is known; nothing when no main index has a score."""
    shares = {whose: [one.share for one in of.losses] for whose, of in told.items()}
    if not any(share is not None for of in shares.values() for share in of):
        return {}
    rings = {whose: [float(share) if share is not None else 0.0 for share in of] for whose, of in shares.items()}
    first = told[Whose.OWN].losses
    return {
        "names": [_name(one) for one in first],
        "codes": [one.main.code for one in first],
        "own": rings[Whose.OWN],
        "median": rings[Whose.APPRAISED],
        "best": rings[Whose.FINAL],
    }


def _radar_rows(told: Mapping[Whose, Told]) -> list[tuple[str, ...]]:
    by_main = zip(*(told[whose].losses for whose in Whose), strict=True)
    return [(_name(of[0]), *(wording.share_words(one.share) for one in of)) for of in by_main]


def _table(found: Any, told: Told) -> Table:
    label = str(wording.WHOSE[told.whose])
    whose = f"{label} ({_('mô phỏng')})" if told.is_simulated else label
    return Table(
        code=f"{found.edition}-{found.year}-LOST-{told.whose}",
        title=_("Mất điểm ở đâu, kỳ đánh giá năm %(year)s: %(whose)s") % {"year": found.year, "whose": whose},
        source=edition(found.edition).source,
        period=str(found.year),
        axis=("MAIN", _("Chỉ số chính"), ""),
        columns=tuple(zip(("MOST", "REACHED", "LOST", "UNKNOWN"), _heads(told)[1:], strict=True)),
        lines=tuple((one.main.code, _name(one), _cells(one)[1:]) for one in told.shown),
        notes=tuple(wording.assumed_words(told.assumed)),
    )
