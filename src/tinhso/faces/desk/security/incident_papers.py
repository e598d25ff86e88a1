# SPDX-License-Identifier: EUPL-1.2
"""Papers of incidents and of the monitoring: looked at before they are signed, signed, handed out again."""

import uuid
from datetime import date

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk.security import alert_words, incident_words
from tinhso.faces.desk.security.wording import options
from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.kernel.registry.queries import unit
from tinhso.modules.security import actions, policies
from tinhso.modules.security.incidents import periodic
from tinhso.modules.security.incidents.papers import Paper, incident_paper, render_paper
from tinhso.modules.security.incidents.periodic import Period, parts_of, span_of
from tinhso.modules.security.queries import incidents as queries
from tinhso.modules.security.queries.monitoring import watched
from tinhso.modules.security.types.incidents import DutyKind

PDF = "application/pdf"
PERIODS = {
    Period.DAY: gettext_lazy("Ngày"),
    Period.WEEK: gettext_lazy("Tuần"),
    Period.HALF_YEAR: gettext_lazy("6 tháng"),
}


def _kind(said: str) -> DutyKind:
    try:
        return DutyKind(said)
    except ValueError as error:
        raise Http404("no such paper") from error


@officer_required()
@require_safe
def draft(request: HttpRequest, incident_id: uuid.UUID, kind: str) -> HttpResponse:
    """Show a paper as it would be signed now; once signed, the signed one, to whoever sees the incident."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found, wanted = queries.incident_for(viewer, incident_id), _kind(kind)
    duty = found.duties.filter(kind=wanted).first()
    name = f"{kind}-{found.case.number.replace('/', '-')}.pdf"
    if duty is not None and duty.document_id:
        seat = policies.reading_seat(viewer, found.case.unit_id)
        purpose = "Xem báo cáo sự cố an toàn thông tin"
        opened = documents.download(duty.document_id, purpose=purpose, now=now, by=viewer.actor(seat))
        return attachment(opened.data, filename=name, media_type=PDF)
    pdf = incident_paper(found, wanted, signer=viewer.name, post=viewer.seats[0].title if viewer.seats else "", now=now)
    return attachment(pdf, filename=f"du-thao-{name}", media_type=PDF)


@officer_required()
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, incident_id: uuid.UUID, kind: str) -> HttpResponse:
    """Sign a paper of an incident; what is refused is said on its page."""
    if request.method == "POST":
        viewer = request.viewer  # type: ignore[attr-defined]
        queries.incident_for(viewer, incident_id)
        try:
            actions.report_incident(incident_id, _kind(kind), viewer=viewer, now=timezone.now())
        except NotAllowed:
            raise
        except HouseError as refusal:
            messages.error(request, refusal.sentence)
            if status_of(refusal) >= 500:
                return redirect("desk:incident", incident_id)
        else:
            messages.success(request, _("Đã ký và lưu."))
    return redirect("desk:incident", incident_id)


@officer_required()
@require_safe
def monitoring(request: HttpRequest) -> HttpResponse:
    """Show what was watched in a day, a week or half a year; `?dang=pdf` gives the report."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    said = request.GET.get("ky", "")
    period = Period(said) if said in set(Period) else Period.WEEK
    try:
        day = date.fromisoformat(request.GET.get("ngay", "")) if request.GET.get("ngay") else timezone.localdate(now)
        span = span_of(period, day)
        told = watched(viewer, span.since, span.until)
    except (ValueError, OverflowError):
        values = {"ky": period, "ngay": request.GET.get("ngay", "")}
        fault = {"ngay": _("Hãy chọn một ngày, ví dụ 2026-03-02.")}
        asked = {"errors": fault, "values": values, "periods": options(PERIODS)}
        return render(request, "desk/security/monitoring.html", asked, status=422)
    if request.GET.get("dang") == "pdf":
        return _report(request, period, span)
    levels = alert_words.LEVELS.items()
    context = {
        "told": told,
        "span": span,
        "periods": options(PERIODS),
        "levels": [(said, alert_words.LEVEL_PHASES[key], told.levels.get(key, 0)) for key, said in levels],
        "incidents": [incident_words.line(one, now) for one in told.incidents],
        "values": {"ky": period, "ngay": day.isoformat()},
        "techniques": told.techniques[:20],
    }  # fmt: skip
    return render(request, "desk/security/monitoring.html", context)


def _report(request: HttpRequest, period: Period, span: periodic.Span) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    if not viewer.seats:
        raise Http404("nobody's report")
    seat, told = viewer.seats[0], watched(viewer, span.since, span.until)
    paper = Paper(
        unit=unit(seat.unit_id),
        title=periodic.TITLES[period],
        about=span.words,
        parts=parts_of(period, told),
        signer=viewer.name,
        post=seat.title,
        entries=(("Căn cứ", "Thông tư 31/2017/TT-BTTTT"), ("Lập lúc", f"{timezone.localtime(now):%H:%M %d/%m/%Y}")),
        receivers=("Chủ quản hệ thống thông tin", "Lưu: VT"),
    )  # fmt: skip
    name = f"giam-sat-{period}-{span.first:%Y%m%d}.pdf"
    return attachment(render_paper(paper, now=now), filename=name, media_type=PDF)
