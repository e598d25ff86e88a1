# SPDX-License-Identifier: EUPL-1.2
"""Points to be looked at again, in words: one plain sentence each, with what the data say, source and confidence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from tinhso.faces.portal.wording import database_names
from tinhso.lib.vntext import format_int, sort_key
from tinhso.modules.onestop.lint import Kind
from tinhso.modules.onestop.lint.review import Confidence, Point, Topic
from tinhso.modules.onestop.queries.reviews import Reviewed

OF_PAPERS: Final = (Kind.PAPER_IN_DATABASE, Kind.PAPER_NOT_MARKED, Kind.DATUM_AND_PAPER)
"""Their evidence ends in the keys of databases."""


@dataclass(frozen=True)
class Line:
    """One point as shown. topic: its key; about: its title; sure: the confidence in words."""

    topic: str
    about: str
    sentence: str
    source: str
    sure: str


@dataclass(frozen=True)
class Card:
    """One procedure with its points."""

    code: str
    name: str
    field: str
    lines: list[Line]


def topics() -> dict[Topic, str]:
    return {
        Topic.TWICE: _("Hỏi hai lần"),
        Topic.DATABASE: _("Cơ sở dữ liệu đã có"),
        Topic.TIME: _("Thời hạn chưa rõ"),
        Topic.FEE: _("Phí chưa rõ"),
        Topic.CODE: _("Mã sai"),
    }


def sort_options() -> list[tuple[str, str]]:
    return [("nhieu", _("Nhiều điểm trước")), ("ten", _("Theo tên")), ("linh-vuc", _("Theo lĩnh vực"))]


def topic_of(key: str) -> Topic | None:
    """Return the topic asked for, None for all and for a word that is no topic."""
    return Topic(key) if key in set(Topic) else None


def in_order(found: list[Reviewed], order: str) -> list[Reviewed]:
    """Sort as asked; an unknown wish is the first, most points before few."""
    if order == "ten":
        return sorted(found, key=lambda one: (one.sort_key, one.code))
    if order == "linh-vuc":
        return sorted(found, key=lambda one: (sort_key(one.field), one.sort_key, one.code))
    return sorted(found, key=lambda one: (-len(one.points), one.sort_key, one.code))


def card_of(one: Reviewed) -> Card:
    return Card(one.code, one.name, one.field, [line_of(point) for point in one.points])


def line_of(point: Point) -> Line:
    source = point.source or _("bản ghi không nêu nguồn")
    return Line(point.topic, topics()[point.topic], sentence_of(point), source, sure_words(point.confidence))


def table(found: Iterable[Reviewed]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return headers and rows of the file, one row for each point."""
    headers = [_("Mã thủ tục"), _("Tên thủ tục"), _("Lĩnh vực"), _("Loại"), _("Điểm cần rà soát")]
    headers += [_("Nguồn"), _("Độ tin cậy")]
    rows: list[tuple[str, ...]] = [
        (card.code, card.name, card.field, line.about, line.sentence, line.source, line.sure)
        for card in map(card_of, found)
        for line in card.lines
    ]
    return headers, rows


def sure_words(confidence: Confidence) -> str:
    if confidence is Confidence.READ:
        return _("Đọc được trong bản ghi")
    return _("Suy ra, cần đối chiếu")


def sentence_of(point: Point) -> str:
    """Return one plain sentence that names what the data say."""
    evidence, kind = point.finding.evidence, point.finding.kind
    if kind in OF_PAPERS:
        paper, _colon, keys = evidence.rpartition(": ")
        said = {"paper": paper, "names": database_names(keys.split(", "))}
        return _of_papers(kind) % said
    if kind is Kind.FIELD_ASKED_TWICE:
        evidence = evidence.partition(" ở ")[0]  # the label; the keys of the two fields are for those who mend it
    if point.topic is Topic.FEE:
        evidence = re.sub(r"\d{4,}", lambda found: format_int(int(found[0])), evidence)
    return _of_figures(kind) % {"said": _channels_named(evidence)}


def _of_papers(kind: Kind) -> str:
    return {
        Kind.PAPER_IN_DATABASE: _("Hồ sơ vẫn liệt kê giấy “%(paper)s” trong khi %(names)s đã có dữ liệu này."),
        Kind.PAPER_NOT_MARKED: _(
            "Nghị quyết thay giấy “%(paper)s” bằng dữ liệu của %(names)s nhưng hồ sơ chưa ghi nhận."
        ),
        Kind.DATUM_AND_PAPER: _("Biểu mẫu đã lấy dữ liệu từ %(names)s mà hồ sơ còn liệt kê giấy “%(paper)s”."),
    }[kind]


def _of_figures(kind: Kind) -> str:
    return {
        Kind.FIELD_ASKED_TWICE: _("Biểu mẫu hỏi hai lần %(said)s mà không ghi rõ hỏi về ai."),
        Kind.PAPER_LISTED_TWICE: _("Giấy “%(said)s” được ghi hai lần: ở biểu mẫu và ở thành phần hồ sơ."),
        Kind.TIME_WITHOUT_UNIT: _("Thời hạn không ghi là ngày làm việc, ngày hay giờ (%(said)s)."),
        Kind.TIME_CHANNELS_DIFFER: _("Cổng quốc gia ghi nhiều thời hạn khác nhau cho cùng một thủ tục (%(said)s)."),
        Kind.STEPS_DIFFER: _("Tổng thời gian các bước khác thời hạn công bố (%(said)s)."),
        Kind.FEE_SUSPICIOUS: _("Mức phí dưới 1.000 đồng, có thể thiếu ba số 0 (%(said)s)."),
        Kind.FEE_CHANNELS_DIFFER: _(
            "Cổng quốc gia ghi nhiều mức phí mà không nêu quy định giảm theo cách nộp (%(said)s)."
        ),
        Kind.FEE_CONTRADICTS: _("Mức phí trên Cổng quốc gia khác mức đã ghi của thủ tục (%(said)s)."),
        Kind.CODE_IRREGULAR: _("Mã thủ tục sai dạng: %(said)s."),
        Kind.RESULT_CODE_MALFORMED: _("Mã loại kết quả không phải mã dùng chung toàn quốc (%(said)s)."),
    }[kind]


def _channels_named(evidence: str) -> str:
    """Write the keys of the national record as words."""
    words = {
        "truc_tuyen": _("trực tuyến"),
        "buu_chinh": _("bưu chính"),
        "truc_tiep": _("trực tiếp"),
        "working_day": _("ngày làm việc"),
        "calendar_day": _("ngày"),
        "working_hour": _("giờ làm việc"),
        "month": _("tháng"),
        "minute": _("phút"),
    }
    for key, word in words.items():
        evidence = evidence.replace(key, word)
    return evidence
