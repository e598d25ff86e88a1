# SPDX-License-Identifier: EUPL-1.2
"""Codes of dossiers (mã hồ sơ): agency, day of reception, running number.

Sources: Thông tư 01/2018/TT-VPCP, Điều 19 (form with the older agency code); Quyết định 20/2020/QĐ-TTg
(agency code); Thông tư 03/2025/TT-VPCP, Điều 13 (at least four digits, growing); Thông tư 04/2025/TT-VPCP,
Điều 23 khoản 2 (central services). Systems of other bodies also write the day with eight digits, so a code is
split at its hyphens and never read by position.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from tinhso.lib.agency_code import AgencyCode, parse_agency_code
from tinhso.lib.ids import IdentifierError, squeeze

_SHAPE: Final = re.compile(r"(?P<agency>.+)-(?P<day>[0-9]{8}|[0-9]{6})-(?P<number>[0-9]{4,18})")
_EXAMPLE: Final = "ví dụ H07.31.01-261121-0001, in trên giấy tiếp nhận hồ sơ"


@dataclass(frozen=True)
class DossierCode:
    """A dossier code taken apart (mã hồ sơ); `text` is the form in which all writings of a code are equal."""

    text: str
    agency: AgencyCode
    day: date
    running: str
    """Running number as written: its zeros and, on central services, its first two digits carry meaning."""

    @property
    def number(self) -> int:
        """Running number as a number."""
        return int(self.running)

    def split_central(self) -> tuple[str, int]:
        """Return owner digits and running number of a code that is known to come from a central service.

        Whether a code does cannot be seen on it: a local number above 9,999 has the same shape.
        Raises IdentifierError if there are fewer than six digits.
        Source: Thông tư 04/2025/TT-VPCP, Điều 23 khoản 2.
        """
        if len(self.running) < 6:
            raise IdentifierError(f"Mã hồ sơ {self.text} không phải mã của hệ thống dùng chung toàn quốc.")
        return self.running[:2], int(self.running[2:])


def format_dossier_code(agency: str, day: date, number: int) -> str:
    """Return the code of the n-th dossier of a day: "H07.31.01-261121-0001"; from 10,000 on it grows.

    agency: identifier of the receiving body, any accepted form. number: from 1.
    Raises IdentifierError for a wrong agency code, ValueError for a number below 1.
    """
    if number < 1:
        raise ValueError(f"running numbers start at 1, not {number}")
    return f"{parse_agency_code(agency).text}-{day:%y%m%d}-{number:04d}"


def parse_dossier_code(text: str) -> DossierCode:
    """Return the parts of a code in any of the forms in use, typed in small letters or with stray spaces.

    Raises IdentifierError with a sentence naming the part that is wrong.
    """
    cleaned = squeeze(text)
    match = _SHAPE.fullmatch(cleaned)
    if match is None:
        raise IdentifierError(
            f"Không đọc được mã hồ sơ “{cleaned[:60]}”. Nhập đủ ba phần cách nhau bằng gạch nối, {_EXAMPLE}."
        )
    day = _read_day(match["day"], cleaned)
    agency = parse_agency_code(match["agency"])
    return DossierCode(
        text=f"{agency.text}-{match['day']}-{match['number']}",
        agency=agency,
        day=day,
        running=match["number"],
    )


def _read_day(digits: str, code: str) -> date:
    full = digits if len(digits) == 8 else f"20{digits}"
    try:
        return date(int(full[:4]), int(full[4:6]), int(full[6:]))
    except ValueError:
        raise IdentifierError(
            f"Phần ngày “{digits}” trong mã hồ sơ {code[:60]} không phải là ngày có thật (năm, tháng, ngày). "
            "Kiểm tra lại trên giấy tiếp nhận hồ sơ."
        ) from None
