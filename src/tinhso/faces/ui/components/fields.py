# SPDX-License-Identifier: EUPL-1.2
"""Form controls: label, hint, error and control wired together for people who see, hear or feel the page.

Every control takes its value and error from `values` and `errors` of the page (dicts by name) unless given.
The id of a control is `f-<name>`; the error summary links to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.forms import BoundField
from django.template import Context
from django.utils.translation import gettext as _

from tinhso.faces.ui.words import size_words

Option = tuple[str, str, str]
"""Value, label, hint."""


def _common(
    context: Context, name: str, label: str, hint: str, error: str | None, required: bool | None
) -> dict[str, Any]:
    """Return what all controls share; `required=None` says nothing, False marks the label as optional."""
    if error is None:
        error = (context.get("errors") or {}).get(name, "")
    described = [f"f-{name}-hint"] * bool(hint) + [f"f-{name}-error"] * bool(error)
    return {
        "name": name,
        "id": f"f-{name}",
        "label": label,
        "hint": hint,
        "error": error,
        "required": required,
        "described": " ".join(described),
    }


def _value(context: Context, name: str, value: Any) -> Any:
    return (context.get("values") or {}).get(name, "") if value is None else value


def text_input(
    context: Context,
    name: str,
    label: str,
    *,
    value: str | None = None,
    hint: str = "",
    error: str | None = None,
    required: bool | None = None,
    type: str = "text",
    inputmode: str = "",
    autocomplete: str = "",
    width: int | str = "",
    prefix: str = "",
    suffix: str = "",
    max_length: int | str = "",
    large: bool = False,
    readonly: bool = False,
) -> dict[str, Any]:
    """One line. width: characters the box shows (2, 3, 4, 5, 10, 20, 30) or empty for the whole line."""
    return {
        **_common(context, name, label, hint, error, required),
        "value": _value(context, name, value),
        "type": type,
        "inputmode": inputmode,
        "autocomplete": autocomplete,
        "width": width,
        "prefix": prefix,
        "suffix": suffix,
        "max_length": max_length,
        "large": large,
        "readonly": readonly,
    }


def text_area(
    context: Context,
    name: str,
    label: str,
    *,
    value: str | None = None,
    hint: str = "",
    error: str | None = None,
    required: bool | None = None,
    rows: int = 5,
    max_length: int | str = "",
) -> dict[str, Any]:
    """Several lines; with `max_length` the letters left are counted while typing."""
    shared = _common(context, name, label, hint, error, required)
    if max_length:
        shared["described"] = f"{shared['described']} f-{name}-count".strip()
    return {**shared, "value": _value(context, name, value), "rows": rows, "max_length": max_length}


def select_input(
    context: Context,
    name: str,
    label: str,
    options: Iterable[Any],
    *,
    value: str | None = None,
    hint: str = "",
    error: str | None = None,
    required: bool | None = None,
    empty: str | None = None,
    submit_on_change: bool = False,
) -> dict[str, Any]:
    """A choice from many. empty: words of the first, empty choice; None leaves it out."""
    return {
        **_common(context, name, label, hint, error, required),
        "value": str(_value(context, name, value) or ""),
        "options": normalised(options),
        "empty": empty,
        "submit_on_change": submit_on_change,
    }


def radios(
    context: Context,
    name: str,
    legend: str,
    options: Iterable[Any],
    *,
    value: str | None = None,
    hint: str = "",
    error: str | None = None,
    required: bool | None = None,
    inline: bool = False,
    large: bool = False,
) -> dict[str, Any]:
    """One of a few, all visible."""
    return {
        **_common(context, name, legend, hint, error, required),
        "value": str(_value(context, name, value) or ""),
        "options": normalised(options),
        "inline": inline,
        "large": large,
    }


def checkboxes(
    context: Context,
    name: str,
    legend: str,
    options: Iterable[Any],
    *,
    values: Sequence[str] | None = None,
    hint: str = "",
    error: str | None = None,
    required: bool | None = None,
    large: bool = False,
) -> dict[str, Any]:
    """Any of a few; an empty legend is for a single box whose label says everything."""
    chosen = _value(context, name, values) or []
    return {
        **_common(context, name, legend, hint, error, required),
        "chosen": [str(one) for one in ([chosen] if isinstance(chosen, str) else chosen)],
        "options": normalised(options),
        "large": large,
    }


def consent_box(context: Context, name: str, label: str, *, hint: str = "", error: str | None = None) -> dict[str, Any]:
    """A single box whose label is the whole statement; sent as "true"."""
    checked = str(_value(context, name, None)).lower() in {"true", "on", "1"}
    return {**_common(context, name, label, hint, error, None), "checked": checked}


def date_input(
    context: Context,
    name: str,
    legend: str,
    *,
    value: Any = None,
    hint: str = "",
    error: str | None = None,
    required: bool | None = None,
    large: bool = False,
) -> dict[str, Any]:
    """Three boxes: day, month, year, sent as name-day, name-month, name-year.

    value: a date, ISO text, a mapping with day, month, year, or nothing.
    """
    typed = _value(context, name, value)
    day, month, year = date_parts(typed)
    values = context.get("values") or {}
    shared = _common(context, name, legend, hint, error, required)
    boxes = [
        ("day", _("Ngày"), 2, values.get(f"{name}-day", day)),
        ("month", _("Tháng"), 2, values.get(f"{name}-month", month)),
        ("year", _("Năm"), 4, values.get(f"{name}-year", year)),
    ]
    return {**shared, "boxes": boxes, "large": large}


def date_parts(typed: Any) -> tuple[str, str, str]:
    """Return day, month and year as typed; text that is no ISO date is shown back in the first box."""
    if isinstance(typed, Mapping):
        return str(typed.get("day", "")), str(typed.get("month", "")), str(typed.get("year", ""))
    if hasattr(typed, "year"):
        return str(typed.day), str(typed.month), str(typed.year)
    parts = str(typed or "").split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        return parts[2].lstrip("0"), parts[1].lstrip("0"), parts[0]
    return str(typed or ""), "", ""


def file_input(
    context: Context,
    name: str,
    label: str,
    *,
    hint: str = "",
    error: str | None = None,
    required: bool | None = None,
    accept: str = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx",
    multiple: bool = False,
    limit_bytes: int | None = None,
) -> dict[str, Any]:
    """A file; the limit stands at the control and is the one enforced (TINHSO_UPLOAD_LIMIT_MB)."""
    limit = limit_bytes or settings.TINHSO_UPLOAD_LIMIT_BYTES
    kinds = ", ".join(sorted({part.strip(". ").upper() for part in accept.split(",")}))
    limits = _("Mỗi tệp tối đa %(size)s. Nhận: %(kinds)s.") % {"size": size_words(limit), "kinds": kinds}
    hint = f"{hint} {limits}".strip()
    return {
        **_common(context, name, label, hint, error, required),
        "accept": accept,
        "multiple": multiple,
        "limit_bytes": limit,
        "limit_words": size_words(limit),
    }


def form_field(field: BoundField, *, label: str = "", hint: str = "") -> dict[str, Any]:
    """One field of a plain Django form, shown like the other controls."""
    errors = [str(one) for one in field.errors]
    hint = hint or str(field.help_text or "")
    widget = field.as_widget(attrs=_attributes(field, hint, errors))
    return {
        "field": field,
        "id": field.auto_id,
        "label": label or field.label,
        "hint": hint,
        "error": errors[0] if errors else "",
        "widget": widget,
        "is_box": field.widget_type == "checkbox",
        "is_hidden": field.is_hidden,
        "required": None if field.field.required else False,
    }


CLASSES = {"checkbox": "govuk-checkboxes__input", "select": "govuk-select", "textarea": "govuk-textarea"}


def _attributes(field: BoundField, hint: str, errors: list[str]) -> dict[str, str | bool]:
    described = [f"{field.auto_id}-hint"] * bool(hint) + [f"{field.auto_id}-error"] * bool(errors)
    css = CLASSES.get(field.widget_type, "govuk-input")
    # A placeholder vanishes while typing and repeats the label badly; libraries set it, the house does not.
    attributes: dict[str, str | bool] = {"class": f"{css} {css}--error" if errors else css, "placeholder": ""}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if errors:
        attributes["aria-invalid"] = "true"
    return attributes


def normalised(options: Iterable[Any]) -> list[Option]:
    """Return options given as text, pairs, triples, or objects with value and label, as triples."""
    return [_option(one) for one in options]


def _option(one: Any) -> Option:
    if isinstance(one, str):
        return one, one, ""
    if isinstance(one, (tuple, list)):
        value, label, *rest = one
        return str(value), str(label), str(rest[0]) if rest else ""
    if isinstance(one, Mapping):
        return str(one["value"]), str(one["label"]), str(one.get("hint") or "")
    return str(one.value), str(one.label), str(getattr(one, "hint", "") or "")
