# SPDX-License-Identifier: EUPL-1.2
"""The text of Word paragraphs as a reader sees it: changes accepted, automatic numbers and bullets written out."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED: Final = frozenset({f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}tbl", _MC_FALLBACK})
_SIGNS: Final = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_ROMAN: Final = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
                 (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
DEEPEST_LEVEL: Final = 8
HIGHEST_NUMBER: Final = 3_000


def value_of(parent: Any, path: str) -> str | None:
    """Return the `w:val` of the first element under `path` ("pPr/numPr/numId"), None when there is none."""
    found = parent.find("/".join(W + name for name in path.split("/")))
    return None if found is None else found.get(f"{W}val", "")


def number_or(text: str | None, otherwise: int) -> int:
    """Return a whole number of up to nine figures, something else when the text is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def text_of(paragraph: Any) -> str:
    """Return the text of a paragraph, inserted text in, deleted text and tables inside out."""
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _pieces(child)


def paragraphs_of(cell: Any) -> Iterator[Any]:
    """Give the paragraphs of a cell or body, also those in content controls; those of inner tables not."""
    for child in cell:
        if child.tag == f"{W}p":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from paragraphs_of(child)


class Numbers:
    """Counts the automatic numbers of a document in the order its paragraphs are asked for."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        """numbering, styles: root elements of those parts, None where the document has none."""
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._own_start: set[str] = set()
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        for part in numbering if numbering is not None else ():
            self._take(part)
        for style in styles.iterfind(f"{W}style") if styles is not None else ():
            number = value_of(style, "pPr/numPr/numId")
            if number:
                level = number_or(value_of(style, "pPr/numPr/ilvl"), 0)
                self._styles[style.get(f"{W}styleId", "")] = (number, level)

    def _take(self, part: Any) -> None:
        if part.tag == f"{W}abstractNum":
            self._levels[part.get(f"{W}abstractNumId", "")] = {
                number_or(level.get(f"{W}ilvl"), 0): (
                    value_of(level, "numFmt") or "decimal",
                    value_of(level, "lvlText") or "",
                    number_or(value_of(level, "start"), 1),
                )
                for level in part.iterfind(f"{W}lvl")
            }
        elif part.tag == f"{W}num":
            number = part.get(f"{W}numId", "")
            self._lists[number] = value_of(part, "abstractNumId") or ""
            if part.find(f"{W}lvlOverride/{W}startOverride") is not None:
                self._own_start.add(number)

    def label(self, paragraph: Any) -> str:
        """Return the number or "-" Word puts before a paragraph, empty when it puts none; counts on."""
        number, level = self._list_of(paragraph)
        levels = self._levels.get(self._lists.get(number, ""), {})
        if level not in levels or level > DEEPEST_LEVEL:
            return ""
        form, pattern, start = levels[level]
        if form in ("bullet", "none"):
            return "-" if form == "bullet" else ""
        counts = self._counts[number if number in self._own_start else f"abstract {self._lists[number]}"]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        for one in range(level + 1):
            form, _, start = levels.get(one, ("decimal", "", 1))
            pattern = pattern.replace(f"%{one + 1}", _written(counts.get(one, start), form))
        return pattern.strip()[:40]

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        number = value_of(paragraph, "pPr/numPr/numId")
        if number is None:
            return self._styles.get(value_of(paragraph, "pPr/pStyle") or "", ("", 0))
        return number, number_or(value_of(paragraph, "pPr/numPr/ilvl"), 0)


def _written(count: int, form: str) -> str:
    if not 0 < count <= HIGHEST_NUMBER:
        return str(count)
    if form in ("upperRoman", "lowerRoman"):
        text = _roman(count)
    elif form in ("upperLetter", "lowerLetter"):
        text = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
    else:
        return f"{count:02d}" if form == "decimalZero" else str(count)
    return text.lower() if form.startswith("lower") else text


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (count // value)
        count %= value
    return text
