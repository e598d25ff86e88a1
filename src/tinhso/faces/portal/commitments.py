# SPDX-License-Identifier: EUPL-1.2
"""Commitments in words: amount with its qualifier, denominator, year, levels, and what was asked of the list."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.faces.portal.reading import read_text
from tinhso.kernel.indicators.commitments import (
    Basis,
    Commitment,
    Denominator,
    Kind,
    Level,
    Measure,
    Obstacle,
    Qualifier,
    Text,
    number_words,
    obstacle,
)
from tinhso.lib.vntext import sort_key
from tinhso.modules.scorecards.commitments import Article, Saying, Wanted, book

YES_NO = "có/không"
"""The unit of a value that is said by a yes."""


def in_language(text: Text | None) -> str:
    """Return the text in the language of the page; nothing for nothing."""
    if text is None:
        return ""
    return text.en if get_language() == "en" else text.vi


def kind_words() -> dict[Kind, str]:
    return {
        Kind.TARGET: _("Mục tiêu"),
        Kind.RULE: _("Quy định"),
        Kind.CURRENT: _("Hiện trạng"),
        Kind.PERIOD: _("Giai đoạn"),
        Kind.EVENT: _("Sự việc"),
        Kind.STRUCTURE: _("Cơ cấu"),
        Kind.RANKING: _("Xếp hạng"),
        Kind.BAND: _("Khung điểm"),
        Kind.SCOPE: _("Phạm vi"),
        Kind.PLAN: _("Kế hoạch"),
        Kind.ERRATUM: _("Con số bị viết nhầm"),
    }


def qualifier_words() -> dict[Qualifier, str]:
    return {
        Qualifier.EXACTLY: _("con số nêu trơn, không có từ đi kèm"),
        Qualifier.ALMOST: _("gần"),
        Qualifier.ABOUT: _("khoảng"),
        Qualifier.OVER: _("trên"),
        Qualifier.UNDER: _("dưới"),
        Qualifier.AT_LEAST: _("tối thiểu"),
        Qualifier.AT_MOST: _("không quá"),
        Qualifier.ALL: _("toàn bộ"),
        Qualifier.MOST: _("hầu hết"),
        Qualifier.BASICALLY: _("cơ bản"),
        Qualifier.UNIVERSAL: _("phổ cập"),
        Qualifier.HIGHEST_POSSIBLE: _("cao nhất"),
        Qualifier.INCREASE: _("tăng"),
        Qualifier.DECREASE: _("giảm"),
        Qualifier.NO_FIGURE: _("không nêu con số"),
    }


def qualifier_class(qualifier: Qualifier) -> str:
    """Return a qualifier with the other words articles use for it; the article's own stand in its quotation."""
    others = {Qualifier.OVER: _("hơn"), Qualifier.AT_LEAST: _("ít nhất"), Qualifier.ALL: _("tất cả, đầy đủ")}
    words = qualifier_words()[qualifier]
    return f"{words}, {others[qualifier]}" if qualifier in others else words


def saying_words() -> dict[Saying, str]:
    return {
        Saying.THRESHOLD: _("Có ngưỡng để đo"),
        Saying.OPEN: _("Mở, không nêu con số"),
        Saying.OTHER: _("Có con số nhưng không phải ngưỡng"),
    }


def obstacle_words(found: Obstacle | None) -> str:
    """Return the sentence that says whether a value could be judged against an entry."""
    return {
        None: _("Đo được: có con số và có ngưỡng. Chưa có số liệu nào được nối vào để nói đạt hay chưa đạt."),
        Obstacle.NOT_PROMISED: _("Đây là điều được kể lại, không phải điều được hứa, nên không nói đạt hay chưa đạt."),
        Obstacle.OPEN: _("Không đo được như đã nói: bài không nêu con số. Cơ quan phụ trách phải đặt ngưỡng trước."),
        Obstacle.NO_THRESHOLD: _("Không đo được như đã nói: “gần”, “khoảng” không cho biết ngưỡng ở đâu."),
        Obstacle.NO_NUMBER: _("Không đo được: giá trị không phải là con số."),
        Obstacle.DERIVED: _(
            "Không đo được: con số do người đọc suy ra, bài không nêu. Cơ quan phụ trách phải xác nhận."
        ),
    }[found]


def amount_of(measure: Measure) -> str:
    """Return the value with its qualifier and unit; a bare number stands bare, an open saying stays open."""
    words = qualifier_words()[measure.qualifier]
    if measure.value is None and not measure.words:
        told = words
    elif measure.value is None:
        told = _("có") if measure.unit.vi == YES_NO else measure.words
    else:
        told = f"{number_words(measure.value)} {in_language(measure.unit)}".strip()
        told = told if measure.qualifier is Qualifier.EXACTLY else f"{words} {told}"
    told = f"{_('phấn đấu')} {told}" if measure.strives else told
    return f"{told} ({_('suy ra, bài không nêu')})" if measure.is_derived else told


def denominator_of(denominator: Denominator) -> str:
    if denominator.basis is Basis.NOT_NAMED:
        return _("bài không nêu")
    return in_language(denominator.text) or _("không phải tỷ lệ nên không có mẫu số")


def year_of(one: Commitment) -> str:
    if one.deadline_year:
        return _("đến năm %(year)s") % {"year": one.deadline_year}
    return _("nêu cho năm %(year)s") % {"year": one.as_of_year} if one.as_of_year else _("bài không nêu năm")


def levels_of(one: Commitment) -> str:
    words = {
        Level.CENTRE: _("Trung ương"),
        Level.PROVINCE: _("cấp tỉnh"),
        Level.DISTRICT: _("cấp huyện"),
        Level.COMMUNE: _("cấp xã"),
        Level.HAMLET: _("khu phố, ấp"),
    }
    return ", ".join(words[level] for level in one.levels)


def article_of(article: Article) -> str:
    return f"“{in_language(article.title)}” – {in_language(article.paper)}, {in_language(article.published)}"


@dataclass(frozen=True)
class Line:
    """One entry as it is written on a page."""

    one: Commitment

    @property
    def title(self) -> str:
        return in_language(self.one.subject)

    @property
    def amount(self) -> str:
        return amount_of(self.one.measure)

    @property
    def denominator(self) -> str:
        return denominator_of(self.one.measure.denominator)

    @property
    def kind(self) -> str:
        return kind_words()[self.one.kind]

    @property
    def year(self) -> str:
        return year_of(self.one)

    @property
    def article(self) -> str:
        return article_of(book().articles[self.one.article])

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Return everything known of the entry as (label, words)."""
        measure, unsaid = self.one.measure, _("bài không nêu")
        facts = [
            (_("Mức"), self.amount),
            (_("Loại từ đi kèm"), qualifier_class(measure.qualifier)),
            (_("Đơn vị tính"), in_language(measure.unit)),
            (_("Mẫu số"), self.denominator),
            (_("Loại"), self.kind),
            (_("Tỉnh, theo tên lúc bài đăng"), self.one.province),
            (_("Cấp, theo tổ chức lúc bài đăng"), levels_of(self.one)),
            (_("Năm"), self.year),
            (_("Cơ quan được nêu"), in_language(self.one.owner) or unsaid),
            (_("Nguồn"), self.article),
            (_("Chú thích"), in_language(self.one.note)),
            (_("Có đo được không"), obstacle_words(obstacle(self.one))),
            (_("Dữ liệu cần có để đo"), in_language(self.one.data_needed)),
        ]
        return [(label, words) for label, words in facts if words]


@dataclass(frozen=True)
class Asked:
    """What was asked of the list; a value nobody offers is left out and said in errors, by control."""

    wanted: Wanted
    values: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)


def choices() -> dict[str, list[tuple[str, str]]]:
    """Return what each filter offers: control → (value, words)."""
    every = book().commitments.values()
    kinds = kind_words()
    years = sorted({one.year for one in every if one.year})
    return {
        "tinh": [(name, name) for name in sorted({one.province for one in every}, key=sort_key)],
        "loai": [(kind.value, kinds[kind]) for kind in Kind if any(one.kind is kind for one in every)],
        "nam": [(str(year), str(year)) for year in years],
        "cach-noi": [(key.value, words) for key, words in saying_words().items()],
    }


def read_asked(data: Mapping[str, str]) -> Asked:
    """Return what the address asks for."""
    offered = {name: {value for value, _words in options} for name, options in choices().items()}
    typed = {name: read_text(data, name) for name in offered}
    errors = {
        name: _("Không có lựa chọn “%(value)s”, nên danh sách bỏ qua ô này. Hãy chọn lại.") % {"value": value[:40]}
        for name, value in typed.items()
        if value and value not in offered[name]
    }
    values = {name: "" if name in errors else value for name, value in typed.items()}
    wanted = Wanted(
        text=read_text(data, "q"),
        province=values["tinh"] or None,
        kind=Kind(values["loai"]) if values["loai"] else None,
        year=int(values["nam"]) if values["nam"] else None,
        saying=Saying(values["cach-noi"]) if values["cach-noi"] else None,
    )
    return Asked(wanted, values | {"q": wanted.text}, errors)
