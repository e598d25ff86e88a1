# SPDX-License-Identifier: EUPL-1.2
"""The simulation page: what is read from its boxes, its answer in words. Every number of it is called a simulation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from tinhso.faces.portal.ranking import number, span_words
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.ranking_links import part_box as part_box
from tinhso.lib.vntext import format_decimal, format_percent
from tinhso.modules.scorecards.dti import rules, simulation, whatif
from tinhso.modules.scorecards.dti.types import Edition, Main, Part, Result, Span

LONGEST = 40
"""Characters of a box that are kept and shown back."""
SHARE = re.compile(r"(\d{1,3})(?:,(\d{1,4})|\.(\d{1,2}))?\s*%?", re.ASCII)
OTHER_NUMBER = re.compile(r"[-+−]?\d+(?:[.,]\d+)*\s*%?", re.ASCII)
OURS = re.compile(r"[ct]\d", re.ASCII)
"""How the names of boxes begin: c and the code of a main index, t and the code of a component."""


@dataclass(frozen=True)
class Box:
    """One box for a supposed share."""

    name: str
    label: str
    hint: str


@dataclass(frozen=True)
class Group:
    """One scored main index with its box and the boxes of its components. is_open: something stands in those."""

    box: Box
    parts: list[Box]
    is_open: bool


@dataclass(frozen=True)
class Asked:
    """What was typed. values: as typed, by box; errors: by box, "" for the whole; supposed: what holds."""

    values: dict[str, str]
    errors: dict[str, str]
    supposed: whatif.Supposition
    has_empty: bool

    @property
    def filled(self) -> dict[str, str]:
        return {name: text for name, text in self.values.items() if text}

    @property
    def query(self) -> str:
        return urlencode(self.filled)


def main_box(code: str) -> str:
    return f"c{code}"


def read(data: QueryDict, edition: Edition, dated: date) -> Asked:
    """Return what was typed into the boxes and what is wrong with it; wrong boxes suppose nothing."""
    boxes = {main_box(main.code): main.code for main in edition.scored()}
    boxes |= {part_box(part.code): part.code for main in edition.scored() for part in main.parts}
    values = {name: read_text(data, name, longest=LONGEST).strip() for name in boxes if name in data}
    errors, shares = {}, {}
    for name, typed in values.items():
        share, error = share_of(typed)
        if len(data.getlist(name)) > 1:
            error = _("Ô này bị gửi hai lần. Hãy ghi một số.")
        if error:
            errors[name] = error
        elif share is not None:
            shares[name] = share
    errors |= _said_twice(edition, values) | _strange(data, boxes)
    if values and not any(values.values()):
        errors[""] = _("Hãy ghi ít nhất một mức giả định.")
    supposed = whatif.Supposition(
        main={boxes[name]: share for name, share in shares.items() if name.startswith("c")},
        parts={boxes[name]: share for name, share in shares.items() if name.startswith("t")},
        weights=simulation.equal_weights(edition, dated),
    )
    return Asked(values, errors, supposed, has_empty=not all(values.values()))


def share_of(typed: str) -> tuple[Decimal | None, str]:
    """Return a share of one from percent as typed, and what is wrong with it; nothing typed is nothing."""
    if not typed:
        return None, ""
    found = SHARE.fullmatch(typed)
    if found is None:
        if OTHER_NUMBER.fullmatch(typed) is None:
            return None, _("Hãy ghi một số từ 0 đến 100, ví dụ 82,5.")
        whole, _comma, decimals = typed.strip("% ").partition(",")
        if decimals.isdigit() and whole.isdigit() and int(whole) <= 100:
            return None, _("Hãy ghi nhiều nhất bốn chữ số sau dấu phẩy.")
        return None, _("Mức giả định phải từ 0 đến 100 %, phần lẻ sau dấu phẩy, ví dụ 82,5.")
    share = Decimal(f"{found[1]}.{found[2] or found[3] or 0}") / 100
    if share > 1:
        return None, _("Mức giả định phải từ 0 đến 100 %, phần lẻ sau dấu phẩy, ví dụ 82,5.")
    return share, ""


def _said_twice(edition: Edition, values: dict[str, str]) -> dict[str, str]:
    """Return an error for each main index with a share of its own and shares of components."""
    sentence = _("Chỉ số này đã có mức của từng thành phần. Hãy chỉ ghi một trong hai.")
    return {
        main_box(main.code): sentence
        for main in edition.scored()
        if values.get(main_box(main.code)) and any(values.get(part_box(part.code)) for part in main.parts)
    }


def _strange(data: QueryDict, boxes: dict[str, str]) -> dict[str, str]:
    """Return an error when the address has a box this index does not have."""
    strange = sorted(name for name in data if OURS.match(name) and name not in boxes)
    if not strange:
        return {}
    return {"": _("Địa chỉ có ô “%(name)s” không thuộc bộ chỉ số này. Hãy bỏ ô ấy.") % {"name": strange[0][:20]}}


def groups(edition: Edition, own: Result, asked: Asked) -> list[Group]:
    """Return the boxes, main index by main index."""
    found = []
    for main in edition.scored():
        parts = [Box(part_box(part.code), f"{part.code}. {_name(part)}", _trust(part)) for part in main.parts]
        is_open = any(asked.values.get(one.name) or one.name in asked.errors for one in parts)
        found.append(Group(Box(main_box(main.code), f"{main.code}. {main.title}", _now(main, own)), parts, is_open))
    return found


def _name(part: Part) -> str:
    return part.title or part.working or _("Chưa biết tên")


def _trust(part: Part) -> str:
    return "" if part.title else _("Tên tạm, chưa xác nhận")


def _now(main: Main, own: Result) -> str:
    share = own.main.get(main.code)
    if share is None:
        return _("Mức công bố: chưa biết; tối đa %(points)d điểm") % {"points": main.max_points}
    words = {"share": format_percent(share * 100), "points": main.max_points}
    return _("Mức công bố: %(share)s; tối đa %(points)d điểm") % words


@dataclass(frozen=True)
class Row:
    """One line of what changed: name, as published, simulated, difference."""

    name: str
    now: str
    simulated: str
    change: str
    is_supposed: bool


@dataclass(frozen=True)
class Answer:
    """The simulation in words."""

    overall: str
    place: str
    sentences: list[str]
    rows: list[Row]
    assumptions: list[str]


def answer(edition: Edition, results: Sequence[Result], own: Result, supposed: whatif.Supposition) -> Answer:
    """Return what the supposition leads to, against today, with everything it assumes."""
    today = rules.bounds(results, own.rank)
    found = whatif.simulate(edition, own, today, supposed)
    place = whatif.place(edition, results, own, found.overall)
    places = dict.fromkeys([max(place.best - 1, 1), len(results) // 2])
    return Answer(
        overall=words_of(found.overall, edition.decimals),
        place=place_words(place),
        sentences=[
            _distance(place, rank, whatif.lacking(edition, results, own, found.overall, rank), edition.decimals)
            for rank in places
        ],
        rows=[*_rows(edition, own, found), _whole(edition, own, today, found), _place_row(own, place)],
        assumptions=assumptions(supposed),
    )


def _rows(edition: Edition, own: Result, found: whatif.Simulated) -> list[Row]:
    rows = []
    for main in edition.scored():
        words = _change(own.main.get(main.code), found.main[main.code], edition.decimals)
        rows.append(Row(f"{main.code}. {main.title}", *words, main.code in found.supposed))
    for pillar in edition.pillars:
        now, simulated, change = _change(own.pillars.get(pillar.code), found.pillars[pillar.code], edition.decimals)
        if own.pillars_derived:
            now = _("%(between)s (suy ra)") % {"between": now}
        rows.append(Row(_("Trụ cột %(name)s") % {"name": pillar.title}, now, simulated, change, False))
    return rows


def _whole(edition: Edition, own: Result, today: Span, found: whatif.Simulated) -> Row:
    now, simulated, change = _change(own.value, found.overall, edition.decimals)
    if own.value is None:
        now = _("%(between)s (suy ra)") % {"between": span_words(today)}
    return Row(_("Giá trị chung"), now, simulated, change, False)


def _place_row(own: Result, place: whatif.Place) -> Row:
    is_same = place.best == place.worst == own.rank
    return Row(_("Hạng"), str(own.rank), place_words(place), _("không đổi") if is_same else "", False)


def _change(now: Decimal | None, then: Span, decimals: int) -> tuple[str, str, str]:
    """Return the value as published, simulated, and the difference, in words."""
    simulated = _("chưa biết") if then == rules.WHOLE else words_of(then, decimals)
    if now is None:
        return _("chưa biết"), simulated, _("chưa biết")
    low, high = (_signed(end - now, decimals) for end in (then.low, then.high))
    change = low if low == high else _("từ %(low)s đến %(high)s") % {"low": low, "high": high}
    return number(now), simulated, _("không đổi") if change == "0" else change


def words_of(span: Span, decimals: int) -> str:
    """Return a simulated value with as many places as values are published with."""
    low, high = (format_decimal(end, decimals) for end in (span.low, span.high))
    return low if low == high else _("từ %(low)s đến %(high)s") % {"low": low, "high": high}


def _signed(value: Decimal, decimals: int) -> str:
    words = format_decimal(abs(value), decimals)
    if not words.strip("0,"):
        return "0"
    return f"+{words}" if value > 0 else f"−{words}"


def place_words(place: whatif.Place) -> str:
    if place.best == place.worst:
        return str(place.best)
    return _("từ %(low)s đến %(high)s") % {"low": place.best, "high": place.worst}


def _distance(place: whatif.Place, rank: int, lacking: Span, decimals: int) -> str:
    """Return how far a place is, in a sentence."""
    if place.worst <= rank:
        return _("Mô phỏng: đã đạt hạng %(rank)d.") % {"rank": rank}
    if place.best <= rank:
        most = format_decimal(lacking.high, decimals)
        return _("Mô phỏng: có thể đã đạt hạng %(rank)d; nếu chưa thì còn thiếu nhiều nhất %(most)s.") % {
            "rank": rank,
            "most": most,
        }
    return _("Mô phỏng: còn cách hạng %(rank)d %(value)s.") % {"rank": rank, "value": words_of(lacking, decimals)}


def assumptions(supposed: whatif.Supposition) -> list[str]:
    """Return everything the simulation takes for granted."""
    found = [
        _("Kết quả đã công bố của các tỉnh khác giữ nguyên; nếu họ cũng thay đổi thì hạng sẽ khác."),
        _(
            "Chỉ số không ghi mức giả định giữ mức đã công bố; mức chưa tìm thấy được tính "
            "từ thấp nhất đến cao nhất có thể."
        ),
        _(
            "Giá trị chung lấy từ tám chỉ số chính theo điểm tối đa của chúng; cách tính ba "
            "trụ cột là suy ra, chưa xác nhận."
        ),
        _(
            "Giá trị mô phỏng được làm tròn như giá trị công bố của tỉnh được so rồi mới xếp "
            "hạng; bằng nhau thì đồng hạng."
        ),
    ]
    if supposed.parts:
        found.append(
            _(
                "Điểm tối đa của chỉ số chính được chia đều cho các thành phần. Chưa văn bản nào "
                "xác nhận điểm của từng thành phần."
            )
        )
    return found
