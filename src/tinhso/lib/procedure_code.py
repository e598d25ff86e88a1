# SPDX-License-Identifier: EUPL-1.2
"""Codes of administrative procedures (mã thủ tục hành chính): `1.001193`, long form `1.014199.H05`.

The portal numbers procedures `N.NNNNNN`. Lists in official decisions contain slips (1.01499, 1.014.111,
spaces inside); they are put right where only one reading is possible, and always reported.
"""

import re
from dataclasses import dataclass
from typing import Final

from tinhso.lib.ids import IdentifierError, squeeze

_OWNER: Final = re.compile(r"(?P<number>[0-9.]+?)\.(?P<owner>(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.)?[A-Z][0-9]{2})")
_DIGITS_AFTER_POINT: Final = 6


@dataclass(frozen=True)
class ProcedureCode:
    """A procedure code (mã thủ tục hành chính), put right where possible."""

    text: str
    """`N.NNNNNN`, the key of the national list; of another shape only if `is_regular` is False."""
    owner: str | None
    """Agency code at the end of the long form, if it was written."""
    warnings: tuple[str, ...] = ()

    @property
    def is_regular(self) -> bool:
        """Whether the code has the shape of the national list. Only that list can tell whether it exists."""
        return re.fullmatch(r"[1-3]\.[0-9]{6}", self.text) is not None


def parse_procedure_code(text: str) -> ProcedureCode:
    """Return the code with a warning (Vietnamese sentence) for each slip found.

    Raises IdentifierError if the text is not figures and points, with or without an agency at the end.
    """
    cleaned = squeeze(text).strip(".,;")
    match = _OWNER.fullmatch(cleaned)
    number, owner = (match["number"], match["owner"]) if match else (cleaned, None)
    head, *rest = number.split(".")
    tail = "".join(rest)
    if not (re.fullmatch(r"[0-9]", head) and re.fullmatch(r"[0-9]+", tail)):
        raise IdentifierError(
            f"“{cleaned[:40]}” không phải mã thủ tục hành chính. Mã gồm một chữ số, dấu chấm và sáu chữ số, "
            "ví dụ 1.001193."
        )
    code = f"{head}.{tail}"
    return ProcedureCode(text=code, owner=owner, warnings=tuple(_slips(text, code, head, rest)))


def _slips(written: str, code: str, head: str, rest: list[str]) -> list[str]:
    warnings = []
    if len(written.strip().split()) > 1:
        warnings.append(f"Mã “{written.strip()[:40]}” có khoảng trắng ở giữa, đã đọc là {code}.")
    if len(rest) > 1:
        warnings.append(f"Mã có thừa dấu chấm, đã đọc là {code}.")
    missing = _DIGITS_AFTER_POINT - len("".join(rest))
    if missing:
        fault = f"thiếu {missing} chữ số" if missing > 0 else f"thừa {-missing} chữ số"
        warnings.append(f"Mã {code} {fault} sau dấu chấm. Tra lại trong danh mục thủ tục quốc gia.")
    if head not in "123":
        warnings.append(f"Mã {code} bắt đầu bằng {head}, mã quốc gia bắt đầu bằng 1, 2 hoặc 3. Tra lại danh mục.")
    return warnings
