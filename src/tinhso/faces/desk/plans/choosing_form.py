# SPDX-License-Identifier: EUPL-1.2
"""What is asked of the page that chooses tasks: money, last day, what is kept, how many a unit leads, which place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from tinhso.faces.desk import reading
from tinhso.faces.desk.plans import shares
from tinhso.faces.desk.plans.choosing_situation import Field
from tinhso.modules.plans.planner.types import Wanted

BOXES = ("ngan_sach", "den-day", "den-month", "den-year", "giu", "don_vi", "hang")
LONGEST_BOX = 40
MOST_TASKS_OF_A_UNIT = 5_000


@dataclass(frozen=True)
class Asked:
    """What was typed and read. keep_from: share from which a component may not fall; is_asked: a button was pressed."""

    values: dict[str, str]
    errors: dict[str, str]
    is_asked: bool
    budget_vnd: int | None = None
    last_day: date | None = None
    keep_from: Decimal | None = None
    most_of_a_unit: int | None = None
    place: int | None = None


def read(data: QueryDict, today: date, places: int) -> Asked:
    """Return what the address asks; what cannot be read is said beside its box and asks nothing."""
    values = {name: data.get(name, "").replace("\x00", "")[:LONGEST_BOX].strip() for name in BOXES}
    errors: dict[str, str] = {}
    budget = last_day = keep = most = place = None
    try:
        budget = reading.amount(values, "ngan_sach") if values["ngan_sach"] else None
    except reading.FormFault as fault:
        errors |= fault.errors
    try:
        last_day = _last_day(values, today)
    except reading.FormFault as fault:
        errors |= fault.errors
    try:
        keep = shares.share(values["giu"], "giu")
    except reading.FormFault as fault:
        errors |= fault.errors
    try:
        most = shares.whole_number(values["don_vi"], "don_vi", MOST_TASKS_OF_A_UNIT)
    except reading.FormFault as fault:
        errors |= fault.errors
    try:
        place = _place(values["hang"], places)
    except reading.FormFault as fault:
        errors |= fault.errors
    return Asked(values, errors, "tinh" in data, budget, last_day, keep, most, place)


def _last_day(values: dict[str, str], today: date) -> date | None:
    found = reading.day(values, "den")
    if found is not None and found < today:
        raise reading.FormFault({"den": _("Ngày này đã qua. Hãy chọn hôm nay hoặc một ngày sau.")})
    return found


def _place(typed: str, places: int) -> int | None:
    if not typed:
        return None
    if not places:
        raise reading.FormFault({"hang": _("Không tính được hạng nên hãy để trống ô này.")})
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 4 and 1 <= int(typed) <= places):
        raise reading.FormFault({"hang": _("Hãy ghi một hạng từ 1 đến %(last)d.") % {"last": places}})
    return int(typed)


def wanted_of(asked: Asked, field: Field, today: date) -> Wanted:
    """Return the limits the planner keeps."""
    units = {one.lead_unit for one in field.offer.options}
    return Wanted(
        budget_vnd=asked.budget_vnd,
        horizon_days=(asked.last_day - today).days if asked.last_day else None,
        capacity={} if asked.most_of_a_unit is None else dict.fromkeys(units, asked.most_of_a_unit),
        keep=frozenset(kept(asked, field)),
    )


def kept(asked: Asked, field: Field) -> Collection[str]:
    """Return the components that hold so much today that they may not fall."""
    if asked.keep_from is None:
        return []
    return [code for code, share in sorted(field.offer.shares.items()) if share >= asked.keep_from]
