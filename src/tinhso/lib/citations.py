# SPDX-License-Identifier: EUPL-1.2
"""Legal instruments cited in Vietnamese texts (viện dẫn văn bản): number and symbol, kind, article. Pure.

A number is `61/2018/NĐ-CP` (with its year) or `922/QĐ-BTTTT` (without); laws are cited by number, `148/2025/QH15`.
What has no number (“Luật Giao dịch điện tử”) is not recognised: nothing is guessed.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

KINDS = {
    "HP": "Hiến pháp",
    "NĐ": "Nghị định",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "QĐ": "Quyết định",
    "NQ": "Nghị quyết",
    "NQLT": "Nghị quyết liên tịch",
    "CT": "Chỉ thị",
    "KH": "Kế hoạch",
    "CV": "Công văn",
    "TB": "Thông báo",
    "CTr": "Chương trình",
    "UBTVQH": "Nghị quyết, pháp lệnh của Ủy ban Thường vụ Quốc hội",
    "QH": "Luật, nghị quyết của Quốc hội",
}
"""Kinds of instruments by the letters of their symbol (30/2020/NĐ-CP, phụ lục III; 78/2025/NĐ-CP)."""
_BY_FOLDED = {kind.upper().replace("Đ", "D"): kind for kind in KINDS}
_WHO = r"[A-ZĐa-zđ0-9&]+(?:-[A-ZĐa-zđ0-9&]+)*"
_NUMBER = re.compile(
    rf"(?<![\w./-])(?P<number>\d{{1,6}}(?:\.\d{{1,2}})?[a-zA-Z]?)/(?:(?P<year>(?:19|20)\d\d)/)?"
    rf"(?P<kind>[A-ZĐa-zđ]{{2,7}}?)(?P<term>\d{{0,2}})(?P<who>(?:-{_WHO})?)(?![\w/])"
)
_ARTICLE = re.compile(
    r"(?:điểm (?P<point>\w+),? )?(?:khoản (?P<clause>\d+\w?),? )?(?:Điều|Art\.?) "
    r"(?P<article>\d+\w?(?:\s?(?:[–-]|đến|,)\s?\d+\w?)*(?![\w/]))"
)
_TERMS = ("QH", "UBTVQH", "HP")
_NEAR = 12
"""Characters between a number and the article that belongs to it: “, ”, “ của ”, “ Thông tư ”."""
_APART = re.compile(r"[;:.(]| và ")


@dataclass(frozen=True)
class Citation:
    """One instrument in a text. number: as it is written officially; year: None where the symbol has none.

    article: “khoản 2 Điều 13” as said, empty for the whole; start, end: where the number stands in the text.
    """

    number: str
    kind: str
    year: int | None
    article: str
    start: int
    end: int

    @property
    def title(self) -> str:
        return f"{KINDS[self.kind]} {self.number}" if self.kind in KINDS else self.number


def citations(text: str) -> list[Citation]:
    """Return the instruments a text cites, in order; the same one twice stands twice.

    >>> [(one.number, one.article) for one in citations("Điều 13 Thông tư 01/2018/TT-VPCP; 766/QĐ-TTg")]
    [('01/2018/TT-VPCP', 'Điều 13'), ('766/QĐ-TTg', '')]
    """
    normal = unicodedata.normalize("NFC", text)
    found = list(_numbers(normal))
    articles = list(_ARTICLE.finditer(normal))
    return [_with_article(one, normal, articles, found) for one in found]


def _numbers(text: str) -> Iterator[Citation]:
    for match in _NUMBER.finditer(text):
        kind = _BY_FOLDED.get(match["kind"].upper().replace("Đ", "D"))
        if kind is None or (kind in _TERMS) != bool(match["term"]) or (kind not in _TERMS and not match["who"]):
            continue
        year = f"{match['year']}/" if match["year"] else ""
        number = f"{match['number']}/{year}{kind}{match['term']}{_who(match['who'])}"
        yield Citation(number, kind, int(match["year"]) if match["year"] else None, "", match.start(), match.end())


def _who(symbol: str) -> str:
    """Return who issued it as it is written: `-TTg` of the Prime Minister, all others in capitals."""
    return "-TTg" if symbol.upper() == "-TTG" else symbol.upper()


def _with_article(one: Citation, text: str, articles: list[re.Match[str]], all_found: list[Citation]) -> Citation:
    before = [match for match in articles if match.end() <= one.start and _belongs(text[match.end() : one.start])]
    after = [match for match in articles if match.start() >= one.end and _belongs(text[one.end : match.start()])]
    taken = {found.start for found in all_found}
    if before and not any(before[-1].end() <= place < one.start for place in taken):
        return _said(one, before[-1])
    if after and not any(one.end <= place < after[0].start() for place in taken):
        return _said(one, after[0])
    return one


def _belongs(between: str) -> bool:
    return len(between) <= _NEAR and not _APART.search(between)


def _said(one: Citation, article: re.Match[str]) -> Citation:
    said = article[0].replace("Art.", "Điều").replace("Art", "Điều").strip()
    return Citation(one.number, one.kind, one.year, said, one.start, one.end)
