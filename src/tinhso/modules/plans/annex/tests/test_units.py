# SPDX-License-Identifier: EUPL-1.2
"""Where one unit ends and the next begins; exactly one lead, or it is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.plans.annex.units import coordinating_doubts, joined, lead_doubts, split_units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", ()),
        ("Sở A", ("Sở A",)),
        ("Sở A; Sở B", ("Sở A", "Sở B")),
        ("Sở A, Sở B", ("Sở A", "Sở B")),
        ("- Sở A\n- Sở B;\n+ UBND các xã", ("Sở A", "Sở B", "UBND các xã")),
        ("các sở, ban, ngành", ("các sở, ban, ngành",)),
        ("Các sở, ban, ngành, đoàn thể tỉnh", ("Các sở, ban, ngành, đoàn thể tỉnh",)),
        ("Các sở, ban, ngành, UBND các xã, phường", ("Các sở, ban, ngành", "UBND các xã, phường")),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", ("Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế")),
        ("Sở Giáo dục và Đào tạo", ("Sở Giáo dục và Đào tạo",)),
        ("Sở A và Sở B", ("Sở A và Sở B",)),
        ("Công an tỉnh, VNPT, Quân khu Thử", ("Công an tỉnh", "VNPT", "Quân khu Thử")),
        ("sở a, sở b", ("sở a", "sở b")),
        (";;\n - ,", ()),
    ],
)
def test_units_of_a_cell(text, units):
    assert split_units(text) == units


def test_and_joins_units_only_where_both_begin_as_units():
    assert joined("Sở Giáo dục và Đào tạo") == ("Sở Giáo dục và Đào tạo",)
    assert joined("Sở Giáo dục và Đào tạo và Sở Y tế") == ("Sở Giáo dục và Đào tạo", "Sở Y tế")


def test_two_units_joined_by_and_stay_one_but_are_said():
    doubts = coordinating_doubts(("Sở A và Sở B", "Sở Giáo dục và Đào tạo"), "Bảng 1, dòng 2")

    assert [one.sentence for one in doubts] == [
        "Đơn vị phối hợp “Sở A và Sở B” có thể là hai đơn vị nối bằng “và”. Hãy tách bằng dấu chấm phẩy nếu đúng."
    ]


@pytest.mark.parametrize(
    "lead", ["Sở Giáo dục và Đào tạo", "Sở Văn hóa, Thể thao và Du lịch", "Đơn vị thử", "UBND xã Thử"]
)
def test_one_lead_is_no_doubt(lead):
    assert lead_doubts(lead, "x") == []


@pytest.mark.parametrize(
    "lead", ["Sở A; Sở B", "Sở A\nSở B", "Sở A, Sở B", "Sở A và Sở B", "Sở A/Sở B", "Sở A - UBND xã B"]
)
def test_two_leads_in_one_cell_are_said(lead):
    (found,) = lead_doubts(lead, "Bảng 1, dòng 2")

    assert found.where == "Bảng 1, dòng 2"
    assert found.sentence.startswith("Ô chủ trì nêu 2 đơn vị (Sở A; ")


@pytest.mark.parametrize("lead", ["Các sở, ban, ngành", "UBND các xã, phường", "các đơn vị"])
def test_a_group_of_units_is_not_one_lead(lead):
    (found,) = lead_doubts(lead, "x")

    assert "là một nhóm đơn vị" in found.sentence


def test_no_lead_is_said():
    assert [one.sentence for one in lead_doubts("", "x")] == [
        "Nhiệm vụ chưa có cơ quan chủ trì. Hãy ghi đúng một đơn vị chủ trì."
    ]


@given(st.text(alphabet="SởA bc,;\n-và vàUBND", max_size=60))
def test_units_written_with_semicolons_are_split_the_same_again(text):
    units = split_units(text)

    assert split_units("; ".join(units)) == units
