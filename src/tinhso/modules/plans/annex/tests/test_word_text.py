# SPDX-License-Identifier: EUPL-1.2
"""Numbers and bullets that Word makes itself are read as a reader sees them."""

import pytest

from tinhso.modules.plans.annex import read_docx
from tinhso.modules.plans.annex.tests.papers import HEADINGS, TASK, W, part, with_parts, word, word_body

LEVELS = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
)


def numbered(form: str, more: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:numbering xmlns:w="{W}">'
        f'<w:abstractNum w:abstractNumId="7">{LEVELS.format(form=form)}</w:abstractNum>'
        f'<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>{more}</w:numbering>'
    )


def auto(level: int = 0, text: str = "", number: int = 3) -> str:
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return f"<w:tc><w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def cells(*texts: str) -> str:
    return "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in texts)


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in (cells(*HEADINGS), *rows)) + "</w:tbl>"


def paper(xml: str, numbering: str) -> bytes:
    return with_parts(word_body(xml), {"word/numbering.xml": numbering})


def test_the_template_has_a_part_for_numbers():
    assert "w:numbering" in part(word(), "word/numbering.xml")


def test_numbers_word_makes_itself_make_groups_and_numbers():
    data = paper(
        table(
            auto() + cells("Nhóm thử", "", "", "", ""),
            auto(1) + cells(*TASK[1:]),
            auto(1) + cells("Việc thử hai", *TASK[2:]),
            auto() + cells("Nhóm thử hai", "", "", "", ""),
            auto(1) + cells("Việc thử ba", *TASK[2:]),
        ),
        numbered("decimal"),
    )

    rows = read_docx(data).rows

    assert [(row.number, row.group) for row in rows] == [
        ("1.1", ("1. Nhóm thử",)),
        ("1.2", ("1. Nhóm thử",)),
        ("2.1", ("2. Nhóm thử hai",)),
    ]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("decimal", ["1.", "2."]),
        ("decimalZero", ["01.", "02."]),
        ("upperLetter", ["A.", "B."]),
        ("lowerLetter", ["a.", "b."]),
        ("upperRoman", ["I.", "II."]),
        ("lowerRoman", ["i.", "ii."]),
        ("bullet", ["-", "-"]),
        ("none", ["", ""]),
    ],
)
def test_forms_of_numbers(form, numbers):
    data = paper(table(auto() + cells(*TASK[1:]), auto() + cells("Việc thử hai", *TASK[2:])), numbered(form))

    assert [row.number for row in read_docx(data).rows] == numbers


def test_a_list_that_begins_anew_counts_for_itself():
    again = (
        '<w:num w:numId="4"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    rows = [auto() + cells(*TASK[1:]), auto(number=4) + cells("Việc thử hai", *TASK[2:])]

    assert [row.number for row in read_docx(paper(table(*rows), numbered("decimal", again))).rows] == ["1.", "1."]


def test_line_breaks_tabs_hyphens_and_bullets_inside_a_cell():
    text = "<w:r><w:t>một</w:t><w:br/><w:t>hai</w:t><w:noBreakHyphen/><w:t>ba</w:t><w:tab/><w:t>bốn</w:t></w:r>"
    title = f"<w:tc><w:p>{text}</w:p><w:p/><w:p><w:r><w:t>+ năm</w:t></w:r></w:p></w:tc>"

    (row,) = read_docx(word_body(table(cells("1") + title + cells(*TASK[2:])))).rows

    assert row.title == "một\nhai-ba bốn\n+ năm"


def test_text_in_content_controls_is_read():
    control = "<w:tc><w:sdt><w:sdtContent><w:p><w:r><w:t>Sở Thử</w:t></w:r></w:p></w:sdtContent></w:sdt></w:tc>"

    (row,) = read_docx(word_body(table(cells(*TASK[:2]) + control + cells(*TASK[3:])))).rows

    assert row.lead == "Sở Thử"


def test_the_lines_above_the_table_are_its_title():
    above = ("KẾ HOẠCH", "Phần lời của kế hoạch.", "Phụ lục II", "PHÂN CÔNG", "NHIỆM VỤ THỬ", "(Kèm theo Kế hoạch thử)")

    title = read_docx(word([HEADINGS, TASK], above=above)).title

    assert (title.label, title.name, title.attached) == (
        "Phụ lục II",
        "PHÂN CÔNG NHIỆM VỤ THỬ",
        "(Kèm theo Kế hoạch thử)",
    )


def test_words_of_a_plan_without_an_annex_label_are_no_title():
    title = read_docx(word([HEADINGS, TASK], above=("KẾ HOẠCH", "Phần lời."))).title

    assert (title.label, title.name) == ("PHỤ LỤC", "")
