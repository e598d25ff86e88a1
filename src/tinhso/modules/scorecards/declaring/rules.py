# SPDX-License-Identifier: EUPL-1.2
"""What a declaration says as a share, how a component is proved on a day, whether two sources contradict. Pure.

No paper fixes these rules; they are conventions of this house, told on the pages (ADR 0046).
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from tinhso.modules.scorecards.declaring.types import Folded, Footing, Form, Stated

SHOWN = Decimal("0.01")
"""Shares are shown in percent with two places; what differs there is contradictory."""
SHARE_PLACES = 8
EXPIRES_SOON = timedelta(days=30)
MOST = Decimal(10) ** 15
PLACES = 4
"""Numbers are kept with four places, as the column holds them; what has more is refused, never rounded."""


def share_of(
    form: Form, numerator: Decimal | None, denominator: Decimal | None, answer: bool | None, claimed: Decimal | None
) -> Decimal | None:
    """Return what was declared as a share of one; None where nobody said one (a number without a share).

    >>> share_of(Form.RATIO, Decimal(1), Decimal(4), None, None)
    Decimal('0.25')
    """
    if form is Form.YES_NO:
        return None if answer is None else Decimal(int(answer))
    if form is Form.RATIO:
        return numerator / denominator if numerator is not None and denominator else None
    return claimed


def ratio_problem(numerator: Decimal | None, denominator: Decimal | None) -> tuple[str, str] | None:
    """Return the box and the sentence of what is wrong with two numbers, if anything."""
    if numerator is None:
        return "numerator", "Hãy ghi tử số, ví dụ 120."
    if denominator is None:
        return "denominator", "Hãy ghi mẫu số, ví dụ 157."
    if denominator <= 0:
        return "denominator", "Mẫu số phải lớn hơn 0. Chưa có gì để đếm thì chưa kê khai được tỷ lệ."
    if numerator < 0:
        return "numerator", "Tử số không thể âm."
    if numerator > denominator:
        return "numerator", "Tử số lớn hơn mẫu số. Hãy xem lại hai con số hoặc đơn vị tính."
    return number_problem("numerator", numerator) or number_problem("denominator", denominator)


def number_problem(box: str, number: Decimal) -> tuple[str, str] | None:
    """Return the box and the sentence for a number that cannot be kept as it was said."""
    if abs(number) >= MOST:
        return box, "Con số này quá lớn. Hãy xem lại đơn vị tính."
    if number != number.quantize(Decimal(1).scaleb(-PLACES)):
        return box, f"Ghi nhiều nhất {PLACES} chữ số sau dấu phẩy."
    return None


def share_problem(box: str, share: Decimal | None) -> tuple[str, str] | None:
    """Return the box and the sentence for what is no share of one, or has more digits than are kept."""
    if share is None:
        return None
    if not 0 <= share <= 1:
        return box, "Mức đạt phải từ 0 đến 100 %."
    if share != share.quantize(Decimal(1).scaleb(-SHARE_PLACES)):
        return box, f"Mức đạt ghi nhiều nhất {SHARE_PLACES - 2} chữ số sau dấu phẩy."
    return None


def shown(share: Decimal | None) -> Decimal | None:
    """Return a share in percent with the digits pages show, half up."""
    return None if share is None else (share * 100).quantize(SHOWN, ROUND_HALF_UP)


def footing(
    folded: Folded | None, accepted: Stated | None, *, since: date, today: date, is_fed: bool = False
) -> Footing:
    """Return how a component is proved on a day: acts first, then a feed, then what was declared and still holds.

    since: first day of the round; a declaration whose numbers are of an earlier day is stale.
    """
    if folded is not None and folded.share is not None:
        return Footing.FOLDED
    if is_fed:
        return Footing.FED
    if accepted is None:
        return Footing.MISSING
    return Footing.STALE if is_stale(accepted, since, today) else Footing.DECLARED


def is_stale(accepted: Stated, since: date, today: date) -> bool:
    """Whether an accepted declaration is of before the round, or past the day it holds until."""
    return accepted.as_of < since or (accepted.valid_until is not None and accepted.valid_until < today)


def contradicts(folded: Folded | None, share: Decimal | None) -> bool:
    """Whether a declared share differs from the folded one at the digits shown; nothing is said of an unknown one."""
    if folded is None or folded.share is None or share is None:
        return False
    return shown(folded.share) != shown(share)


def expires_soon(valid_until: date | None, today: date) -> bool:
    """Whether a declaration holds today and no longer than thirty days more."""
    return valid_until is not None and today <= valid_until <= today + EXPIRES_SOON
