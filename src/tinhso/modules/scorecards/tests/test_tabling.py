# SPDX-License-Identifier: EUPL-1.2
"""The table of the ministry: read as it is shown, doubts named, hostile files refused in a sentence, all or nothing."""

import io
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook

from tinhso.kernel.documents.errors import FileRefused
from tinhso.kernel.events.models import Act
from tinhso.modules.scorecards import actions
from tinhso.modules.scorecards import queries_of_assessments as queries
from tinhso.modules.scorecards.declaring.types import Whose
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.errors import AssessmentChangedMeanwhile, DeclarationIncomplete, TableUnreadable
from tinhso.modules.scorecards.models import Score
from tinhso.modules.scorecards.tabling.files import LARGEST_BYTES, sheets_of
from tinhso.modules.scorecards.tabling.preview import Fate, lacking, preview
from tinhso.modules.scorecards.tabling.rows import Column, read_table, value_of
from tinhso.modules.scorecards.tests import world as made

PARTS = edition("DTI-922").parts()
HEAD = ["Mã", "Tên chỉ số", "Điểm tối đa", "Tự đánh giá", "Thẩm định", "Công nhận"]


def excel(*rows: list[object], form: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if form:
        for cell in sheet["A"]:
            cell.number_format = form
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(data: bytes):
    return read_table(sheets_of(data), PARTS)[0]


def csv_of(*lines: str) -> bytes:
    return ("\ufeff" + "\r\n".join(lines)).encode()


def test_points_become_shares_of_their_maximum_and_percents_stay_percents():
    rows = read(excel(["BẢNG ĐIỂM"], [], HEAD, ["1.1", "", 20, 15, 12.5, "50%"], ["1.2", "", 10, None, "7,5", "–"]))

    assert [one.component for one in rows] == ["1.1", "1.2"]
    assert rows[0].values[Column.OWN].share == Decimal("0.75")
    assert rows[0].values[Column.APPRAISED].share == Decimal("0.625")
    assert rows[0].values[Column.FINAL].share == Decimal("0.5")
    assert set(rows[1].values) == {Column.APPRAISED}


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_read_with_each_delimiter(mark):
    rows = read(csv_of(mark.join(["Mã chỉ số", "Điểm thẩm định (%)"]), mark.join(["1.1", "85.5"])))

    assert rows[0].values[Column.APPRAISED].share == Decimal("0.855")


@pytest.mark.parametrize(
    ("said", "most", "words"),
    [
        ("1.250", "2000", "dấu chấm"),
        ("12", "10", "Vượt ngoài"),
        ("-1", "10", "Vượt ngoài"),
        ("năm", "10", "con số"),
        ("5", "", "thiếu điểm tối đa"),
        ("5", "0", "thiếu điểm tối đa"),
        ("1e3", "10", "con số"),
        ("9" * 40, "10", "con số"),
    ],
)
def test_what_is_doubtful_is_named_and_never_guessed(said, most, words):
    value = value_of(said, most, is_percent=False, has_most=True)

    assert value.share is None
    assert words in value.problem


def test_a_number_without_percent_or_maximum_is_not_guessed():
    assert "phần trăm hay điểm" in value_of("5", "", is_percent=False, has_most=False).problem


def test_a_rounded_share_says_so():
    value = value_of("1", "3", is_percent=False, has_most=True)

    assert value.share == Decimal("0.33333333")
    assert "làm tròn" in value.note


def test_a_code_excel_keeps_as_a_number_is_told_by_its_format_or_its_name():
    head = ["Mã", "Tên chỉ số", "Thẩm định (%)"]
    loose = read(excel(head, [7.1, "", 80]))
    shown = read(excel(head, [7.1, "", 80], form="0.00"))
    named = read(excel(head, [7.1, next(one.title for one in PARTS if one.code == "7.10"), 80]))

    assert loose[0].component == ""
    assert "7.1 hay 7.10" in loose[0].problem
    assert shown[0].component == "7.10"
    assert named[0].component == "7.10"


def test_a_component_told_twice_is_doubtful_in_both_rows():
    rows = read(csv_of("Mã;Thẩm định (%)", "1.1;80", "1.1;90", "99.9;10"))

    assert [one.component for one in rows] == ["", "", ""]
    assert "nhiều dòng" in rows[0].problem
    assert "không có mã" in rows[2].problem


def zipped(name: str, content: bytes, base: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, content if one == name else old.read(one))
    return stream.getvalue()


GOOD = excel(HEAD, ["1.1", "", 20, 15, 12, 10])
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet/>'
BAD = {
    "empty": b"",
    "zeros": b"\0\0\0 \n",
    "too large": b"M" * (LARGEST_BYTES + 1),
    "a page": b"<html><table></table></html>",
    "a paper": b"%PDF-1.7\n1 0 obj",
    "old excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "not utf-8": "Mã;Thẩm định".encode("utf-16"),
    "cut off": GOOD[: len(GOOD) // 2],
    "an empty archive": b"PK\x05\x06" + b"\0" * 18,
    "entities": zipped(SHEET, LAUGHS, GOOD),
    "a bomb": zipped(SHEET, b"<worksheet>" + b" " * (40 << 20) + b"</worksheet>", GOOD),
    "a bent sheet": zipped(SHEET, b"<worksheet><sheetData><row r='x'><c r='!'", GOOD),
    "no table": excel(["Tên", "Tuổi"], ["A", 3]),
    "too many rows": csv_of("Mã;Thẩm định", *["1.1;1"] * 2_500),
    "nul": b"Ma;Tham dinh\x00",
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(case):
    with pytest.raises((TableUnreadable, FileRefused)) as refusal:
        read(BAD[case])

    assert refusal.value.sentence.endswith((".", "”."))


@pytest.fixture
def world(db):
    return made.build()


def looked_at(opened, *lines: str):
    rows = read(csv_of("Mã;Tự đánh giá (%);Thẩm định (%);Công nhận (%)", *lines))
    return preview(rows, opened, queries.board(opened, {}, made.TODAY)), rows


def told(*read_rows, why: str = "") -> actions.TableTold:
    scores = [
        (one.declaration_id, actions.ScoreTold(one.whose, one.share, "12/QĐ", made.TODAY, why, one.seen))
        for row in read_rows
        for one in row.scores
        if one.fate in (Fate.NEW, Fate.CHANGES)
    ]
    return actions.TableTold(tuple(scores), "ab" * 32, 0)


def take(world, opened, table: actions.TableTold) -> int:
    return actions.take_table(opened.id, table, viewer=world.keeper, now=made.NOW)


def test_scores_are_written_with_their_acts_and_again_changes_nothing(world, opened):
    found, rows = looked_at(opened, "1.1;;80;75", "1.2;;60;")

    assert take(world, opened, told(*found)) == 3
    assert take(world, opened, told(*found)) == 0
    assert Score.objects.get(declaration__component="1.1", whose=Whose.FINAL).share == Decimal("0.75")
    assert Act.objects.filter(verb="declaration:score:entered").count() == 3
    assert Act.objects.get(verb="assessment:table:taken").data["entered"] == 3
    assert len(lacking(rows, queries.board(opened, {}, made.TODAY))) == 96


def test_a_changed_score_needs_a_reason_and_one_fault_leaves_nothing(world, opened):
    take(world, opened, told(*looked_at(opened, "1.1;;80;")[0]))
    found = looked_at(opened, "1.1;;70;", "1.2;;50;")[0]

    assert [one.scores[0].fate for one in found] == [Fate.CHANGES, Fate.NEW]
    with pytest.raises(DeclarationIncomplete, match=r"1\.1"):
        take(world, opened, told(*found))
    assert Score.objects.count() == 1
    assert take(world, opened, told(*found, why="Bộ đã thẩm định lại")) == 2


def test_who_was_faster_is_told_and_nothing_is_written(world, opened):
    found = looked_at(opened, "1.1;;80;", "1.2;;50;")[0]
    take(world, opened, told(*looked_at(opened, "1.1;;60;")[0]))

    with pytest.raises(AssessmentChangedMeanwhile):
        take(world, opened, told(*found))
    assert Score.objects.count() == 1


def test_the_own_score_is_compared_and_never_written(world, opened):
    made.accepted(world, made.declared(world, made.assigned(world, opened, "1.1")))

    found = looked_at(opened, "1.1;76,43;80;", "1.2;50;;")[0]

    assert found[0].doubts == ()
    assert "chưa có kê khai" in found[1].doubts[0]
    assert "khác số kê khai" in looked_at(opened, "1.1;90;80;")[0][0].doubts[0]
    assert take(world, opened, told(*found)) == 1


def test_only_the_standing_office_takes_a_table(world, opened):
    found = looked_at(opened, "1.1;;80;")[0]

    with pytest.raises(Exception, match="cơ quan thường trực khác"):
        actions.take_table(opened.id, told(*found), viewer=world.health_head, now=made.NOW)
    with pytest.raises(DeclarationIncomplete, match="không có điểm nào"):
        take(world, opened, actions.TableTold((), "", 0))
