# SPDX-License-Identifier: EUPL-1.2
"""Rules of numbers that name people and firms (one wording for every face)."""

from datetime import date

from tinhso.kernel.identity.errors import NotAPerson
from tinhso.lib import personal_number, tax_code
from tinhso.lib.ids import IdentifierError

SEXES: dict[str, personal_number.Sex] = {"nam": "male", "nu": "female"}


def contradiction(number: str, born_on: date | None, sex: str) -> str:
    """Return a sentence when a personal number is malformed or denies birth date or sex; empty when it agrees.

    Source: Nghị định 137/2015/NĐ-CP, Điều 13; Thông tư 59/2021/TT-BCA.
    """
    if not number:
        return ""
    try:
        parsed = personal_number.parse_personal_number(number)
    except IdentifierError as error:
        return str(error)
    return " ".join(personal_number.contradictions(parsed, born_on=born_on, sex=SEXES.get(sex)))


def checked_tax_code(text: str) -> str:
    """Return a tax code in its official form; raises NotAPerson with a sentence when the check digit is wrong."""
    try:
        return str(tax_code.parse_tax_code(text).text)
    except IdentifierError as error:
        raise NotAPerson(str(error)) from error
