# SPDX-License-Identifier: EUPL-1.2
"""Tax numbers (mã số thuế): ten digits with a check digit for firms, the personal number for people.

Source: Thông tư 105/2020/TT-BTC, Điều 5. Since 2025-07-01 people and household businesses use the 12-digit
personal number. The weights of the check digit are those in general use, verified on published numbers in the
test.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from tinhso.lib.ids import IdentifierError, squeeze
from tinhso.lib.personal_number import parse_personal_number

_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_SHAPE: Final = re.compile(r"([0-9]{10})(?:-?([0-9]{3}))?")


@dataclass(frozen=True)
class TaxCode:
    """A tax number (mã số thuế); for a firm also its enterprise number (mã số doanh nghiệp)."""

    number: str
    branch: str | None
    kind: Literal["enterprise", "person"]

    @property
    def text(self) -> str:
        """The number as it is printed: with a hyphen before the branch."""
        return f"{self.number}-{self.branch}" if self.branch else self.number


def parse_tax_code(text: str) -> TaxCode:
    """Return the tax number in a text typed with or without spaces and hyphen.

    Raises IdentifierError on a wrong length, a wrong check digit or the branch 000.
    """
    cleaned = squeeze(text)
    if re.fullmatch(r"[0-9]{12}", cleaned):
        return TaxCode(number=parse_personal_number(cleaned).text, branch=None, kind="person")
    match = _SHAPE.fullmatch(cleaned)
    if match is None:
        raise IdentifierError(
            "Mã số thuế phải có 10 chữ số, chi nhánh thêm gạch nối và 3 chữ số (ví dụ 0100109106-001); "
            "cá nhân, hộ kinh doanh nhập số định danh 12 chữ số."
        )
    number, branch = match.groups()
    if not has_right_check_digit(number):
        raise IdentifierError(
            f"Mã số thuế {number} sai chữ số kiểm tra, có thể đã gõ nhầm một chữ số. "
            "Đối chiếu với giấy chứng nhận đăng ký doanh nghiệp."
        )
    if branch == "000":
        raise IdentifierError("Mã chi nhánh bắt đầu từ 001. Bỏ “-000” nếu là đơn vị chính.")
    return TaxCode(number=number, branch=branch, kind="enterprise")


def has_right_check_digit(number: str) -> bool:
    """Tell whether the tenth digit is 10 − (Σ wᵢ·nᵢ mod 11); numbers giving 10 are never issued."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return 10 - total % 11 == int(number[9])
