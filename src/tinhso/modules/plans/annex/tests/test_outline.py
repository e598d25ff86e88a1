# SPDX-License-Identifier: EUPL-1.2
"""Which headings a task stands under, told by how they are numbered."""

import pytest

from tinhso.modules.plans.annex import read_docx, read_xlsx
from tinhso.modules.plans.annex.outline import FIGURE, LOWER, PART, ROMAN, UPPER, WORDS, Outline, number_of, rank_of
from tinhso.modules.plans.annex.tests.papers import HEADINGS, TASK, excel, sentences_of, word


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("I. Nhóm thử", "I"),
        ("II.Nhóm thử", "II"),
        ("A - Nhóm", "A"),
        ("1. Việc", "1"),
        ("1.1. Việc", "1.1"),
        ("1.1 Việc", "1.1"),
        ("I.2. Việc", "I.2"),
        ("Phần I: Nhóm", "Phần I"),
        ("Nhóm nhiệm vụ chung", ""),
        ("Di dời", ""),
        ("", ""),
    ],
)
def test_the_number_a_heading_begins_with(heading, number):
    assert number_of(heading) == number


@pytest.mark.parametrize(
    ("number", "before", "rank"),
    [
        ("Phần I", "", PART),
        ("A", "", UPPER),
        ("C", "", UPPER),
        ("I", "", ROMAN),
        ("I", "H", UPPER),
        ("IV.", "", ROMAN),
        ("1)", "", FIGURE),
        ("1.1", "", FIGURE + 1),
        ("1.1.1", "", FIGURE + 2),
        ("a)", "", LOWER),
        ("", "", WORDS),
        ("*", "", WORDS),
    ],
)
def test_ranks_of_numbers(number, before, rank):
    assert rank_of(number, before) == rank


def test_a_heading_ends_those_of_its_own_rank_and_below():
    outline = Outline()
    paths = []
    for heading in ("A. x", "I. x", "1. x", "1.1. x", "II. x", "B. x", "1. x"):
        outline.enter(heading)
        paths.append(outline.path)

    assert paths[3] == ("A. x", "I. x", "1. x", "1.1. x")
    assert paths[4:] == [("A. x", "II. x"), ("B. x",), ("B. x", "1. x")]


def test_steps_to_a_path_and_back():
    outline = Outline()

    assert outline.steps_to(("I. x", "1. y"), "1.1") == ("I. x", "1. y")
    assert outline.steps_to(("I. x", "1. y"), "1.2") == ()
    assert outline.steps_to(("I. x",), "2") == ()
    assert outline.steps_to(("II. x",), "1") == ("II. x",)
    assert outline.steps_to((), "1") is None
    assert outline.steps_to(("1. a", "2. b"), "1") is None
    assert outline.path == ("II. x",)


def row(number: str, title: str) -> tuple[str, ...]:
    return (number, title, "", "", "", "")


def task(number: str, title: str) -> tuple[str, ...]:
    return (number, title, *TASK[2:])


ROWS = [
    HEADINGS,
    row("I", "Nhóm thử một"),
    row("1", "Nhánh thử"),
    task("1.1", "Việc a"),
    task("1.2", "Việc b"),
    task("2", "Việc c"),
    row("II", "Nhóm thử hai"),
    task("1", "Việc d"),
]


@pytest.mark.parametrize(("read", "write"), [(read_docx, word), (read_xlsx, excel)])
def test_headings_told_by_their_numbers(read, write):
    annex = read(write(ROWS))

    assert [(one.number, one.group) for one in annex.rows] == [
        ("1.1", ("I. Nhóm thử một", "1. Nhánh thử")),
        ("1.2", ("I. Nhóm thử một", "1. Nhánh thử")),
        ("2", ("I. Nhóm thử một",)),
        ("1", ("II. Nhóm thử hai",)),
    ]
    assert annex.doubts == ()


def test_headings_merged_across_in_word_and_excel():
    rows = [HEADINGS, row("I. NHÓM THỬ", ""), task("1", "Việc a"), row("Nhóm không số", ""), task("2", "Việc b")]

    def merge(document):
        for place in (1, 3):
            cells = document.tables[0].rows[place].cells
            cells[0].merge(cells[5])

    from_word = read_docx(word(rows, edit=merge))
    from_excel = read_xlsx(excel(rows, merged=("A2:F2", "A4:F4")))

    assert [one.group for one in from_word.rows] == [("I. NHÓM THỬ",), ("I. NHÓM THỬ", "Nhóm không số")]
    assert [one.group for one in from_excel.rows] == [one.group for one in from_word.rows]
    assert from_word.doubts == from_excel.doubts == ()


def test_a_line_of_words_alone_is_taken_as_a_heading_and_said():
    annex = read_docx(word([HEADINGS, row("", "Nhóm nhiệm vụ chung"), TASK]))

    assert annex.rows[0].group == ("Nhóm nhiệm vụ chung",)
    assert "được coi là tiêu đề nhóm" in sentences_of(annex)


def test_a_numbered_line_of_words_alone_is_a_task_without_a_lead():
    annex = read_docx(word([HEADINGS, row("1", "Việc chưa giao"), task("2", "Việc đã giao")]))

    assert [one.title for one in annex.rows] == ["Việc chưa giao", "Việc đã giao"]
    assert "chưa có cơ quan chủ trì" in sentences_of(annex)
