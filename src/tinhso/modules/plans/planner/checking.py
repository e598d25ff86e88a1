# SPDX-License-Identifier: EUPL-1.2
"""Is a question to the planner sound? Each fault is refused with a sentence; nothing is mended silently."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import Final

from tinhso.lib.money import LARGEST_VND, format_vnd
from tinhso.lib.vntext import format_int
from tinhso.modules.plans.planner import errors
from tinhso.modules.plans.planner.types import Component, Option, Situation, Target, ToPlace, ToPoints, Wanted

PLACES: Final = 6
"""Decimal places of weights, shares and gains: products have twelve and stay exact in 28 digits."""
LARGEST_WEIGHT: Final = Decimal(100_000)
LONGEST_LEAD_DAYS: Final = 36_500
MOST_COMPONENTS, MOST_OPTIONS = 1_000, 5_000


def check(situation: Situation, wanted: Wanted) -> None:
    """Raise the QuestionFaulty that fits the first fault found."""
    _sizes(situation)
    codes = frozenset(one.code for one in situation.components)
    for component in situation.components:
        _component(component)
    for option in situation.options:
        _option(option, codes)
    _needs(situation.options)
    _simulation(situation)
    for peer in situation.peers:
        if not _can_be_points(peer.points):
            raise errors.WrongPeer(
                f"Điểm công bố của {peer.name} phải là số từ 0, nhiều nhất {2 * PLACES} chữ số thập phân. "
                "Hãy sửa hoặc bỏ dòng này."
            )
    _wanted(wanted, codes)


def check_target(situation: Situation, target: Target) -> None:
    """Raise WrongTarget for points or a place that cannot be asked for."""
    match target:
        case ToPoints(points):
            if not _can_be_points(points):
                raise errors.WrongTarget(
                    f"Điểm mục tiêu phải là số từ 0, nhiều nhất {2 * PLACES} chữ số thập phân. Hãy nhập lại."
                )
        case ToPlace(place):
            if not situation.peers:
                raise errors.WrongTarget("Chưa có điểm công bố của tỉnh khác để so hạng. Hãy nhập điểm của các tỉnh.")
            if place < 1:
                raise errors.WrongTarget("Hạng mục tiêu phải từ 1 trở lên. Hãy nhập lại.")


def _can_be_points(number: Decimal) -> bool:
    return number.is_finite() and 0 <= number <= MOST_COMPONENTS * LARGEST_WEIGHT and _places(number) <= 2 * PLACES


def check_patience(seconds: float, most: int = 2) -> None:
    """Raise WrongPatience unless there is time to compute and a curve has two points at least."""
    if not 0 < seconds <= 3600:
        raise errors.WrongPatience("Thời gian tính phải lớn hơn 0 và không quá 3.600 giây. Hãy đặt lại.")
    if not 2 <= most <= 200:
        raise errors.WrongPatience("Số phương án trên đường cong phải từ 2 đến 200. Hãy đặt lại.")


def _sizes(situation: Situation) -> None:
    if len(situation.components) > MOST_COMPONENTS or len(situation.options) > MOST_OPTIONS:
        raise errors.TooMuch(
            f"Mỗi lần tính nhiều nhất {format_int(MOST_COMPONENTS)} tiêu chí và {format_int(MOST_OPTIONS)} nhiệm vụ. "
            "Hãy chia nhỏ hoặc bỏ bớt."
        )
    if code := _twice(one.code for one in situation.components):
        raise errors.CodeTwice(f"Tiêu chí {code} có hai dòng. Hãy giữ một dòng.")
    if key := _twice(one.key for one in situation.options):
        raise errors.KeyTwice(f"Hai nhiệm vụ cùng mang mã {key}. Hãy đặt mã khác cho một nhiệm vụ.")


def _twice(names: Iterable[str]) -> str | None:
    return next((name for name, count in Counter(names).items() if count > 1), None)


def _component(one: Component) -> None:
    if not one.weight.is_finite() or not 0 <= one.weight <= LARGEST_WEIGHT:
        raise errors.WrongWeight(
            f"Điểm tối đa của tiêu chí {one.code} phải từ 0 đến {format_int(int(LARGEST_WEIGHT))}. Hãy sửa lại."
        )
    if not one.share.is_finite() or not 0 <= one.share <= 1:
        raise errors.WrongShare(f"Mức đạt của tiêu chí {one.code} phải từ 0 đến 100 %. Hãy sửa lại.")
    for number in (one.weight, one.share):
        _fine(number, f"Tiêu chí {one.code}")


def _option(one: Option, codes: frozenset[str]) -> None:
    if not 0 <= one.cost_vnd <= LARGEST_VND:
        raise errors.WrongCost(f"Kinh phí của nhiệm vụ {one.key} phải từ 0 đến {format_vnd(LARGEST_VND)}. Hãy sửa lại.")
    if not 0 <= one.lead_days <= LONGEST_LEAD_DAYS:
        raise errors.WrongLead(
            f"Thời gian thực hiện của nhiệm vụ {one.key} phải từ 0 đến {format_int(LONGEST_LEAD_DAYS)} ngày. "
            "Hãy sửa lại."
        )
    for code, gain in one.gains.items():
        if code not in codes:
            raise errors.UnknownComponent(
                f"Nhiệm vụ {one.key} nêu tiêu chí {code} không có trong bộ chỉ số. Hãy sửa mã hoặc bỏ tiêu chí này."
            )
        if not gain.is_finite() or not -1 <= gain <= 1:
            raise errors.WrongGain(
                f"Mức tăng của nhiệm vụ {one.key} cho tiêu chí {code} phải từ -100 đến 100 %. Hãy sửa lại."
            )
        _fine(gain, f"Nhiệm vụ {one.key}")


def _fine(number: Decimal, where: str) -> None:
    if _places(number) > PLACES:
        raise errors.TooFine(
            f"{where}: số có quá {PLACES} chữ số thập phân thì không tính đúng được. Hãy làm tròn lại."
        )


def _places(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))


def _needs(options: Iterable[Option]) -> None:
    graph = {one.key: one.needs for one in options}
    for key, needs in graph.items():
        for need in needs:
            if need not in graph:
                raise errors.UnknownNeed(
                    f"Nhiệm vụ {key} cần nhiệm vụ {need} nhưng không có nhiệm vụ đó. Hãy thêm vào hoặc bỏ điều kiện."
                )
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        path = " → ".join(reversed(circle.args[1]))
        raise errors.CyclicNeeds(f"Các nhiệm vụ cần lẫn nhau thành vòng: {path}. Hãy bỏ một điều kiện.") from circle


def _simulation(situation: Situation) -> None:
    if situation.is_simulation and not situation.assumptions:
        raise errors.AssumptionsMissing("Trọng số là mô phỏng nhưng chưa nêu giả định. Hãy ghi rõ các giả định.")
    if situation.assumptions and not situation.is_simulation:
        raise errors.AssumptionsMissing("Trọng số chính thức thì không có giả định. Hãy đánh dấu đây là mô phỏng.")


def _wanted(wanted: Wanted, codes: frozenset[str]) -> None:
    if wanted.budget_vnd is not None and not 0 <= wanted.budget_vnd <= LARGEST_VND:
        raise errors.WrongBudget(f"Ngân sách phải từ 0 đến {format_vnd(LARGEST_VND)}. Hãy nhập lại.")
    if wanted.horizon_days is not None and wanted.horizon_days < 0:
        raise errors.WrongHorizon("Thời hạn phải từ 0 ngày trở lên. Hãy nhập lại.")
    for unit, count in wanted.capacity.items():
        if count < 0:
            raise errors.WrongCapacity(f"Số nhiệm vụ đơn vị {unit} có thể chủ trì không được âm. Hãy nhập lại.")
    if unknown := sorted(wanted.keep - codes):
        raise errors.UnknownComponent(
            f"Tiêu chí cần giữ {', '.join(unknown)} không có trong bộ chỉ số. Hãy sửa mã hoặc bỏ khỏi danh sách."
        )
