# SPDX-License-Identifier: EUPL-1.2
"""Where points were lost, in words, tables and the data two charts are drawn from; published values only."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tinhso.faces.portal.ranking import number
from tinhso.lib.vntext import format_decimal, format_percent
from tinhso.modules.scorecards.dti import comparison
from tinhso.modules.scorecards.dti.types import Edition, Result, Span

LEAST_PLACES, MOST_PLACES = 2, 3
"""Points have three places at most (four of a share times 150), so that lost and reached always add up."""


@dataclass(frozen=True)
class LossRow:
    """One main index: maximum, points reached and lost, share lost; words where no value was found."""

    name: str
    most: str
    reached: str
    lost: str
    share: str


@dataclass(frozen=True)
class BesideRow:
    """One main index of the province beside the others."""

    name: str
    own: str
    median: str
    best: str
    best_of: str


@dataclass(frozen=True)
class Shown:
    """Tables, sentences and data for charts; a chart without data is not drawn."""

    losses: list[LossRow]
    beside: list[BesideRow]
    waterfall_words: str
    radar_words: str
    waterfall: list[dict[str, Any]]
    radar: dict[str, Any]

    @property
    def data(self) -> dict[str, Any]:
        return {"waterfall": self.waterfall, "radar": self.radar}

    @property
    def has_unknown(self) -> bool:
        return any(one["kind"] == "unknown" for one in self.waterfall)

    @property
    def has_charts(self) -> bool:
        return bool(self.waterfall or self.radar)


def shown(edition: Edition, results: Sequence[Result], own: Result) -> Shown:
    """Return everything the page says of one province."""
    losses = comparison.main_losses(edition, own)
    rows = comparison.beside(edition, results, own)
    whole, rest = comparison.all_lost(edition, results, own), comparison.lost_unknown(edition, results, own)
    return Shown(
        losses=[*[_loss_row(one) for one in losses], *_rest_rows(losses, rest), _whole_row(edition, whole)],
        beside=[_beside_row(one) for one in rows],
        waterfall_words=_waterfall_words(own, losses, whole),
        radar_words=_radar_words(own, rows),
        waterfall=_waterfall(edition, losses, rest, whole),
        radar=_radar(rows),
    )


def points(value: Decimal) -> str:
    """Return points exactly; a third place only where there is one."""
    needed = -int(value.normalize().as_tuple().exponent)
    return format_decimal(value, min(max(needed, LEAST_PLACES), MOST_PLACES))


def _span(span: Span) -> str:
    low, high = points(span.low), points(span.high)
    return low if low == high else _("từ %(low)s đến %(high)s") % {"low": low, "high": high}


def _loss_row(one: comparison.MainLoss) -> LossRow:
    name, most = f"{one.main.code}. {one.main.title}", points(one.main.max_points)
    if one.lost is None or one.reached is None:
        return LossRow(name, most, _("chưa biết"), _("chưa biết"), _("chưa biết"))
    return LossRow(name, most, points(one.reached), points(one.lost), _lost_share(one.lost, one.main.max_points))


def _lost_share(lost: Decimal, most: Decimal) -> str:
    return format_percent(lost * 100 / most)


def _rest_rows(losses: Sequence[comparison.MainLoss], rest: Span) -> list[LossRow]:
    """Return a row for what the known main indices do not explain; none when all are known."""
    unknown = [one for one in losses if one.lost is None]
    if not unknown:
        return []
    most = sum(one.main.max_points for one in unknown)
    reached = Span(most - rest.high, most - rest.low)
    return [LossRow(_("Các chỉ số chưa biết, cộng lại"), points(Decimal(most)), _span(reached), _span(rest), "")]


def _whole_row(edition: Edition, whole: Span) -> LossRow:
    reached = Span(edition.total_max - whole.high, edition.total_max - whole.low)
    share = _lost_share(whole.low, edition.total_max) if whole.low == whole.high else ""
    return LossRow(_("Tất cả"), points(edition.total_max), _span(reached), _span(whole), share)


def _beside_row(one: comparison.Beside) -> BesideRow:
    unknown = _("chưa biết")
    return BesideRow(
        name=f"{one.main.code}. {one.main.title}",
        own=number(one.own) if one.own is not None else unknown,
        median=format_decimal(one.median, 4) if one.median is not None else unknown,
        best=number(one.best) if one.best is not None else unknown,
        best_of=", ".join(one.best_of),
    )


def _waterfall_words(own: Result, losses: Sequence[comparison.MainLoss], whole: Span) -> str:
    told = {"province": own.province, "lost": _span(whole)}
    known = [one for one in losses if one.lost is not None]
    if not known:
        return (
            _("%(province)s mất %(lost)s điểm; chưa tìm thấy giá trị của chỉ số chính nào nên chưa biết mất ở đâu.")
            % told
        )
    first = known[0]
    told |= {"name": first.main.title, "most": points(first.lost or Decimal(0))}
    return (
        _("%(province)s mất %(lost)s điểm; trong các chỉ số đã biết, mất nhiều nhất ở %(name)s: %(most)s điểm.") % told
    )


def _radar_words(own: Result, rows: Sequence[comparison.Beside]) -> str:
    known = [one for one in rows if one.own is not None and one.median is not None]
    told: dict[str, object] = {"province": own.province, "count": _count_words([one.count for one in rows])}
    if not known:
        return _("Chưa tìm thấy giá trị chỉ số chính của %(province)s để so với %(count)s tỉnh đã biết.") % told
    told["all"] = len(known)
    told["below"] = sum((one.own or 0) < (one.median or 0) for one in known)
    return (
        _(
            "%(province)s thấp hơn trung vị ở %(below)d trên %(all)d chỉ số chính đã biết; "
            "trung vị lấy từ %(count)s tỉnh khác."
        )
        % told
    )


def _count_words(counts: Sequence[int]) -> str:
    least, most = min(counts), max(counts)
    return str(most) if least == most else _("%(low)d đến %(high)d") % {"low": least, "high": most}


def _waterfall(
    edition: Edition, losses: Sequence[comparison.MainLoss], rest: Span, whole: Span
) -> list[dict[str, Any]]:
    """Return the bars from the maximum down to the score; none when the score is not known exactly."""
    if whole.low != whole.high:
        return []
    bars = [_bar(_("Tối đa"), Decimal(0), edition.total_max, "total")]
    top = edition.total_max
    steps = [(f"{one.main.code}. {one.main.title}", one.lost, "loss") for one in losses if one.lost]
    steps += [(_("Chưa biết mất ở đâu"), rest.low, "unknown")] if rest.low else []
    for name, lost, kind in steps:
        bars.append(_bar(name, top - lost, lost, kind))
        top -= lost
    return [*bars, _bar(_("Còn lại"), Decimal(0), top, "score")]


def _bar(name: str, base: Decimal, height: Decimal, kind: str) -> dict[str, Any]:
    label = f"−{points(height)}" if kind in {"loss", "unknown"} else points(height)
    return {"name": name, "base": float(base), "height": float(height), "label": label, "kind": kind}


def _radar(rows: Sequence[comparison.Beside]) -> dict[str, Any]:
    """Return the three rings; nothing unless every main index of the province is known."""
    if any(one.own is None or one.median is None or one.best is None for one in rows):
        return {}
    return {
        "names": [f"{one.main.code}. {one.main.title}" for one in rows],
        "codes": [one.main.code for one in rows],
        "own": [float(one.own or 0) for one in rows],
        "median": [float(one.median or 0) for one in rows],
        "best": [float(one.best or 0) for one in rows],
    }
