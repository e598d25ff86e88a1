# SPDX-License-Identifier: EUPL-1.2
"""Amounts in đồng: whole numbers, never fractions, written "150.000 đ"."""

import re
import unicodedata
from typing import Final

from tinhso.lib.vntext import format_int, spell_number

LARGEST_VND: Final = 10**15
"""No voucher of a province comes near it; a longer number is a slip or an attack."""

_MARK: Final = re.compile(r"(đồng|vnđ|vnd|đ|₫)\.?$")
_PLAIN: Final = re.compile(r"[0-9]+")
_GROUPED: Final = re.compile(r"[0-9]{1,3}([., ])[0-9]{3}(?:\1[0-9]{3})*")


class MoneyError(ValueError):
    """An amount that cannot be read; `sentence` tells the person what to type instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def format_vnd(amount_vnd: int) -> str:
    """Return an amount as people read it: 150000 gives "150.000 đ"."""
    return f"{format_int(amount_vnd)} đ"


def spell_vnd(amount_vnd: int) -> str:
    """Return an amount in words for receipts: "Một trăm năm mươi nghìn đồng"."""
    words = spell_number(amount_vnd)
    return f"{words[0].upper()}{words[1:]} đồng"


def parse_vnd(text: str) -> int:
    """Return the đồng in a text such as "150000", "150.000 đ", "150,000 VND" or "1 500 000 đồng".

    Groups of three must be complete and use one separator, so that "150.00" is refused and not read as
    15,000.
    Raises MoneyError with a Vietnamese sentence.
    """
    cleaned = " ".join(unicodedata.normalize("NFC", text).lower().split())
    figures = _MARK.sub("", cleaned).strip()
    if not figures:
        raise MoneyError("Chưa nhập số tiền. Nhập số đồng, ví dụ 150.000.")
    if len(figures) > 40 or not (_PLAIN.fullmatch(figures) or _GROUPED.fullmatch(figures)):
        raise MoneyError(
            f"Không đọc được số tiền “{cleaned[:40]}”. Nhập số đồng, không có số lẻ, ví dụ 150000 hoặc 150.000."
        )
    amount = int(re.sub(r"[., ]", "", figures))
    if amount > LARGEST_VND:
        raise MoneyError(f"Số tiền lớn hơn {format_vnd(LARGEST_VND)}. Kiểm tra lại, có thể đã gõ thừa chữ số 0.")
    return amount
