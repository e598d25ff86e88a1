# SPDX-License-Identifier: EUPL-1.2
"""What the form of each step is read into, and what it shows besides its boxes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from tinhso.faces.desk import despite, reading, wording
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.queries import desk, flow
from tinhso.modules.onestop.result_kinds import kind_before, kinds_of
from tinhso.modules.onestop.rules import GROUNDS
from tinhso.modules.onestop.types import ReturnMethod

More = Callable[[Viewer, Any, datetime], dict[str, Any]]


def grounds(kind: str) -> More:
    def more(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
        return {"grounds": list(GROUNDS[kind].items())}

    return more


def ground_and_reason(data: QueryDict) -> dict[str, Any]:
    return {"ground": data.get("ground", ""), "reason": data.get("reason", "")}


def supplement(data: QueryDict) -> dict[str, Any]:
    return {**ground_and_reason(data), "items": reading.lines(data, "items"), "despite": despite.read(data)}


def supplement_form(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    return {"grounds": list(GROUNDS["supplement"].items()), **despite.form(dossier, now)}


def reason(data: QueryDict) -> dict[str, Any]:
    return {"reason": data.get("reason", "")}


def holder(data: QueryDict) -> dict[str, Any]:
    chosen = reading.identifier(data, "holder", _("Hãy chọn một cán bộ để phân công."))
    return {"holder_id": chosen, "reason": data.get("reason", "").strip()}


def officers(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    found = desk.burdens(viewer, dossier.case.unit_id, now=now, today=timezone.localdate(now))
    return {"officers": [_officer_option(one) for one in found if one.officer is not None]}


def next_step(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    """Name the step that would begin; whoever passes the step is chosen already."""
    chosen = {"values": {"holder": str(viewer.officer_id)}}
    return {**officers(viewer, dossier, now), "following": flow.following(dossier), **chosen}


def _officer_option(one: desk.Burden) -> tuple[str, str, str]:
    assert one.officer is not None
    words = _("Đang giữ %(living)s việc: %(soon)s sắp đến hạn, %(overdue)s quá hạn")
    return (
        str(one.officer.id),
        one.officer.full_name,
        words % {"living": one.living, "soon": one.soon, "overdue": one.overdue},
    )


def question(data: QueryDict) -> dict[str, Any]:
    unit_id = reading.identifier(data, "unit", _("Hãy chọn cơ quan cần lấy ý kiến."))
    answer_by = reading.end_of(reading.required_day(data, "answer_by"))
    return {"unit_id": unit_id, "question": data.get("question", ""), "answer_by": answer_by}


def competent(data: QueryDict) -> dict[str, Any]:
    chosen = reading.identifier(data, "unit", _("Hãy chọn cơ quan có thẩm quyền."))
    return {"unit_id": chosen, "reason": data.get("reason", "")}


def sheets(data: QueryDict) -> dict[str, Any]:
    return {"sheets": reading.sheets(data)}


def units(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    units = registry.units_as_of(timezone.localdate(now)).exclude(id=dossier.case.unit_id)
    return {"units": [(str(unit.id), unit.name) for unit in units]}


def result(data: QueryDict) -> dict[str, Any]:
    return {"body": data.get("body", ""), "result": data.get("result", "")}


def drafted(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    """Offer the kinds of result of the procedure; what was drafted before, when a draft comes back."""
    kinds = [(name, name) for name in kinds_of(dossier)]
    before = {"result": kind_before(dossier)}
    return {"drafted": dossier.decision.get("body", ""), "kinds": kinds, "values": before}


def until(data: QueryDict) -> dict[str, Any]:
    return {"reason": data.get("reason", ""), "until": reading.end_of(reading.required_day(data, "until"))}


def fix(data: QueryDict) -> dict[str, Any]:
    return {"reason": data.get("reason", ""), "fix_by": reading.required_day(data, "fix_by")}


def receiver(data: QueryDict) -> dict[str, Any]:
    method = data.get("method", "")
    if method not in set(ReturnMethod):
        raise reading.FormFault({"method": _("Hãy chọn cách trả kết quả.")})
    return {"method": ReturnMethod(method), "receiver_checked": data.get("receiver_checked") == "yes"}


def returns(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    return {"methods": list(wording.RETURNS.items()), "wanted": dossier.return_method}


def matter(data: QueryDict) -> dict[str, Any]:
    return {"matter": data.get("matter", "")}


def record(data: QueryDict) -> dict[str, Any]:
    if data.get("confirmed") not in ("yes", "no"):
        raise reading.FormFault({"confirmed": _("Hãy chọn kết quả xác minh.")})
    return {"record": data.get("record", ""), "confirmed": data.get("confirmed") == "yes"}


def outcomes(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    return {"outcomes": [("yes", _("Đúng như đã khai")), ("no", _("Không đúng như đã khai"))]}


def notice(data: QueryDict) -> dict[str, Any]:
    amount = reading.amount(data, "amount")
    pay_by = reading.required_day(data, "pay_by")
    return {"notice": actions.Notice(data.get("notice", ""), amount, data.get("legal_ground", ""), pay_by)}


def receipt(data: QueryDict) -> dict[str, Any]:
    return {"receipt": data.get("receipt", "")}
