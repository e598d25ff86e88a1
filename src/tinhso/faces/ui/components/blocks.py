# SPDX-License-Identifier: EUPL-1.2
"""Blocks of a page: error summary, states, lists of facts, tasks, steps, tables and ways on."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.paginator import Page
from django.forms import BaseForm
from django.template import Context
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from tinhso.faces.ui.words import remaining

PHASES = {"open": "○", "working": "◐", "waiting": "‖", "done": "✓", "dropped": "✕", "error": "!", "later": "…"}
"""The icon of each phase, always beside its words; letters that every font has: two bars, no sign of a pause."""

TASK_STATES = {"done": "done", "todo": "open", "later": "later", "problem": "error", "doing": "working"}


def error_summary(context: Context, errors: Any = None, *, title: str = "") -> dict[str, Any]:
    """What is wrong with the whole page, each sentence linked to its control; nothing wrong shows nothing.

    errors: dict name → sentence, list of (name, sentence), a Django form, or `errors` of the page.
    """
    found = context.get("errors") if errors is None else errors
    return {"items": _problems(found), "title": title or _("Có phần chưa đúng, hãy xem lại")}


def _problems(errors: Any) -> list[tuple[str, str]]:
    """Return (id of the control or nothing, sentence) pairs."""
    if not errors:
        return []
    if isinstance(errors, BaseForm):
        return [
            (errors[name].auto_id if name != "__all__" else "", str(sentence))
            for name, sentences in errors.errors.items()
            for sentence in sentences
        ]
    pairs = errors.items() if isinstance(errors, Mapping) else errors
    return [(f"f-{name}" if name else "", sentence) for name, sentence in pairs]


def button(
    label: str,
    *,
    kind: str = "primary",
    href: str = "",
    name: str = "",
    value: str = "",
    disabled: bool = False,
    small: bool = False,
    once: bool = False,
    form: str = "",
    id: str = "",
    type: str = "submit",
) -> dict[str, Any]:
    """A button, or a link that looks like one. kind: primary, secondary, warning. once: a second press is swallowed."""
    return {
        "label": label,
        "css": f" govuk-button--{kind}" * (kind != "primary") + " govuk-button--small" * small,
        "href": href,
        "name": name,
        "value": value,
        "disabled": disabled,
        "once": once,
        "form": form,
        "id": id,
        "type": type,
    }


def tag(label: str, phase: str = "open") -> dict[str, Any]:
    """The state of something in words, with an icon and a colour by phase."""
    return {"label": label, "phase": phase, "icon": PHASES.get(phase, "○")}


def deadline(
    due: datetime | None, now: datetime, *, ended: bool = False, paused: bool = False, returning: bool = False
) -> dict[str, Any]:
    """Time left until a due moment in words; an ended, paused or unlimited case says so.

    returning: the work is done and its result waits to be handed over.
    """
    if returning:
        return {"words": _("Đã xong, chờ trả kết quả"), "icon": "✓", "tone": "calm", "due": due}
    if ended:
        return {"words": _("Đã kết thúc"), "icon": "✓", "tone": "calm", "due": due}
    if paused:
        return {"words": _("Tạm dừng tính thời hạn"), "icon": PHASES["waiting"], "tone": "calm", "due": due}
    if due is None:
        return {"words": _("Chưa có hạn"), "icon": "–", "tone": "calm", "due": None}
    left = remaining(due, now)
    return {"words": left.words, "icon": left.icon, "tone": left.tone, "due": due}


def progress(percent: float, label: str = "") -> dict[str, Any]:
    """How far something has come, as a bar and as words."""
    bounded = min(100, max(0, round(percent)))
    return {"percent": bounded, "label": label or _("Tiến độ")}


def summary_list(rows: Iterable[Sequence[Any]], *, change: str = "") -> dict[str, Any]:
    """Facts: rows of (label, value) or (label, value, address where it is changed)."""
    facts = [(row[0], row[1], row[2] if len(row) > 2 else "") for row in rows]
    return {"rows": facts, "change": change or _("Sửa"), "has_links": any(link for _label, _value, link in facts)}


def task_list(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Parts of a bigger work. Each item: title, href (empty = not yet possible), status, state and optional hint.

    state: done, doing, todo, later, problem.
    """
    return {"items": [{**one, "phase": TASK_STATES[one.get("state", "todo")]} for one in items]}


def timeline(lines: Iterable[Any]) -> dict[str, Any]:
    """Steps taken, in order: objects or mappings with at, title, actor, unit, detail."""
    return {"lines": list(lines)}


def pagination(context: Context, page: Page[Any], *, name: str = "trang") -> dict[str, Any]:
    """Links between the pages of a list; everything else in the address stays."""
    request = context["request"]
    return {
        "page": page,
        "previous": _address(request, name, page.previous_page_number()) if page.has_previous() else "",
        "next": _address(request, name, page.next_page_number()) if page.has_next() else "",
    }


def older_newer(newer: str = "", older: str = "") -> dict[str, Any]:
    """Links of a list read by key and not by number: addresses of the newer and the older part."""
    return {"newer": newer, "older": older}


def _address(request: Any, name: str, value: Any) -> str:
    query = request.GET.copy()
    query[name] = str(value)
    return f"?{query.urlencode()}"


def sort_header(context: Context, label: str, key: str, *, name: str = "xep", number: bool = False) -> dict[str, Any]:
    """The head of a column that can be sorted; `?xep=key` and `?xep=-key` by turns."""
    request = context["request"]
    current = request.GET.get(name, "")
    direction = "ascending" if current == key else "descending" if current == f"-{key}" else "none"
    query = request.GET.copy()
    query[name] = f"-{key}" if current == key else key
    query.pop("trang", None)
    arrow = {"ascending": "▲", "descending": "▼", "none": ""}[direction]
    return {"label": label, "href": f"?{query.urlencode()}", "direction": direction, "arrow": arrow, "number": number}


def data_table(
    caption: str, headers: Sequence[Any], rows: Iterable[Sequence[Any]], *, numbers: str = ""
) -> dict[str, Any]:
    """A table with a caption. numbers: which columns are numbers, as "2 3" (first is 1)."""
    right = {int(part) - 1 for part in numbers.split()}
    body = mark_safe("".join(map(_row(right), rows)))  # noqa: S308 - every cell was escaped
    return {"caption": caption, "headers": [(one, place in right) for place, one in enumerate(headers)], "body": body}


def _row(right: Container[int]) -> Callable[[Sequence[Any]], str]:
    """Return what writes a row. Not a template: a table of all units has a thousand cells."""
    kinds = ('<td class="govuk-table__cell">', '<td class="govuk-table__cell house-number">')

    def written(row: Sequence[Any]) -> str:
        cells = (f"{kinds[place in right]}{conditional_escape(localize(cell))}</td>" for place, cell in enumerate(row))
        return f'<tr class="govuk-table__row">{"".join(cells)}</tr>\n'

    return written


def breadcrumbs(*parts: str) -> dict[str, Any]:
    """The way here: label, address, label, address, …, label of this page."""
    pairs = [(parts[i], parts[i + 1] if i + 1 < len(parts) else "") for i in range(0, len(parts), 2)]
    return {"items": pairs}


def nav_item(context: Context, label: str, href: str, count: int | None = None) -> dict[str, Any]:
    """One entry of the navigation; current when the page lies below its address."""
    path = context["request"].path
    current = path == href or (href != "/" and path.startswith(href))
    return {"label": label, "href": href, "count": count, "current": current}


def search_box(
    context: Context,
    label: str,
    *,
    name: str = "q",
    action: str = "",
    value: str | None = None,
    live: str = "",
    hint: str = "",
) -> dict[str, Any]:
    """A search form. live: CSS selector of the part htmx replaces while typing; without script the button does it."""
    typed = context["request"].GET.get(name, "") if value is None else value
    return {"label": label, "name": name, "action": action, "value": typed, "live": live, "hint": hint}


def figure_card(name: str, value: str, *, note: str = "", href: str = "", qualifier: str = "") -> dict[str, Any]:
    """One figure with its name, a note on period or freshness, and the way to where it comes from."""
    return {"name": name, "value": value, "note": note, "href": href, "qualifier": qualifier}


def empty_state(sentence: str, *, href: str = "", action: str = "") -> dict[str, Any]:
    """What a list says when it is empty, and what to do next."""
    return {"sentence": sentence, "href": href, "action": action}


def answer(word: str, verdict: str = "unsure") -> dict[str, Any]:
    """The result of a check in a word. verdict: yes, no, unsure."""
    return {"word": word, "verdict": verdict, "icon": {"yes": "✓", "no": "✕", "unsure": "?"}[verdict]}


def warning_text(sentence: str) -> dict[str, Any]:
    """A sentence that must not be overlooked."""
    return {"sentence": sentence}
