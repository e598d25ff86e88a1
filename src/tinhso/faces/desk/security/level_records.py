# SPDX-License-Identifier: EUPL-1.2
"""What levels ask for at the desk: the checklist, what is due, four layers, money, the bands, the six counters."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import forms
from tinhso.faces.desk.security import levels_wording as wording
from tinhso.faces.desk.security.systems_wording import DASH, level_tag, lines, link, of_all, tag
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.registry.queries import territory
from tinhso.lib.money import format_vnd
from tinhso.lib.uuid7 import uuid7
from tinhso.lib.vntext import format_percent
from tinhso.modules.security import actions, policies
from tinhso.modules.security.levels import duties, layers, spending
from tinhso.modules.security.levels.layers import EvidenceKind
from tinhso.modules.security.levels.reading import Trust
from tinhso.modules.security.levels.requirements import Answer, group_texts, required, standard_title
from tinhso.modules.security.queries import level_records as queries
from tinhso.modules.security.queries import levels, machines_register, systems

EDITION = "2019"
HIGHEST = 100


def level_of(system: Any) -> int | None:
    """Return the level a system is checked by: the approved one, else what its parts say."""
    level: int | None = system.level
    return level or levels.proposed_level(levels.determinations_of(system.id))


@officer_required()
@require_safe
def checklist(request: HttpRequest, system_id: uuid.UUID) -> HttpResponse:
    """Show the requirements of a system by family and annex with their answers and sums; `?dang=` gives a file."""
    system = systems.system_for(request.viewer, system_id)  # type: ignore[attr-defined]
    level = level_of(system)
    found = queries.checklist(system.id, level, timezone.localdate()) if level else None
    if found and (make := exports.FILES.get(request.GET.get("dang", ""))):
        heads = [_("Mục"), _("Cấp độ"), _("Nhóm yêu cầu"), _("Trả lời"), _("Lý do"), _("Minh chứng"),
                 _("Ngày đánh giá"), _("Người đánh giá")]  # fmt: skip
        return make("yeu-cau-an-toan", heads, [_plain(row) for row in found.rows])
    context = {
        "system": system,
        "level": level,
        "is_approved": system.level is not None,
        "found": found,
        "standard": standard_title(found.standard) if found else "",
        "groups": _groups(system, found) if found else [],
        "heads": [_("Mục"), _("Nhóm yêu cầu"), _("Trả lời"), _("Minh chứng, lý do")],
        "sum_heads": [_("Nhóm yêu cầu"), *(str(one) for one in wording.ANSWERS.values()), _("Chưa trả lời"),
                      _("Còn mở")],
        "sums": [[text, *_sum(one)] for text, one in found.by_family] if found else [],
        "annexes": [[_("Phụ lục cấp độ %(level)s") % {"level": annex}, *_sum(one)] for annex, one in found.by_annex]
        if found
        else [],
    }  # fmt: skip
    return render(request, "desk/security/checklist.html", context)


def _sum(one: Any) -> list[int]:
    return [one.met, one.partly, one.not_met, one.not_applicable, one.unanswered, one.open]


def _plain(row: queries.RequirementRow) -> list[Any]:
    one, said = row.requirement, row.answer
    beside = [str(wording.ANSWERS[Answer(said.answer)]), said.reason, said.evidence, f"{said.assessed_on:%d/%m/%Y}",
              said.assessor] if said else [""] * 5  # fmt: skip
    return [one.clause, one.annex, one.text, *beside]


def _groups(system: Any, found: queries.Checklist) -> list[tuple[str, list[list[Any]]]]:
    return [
        (text, [_row(system, row) for row in found.rows if row.requirement.group == key])
        for key, text in group_texts().items()
    ]


def _row(system: Any, row: queries.RequirementRow) -> list[Any]:
    one, said = row.requirement, row.answer
    name = link(one.text, "desk:system_requirement", system.id, one.key)
    beside = _("phụ lục cấp độ %(level)s: %(hints)s") % {"level": one.annex, "hints": "; ".join(one.hints)}
    if said is None:
        return [one.clause, lines([name, beside]), tag(_("Chưa trả lời"), "waiting"), DASH]
    answer = tag(wording.ANSWERS[Answer(said.answer)], wording.ANSWER_PHASES[said.answer])
    by = _("%(assessor)s, ngày %(on)s") % {"assessor": said.assessor, "on": f"{said.assessed_on:%d/%m/%Y}"}
    told = [one for one in (said.reason, said.evidence, by) if one]
    return [one.clause, lines([name, beside]), answer, lines(told)]


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def requirement(request: HttpRequest, system_id: uuid.UUID, key: str) -> HttpResponse:
    """Answer one requirement of a system: met, partly, not met, or why it does not apply."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    system = systems.system_for(viewer, system_id)
    one = next((row for row in required(5) if row.key == key), None)
    if one is None:
        raise Http404(key)
    policies.check_keep_register(viewer, system.focal_id, system.owner_id, system.security_unit_id)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":

        def answer() -> None:
            told = actions.AnswerTold(
                requirement=key,
                answer=reading.choice(request.POST, "answer", Answer, _("Hãy chọn câu trả lời.")),
                reason=forms.text(request.POST, "reason"),
                evidence=forms.text(request.POST, "evidence"),
                assessed_on=reading.required_day(request.POST, "assessed_on"),
                assessor=forms.text(request.POST, "assessor", 301),
            )
            actions.answer_requirement(system.id, told, viewer=viewer, now=now)

        errors, status = forms.tried(answer)
        if not errors:
            messages.success(request, _("Đã ghi câu trả lời."))
            return redirect("desk:system_checklist", system.id)
    values = forms.typed_values(request) if errors else {"assessed_on": timezone.localdate(now)}
    context = {"system": system, "one": one, "answers": wording.options(wording.ANSWERS), "values": values,
               "errors": errors}  # fmt: skip
    return render(request, "desk/security/requirement.html", context, status=status)


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def due(request: HttpRequest) -> HttpResponse:
    """List what is due for every system and unit, overdue first, and write down what was done; `?dang=` a file."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    if request.method != "POST":
        return _due(request, {}, 200)
    data = request.POST

    def note() -> None:
        unit = reading.optional_identifier(data, "unit")
        system = reading.optional_identifier(data, "system")
        if unit is None and system is None:
            raise reading.FormFault({"unit": _("Hãy chọn đơn vị hoặc hệ thống.")})
        sentence = _("Hãy ghi con số bằng chữ số, ví dụ 12.500.")
        told = actions.DutyTold(
            duty=data.get("duty", ""),
            unit_id=unit or systems.system_for(viewer, system).focal_id,  # type: ignore[arg-type]
            system_id=systems.system_for(viewer, system).id if system else None,
            done_on=reading.required_day(data, "done_on"),
            assessor=forms.text(data, "assessor", 301),
            assessor_kind=data.get("assessor_kind", ""),
            paper=forms.text(data, "paper", 201),
            scope=forms.text(data, "scope"),
            findings=forms.whole(data, "findings", sentence),
            findings_open=forms.whole(data, "findings_open", sentence),
        )
        record_id = reading.identifier(data, "record_id", _("Trang đã cũ. Hãy tải lại trang."))
        actions.record_duty(record_id, told, viewer=viewer, now=now)

    errors, status = forms.tried(note)
    if errors:
        return _due(request, errors, status)
    messages.success(request, _("Đã ghi việc đã làm."))
    return redirect("desk:security_due")


DUTIES = [(code, duties.text_of(code)) for code in duties.codes()]


def _due(request: HttpRequest, errors: dict[str, str], status: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    rows = queries.duties_for(viewer, today)
    heads = [_("Việc"), _("Của"), _("Hạn"), _("Lần trước"), _("Căn cứ")]
    if make := exports.FILES.get(request.GET.get("dang", "")):
        plain = [
            [row.due.text, row.system.name if row.system else row.unit.name, f"{row.due.due_on:%d/%m/%Y}",
             f"{row.due.last:%d/%m/%Y}" if row.due.last else "", row.due.source]
            for row in rows
        ]  # fmt: skip
        return make("viec-den-han-an-toan", heads, plain)
    keeps = systems.units_to_keep(viewer, today)
    context = {
        "heads": heads,
        "rows": [_due_row(row) for row in rows],
        "overdue": sum(row.is_overdue for row in rows),
        "done_heads": [_("Việc"), _("Của"), _("Ngày làm"), _("Văn bản"), _("Tổ chức đánh giá"), _("Phát hiện")],
        "done": [_done_row(one) for one in queries.records_for(viewer)],
        "may_keep": bool(keeps),
        "duties": DUTIES,
        "units": [(str(one.id), one.name) for one in keeps],
        "systems": machines_register.system_choices(viewer),
        "assessors": wording.options(wording.ASSESSORS),
        "new_id": request.POST.get("record_id") or uuid7(),
        "values": forms.typed_values(request) if errors else {"done_on": today},
        "errors": errors,
    }
    return render(request, "desk/security/due.html", context, status=status)


def _due_row(row: queries.DueRow) -> list[Any]:
    whose = link(row.system.name, "desk:system", row.system.id) if row.system else row.unit.name
    day = f"{row.due.due_on:%d/%m/%Y}"
    when = lines([day, tag(_("Quá hạn"), "error")]) if row.is_overdue else day
    note = wording.TRUST[row.due.trust]
    source = lines([row.due.source, f"({note})"]) if note else row.due.source
    last = f"{row.due.last:%d/%m/%Y}" if row.due.last else _("chưa lần nào")
    return [row.due.text, whose, when, last, source]


def _done_row(one: Any) -> list[Any]:
    whose = link(one.system.name, "desk:system", one.system.id) if one.system else one.unit.name
    day = f"{one.done_on:%d/%m/%Y}"
    found = DASH if one.findings is None else _("%(open)s còn mở trên %(all)s") % {
        "open": one.findings_open, "all": one.findings
    }  # fmt: skip
    when = day if one.on_time else lines([day, tag(_("Muộn"), "error")])
    return [duties.text_of(one.duty), whose, when, one.paper, one.assessor or DASH, found]


@officer_required()
@require_safe
def layer_table(request: HttpRequest) -> HttpResponse:
    """Show the four layers of every system an officer sees, each yes, no or unknown with its reason."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    unit = reading.optional_identifier(request.GET, "don_vi")
    rows = queries.layers_for(viewer, today, unit_id=unit)
    told = [(row.system, [wording.layer_line(one) for one in row.layers]) for row in rows]
    heads = [_("Hệ thống"), *(f"{no}. {text}" for no, text, _trust in layers.layers())]
    if make := exports.FILES.get(request.GET.get("dang", "")):
        plain = [[system.name, *(f"{one['words']}: {one['why']}" for one in found)] for system, found in told]
        return make("bon-lop-bao-ve", heads, plain)
    context = {
        "heads": heads,
        "rows": [
            [
                lines([link(system.name, "desk:system_layers", system.id), system.focal.name]),
                *(_layer_cell(one) for one in found),
            ]
            for system, found in told
        ],
        "standing": [
            (no, text, *(sum(row.layers[no - 1].stands is said for row in rows) for said in (True, None)))
            for no, text, _trust in layers.layers()
        ],
        "total": len(rows),
        "units": systems.focal_units(viewer),
        "values": {"don_vi": str(unit or "")},
    }
    return render(request, "desk/security/layers.html", context)


def _layer_cell(one: dict[str, Any]) -> Any:
    return lines([tag(one["words"], one["phase"]), one["why"]])


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def system_layers(request: HttpRequest, system_id: uuid.UUID) -> HttpResponse:
    """Show the layers of one system with their evidence; add a piece, take one back."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    system = systems.system_for(viewer, system_id)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        data = request.POST

        def deed() -> None:
            if data.get("act") == "withdraw":
                mine = {str(one.id): one.id for one in queries.evidence_of(system.id)}
                if data.get("evidence", "") in mine:
                    actions.withdraw_evidence(mine[data["evidence"]], viewer=viewer, now=now)
                return
            told = actions.EvidenceTold(
                system_id=system.id,
                kind=reading.choice(data, "kind", EvidenceKind, _("Hãy chọn loại minh chứng.")),
                paper=forms.text(data, "paper", 301),
                on=reading.required_day(data, "on"),
                until=reading.day(data, "until"),
                organisation=forms.text(data, "organisation", 301),
                answered=data.get("answered") != "false",
            )
            key = reading.identifier(data, "evidence_id", _("Trang đã cũ. Hãy tải lại trang."))
            actions.tell_evidence(key, told, viewer=viewer, now=now)

        errors, status = forms.tried(deed)
        if not errors:
            messages.success(request, _("Đã ghi."))
            return redirect("desk:system_layers", system.id)
    return _system_layers(request, system, errors, status)


def _system_layers(request: HttpRequest, system: Any, errors: dict[str, str], status: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    held = queries.held_by([system], queries.no_connection)[system.id]
    evidence = queries.evidence_of(system.id)
    context = {
        "system": system,
        "layers": [
            (
                wording.layer_line(one),
                [(piece, wording.EVIDENCE[EvidenceKind(piece.kind)]) for piece in evidence if piece.layer == one.no],
            )
            for one in layers.standing(held, today)
        ],
        "may_keep": not system.withdrawn_at
        and systems.may_keep(viewer, system.focal_id, system.owner_id, system.security_unit_id),
        "kinds": wording.options(wording.EVIDENCE),
        "yes_no": [("true", _("Có")), ("false", _("Không"))],
        "new_id": request.POST.get("evidence_id") or uuid7(),
        "values": forms.typed_values(request) if errors else {"on": today, "answered": "true"},
        "errors": errors,
    }
    return render(request, "desk/security/system_layers.html", context, status=status)


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def money(request: HttpRequest) -> HttpResponse:
    """Show the share of money for security by its three definitions side by side, always with both numbers."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":

        def tell() -> None:
            data = request.POST
            told = actions.MoneyTold(
                year=reading.year(data, "year"),
                variant=data.get("variant", ""),
                scope=data.get("scope", ""),
                stage=data.get("stage", ""),
                numerator_vnd=reading.amount(data, "numerator_vnd"),
                denominator_vnd=reading.amount(data, "denominator_vnd"),
                basis=forms.text(data, "basis", 301),
            )
            key = reading.identifier(data, "spending_id", _("Trang đã cũ. Hãy tải lại trang."))
            actions.tell_spending(key, told, viewer=viewer, now=now)

        errors, status = forms.tried(tell)
        if not errors:
            messages.success(request, _("Đã ghi kinh phí."))
            return redirect(f"{request.path}?nam={request.POST['year'].strip()}")
    return _money(request, errors, status)


def _money(request: HttpRequest, errors: dict[str, str], status: int) -> HttpResponse:
    today = timezone.localdate()
    typed = request.GET.get("nam", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else today.year
    found = queries.spending_of([territory().root_id], year)
    heads = [_("Phạm vi"), _("Giai đoạn"), _("Tử số"), _("Mẫu số"), _("Tỷ lệ"), _("So với 10 %"), _("Căn cứ số tiền")]
    variants = [
        (one, wording.TRUST[one.trust], [_money_row(row, one) for row in found if row.variant == one.id])
        for one in spending.variants()
    ]
    context = {
        "year": year,
        "years": [(str(one), str(one)) for one in sorted({*queries.spending_years(), today.year}, reverse=True)],
        "heads": heads,
        "variants": variants,
        "may_tell": any(seat.role == "operator" for seat in request.viewer.seats),  # type: ignore[attr-defined]
        "variant_choices": [(one.id, f"{one.numerator} / {one.denominator}") for one in spending.variants()],
        "scopes": wording.options(wording.SCOPES),
        "stages": wording.options(wording.STAGES),
        "new_id": request.POST.get("spending_id") or uuid7(),
        "values": forms.typed_values(request) if errors else {"year": str(year), "nam": str(year)},
        "errors": errors,
    }
    return render(request, "desk/security/money.html", context, status=status)


def _money_row(row: Any, variant: spending.Variant) -> list[Any]:
    share = spending.share(row.numerator_vnd, row.denominator_vnd)
    reaches = {True: _("đạt"), False: _("chưa đạt"), None: DASH}[share.reaches]
    if variant.condition:
        reaches = _("%(reaches)s, khi cách tính này áp dụng") % {"reaches": reaches}
    percent = format_percent(share.percent, 2) if share.percent is not None else DASH
    return [wording.SCOPES[row.scope], wording.STAGES[row.stage], format_vnd(row.numerator_vnd),
            format_vnd(row.denominator_vnd), percent, reaches, row.basis]  # fmt: skip


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def counters(request: HttpRequest) -> HttpResponse:
    """Show the six counters of every system over one register, frozen copies with their own denominator, the bands."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    if request.method == "POST":
        actions.freeze_register(viewer=viewer, now=now)
        messages.success(request, _("Đã chốt sổ của hôm nay. Bản chốt không thay đổi nữa."))
        return redirect("desk:security_counters")
    today = timezone.localdate(now)
    rows = queries.counters_for(viewer, today)
    heads = [_("Hệ thống"), _("Cấp độ"), *(str(one) for one in wording.COUNTERS.values())]
    if make := exports.FILES.get(request.GET.get("dang", "")):
        plain = [[row.system.name, row.system.level, *(_("có") if yes else _("chưa") for yes in row.counters.values())]
                 for row in rows]  # fmt: skip
        return make("sau-so-dem-an-toan", heads, plain)
    sums = queries.sums_of(row.counters for row in rows)
    context = {
        "heads": heads,
        "rows": [_counter_row(row) for row in rows],
        "sums": [(str(words), of_all(sums[key], len(rows))) for key, words in wording.COUNTERS.items()],
        "frozen_heads": [_("Ngày chốt"), _("Số hệ thống"), *(str(one) for one in wording.COUNTERS.values())],
        "frozen": [_frozen_row(one) for one in queries.snapshots()] if policies.sees_everything(viewer) else [],
        "may_freeze": any(seat.role == "operator" for seat in viewer.seats),
        "today": today,
    }
    return render(request, "desk/security/counters.html", context)


def _counter_row(row: queries.CounterRow) -> list[Any]:
    cells = [tag(_("có"), "done") if yes else tag(_("chưa"), "waiting") for yes in row.counters.values()]
    name = lines([link(row.system.name, "desk:system", row.system.id), row.system.focal.name])
    return [name, level_tag(row.system.level), *cells]


def _frozen_row(one: Any) -> list[Any]:
    sums = queries.sums_of(one.rows)
    return [f"{one.on:%d/%m/%Y}", len(one.rows), *(of_all(sums[key], len(one.rows)) for key in queries.COUNTERS)]


@officer_required()
@require_safe
def bands(request: HttpRequest) -> HttpResponse:
    """Show what is known towards the class A to E: component indices, our data on each, the bands; no score."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    return render(request, "desk/security/bands.html", bands_told(viewer, today))


def bands_told(viewer: Any, today: date) -> dict[str, Any]:
    """Return what a page says of the bands: components with our data, bands with their borders, which are unknown."""
    return {
        "edition": EDITION,
        "weights_known": spending.weights_known(EDITION),
        "heads": [_("Thành phần"), _("Số liệu tỉnh có")],
        "rows": [[one.text, _ours(one.ours, viewer, today)] for one in spending.components(EDITION)],
        "band_heads": [_("Loại"), _("Tên gọi"), _("Khoảng"), _("Mức tin cậy")],
        "bands": [
            [one.name, one.text, _bounds(one.low, one.high), wording.TRUST[one.trust] or _("đã đọc trong văn bản")]
            for one in spending.bands()
        ],
        "unknown": [one.name for one in spending.bands() if one.trust is Trust.MISSING],
    }


def _ours(key: str, viewer: Any, today: date) -> str:
    if key == "six_counters":
        rows = queries.counters_for(viewer, today)
        sums = queries.sums_of(row.counters for row in rows)
        said = (f"{words}: {of_all(sums[one], len(rows))}" for one, words in wording.COUNTERS.items())
        return "; ".join(said)
    if key == "machines_seen":
        _units, whole = machines_register.coverage(viewer, today)
        return _("Máy trung tâm quốc gia thấy: %(seen)s") % {"seen": of_all(whole.national, whole.machines)}
    return _("chưa có số liệu")


def _bounds(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return _("chưa biết")
    if low is None:
        return _("dưới %(high)s, cận dưới chưa biết") % {"high": high}
    if high == HIGHEST:
        return _("từ %(low)s đến %(high)s") % {"low": low, "high": high}
    return _("từ %(low)s đến dưới %(high)s") % {"low": low, "high": high}
