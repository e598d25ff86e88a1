# SPDX-License-Identifier: EUPL-1.2
"""Telephone numbers in the international form: one person, one number, however it was typed.

Source: Thông tư 22/2014/TT-BTTTT (numbering plan) and the change of eleven-digit mobile numbers of September
2018, which old lists still carry.
"""

import re
import unicodedata
from typing import Final

from tinhso.lib.ids import IdentifierError

_MOBILE: Final = re.compile(r"[35789][0-9]{8}")
_LANDLINE: Final = re.compile(r"2[0-9]{9}")
_FOREIGN: Final = re.compile(r"\+[1-9][0-9]{7,14}")
_OLD_MOBILE: Final = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39",
    "186": "56", "188": "58", "199": "59",
}  # fmt: skip


def normalise_phone(text: str) -> str:
    """Return "+84912345678" for a Vietnamese mobile or landline number; a foreign number stays as it is.

    Eleven-digit mobile numbers from before 2018 are changed to their present form.
    Raises IdentifierError with a sentence.
    """
    figures = re.sub(r"[\s.()\-\u2010-\u2015]", "", unicodedata.normalize("NFKC", text[:60]))
    figures = re.sub(r"^00(?=[1-9])", "+", figures)
    national = _national_part(figures)
    if national is None and _FOREIGN.fullmatch(figures):
        return figures
    if national and re.fullmatch(r"1[0-9]{9}", national) and national[:3] in _OLD_MOBILE:
        national = _OLD_MOBILE[national[:3]] + national[3:]
    if national is None or not (_MOBILE.fullmatch(national) or _LANDLINE.fullmatch(national)):
        raise IdentifierError(
            "Số điện thoại chưa đúng. Số di động có 10 chữ số bắt đầu bằng 0, ví dụ 0912 345 678; "
            "số cố định nhập kèm mã vùng, ví dụ 0275 3822 123."
        )
    return f"+84{national}"


def is_mobile(number: str) -> bool:
    """Tell whether a normalised number is a Vietnamese mobile one, which alone takes short messages from us.

    >>> is_mobile("+84912345678"), is_mobile("+842753822123"), is_mobile("+33612345678")
    (True, False, False)
    """
    return number.startswith("+84") and _MOBILE.fullmatch(number[3:]) is not None


def format_phone(number: str) -> str:
    """Return a normalised number as people read it: "0912 345 678", "0275 3822 123"; foreign ones as is."""
    if not number.startswith("+84"):
        return number
    national = f"0{number[3:]}"
    return (
        f"{national[:4]} {national[4:7]} {national[7:]}"
        if len(national) == 10
        else f"{national[:4]} {national[4:8]} {national[8:]}"
    )


def _national_part(figures: str) -> str | None:
    """Return the number without country code and leading zero; None if it is not a Vietnamese number."""
    match = re.fullmatch(r"(?:\+?84|0)0?([1-9][0-9]*)", figures)
    return match[1] if match else None
