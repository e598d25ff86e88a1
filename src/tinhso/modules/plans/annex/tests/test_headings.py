# SPDX-License-Identifier: EUPL-1.2
"""Columns are told by the words of their headings, in any order, over one row or two."""

import pytest

from tinhso.modules.plans.annex import Field, read_docx, read_xlsx
from tinhso.modules.plans.annex.errors import AnnexUnreadable
from tinhso.modules.plans.annex.headings import DEFAULT_HEADINGS, field_of
from tinhso.modules.plans.annex.tests.papers import HEADINGS, TASK, doubts_of, excel, sentences_of, word


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("STT", Field.NUMBER),
        ("TT", Field.NUMBER),
        ("Nội dung", Field.TITLE),
        ("NHIỆM VỤ, GIẢI PHÁP", Field.TITLE),
        ("noi dung cong viec", Field.TITLE),
        ("Cơ quan chủ trì", Field.LEAD),
        ("Đơn vị chủ trì thực hiện", Field.LEAD),
        ("Cơ quan, đơn vị\nphối hợp", Field.COORDINATING),
        ("Người phụ trách", Field.PERSON),
        ("Thời gian thực hiện", Field.DUE),
        ("Thời hạn hoàn thành", Field.DUE),
        ("Sản phẩm", Field.PRODUCT),
        ("Kết quả, sản phẩm", Field.PRODUCT),
        ("Kết quả", Field.PRODUCT),
        ("Kinh phí (triệu đồng)", Field.COST),
        ("Dự toán kinh phí", Field.COST),
        ("Nguồn kinh phí", Field.SOURCE),
        ("Nguồn vốn", Field.SOURCE),
        ("Kết quả thực hiện", Field.WORDS),
        ("Ngày hoàn thành", Field.DONE_ON),
        ("Ghi chú", Field.UNKNOWN),
        ("Cơ quan chủ trì, phối hợp", Field.UNKNOWN),
        ("Thời gian bắt đầu", Field.UNKNOWN),
        ("Ngân hàng câu hỏi " * 20 + "chủ trì", Field.UNKNOWN),
        ("", Field.UNKNOWN),
    ],
)
def test_what_a_heading_says(heading, field):
    assert field_of(heading) is field


def test_every_default_heading_is_recognised_as_itself():
    assert {field_of(heading): heading for heading in DEFAULT_HEADINGS.values()} == DEFAULT_HEADINGS


def test_columns_may_stand_in_any_order():
    data = word([HEADINGS[::-1], TASK[::-1]])

    (row,) = read_docx(data).rows

    assert (row.number, row.title, row.lead, row.product) == ("1", "Việc thử một", "Sở Thử nghiệm", "Báo cáo thử")


def two_rows(table):
    """Merge the cells of a heading over two rows: three leads apart, one pair below a wide cell."""
    for place in (0, 1, 4):
        table.cell(0, place).merge(table.cell(1, place))
    table.cell(0, 2).merge(table.cell(0, 3))


UPPER = ("STT", "Nhiệm vụ", "Phân công", "", "Thời gian")
LOWER = ("", "", "Chủ trì", "Phối hợp", "")


def test_a_heading_over_two_rows_in_word():
    data = word([UPPER, LOWER, TASK[:5]], edit=lambda document: two_rows(document.tables[0]))

    annex = read_docx(data)

    assert [(row.number, row.lead, row.due.said) for row in annex.rows] == [("1", "Sở Thử nghiệm", "30/6/2026")]
    assert [column.heading for column in annex.columns][2:4] == ["Phân công – Chủ trì", "Phân công – Phối hợp"]


@pytest.mark.parametrize("merged", [("A1:A2", "B1:B2", "C1:D1", "E1:E2"), ("C1:D1",)])
def test_a_heading_over_two_rows_in_excel_also_when_only_the_wide_cell_is_merged(merged):
    annex = read_xlsx(excel([UPPER, LOWER, TASK[:5]], merged=merged))

    assert [(row.number, row.lead, row.due.said) for row in annex.rows] == [("1", "Sở Thử nghiệm", "30/6/2026")]


def test_of_several_columns_of_money_the_total_is_read_and_the_others_are_named():
    upper = (*HEADINGS[:3], "Kinh phí (triệu đồng)", "", "")
    lower = ("", "", "", "Năm 2026", "Năm 2027", "Tổng")
    rows = [upper, lower, (*TASK[:3], 10, 20, 30)]

    annex = read_xlsx(excel(rows, merged=("A1:A2", "B1:B2", "C1:C2", "D1:F1")))

    assert annex.rows[0].cost_vnd == 30_000_000
    assert [words for _, words in annex.doubts if "chỉ đọc cột" in words] == [
        "Cột “Kinh phí (triệu đồng) – Năm 2026” cùng loại với cột “Kinh phí (triệu đồng) – Tổng”; "
        "chỉ đọc cột “Kinh phí (triệu đồng) – Tổng”.",
        "Cột “Kinh phí (triệu đồng) – Năm 2027” cùng loại với cột “Kinh phí (triệu đồng) – Tổng”; "
        "chỉ đọc cột “Kinh phí (triệu đồng) – Tổng”.",
    ]


def test_an_unknown_column_is_said_and_a_column_without_a_name_too():
    annex = read_xlsx(excel([(*HEADINGS, "Ghi chú", None), (*TASK, "a", "b")]))

    assert doubts_of(annex) == [
        ("Trang tính “Trang 1”", "Không nhận ra cột “Ghi chú” nên không đọc cột này. Hãy đổi tên cột nếu cần đọc."),
        (
            "Trang tính “Trang 1”",
            "Cột thứ 8 có chữ nhưng không có tên ở đầu cột nên không đọc. Hãy đặt tên cột.",
        ),
    ]


def test_the_row_that_counts_the_columns_is_no_task():
    counting = tuple(f"({number})" for number in range(1, 7))

    assert len(read_docx(word([HEADINGS, counting, TASK])).rows) == 1


def test_a_heading_typed_again_on_the_next_page_is_no_task():
    again = ("2", *TASK[1:])

    annex = read_docx(word([HEADINGS, ("I", "Nhóm thử", "", "", "", ""), TASK, HEADINGS, again]))

    assert [(row.number, row.group) for row in annex.rows] == [("1", ("I. Nhóm thử",)), ("2", ("I. Nhóm thử",))]


def test_a_task_that_uses_the_words_of_headings_is_no_heading():
    worded = ("2", "Xây dựng nội dung thử", "Sở Thử nghiệm", "", "Thời gian chưa rõ", "Báo cáo kết quả")

    annex = read_docx(word([HEADINGS, TASK], [worded]))

    assert [row.title for row in annex.rows] == ["Việc thử một", "Xây dựng nội dung thử"]


def test_a_table_without_a_column_of_leads_says_so_once():
    annex = read_docx(word([("STT", "Nội dung", "Thời gian"), ("1", "Việc thử", "2026"), ("2", "Việc khác", "2026")]))

    assert doubts_of(annex) == [
        ("Bảng 1", "Bảng không có cột cơ quan chủ trì. Hãy thêm cột này hoặc giao chủ trì cho từng nhiệm vụ.")
    ]


@pytest.mark.parametrize("read", [read_docx, read_xlsx])
def test_a_file_without_a_table_of_tasks_is_refused(read):
    data = word([("A", "B", "C"), ("1", "2", "3")]) if read is read_docx else excel([("A", "B", "C")])

    with pytest.raises(AnnexUnreadable, match="Không thấy bảng phân công nhiệm vụ") as refusal:
        read(data)

    assert refusal.value.code == "no_table"


def test_the_unit_of_money_may_stand_above_the_table():
    rows = [("ĐVT: triệu đồng",), (*HEADINGS[:3], "Kinh phí"), (*TASK[:3], "350")]

    annex = read_xlsx(excel(rows))

    assert annex.rows[0].cost_vnd == 350_000_000
    assert "đơn vị" not in sentences_of(annex)


def test_two_units_that_contradict_each_other_are_said():
    rows = [("ĐVT: tỷ đồng",), (*HEADINGS[:3], "Kinh phí (triệu đồng)"), (*TASK[:3], "350")]

    assert "ghi khác nhau" in sentences_of(read_xlsx(excel(rows)))
