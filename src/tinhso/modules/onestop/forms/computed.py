# SPDX-License-Identifier: EUPL-1.2
"""Values the system works out and nobody types: dates and amounts in words, sums of pages, fees."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tinhso.lib.money import format_vnd, spell_vnd
from tinhso.lib.vntext import format_int
from tinhso.modules.onestop.forms.dates import date_in_words
from tinhso.modules.onestop.forms.types import Answers, Field, FieldType, Form, Rule

_PRODUCT: Final = re.compile(r"(?P<field>[A-Za-z_][A-Za-z0-9_]*)\*(?P<factor>[0-9]+)")
_TIERS: Final = re.compile(r"(?P<first>[0-9]+)_first_2_pages,(?P<more>[0-9]+)_from_page_3,cap_(?P<cap>[0-9]+)_per_copy")


@dataclass(frozen=True)
class CopyFee:
    """Fee of certifying copies (phí chứng thực bản sao), đồng per page. cap_vnd: the most for one copy.

    Source: Thông tư 226/2016/TT-BTC, Điều 4; the figures stand in the form.
    """

    first_two_vnd: int
    from_third_vnd: int
    cap_vnd: int

    def of_copy(self, pages: int) -> int:
        """Return the fee of one copy of `pages` pages.

        >>> CopyFee(2_000, 1_000, 200_000).of_copy(3)
        5000
        """
        return min(self.cap_vnd, self.first_two_vnd * min(pages, 2) + self.from_third_vnd * max(0, pages - 2))


def computed_values(form: Form, fields: Iterable[Field], answers: Answers) -> dict[str, Any]:
    """Return the values of the computed fields among `fields` whose ground has been answered."""
    found = {}
    for field in fields:
        if field.type is FieldType.COMPUTED:
            value = _value(form, field, answers)
            if value is not None:
                found[field.key] = value
    return found


def show_computed(field: Field, value: Any) -> str:
    """Return a computed value as people read it: fees as money, sums as numbers, words as they are."""
    if not isinstance(value, int):
        return str(value)
    rule = field.rule("computed_from")
    is_money = field.rule("fee") is not None or (rule is not None and "*" in rule.argument)
    return format_vnd(value) if is_money else format_int(value)


def _value(form: Form, field: Field, answers: Answers) -> Any:
    for rule in field.rules:
        if rule.name == "fee":
            return _copy_fee(form, rule, answers)
        if rule.name == "computed_from":
            return _from(form, rule.argument, answers)
    return None


def _from(form: Form, argument: str, answers: Answers) -> Any:
    product = _PRODUCT.fullmatch(argument)
    if product:
        count = answers.get(product["field"])
        return count * int(product["factor"]) if type(count) is int else None
    source, value = form.field(argument), answers.get(argument)
    if source is None or value is None:
        return None
    if source.type is FieldType.MONEY:
        return spell_vnd(value)
    if source.type is FieldType.TABLE:
        return sum(pages * copies for pages, copies in _pages(value))
    return date_in_words(value)


def _copy_fee(form: Form, rule: Rule, answers: Answers) -> int | None:
    tiers = _TIERS.fullmatch(rule.argument)
    table = next(
        (one for one in form.fields if {"so_trang", "so_ban_sao"} <= {column.key for column in one.columns}), None
    )
    rows = answers.get(table.key) if table else None
    if not tiers or not rows:
        return None
    fee = CopyFee(int(tiers["first"]), int(tiers["more"]), int(tiers["cap"]))
    return sum(fee.of_copy(pages) * copies for pages, copies in _pages(rows))


def _pages(rows: Iterable[Mapping[str, Any]]) -> Iterable[tuple[int, int]]:
    """Yield (pages, copies) of each row; a row without them counts nothing."""
    for row in rows:
        yield max(0, row.get("so_trang", 0)), max(0, row.get("so_ban_sao", 0))
