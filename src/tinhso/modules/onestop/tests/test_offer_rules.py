# SPDX-License-Identifier: EUPL-1.2
"""The table of proactive services and its rules (224/2026/NĐ-CP, Điều 16–17) as tables."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tinhso.modules.onestop import definitions as procedures
from tinhso.modules.onestop.proactive import rules
from tinhso.modules.onestop.proactive.definitions import service, services
from tinhso.modules.onestop.proactive.types import UNDECIDED, Grade, Standing, Trigger

TODAY = date(2026, 11, 2)
PENSION = next(one for one in services() if one.key == "tro_cap_huu_tri")
CARD = next(one for one in services() if one.key == "doi_the_can_cuoc")
BY_AGE = next(one for one in services() if one.key == "tro_cap_xa_hoi_theo_tuoi")


def test_a_number_nobody_has_read_keeps_its_offer_off_and_says_why():
    without = [one for one in services() if any(value is None for value in one.numbers.values())]

    assert [one.key for one in without] == ["tro_cap_xa_hoi_theo_tuoi"]
    assert not rules.is_on(BY_AGE, TODAY)
    assert "20/2021/NĐ-CP" in BY_AGE.off
    assert not rules.is_on(replace(BY_AGE, off=""), TODAY)


def test_what_is_offered_names_its_law_its_mark_and_where_it_was_read():
    offered = [one for one in services() if rules.is_on(one, TODAY)]

    assert {one.key for one in offered} == {"doi_the_can_cuoc", "the_bhyt_cua_tre", "gop_khai_sinh", "tro_cap_huu_tri"}
    assert all(one.law and one.mark in {"A", "B"} and one.source for one in offered)


def test_a_procedure_stands_in_the_catalogue_or_the_body_is_named():
    known = {one["code"] for one in procedures.procedures()}

    for one in services():
        assert one.procedure in known or (not one.procedure and one.elsewhere["service"] and one.elsewhere["body"])
        assert one.procedure or one.grade is Grade.REMIND


def test_what_is_carried_out_needs_a_consent_and_says_what_cannot_be_undone():
    automatic = [one for one in services() if one.grade is Grade.CARRY_OUT]

    assert automatic
    assert all(one.consent_version and one.cannot_undo for one in automatic)
    assert all("cam_doan" not in one.answers for one in services())


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "on"),
    [
        (TODAY, None, True),
        (TODAY + timedelta(days=1), None, False),
        (date(2026, 7, 1), TODAY, True),
        (date(2026, 7, 1), TODAY - timedelta(days=1), False),
    ],
)
def test_a_line_holds_between_its_days(valid_from, valid_to, on):
    assert rules.is_on(replace(PENSION, valid_from=valid_from, valid_to=valid_to), TODAY) is on


def test_a_line_that_has_ended_still_explains_what_it_offered():
    assert service("tro_cap_huu_tri", date(2020, 1, 1)) == PENSION
    assert service("khong_co", TODAY) is None


@pytest.mark.parametrize(
    ("born", "years", "day"),
    [
        (date(1951, 11, 2), 75, date(2026, 11, 2)),
        (date(1952, 2, 29), 75, date(2027, 2, 28)),
        (date(2020, 2, 29), 4, date(2024, 2, 29)),
    ],
)
def test_full_years_end_on_the_corresponding_day(born, years, day):
    """Bộ luật Dân sự 2015, Điều 148."""
    assert rules.anniversary(born, years) == day


@pytest.mark.parametrize(
    ("born", "is_under"),
    [
        (TODAY, True),
        (TODAY + timedelta(days=1), False),
        (date(2020, 11, 3), True),
        (date(2020, 11, 2), False),
    ],
)
def test_under_six_ends_on_the_sixth_birthday(born, is_under):
    """63/2024/NĐ-CP: trẻ dưới 6 tuổi."""
    assert rules.is_under(born, 6, TODAY) is is_under


@pytest.mark.parametrize(("days", "is_time"), [(61, False), (60, True), (0, True), (-365, True), (-366, False)])
def test_an_offer_is_made_in_the_span_the_table_gives(days, is_time):
    assert rules.is_time(PENSION, TODAY + timedelta(days=days), TODAY) is is_time


@pytest.mark.parametrize(
    ("consented", "cleared", "complete", "grade"),
    [
        (True, True, True, Grade.CARRY_OUT),
        (False, True, True, Grade.PREPARE),
        (True, False, True, Grade.PREPARE),
        (True, True, False, Grade.PREPARE),
    ],
)
def test_nothing_is_done_in_a_name_without_consent_data_and_completeness(consented, cleared, complete, grade):
    """224/2026/NĐ-CP, Điều 16: mức 4."""
    assert rules.grade_for(PENSION, consented=consented, cleared=cleared, complete=complete) is grade
    assert rules.grade_for(CARD, consented=consented, cleared=cleared, complete=complete) is Grade.REMIND


@pytest.mark.parametrize(
    ("told", "bars", "clears"),
    [
        ({}, False, False),
        ({"pension_status": "dang_huong"}, True, False),
        ({"pension_status": "khong_huong"}, False, True),
        ({"pension_status": "gì đó khác"}, False, False),
    ],
)
def test_a_silent_register_clears_nothing(told, bars, clears):
    assert (rules.bars(PENSION, told), rules.clears(PENSION, told)) == (bars, clears)


@pytest.mark.parametrize(
    ("choice", "standings"),
    [
        ("accept", {"open", "snoozed", "done"}),
        ("refuse", {"open", "snoozed"}),
        ("snooze", {"open"}),
        ("reopen", {"refused"}),
        ("restore", {"done", "accepted"}),
        ("adjust", {"done", "accepted"}),
    ],
)
def test_what_may_be_said(choice, standings):
    assert {one.value for one in Standing if rules.may(choice, one)} == standings


def test_every_offer_that_waits_can_be_answered_no():
    """224/2026/NĐ-CP, Điều 17: the right to refuse; what was carried out is refused by restoring it."""
    assert all(rules.may("refuse", one) or rules.may("restore", one) for one in UNDECIDED)
    assert set(rules.NEEDED) < set(Trigger)
