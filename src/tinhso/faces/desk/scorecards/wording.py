# SPDX-License-Identifier: EUPL-1.2
"""Words of rounds of assessment on pages and in files."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.faces.ui.assessment_words import DASH as DASH
from tinhso.faces.ui.assessment_words import FOOTINGS as FOOTINGS
from tinhso.faces.ui.assessment_words import ROUND_STATES as ROUND_STATES
from tinhso.faces.ui.assessment_words import share_words as share_words
from tinhso.kernel.indicators.commitments import number_words
from tinhso.lib.vntext import format_decimal, format_int
from tinhso.modules.scorecards.declaring.reckoning import Assumed, Reckoned
from tinhso.modules.scorecards.declaring.types import Footing, Form, Remarked, Side, Whose
from tinhso.modules.scorecards.workflow import DECLARATION

CODES_NAMED = 12
"""More codes than this are counted, not listed."""
FORMS: Final[Mapping[str, Any]] = {
    Form.RATIO: gettext_lazy("Tỷ lệ: tử số và mẫu số"),
    Form.YES_NO: gettext_lazy("Có hoặc không"),
    Form.NUMBER: gettext_lazy("Con số kèm đơn vị tính"),
}
REMARKS: Final[Mapping[str, Any]] = {
    Remarked.ACCEPTED: gettext_lazy("Chấp nhận kê khai"),
    Remarked.SENT_BACK: gettext_lazy("Trả lại kê khai"),
    Remarked.ASKED_AGAIN: gettext_lazy("Yêu cầu kê khai lại"),
}
WHOSE: Final[Mapping[str, Any]] = {
    Whose.OWN: gettext_lazy("Tự đánh giá"),
    Whose.APPRAISED: gettext_lazy("Thẩm định"),
    Whose.FINAL: gettext_lazy("Công nhận"),
}
SIDES: Final[Mapping[str, Any]] = {
    Side.MINISTRY: gettext_lazy("Bộ, cơ quan thẩm định"),
    Side.PROVINCE: gettext_lazy("Tỉnh"),
}
ALERTS: Final[Mapping[str, Any]] = {
    "owed": gettext_lazy("Chưa kê khai"),
    "overdue": gettext_lazy("Quá hạn kê khai"),
    "judge": gettext_lazy("Chờ xem xét"),
    "contradicts": gettext_lazy("Kê khai khác số tính từ việc đã làm"),
    "expires": gettext_lazy("Sắp hết giá trị"),
}


def options(words: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the choices of a select from one of the tables above."""
    return [(str(key), str(said)) for key, said in words.items()]


def footing_options() -> list[tuple[str, str]]:
    """Return how a component may be proved; what nothing can be yet is not offered."""
    return [(one.value, str(words)) for one, (words, _phase) in FOOTINGS.items() if one is not Footing.FED]


def state_options() -> list[tuple[str, str]]:
    return [(key, one.title) for key, one in DECLARATION.states.items()]


def number_box(number: Decimal | None) -> str:
    return "" if number is None else number_words(number)


def statement_words(one: Any) -> str:
    """Return what was declared, as it was said."""
    if one.form == Form.RATIO:
        return f"{number_words(one.numerator)} / {number_words(one.denominator)} {one.unit_of_measure}".strip()
    if one.form == Form.YES_NO:
        return _("Có") if one.answer else _("Không")
    return f"{number_words(one.number)} {one.unit_of_measure}".strip()


def points_words(points: Decimal) -> str:
    return format_decimal(points, 2)


def assumption_words(reckoned: Reckoned) -> list[str]:
    return assumed_words(reckoned.assumed)


def assumed_words(assumed: Mapping[Assumed, tuple[str, ...]]) -> list[str]:
    """Return what a simulation takes for granted, one sentence each."""
    said = {
        Assumed.ONLY_PROVEN: _("Chỉ tính thành phần có chứng minh; mọi thành phần khác tính là 0."),
        Assumed.EQUAL_SPLIT: _("Chưa có trọng số, chia đều phần điểm còn lại của chỉ số chính: %(which)s."),
        Assumed.UNCONFIRMED_WEIGHT: _("Trọng số có trong tệp nhưng chưa được xác nhận: %(which)s."),
        Assumed.APPRAISED_FOR_FINAL: _("Chưa có điểm công nhận, lấy điểm thẩm định: %(which)s."),
        Assumed.FOLDED_FOR_FINAL: _("Chưa có điểm công nhận, lấy số tính từ việc đã làm: %(which)s."),
        Assumed.OWN_FOR_FINAL: _("Chưa có điểm công nhận, lấy điểm tự đánh giá: %(which)s."),
        Assumed.UNKNOWN_AS_NOUGHT: _("Chưa biết, tính là 0: %(which)s."),
    }
    return [said[why] % {"which": _which(codes)} if codes else said[why] for why, codes in assumed.items()]


def _which(codes: tuple[str, ...]) -> str:
    if len(codes) > CODES_NAMED:
        return _("%(n)s thành phần") % {"n": format_int(len(codes))}
    return ", ".join(codes)
