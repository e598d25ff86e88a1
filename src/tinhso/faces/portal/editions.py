# SPDX-License-Identifier: EUPL-1.2
"""Editions of the index side by side in words: what is known, which year belongs to which, what may be compared."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.faces.portal.ranking import number, span_words
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.words import day_words
from tinhso.lib.vntext import format_int
from tinhso.modules.scorecards.dti import frames
from tinhso.modules.scorecards.dti.frames import Aspect, Bar, Claim, Frame, KnownPlace
from tinhso.modules.scorecards.dti.types import Span
from tinhso.modules.scorecards.types import Trust

FIRST_YEAR = 2020
ASPECTS = {
    Aspect.TOTAL: gettext_lazy("Tổng điểm tối đa"),
    Aspect.PILLARS: gettext_lazy("Trụ cột"),
    Aspect.MAIN_COUNT: gettext_lazy("Số chỉ số chính"),
    Aspect.MAIN_NAMES: gettext_lazy("Tên các chỉ số chính"),
    Aspect.MAIN_MAXIMA: gettext_lazy("Điểm tối đa của chỉ số chính"),
    Aspect.COMPONENT_COUNT: gettext_lazy("Số chỉ số thành phần"),
    Aspect.COMPONENT_NAMES: gettext_lazy("Tên chỉ số thành phần"),
    Aspect.COMPONENT_MAXIMA: gettext_lazy("Điểm tối đa của chỉ số thành phần"),
    Aspect.CRITERIA: gettext_lazy("Số tiêu chí"),
    Aspect.FORMULA: gettext_lazy("Cách tính giá trị chung"),
    Aspect.PILLAR_FORMULA: gettext_lazy("Cách tính giá trị trụ cột"),
    Aspect.SMART_CITY: gettext_lazy("Đô thị thông minh"),
    Aspect.PROVINCES: gettext_lazy("Số tỉnh, thành phố"),
    Aspect.MEASURED: gettext_lazy("Số liệu đo tự động"),
}
TRUSTS = {
    Trust.CONFIRMED: (gettext_lazy("Đã xác nhận"), "done"),
    Trust.INFERRED: (gettext_lazy("Suy ra"), "working"),
    Trust.MISSING: (gettext_lazy("Chưa biết"), "waiting"),
}
"""How sure a claim is, in words and as a phase of a tag."""
BARS = {
    Bar.UNKNOWN_YEAR: gettext_lazy(
        "Chưa tìm thấy văn bản nói năm này đánh giá theo bộ chỉ số nào, nên chưa so sánh được gì."
    ),
    Bar.INFERRED_YEAR: gettext_lazy(
        "Một trong hai năm chỉ được suy ra là theo văn bản này; khi đọc được kết quả của năm đó cần xem lại."
    ),
    Bar.OTHER_EDITION: gettext_lazy(
        "Hai năm đánh giá theo hai văn bản khác nhau. Giá trị chung tính trên nội dung khác nhau, nên lấy năm sau trừ "
        "năm trước không nói được tỉnh tiến hay lùi."
    ),
    Bar.OTHER_CONTENT: gettext_lazy(
        "Số chỉ số và số thành phần khác nhau: một điểm của năm này không bằng một điểm của năm kia."
    ),
    Bar.NAMES_UNKNOWN: gettext_lazy(
        "Chưa biết tên chỉ số chính của một trong hai phiên bản, nên không nối được chỉ số nào của năm này với năm kia."
    ),
    Bar.OTHER_PROVINCES: gettext_lazy(
        "Số tỉnh, thành phố khác nhau: đứng thứ bao nhiêu trong bảng này không so được với bảng kia."
    ),
}
PILLARS = (
    ("CQS", gettext_lazy("Chính quyền số")),
    ("KTS", gettext_lazy("Kinh tế số")),
    ("XHS", gettext_lazy("Xã hội số")),
)
BOXES = {"CQS": "cqs", "KTS": "kts", "XHS": "xhs"}
WHOLE_BOX = "chung"
SHARE = re.compile(r"[01](?:[.,]\d{1,8})?", re.ASCII)


@dataclass(frozen=True)
class Row:
    """One aspect of all editions, in their order."""

    title: str
    claims: list[tuple[str, str, str, str]]
    """Words, how sure in words, phase of its tag, why."""


@dataclass(frozen=True)
class Year:
    """A year assessed. instrument: empty where nobody found one."""

    year: int
    instrument: str
    trust: str
    phase: str


@dataclass(frozen=True)
class Answer:
    """What two years allow. sentences: what may be compared; why: what stands against it."""

    title: str
    sentences: list[str]
    why: list[str]


@dataclass(frozen=True)
class Formula:
    """The formula of 2020 with what was typed: words of the whole, and of a pillar when the whole is given."""

    values: dict[str, str]
    errors: dict[str, str]
    sentences: list[str]


def claim_words(claim: Claim) -> str:
    if claim.text is not None:
        return claim.text
    return "–" if claim.value is None else format_int(int(claim.value))


def rows() -> list[Row]:
    """Return every aspect of all editions side by side."""
    return [
        Row(str(title), [_told(one.claims[aspect]) for one in frames.frames()]) for aspect, title in ASPECTS.items()
    ]


def _told(claim: Claim) -> tuple[str, str, str, str]:
    words, phase = TRUSTS[claim.trust]
    return claim_words(claim), str(words), phase, claim.basis


def years(until: int) -> list[Year]:
    """Return every year from the first edition on with the edition it belongs to, the newest first."""
    found = []
    for year in range(max(until, FIRST_YEAR), FIRST_YEAR - 1, -1):
        one = frames.of_year(year)
        words, phase = TRUSTS[one.years[year] if one else Trust.MISSING]
        found.append(Year(year, one.instrument if one else "", str(words), phase))
    return found


def life_of(one: Frame) -> list[str]:
    """Return when an edition was signed, what it replaced and what replaced it, in words."""
    said = [_("%(issuer)s ký ngày %(day)s") % {"issuer": one.issuer, "day": day_words(one.issued_on)}]
    if one.replaces:
        said.append(_("thay %(number)s") % {"number": one.replaces})
    said.append(
        _("được thay bởi %(number)s") % {"number": one.replaced_by} if one.replaced_by else _("chưa thấy văn bản thay")
    )
    return said


def compared(data: QueryDict, until: int) -> tuple[Answer | None, dict[str, str], dict[str, str]]:
    """Return what two years allow, what was typed and what is wrong with it; nothing typed is no question."""
    values = {name: read_text(data, name, longest=10).strip() for name in ("nam", "so-voi")}
    if not any(values.values()):
        return None, values, {}
    sentence = _("Hãy ghi một năm từ %(first)d đến %(last)d.") % {"first": FIRST_YEAR, "last": until}
    errors = {name: sentence for name, text in values.items() if _year(text, until) is None}
    if errors:
        return None, values, errors
    return answer(int(values["nam"]), int(values["so-voi"])), values, {}


def _year(text: str, until: int) -> int | None:
    year = int(text) if text.isascii() and text.isdigit() else 0
    return year if FIRST_YEAR <= year <= until else None


def answer(first: int, second: int) -> Answer:
    """Return in words what may be compared between two years."""
    found = frames.compare(first, second)
    title = _("Năm %(first)d và năm %(second)d") % {"first": first, "second": second}
    if found.values and found.first:
        said = [
            _("Cả hai năm theo %(number)s: so được giá trị chung, giá trị từng chỉ số chính và thứ tự của tỉnh.")
            % {"number": found.first.instrument}
        ]
    elif found.places:
        said = [_("So được thứ tự của tỉnh vì hai bảng có cùng số tỉnh, thành phố; không so được giá trị.")]
    else:
        said = [_("Không so được giá trị, cũng không so được thứ tự.")]
    return Answer(title, said + _places(first, second), [str(BARS[bar]) for bar in found.bars])


def _places(first: int, second: int) -> list[str]:
    """Return the places told of a province in both years, each with the length of its table."""
    known = {(one.province, one.year): one for one in frames.known_places()}
    both = [
        (one, known[name, second]) for (name, year), one in known.items() if year == first and (name, second) in known
    ]
    sentence = _("%(province)s: năm %(year)d thứ %(rank)d trên %(of)d, năm %(year2)d thứ %(rank2)d trên %(of2)d.")
    return [
        sentence % (_place("", first, one) | _place("2", second, other) | {"province": one.province})
        for one, other in both
        if first != second
    ]


def _place(mark: str, year: int, one: KnownPlace) -> dict[str, object]:
    return {f"year{mark}": year, f"rank{mark}": one.rank, f"of{mark}": one.of}


def formula(data: QueryDict) -> Formula:
    """Return the formula of 2020 tried with what was typed: a pillar without a number may be anything."""
    values = {box: read_text(data, box, longest=12).strip() for box in (*BOXES.values(), WHOLE_BOX)}
    shares = {box: _share(text) for box, text in values.items() if text}
    sentence = _("Hãy ghi một số từ 0 đến 1, ví dụ 0,4812.")
    errors = {box: sentence for box, share in shares.items() if share is None}
    if errors or not shares:
        return Formula(values, errors, [])
    known = {box: Span(share, share) for box, share in cast(Mapping[str, Decimal], shares).items()}
    return Formula(values, {}, _tried(known))


def _share(text: str) -> Decimal | None:
    if SHARE.fullmatch(text) is None:
        return None
    share = Decimal(text.replace(",", "."))
    return share if share <= 1 else None


def _tried(known: Mapping[str, Span]) -> list[str]:
    first = frames.frame("DTI-1726")
    pillars = {code: known[box] for code, box in BOXES.items() if box in known}
    reached = frames.whole(first, pillars)
    if WHOLE_BOX not in known:
        return [_("Mô phỏng: giá trị chung %(span)s.") % {"span": span_words(reached)}]
    said = []
    for code, title in PILLARS:
        if code in pillars:
            continue
        span = frames.pillar_within(first, code, known[WHOLE_BOX], pillars)
        if span is None:
            return [_contradiction()]
        said.append(_("Mô phỏng: %(name)s %(span)s.") % {"name": title, "span": span_words(_short(span))})
    if said:
        return said
    given = known[WHOLE_BOX].low
    if not reached.overlaps(Span(given, given)):
        return [_("Mô phỏng: ba trụ cột cho %(span)s, khác giá trị chung đã ghi.") % {"span": number(reached.low)}]
    return [_("Mô phỏng: khớp với giá trị chung đã ghi.")]


def _contradiction() -> str:
    return _("Các số đã ghi mâu thuẫn nhau: không có giá trị nào của trụ cột còn lại cho ra giá trị chung này.")


def _short(span: Span) -> Span:
    """Return the ends with six places: a division need not end."""
    six = Decimal("0.000001")
    return Span(span.low.quantize(six), span.high.quantize(six))


def table() -> tuple[list[str], list[tuple[object, ...]]]:
    """Return all editions as a table: one line for each aspect of each."""
    heads = [_("Phiên bản"), _("Văn bản"), _("Ngày ký"), _("Thay"), _("Được thay bởi"), _("Nội dung"), _("Giá trị")]
    heads += [_("Mức xác nhận"), _("Cơ sở")]
    lines: list[tuple[object, ...]] = []
    for one in frames.frames():
        head: tuple[object, ...] = (one.code, one.instrument, one.issued_on, one.replaces, one.replaced_by)
        told = [(str(title), one.claims[aspect]) for aspect, title in ASPECTS.items()]
        lines += [(*head, title, _cell(claim), claim.trust.value, claim.basis) for title, claim in told]
        lines += [(*head, _("Năm đánh giá"), year, trust.value, "") for year, trust in one.years.items()]
    return heads, lines


def _cell(claim: Claim) -> object:
    return claim.text if claim.text is not None else claim.value


def on(day: date) -> str:
    """Return which edition was the newest signed on a day, in words."""
    found = frames.on_day(day)
    return found.instrument if found else ""
