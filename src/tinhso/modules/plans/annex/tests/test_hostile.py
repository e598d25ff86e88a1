# SPDX-License-Identifier: EUPL-1.2
"""Whatever comes in, one Vietnamese sentence goes out: bombs, locks, macros, bent and missing parts."""

import io
import random
import zipfile

import pytest

from tinhso.modules.plans.annex import read_docx, read_xlsx
from tinhso.modules.plans.annex.errors import LARGEST_BYTES, MOST_COLUMNS, MOST_ROWS, SENTENCES, AnnexUnreadable
from tinhso.modules.plans.annex.tests.papers import HEADINGS, TASK, excel, part, shared, with_parts, word, word_body

WORD, EXCEL = word([HEADINGS, TASK]), shared(excel([HEADINGS, TASK]))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le")
EMPTY_ZIP = b"PK\x05\x06" + b"\0" * 18
SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def replaced(data: bytes, name: str, old: str, new: str) -> bytes:
    content = part(data, name)
    assert old in content
    return with_parts(data, {name: content.replace(old, new)})


def macro(data: bytes, old: str) -> bytes:
    kind = {"word": "application/vnd.ms-word.document", "xl": "application/vnd.ms-excel.sheet"}[old]
    openxml = "application/vnd.openxmlformats-officedocument."
    plain = {"word": "wordprocessingml.document", "xl": "spreadsheetml.sheet"}[old]
    return replaced(data, TYPES, f"{openxml}{plain}.main+xml", f"{kind}.macroEnabled.main+xml")


def entity(data: bytes, name: str, root: str) -> bytes:
    text = part(data, name)
    laughs = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    return with_parts(data, {name: text.replace(root, laughs + root, 1)})


def merged(data: bytes, reference: str) -> bytes:
    return replaced(data, SHEET, "</sheetData>", f'</sheetData><mergeCells><mergeCell ref="{reference}"/></mergeCells>')


STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
LOOSE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
NOISE = "".join(random.Random(7).choices("abcdefghijklmnopqrstuvwxyz", k=9_900))
FILLED = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"

BAD = {
    "empty word": (read_docx, b"", "empty"),
    "zeros": (read_xlsx, b"\0\0\0 \n", "empty"),
    "too large": (read_docx, WORD + b"\0" * LARGEST_BYTES, "too_large"),
    "old word": (read_docx, OLE, "old_office"),
    "old excel": (read_xlsx, OLE, "old_office"),
    "rich text": (read_docx, b"{\\rtf1}", "old_office"),
    "locked word": (read_docx, LOCKED, "locked"),
    "locked excel": (read_xlsx, LOCKED, "locked"),
    "no archive": (read_docx, b"STT;Noi dung", "not_office"),
    "a page": (read_xlsx, b"<html><table></table></html>", "not_office"),
    "a paper": (read_docx, b"%PDF-1.7\n", "not_office"),
    "a program": (read_docx, b"MZ\0\0", "not_office"),
    "another archive": (read_docx, zipped(a=b"x"), "not_office"),
    "an empty archive": (read_xlsx, EMPTY_ZIP, "not_office"),
    "excel as word": (read_docx, EXCEL, "not_word"),
    "word as excel": (read_xlsx, WORD, "not_excel"),
    "word macros": (read_docx, macro(WORD, "word"), "macro"),
    "excel macros": (read_xlsx, macro(EXCEL, "xl"), "macro"),
    "hidden macros": (read_xlsx, with_parts(EXCEL, {"xl/vbaProject.bin": b"x"}), "macro"),
    "embedded": (read_docx, with_parts(WORD, {"word/embeddings/a.bin": b"x"}), "active"),
    "truncated word": (read_docx, WORD[: len(WORD) // 2], "broken"),
    "truncated excel": (read_xlsx, EXCEL[:-30], "broken"),
    "strict word": (read_docx, replaced(WORD, "_rels/.rels", LOOSE, STRICT), "strict"),
    "no document": (read_docx, with_parts(WORD, {}, without=["word/document.xml"]), "broken"),
    "no workbook": (read_xlsx, with_parts(EXCEL, {}, without=["xl/workbook.xml"]), "broken"),
    "no relations": (read_docx, with_parts(WORD, {}, without=["_rels/.rels"]), "broken"),
    "no body": (read_docx, replaced(WORD, "word/document.xml", "w:body", "w:other"), "broken"),
    "no markup": (read_docx, with_parts(WORD, {"word/document.xml": "xin chào"}), "broken"),
    "half markup": (read_xlsx, with_parts(EXCEL, {SHEET: part(EXCEL, SHEET)[:-40]}), "broken"),
    "strings missing": (read_xlsx, with_parts(EXCEL, {}, without=["xl/sharedStrings.xml"]), "broken"),
    "too deep": (read_docx, word_body("<w:sdt><w:sdtContent>" * 300 + "</w:sdtContent></w:sdt>" * 300), "broken"),
    "entities in the document": (read_docx, entity(WORD, "word/document.xml", "<w:document"), "active"),
    "entities in another part": (read_docx, entity(WORD, "word/styles.xml", "<w:styles"), "active"),
    "entities in a sheet": (read_xlsx, entity(EXCEL, SHEET, "<worksheet"), "active"),
    "wide letters": (read_xlsx, with_parts(EXCEL, {SHEET: part(EXCEL, SHEET).encode("utf-16")}), "broken"),
    "another encoding": (
        read_xlsx,
        with_parts(EXCEL, {SHEET: b"<?xml version='1.0' encoding='cp037'?>" + part(EXCEL, SHEET).encode()}),
        "broken",
    ),
    "a bomb": (read_docx, with_parts(WORD, {"word/media/a.png": b"\0" * (40 << 20)}), "bomb"),
    "many members": (read_docx, with_parts(WORD, {f"word/{n}": b"" for n in range(2_100)}), "bomb"),
    "a broken merge": (read_xlsx, merged(EXCEL, "A1"), "broken"),
    "many merges": (read_xlsx, merged(EXCEL, 'A9:B9"/><mergeCell ref="' * 20_001 + "A9:B9"), "broken"),
    "a span without end": (
        read_docx,
        word_body('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'),
        "too_many_columns",
    ),
    "many columns in word": (
        read_docx,
        word_body("<w:tbl><w:tr>" + FILLED.format("a") * (MOST_COLUMNS + 1) + "</w:tr></w:tbl>"),
        "too_many_columns",
    ),
    "many columns": (read_xlsx, excel([HEADINGS, [*TASK, *[""] * MOST_COLUMNS, "x"]]), "too_many_columns"),
    "many rows": (read_xlsx, excel([HEADINGS, *[TASK] * MOST_ROWS]), "too_many_rows"),
    "rows over two sheets": (read_xlsx, excel(*[[HEADINGS, *[TASK] * 2_600]] * 2), "too_many_rows"),
    "many rows in word": (
        read_docx,
        word_body("<w:tbl>" + f"<w:tr>{FILLED.format('a')}</w:tr>" * (MOST_ROWS + 1) + "</w:tbl>"),
        "too_many_rows",
    ),
    "a long cell": (read_docx, word([HEADINGS, ("1", "a" * 10_001, *TASK[2:])]), "cell_too_long"),
    "a long cell of excel": (read_xlsx, excel([HEADINGS, ("1", "a" * 10_001, *TASK[2:])]), "cell_too_long"),
    "much text": (
        read_xlsx,
        excel([HEADINGS, *[("1", NOISE, NOISE[::-1], *TASK[3:]) for _ in range(410)]]),
        "too_much_text",
    ),
    "no table": (read_docx, word([("a", "b", "c")]), "no_table"),
    "no paper at all": (read_docx, word(), "no_table"),
    "an empty sheet": (read_xlsx, excel([[]]), "no_table"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_file_is_refused_with_one_sentence(name):
    read, data, code = BAD[name]

    with pytest.raises(AnnexUnreadable) as refusal:
        read(data)

    assert refusal.value.code == code
    assert refusal.value.sentence.split("{")[0] in SENTENCES[code] or code == "cell_too_long"
    assert refusal.value.sentence.endswith(".")


def test_texts_kept_in_the_table_of_shared_strings_are_read():
    assert [row.title for row in read_xlsx(EXCEL).rows] == [TASK[1]]


def test_every_sentence_is_reached():
    assert {code for _, _, code in BAD.values()} == set(SENTENCES)


@pytest.mark.parametrize("code", ["old_office", "locked", "broken"])
def test_the_way_out_is_said(code):
    assert "lưu lại thành .docx/.xlsx" in SENTENCES[code]


def test_a_virus_mark_keeps_the_sentence_of_the_house():
    with pytest.raises(AnnexUnreadable, match="mã độc") as refusal:
        read_docx(b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE")

    assert refusal.value.code == "virus"


def test_a_merged_range_of_the_whole_sheet_is_cut_and_not_unfolded():
    rows = [HEADINGS, ("I. Nhóm thử",), TASK]

    annex = read_xlsx(merged(excel(rows), "A2:XFD2"))

    assert annex.rows[0].group == ("I. Nhóm thử",)


def test_an_empty_row_at_the_end_of_the_sheet_costs_nothing():
    data = replaced(EXCEL, SHEET, "</sheetData>", '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')

    assert len(read_xlsx(data).rows) == 1


def test_a_filled_cell_at_the_end_of_the_sheet_is_refused():
    filled = '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'

    with pytest.raises(AnnexUnreadable) as refusal:
        read_xlsx(replaced(EXCEL, SHEET, "</sheetData>", filled))

    assert refusal.value.code == "too_many_rows"


def bent(data: bytes, name: str, seed: int) -> bytes:
    """Return an office file with a part in which some bytes were changed, doubled or cut."""
    dice = random.Random(seed)
    content = bytearray(part(data, name).encode())
    for _ in range(dice.randint(1, 6)):
        place = dice.randrange(len(content))
        kind = dice.randrange(4)
        if kind == 0:
            content[place] = dice.randrange(32, 127)
        elif kind == 1:
            del content[place : place + dice.randrange(1, 40)]
        elif kind == 2:
            content[place:place] = content[place : place + dice.randrange(1, 60)]
        else:
            content[place:place] = str(10 ** dice.randrange(1, 30)).encode()
        if not content:
            content = bytearray(b"<")
    return with_parts(data, {name: bytes(content)})


WORD_PARTS = ("word/document.xml", "word/numbering.xml", "word/styles.xml", TYPES, "word/_rels/document.xml.rels")
EXCEL_PARTS = (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", TYPES, "xl/_rels/workbook.xml.rels")


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", WORD_PARTS + EXCEL_PARTS)
def test_a_bent_part_is_read_or_refused_and_never_breaks_the_reader(name):
    read, data = (read_docx, WORD) if name in WORD_PARTS and name != TYPES else (read_xlsx, EXCEL)
    outcomes = set()

    for seed in range(60):
        try:
            outcomes.add(len(read(bent(data, name, seed)).rows))
        except AnnexUnreadable as refusal:
            outcomes.add(refusal.code)

    assert "broken" in outcomes


def test_a_bent_archive_is_read_or_refused():
    outcomes = set()

    for seed in range(120):
        dice = random.Random(seed)
        for read, data in ((read_docx, WORD), (read_xlsx, EXCEL)):
            content = bytearray(data)
            for _ in range(dice.randint(1, 20)):
                content[dice.randrange(len(content))] = dice.randrange(256)
            try:
                outcomes.add(len(read(bytes(content)).rows))
            except AnnexUnreadable as refusal:
                outcomes.add(refusal.code)

    assert "broken" in outcomes
    assert outcomes <= {0, 1, *SENTENCES}
