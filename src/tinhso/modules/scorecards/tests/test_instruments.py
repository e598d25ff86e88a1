# SPDX-License-Identifier: EUPL-1.2
"""The register of instruments: in force only when its days say so, ended by what replaced it, never guessed."""

from datetime import date

import pytest

from tinhso.modules.scorecards import instruments
from tinhso.modules.scorecards.dti import frames
from tinhso.modules.scorecards.errors import RegisterFaulty
from tinhso.modules.scorecards.instruments import Mark, Relation, Standing

ENTRY = {
    "number": "1/2020/NĐ-CP",
    "subject": "Thử",
    "issuer": "Chính phủ",
    "issued_on": date(2020, 1, 2),
    "in_force_on": None,
    "ended_on": None,
    "mark": "A",
}


def standing(number: str, day: date) -> Standing:
    (found,) = instruments.named(number)
    return instruments.standing(found, day)


@pytest.mark.parametrize(
    ("number", "day", "stands"),
    [
        ("61/2018/NĐ-CP", date(2018, 6, 20), Standing.NOT_YET),
        ("61/2018/NĐ-CP", date(2025, 6, 30), Standing.IN_FORCE),
        ("61/2018/NĐ-CP", date(2025, 7, 1), Standing.ENDED),
        ("118/2025/NĐ-CP", date(2025, 6, 8), Standing.NOT_ISSUED),
        ("118/2025/NĐ-CP", date(2025, 6, 9), Standing.NOT_YET),
        ("118/2025/NĐ-CP", date(2025, 7, 1), Standing.IN_FORCE),
        ("03/2017/TT-BTTTT", date(2022, 9, 30), Standing.IN_FORCE),
        ("03/2017/TT-BTTTT", date(2022, 10, 1), Standing.ENDED),
        ("66.7/2025/NQ-CP", date(2027, 2, 28), Standing.IN_FORCE),
        ("66.7/2025/NQ-CP", date(2027, 3, 1), Standing.ENDED),
        ("766/QĐ-TTg", date(2026, 1, 1), Standing.ISSUED),
        ("02/2017/TT-VPCP", date(2026, 1, 1), Standing.UNKNOWN),
        ("01/2018/TT-VPCP", date(2025, 9, 14), Standing.UNKNOWN),
        ("01/2018/TT-VPCP", date(2025, 9, 15), Standing.SUCCEEDED),
        ("59/2022/NĐ-CP", date(2024, 12, 31), Standing.UNKNOWN),
        ("59/2022/NĐ-CP", date(2025, 1, 1), Standing.SUCCEEDED),
        ("47/2020/NĐ-CP", date(2026, 1, 1), Standing.IN_FORCE),
    ],
)
def test_how_an_instrument_stands_on_a_day(number, day, stands):
    assert standing(number, day) is stands


def test_two_directives_bear_one_number_and_stay_two():
    newer, older = instruments.named("14/CT-TTg")

    assert (newer.issued_on, older.issued_on) == (date(2019, 6, 7), date(2018, 5, 25))
    assert newer.title != older.title
    assert instruments.no_longer("14/CT-TTg", date(2026, 1, 1)) is None


def test_only_what_is_over_under_every_entry_is_no_longer():
    assert instruments.no_longer("61/2018/NĐ-CP", date(2025, 7, 1)) is not None
    assert instruments.no_longer("61/2018/NĐ-CP", date(2025, 6, 30)) is None
    assert instruments.no_longer("999/2030/NĐ-CP", date(2026, 1, 1)) is None


def test_every_relation_is_seen_from_both_sides():
    for one in instruments.entries():
        for link in one.did:
            assert any(link in other.undergone for other in instruments.named(link.other))
    assert any(link.kind is Relation.REPEALS_PART for one in instruments.entries() for link in one.did)


def test_the_register_agrees_with_the_editions_of_the_index():
    for frame in frames.frames():
        (found,) = instruments.named(frame.instrument)
        assert (found.issued_on, found.title) == (frame.issued_on, frame.title)
        replaced = [link.other for link in found.did if link.kind is Relation.REPLACES]
        assert replaced == ([frame.replaces] if frame.replaces else [])


def test_a_title_is_only_where_it_was_read():
    titled = {one.number for one in instruments.entries() if one.title}

    assert titled == {"14/CT-TTg", "922/QĐ-BTTTT"}
    assert {one.mark for one in instruments.named("116/2025/QH15")} == {Mark.UNCHECKED}


@pytest.mark.parametrize(
    ("changed", "relations", "match"),
    [
        ({"number": "không số"}, [], "not a number"),
        ({"in_force_on": date(2019, 1, 1)}, [], "do not follow"),
        ({"ended_on": date(2019, 1, 1)}, [], "do not follow"),
        ({"bãi bỏ": None}, [], "no part of an entry"),
        (
            {},
            [{"from": "1/2020/NĐ-CP", "kind": "replaces", "to": "2/2019/NĐ-CP", "since": None, "mark": "A"}],
            "not in the register",
        ),
    ],
)
def test_a_faulty_register_is_named(changed, relations, match):
    with pytest.raises(RegisterFaulty, match=match):
        instruments.read([ENTRY | changed], relations)
