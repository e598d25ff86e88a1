# SPDX-License-Identifier: EUPL-1.2
"""The answer of the planner in words: what was chosen and why, what was left, what lacks; every point a simulation."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from tinhso.faces.desk.plans.choosing_form import Asked
from tinhso.faces.desk.plans.choosing_situation import Field
from tinhso.faces.ui.ranking_links import component_links, percent_text, simulation_address
from tinhso.kernel.events.errors import NotAllowed
from tinhso.lib.money import format_vnd
from tinhso.lib.vntext import format_decimal
from tinhso.modules.plans import policies
from tinhso.modules.plans.estimating import Lack, Left, Offer, Stated
from tinhso.modules.plans.planner import explain
from tinhso.modules.plans.planner.types import Choice, Curve, Option, Reason, Wanted

PLACES = 2


@dataclass(frozen=True)
class Line:
    """One task of the answer. per_point: đồng for each simulated point, None where none is gained or lost."""

    key: str
    title: str
    is_chosen: bool
    cost_vnd: int
    days: int
    points: str
    per_point: int | None
    sentence: str


@dataclass(frozen=True)
class Moved:
    """A component before and after the choice."""

    link: Any
    now: str
    after: str
    points: str


@dataclass(frozen=True)
class Shown:
    """A choice ready to be shown. simulation: address of the public simulation with its effects, empty without."""

    sentence: str
    is_proved: bool
    cost_vnd: int
    days: int
    gained: str
    per_point: int | None
    chosen: list[Line]
    left: list[Line]
    moved: list[Moved]
    simulation: str
    place_before: int | None
    place: int | None


def sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def points(number: Decimal) -> str:
    """Return points to two places; more where two would show nothing."""
    needed = max(0, -int(number.normalize().as_tuple().exponent))
    return format_decimal(number, PLACES if needed <= PLACES or abs(number) >= Decimal("0.01") else needed)


def per_point(cost_vnd: int, gained: Decimal) -> int | None:
    """Return đồng for each point gained, rounded; None where nothing is gained.

    >>> per_point(1_000_000, Decimal("2.5"))
    400000
    """
    return int((cost_vnd / gained).quantize(Decimal(1), ROUND_HALF_UP)) if gained > 0 else None


def shown(field: Field, wanted: Wanted, choice: Choice) -> Shown:
    """Return a choice with a sentence for every task of the question."""
    options = {one.key: one for one in field.situation.options}
    lines = [_line(field, wanted, choice, options[one.key], one) for one in choice.reasons]
    moved = sorted({code for key in choice.options for code in options[key].gains})
    return Shown(
        sentence=explain.of_choice(field.situation, choice),
        is_proved=choice.proof.is_complete,
        cost_vnd=choice.cost_vnd,
        days=choice.days,
        gained=points(choice.gained),
        per_point=per_point(choice.cost_vnd, choice.gained),
        chosen=[one for one in lines if one.is_chosen],
        left=[one for one in lines if not one.is_chosen],
        moved=_moved(field, choice, moved),
        simulation=simulation_address(field.year, {code: choice.shares[code] for code in moved}) if field.year else "",
        place_before=choice.place_before,
        place=choice.place,
    )


def _line(field: Field, wanted: Wanted, choice: Choice, option: Option, reason: Reason) -> Line:
    return Line(
        key=option.key,
        title=option.title,
        is_chosen=reason.is_chosen,
        cost_vnd=option.cost_vnd,
        days=option.lead_days,
        points=points(reason.points),
        per_point=per_point(reason.cost_vnd, reason.points),
        sentence=explain.of_option(field.situation, wanted, choice, reason),
    )


def _moved(field: Field, choice: Choice, codes: Sequence[str]) -> list[Moved]:
    found = []
    for link in component_links(codes):
        now, after = field.offer.shares[link.code], choice.shares[link.code]
        gained = points(field.weights[link.code] * (after - now))
        found.append(Moved(link, f"{percent_text(now)} %", f"{percent_text(after)} %", gained))
    return found


def headers() -> list[str]:
    return [_("Nhiệm vụ"), _("Được chọn"), _("Kinh phí (đồng)"), _("Thời gian (ngày)"), _("Điểm (mô phỏng)"),
            _("Đồng cho mỗi điểm (mô phỏng)"), _("Lý do")]  # fmt: skip


def table(found: Shown) -> list[list[object]]:
    """Return the lines of the answer for a file; points are text, so that nobody sums up a simulation unawares."""
    return [
        [
            one.title,
            _("có") if one.is_chosen else _("không"),
            one.cost_vnd,
            one.days,
            one.points,
            one.per_point,
            one.sentence,
        ]
        for one in [*found.chosen, *found.left]
    ]


@dataclass(frozen=True)
class LeftLine:
    """A task that cannot be chosen yet. may_state: this officer may state what lacks."""

    stated: Stated
    words: str
    may_state: bool


def left_lines(offer: Offer, viewer: Any) -> list[LeftLine]:
    return [LeftLine(one.stated, lack_words(one), _may_state(viewer, one.stated)) for one in offer.left]


def _may_state(viewer: Any, stated: Stated) -> bool:
    try:
        policies.check_estimate(viewer, stated.task)
    except NotAllowed:
        return False
    return True


def lack_words(left: Left) -> str:
    """Return why a task cannot be chosen and what to do."""
    about = {"codes": ", ".join(left.about)}
    return {
        Lack.NOTHING_STATED: _("chưa ai nêu tác động dự kiến"),
        Lack.CODE: _("nêu chỉ số thành phần %(codes)s không có hoặc không chấm điểm") % about,
        Lack.SHARE: _("chưa biết mức hiện nay hoặc mức sau khi làm của %(codes)s") % about,
        Lack.DISAGREE: _("các nhiệm vụ nêu mức hiện nay khác nhau cho %(codes)s; hãy thống nhất một mức") % about,
        Lack.COST: _("chưa có kinh phí: ghi dự toán hoặc kinh phí dự kiến"),
        Lack.COST_BELOW: _("các dòng dự toán cộng lại dưới không; hãy xem lại trang Kinh phí"),
        Lack.LEAD: _("chưa nêu thời gian đến khi có kết quả"),
        Lack.NEEDS: _("phải chờ nhiệm vụ chưa chọn được: %(names)s") % {"names": "; ".join(left.about)},
    }[left.lack]


@dataclass(frozen=True)
class CurveLine:
    """One choice of the curve. query: the address that asks for the same budget on the page of choosing."""

    cost_vnd: int
    gained: str
    per_point: int | None
    tasks: int
    days: int
    place: int | None
    is_proved: bool
    query: str


def curve_lines(found: Curve, asked: Asked) -> list[CurveLine]:
    limits = {name: value for name, value in asked.values.items() if value and name != "hang"}
    return [
        CurveLine(
            cost_vnd=one.cost_vnd,
            gained=points(one.gained),
            per_point=per_point(one.cost_vnd, one.gained),
            tasks=len(one.options),
            days=one.days,
            place=one.place,
            is_proved=one.proof.is_complete,
            query=urlencode(limits | {"ngan_sach": str(one.cost_vnd), "tinh": "1"}),
        )
        for one in found.choices
    ]


def bars(found: Curve) -> list[dict[str, Any]]:
    """Return what the chart is drawn from: one bar for each choice, its length the simulated points."""
    return [
        {"name": format_vnd(one.cost_vnd), "height": float(one.gained), "label": points(one.gained)}
        for one in found.choices
    ]
