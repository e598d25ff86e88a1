# SPDX-License-Identifier: EUPL-1.2
"""Events of a life and of a trade, each with the services it needs in the order they are done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.errors import ProcedureNotOpen
from tinhso.modules.onestop.models import Procedure

Words = Mapping[str, str]
"""A sentence by language: `vi` always, `en` beside it."""


@dataclass(frozen=True)
class LifeEvent:
    """Sự kiện trong đời: a title and one line about it."""

    key: str
    title: Words
    intro: Words


@dataclass(frozen=True)
class Step:
    """One service of an event and why one would do it."""

    procedure: Procedure
    why: Words


def life_events() -> list[LifeEvent]:
    """Return all events in the order of the data; the database is not asked."""
    return [LifeEvent(one["key"], one["title"], one["intro"]) for one in definitions.life_events()]


def life_event(key: str, on: date) -> tuple[LifeEvent, list[Step]]:
    """Return an event with its services in force on a day; raises ProcedureNotOpen for a key that is none."""
    found = next((one for one in definitions.life_events() if one["key"] == key), None)
    if found is None:
        raise ProcedureNotOpen("Không có trang nào cho việc này. Hãy chọn trong danh sách các việc hoặc tìm thủ tục.")
    codes = [one["code"] for one in found["services"]]
    open_now = Procedure.objects.filter(code__in=codes, versions__valid__contains=on)
    by_code = {one.code: one for one in open_now}
    steps = [Step(by_code[one["code"]], one["why"]) for one in found["services"] if one["code"] in by_code]
    return LifeEvent(found["key"], found["title"], found["intro"]), steps
