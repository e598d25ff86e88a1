# SPDX-License-Identifier: EUPL-1.2
"""What can be read in an answer, whatever its kind: sentences, and rows with the head of each of their cells."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
import pypdfium2
from django.http import HttpResponseBase
from lxml import html
from openpyxl import load_workbook

SENTENCE = re.compile(r"(?<=[.:;!?])\s+|\n")


@dataclass(frozen=True)
class Cell:
    """A text that stands alone, what its column is called, and all the words it stands among."""

    text: str
    head: str
    beside: str


@dataclass(frozen=True)
class Read:
    """What an answer says: its sentences, its cells, and the names in it that are set true."""

    sentences: tuple[str, ...]
    cells: tuple[Cell, ...] = ()
    true_names: tuple[str, ...] = ()


def read(answer: HttpResponseBase) -> Read:
    """Return what an answer says; raises ValueError for a kind nobody here can read."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if not body.strip():
        return Read(())
    if kind.startswith("text/html"):
        return of_html(body.decode())
    if "json" in kind:
        return of_json(json.loads(body))
    if "spreadsheetml" in kind:
        sheets = load_workbook(io.BytesIO(body))
        return of_tables([[_texts(row) for row in one.iter_rows(values_only=True)] for one in sheets])
    if kind == "text/csv":
        return of_tables([list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))])
    if "wordprocessingml" in kind:
        return of_word(body)
    if kind == "application/pdf":
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(body)]
        return Read(sentences("\n".join(pages)))
    if kind.startswith(("text/", "application/xml", "application/rss", "application/yaml")):
        return Read(sentences(body.decode()))
    if kind.startswith(("image/", "font/")):
        return Read(())
    raise ValueError(f"nobody reads {kind}")


def sentences(text: str) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in SENTENCE.split(text) if one.strip())


def of_html(text: str) -> Read:
    """Read a page: what its elements say and what stands in attributes people are told (title, label, description)."""
    tree = html.fromstring(text)
    for gone in tree.xpath("//script|//style"):
        gone.drop_tree()
    told = [" ".join(one.split()) for one in tree.xpath("//@aria-label|//@title|//@content|//@placeholder|//@alt")]
    blocks = [block.text_content() for block in tree.xpath(BLOCKS)]
    return Read(sentences("\n".join([*blocks, *told])), tuple(_cells(tree)))


WHOLE = ("p", "li", "dd", "dt", "td", "th", "h1", "h2", "h3", "h4", "caption", "legend", "label", "title", "button")
BLOCKS = "|".join(f"//{one}" for one in (*WHOLE, "summary", "option", "a", "div[not(*)]", "span"))


def _cells(tree: Any) -> Iterator[Cell]:
    for row in tree.xpath("//tr[td]"):
        table = next(row.iterancestors("table"))
        heads = [" ".join(one.text_content().split()) for one in table.xpath(".//thead//th")]
        name = " ".join(one.text_content() for one in table.xpath("./caption"))
        texts = _texts(one.text_content() for one in row.xpath("./td|./th"))
        for place, cell in enumerate(texts):
            head = heads[place] if place < len(heads) else ""
            yield Cell(cell, head, " ".join([*texts, head, name]))
    for place in tree.xpath("//li|//p|//dd"):
        text = " ".join(place.text_content().split())
        yield Cell(text, "", text)


def _texts(cells: Any) -> list[str]:
    return ["" if one is None else " ".join(str(one).split()) for one in cells]


def of_tables(tables: list[list[list[str]]]) -> Read:
    """Read tables whose first row names the columns; a title above them is a row of one text."""
    said, cells = [], []
    for rows in tables:
        said += [cell for row in rows for cell in row if cell]
        for row in rows:
            for place, cell in enumerate(row):
                above = [one[place] for one in rows if place < len(one) and one[place] and one is not row][:3]
                cells.append(Cell(cell, " ".join(above[:1]), " ".join([*row, *above])))
    return Read(tuple(part for one in said for part in sentences(one)), tuple(cells))


def of_word(body: bytes) -> Read:
    paper = docx.Document(io.BytesIO(body))
    tables = of_tables([[_texts(cell.text for cell in row.cells) for row in one.rows] for one in paper.tables])
    said = tuple(part for one in paper.paragraphs for part in sentences(one.text))
    return Read(said + tables.sentences, tables.cells)


def of_json(found: Any) -> Read:
    texts: list[str] = []
    names: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            names.extend(name for name, one in value.items() if one is True)
            for one in value.values():
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)
        elif isinstance(value, str):
            texts.append(value)

    walk(found)
    return Read(tuple(part for one in texts for part in sentences(one)), (), tuple(names))
