# SPDX-License-Identifier: EUPL-1.2
"""Why, in Vietnamese: one sentence for every option, one for a choice, a curve or a target. Rules only.

What is counted with weights nobody confirmed says "mô phỏng"; the sentence of the whole names the assumptions.
"""

from collections.abc import Iterable
from decimal import Decimal

from tinhso.lib.money import format_vnd
from tinhso.lib.vntext import format_decimal, format_int
from tinhso.modules.plans.planner.types import (
    Choice,
    Curve,
    Limit,
    Proof,
    Reach,
    Reason,
    Situation,
    ToPlace,
    ToPoints,
    Wanted,
    Why,
)

CEILINGS = {
    Limit.BUDGET: "vướng ngân sách",
    Limit.HORIZON: "vướng thời hạn",
    Limit.CAPACITY: "vướng số nhiệm vụ các đơn vị nhận được",
    Limit.KEEP: "vướng các tiêu chí phải giữ",
    Limit.TOGETHER: "vướng nhiều giới hạn cùng lúc",
    Limit.TASKS: "các nhiệm vụ đã biết không đủ, dù không có giới hạn nào",
    Limit.SCALE: "mục tiêu cao hơn tổng điểm tối đa của bộ chỉ số",
}


def points(number: Decimal, *, is_simulation: bool) -> str:
    """Return points with every digit they have: "12,5 điểm", "12,5 điểm (mô phỏng)"."""
    places = max(0, -int(number.normalize().as_tuple().exponent))
    return f"{format_decimal(number, places)} điểm{' (mô phỏng)' if is_simulation else ''}"


def of_option(situation: Situation, wanted: Wanted, choice: Choice, reason: Reason) -> str:
    """Return why an option of the choice was chosen or left."""
    return _Options(situation, wanted, choice).sentence(reason)


class _Options:
    """The sentences of one choice: titles by key, and what its limits left over."""

    def __init__(self, situation: Situation, wanted: Wanted, choice: Choice) -> None:
        self.options = {one.key: one for one in situation.options}
        self.wanted, self.choice = wanted, choice

    def titles(self, keys: Iterable[str]) -> str:
        return ", ".join(f"“{self.options[key].title}”" for key in keys)

    def points(self, number: Decimal) -> str:
        return points(number, is_simulation=self.choice.is_simulation)

    def sentence(self, reason: Reason) -> str:
        title = self.titles([reason.key])
        if reason.is_chosen:
            option = self.options[reason.key]
            spent = f"{format_vnd(option.cost_vnd)}, {format_int(option.lead_days)} ngày"
            return f"Chọn {title} ({spent}): {self._chosen(reason)}."
        return f"Không chọn {title}: {self._left(reason)}."

    def _chosen(self, reason: Reason) -> str:
        lost = f"thiếu nó thì mất {self.points(reason.points)}"
        if reason.why is Why.NEEDED:
            return f"tự nó không thêm điểm nhưng {self.titles(reason.about)} cần nó; {lost}"
        if reason.about:
            return f"{lost}, tính cả {self.titles(reason.about)} vì cần nó"
        return lost

    def _left(self, reason: Reason) -> str:
        match reason.why:
            case Why.NOTHING:
                return self._nothing(reason)
            case Why.TOO_DEAR | Why.MONEY_ELSEWHERE:
                return self._money(reason)
            case Why.LATE:
                lead, horizon = self.options[reason.key].lead_days, self.wanted.horizon_days or 0
                return f"{format_int(lead)} ngày mới có kết quả, quá thời hạn {format_int(horizon)} ngày"
            case Why.LOWERS_KEPT:
                return f"làm giảm tiêu chí phải giữ {', '.join(reason.about)}"
            case Why.NEEDS:
                return f"cần {self.titles(reason.about)}, mà nhiệm vụ đó không chọn được trong giới hạn"
            case Why.UNIT_FULL:
                full = (f"{unit} (nhiều nhất {format_int(self.wanted.capacity[unit])})" for unit in reason.about)
                return f"đơn vị chủ trì đã nhận đủ số nhiệm vụ: {', '.join(full)}"
            case Why.NOT_NEEDED:
                return f"mục tiêu đạt được mà không cần nó, với kinh phí và thời gian ít nhất ({self._would(reason)})"
            case _:
                return f"hết thời gian tính nên chưa xét xong ({self._would(reason)})"

    def _would(self, reason: Reason) -> str:
        return f"nó thêm {self.points(reason.points)} với {format_vnd(reason.cost_vnd)}"

    def _nothing(self, reason: Reason) -> str:
        if reason.points < 0:
            return f"làm mất {self.points(-reason.points)}"
        if reason.about:
            return f"không thêm điểm, vì tiêu chí {', '.join(reason.about)} đã đạt 100 %"
        return "không thêm điểm nào"

    def _money(self, reason: Reason) -> str:
        budget = self.wanted.budget_vnd or 0
        if reason.why is Why.TOO_DEAR:
            also = f", tính cả {self.titles(reason.about)} mà nó cần" if reason.about else ""
            return f"tốn {format_vnd(reason.cost_vnd)}{also}, vượt cả ngân sách {format_vnd(budget)}"
        rest = format_vnd(budget - self.choice.cost_vnd)
        return f"{self._would(reason)}, ngân sách chỉ còn {rest}, và phần đã dùng mang lại nhiều điểm hơn"


def of_choice(situation: Situation, choice: Choice) -> str:
    """Return what a choice costs and brings, how sure that is, and what is assumed."""
    return f"{_assumed(choice)}{_capital(_sum(situation, choice))}. {_proved(choice)}"


def _sum(situation: Situation, choice: Choice) -> str:
    score = points(choice.score, is_simulation=choice.is_simulation)
    place = "" if choice.place is None else f", hạng {choice.place_before} → {choice.place}"
    if not choice.options:
        return f"không chọn nhiệm vụ nào trong {format_int(len(situation.options))}: vẫn {score}{place}"
    gained = points(choice.gained, is_simulation=choice.is_simulation)
    return (
        f"chọn {format_int(len(choice.options))} trong {format_int(len(situation.options))} nhiệm vụ, "
        f"{format_vnd(choice.cost_vnd)}, lâu nhất {format_int(choice.days)} ngày: "
        f"thêm {gained}, đạt {score}{place}"
    )


def _proved(choice: Choice) -> str:
    proof = choice.proof
    if proof.is_complete:
        return "Đã chứng minh không có phương án nào tốt hơn."
    return f"Hết thời gian tính: {_open(proof, is_simulation=choice.is_simulation)}."


def _open(proof: Proof, *, is_simulation: bool) -> str:
    parts = []
    if proof.points_open:
        parts.append(f"phương án khác có thể hơn tới {points(proof.points_open, is_simulation=is_simulation)}")
    if proof.cost_open_vnd:
        parts.append(f"có thể rẻ hơn tới {format_vnd(proof.cost_open_vnd)}")
    return ", ".join(parts) or "có thể còn phương án khác tốt ngang"


def of_curve(curve: Curve) -> str:
    """Return between what the curve lies and whether it is whole."""
    first, last = curve.choices[0], curve.choices[-1]
    rest = "không còn phương án nào khác trên đường cong" if curve.is_whole else "có thể còn phương án khác ở giữa"
    if first is last:
        return f"{_assumed(first)}Một phương án, {_end(first)}; {rest}."
    return f"{_assumed(first)}{format_int(len(curve.choices))} phương án, từ {_end(first)} đến {_end(last)}; {rest}."


def _end(choice: Choice) -> str:
    return f"{format_vnd(choice.cost_vnd)} (thêm {points(choice.gained, is_simulation=choice.is_simulation)})"


def of_reach(situation: Situation, reach: Reach) -> str:
    """Return what it takes to reach the target, or what stops it and how far one gets."""
    needed = points(reach.target_points, is_simulation=situation.is_simulation)
    match reach.target:
        case ToPlace(place):
            target = f"hạng {format_int(place)} (từ {needed})"
        case ToPoints():
            target = needed
    if reach.choice:
        how = _sum(situation, reach.choice)
        return f"{_assumed(reach.choice)}Để đạt {target}: {how}. {_cheapest(reach.choice)}"
    if reach.most is None:
        raise ValueError("a target that is not reached comes with the most there is")
    score = points(reach.most.score, is_simulation=situation.is_simulation)
    if reach.is_open:
        return f"{_assumed(reach.most)}Hết thời gian tính, chưa rõ có đạt được {target} không; đã thấy {score}."
    return f"{_assumed(reach.most)}Không đạt được {target}: nhiều nhất là {score}. {_stopped(situation, reach)}."


def _cheapest(choice: Choice) -> str:
    if choice.proof.is_complete:
        return "Đã chứng minh không có phương án nào rẻ hơn."
    return f"Hết thời gian tính: {_open(choice.proof, is_simulation=choice.is_simulation)}."


def _stopped(situation: Situation, reach: Reach) -> str:
    parts = []
    for one in reach.ceilings:
        score = points(one.score, is_simulation=situation.is_simulation)
        beyond = f"tối đa {score}" if one.limit in (Limit.TASKS, Limit.SCALE) else f"bỏ giới hạn thì được {score}"
        parts.append(f"{CEILINGS[one.limit]} ({beyond})")
    return _capital("; ".join(parts))


def _assumed(choice: Choice) -> str:
    """Return the words before a sentence on simulated weights, nothing for confirmed ones."""
    if not choice.is_simulation:
        return ""
    return f"Mô phỏng, giả định: {'; '.join(one.rstrip('. ') for one in choice.assumptions)}. "


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
