# SPDX-License-Identifier: EUPL-1.2
"""The 12-digit personal number (số định danh cá nhân): place of birth registration, sex, year of birth.

Source: Nghị định 137/2015/NĐ-CP, Điều 13; Thông tư 59/2021/TT-BCA, Điều 4. There is no check digit: a number
may be well formed and still false, only the population database decides.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from tinhso.lib.ids import IdentifierError, squeeze

Sex = Literal["male", "female"]

# The list of 2021 with 63 provinces: numbers do not change when provinces merge.
PLACES: Final = {
    "001": "Hà Nội", "002": "Hà Giang", "004": "Cao Bằng", "006": "Bắc Kạn", "008": "Tuyên Quang",
    "010": "Lào Cai", "011": "Điện Biên", "012": "Lai Châu", "014": "Sơn La", "015": "Yên Bái",
    "017": "Hòa Bình", "019": "Thái Nguyên", "020": "Lạng Sơn", "022": "Quảng Ninh", "024": "Bắc Giang",
    "025": "Phú Thọ", "026": "Vĩnh Phúc", "027": "Bắc Ninh", "030": "Hải Dương", "031": "Hải Phòng",
    "033": "Hưng Yên", "034": "Thái Bình", "035": "Hà Nam", "036": "Nam Định", "037": "Ninh Bình",
    "038": "Thanh Hóa", "040": "Nghệ An", "042": "Hà Tĩnh", "044": "Quảng Bình", "045": "Quảng Trị",
    "046": "Thừa Thiên Huế", "048": "Đà Nẵng", "049": "Quảng Nam", "051": "Quảng Ngãi", "052": "Bình Định",
    "054": "Phú Yên", "056": "Khánh Hòa", "058": "Ninh Thuận", "060": "Bình Thuận", "062": "Kon Tum",
    "064": "Gia Lai", "066": "Đắk Lắk", "067": "Đắk Nông", "068": "Lâm Đồng", "070": "Bình Phước",
    "072": "Tây Ninh", "074": "Bình Dương", "075": "Đồng Nai", "077": "Bà Rịa - Vũng Tàu",
    "079": "Thành phố Hồ Chí Minh", "080": "Long An", "082": "Tiền Giang", "083": "Bến Tre",
    "084": "Trà Vinh", "086": "Vĩnh Long", "087": "Đồng Tháp", "089": "An Giang", "091": "Kiên Giang",
    "092": "Cần Thơ", "093": "Hậu Giang", "094": "Sóc Trăng", "095": "Bạc Liêu", "096": "Cà Mau",
}  # fmt: skip

_SHAPE: Final = re.compile(r"[0-9]{12}")
_SEX_WORDS: Final[dict[Sex, str]] = {"male": "nam", "female": "nữ"}


@dataclass(frozen=True)
class PersonalNumber:
    """A personal number taken apart (số định danh cá nhân)."""

    text: str
    place_code: str
    sex: Sex
    birth_year: int

    @property
    def place(self) -> str | None:
        """Province of birth registration under its old name; None for a birth abroad or an unknown place."""
        return PLACES.get(self.place_code)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences for the officer about what is allowed but unusual.

        People born abroad carry the code of a country; that list is not public in machine-readable form, so
        a code outside the 63 provinces is a warning and not an error.
        """
        if self.place is not None:
            return ()
        return (
            f"Ba chữ số đầu “{self.place_code}” không phải mã tỉnh, có thể là mã quốc gia của người đăng ký "
            "khai sinh ở nước ngoài. Đối chiếu với thẻ căn cước trước khi tiếp nhận.",
        )


def parse_personal_number(text: str) -> PersonalNumber:
    """Return the parts of a number typed with or without spaces, dots or hyphens.

    Raises IdentifierError unless there are exactly twelve digits; an old identity number of nine digits gets
    its own sentence.
    """
    digits = re.sub(r"[.\-]", "", squeeze(text))
    if not digits:
        raise IdentifierError("Chưa nhập số định danh cá nhân. Nhập 12 chữ số in trên thẻ căn cước.")
    if re.fullmatch(r"[0-9]{9}", digits):
        raise IdentifierError(
            "Đây là số chứng minh nhân dân cũ (9 chữ số). Nhập số định danh cá nhân 12 chữ số trên thẻ căn "
            "cước "
            "hoặc giấy khai sinh."
        )
    if not _SHAPE.fullmatch(digits):
        raise IdentifierError(
            f"Số định danh cá nhân phải có đúng 12 chữ số, đang có {len(digits)} ký tự. "
            "Kiểm tra lại trên thẻ căn cước hoặc ứng dụng VNeID."
        )
    century_and_sex = int(digits[3])
    return PersonalNumber(
        text=digits,
        place_code=digits[:3],
        sex="female" if century_and_sex % 2 else "male",
        birth_year=1900 + century_and_sex // 2 * 100 + int(digits[4:6]),
    )


def contradictions(
    number: PersonalNumber, *, born_on: date | None = None, sex: Sex | None = None, today: date | None = None
) -> list[str]:
    """Return one Vietnamese sentence for each fact on the form that the number denies; empty if all agree.

    Facts left out are not compared. today: refuses a year of birth in the future.
    """
    sentences: list[str] = []
    if born_on is not None and born_on.year != number.birth_year:
        sentences.append(
            f"Số định danh ghi năm sinh {number.birth_year} nhưng ngày sinh đã nhập thuộc năm "
            f"{born_on.year}. "
            "Sửa lại ngày sinh hoặc số định danh cho khớp với thẻ căn cước."
        )
    if sex is not None and sex != number.sex:
        sentences.append(
            f"Số định danh ghi giới tính {_SEX_WORDS[number.sex]} nhưng đã chọn {_SEX_WORDS[sex]}. "
            "Chọn lại giới tính hoặc sửa số định danh; nếu đã cải chính hộ tịch, đề nghị cơ quan công an cập "
            "nhật."
        )
    if today is not None and number.birth_year > today.year:
        sentences.append(
            f"Số định danh ghi năm sinh {number.birth_year}, sau năm hiện tại. Kiểm tra lại chữ số thứ tư đến thứ sáu."
        )
    return sentences
