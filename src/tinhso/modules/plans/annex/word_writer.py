# SPDX-License-Identifier: EUPL-1.2
"""Write an annex with its results to Word: A4 across, the heading on every page, groups merged across the table.

Annexes are set as 30/2020/NĐ-CP, phụ lục I asks: label 14 bold, title 13–14 capitals bold, the line of the act italic.
"""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tinhso.modules.plans.annex.layout import CENTRED, WEIGHTS, Layout, WrittenRow, layout_of, plain
from tinhso.modules.plans.annex.types import Annex, Column, Results, Title

FONT: Final = "Times New Roman"
TABLE_HALF_POINTS: Final = 22
PAGE_MM: Final = (297, 210)
MARGINS_MM: Final = {"left": 30, "right": 15, "top": 20, "bottom": 20}
_TWIPS_A_MM: Final = 56.7


def write_docx(annex: Annex, results: Results) -> bytes:
    """Return the annex with the columns of results as a .docx file.

    Raises ResultWithoutRow for a result whose row the annex does not have.
    """
    layout = layout_of(annex, results)
    document = docx.Document()
    _set_page(document)
    _set_properties(document, annex.title)
    _write_title(document, annex.title)
    body = document.element.body
    for number, table in enumerate(layout.tables):
        if number:
            document.add_paragraph()
        body.insert(len(body) - 1, _table(layout, table))
    document.add_paragraph()
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(side) for side in PAGE_MM)
    for side, width in MARGINS_MM.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = header.add_run()
        part = _element("w:fldChar", fldCharType=kind) if kind else _element("w:instrText")
        part.text = text or None
        run._r.append(part)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.element.rPr.append(_element("w:lang", val="vi-VN"))
    style.paragraph_format.space_after = Pt(0)


def _set_properties(document: Any, title: Title) -> None:
    properties = document.core_properties
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.title, properties.language = plain(title.name or title.label)[:250], "vi-VN"


def _write_title(document: Any, title: Title) -> None:
    for text, bold, italic in ((title.label, True, False), (title.name, True, False), (title.attached, False, True)):
        if text:
            paragraph = document.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = paragraph.add_run(plain(text))
            run.bold, run.italic, run.font.size = bold, italic, Pt(14)
            run.font.all_caps = text is title.name
    document.add_paragraph()


def _table(layout: Layout, rows: Sequence[WrittenRow]) -> Any:
    """Build the table as elements: python-docx needs seconds for some thousand rows of its own objects."""
    widths = _widths(layout.columns)
    table = OxmlElement("w:tbl")
    properties = OxmlElement("w:tblPr")
    properties.append(_element("w:tblW", w=str(sum(widths)), type="dxa"))
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="000000"))
    properties.append(borders)
    properties.append(_element("w:tblLayout", type="fixed"))
    table.append(properties)
    grid = OxmlElement("w:tblGrid")
    for width in widths:
        grid.append(_element("w:gridCol", w=str(width)))
    table.append(grid)
    table.append(_heading_row(layout.columns, widths))
    for row in rows:
        table.append(_group_row(row.heading, widths) if row.heading else _value_row(row.values, layout.columns, widths))
    return table


def _widths(columns: Sequence[Column]) -> list[int]:
    """Return the widths of the columns in twentieths of a point, filling the page between its margins."""
    whole = (PAGE_MM[0] - MARGINS_MM["left"] - MARGINS_MM["right"]) * _TWIPS_A_MM
    weight = sum(WEIGHTS[column.field] for column in columns)
    return [int(whole * WEIGHTS[column.field] / weight) for column in columns]


def _heading_row(columns: Sequence[Column], widths: Sequence[int]) -> Any:
    row = _row(is_heading=True)
    for column, width in zip(columns, widths, strict=True):
        row.append(_cell(column.heading, width, bold=True, centred=True))
    return row


def _group_row(heading: str, widths: Sequence[int]) -> Any:
    row = _row()
    row.append(_cell(heading, sum(widths), across=len(widths), bold=True))
    return row


def _value_row(values: Sequence[str | date], columns: Sequence[Column], widths: Sequence[int]) -> Any:
    row = _row()
    for value, column, width in zip(values, columns, widths, strict=True):
        text = f"{value:%d/%m/%Y}" if isinstance(value, date) else value
        row.append(_cell(text, width, centred=column.field in CENTRED))
    return row


def _row(*, is_heading: bool = False) -> Any:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if is_heading:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    return row


def _cell(text: str, width: int, *, across: int = 1, bold: bool = False, centred: bool = False) -> Any:
    cell = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    properties.append(_element("w:tcW", w=str(width), type="dxa"))
    if across > 1:
        properties.append(_element("w:gridSpan", val=str(across)))
    properties.append(_element("w:vAlign", val="center"))
    cell.append(properties)
    for line in text.split("\n"):
        cell.append(_paragraph(line, bold=bold, centred=centred))
    return cell


def _paragraph(line: str, *, bold: bool, centred: bool) -> Any:
    paragraph = OxmlElement("w:p")
    if centred:
        properties = OxmlElement("w:pPr")
        properties.append(_element("w:jc", val="center"))
        paragraph.append(properties)
    if not line:
        return paragraph
    run, look = OxmlElement("w:r"), OxmlElement("w:rPr")
    if bold:
        look.append(OxmlElement("w:b"))
    look.append(_element("w:sz", val=str(TABLE_HALF_POINTS)))
    run.append(look)
    for number, part in enumerate(line.split("\t")):
        if number:
            run.append(OxmlElement("w:tab"))
        text = OxmlElement("w:t")
        text.text = part
        text.set(qn("xml:space"), "preserve")
        run.append(text)
    paragraph.append(run)
    return paragraph


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
