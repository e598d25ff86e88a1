# SPDX-License-Identifier: EUPL-1.2
"""Levels by the criteria of Nghị định 85/2016/NĐ-CP, Điều 7–11, one case for each criterion; regimes by date."""

from datetime import date
from itertools import product

import pytest

from tinhso.modules.security.levels.determination import (
    basis_on,
    criteria_met_by,
    highest,
    judge,
    needed,
    next_question,
    questions,
    relevant,
    users_watch,
)
from tinhso.modules.security.levels.reading import Trust, table

CITIZENS = {"kind": "citizens", "information": "public", "defence": "no", "services": "none", "online": "none",
            "national": "no"}  # fmt: skip
PERSONAL = CITIZENS | {"information": "private"}
INFRASTRUCTURE = {"kind": "infrastructure", "information": "public", "defence": "no"}
CASES = [
    ("7", 1, {"kind": "internal", "information": "public", "defence": "no"}),
    ("8.internal", 2, {"kind": "internal", "information": "private", "defence": "no"}),
    ("8.services", 2, CITIZENS | {"services": "up_to_2"}),
    ("8.online", 2, CITIZENS | {"online": "free"}),
    ("8.users", 2, PERSONAL | {"users": "under"}),
    ("8.infrastructure", 2, INFRASTRUCTURE | {"reach": "agency"}),
    ("9.harm", 3, {"kind": "internal", "information": "secret", "defence": "no", "harm": "harm"}),
    ("9.services", 3, CITIZENS | {"services": "from_3"}),
    ("9.online", 3, CITIZENS | {"online": "conditional"}),
    ("9.users", 3, PERSONAL | {"users": "reached"}),
    ("9.infrastructure", 3, INFRASTRUCTURE | {"reach": "shared"}),
    ("9.works", 3, {"kind": "industrial", "information": "public", "defence": "no", "works": "lower"}),
    ("10.harm", 4, {"kind": "internal", "information": "public", "defence": "yes", "harm": "serious"}),
    ("10.national", 4, CITIZENS | {"national": "yes"}),
    ("10.infrastructure", 4, INFRASTRUCTURE | {"reach": "nation", "nonstop": "yes", "storage": "no"}),
    ("10.works", 4, {"kind": "industrial", "information": "public", "defence": "no", "works": "class_1"}),
    ("11.harm", 5, {"kind": "internal", "information": "secret", "defence": "no", "harm": "exceptional"}),
    ("11.storage", 5, INFRASTRUCTURE | {"reach": "nation", "nonstop": "no", "storage": "yes"}),
    ("11.world", 5, INFRASTRUCTURE | {"reach": "world", "storage": "no"}),
    ("11.works", 5, {"kind": "industrial", "information": "public", "defence": "no", "works": "special"}),
    ("11.decided", 5, {"kind": "other", "information": "public", "defence": "no", "decided": "yes"}),
]


@pytest.mark.parametrize(("code", "level", "answers"), CASES, ids=[one[0] for one in CASES])
def test_each_criterion_gives_its_level(code, level, answers):
    assert next_question(answers) is None

    result = judge(answers, "decree_85")

    assert result.level == level
    assert result.met[0].code == code
    assert result.met[0].article == f"Điều {code.partition('.')[0]}"


def test_every_criterion_of_the_table_has_its_case():
    codes = {one["code"] for one in table("level_criteria")["criteria_sets"]["decree_85"]["criteria"]}

    assert codes == {code for code, _level, _answers in CASES}


def test_the_highest_criterion_wins_and_the_others_are_shown():
    result = judge(PERSONAL | {"services": "from_3", "online": "free", "users": "under"}, "decree_85")

    assert result.level == 3
    assert [one.code for one in result.met] == ["9.services", "8.online", "8.users"]


def test_what_no_criterion_names_has_no_level():
    assert judge(CITIZENS, "decree_85").level is None
    assert (
        judge({"kind": "other", "information": "public", "defence": "no", "decided": "no"}, "decree_85").level is None
    )


def test_a_secret_system_never_falls_below_level_3():
    for kind in ("internal", "citizens", "infrastructure", "industrial", "other"):
        for harm, level in (("harm", 3), ("serious", 4), ("exceptional", 5)):
            met = judge({"kind": kind, "information": "secret", "defence": "no", "harm": harm}, "decree_85")
            assert met.level == level


def test_answers_of_a_path_that_was_left_do_not_count():
    answers = {"kind": "internal", "information": "private", "defence": "no", "services": "from_3", "users": "reached"}

    assert relevant(answers) == {"kind": "internal", "information": "private", "defence": "no"}
    assert judge(answers, "decree_85").level == 2


def test_a_made_up_answer_leaves_the_question_open():
    assert next_question({"kind": "space"}).key == "kind"
    assert next_question({}).key == "kind"
    assert next_question({"kind": "internal", "information": "secret", "defence": "no"}).key == "harm"


def test_every_path_ends_and_asks_nothing_twice():
    choices = {one.key: one.choices for one in questions()}
    paths = 0
    for kind, information, defence in product(choices["kind"], choices["information"], choices["defence"]):
        answers = {"kind": kind, "information": information, "defence": defence}
        while (question := next_question(answers)) is not None:
            assert question.key not in answers
            answers[question.key] = question.choices[-1]
        paths += 1
        assert len(needed(answers)) == len(answers)
    assert paths == 30


def test_an_answer_shows_the_criterion_it_meets():
    answers = CITIZENS | {"services": "from_3", "online": "free"}

    assert [one.code for one in criteria_met_by(("services", "from_3"), answers, "decree_85")] == ["9.services"]
    assert criteria_met_by(("national", "no"), answers, "decree_85") == []


@pytest.mark.parametrize(("levels", "whole"), [([2, 3, 1], 3), ([1], 1), ([], None), ([3, None], None), ([None], None)])
def test_a_system_takes_the_highest_level_of_its_parts(levels, whole):
    """Nghị định 85/2016/NĐ-CP, Điều 5; a part without a level leaves the whole open."""
    assert highest(levels) == whole


@pytest.mark.parametrize(
    ("users", "state"), [(0, "fine"), (8_999, "fine"), (9_000, "near"), (9_999, "near"), (10_000, "reached")]
)
def test_users_are_watched_before_the_threshold(users, state):
    """10.000 users: Điều 8 and 9; the warning at 9.000 is ours."""
    watched = users_watch(users)

    assert (watched.state, watched.threshold) == (state, 10_000)


REGIMES = [
    (date(2016, 6, 30), None, None, None),
    (date(2016, 7, 1), "decree_85", "decree_85", Trust.CONFIRMED),
    (date(2026, 6, 30), "decree_85", "decree_85", Trust.CONFIRMED),
    (date(2026, 7, 1), "law_116", "decree_85", Trust.INFERRED),
    (date(2027, 6, 30), "law_116", "decree_85", Trust.INFERRED),
    (date(2027, 7, 1), "law_116", None, Trust.INFERRED),
]


@pytest.mark.parametrize(("on", "regime", "criteria", "sure"), REGIMES)
def test_a_record_is_judged_by_the_law_of_its_own_date(on, regime, criteria, sure):
    """After the transition of Nghị định 331/2026/NĐ-CP there are no criteria here: they were not read."""
    basis = basis_on(on)

    if regime is None:
        assert basis is None
        return
    assert (basis.regime, basis.criteria, basis.trust) == (regime, criteria, sure)
