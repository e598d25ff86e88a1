# SPDX-License-Identifier: EUPL-1.2
"""The rounds of assessment, and the desk of one round: what is owed, contradictory, about to expire; the calculator."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading as common
from tinhso.faces.desk.scorecards import pressing as pressing_desk
from tinhso.faces.desk.scorecards import reading, weights, wording
from tinhso.faces.ui import exports
from tinhso.faces.ui.folded import folded_of
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework import workflow
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.kernel.identity.queries import officers_in
from tinhso.kernel.registry.queries import units_as_of
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.scorecards import actions, policies
from tinhso.modules.scorecards import queries_of_assessments as queries
from tinhso.modules.scorecards.declaring import reckoning, rules, weighing
from tinhso.modules.scorecards.declaring.types import Footing, RoundState
from tinhso.modules.scorecards.dti.reading import edition, editions

ON_A_PAGE = 20


@officer_required()
@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """List the rounds, the newest year first."""
    viewer = request.viewer  # type: ignore[attr-defined]
    page = Paginator(queries.assessments(), ON_A_PAGE).get_page(request.GET.get("trang"))
    entries = [
        {"round": one, "title": edition(one.edition).title, "state": wording.ROUND_STATES[RoundState(one.state)]}
        for one in page.object_list
    ]
    new_id = uuid7() if policies.may_open(viewer) else None
    presses = pressing_desk.strip(viewer, timezone.localdate())
    context = {"entries": entries, "page": page, "new_id": new_id, "presses": presses}
    return render(request, "desk/scorecards/list.html", context)


@officer_required(*policies.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Open a round under the id of this form."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    policies.check_open(viewer)
    if request.method != "POST":
        this = timezone.localdate(now)
        return _form(request, values={"year": str(this.year), "edition": editions()[0].code, "first_on": this})
    try:
        made = actions.open_assessment(assessment_id, reading.round_told(request.POST), viewer=viewer, now=now)
    except common.FormFault as fault:
        return _form(request, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _form(request, common.placed(refusal), status=status_of(refusal))
    messages.success(request, _("Đã mở kỳ đánh giá. Hãy giao từng chỉ số thành phần cho đơn vị kê khai."))
    return redirect("desk:assessment", made.id)


def _form(
    request: HttpRequest,
    errors: dict[str, str] | None = None,
    *,
    values: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    choices = [(one.code, f"{one.title} ({one.source})") for one in editions()]
    context = {"errors": errors, "values": values or request.POST.dict(), "editions": choices}
    return render(request, "desk/scorecards/form.html", context, status=status)


@officer_required()
@require_safe
def desk(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Show one round; `?dang=` gives the lines that fit as a file."""
    return shown(request, queries.assessment(assessment_id))


def shown(request: HttpRequest, found: Any, errors: dict[str, str] | None = None, *, status: int = 200) -> HttpResponse:
    """Render the desk of a round, with what was refused."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    everything = queries.board(found, folded_of(found.edition, found.year, today), today)
    wanted, only_proven = _wanted(request), request.GET.get("chung_minh") == "1"
    rows = queries.narrowed(everything, wanted)
    book, weights_wrong = weights.installed(found.edition)
    if export := exports.FILES.get(request.GET.get("dang", "")):
        name = f"ky-danh-gia-{found.year}"
        return export(name, _headers(), [_line(one, book) for one in rows])
    words, phase = wording.ROUND_STATES[RoundState(found.state)]
    units = {one.declaration.unit.id: one.declaration.unit for one in everything if one.declaration.unit}
    context = {
        "round": found,
        "edition": edition(found.edition),
        "state": words,
        "phase": phase,
        "alerts": _alerts(everything),
        "footings": _footings(everything),
        "owing": _owing(everything),
        "rows": [_entry(one, book) for one in rows],
        "found": len(rows),
        "total": len(everything),
        "score": _score(found, everything, book, only_proven, today),
        "book": book,
        "weights_wrong": weights_wrong,
        "only_proven": only_proven,
        "switch": _address(request, "chung_minh", "" if only_proven else "1"),
        "file_address": _address(request, "dang", ""),
        "seal_id": uuid7() if policies.may_seal(viewer, found) else None,
        "may_keep": policies.may_keep(viewer, found),
        "errors": errors,
        "values": request.GET.dict(),
        "footing_choices": wording.footing_options(),
        "state_choices": wording.state_options(),
        "alert_choices": wording.options(wording.ALERTS),
        "main_choices": [(main.code, f"{main.code} {main.title}") for main in edition(found.edition).main],
        "unit_choices": [(str(one.id), one.name) for one in sorted(units.values(), key=lambda unit: unit.sort_key)],
        "is_narrowed": wanted != queries.Wanted(),
    }
    return render(request, "desk/scorecards/desk.html", context, status=status)


def _address(request: HttpRequest, name: str, value: str) -> str:
    """Return the address of this page with one more or one less word; an empty value leaves it out."""
    query = request.GET.copy()
    query.pop(name, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}"


def _wanted(request: HttpRequest) -> queries.Wanted:
    footing, alert = request.GET.get("nguon", ""), request.GET.get("canh_bao", "")
    return queries.Wanted(
        text=request.GET.get("q", "")[:200],
        footing=Footing(footing) if footing in set(Footing) else None,
        state=request.GET.get("tt", "")[:20],
        alert=alert if alert in wording.ALERTS else "",
        unit_id=common.optional_identifier(request.GET, "don_vi"),
        main=request.GET.get("chi_so", "")[:4],
    )


def _alerts(rows: list[queries.Row]) -> list[tuple[str, Any, int]]:
    return [
        (key, words, len(queries.narrowed(rows, queries.Wanted(alert=key)))) for key, words in wording.ALERTS.items()
    ]


def _owing(rows: list[queries.Row]) -> list[tuple[str, str, int, int]]:
    """Return who has not declared: unit, its id (empty where none was given), how many, how many of them late."""
    counted: dict[str, tuple[str, str, int, int]] = {}
    for row in (one for one in rows if one.is_owed):
        unit = row.declaration.unit
        key, name, sort = (str(unit.id), unit.name, unit.sort_key) if unit else ("", _("Chưa giao đơn vị nào"), "")
        _sort, _name, owed, late = counted.get(key, (sort, name, 0, 0))
        counted[key] = (sort, name, owed + 1, late + row.is_overdue)
    ordered = sorted(counted.items(), key=lambda one: (-one[1][3], one[1][0]))
    return [(name, key, owed, late) for key, (_sort, name, owed, late) in ordered]


def _footings(rows: list[queries.Row]) -> list[tuple[str, Any, str, int]]:
    """Return how many components stand on each footing; what nothing can stand on yet is left out."""
    counted = [(one, sum(row.footing is one for row in rows)) for one in wording.FOOTINGS if one is not Footing.FED]
    return [(one.value, *wording.FOOTINGS[one], count) for one, count in counted]


def _score(
    found: Any, rows: list[queries.Row], book: weighing.WeightBook | None, only_proven: bool, today: date
) -> dict[str, Any]:
    of = edition(found.edition)
    known = {row.part.code: row.known() for row in rows}
    reckoned = reckoning.reckon(of, book, known, only_proven=only_proven, dated=today)
    return {
        "official": reckoned.official,
        "points": wording.points_words(reckoned.points),
        "most": wording.points_words(of.total_max),
        "assumptions": wording.assumption_words(reckoned),
        "mains": [
            (main, wording.share_words(reckoned.outcome.main[main.code]), main.max_points) for main in of.scored()
        ],
    }


def _entry(row: queries.Row, book: weighing.WeightBook | None) -> dict[str, Any]:
    footing, phase = wording.FOOTINGS[row.footing]
    state = workflow.state(row.declaration.case.kind, row.declaration.case.state)
    counts = row.newest or row.accepted
    return {
        "row": row,
        "footing": footing,
        "phase": phase,
        "state": state.title,
        "state_phase": state.phase,
        "folded": wording.share_words(row.folded.share if row.folded else None),
        "stated": wording.statement_words(counts) if counts else "",
        "own": wording.share_words(row.own),
        "appraised": wording.share_words(row.appraised),
        "final": wording.share_words(row.final),
        "points": weights.points(book, row.part.code, row.final),
    }


def _headers() -> list[str]:
    return [
        _("Mã"), _("Chỉ số thành phần"), _("Chỉ số chính"), _("Nguồn số"), _("Tình trạng kê khai"),
        _("Đơn vị kê khai"), _("Người kê khai"), _("Hạn kê khai"), _("Kê khai"), _("Ngày chốt số liệu"),
        _("Có giá trị đến"), _("Tự đánh giá, %"), _("Thẩm định, %"), _("Công nhận, %"),
        _("Tính từ việc đã làm: tử số"), _("Mẫu số"), "%", _("Khác số tính từ việc đã làm"),
        _("Điểm công nhận theo trọng số đã xác nhận"),
    ]  # fmt: skip


def _line(row: queries.Row, book: weighing.WeightBook | None) -> list[Any]:
    one, counts, folded = row.declaration, row.newest or row.accepted, row.folded
    shares = [rules.shown(share) for share in (row.own, row.appraised, row.final)]
    return [
        row.part.code, row.part.title or row.part.working, f"{row.main.code} {row.main.title}",
        str(wording.FOOTINGS[row.footing][0]), workflow.state(one.case.kind, one.case.state).title,
        one.unit.name if one.unit else None, one.officer.full_name if one.officer else None, one.due_on,
        wording.statement_words(counts) if counts else None, counts.as_of if counts else None,
        counts.valid_until if counts else None, *shares, folded.numerator if folded else None,
        folded.denominator if folded else None, rules.shown(folded.share) if folded else None,
        _("có") if row.contradicts else None, weights.points(book, row.part.code, row.final),
    ]  # fmt: skip


@officer_required(*policies.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Give components to a unit and, if wanted, a person; all that are ticked, or none."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.assessment(assessment_id)
    policies.check_keep(viewer, found)
    if request.method != "POST":
        return _assign_page(request, found)
    try:
        given = actions.assign(assessment_id, reading.work(request.POST), viewer=viewer, now=now)
    except common.FormFault as fault:
        return _assign_page(request, found, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _assign_page(request, found, common.placed(refusal), status=status_of(refusal))
    messages.success(request, _("Đã giao %(n)s chỉ số thành phần.") % {"n": len(given)})
    return redirect("desk:assessment", assessment_id)


def _assign_page(
    request: HttpRequest, found: Any, errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    sent = request.POST if request.method == "POST" else request.GET
    unit_id = common.optional_identifier(sent, "unit")
    main, every = sent.get("main", "")[:4], sent.get("every") == "true"
    rows = queries.narrowed(queries.board(found, {}, today), queries.Wanted(main=main))
    states = ("unassigned", "to_unit", "to_person") if every else ("unassigned",)
    people = officers_in(unit_id, today, *policies.CARRIERS) if unit_id else []
    context = {
        "round": found,
        "errors": errors,
        "values": {"due_on": found.due_on} | request.GET.dict() | request.POST.dict(),
        "chosen": request.POST.getlist("component"),
        "unit_id": str(unit_id or ""),
        "unit_choices": [(str(one.id), one.name) for one in units_as_of(today)],
        "main_choices": [(one.code, f"{one.code} {one.title}") for one in edition(found.edition).main],
        "people": [(str(one.id), one.full_name) for one in people],
        "components": [_box(row) for row in rows if row.declaration.case.state in states],
        "main": main,
        "every": every,
    }
    return render(request, "desk/scorecards/assign.html", context, status=status)


def _box(row: queries.Row) -> tuple[str, str, str]:
    """Return a box to tick: declaration and version, code and name, who has it or who is named as supplier."""
    one = row.declaration
    hint = one.unit.name if one.unit else row.part.supplier
    return f"{one.case_id}:{one.case.version}", f"{row.part.code} {row.part.title or row.part.working}", hint


@officer_required(*policies.KEEPERS)
@require_http_methods(["POST"])
def close(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Close a round."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    try:
        version = common.version(request.POST)
        actions.close_assessment(assessment_id, viewer=viewer, now=now, expected_version=version)
    except NotAllowed:
        raise
    except HouseError as refusal:
        found = queries.assessment(assessment_id)
        return shown(request, found, {"": refusal.sentence}, status=status_of(refusal))
    messages.success(request, _("Đã đóng kỳ đánh giá."))
    return redirect("desk:assessment", assessment_id)
