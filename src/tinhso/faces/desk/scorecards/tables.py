# SPDX-License-Identifier: EUPL-1.2
"""The table of the ministry taken into a round: read, looked at with every doubt, then written when told to."""

import hashlib
import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk import reading as common
from tinhso.faces.desk.scorecards import wording
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.modules.scorecards import actions, policies
from tinhso.modules.scorecards import queries_of_assessments as queries
from tinhso.modules.scorecards.declaring.types import Whose
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.tabling import preview
from tinhso.modules.scorecards.tabling.files import LARGEST_BYTES, sheets_of
from tinhso.modules.scorecards.tabling.preview import Fate, Read
from tinhso.modules.scorecards.tabling.rows import read_table

SALT = "scorecards.table"
LONGEST_WAIT_S = 8 * 3600
"""How long what was read may lie on the screen before it is written."""


@officer_required(*policies.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Read a table and show its rows with every doubt; write the scores read in full when told to."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.assessment(assessment_id)
    policies.check_keep(viewer, found)
    if request.method != "POST":
        return _page(request, found)
    try:
        if request.POST.get("act") == "take":
            return _take(request, found, now)
        return _read(request, found, now)
    except common.FormFault as fault:
        return _page(request, found, errors=fault.errors, kept=request.POST.get("read", ""), status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        kept = request.POST.get("read", "")
        errors = common.placed(refusal) if kept else {"table": refusal.sentence}
        return _page(request, found, errors=errors, kept=kept, status=status_of(refusal))


def _read(request: HttpRequest, found: Any, now: datetime) -> HttpResponse:
    file = request.FILES.get("table")
    if file is None:
        raise common.FormFault({"table": _("Hãy chọn tệp Excel (.xlsx) hoặc CSV của bảng điểm.")})
    data = file.read(LARGEST_BYTES + 1)
    rows, passed = read_table(sheets_of(data), edition(found.edition).parts())
    board = queries.board(found, {}, timezone.localdate(now))
    read = preview.preview(rows, found, board)
    kept = {"digest": hashlib.sha256(data).hexdigest(), "left": sum(one.is_left for one in read)}
    kept["scores"] = [_packed(score) for one in read for score in one.scores if score.fate in (Fate.NEW, Fate.CHANGES)]
    lacking = preview.lacking(rows, board)
    return _page(request, found, kept=_signed(found, kept), read=read, passed=passed, lacking=lacking)


def _signed(found: Any, kept: dict[str, Any]) -> str:
    return signing.dumps(kept, salt=f"{SALT}.{found.id}", compress=True)


def _packed(score: preview.Told) -> list[Any]:
    return [str(score.declaration_id), score.whose.value, str(score.share), score.seen]


def _opened(found: Any, text: str) -> dict[str, Any]:
    """Return what was read before; raises FormFault when the page is too old or was changed."""
    try:
        return dict(signing.loads(text, salt=f"{SALT}.{found.id}", max_age=LONGEST_WAIT_S))
    except signing.BadSignature as error:
        raise common.FormFault({"table": _("Trang đã cũ. Hãy đọc lại bảng điểm rồi ghi.")}) from error


def _take(request: HttpRequest, found: Any, now: datetime) -> HttpResponse:
    kept = _opened(found, request.POST.get("read", ""))
    paper, paper_on = request.POST.get("paper", "")[:200], common.required_day(request.POST, "paper_on")
    why = request.POST.get("why", "")[:500]
    scores = tuple(
        (uuid.UUID(key), actions.ScoreTold(Whose(whose), Decimal(share), paper, paper_on, why, seen))
        for key, whose, share, seen in kept["scores"]
    )
    told = actions.TableTold(scores, kept["digest"], kept["left"])
    entered = actions.take_table(found.id, told, viewer=request.viewer, now=now)  # type: ignore[attr-defined]
    messages.success(request, _("Đã ghi %(n)s điểm từ bảng của bộ.") % {"n": entered})
    return redirect("desk:assessment", found.id)


def _page(
    request: HttpRequest,
    found: Any,
    *,
    read: list[Read] | None = None,
    kept: str = "",
    passed: list[str] | None = None,
    lacking: list[str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the form; with what was read, its rows and the button that writes. What was typed stays after a refusal."""
    ready: list[Any] = []
    if kept:
        try:
            ready = _opened(found, kept)["scores"]
        except common.FormFault as fault:
            kept, errors = "", {**(errors or {}), **fault.errors}
    context = {
        "round": found,
        "rows": [_shown(one) for one in read or []],
        "doubts": [(f"{one.row.where}, {one.row.said_code}", said) for one in read or [] for said in one.doubts],
        "passed": passed,
        "lacking": lacking,
        "kept": kept,
        "ready": len(ready),
        "changes": sum(bool(seen) for _key, _whose, _share, seen in ready),
        "left": sum(one.is_left for one in read or []),
        "errors": errors,
        "values": request.POST.dict(),
    }
    return render(request, "desk/scorecards/table.html", context, status=status)


def fates() -> dict[Fate, tuple[str, str]]:
    """Return words and phase of what becomes of a score."""
    return {
        Fate.NEW: (_("sẽ ghi"), "working"),
        Fate.SAME: (_("đã có"), "done"),
        Fate.CHANGES: (_("sẽ thay"), "waiting"),
        Fate.UNREADABLE: (_("không đọc được"), "error"),
    }


def _shown(one: Read) -> dict[str, Any]:
    scores = {score.whose.value: score for score in one.scores}
    return {
        "row": one.row,
        "own": one.own_said,
        "cells": [_cell(scores.get(whose.value)) for whose in (Whose.APPRAISED, Whose.FINAL)],
        "is_left": one.is_left and not one.scores,
    }


def _cell(score: preview.Told | None) -> dict[str, str] | None:
    if score is None:
        return None
    words, phase = fates()[score.fate]
    before = wording.share_words(score.before) if score.fate is Fate.CHANGES else ""
    return {
        "said": score.said,
        "share": wording.share_words(score.share),
        "before": before,
        "fate": words,
        "phase": phase,
    }
