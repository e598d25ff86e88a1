# SPDX-License-Identifier: EUPL-1.2
"""The playbooks, and a dry run of one: what an incident would set going, shown before there is one, nothing written."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import forms, incident_words
from tinhso.faces.desk.security.duty_words import moment
from tinhso.faces.desk.security.wording import options
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.registry.queries import units_as_of
from tinhso.modules.security import policies
from tinhso.modules.security.incidents.dry_run import Asked, DryPaper, DryRun, DryStep, Unknown, dry_run
from tinhso.modules.security.incidents.playbooks import has_own_playbook, playbook
from tinhso.modules.security.queries import alerts
from tinhso.modules.security.types.incidents import Category, DutyKind

MOST_NAMES = 6
UNKNOWN = {
    Unknown.NO_TASK_LIMITS: gettext_lazy(
        "Kịch bản không đặt hạn cho từng việc, nên không nói được khi nào mỗi việc phải xong; chỉ văn bản có hạn."
    ),
    Unknown.GENERAL_PLAYBOOK: gettext_lazy(
        "Loại sự cố này chưa có kịch bản riêng: các việc dưới đây là kịch bản chung."
    ),
    Unknown.GRADING: gettext_lazy(
        "Có vượt khả năng tự xử lý hay không là do người đánh giá; nếu có, báo cáo ban đầu phải gửi ngay lúc đó."
    ),
    Unknown.END: gettext_lazy(
        "Chưa biết khi nào ứng cứu xong nên chưa tính được hạn báo cáo kết thúc. Ghi một giờ giả định để tính thử."
    ),
    Unknown.NOBODY_HANDLES: gettext_lazy(
        "Đơn vị này chưa có ai giữ chức vụ xử lý sự cố: chỉ người của trung tâm giám sát làm được."
    ),
    Unknown.NOBODY_APPROVES: gettext_lazy(
        "Đơn vị này chưa có người phụ trách, lãnh đạo: việc cần đồng ý chỉ quản trị vận hành đồng ý được."
    ),
    Unknown.CENTRE_AWAY: gettext_lazy("Chưa kết nối trung tâm quốc gia: văn bản đã ký sẽ không được gửi tới đó."),
    Unknown.CALENDAR: gettext_lazy(
        "Lịch nghỉ của những ngày này chưa công bố đủ: hạn tính theo lịch tuần thông thường và còn có thể đổi."
    ),
    Unknown.ALERT_ELSEWHERE: gettext_lazy(
        "Cảnh báo này đã đóng hoặc đã thuộc một sự cố khác nên sẽ không vào sự cố mới."
    ),
}
NOTES = {
    DutyKind.NOTICE: gettext_lazy("Luôn phải lập khi mở sự cố"),
    DutyKind.INITIAL: gettext_lazy("Chỉ khi được đánh giá là vượt khả năng tự xử lý: hạn là ngay lúc đánh giá"),
    DutyKind.CLOSING: gettext_lazy("Lập sau bước tổng kết, rút kinh nghiệm"),
}


@officer_required()
@require_safe
def playbooks(request: HttpRequest) -> HttpResponse:
    """Show the playbooks; with a category, a unit and an instant what would be done. `?dang=` gives a file."""
    viewer = request.viewer  # type: ignore[attr-defined]
    data = request.GET
    alert_id = reading.optional_identifier(data, "canh_bao")
    alert = alerts.alert_for(viewer, alert_id) if alert_id else None
    units = _units(viewer)
    errors: dict[str, str] = {}
    found: list[tuple[Asked, DryRun]] = []

    def run() -> None:
        asked = _asked(request, alert, {key for key, _name in units})
        found.append((asked, dry_run(asked)))

    if data.get("thu"):
        errors, _status = forms.tried(run)
    if found and (make := exports.FILES.get(data.get("dang", ""))):
        return make("chay-thu-kich-ban", _headers(), _rows(found[0][1]))
    context = {
        "alert": alert,
        "units": units,
        "categories": options(incident_words.CATEGORIES),
        "archive_box": [("1", _("Hệ thống lưu trữ cấp độ 3 đến 5 (báo trong 24 giờ, QCVN 12:2026/BCA)"))],
        "values": _values(request, alert, units),
        "errors": errors,
        "file": forms.file_query(request),
        "books": [] if found else [_book(one) for one in Category],
    } | (_told(*found[0]) if found else {})
    return render(request, "desk/security/playbooks.html", context, status=422 if errors else 200)


def _units(viewer: Any) -> list[tuple[str, str]]:
    """Return the units whose incidents the officer sees, in Vietnamese order."""
    found = units_as_of(timezone.localdate())
    if not policies.sees_everything(viewer):
        found = found.filter(id__in=policies.units_seen(viewer))
    return [(str(one.id), one.name) for one in found.order_by("sort_key")]


def _values(request: HttpRequest, alert: Any, units: list[tuple[str, str]]) -> dict[str, Any]:
    begun = {"luc": f"{timezone.localtime(alert.raised_at if alert else timezone.now()):%Y-%m-%dT%H:%M}"}
    if alert is not None and alert.unit_id:
        begun["don_vi"] = str(alert.unit_id)
    elif len(units) == 1:
        begun["don_vi"] = units[0][0]
    return begun | request.GET.dict()


def _asked(request: HttpRequest, alert: Any, units: set[str]) -> Asked:
    data = request.GET
    sentence = _("Hãy chọn đơn vị có hệ thống bị sự cố.")
    unit_id = reading.identifier(data, "don_vi", sentence)
    if str(unit_id) not in units:
        raise reading.FormFault({"don_vi": sentence})
    detected_at = forms.moment(data, "luc")
    ended_at = forms.moment(data, "xong") if data.get("xong", "").strip() else None
    if ended_at is not None and ended_at < detected_at:
        raise reading.FormFault({"xong": _("Lúc ứng cứu xong phải sau lúc phát hiện.")})
    return Asked(
        category=reading.choice(data, "loai", Category, _("Hãy chọn loại sự cố.")),
        unit_id=unit_id,
        detected_at=detected_at,
        is_archive=data.get("luu_tru") == "1",
        ended_at=ended_at,
        alert=alert,
    )


def _book(category: Category) -> dict[str, Any]:
    return {
        "category": incident_words.CATEGORIES[category],
        "key": category.value,
        "is_own": has_own_playbook(category),
        "tasks": playbook(category),
    }


def _told(asked: Asked, found: DryRun) -> dict[str, Any]:
    return {
        "run": found,
        "category": incident_words.CATEGORIES[asked.category],
        "asked": asked,
        "handlers": _few(found.handlers),
        "approvers": _few(found.approvers),
        "on_duty": _few(found.on_duty),
        "papers": [(incident_words.DUTIES[one.kind], one, NOTES[one.kind]) for one in found.papers],
        "unknown": [UNKNOWN[one] for one in found.unknown],
    }


def _few(names: Iterable[str]) -> str:
    """Return names in a row, the first ones with how many there are besides."""
    many = list(names)
    said = ", ".join(many[:MOST_NAMES])
    if len(many) > MOST_NAMES:
        return _("%(names)s và %(count)s người nữa") % {"names": said, "count": len(many) - MOST_NAMES}
    return said


def _headers() -> list[str]:
    return [_("Thứ tự"), _("Việc"), _("Ai làm được"), _("Cần đồng ý trước"), _("Hạn"), _("Ghi chú")]


def _rows(found: DryRun) -> list[list[Any]]:
    centre = _("trung tâm giám sát")
    everybody = "; ".join([*found.handlers, centre])
    leading = "; ".join([*found.approvers, centre])
    rows: list[list[Any]] = []
    for place, one in enumerate(found.steps, 1):
        rows.append([str(place), one.title, leading if one.needs_leader else everybody, "", "", one.law])
        rows += _task_rows(place, one, everybody, leading)
    return rows + [_paper_row(one, leading) for one in found.papers]


def _task_rows(place: int, one: DryStep, everybody: str, leading: str) -> list[list[Any]]:
    return [
        [f"{place}.{number}", task.title, everybody, leading if task.needs_approval else "", "", task.about]
        for number, task in enumerate(one.tasks, 1)
    ]


def _paper_row(one: DryPaper, leading: str) -> list[Any]:
    due = moment(one.due_at) if one.due_at else _("chưa tính được")
    return ["", str(incident_words.DUTIES[one.kind]), leading, "", due, str(NOTES[one.kind])]
