# SPDX-License-Identifier: EUPL-1.2
"""The annex of a plan: read from Word or Excel and taken in; handed out with results, as a signed report too."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk.plans.plans import shown
from tinhso.faces.ui import plan_words as wording
from tinhso.faces.ui.exports import EXCEL, attachment
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.documents.queries import open_version
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.modules.plans import actions, annexing, policies, queries
from tinhso.modules.plans.annex import Annex, read_docx, read_xlsx, write_docx, write_xlsx
from tinhso.modules.plans.annex_paper import render_annex

READERS: dict[str, Callable[[bytes], Annex]] = {"docx": read_docx, "xlsx": read_xlsx}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SALT = "plans.annex"
LONGEST_WAIT_S = 8 * 3600
"""How long what was read may lie on the screen before it is written."""


@officer_required(*policies.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Read an annex and show its rows with every doubt; write those that can be written when told to."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    plan = queries.plan_for_officer(viewer, plan_id)
    policies.check_keep(viewer, plan)
    if request.method != "POST":
        return _page(request, plan)
    try:
        if request.POST.get("act") == "take":
            return _take(request, plan, now)
        return _read(request, plan, timezone.localdate(now))
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _page(request, plan, errors={"annex": refusal.sentence}, status=status_of(refusal))


def _read(request: HttpRequest, plan: Any, today: date) -> HttpResponse:
    file = request.FILES.get("annex")
    reader = READERS.get((file.name or "").rpartition(".")[2].lower()) if file else None
    if file is None or reader is None:
        sentence = _("Hãy chọn tệp Word (.docx) hoặc Excel (.xlsx) của phụ lục.")
        return _page(request, plan, errors={"annex": sentence}, status=422)
    data = file.read()
    annex = reader(data)
    found = annexing.read_rows(annex, plan, hashlib.sha256(data).hexdigest(), today)
    return _page(request, plan, annex=annex, found=found)


def _take(request: HttpRequest, plan: Any, now: datetime) -> HttpResponse:
    try:
        kept = signing.loads(request.POST.get("read", ""), salt=f"{SALT}.{plan.id}", max_age=LONGEST_WAIT_S)
    except signing.BadSignature:
        sentence = _("Trang đã cũ. Hãy đọc lại phụ lục rồi ghi.")
        return _page(request, plan, errors={"annex": sentence}, status=422)
    rows = [_unpacked(one) for one in kept]
    made = actions.take_annex(plan.id, rows, viewer=request.viewer, now=now)  # type: ignore[attr-defined]
    messages.success(request, _("Đã ghi nhiệm vụ của phụ lục: %(n)s.") % {"n": len(made)})
    return redirect("desk:plan", plan.id)


def _packed(row: actions.RowTold) -> list[Any]:
    task = asdict(row.task)
    task |= {"lead_id": str(row.task.lead_id), "helpers": [str(one) for one in row.task.helpers]}
    task["officer_id"] = str(row.task.officer_id) if row.task.officer_id else None
    task["due_on"] = row.task.due_on.isoformat() if row.task.due_on else None
    return [list(row.group), task]


def _unpacked(kept: list[Any]) -> actions.RowTold:
    group, task = kept
    task["lead_id"] = uuid.UUID(task["lead_id"])
    task["helpers"] = tuple(uuid.UUID(one) for one in task["helpers"])
    task["officer_id"] = uuid.UUID(task["officer_id"]) if task["officer_id"] else None
    task["due_on"] = date.fromisoformat(task["due_on"]) if task["due_on"] else None
    task |= {"lifts": tuple(task["lifts"]), "needs": tuple(task["needs"])}
    return actions.RowTold(tuple(group), actions.TaskTold(**task))


def _page(
    request: HttpRequest,
    plan: Any,
    *,
    annex: Annex | None = None,
    found: list[annexing.Read] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    ready = [one.told for one in found or [] if one.told is not None]
    doubts: list[tuple[str, str]] = list(annex.doubts) if annex else []
    doubts += [(one.row.where, note) for one in found or [] for note in one.notes]
    if any(one.row.cost_said for one in found or []):
        doubts.append(
            (_("Kinh phí"), _("Số tiền trong phụ lục chưa được ghi: ghi ở trang Kinh phí, kèm nguồn và trụ cột."))
        )
    context = {
        "plan": plan,
        "rows": [_shown(one) for one in found or []],
        "doubts": doubts,
        "ready": len(ready),
        "left": len(found or []) - len(ready),
        "signed": signing.dumps([_packed(one) for one in ready], salt=f"{SALT}.{plan.id}", compress=True),
        "errors": errors,
    }
    return render(request, "desk/plans/annex.html", context, status=status)


def _shown(one: annexing.Read) -> dict[str, Any]:
    row = one.row
    return {
        "number": row.number,
        "title": row.title,
        "group": " › ".join(row.group),
        "lead": row.lead,
        "helpers": "; ".join(row.coordinating),
        "due_on": row.due.day,
        "due_said": row.due.said,
        "problem": one.problem,
    }


def _made(plan: Any, today: date) -> tuple[Annex, dict[str, Any]]:
    rows = queries.board(plan, today)
    tasks = [row.task for row in rows]
    states = {row.task.case_id: f"{wording.LIGHTS[row.lit.light][0]} ({wording.why_words(row.lit)})" for row in rows}
    return annexing.annex_of(plan, tasks, states, queries.planned_money(tasks))


@officer_required()
@require_safe
def hand_out(request: HttpRequest, plan_id: uuid.UUID, kind: str) -> HttpResponse:
    """Hand out the annex with its results of today as Word, Excel or PDF."""
    now = timezone.now()
    plan = queries.plan_for_officer(request.viewer, plan_id)  # type: ignore[attr-defined]
    annex, results = _made(plan, timezone.localdate(now))
    name = f"phu-luc-ket-qua-{timezone.localdate(now):%Y%m%d}"
    if kind == "docx":
        return attachment(write_docx(annex, results), filename=f"{name}.docx", media_type=WORD)
    if kind == "xlsx":
        return attachment(write_xlsx(annex, results), filename=f"{name}.xlsx", media_type=EXCEL)
    if kind == "pdf":
        pdf = render_annex(plan, annex, results, as_of=timezone.localdate(now), now=now)
        return attachment(pdf, filename=f"{name}.pdf", media_type="application/pdf")
    raise Http404(kind)


@officer_required("leader")
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Sign the results of today as a report and hand the PDF out; what is refused is said on the page of the plan.

    Who comes here by an address, as after giving the password again, is led back to the button.
    """
    if request.method != "POST":
        return redirect("desk:plan", plan_id)
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    plan = queries.plan_for_officer(viewer, plan_id)
    today = timezone.localdate(now)
    annex, results = _made(plan, today)
    pdf = render_annex(plan, annex, results, as_of=today, now=now)
    try:
        document = actions.sign_annex(actions.SignedAnnex(plan_id, today, pdf), viewer=viewer, now=now)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return shown(request, plan, {"": refusal.sentence}, status=status_of(refusal))
    opened = open_version(document.id)
    return attachment(opened.data, filename=opened.filename, media_type=opened.media_type)
