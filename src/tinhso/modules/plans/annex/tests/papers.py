# SPDX-License-Identifier: EUPL-1.2
"""Annexes made for tests with python-docx and openpyxl, and parts written by hand for the odd ones."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence

from docx import Document
from openpyxl import Workbook, load_workbook

HEADINGS = ("STT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn hoàn thành", "Sản phẩm")
TASK = ("1", "Việc thử một", "Sở Thử nghiệm", "", "30/6/2026", "Báo cáo thử")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(*tables: Sequence[Sequence[str]], above: Sequence[str] = (), edit: Callable | None = None) -> bytes:
    """Return a .docx with these tables; edit gets the document before it is saved."""
    document = Document()
    for line in above:
        document.add_paragraph(line)
    for rows in tables:
        table = document.add_table(len(rows), max(len(row) for row in rows))
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, row, strict=False):
                cell.text = text
        document.add_paragraph()
    if edit:
        edit(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word_body(xml: str) -> bytes:
    """Return a .docx whose body is this markup."""
    body = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{xml}</w:body></w:document>'
    return with_parts(word(), {"word/document.xml": body})


def excel(*sheets: Sequence[Sequence[object]], merged: Sequence[str] = (), edit: Callable | None = None) -> bytes:
    """Return an .xlsx with these sheets; merged: ranges of the first one."""
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Trang {number}")
        for row in rows:
            sheet.append(list(row))
    for area in merged:
        book.worksheets[0].merge_cells(area)
    if edit:
        edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def shared(data: bytes) -> bytes:
    """Return an .xlsx whose first sheet keeps its texts in the table of shared strings, as Excel itself writes it."""
    sheet, main = "xl/worksheets/sheet1.xml", "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts: list[str] = []

    def share(found: re.Match[str]) -> str:
        texts.append(f"<si>{found[2]}</si>")
        return f'{found[1]}t="s"><v>{len(texts) - 1}</v>'

    cells = re.sub(r'(<c [^>]*)t="inlineStr"><is>(.*?)</is>', share, part(data, sheet), flags=re.DOTALL)
    assert texts
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    types = part(data, "[Content_Types].xml")
    return with_parts(
        data,
        {
            sheet: cells,
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">{"".join(texts)}</sst>',
            "[Content_Types].xml": types.replace(
                "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
            ),
        },
    )


def sheet_of(data: bytes):
    """Return the first sheet of a written file."""
    return load_workbook(io.BytesIO(data)).worksheets[0]


def part(data: bytes, name: str) -> str:
    """Return one part of an office file as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def with_parts(data: bytes, parts: Mapping[str, str | bytes], *, without: Sequence[str] = ()) -> bytes:
    """Return an office file with some parts replaced, added or left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts and name not in without:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue()


def doubts_of(annex) -> list[tuple[str, str]]:
    """Return what is doubtful as plain pairs."""
    return [(where, sentence) for where, sentence in annex.doubts]


def sentences_of(annex) -> str:
    """Return all sentences of doubt, to look for words in."""
    return "\n".join(sentence for _, sentence in annex.doubts)
