# SPDX-License-Identifier: EUPL-1.2
"""Nothing is chosen silently: every doubtful row comes back with its place and one sentence."""

from datetime import datetime

import pytest

from tinhso.modules.plans.annex import DueKind, read_docx, read_xlsx
from tinhso.modules.plans.annex.sentences import SENTENCES, doubt
from tinhso.modules.plans.annex.tests.papers import HEADINGS, TASK, doubts_of, excel, sentences_of, word, word_body

MONEY = (*HEADINGS[:3], "Kinh phí (triệu đồng)", "Thời hạn")


def paid(number: str, title: str, cost: object) -> tuple[object, ...]:
    return (number, title, "Sở Thử nghiệm", cost, "2026")


def test_an_annex_without_slips_has_no_doubts():
    annex = read_docx(word([HEADINGS, TASK, ("2", "Việc thử hai", "Sở Y tế", "Sở A; Sở B", "Quý III/2026", "")]))

    assert annex.doubts == ()
    assert annex.rows[1].coordinating == ("Sở A", "Sở B")
    assert [row.where for row in annex.rows] == ["Bảng 1, dòng 2", "Bảng 1, dòng 3"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("1", "Việc", "", "", "2026", ""), "Nhiệm vụ chưa có cơ quan chủ trì. Hãy ghi đúng một đơn vị chủ trì."),
        (
            ("1", "Việc", "Sở A; Sở B", "", "2026", ""),
            "Ô chủ trì nêu 2 đơn vị (Sở A; Sở B). Mỗi nhiệm vụ chỉ có một đơn vị chủ trì; hãy chọn một.",
        ),
        (
            ("1", "Việc", "Sở A", "", "trước 30/6", ""),
            "Không đọc được thời hạn “trước 30/6”. Hãy ghi đủ năm, ví dụ 30/6/2026, quý III/2026 hoặc thường xuyên.",
        ),
        (("1", "Việc", "Sở A", "", "", ""), "Nhiệm vụ chưa có thời hạn. Hãy ghi ngày, tháng, quý hoặc “thường xuyên”."),
        (
            ("1", "Việc", "Sở A", "", "Quý I, quý II/2026", ""),
            "Thời hạn “Quý I, quý II/2026” nêu nhiều mốc; lấy mốc cuối 30/06/2026. "
            "Hãy tách nhiệm vụ nếu mỗi mốc là một việc.",
        ),
        (
            ("1", "", "Sở A", "", "2026", ""),
            "Dòng không ghi nội dung nhiệm vụ. Hãy điền nội dung hoặc gộp vào nhiệm vụ phía trên.",
        ),
    ],
)
@pytest.mark.parametrize(
    ("read", "write", "place"), [(read_docx, word, "Bảng 1"), (read_xlsx, excel, "Trang tính “Trang 1”")]
)
def test_a_doubtful_row_is_named_with_its_place(read, write, place, row, sentence):
    annex = read(write([HEADINGS, TASK, row]))

    assert doubts_of(annex) == [(f"{place}, dòng 3", sentence)]
    assert len(annex.rows) == 2


def test_the_lead_is_kept_as_said_when_there_are_two():
    annex = read_docx(word([HEADINGS, ("1", "Việc", "Sở A\nSở B", "", "2026", "")]))

    assert annex.rows[0].lead == "Sở A\nSở B"


def test_the_same_task_twice_is_said_at_the_second():
    annex = read_docx(word([HEADINGS, TASK, ("2", "VIỆC  THỬ MỘT", *TASK[2:])]))

    assert doubts_of(annex) == [
        ("Bảng 1, dòng 3", "Nhiệm vụ trùng tên với Bảng 1, dòng 2. Hãy bỏ một dòng hoặc ghi rõ hai việc khác nhau.")
    ]


@pytest.mark.parametrize(
    ("heading", "cost", "amount", "words"),
    [
        ("Kinh phí", "350", None, "không có đơn vị tính"),
        ("Kinh phí", "1,3 tỷ đồng", 1_300_000_000, ""),
        ("Kinh phí (triệu đồng)", "350", 350_000_000, ""),
        ("Kinh phí (triệu đồng)", "1,300", None, "có thể đọc hai cách"),
        ("Kinh phí (triệu đồng)", "khoảng 350", 350_000_000, "số áng chừng; đang ghi 350.000.000 đ"),
        ("Kinh phí (triệu đồng)", "1,3 tỷ", 1_300_000_000, "ghi đơn vị khác đơn vị ở đầu cột"),
        ("Kinh phí (triệu đồng)", "10 + 20", None, "Không đọc được số tiền"),
        ("Kinh phí (đồng)", "0,5", None, "không tròn đồng"),
        ("Kinh phí (tỷ đồng)", "9.999.999", None, "lớn hơn một triệu tỷ đồng"),
        ("Kinh phí (triệu đồng)", "Lồng ghép", None, ""),
    ],
)
def test_amounts_and_what_is_doubtful_about_them(heading, cost, amount, words):
    annex = read_docx(word([(*HEADINGS[:3], heading, "Thời hạn"), paid("1", "Việc", cost)]))

    assert (annex.rows[0].cost_vnd, annex.rows[0].cost_said) == (amount, cost)
    assert words in sentences_of(annex)
    assert len(annex.doubts) == (1 if words else 0)


@pytest.mark.parametrize(
    ("costs", "total", "words"),
    [
        (("100", "200"), "300", ""),
        (("100", "200"), "310", "Dòng tổng ghi 310.000.000 đ, cộng các dòng được 300.000.000 đ. Hãy kiểm tra lại."),
        (
            ("800", "500"),
            "1.300 tỷ đồng",
            "Dòng tổng ghi 1.300.000.000.000 đ, cộng các dòng được 1.300.000.000 đ: chênh từ 100",
        ),
        (("100", "1,300"), "1.400", "có thể đọc hai cách"),
        (("100", "200"), "1,300", "Không đọc được số tiền ở dòng tổng “1,300”"),
        (("100", "200"), "", ""),
    ],
)
def test_the_rows_are_held_against_the_total(costs, total, words):
    rows = [MONEY, *(paid(str(number), f"Việc {number}", cost) for number, cost in enumerate(costs, start=1))]

    annex = read_docx(word([*rows, ("", "Tổng cộng", "", total, "")]))

    assert len(annex.rows) == 2
    assert words in sentences_of(annex)
    own_unit = "ghi đơn vị khác" in sentences_of(annex)
    assert len(annex.doubts) - own_unit == (1 if words else 0)


def test_one_amount_beyond_the_total_is_named_with_its_row():
    rows = [MONEY, paid("1", "Việc a", "1.300 tỷ đồng"), paid("2", "Việc b", "100"), ("", "Tổng", "", "1.400", "")]

    annex = read_docx(word(rows))

    assert (
        "Bảng 1, dòng 2",
        "Số tiền 1.300.000.000.000 đ gấp từ 100 lần dòng tổng 1.400.000.000 đ. Hãy kiểm tra triệu hay tỷ.",
    ) in doubts_of(annex)


def test_subtotals_are_neither_tasks_nor_totals():
    rows = [MONEY, paid("1", "Việc a", "100"), ("", "Cộng nhóm I", "", "100", ""), paid("2", "Việc b", "5")]

    annex = read_docx(word([*rows, ("", "Tổng cộng", "", "105", "")]))

    assert (len(annex.rows), annex.doubts) == (2, ())


def test_tables_of_different_units_keep_each_amount_with_its_unit():
    first = [MONEY, paid("1", "Việc a", "350")]
    second = [tuple(cell.replace("triệu", "tỷ") for cell in MONEY), paid("2", "Việc b", "1,3")]

    annex = read_docx(word(first, second))

    assert [(row.cost_said, row.cost_vnd) for row in annex.rows] == [
        ("350 triệu đồng", 350_000_000),
        ("1,3 tỷ đồng", 1_300_000_000),
    ]


def test_a_table_broken_by_the_page_goes_on_and_its_total_counts_both_parts():
    first = [MONEY, ("I", "Nhóm thử", "", "", ""), paid("1", "Việc a", "100")]
    second = [paid("2", "Việc b", "200"), ("", "Tổng cộng", "", "300", "")]

    annex = read_docx(word(first, second))

    assert [(row.where, row.group) for row in annex.rows] == [
        ("Bảng 1, dòng 3", ("I. Nhóm thử",)),
        ("Bảng 2, dòng 1", ("I. Nhóm thử",)),
    ]
    assert annex.doubts == ()


def test_a_cell_of_a_spreadsheet_is_read_as_it_is_shown():
    def formats(book):
        sheet = book.worksheets[0]
        sheet["A2"].number_format = "0.00"
        sheet["E2"].number_format = "mm/yyyy"
        sheet["E3"].number_format = "dd/mm/yyyy"

    rows = [
        HEADINGS,
        (1.1, "Việc a", "Sở A", "", datetime(2026, 6, 1), "x"),
        (2, "Việc b", "Sở A", "", datetime(2026, 6, 15), "x"),
        (3, "Việc c", "Sở A", "", 2026, "x"),
        (4, "Việc d", "Sở A", "", 46203, "x"),
    ]

    annex = read_xlsx(excel(rows, edit=formats))

    assert [(row.number, row.due.said, row.due.kind) for row in annex.rows] == [
        ("1.10", "06/2026", DueKind.MONTH),
        ("2", "15/06/2026", DueKind.DAY),
        ("3", "2026", DueKind.YEAR),
        ("4", "46203", DueKind.UNKNOWN),
    ]


def test_formulas_errors_hidden_rows_and_hidden_sheets_are_said():
    def spoil(book):
        book.worksheets[0]["F2"] = "=1+1"
        book.worksheets[0].row_dimensions[3].hidden = True
        book.worksheets[1].sheet_state = "hidden"

    rows = [HEADINGS, TASK, ("2", "Việc hai", *TASK[2:5], "#REF!")]

    annex = read_xlsx(excel(rows, rows, [("Ghi chú riêng",)], edit=spoil))

    assert doubts_of(annex) == [
        ("Trang tính “Trang 2”", SENTENCES["hidden_sheet"]),
        ("Trang tính “Trang 3”", SENTENCES["unknown_sheet"]),
        ("Trang tính “Trang 1”, dòng 2", SENTENCES["formula"]),
        ("Trang tính “Trang 1”, dòng 3", "Ô báo lỗi #REF! nên coi là trống. Hãy sửa công thức rồi chọn lại."),
        ("Trang tính “Trang 1”, dòng 3", SENTENCES["hidden_row"]),
    ]
    assert [row.product for row in annex.rows] == ["", ""]


def test_a_wide_table_nobody_recognises_is_said_and_a_letterhead_is_not():
    letterhead = [("CƠ QUAN THỬ", "CỘNG HÒA …")]

    annex = read_docx(word(letterhead, [("A", "B", "C")], [HEADINGS, TASK]))

    assert doubts_of(annex) == [("Bảng 1", SENTENCES["unknown_table"])]
    assert annex.rows[0].where == "Bảng 2, dòng 2"


def cell(text: str, more: str = "") -> str:
    return f"<w:tc><w:tcPr/>{more}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def line(*texts: str) -> str:
    return "<w:tr>" + "".join(cell(text) for text in texts) + "</w:tr>"


def test_a_table_inside_a_cell_is_not_read_and_said():
    inner = f"<w:tbl>{line('trong')}</w:tbl>"
    row = "<w:tr>" + cell("1") + cell("Việc", inner) + "".join(cell(text) for text in TASK[2:]) + "</w:tr>"

    annex = read_docx(word_body(f"<w:tbl>{line(*HEADINGS)}{row}</w:tbl>"))

    assert annex.rows[0].title == "Việc"
    assert doubts_of(annex) == [("Bảng 1, dòng 2", SENTENCES["nested"])]


def test_an_annex_inside_a_table_made_for_layout_is_found():
    inner = f"<w:tbl>{line(*HEADINGS)}{line(*TASK)}</w:tbl>"

    annex = read_docx(word_body(f"<w:tbl><w:tr>{cell('ngoài', inner)}</w:tr></w:tbl>"))

    assert [row.title for row in annex.rows] == ["Việc thử một"]


def test_tracked_changes_are_read_as_accepted_and_said():
    changed = (
        "<w:tc><w:p><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>Việc mới</w:t></w:r></w:ins></w:p></w:tc>"
    )
    row = "<w:tr>" + cell("1") + changed + "".join(cell(text) for text in TASK[2:]) + "</w:tr>"
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + "".join(cell(text) for text in TASK) + "</w:tr>"

    annex = read_docx(word_body(f"<w:tbl>{line(*HEADINGS)}{row}{gone}</w:tbl>"))

    assert [row.title for row in annex.rows] == ["Việc mới"]
    assert doubts_of(annex) == [("Tệp", SENTENCES["tracked"])]


def test_a_cell_merged_downwards_counts_for_every_row_it_covers():
    begin = '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>Sở A</w:t></w:r></w:p></w:tc>'
    more = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"

    def task(number: str, lead: str) -> str:
        rest = "".join(cell(text) for text in TASK[3:])
        return "<w:tr>" + cell(number) + cell(f"Việc {number}") + lead + rest + "</w:tr>"

    annex = read_docx(word_body(f"<w:tbl>{line(*HEADINGS)}{task('1', begin)}{task('2', more)}</w:tbl>"))

    assert [row.lead for row in annex.rows] == ["Sở A", "Sở A"]
    assert annex.doubts == ()


def test_rows_whose_cells_do_not_line_up_with_the_heading_are_read_cell_by_cell():
    """Borders drawn by hand: the title of a task covers two columns of the fine grid, in the heading the lead does."""
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'

    def row(texts, place):
        cells = [cell(text) for text in texts]
        cells[place] = cells[place].replace("<w:tcPr/>", wide)
        return "<w:tr>" + "".join(cells) + "</w:tr>"

    annex = read_docx(word_body(f"<w:tbl>{row(HEADINGS, 2)}{row(TASK, 1)}</w:tbl>"))

    assert (annex.rows[0].title, annex.rows[0].lead, annex.rows[0].due.said) == (TASK[1], TASK[2], TASK[4])
    assert annex.doubts == ()


def test_every_sentence_says_what_to_do_and_long_quotes_are_cut():
    known = dict.fromkeys(
        (
            "count",
            "units",
            "lead",
            "unit",
            "other",
            "text",
            "said",
            "day",
            "amount",
            "total",
            "sum",
            "heading",
            "number",
        ),
        "x" * 300,
    )

    for code in SENTENCES:
        sentence = doubt("x", code, **known).sentence
        assert sentence.endswith(".")
        assert "x" * 121 not in sentence
