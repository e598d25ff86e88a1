# SPDX-License-Identifier: EUPL-1.2
"""What stands in the written files, read as XML by another hand than the one that wrote it."""

import io
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree

import pytest

from tinhso.lib.said_dates import read_date
from tinhso.modules.plans.annex import Annex, AnnexRow, Result, Title, row_keys, write_docx, write_xlsx
from tinhso.modules.plans.annex.errors import ResultWithoutRow
from tinhso.modules.plans.annex.tests.papers import W, part, sheet_of

NS = {"w": W, "m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
TITLE = Title("PHỤ LỤC II", "PHÂN CÔNG NHIỆM VỤ THỬ", "(Kèm theo Kế hoạch số 00/KH-THU của đơn vị thử)")
RUNNABLE = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "#REF!")


def row(number: str, group: tuple[str, ...], title: str = "", cost: str = "") -> AnnexRow:
    due = read_date("Quý III/2026")
    return AnnexRow(number, group, title or f"Việc {number}", "Sở A", ("Sở B", "Sở C"), "", due, "", None, cost, "", "")


ROWS = (row("1", ("I. Nhóm một",), cost="1.300"), row("2", ("I. Nhóm một",)), row("1", ("II. Nhóm hai",), "=1+1"))
RESULTS = {
    "I/1": Result("Hoàn thành", "Đã ban hành", date(2026, 9, 1), "Văn bản thử"),
    "2": Result("Đang làm", "-2+3", None, "@SUM(A1)"),
}
ANNEX = Annex(ROWS, (), (), TITLE)


def document() -> ElementTree.Element:
    return ElementTree.fromstring(part(write_docx(ANNEX, RESULTS), "word/document.xml"))


def texts(element: ElementTree.Element) -> list[str]:
    return ["".join(one.itertext()) for one in element.iterfind("w:tc", NS)]


def test_word_has_the_columns_of_results_and_the_groups_merged_across():
    rows = document().findall(".//w:tbl/w:tr", NS)

    assert texts(rows[0])[-4:] == ["Trạng thái", "Kết quả thực hiện", "Ngày hoàn thành", "Minh chứng"]
    assert [texts(one) for one in (rows[1], rows[4])] == [["I. Nhóm một"], ["II. Nhóm hai"]]
    span = rows[1].find("w:tc/w:tcPr/w:gridSpan", NS)
    assert span.get(f"{{{W}}}val") == str(len(texts(rows[0])))
    assert texts(rows[2])[-4:] == ["Hoàn thành", "Đã ban hành", "01/09/2026", "Văn bản thử"]
    assert texts(rows[5])[-4:] == ["", "", "", ""]


def test_word_is_a4_across_with_the_heading_on_every_page_in_a_roman_face():
    root = document()
    page, margins = root.find(".//w:sectPr/w:pgSz", NS), root.find(".//w:sectPr/w:pgMar", NS)
    widths = [int(one.get(f"{{{W}}}w")) for one in root.iterfind(".//w:tblGrid/w:gridCol", NS)]
    room = int(page.get(f"{{{W}}}w")) - int(margins.get(f"{{{W}}}left")) - int(margins.get(f"{{{W}}}right"))
    styles = ElementTree.fromstring(part(write_docx(ANNEX, {}), "word/styles.xml"))
    normal = next(one for one in styles.iterfind("w:style", NS) if one.get(f"{{{W}}}styleId") == "Normal")

    assert page.get(f"{{{W}}}orient") == "landscape"
    assert [round(int(page.get(f"{{{W}}}{side}")) / 56.7) for side in ("w", "h")] == [297, 210]
    assert len(root.findall(".//w:tr/w:trPr/w:tblHeader", NS)) == 1
    assert room - 20 < sum(widths) <= room + 2
    assert min(widths) > 400
    assert normal.find("w:rPr/w:rFonts", NS).get(f"{{{W}}}ascii") == "Times New Roman"


def test_word_begins_with_the_lines_of_the_title():
    lines = document().findall("w:body/w:p", NS)[:3]
    looks = [{mark for mark in ("b", "i", "caps") if _is_on(line, mark)} for line in lines]

    assert ["".join(one.itertext()) for one in lines] == [TITLE.label, TITLE.name, TITLE.attached]
    assert looks == [{"b"}, {"b", "caps"}, {"i"}]


def _is_on(paragraph: ElementTree.Element, mark: str) -> bool:
    found = paragraph.find(f"w:r/w:rPr/w:{mark}", NS)
    return found is not None and found.get(f"{{{W}}}val") != "0"


def test_word_says_nothing_about_who_made_it_and_numbers_its_pages():
    data = write_docx(ANNEX, {})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        headers = "".join(archive.read(name).decode() for name in archive.namelist() if "word/header" in name)

    assert "python-docx" not in part(data, "docProps/core.xml")
    assert ">PAGE<" in headers


def test_excel_has_the_same_with_real_days_and_numbers():
    sheet = sheet_of(write_xlsx(ANNEX, RESULTS))
    values = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=5)]
    cost = values[0].index("Kinh phí")

    assert [sheet.cell(line, 1).value for line in (1, 2, 3)] == [TITLE.label, TITLE.name, TITLE.attached]
    assert values[0][-4:] == ["Trạng thái", "Kết quả thực hiện", "Ngày hoàn thành", "Minh chứng"]
    assert values[1][0] == "I. Nhóm một"
    assert values[2][-4:] == ["Hoàn thành", "Đã ban hành", datetime(2026, 9, 1), "Văn bản thử"]
    assert values[2][cost] == 1300
    assert "A6:J6" in {str(area) for area in sheet.merged_cells.ranges}


def test_excel_is_a4_across_with_the_heading_on_every_page_in_a_roman_face():
    sheet = sheet_of(write_xlsx(ANNEX, RESULTS))

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$5:$5", "A6")
    assert {cell.font.name for line in sheet.iter_rows() for cell in line if cell.value} == {"Times New Roman"}


@pytest.mark.parametrize("text", RUNNABLE)
def test_nothing_a_spreadsheet_would_run_is_written(text):
    annex = Annex((row("1", (text,), text, cost=text),), (), (), Title(text, text, text))

    data = write_xlsx(annex, {"1": Result(text, text, None, text)})

    root = ElementTree.fromstring(part(data, "xl/worksheets/sheet1.xml"))
    assert not root.findall(".//m:f", NS)
    cells = [cell for line in sheet_of(data).iter_rows() for cell in line if cell.value == text]
    assert len(cells) >= 8
    assert {cell.data_type for cell in cells} <= {"s", "e"}
    assert all(cell.quotePrefix for cell in cells) or text == "#REF!"


def test_control_characters_of_results_are_left_out():
    dirty = Result("a\x00b\x0bc", "x\ud800y", None, "z\ufffe")

    data = write_xlsx(ANNEX, {"2": dirty})

    assert [cell.value for cell in next(sheet_of(data).iter_rows(min_row=8))][-4:] == ["abc", "xy", None, "z"]
    assert "abc" in part(write_docx(ANNEX, {"2": dirty}), "word/document.xml")


def test_keys_tell_rows_apart_that_bear_the_same_number():
    rows = (*ROWS, row("1", ("II. Nhóm hai",)), row("", ("Nhóm không số",)))

    assert row_keys(rows) == ("I/1", "I/2", "II/1", "II/1~2", "Nhóm không số/#1")


@pytest.mark.parametrize("write", [write_docx, write_xlsx])
@pytest.mark.parametrize("key", ["III/1", "1"])
def test_a_result_without_a_row_of_its_own_is_a_fault(write, key):
    with pytest.raises(ResultWithoutRow, match=key):
        write(ANNEX, {key: Result("Hoàn thành")})
