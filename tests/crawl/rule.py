# SPDX-License-Identifier: EUPL-1.2
"""The rule. No weight of a component is confirmed but where a document says it, so:

1. no sentence calls a score official: none that has a word of scoring has "chính thức" or "official", but for the
   few that deny it; and nothing in an answer for machines is marked official;
2. a number of points of a component without a confirmed weight stands beside the word simulation: in its own row,
   sentence, head of column or caption.
"""

import re
from datetime import date
from functools import cache

from tests.crawl.reading import Cell, Read
from tinhso.faces.portal.ranking import DTI
from tinhso.modules.scorecards.definitions import index
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.queries import INDEX_766, NINE_INDICATORS
from tinhso.modules.scorecards.types import Trust

OFFICIAL = re.compile(r"chính thức|\bofficial", re.I)
SCORING = re.compile(
    r"điểm số|điểm|xếp hạng|thứ hạng|\bhạng\b|chỉ số|chỉ tiêu|bộ chỉ|kết quả tính|score|points|ranking|\brank|\bindex"
    r"|indices|indicator|grade|\bDTI\b",
    re.I,
)
PLACES = re.compile(
    r"điểm giao dịch|điểm tiếp nhận|địa điểm|thời điểm|quan điểm|đặc điểm|trọng điểm|điểm bưu điện", re.I
)
"""Words in which "điểm" is a place, an instant or a view."""
DENIED = (
    "nên hệ thống này không in điểm chính thức nào từ chúng",
    "so no official score is printed from them here",
    "Điểm chính thức do Cổng Dịch vụ công quốc gia tính",
    "– không phải điểm chính thức, vì có những điều giả định",
    "– not the official score, because of the assumptions",
)
"""The only sentences that may have both: there is no such number, or somebody else computes it."""

POINTS = re.compile(r"\d[\d.,]*\s*(?:điểm\b|points?\b|pts\b)", re.I)
HEAD = re.compile(r"^(?:điểm|points?|score)\b", re.I)
SIMULATED = re.compile(r"mô phỏng|simulat", re.I)
IN_FORCE = date(2026, 11, 2)
LEAST_NAME = 12
"""Names shorter than this are words of everyday and name no component by themselves."""


def breaches(found: Read) -> list[str]:
    """Return what breaks the rule in an answer, in its own words."""
    wrong = [f"official: {one}" for one in found.sentences if calls_official(one)]
    wrong += [f"marked: {name}" for name in found.true_names if OFFICIAL.search(name)]
    return wrong + [f"no simulation: {one.beside[:200]}" for one in found.cells if is_unlabelled(one)]


def calls_official(sentence: str) -> bool:
    if not OFFICIAL.search(sentence) or any(denied in sentence for denied in DENIED):
        return False
    return SCORING.search(PLACES.sub("", sentence)) is not None


def is_unlabelled(cell: Cell) -> bool:
    """Return whether a cell holds points of a component nobody confirmed the weight of, and does not say simulation."""
    has_points = POINTS.search(cell.text) or (HEAD.search(cell.head) and re.match(r"\d", cell.text))
    return bool(has_points) and not SIMULATED.search(cell.beside) and any(name in cell.beside for name in unconfirmed())


@cache
def unconfirmed() -> tuple[str, ...]:
    """Return the names of all components whose weight no document confirms."""
    found = {part.title or part.working for part in edition(DTI).parts()}
    for code in (INDEX_766, NINE_INDICATORS):
        found |= {one.title for one in index(code, IN_FORCE).components() if one.weight is not Trust.CONFIRMED}
    return tuple(sorted(name for name in found if len(name) >= LEAST_NAME))
