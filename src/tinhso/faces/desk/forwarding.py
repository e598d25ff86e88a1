# SPDX-License-Identifier: EUPL-1.2
"""The forms of linked work: bodies with duty and time, result data of a component; read into what actions take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from tinhso.faces.desk import reading
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.linked.types import PartOrder, Way
from tinhso.modules.onestop.queries import parts

ROWS = 4
"""Bodies on the form; a dossier may be forwarded again for more."""


@dataclass(frozen=True)
class BodyRow:
    """One body on the form: its number from 1 and the names of its controls."""

    number: int
    unit: str
    duty: str
    days: str
    search: str
    is_first: bool


def rows(count: int) -> list[BodyRow]:
    return [BodyRow(n, f"unit-{n}", f"duty-{n}", f"days-{n}", f"tim-{n}", n == 1) for n in range(1, count + 1)]


def peer_form(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    return _form(Way.PEER, ROWS, dossier, now) | {
        "leaders": [(str(n), _("Cơ quan thứ %(n)s") % {"n": n}) for n in range(1, ROWS + 1)],
        "modes": [
            ("at_once", _("Điện tử: gửi đồng thời tất cả")),
            ("in_sequence", _("Giấy: chuyển lần lượt theo thứ tự, kèm phiếu kiểm soát F05")),
        ],
    }


def up_form(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    return _form(Way.UP, 1, dossier, now)


def _form(way: Way, count: int, dossier: Any, now: datetime) -> dict[str, Any]:
    units = [(str(unit.id), unit.name) for unit in parts.bodies_for(way, dossier, now)]
    return {"rows": rows(count), "bodies": units, "way": way.value}


def read_peers(data: QueryDict) -> dict[str, Any]:
    """Return the bodies that were chosen; a row in which nothing was chosen or typed is left out."""
    mode = data.get("mode", "")
    if mode not in ("at_once", "in_sequence"):
        raise reading.FormFault({"mode": _("Hãy chọn cách gửi.")})
    chosen = [row for row in rows(ROWS) if data.get(row.unit) or data.get(row.duty, "").strip()]
    if not chosen:
        raise reading.FormFault({"unit-1": _("Hãy chọn ít nhất một cơ quan.")})
    leader = data.get("leader", "") or (str(chosen[0].number) if len(chosen) == 1 else "")
    orders = [_order(data, row, leads=str(row.number) == leader) for row in chosen]
    return {"orders": orders, "in_sequence": mode == "in_sequence"}


def read_up(data: QueryDict) -> dict[str, Any]:
    return {"order": _order(data, rows(1)[0], leads=True)}


def _order(data: QueryDict, row: BodyRow, *, leads: bool) -> PartOrder:
    unit_id = reading.identifier(data, row.unit, _("Hãy chọn cơ quan."))
    typed = data.get(row.days, "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 4):
        raise reading.FormFault({row.days: _("Hãy nhập số ngày làm việc, ví dụ 2.")})
    return PartOrder(unit_id, data.get(row.duty, ""), int(typed), leads)


def register_form(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    """Return the questions of the leading component and the optional parts, all of them wanted at first."""
    bundle = parts.bundle_of(dossier)
    definition = parts.definition_of(bundle, dossier) if bundle else None
    if definition is None:
        return {"outputs": [], "optional": []}
    optional = [(one.key, one.title) for one in definition.others if one.is_optional]
    return {
        "outputs": named(definition.lead.produces),
        "optional": optional,
        "wanted": [key for key, _title in optional],
        "lead": definition.lead,
        "followers": [one.title for one in definition.others if not one.is_optional],
    }


def named(outputs: Iterable[Any]) -> list[tuple[str, Any]]:
    """Return result data to ask for, each with the name of its control."""
    return [(f"kq-{one.key}", one) for one in outputs]


def read_registration(data: QueryDict) -> dict[str, Any]:
    asked = data.getlist("optional")
    return {"produced": outputs(data), "left_out": [key for key in asked if key not in data.getlist("do")]}


def outputs(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed as result data, days put together to YYYY-MM-DD as far as they can be read."""
    found: dict[str, str] = {}
    for name in data:
        if not name.startswith("kq-"):
            continue
        if name.endswith("-day"):
            base = name.removesuffix("-day")
            day = reading.day(data, base)
            found[base.removeprefix("kq-")] = day.isoformat() if day else ""
        elif not name.endswith(("-month", "-year")):
            found[name.removeprefix("kq-")] = str(data.get(name) or "")
    return found
