# SPDX-License-Identifier: EUPL-1.2
"""Rankings others publish, in words: classes of the security ranking, what is known of a province, a place promised."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.faces.portal.editions import TRUSTS
from tinhso.faces.portal.ranking import number, slug_of
from tinhso.faces.portal.reading import read_text
from tinhso.lib.vntext import format_int, search_key, sort_key
from tinhso.modules.scorecards import rankings
from tinhso.modules.scorecards.dti import reading
from tinhso.modules.scorecards.rankings import Grade, PlaceTarget, Round
from tinhso.modules.scorecards.types import Trust

SCORE = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?", re.ASCII)
SCORE_BOX, PROVINCE_BOX = "diem", "tinh"


@dataclass(frozen=True)
class GradeLine:
    """A class with its borders in words."""

    grade: Grade
    borders: str
    trust: str
    phase: str


@dataclass(frozen=True)
class CountLine:
    """A class in one edition: how many of all bodies, of provinces, the share told, provinces named."""

    key: str
    of_all: str
    of_provinces: str
    share: str
    named: str


@dataclass(frozen=True)
class RoundTable:
    """One edition. sums: what adds up, in words; empty where a number is missing."""

    one: Round
    lines: list[CountLine]
    sums: str


@dataclass(frozen=True)
class PlaceLine:
    """A place promised in a ranking nobody named. now: where the province stands in the one ranking known here."""

    target: PlaceTarget
    now: str
    href: str
    commitment: str


def grade_lines() -> list[GradeLine]:
    found = []
    for one in rankings.security().grades:
        words, phase = TRUSTS[one.trust]
        found.append(GradeLine(one, borders(one), str(words), phase))
    return found


def borders(one: Grade) -> str:
    """Return the borders of a class in words; an unknown one is said to be unknown."""
    if one.least is not None and one.below is not None:
        return _("từ %(least)s đến dưới %(below)s") % {"least": number(one.least), "below": number(one.below)}
    if one.least is not None:
        return _("từ %(least)s") % {"least": number(one.least)}
    if one.below is not None:
        return _("dưới %(below)s; cận dưới chưa biết") % {"below": number(one.below)}
    return _("chưa biết")


def tables() -> list[RoundTable]:
    """Return each edition with its classes, the newest first."""
    return [RoundTable(one, [_count(one, key) for key in one.of_provinces], _sums(one)) for one in _rounds()]


def _rounds() -> Sequence[Round]:
    return rankings.security().rounds


def _count(one: Round, key: str) -> CountLine:
    of_all = None if one.counts is None else one.counts[key]
    return CountLine(key, _told(of_all), _told(one.of_provinces[key]), one.shares.get(key, ""), _names(one, key))


def _told(count: int | None) -> str:
    return _("chưa biết") if count is None else format_int(count)


def _names(one: Round, key: str) -> str:
    return ", ".join(sorted(one.named.get(key, ()), key=sort_key))


def _sums(one: Round) -> str:
    if one.counts is None or one.provinces is None:
        return ""
    return _(
        "Cộng các loại: %(all)d cơ quan, trong đó %(provinces)d tỉnh, thành phố; khớp với số cơ quan được xếp."
    ) % {
        "all": sum(one.counts.values()),
        "provinces": sum(count or 0 for count in one.of_provinces.values()),
    }


def of_province(name: str) -> list[str]:
    """Return what is known of a province in each edition, in words; nothing for an empty name."""
    return [_of_round(one, name) for one in _rounds()] if name else []


def _of_round(one: Round, name: str) -> str:
    keys = rankings.classes_of(one, name)
    said = {"year": one.year, "keys": ", ".join(keys)}
    if len(keys) == 1:
        return _("Năm %(year)d: loại %(keys)s, theo bài tường thuật công bố.") % said
    return _("Năm %(year)d: chưa tìm thấy tên tỉnh này; chỉ còn có thể là một trong các loại %(keys)s.") % said


def known_province(typed: str) -> str | None:
    """Return the name of a province as rankings write it, from what was typed with or without marks; None if none."""
    wanted = search_key(typed)
    names = {one.province for year in reading.years_with_results() for one in reading.results(year)}
    return next((name for name in names if search_key(name) == wanted), None)


def tried(data: QueryDict) -> tuple[str, list[str], str]:
    """Return what was typed as a score, what follows in words, and what is wrong with it."""
    typed = read_text(data, SCORE_BOX, longest=12).strip()
    if not typed:
        return "", [], ""
    scale = rankings.security().scale
    score = Decimal(typed.replace(",", ".")) if SCORE.fullmatch(typed) else None
    if score is None or score > scale.high:
        return typed, [], _("Hãy ghi một số từ 0 đến 100, ví dụ 72,5.")
    return typed, placed_words(score), ""


def placed_words(score: Decimal) -> list[str]:
    """Return in words which class a supposed score belongs to and what is lacking to the next border known."""
    found = rankings.place(score)
    said = {"score": number(score), "keys": ", ".join(one.key for one in found.grades)}
    if found.trust is Trust.CONFIRMED:
        words = [_("Mô phỏng: %(score)s thuộc loại %(keys)s, ranh giới đã xác nhận.") % said]
    elif found.trust is Trust.INFERRED:
        words = [_("Mô phỏng: %(score)s thuộc loại %(keys)s, ranh giới suy ra.") % said]
    else:
        words = [_("Mô phỏng: %(score)s thuộc một trong các loại %(keys)s; ranh giới giữa chúng chưa biết.") % said]
    if found.next is not None and found.lacking is not None:
        need = {"lacking": number(found.lacking), "key": found.next.key, "trust": TRUSTS[found.next.trust][0].lower()}
        words.append(_("Mô phỏng: còn thiếu %(lacking)s để tới loại %(key)s (cận dưới: %(trust)s).") % need)
    return words


def place_lines() -> list[PlaceLine]:
    """Return the places promised, each with where the province stands in the ranking known here."""
    return [_place(one) for one in rankings.place_targets()]


def _place(one: PlaceTarget) -> PlaceLine:
    year = reading.years_with_results()[0]
    rank = reading.result_of(year, one.province).rank
    said = {"year": year, "rank": rank, "gap": max(rank - one.rank, 0)}
    now = _("Nếu bảng ấy là bộ chỉ số chuyển đổi số: năm %(year)d đứng thứ %(rank)d, còn cách %(gap)d bậc.") % said
    href = f"{reverse('portal:ranking_province', args=[year, slug_of(one.province)])}?den={one.rank}"
    return PlaceLine(one, now, href, reverse("portal:commitment", args=[one.commitment]))


def table() -> tuple[list[str], list[tuple[object, ...]]]:
    """Return the editions as a table: one line for each class of each; what is not known is empty."""
    heads = [_("Năm đánh giá"), _("Công bố"), _("Cơ quan công bố"), _("Loại"), _("Tên loại"), _("Từ"), _("Đến dưới")]
    heads += [_("Mức xác nhận của ranh giới"), _("Mọi cơ quan"), _("Tỉnh, thành phố"), _("Tỷ lệ được nêu")]
    heads += [_("Tỉnh được nêu tên"), _("Nguồn"), _("Ghi chú")]
    grades = {one.key: one for one in rankings.security().grades}
    return heads, [_line(one, grades[key]) for one in _rounds() for key in one.of_provinces]


def _line(one: Round, grade: Grade) -> tuple[object, ...]:
    key = grade.key
    of_all = None if one.counts is None else one.counts[key]
    head: tuple[object, ...] = (one.year, one.published, one.publisher, key, grade.label, grade.least, grade.below)
    counts = (grade.trust.value, of_all, one.of_provinces[key], one.shares.get(key), _names(one, key))
    return (*head, *counts, one.source, one.note)
