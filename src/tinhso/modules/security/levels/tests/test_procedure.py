# SPDX-License-Identifier: EUPL-1.2
"""Parts, roles, limits, requirements of levels (Nghị định 85/2016/NĐ-CP, Điều 12, 15–19; Thông tư 03/2017)."""

from dataclasses import replace
from datetime import date

import pytest

from tinhso.modules.security.levels import procedure
from tinhso.modules.security.levels.procedure import Content, Standing
from tinhso.modules.security.levels.reading import Trust
from tinhso.modules.security.levels.requirements import (
    Answer,
    is_fully_deployed,
    newer_on,
    required,
    standard_on,
    total,
)

IN_2020, IN_2024, IN_2026 = date(2020, 5, 4), date(2024, 5, 6), date(2026, 11, 2)


@pytest.mark.parametrize(
    ("level", "appraises", "approves", "opinion"),
    [
        (1, "security_unit", "security_unit", ""),
        (2, "security_unit", "security_unit", ""),
        (3, "security_unit", "owner", ""),
        (4, "ministry", "owner", "security_unit"),
        (5, "ministry", "owner", "security_unit"),
    ],
)
def test_who_appraises_and_approves(level, appraises, approves, opinion):
    """Điều 12."""
    roles = procedure.roles(level)

    assert (roles.appraises, roles.approves, roles.opinion) == (appraises, approves, opinion)


@pytest.mark.parametrize(
    ("step", "level", "value", "unit"),
    [
        ("completeness", 3, 5, "working_day"),
        ("appraisal", 1, None, "calendar_day"),
        ("appraisal", 2, None, "calendar_day"),
        ("appraisal", 3, 15, "calendar_day"),
        ("appraisal", 4, 30, "calendar_day"),
        ("appraisal", 5, 30, "calendar_day"),
        ("approval", 3, 7, "working_day"),
    ],
)
def test_limits(step, level, value, unit):
    """Thông tư 03/2017, Điều 14; Nghị định 85/2016, Điều 16, 17. None is written for levels 1 and 2."""
    limit = procedure.limit(step, level, IN_2020)

    assert (limit.value, limit.unit, limit.trust) == (value, unit, Trust.CONFIRMED)


@pytest.mark.parametrize(
    ("step", "on", "sure"),
    [
        ("completeness", IN_2024, Trust.INFERRED),
        ("appraisal", IN_2024, Trust.CONFIRMED),
        ("appraisal", IN_2026, Trust.INFERRED),
        ("approval", IN_2026, Trust.INFERRED),
    ],
)
def test_limits_are_not_confirmed_where_the_text_that_follows_was_not_read(step, on, sure):
    assert procedure.limit(step, 3, on).trust is sure


def test_who_appraises_for_the_nation_is_typed_once_the_ministry_changed():
    assert "Thông tin và Truyền thông" in procedure.ministry_on(IN_2024)
    assert procedure.ministry_on(IN_2026) == ""


def test_the_fifth_part_is_of_levels_4_and_5_only():
    """Điều 15."""
    assert [no for no, _ in procedure.parts(3, "running")] == [1, 2, 3, 4]
    assert [no for no, _ in procedure.parts(4, "running")] == [1, 2, 3, 4, 5]
    assert "sơ bộ" in dict(procedure.parts(3, "new"))[2]
    assert "thi công" in dict(procedure.parts(3, "running"))[2]


def test_the_plan_has_seven_parts():
    """Điều 19."""
    assert len(procedure.plan_parts()) == 7


def test_reasons_of_levels_4_and_5():
    """Thông tư 03/2017, Điều 7 khoản 3: six for level 4, the last not for level 5, none for level 3."""
    assert [len(procedure.serious_reasons(level)) for level in (3, 4, 5)] == [0, 6, 5]


def full(level: int) -> Content:
    said = {"overview": "a", "reasons": "b", "opinion": "c"}
    said |= {f"plan.{key}": "d" for key, _ in procedure.plan_parts()}
    said |= {f"serious.{key}": "e" for key, _ in procedure.serious_reasons(level)}
    return Content(level, said, frozenset({2}))


@pytest.mark.parametrize("level", [1, 3, 4, 5])
def test_a_full_dossier_lacks_nothing(level):
    assert procedure.missing(full(level)) == []


def test_everything_that_lacks_is_named():
    assert procedure.missing(Content(3, {}, frozenset())) == [
        "Phần 1: mô tả tổng quan",
        "Phần 2: tệp tài liệu thiết kế",
        "Phần 3: thuyết minh đề xuất cấp độ",
        *(f"Phần 4: {text[0].lower()}{text[1:]}" for _key, text in procedure.plan_parts()),
    ]
    without = {key: text for key, text in full(4).said.items() if key != "opinion"} | {"serious.risks": "  "}
    assert procedure.missing(Content(4, without, frozenset({2}))) == [
        "Phần 3: nguy cơ tấn công và ảnh hưởng đến tiêu chí cấp độ",
        "Phần 5: ý kiến chuyên môn của đơn vị chuyên trách",
    ]


STANDING = Standing("citizens", ("personal", "public"), "unit-1", "", "web; database", users_reached=False)


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (STANDING, []),
        (replace(STANDING, information=("public", "personal"), components="web;  database\n"), []),
        (replace(STANDING, kind="internal"), ["kind"]),
        (replace(STANDING, information=("public",)), ["information"]),
        (replace(STANDING, supplier="Công ty A"), ["operator"]),
        (replace(STANDING, components="web; database; store"), ["components"]),
        (replace(STANDING, users_reached=True), ["users"]),
    ],
)
def test_what_changed_since_the_level_was_approved(now, found):
    """Điều 18: a change that changes the level repeats the procedure."""
    assert procedure.changes(STANDING, now) == found


def test_each_annex_adds_to_the_level_below():
    """Thông tư 03/2017, 12/2022: ten families an annex; clauses 5 to 9 of TCVN 11930:2017 are levels 1 to 5."""
    assert [len(required(level)) for level in (1, 2, 3, 4, 5)] == [10, 20, 30, 40, 50]
    assert required(1)[0].clause == "5.1"
    assert required(3)[-1].clause == "7.2"
    assert len({one.key for one in required(5)}) == 50


def test_a_system_is_fully_deployed_only_when_nothing_is_open():
    answers = {one.key: Answer.MET for one in required(3)}
    assert is_fully_deployed(3, answers)
    assert is_fully_deployed(3, answers | {"3-data": Answer.NOT_APPLICABLE})
    assert not is_fully_deployed(3, answers | {"3-data": Answer.PARTLY})
    assert not is_fully_deployed(4, answers)

    found = total(required(4), answers | {"1-policy": Answer.NOT_MET})
    assert (found.met, found.not_met, found.unanswered, found.open, found.total) == (29, 1, 10, 11, 40)


@pytest.mark.parametrize(
    ("on", "standard"),
    [(date(2017, 6, 30), None), (IN_2020, "tcvn_11930_2017"), (IN_2026, "tcvn_11930_2017")],
)
def test_the_standard_of_a_day_is_one_whose_families_were_read(on, standard):
    assert standard_on(on) == standard


def test_a_newer_standard_that_was_not_read_is_named():
    """TCVN 14423:2026 takes the place of TCVN 11930:2017 from 1 July 2026 (inferred); its families were not read."""
    assert [newer_on(on) for on in (IN_2020, IN_2024, IN_2026)] == ["", "", "TCVN 14423:2026"]
