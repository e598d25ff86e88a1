# SPDX-License-Identifier: EUPL-1.2
"""What the pages of the queue show an officer: whose turn it is, where it may be sent, settings as they were typed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from tinhso.faces.desk.reading import FormFault
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.actions.queue_settings import Settings
from tinhso.modules.onestop.queries import queue as queries
from tinhso.modules.onestop.queries.visits import visits_on
from tinhso.modules.onestop.queue import policies, rules
from tinhso.modules.onestop.queue.types import Lane

NUMBERS = ("favoured_in_row", "grace_minutes", "slot_minutes", "slot_capacity", "days_ahead")


@dataclass(frozen=True)
class Row:
    """One person who waits, in words."""

    number: int
    lane: str
    minutes: int
    procedures: str
    is_mine: bool
    is_next: bool


def lane_words() -> dict[str, str]:
    return {
        Lane.RETURNED: _("chuyển quầy"),
        Lane.BOOKED: _("hẹn giờ"),
        Lane.PRIORITY: _("ưu tiên"),
        Lane.ORDINARY: _("thường"),
    }


def waiting_rows(place: Any, counter: Any, now: datetime) -> list[Row]:
    """Return who waits in the order of this counter; names of procedures are read at once."""
    day = timezone.localtime(now).date()
    lines = queries.lines_of(queries.waiting(place.unit_id, day), counter.window if counter else None, place, now)
    named = _names([code for one in lines for code in one.ticket.procedures])
    words = lane_words()
    return [
        Row(
            number=one.ticket.number,
            lane=words[rules.lane_of(one.ticket.standing(), now, place.rule)],
            minutes=one.ticket.minutes_until(now),
            procedures="; ".join(named[code] for code in one.ticket.procedures if code in named),
            is_mine=one.is_mine,
            is_next=one.is_next,
        )
        for one in lines
    ]


def _names(codes: list[str]) -> dict[str, str]:
    return {one.code: one.short_name for one in queries.procedures_named(sorted(set(codes)))}


def page_context(place: Any, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """Return everything on the page of a counter."""
    day = timezone.localtime(now).date()
    counters = queries.counters(place.unit_id)
    mine = queries.counter_of(viewer.as_officer, place.unit_id, now)
    current = queries.current_of(mine) if mine else None
    done = queries.last_served_at(mine, day) if mine and current is None else None
    expected = visits_on(place.unit_id, day)
    return {
        "place": place,
        "unit": place.unit,
        "mine": mine,
        "counters": [(one, one.is_open_on(day), sector_words(one)) for one in counters],
        "others": [one for one in counters if one.is_open_on(day) and mine is not None and one.id != mine.id],
        "current": current,
        "done": done,
        "lane": lane_words()[Lane(current.lane)] if current else "",
        "waited": current.minutes_until(current.called_at or now) if current else 0,
        "procedures": queries.procedures_named(current.procedures) if current else [],
        "elsewhere": _not_served(mine, current),
        "rows": waiting_rows(place, mine, now),
        "missed": queries.missed(place.unit_id, day),
        "expected": expected,
        "board": queries.board(place.unit_id, now),
        "can_sit": viewer.seat_in(place.unit_id, "reception", "head") is not None,
        "receives": "reception" in viewer.roles(),
        "can_set": policies.can_set(viewer, place.unit_id),
        "choices": [(one.code, one.short_name) for one in queries.all_procedures()],
    }


def sector_words(counter: Any) -> str:
    return ", ".join(definitions.sector_title(one) for one in counter.sectors) or _("mọi lĩnh vực")


def _not_served(counter: Any, ticket: Any) -> list[str]:
    """Return the fields of the ticket that this counter does not serve: the person has to be sent on."""
    if counter is None or ticket is None or not counter.sectors:
        return []
    return [definitions.sector_title(one) for one in ticket.sectors if one not in counter.sectors]


def settings_of(data: QueryDict) -> Settings:
    """Return the settings as typed; raises FormFault with a sentence for each that is no number or out of bounds."""
    typed = {name: data.get(name, "").strip() for name in NUMBERS}
    wrong = {name: _("Hãy nhập một số.") for name, text in typed.items() if not (text.isascii() and text.isdigit())}
    if wrong:
        raise FormFault(wrong)
    found = Settings(groups=data.getlist("groups"), **{name: int(text[:6]) for name, text in typed.items()})
    if found.faults():
        raise FormFault(found.faults())
    return found


def group_options() -> list[tuple[str, str, str]]:
    """Return the groups a place may choose, each with how well a source supports it."""
    return [(one.key, one.name, one.source) for one in definitions.queue_priority()]
