# SPDX-License-Identifier: EUPL-1.2
"""What was written is read back: the same rows, the same title, whatever the results hold."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.lib.said_dates import read_date
from tinhso.lib.said_money import MILLION, read_amount
from tinhso.modules.plans.annex import (
    Annex,
    AnnexRow,
    Column,
    Due,
    DueKind,
    Field,
    Result,
    Title,
    read_docx,
    read_xlsx,
    row_keys,
    write_docx,
    write_xlsx,
)
from tinhso.modules.plans.annex.grid import each_line, lines_of, one_line
from tinhso.modules.plans.annex.lines import TOTALS
from tinhso.modules.plans.annex.tests.papers import excel, word
from tinhso.modules.plans.annex.units import split_units

BOTH = [(write_docx, read_docx), (write_xlsx, read_xlsx)]
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs",))
TEXT = st.one_of(
    st.text(LETTERS, max_size=40),
    st.text("=+-@\t \nạ1.,;:'\"<>&_x000D_", max_size=20),
    st.sampled_from(["=1+1", "@SUM(A1)", "-2+3", "+84", "\t=1", "'quote", "#REF!", "1.300", "1e5", "TRUE", "_x0041_"]),
)
RESULTS = st.builds(Result, TEXT, TEXT, st.none() | st.dates(date(2020, 1, 1), date(2035, 1, 1)), TEXT)


def cleaned(text: str) -> str:
    return each_line(lines_of(text, ""))


def worded(text: str) -> str:
    """Return a text as a reader gives it back, with a word so that it is neither blank nor a total nor a count."""
    return cleaned(f"Việc {text}".replace("_x000D_", ""))


@st.composite
def rows(draw, number: str, group: tuple[str, ...]) -> AnnexRow:
    said = cleaned(
        draw(st.sampled_from(["", "350", "1.300", "1,5", "1,300", "1 tỷ 200 triệu", "khoảng 3", "Lồng ghép"]))
    )
    due = lines_of(draw(st.sampled_from(["Quý III/2026", "30/6", "Thường  xuyên", "2026"]) | TEXT), "")
    return AnnexRow(
        number=number,
        group=group,
        title=worded(draw(TEXT)),
        lead=f"Sở {cleaned(draw(TEXT))}".strip(),
        coordinating=split_units(lines_of(draw(TEXT), "")),
        person=cleaned(draw(TEXT)),
        due=read_date(due.replace("_x000D_", "")),
        product=cleaned(draw(TEXT)).replace("_x000D_", ""),
        cost_vnd=read_amount(said, MILLION).vnd,
        cost_said=said,
        source=cleaned(draw(TEXT)).replace("_x000D_", ""),
        where="",
    )


@st.composite
def annexes(draw) -> Annex:
    """Draw an annex as a reader makes one: groups in order, tasks numbered in each."""
    found: list[AnnexRow] = []
    for roman in ("", "I", "II", "III")[draw(st.integers(0, 2)) : draw(st.integers(3, 4))]:
        group = (f"{roman}. Nhóm {one_line(cleaned(draw(TEXT)))}".strip(),) if roman else ()
        if roman and draw(st.booleans()):
            group = (*group, f"1. Nhánh {one_line(cleaned(draw(TEXT)))}".strip())
        found += [draw(rows(str(number), group)) for number in range(1, draw(st.integers(1, 3)) + 1)]
    columns = tuple(
        Column(field, heading, MILLION if field is Field.COST else None)
        for field, heading in draw(st.permutations(list(HEADINGS.items())))
    )
    return Annex(
        tuple(found), (), columns, Title("PHỤ LỤC I", one_line(f"Tên {cleaned(draw(TEXT))}"), "(Kèm theo thử)")
    )


HEADINGS = {
    Field.NUMBER: "TT",
    Field.TITLE: "Nhiệm vụ",
    Field.LEAD: "Đơn vị chủ trì",
    Field.COORDINATING: "Phối hợp",
    Field.PERSON: "Người phụ trách",
    Field.DUE: "Thời gian",
    Field.PRODUCT: "Kết quả",
    Field.COST: "Kinh phí (triệu đồng)",
    Field.SOURCE: "Nguồn vốn",
}


def bare(annex: Annex) -> list[AnnexRow]:
    return [replace(row, where="") for row in annex.rows]


@pytest.mark.parametrize(("write", "read"), BOTH)
@settings(max_examples=40, deadline=None)
@given(annex=annexes(), results=st.lists(RESULTS, max_size=4))
def test_reading_what_was_written_gives_the_same_rows(write, read, annex, results):
    by_key = dict(zip(row_keys(annex.rows), results, strict=False))

    again = read(write(annex, by_key))

    assert bare(again) == bare(annex)
    assert again.title == annex.title
    assert [column.field for column in again.columns] == [column.field for column in annex.columns]


def row(number: str, group: tuple[str, ...] = (), **more) -> AnnexRow:
    plain = AnnexRow(number, group, f"Việc {number} {group}", "Sở A", (), "", read_date("2026"), "", None, "", "", "")
    return replace(plain, **more)


@pytest.mark.parametrize(("write", "read"), BOTH)
def test_a_task_outside_the_groups_after_them_gets_a_table_of_its_own(write, read):
    annex = Annex((row("1", ("I. Nhóm",)), row("2"), row("1", ("I. Nhóm",))), (), ())

    again = read(write(annex, {}))

    assert bare(again) == bare(annex)


@pytest.mark.parametrize(("write", "read"), BOTH)
def test_a_task_after_numbered_ones_returns_to_the_group_above(write, read):
    inner = ("I. Nhóm", "1. Nhánh")
    annex = Annex((row("1.1", inner), row("1.2", inner), row("2", ("I. Nhóm",))), (), ())

    again = read(write(annex, {}))

    assert bare(again) == bare(annex)
    assert len({one.where.split(",")[0] for one in again.rows}) == 1


@pytest.mark.parametrize(("write", "read"), BOTH)
def test_goals_without_numbers_are_written_as_one_heading_in_one_table(write, read):
    group = ("Hạ tầng thử", "Mạng\nthử", " ")
    annex = Annex((row("1", group), row("2", group)), (), ())

    again = read(write(annex, {}))

    assert [one.group for one in again.rows] == [("Hạ tầng thử – Mạng thử",)] * 2
    assert len({one.where.split(",")[0] for one in again.rows}) == 1


@pytest.mark.parametrize(("write", "read"), BOTH)
def test_a_task_that_never_was_in_an_annex_is_written_in_words(write, read):
    day = Due("", DueKind.DAY, date(2026, 6, 30))
    standing = Due("", DueKind.STANDING)
    annex = Annex((row("1", due=day, cost_vnd=350_000_000), row("2", due=standing)), (), ())

    again = read(write(annex, {}))

    assert [(one.due.said, one.cost_said, one.cost_vnd) for one in again.rows] == [
        ("30/06/2026", "350.000.000 đồng", 350_000_000),
        ("Thường xuyên", "", None),
    ]


@pytest.mark.parametrize(("write", "read"), BOTH)
def test_the_unit_above_the_table_goes_into_the_heading(write, read):
    rows = [("ĐVT: triệu đồng",), ("STT", "Nội dung", "Chủ trì", "Kinh phí"), ("1", "Việc", "Sở A", "350")]

    again = read(write(read_xlsx(excel(rows)), {}))

    assert (again.rows[0].cost_vnd, again.rows[0].cost_said) == (350_000_000, "350")


@pytest.mark.parametrize(("write", "read"), BOTH)
def test_an_annex_of_tables_with_different_units_comes_back(write, read):
    tables = [
        [
            ("STT", "Nội dung", "Chủ trì", f"Kinh phí ({unit} đồng)"),
            ("1", f"Việc {unit}", "Sở A", "1,5"),
            ("2", unit, "Sở B", "?"),
        ]
        for unit in ("triệu", "tỷ")
    ]
    annex = read_docx(word(*tables))

    again = read(write(annex, {}))

    assert bare(again) == bare(annex)
    assert [one.cost_vnd for one in again.rows] == [1_500_000, None, 1_500_000_000, None]


def test_an_annex_of_many_rows_is_written_and_read():
    annex = Annex(tuple(row(str(number), ("I. Nhóm",)) for number in range(1, 1_501)), (), ())

    assert len(read_xlsx(write_xlsx(annex, {})).rows) == len(read_docx(write_docx(annex, {})).rows) == 1_500


def test_totals_are_words_no_task_of_the_property_bears():
    assert all(not total.startswith("viec") for total in TOTALS)
