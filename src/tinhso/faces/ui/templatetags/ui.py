# SPDX-License-Identifier: EUPL-1.2
"""The tags and filters of the house: `{% load ui %}`. What each takes is said in `components` and in `words`."""

import uuid
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static

from tinhso import __version__
from tinhso.config import env
from tinhso.faces.ui import brand
from tinhso.faces.ui.components import blocks, fields
from tinhso.faces.ui.words import day_words, moment_words, size_words
from tinhso.lib.money import format_vnd
from tinhso.lib.phone import format_phone
from tinhso.lib.vntext import format_decimal, format_int, format_percent, spell_date

register = template.Library()

Component = Callable[..., dict[str, Any]]

WITH_CONTEXT: tuple[Component, ...] = (
    fields.text_input,
    fields.text_area,
    fields.select_input,
    fields.radios,
    fields.checkboxes,
    fields.consent_box,
    fields.date_input,
    fields.file_input,
    blocks.error_summary,
    blocks.pagination,
    blocks.sort_header,
    blocks.nav_item,
    blocks.search_box,
)
PLAIN: tuple[Component, ...] = (
    fields.form_field,
    blocks.button,
    blocks.tag,
    blocks.deadline,
    blocks.progress,
    blocks.summary_list,
    blocks.task_list,
    blocks.timeline,
    blocks.older_newer,
    blocks.data_table,
    blocks.breadcrumbs,
    blocks.figure_card,
    blocks.empty_state,
    blocks.answer,
    blocks.warning_text,
)
for component in WITH_CONTEXT:
    register.inclusion_tag(f"ui/components/{component.__name__}.html", takes_context=True)(component)
for component in PLAIN:
    register.inclusion_tag(f"ui/components/{component.__name__}.html")(component)

DASH = "–"
"""What stands where nothing is known; a nought would be a statement."""


@register.filter
def vnd(amount: int | None) -> str:
    """150000 → 150.000 đ; nothing → –"""
    return DASH if amount is None else format_vnd(int(amount))


@register.filter
def vnint(number: int | None) -> str:
    """1947 → 1.947"""
    return DASH if number is None or number == "" else format_int(int(number))


@register.filter
def vndecimal(number: Decimal | int | float | None, places: int = 2) -> str:
    """3.5 → 3,50"""
    return DASH if number is None else format_decimal(Decimal(str(number)), places)


@register.filter
def vnpercent(percent: Decimal | int | float | None, places: int = 2) -> str:
    """35.13 → 35,13 %"""
    return DASH if percent is None else format_percent(Decimal(str(percent)), places)


@register.filter
def vndate(day: date | datetime | None) -> str:
    """→ 09/05/2026"""
    return day_words(day) if day else DASH


@register.filter
def vndatetime(moment: datetime | None) -> str:
    """→ 14:05 ngày 09/05/2026"""
    return moment_words(moment) if moment else DASH


@register.filter
def vnlongdate(day: date | None) -> str:
    """→ ngày 09 tháng 5 năm 2026"""
    return spell_date(day) if day else DASH


@register.filter
def vnsize(size_bytes: int | None) -> str:
    """2621440 → 2,5 MB"""
    return DASH if size_bytes is None else size_words(int(size_bytes))


@register.filter
def vnphone(number: str) -> str:
    """+84912345678 → 0912 345 678"""
    return format_phone(number) if number else DASH


@register.filter
def shortid(value: uuid.UUID | str) -> str:
    """The last eight figures of an identifier, enough to tell rows apart by eye."""
    return str(value)[-8:]


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """The value of a mapping under a key kept in a variable; nothing when absent."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def split(text: str, separator: str = ",") -> list[str]:
    """Heads of a table written in one word: "Đơn vị,Hồ sơ" """
    return [part.strip() for part in text.split(separator)]


@register.simple_tag
def ops_here() -> bool:
    """Whether desk and operations pages answer at the same door, so that one may link to the other."""
    return not env.OPS_PORT


@register.simple_tag
def brand_key() -> str:
    """A word that changes with the province's colour, so that browsers may keep the style sheet."""
    return brand.palette(env.BRAND_COLOUR)["brand"].lstrip("#")


@register.simple_tag
def yes_no(yes: str, no: str) -> list[tuple[str, str]]:
    """The two answers of a yes-or-no question, as the form engine reads them."""
    return [("true", yes), ("false", no)]


@register.simple_tag
def house_version() -> str:
    """The release that runs here; a tag, because pages use the word `version` for other things."""
    return __version__


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file of the design system."""
    return static(f"ui/{path}")


@register.simple_tag
def upload_limit() -> str:
    """The largest file taken, in words; the same number the server enforces."""
    return size_words(settings.TINHSO_UPLOAD_LIMIT_BYTES)
