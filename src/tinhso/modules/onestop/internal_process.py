# SPDX-License-Identifier: EUPL-1.2
"""The internal process (quy trình nội bộ): what its steps add up to, against the published time. Never converted.

A time published in days is shared out in half days, one in hours in half hours, one in minutes or months in whole
ones. Source: practice under 61/2018/NĐ-CP: decisions on internal processes state each step in halves of a day, and the
steps add up to the time published for the procedure; giving the result back takes none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

KEY_OF_UNIT: Final[Mapping[str, str]] = {
    "working_day": "days",
    "calendar_day": "days",
    "working_hour": "hours",
    "minute": "minutes",
    "month": "months",
    "same_day": "hours",
}
"""Under which key the time of a step stands, by the unit in which the time of the procedure is published."""
KEYS: Final = ("days", "hours", "minutes", "months")
WORDS: Final[Mapping[str, str]] = {"days": "ngày", "hours": "giờ", "minutes": "phút", "months": "tháng"}
MOST_HOURS_OF_A_DAY: Final = 8
"""A same-day procedure has no number to add up to; its steps may not be longer than a normal working day.

Source: Bộ luật Lao động 45/2019/QH14, Điều 105 khoản 1.
"""


@dataclass(frozen=True)
class Sum:
    """What the steps add up to. unit: days | hours | minutes | months; total: None when they are in other units.

    sentence: empty when the sum is right, otherwise what differs and by how much.
    """

    unit: str
    total: Decimal | None
    sentence: str = ""

    @property
    def is_right(self) -> bool:
        return not self.sentence


def sum_of(definition: Mapping[str, Any]) -> Sum:
    """Return the sum of the steps against the published time; no step with a time is nothing to object to.

    Steps of one number (`seq`) marked parallel run at the same time, so the longest of them counts.
    """
    time = definition.get("time") or {}
    key = KEY_OF_UNIT.get(time.get("unit") or "", "days")
    timed = [one for one in definition.get("steps") or () if any(one.get(name) is not None for name in KEYS)]
    if not timed:
        return Sum(key, None)
    strange = sorted({WORDS[name] for one in timed for name in KEYS if name != key and one.get(name) is not None})
    if strange:
        sentence = f"Bước tính bằng {', '.join(strange)} trong khi thời hạn tính bằng {WORDS[key]}; không tự quy đổi."
        return Sum(key, None, sentence)
    total = _total(timed, key)
    return Sum(key, total, _difference(total, time, WORDS[key]))


def _total(steps: Iterable[Mapping[str, Any]], key: str) -> Decimal:
    total, before = Decimal(0), Decimal(0)
    for one in steps:
        length = Decimal(str(one.get(key) or 0))
        if one.get("parallel") and before:
            total += max(length - before, Decimal(0))
            before = max(length, before)
        else:
            total += length
            before = length
    return total


def _difference(total: Decimal, time: Mapping[str, Any], word: str) -> str:
    if time.get("unit") == "same_day":
        if total <= MOST_HOURS_OF_A_DAY:
            return ""
        return f"Tổng các bước {shown(total)} giờ, quá một ngày làm việc {MOST_HOURS_OF_A_DAY} giờ."
    value = time.get("value")
    if value is None:
        return f"Tổng các bước {shown(total)} {word} nhưng thời hạn giải quyết chưa xác nhận."
    off = total - Decimal(value)
    if not off:
        return ""
    more = "nhiều hơn" if off > 0 else "ít hơn"
    return f"Tổng các bước {shown(total)} {word}, {more} thời hạn {value} {word}: lệch {shown(abs(off))} {word}."


def shown(number: Decimal) -> str:
    """Return a whole or half number as people write it.

    >>> shown(Decimal("2.50"))
    '2,5'
    """
    return f"{number.normalize():f}".replace(".", ",")
