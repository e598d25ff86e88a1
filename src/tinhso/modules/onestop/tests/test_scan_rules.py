# SPDX-License-Identifier: EUPL-1.2
"""What is scanned, what is counted, what is suggested: tables with their articles."""

import pytest

from tinhso.modules.onestop.errors import NotScanned, PagesDiffer
from tinhso.modules.onestop.scanning.counting import PageFacts, check_count, check_nature, sides_of
from tinhso.modules.onestop.scanning.suggestions import suggestions_of
from tinhso.modules.onestop.scanning.types import Nature

PLAIN, BLANK, NOTE = PageFacts(), PageFacts(blank=True), PageFacts(note=True)
OUT, BLANK_OUT = PageFacts(removed=True), PageFacts(removed=True, blank=True)


@pytest.mark.parametrize(
    ("nature", "words"),
    [
        (Nature.ELECTRONIC, "đã là bản điện tử"),
        (Nature.SHOWN, "chỉ xuất trình"),
        (Nature.OPINION, "cơ quan được lấy ý kiến"),
        (Nature.SECRET, "bí mật nhà nước"),
    ],
)
def test_papers_that_are_not_scanned(nature, words):
    """03/2025/TT-VPCP, Điều 5 khoản 2."""
    with pytest.raises(NotScanned, match=words) as refused:
        check_nature(nature)

    assert refused.value.source == "03/2025/TT-VPCP, Điều 5 khoản 2"


def test_a_paper_filed_on_paper_is_scanned():
    check_nature(Nature.PAPER)


@pytest.mark.parametrize(
    ("pages", "sheets", "two_sided"),
    [
        ([PLAIN], 1, False),
        ([PLAIN, PLAIN, PLAIN], 3, False),
        ([PLAIN, PLAIN], 1, True),
        ([PLAIN, BLANK], 1, True),
        ([PLAIN, BLANK_OUT], 1, True),
        ([NOTE, PLAIN], 1, False),
        ([PLAIN, NOTE, PLAIN, PLAIN], 3, False),
        ([PLAIN, OUT], 1, False),
    ],
)
def test_pages_that_are_the_sheets_on_the_table(pages, sheets, two_sided):
    """01/2023/TT-VPCP, Điều 8: every page, the count compared; a page with a note twice."""
    check_count(pages, sheets=sheets, two_sided=two_sided)


@pytest.mark.parametrize(
    ("pages", "sheets", "two_sided", "words"),
    [
        ([PLAIN], 2, False, r"2 tờ \(2 mặt\).*1 mặt"),
        ([PLAIN, PLAIN, PLAIN], 1, True, r"1 tờ \(2 mặt\).*3 mặt"),
        ([PLAIN, OUT], 2, False, "1 mặt"),
        ([NOTE], 1, False, "quét hai lần"),
        ([PLAIN, NOTE], 2, False, "quét hai lần"),
        ([NOTE, NOTE], 1, False, "quét hai lần"),
        ([NOTE, OUT], 1, False, "quét hai lần"),
        ([OUT], 1, False, "không còn trang nào"),
        ([], 1, False, "không còn trang nào"),
        ([PLAIN], 0, False, "đếm số tờ"),
        ([PLAIN], 501, False, "đếm số tờ"),
    ],
)
def test_pages_that_differ_from_the_table(pages, sheets, two_sided, words):
    """01/2023/TT-VPCP, Điều 8."""
    with pytest.raises(PagesDiffer, match=words):
        check_count(pages, sheets=sheets, two_sided=two_sided)


def test_a_page_with_a_note_and_its_twin_are_one_side():
    assert sides_of([NOTE, PLAIN, PLAIN]) == 2


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("Số định danh cá nhân: 083190000123", "personal_number", "083190000123"),
        ("Số CCCD: 083 190 000 123 cấp", "personal_number", "083190000123"),
        ("Họ và tên: Nguyễn Thị Bưởi", "full_name", "Nguyễn Thị Bưởi"),
        ("Họ, chữ đệm, tên người con: NGUYỄN THỊ BƯỞI", "full_name", "NGUYỄN THỊ BƯỞI"),
        ("Họ và tên khai sinh (chữ in hoa): ĐẶNG THÙY MỴ", "full_name", "ĐẶNG THÙY MỴ"),
        ("Ngày, tháng, năm sinh: 17/05/1990", "birth_date", "1990-05-17"),
        ("Sinh ngày 17-5-1990 tại Bến Tre", "birth_date", "1990-05-17"),
        ("Ngày sinh: ngày 17 tháng 5 năm 1990", "birth_date", "1990-05-17"),
        ("Ngày cấp: 05.03.2024", "issued_on", "2024-03-05"),
        ("Phú Khương, ngày 05 tháng 3 năm 2024", "issued_on", "2024-03-05"),
        ("Số: 125/2024/UBND-XNTTHN", "paper_number", "125/2024/UBND-XNTTHN"),
    ],
)
def test_what_a_line_suggests(line, field, value):
    found = {one.field: one.value for one in suggestions_of([line])}

    assert found[field] == value


@pytest.mark.parametrize(
    "line",
    [
        "Số định danh cá nhân: 999190000123",  # không có tỉnh 999
        "Điện thoại: 0912 345 678",
        "Số tài khoản 0831900001234",
        "Ngày, tháng, năm sinh: 31/02/1990",
        "Ngày 17 tháng 5 năm 990",
        "Họ và tên: ............",
        "Họ và tên: nguyễn thị bưởi",
        "Có giá trị đến ngày 05 tháng 3 năm 2027",
        "",
    ],
)
def test_lines_that_suggest_nothing(line):
    assert suggestions_of([line]) == []


def test_a_suggestion_names_the_line_it_was_read_from_and_the_first_counts():
    found = suggestions_of(["Họ và tên: Trần Văn Dừa", "Họ và tên cha: Trần Văn Mận"])

    assert [(one.value, one.line) for one in found] == [("Trần Văn Dừa", "Họ và tên: Trần Văn Dừa")]
