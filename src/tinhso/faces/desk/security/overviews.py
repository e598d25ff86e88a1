# SPDX-License-Identifier: EUPL-1.2
"""The page of one unit, with only its own; the page of a leader: what is red, what comes, where the band stands."""

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import alert_words, bars, duty_words, incident_words, level_counters
from tinhso.faces.desk.security import systems_wording as wording
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.registry.queries import unit as unit_of
from tinhso.modules.security import policies
from tinhso.modules.security.queries import duty
from tinhso.modules.security.queries import overviews as queries
from tinhso.modules.security.queries.watching import standing_now
from tinhso.modules.security.types.incidents import DutyKind


@officer_required()
@require_safe
def unit_page(request: HttpRequest) -> HttpResponse:
    """Show one unit's own: `?don_vi=` chooses among those the officer sees, else the officer's own."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    wanted = reading.optional_identifier(request.GET, "don_vi")
    chosen = wanted or next((seat.unit_id for seat in viewer.seats), None)
    if chosen is None:
        return render(request, "desk/security/unit_page.html", {"units": [], "values": {}})
    policies.as_unit(viewer, chosen)
    told = queries.unit_page(viewer, unit_of(chosen), timezone.localdate(now))
    context = {
        "told": told,
        "units": _choices(viewer, chosen, told.unit.name),
        "values": {"don_vi": str(chosen)},
        "figures": _unit_figures(told),
        "levels": [(words, alert_words.LEVEL_PHASES[key], told.alert_counts.get(key, 0))
                   for key, words in alert_words.LEVELS.items()],
        "system_heads": [_("Hệ thống"), _("Cấp độ"), _("Bốn lớp"), _("Yêu cầu chưa đạt")],
        "systems": [_system_row(one) for one in told.systems],
        "silent_heads": [_("Máy"), _("Im lặng từ")],
        "silent": [[wording.link(one.host, "desk:event_source", one.id), duty_words.moment(one.silent_since)]
                   for one in told.silent if one.silent_since],
        "alert_heads": [_("Mức"), _("Cảnh báo"), _("Máy"), _("Lần cuối")],
        "alerts": [_alert_row(one) for one in told.alerts],
        "incident_heads": [_("Sự cố"), _("Trạng thái"), _("Hạn báo cáo")],
        "incidents": [_incident_row(one, now) for one in told.incidents],
        "infected_heads": [_("Máy"), _("Mã độc"), _("Hạn")],
        "infected": [_infected_row(one, now) for one in told.infected],
        "due_heads": [_("Việc"), _("Của"), _("Hạn")],
        "due": [_due_row(row) for row in told.due],
    }  # fmt: skip
    return render(request, "desk/security/unit_page.html", context)


def _choices(viewer: Any, chosen: uuid.UUID, name: str) -> list[tuple[str, str]]:
    found = dict(queries.units_of(viewer))
    found.setdefault(str(chosen), name)
    return list(found.items())


def _unit_figures(told: queries.UnitPage) -> list[dict[str, Any]]:
    """Return the figures on top, each with the way to its list."""
    whole, own = told.coverage, f"?don_vi={told.unit.id}"
    figures = (
        (_("Hệ thống thông tin"), str(len(told.systems)), "systems", ""),
        (_("Máy trong sổ"), str(whole.machines), "machines", ""),
        (_("Tác tử đang gửi / máy cần tác tử"), wording.of_all(whole.heard, whole.expected), "machine_coverage", ""),
        (_("Nguồn im lặng / nguồn"), f"{told.sources['silent']} / {told.sources['total']}", "event_sources",
         _("Khoảng trống: %(n)s") % {"n": told.gaps}),
        (_("Cảnh báo đang mở"), str(sum(told.alert_counts.get(key, 0) for key in alert_words.LEVELS)), "alerts",
         _("chưa ai nhận: %(n)s") % {"n": told.alert_counts["untaken"]}),
        (_("Sự cố đang xử lý"), str(told.incident_count), "incidents", ""),
        (_("Máy nhiễm mã độc chưa sạch"), str(told.infected_count), "infected_machines", ""),
        (_("Việc quá hạn"), str(told.overdue), "security_due", ""),
    )  # fmt: skip
    narrowed = {"systems", "machines", "event_sources", "alerts"}
    return [
        {"name": name, "value": value, "note": note, "href": reverse(f"desk:{route}") + own * (route in narrowed)}
        for name, value, route, note in figures
    ] + [_unguarded(whole, f"{reverse('desk:machines')}{own}&ma_doc=absent")]


def _unguarded(whole: Any, href: str) -> dict[str, Any]:
    """Return the figure of machines without anti-malware software; those nobody told of stand beside it."""
    note = _("chưa biết: %(n)s") % {"n": whole.guard_unknown}
    name = _("Máy chưa có phần mềm phòng chống mã độc")
    return {"name": name, "value": str(whole.unguarded), "note": note, "href": href}


def _system_row(one: queries.SystemLine) -> list[Any]:
    system, found = one.system, one.requirements
    words = {True: _("có"), False: _("không"), None: _("chưa biết")}
    told = wording.lines(f"{no}. {words[stands]}" for no, stands in enumerate(one.layers, start=1))
    lacking = _("chưa có cấp độ") if found is None else _lacking(found)
    name = wording.link(system.name, "desk:system", system.id)
    return [name, wording.level_tag(system.level), told, lacking]


def _lacking(found: Any) -> str:
    return _("%(lacking)s trên %(total)s") % {"lacking": found.open, "total": found.total}


def _alert_row(one: Any) -> list[Any]:
    level = wording.tag(alert_words.LEVELS[one.level], alert_words.LEVEL_PHASES[one.level])
    name = wording.link(one.title, "desk:alert", one.id)
    return [level, name, one.host or one.about, duty_words.moment(one.last_at)]


def _incident_row(one: Any, now: datetime) -> list[Any]:
    told = incident_words.line(one, now)
    name = wording.link(f"{one.case.number} {one.case.title}", "desk:incident", one.case_id)
    if one.is_drill:
        name = wording.lines([name, _("diễn tập")])
    return [name, wording.tag(told["state"], told["phase"]), _due(one.case.due_at, now)]


def _infected_row(one: Any, now: datetime) -> list[Any]:
    name = wording.link(one.host or one.at_address, "desk:infected_machine", one.case_id)
    return [name, one.malware or wording.DASH, _due(one.case.due_at, now)]


def _due(at: datetime | None, now: datetime) -> Any:
    if at is None:
        return wording.DASH
    words = duty_words.moment(at)
    return wording.lines([words, wording.tag(_("Quá hạn"), "error")]) if at < now else words


def _due_row(row: Any) -> list[Any]:
    day = f"{row.due.due_on:%d/%m/%Y}"
    when = wording.lines([day, wording.tag(_("Quá hạn"), "error")]) if row.is_overdue else day
    return [row.due.text, row.system.name if row.system else row.unit.name, when]


@officer_required("leader", "head", *policies.EVERYWHERE)
@require_safe
def leader_page(request: HttpRequest) -> HttpResponse:
    """Show one screen: what is red with the way to it, what comes, the band A to E with what is unknown, the trend."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    told = queries.leader_page(viewer, now)
    red = _red(told)
    if policies.sees_everything(viewer) or policies.may_keep_intelligence(viewer):
        red += _centre_red(now)
    context = {
        "red": red,
        "soon_heads": [_("Việc"), _("Của"), _("Hạn")],
        "soon": _soon(told),
        "figures": [
            (_("Sự cố đang xử lý"), told.incidents, reverse("desk:incidents")),
            (_("Máy nhiễm mã độc chưa sạch"), told.machines_open, reverse("desk:infected_machines")),
            (_("Tác tử đang gửi / máy cần tác tử"), wording.of_all(told.coverage.heard, told.coverage.expected),
             reverse("desk:machine_coverage")),
            (_("Nguồn im lặng / nguồn"), f"{told.sources['silent']} / {told.sources['total']}",
             reverse("desk:event_sources")),
            (_("Máy chưa có phần mềm phòng chống mã độc"), told.coverage.unguarded,
             reverse("desk:machines") + "?ma_doc=absent"),
        ],
        "bars": [
            bars.chart(_("Cảnh báo theo tháng"), [(one.first, one.alerts) for one in told.months]),
            bars.chart(_("Sự cố theo tháng"), [(one.first, one.incidents) for one in told.months]),
        ],
        "month_heads": [_("Tháng"), _("Cảnh báo"), _("Sự cố")],
        "months": [[f"{one.first:%m/%Y}", one.alerts, one.incidents] for one in reversed(told.months)],
        **level_counters.bands_told(viewer, timezone.localdate(now)),
    }  # fmt: skip
    return render(request, "desk/security/leader_page.html", context)


def _red(told: queries.LeaderPage) -> list[tuple[str, str]]:
    """Return sentences about what is late or unattended, each with its address; limits are those of the law."""
    found = [
        (
            _("%(what)s của %(number)s (%(unit)s) quá hạn từ %(at)s.")
            % {
                "what": incident_words.DUTIES[DutyKind(one.kind)],
                "number": one.incident.case.number,
                "unit": one.incident.case.unit.name,
                "at": duty_words.moment(one.due_at),
            },
            reverse("desk:incident", args=[one.incident_id]),
        )
        for one in told.late[:10]
    ]
    counted = (
        (told.machines_late, _("Máy nhiễm mã độc quá hạn xử lý: %(n)s."), reverse("desk:infected_machines")),
        (told.grave_untaken, _("Cảnh báo nghiêm trọng, cao chưa ai nhận: %(n)s."), reverse("desk:alerts") + "?tt=new"),
        (told.sources["silent"], _("Nguồn sự kiện im lặng: %(n)s."), reverse("desk:event_sources") + "?tt=silent"),
        (len(told.duties_late), _("Kiểm tra, đánh giá, báo cáo quá hạn: %(n)s."), reverse("desk:security_due")),
        (told.checks_late, _("Quét, kiểm thử, diễn tập quá hạn: %(n)s."),
         reverse("desk:security_checks") + "?tt=qua_han"),
    )  # fmt: skip
    return found + [(sentence % {"n": n}, href) for n, sentence, href in counted if n]


def _centre_red(now: datetime) -> list[tuple[str, str]]:
    """Return what is wrong with the watch itself, or that nobody is on duty."""
    wrong = standing_now(now).wrong
    found = [(wrong[part], reverse("desk:alerts")) for part in duty_words.RUNNING if part in wrong]
    if not duty.on_duty(now):
        found.append((_("Trung tâm giám sát chưa có ai trong lịch trực lúc này."), reverse("desk:alerts")))
    return found


def _soon(told: queries.LeaderPage) -> list[list[Any]]:
    clocks = [
        (
            one.due_at,
            incident_words.DUTIES[DutyKind(one.kind)],
            wording.link(one.incident.case.number, "desk:incident", one.incident_id),
        )
        for one in told.soon
    ]
    duties = [
        (reading.end_of(row.due.due_on), row.due.text, row.system.name if row.system else row.unit.name)
        for row in told.duties_soon
    ]
    ordered = sorted([*clocks, *duties], key=lambda one: one[0])[:15]
    return [[what, whose, f"{timezone.localtime(at):%d/%m/%Y}"] for at, what, whose in ordered]
