# SPDX-License-Identifier: EUPL-1.2
"""The sentences, word by word: every reason, every ceiling, official and simulated."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tinhso.modules.plans.planner import explain, solve
from tinhso.modules.plans.planner.tests.cases import component, option, situation
from tinhso.modules.plans.planner.types import Limit, Situation, ToPlace, ToPoints, Wanted, Why

M = 1_000_000
PROVINCE = situation(
    (component("1.1", 100, "0.5"), component("1.2", 100, 1), component("1.3", 50, "0.2")),
    option("base", 100 * M, {}, days=60),
    option("top", 200 * M, {"1.1": "0.3"}, days=1200, needs=("base",)),
    option("mid", 250 * M, {"1.3": "0.5"}, days=90, unit="so-a"),
    option("also", 240 * M, {"1.3": "0.1"}, days=90, unit="so-a"),
    option("small", 400 * M, {"1.3": "0.05"}, days=90),
    option("late", 10 * M, {"1.1": "0.1"}, days=2000),
    option("over", 10 * M, {"1.1": "0.1"}, days=60, needs=("late",)),
    option("huge", 900 * M, {"1.1": "0.1"}, days=60),
    option("hugest", 1 * M, {"1.1": "0.1"}, days=60, needs=("huge",)),
    option("full", 1 * M, {"1.2": "0.1"}, days=60),
    option("empty", 1 * M, {}, days=60),
    option("trade", 1 * M, {"1.1": "0.02", "1.2": "-0.3"}, days=60),
    option("harm", 1 * M, {"1.1": "0.1", "1.3": "-0.01"}, days=60),
    peers={"A": "250", "B": "205", "C": "170"},
)
LIMITS = Wanted(budget_vnd=600 * M, horizon_days=1500, capacity={"so-a": 1}, keep=frozenset({"1.3"}))
SENTENCES = {
    "base": (
        Why.NEEDED,
        "Chọn “Việc base” (100.000.000 đ, 60 ngày): tự nó không thêm điểm nhưng “Việc top” cần nó; "
        "thiếu nó thì mất 30 điểm.",
    ),
    "top": (Why.BEST, "Chọn “Việc top” (200.000.000 đ, 1.200 ngày): thiếu nó thì mất 30 điểm."),
    "mid": (Why.BEST, "Chọn “Việc mid” (250.000.000 đ, 90 ngày): thiếu nó thì mất 25 điểm."),
    "also": (
        Why.MONEY_ELSEWHERE,
        "Không chọn “Việc also”: nó thêm 5 điểm với 240.000.000 đ, ngân sách chỉ còn 50.000.000 đ, và phần đã dùng "
        "mang lại nhiều điểm hơn.",
    ),
    "small": (
        Why.MONEY_ELSEWHERE,
        "Không chọn “Việc small”: nó thêm 2,5 điểm với 400.000.000 đ, ngân sách chỉ còn 50.000.000 đ, và phần đã dùng "
        "mang lại nhiều điểm hơn.",
    ),
    "late": (Why.LATE, "Không chọn “Việc late”: 2.000 ngày mới có kết quả, quá thời hạn 1.500 ngày."),
    "over": (
        Why.NEEDS,
        "Không chọn “Việc over”: cần “Việc late”, mà nhiệm vụ đó không chọn được trong giới hạn.",
    ),
    "huge": (Why.TOO_DEAR, "Không chọn “Việc huge”: tốn 900.000.000 đ, vượt cả ngân sách 600.000.000 đ."),
    "hugest": (
        Why.TOO_DEAR,
        "Không chọn “Việc hugest”: tốn 901.000.000 đ, tính cả “Việc huge” mà nó cần, vượt cả ngân sách 600.000.000 đ.",
    ),
    "full": (Why.NOTHING, "Không chọn “Việc full”: không thêm điểm, vì tiêu chí 1.2 đã đạt 100 %."),
    "empty": (Why.NOTHING, "Không chọn “Việc empty”: không thêm điểm nào."),
    "trade": (Why.NOTHING, "Không chọn “Việc trade”: làm mất 28 điểm."),
    "harm": (Why.LOWERS_KEPT, "Không chọn “Việc harm”: làm giảm tiêu chí phải giữ 1.3."),
}


@pytest.mark.parametrize("key", SENTENCES)
def test_every_reason_has_its_sentence(key: str):
    choice = solve.best(PROVINCE, LIMITS)

    reason = next(one for one in choice.reasons if one.key == key)

    assert (reason.why, explain.of_option(PROVINCE, LIMITS, choice, reason)) == SENTENCES[key]


def test_a_unit_that_leads_enough_is_named_with_its_number():
    rich = replace(LIMITS, budget_vnd=None)
    choice = solve.best(PROVINCE, rich)

    reason = next(one for one in choice.reasons if one.key == "also")

    assert explain.of_option(PROVINCE, rich, choice, reason) == (
        "Không chọn “Việc also”: đơn vị chủ trì đã nhận đủ số nhiệm vụ: so-a (nhiều nhất 1)."
    )


def test_what_a_target_does_not_need_says_so():
    found = solve.reach(PROVINCE, LIMITS, ToPoints(Decimal(180)))
    assert found.choice is not None

    reason = next(one for one in found.choice.reasons if one.key == "top")

    assert explain.of_option(PROVINCE, LIMITS, found.choice, reason) == (
        "Không chọn “Việc top”: mục tiêu đạt được mà không cần nó, với kinh phí và thời gian ít nhất "
        "(nó thêm 30 điểm với 300.000.000 đ)."
    )


def test_one_others_need_that_adds_itself_counts_both():
    both = situation((component("1", 10, 0),), option("a", 1, {"1": "0.2"}), option("b", 1, {"1": "0.3"}, needs=("a",)))
    choice = solve.best(both, Wanted())

    assert explain.of_option(both, Wanted(), choice, choice.reasons[0]) == (
        "Chọn “Việc a” (1 đ, 30 ngày): thiếu nó thì mất 5 điểm, tính cả “Việc b” vì cần nó."
    )


def test_the_whole_says_money_time_points_and_place():
    assert explain.of_choice(PROVINCE, solve.best(PROVINCE, LIMITS)) == (
        "Chọn 3 trong 13 nhiệm vụ, 550.000.000 đ, lâu nhất 1.200 ngày: thêm 55 điểm, đạt 215 điểm, hạng 4 → 2. "
        "Đã chứng minh không có phương án nào tốt hơn."
    )


def test_nothing_chosen_is_said_plainly():
    assert explain.of_choice(PROVINCE, solve.best(PROVINCE, replace(LIMITS, budget_vnd=0))) == (
        "Không chọn nhiệm vụ nào trong 13: vẫn 160 điểm, hạng 4 → 4. Đã chứng minh không có phương án nào tốt hơn."
    )


def test_a_curve_names_its_ends():
    assert explain.of_curve(solve.pareto(PROVINCE, LIMITS)) == (
        "6 phương án, từ 0 đ (thêm 0 điểm) đến 550.000.000 đ (thêm 55 điểm); "
        "không còn phương án nào khác trên đường cong."
    )


def test_a_curve_of_one_is_no_span():
    assert explain.of_curve(solve.pareto(situation((component("1", 10, 0),)), Wanted())) == (
        "Một phương án, 0 đ (thêm 0 điểm); không còn phương án nào khác trên đường cong."
    )


def test_a_place_reached_says_what_it_takes():
    assert explain.of_reach(PROVINCE, solve.reach(PROVINCE, LIMITS, ToPlace(3))) == (
        "Để đạt hạng 3 (từ 170 điểm): chọn 1 trong 13 nhiệm vụ, 250.000.000 đ, lâu nhất 90 ngày: "
        "thêm 25 điểm, đạt 185 điểm, hạng 4 → 3. Đã chứng minh không có phương án nào rẻ hơn."
    )


STOPPED = [
    (Wanted(budget_vnd=300 * M), "220", Limit.BUDGET, "Vướng ngân sách (bỏ giới hạn thì được"),
    (Wanted(horizon_days=100), "230", Limit.HORIZON, "Vướng thời hạn (bỏ giới hạn thì được"),
    (Wanted(capacity={"so-a": 0}), "215", Limit.CAPACITY, "Vướng số nhiệm vụ các đơn vị nhận được (bỏ"),
    (Wanted(budget_vnd=0, horizon_days=0), "180", Limit.TOGETHER, "Vướng nhiều giới hạn cùng lúc (bỏ giới"),
    (Wanted(), "249", Limit.TASKS, "Các nhiệm vụ đã biết không đủ, dù không có giới hạn nào (tối đa"),
    (Wanted(), "251", Limit.SCALE, "Mục tiêu cao hơn tổng điểm tối đa của bộ chỉ số (tối đa 250 điểm)."),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "target", "limit", "words"), STOPPED)
def test_a_ceiling_that_stops_a_target_is_named(wanted: Wanted, target: str, limit: Limit, words: str):
    found = solve.reach(PROVINCE, wanted, ToPoints(Decimal(target)))

    sentence = explain.of_reach(PROVINCE, found)

    assert found.choice is None
    assert limit in {one.limit for one in found.ceilings}
    assert sentence.startswith(f"Không đạt được {target} điểm: nhiều nhất là ")
    assert words in sentence


def test_what_is_kept_may_be_the_ceiling():
    asked = situation((component("1", 10, 0), component("2", 10, 1)), option("a", 1, {"1": "0.9", "2": "-0.1"}))

    found = solve.reach(asked, Wanted(keep=frozenset({"2"})), ToPoints(Decimal(18)))

    assert explain.of_reach(asked, found) == (
        "Không đạt được 18 điểm: nhiều nhất là 10 điểm. Vướng các tiêu chí phải giữ (bỏ giới hạn thì được 18 điểm)."
    )


SIMULATED = replace(PROVINCE, is_simulation=True, assumptions=("Chia đều điểm tối đa.", "Mức đạt năm 2022"))
MARK = "Mô phỏng, giả định: Chia đều điểm tối đa; Mức đạt năm 2022. "


def test_a_simulation_says_so_in_every_sentence_that_holds_points():
    choice = solve.best(SIMULATED, LIMITS)
    said = [explain.of_option(SIMULATED, LIMITS, choice, one) for one in choice.reasons]
    whole = [
        explain.of_choice(SIMULATED, choice),
        explain.of_curve(solve.pareto(SIMULATED, LIMITS)),
        explain.of_reach(SIMULATED, solve.reach(SIMULATED, LIMITS, ToPlace(3))),
        explain.of_reach(SIMULATED, solve.reach(SIMULATED, LIMITS, ToPlace(1))),
    ]

    assert choice.is_simulation
    assert choice.assumptions == SIMULATED.assumptions
    assert all(one.startswith(MARK) for one in whole)
    for sentence in (*said, *whole):
        assert sentence.count("điểm (mô phỏng)") == sentence.count(" điểm") - _words_without_figures(sentence)


def _words_without_figures(sentence: str) -> int:
    """Return how often "điểm" stands without a figure before it."""
    words = ("không thêm điểm", "nhiều điểm hơn", "Chia đều điểm tối đa")
    return sum(sentence.count(one) for one in words)


def test_confirmed_weights_are_never_called_a_simulation():
    choice = solve.best(PROVINCE, LIMITS)

    sentences = [explain.of_option(PROVINCE, LIMITS, choice, one) for one in choice.reasons]

    assert not any("mô phỏng" in one.lower() for one in (*sentences, explain.of_choice(PROVINCE, choice)))


WRITTEN = {"12.500": "12,5 điểm", "1E+3": "1.000 điểm", "0.000001": "0,000001 điểm", "0": "0 điểm"}


@pytest.mark.parametrize(("number", "written"), WRITTEN.items())
def test_points_keep_every_digit_they_have(number: str, written: str):
    assert explain.points(Decimal(number), is_simulation=False) == written


def test_every_reason_is_told_somewhere():
    told = {why for why, _sentence in SENTENCES.values()}

    assert told | {Why.UNIT_FULL, Why.NOT_NEEDED, Why.OPEN} == set(Why)


def test_peers_are_not_needed():
    alone = Situation(PROVINCE.components, PROVINCE.options)

    assert "hạng" not in explain.of_choice(alone, solve.best(alone, LIMITS))
