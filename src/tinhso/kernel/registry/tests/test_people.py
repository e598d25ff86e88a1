# SPDX-License-Identifier: EUPL-1.2
"""People of the census carried to later areas: whole communes add up, what was divided is not guessed."""

from datetime import date

from tinhso.kernel.registry.actions import load_reference
from tinhso.kernel.registry.models import AreaChange
from tinhso.kernel.registry.queries.people import carried, districts_of, populations_on

DAY, LATER = date(2024, 1, 1), date(2025, 7, 1)


def step(one: str, other: str, on: date = DAY, extent: str = "full") -> AreaChange:
    return AreaChange(predecessor=one, successor=other, on=on, extent=extent)


def test_communes_that_pass_whole_add_up_under_a_code_used_again():
    assert carried({"1": 10, "2": 5, "3": 7}, [step("1", "1"), step("2", "1")]) == {"1": 15, "3": 7}


def test_two_communes_that_change_codes_on_one_day_are_not_mixed_up():
    assert carried({"1": 10, "2": 5}, [step("1", "2"), step("2", "1")]) == {"1": 5, "2": 10}


def test_a_commune_that_took_a_part_is_unknown_and_stays_so():
    steps = [step("1", "2", extent="part"), step("1", "3", extent="part"), step("3", "4", LATER)]

    assert carried({"1": 10, "2": 5, "3": 1}, steps) == {"2": None, "4": None}


def test_an_unknown_extent_or_no_number_is_unknown():
    assert carried({"1": 10, "2": None}, [step("1", "9", extent="unknown"), step("2", "8")]) == {"9": None, "8": None}


def test_what_the_law_did_not_touch_keeps_its_people():
    assert carried({"1": 10}, []) == {"1": 10}


def test_the_people_of_ben_tre_are_those_of_the_census_before_and_after_the_merger(db):
    """Bến Tre had 1,288,463 people on 1 April 2019; its communes passed whole into Vĩnh Long (202/2025/QH15)."""
    load_reference(provinces={"83", "84", "86"})
    before, after = populations_on("83", DAY), populations_on("86", LATER)
    known = [people for people in after.values() if people is not None]

    assert (len(before), None in before.values()) == (157, False)
    assert sum(people or 0 for people in before.values()) == sum(known) == 1_288_463
    assert (len(after), len(known)) == (124, 48)
    assert len(districts_of("83", DAY)) == 9
    assert districts_of("86", LATER) == []
