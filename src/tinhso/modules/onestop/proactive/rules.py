# SPDX-License-Identifier: EUPL-1.2
"""When something may be offered, at which grade, and what a person may still say to it. Pure."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from tinhso.modules.onestop.proactive.types import Grade, Service, Standing, Trigger

LAW = "224/2026/NĐ-CP, Điều 16–17"
NEEDED = {Trigger.AGE_REACHED: ("age_years",), Trigger.CHILD_BORN: ("under_years",)}
"""Legal numbers without which a trigger cannot be reckoned."""

LONGEST_SNOOZE_DAYS = 180
"""House rule: who wants longer quiet says never again."""

CHOICES: dict[str, frozenset[Standing]] = {
    "accept": frozenset({Standing.OPEN, Standing.SNOOZED, Standing.DONE}),
    "refuse": frozenset({Standing.OPEN, Standing.SNOOZED}),
    "snooze": frozenset({Standing.OPEN}),
    "reopen": frozenset({Standing.REFUSED}),
    "restore": frozenset({Standing.DONE, Standing.ACCEPTED}),
    "adjust": frozenset({Standing.DONE, Standing.ACCEPTED}),
}
"""What a person may say, by the standing of the offer; refusing what was carried out is restoring it."""


def is_on(service: Service, day: date) -> bool:
    """Tell whether a service is offered on a day: in force, not switched off, every legal number known."""
    in_force = service.valid_from <= day and (service.valid_to is None or day <= service.valid_to)
    known = all(service.numbers.get(name) is not None for name in NEEDED.get(service.trigger, ()))
    return in_force and not service.off and known


def anniversary(born: date, years: int) -> date:
    """Return the day on which someone has lived so many full years.

    A day the month does not have becomes its last (Bộ luật Dân sự 2015, Điều 148).

    >>> anniversary(date(1952, 2, 29), 75)
    datetime.date(2027, 2, 28)
    """
    year = born.year + years
    return date(year, born.month, min(born.day, monthrange(year, born.month)[1]))


def is_time(service: Service, day: date, today: date) -> bool:
    """Tell whether today lies in the span around the day of the occasion; both ends count."""
    begins = day - timedelta(days=service.ahead_days)
    return begins <= today and (service.after_days is None or today <= day + timedelta(days=service.after_days))


def is_under(born: date, years: int, today: date) -> bool:
    """Tell whether somebody has not yet reached an age (dưới … tuổi)."""
    return born <= today < anniversary(born, years)


def grade_for(service: Service, *, consented: bool, cleared: bool, complete: bool) -> Grade:
    """Return the grade at which an offer is made.

    consented: a standing consent for this service is in force; cleared: the register says what it must say;
    complete: every answer and paper needed is at hand. Without all three nothing is done in a person's name.
    Source: 224/2026/NĐ-CP, Điều 16.

    >>> from tinhso.modules.onestop.proactive.definitions import services
    >>> pension = next(one for one in services() if one.key == "tro_cap_huu_tri")
    >>> grade_for(pension, consented=True, cleared=True, complete=True).name
    'CARRY_OUT'
    >>> grade_for(pension, consented=False, cleared=True, complete=True).name
    'PREPARE'
    """
    if service.grade < Grade.CARRY_OUT or (consented and cleared and complete):
        return service.grade
    return Grade.PREPARE


def bars(service: Service, told: Mapping[str, str]) -> bool:
    """Tell whether what a register told speaks against the offer."""
    return _any(service.register.get("bars") or {}, told)


def clears(service: Service, told: Mapping[str, str]) -> bool:
    """Tell whether a register said what must be known before anything is done in the person's name.

    A service without such a condition is clear by itself; a register that was silent clears nothing.
    """
    wanted = service.register.get("clears") or {}
    return not wanted or _any(wanted, told)


def _any(wanted: Mapping[str, list[str]], told: Mapping[str, str]) -> bool:
    return any(told.get(name) in values for name, values in wanted.items())


def may(choice: str, standing: str) -> bool:
    """Tell whether a person may say this to an offer that stands so."""
    return standing in CHOICES[choice]
