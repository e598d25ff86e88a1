# SPDX-License-Identifier: EUPL-1.2
"""A figure's value in words, the same on public pages and at the desk."""

from decimal import Decimal

from tinhso.kernel.indicators.types import Definition, Kind
from tinhso.lib.vntext import format_decimal, format_int, format_percent

DASH = "–"


def value_words(definition: Definition, value: Decimal | None) -> str:
    """Return a value with its unit; a figure without denominator is a dash, never nought."""
    if value is None:
        return DASH
    if definition.kind is Kind.SHARE:
        return format_percent(value)
    if definition.kind is Kind.COUNT:
        return format_int(int(value))
    return f"{format_decimal(value, 2)} {definition.unit}"
