# SPDX-License-Identifier: EUPL-1.2
"""Read what changed in the national database of procedures; open a difference as a working copy."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.exchange.errors import PermanentFailure, TemporaryFailure
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.queries import code_of, territory
from tinhso.modules.onestop.actions import editing
from tinhso.modules.onestop.editing.types import CopyState, Edit, Origin, Part
from tinhso.modules.onestop.models import ListSync, NationalProcedure, WorkingCopy
from tinhso.modules.onestop.national import list_client as client
from tinhso.modules.onestop.national_list.rules import UnreadableRecord, read_record, taken_over
from tinhso.modules.onestop.national_list.types import Kind, ListSynchronised, NationalRecordReceived
from tinhso.modules.onestop.policies import check_controller
from tinhso.modules.onestop.queries.editing import content_of, newest_of
from tinhso.modules.onestop.queries.national_list import last_mark

AT_ONCE = 50
"""Records asked for in one question."""


def sync_list(endpoint: str, *, now: datetime, by: Actor = SYSTEM) -> ListSync:
    """Read every change since the last time and keep the newest record of each procedure; safe to repeat.

    An older version than the one kept changes nothing. A record that cannot be read is kept with its fault and asked
    for again next time. When the database does not answer, the fault is kept and the next reading begins where this
    one did.
    """
    mark, received = last_mark(), 0
    asked = set(NationalProcedure.objects.exclude(fault="").values_list("code", flat=True))
    unit = code_of(territory().root_id, timezone.localtime(now).date())
    try:
        reached, more = mark, True
        while more:
            page = client.changes_since(endpoint, unit, reached)
            asked |= set(page.codes)
            reached, more = page.mark, page.more
        codes = sorted(asked)
        for start in range(0, len(codes), AT_ONCE):
            rows = client.records_of(endpoint, unit, codes[start : start + AT_ONCE])
            received += sum(_keep(row, now, by) for row in _newest_last(rows))
    except (TemporaryFailure, PermanentFailure) as failure:
        return ListSync.objects.create(made_at=now, mark=mark, received=received, fault=failure.sentence[:300])
    return _note(reached, received, now, by)


@transaction.atomic(durable=True)
def _note(mark: int, received: int, now: datetime, by: Actor) -> ListSync:
    unreadable = NationalProcedure.objects.exclude(fault="").count()
    payload = ListSynchronised(mark=mark, received=received, unreadable=unreadable)
    record(payload, at=now, actor=by, subject="procedures:national")
    return ListSync.objects.create(made_at=now, mark=mark, received=received)


def _newest_last(rows: Iterable[Any]) -> list[Any]:
    """Return rows so that of two for one code the newer is kept, however they came."""
    return sorted((one for one in rows if isinstance(one, dict)), key=lambda one: str(one.get("PhienBan", "")).zfill(9))


@transaction.atomic(durable=True)
def _keep(raw: dict[str, Any], now: datetime, by: Actor) -> bool:
    """Keep a record when it is newer than the one kept; return whether it was."""
    code = str(raw.get("MaTTHC", ""))[:12]
    known = NationalProcedure.objects.select_for_update().filter(code=code).first()
    try:
        found = read_record(raw)
    except UnreadableRecord as fault:
        kept = known or NationalProcedure(code=code, version=0, record={}, digest="", received_at=now)
        if code:
            kept.fault = fault.sentence[:300]
            kept.save()
        return False
    if known is not None and found.version <= known.version:
        if known.fault:
            known.fault = ""
            known.save(update_fields=["fault"])
        return False
    text = json.dumps(raw, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    values = {"version": found.version, "kind": found.kind, "record": raw, "digest": digest, "fault": ""}
    NationalProcedure.objects.update_or_create(code=code, defaults=values | {"received_at": now})
    payload = NationalRecordReceived(procedure=code, version=found.version, digest=digest)
    record(payload, at=now, actor=by, subject=editing.subject_of(code))
    return True


def take_up(code: str, *, viewer: Viewer, now: datetime) -> WorkingCopy:
    """Open a working copy with what the national record says, or put it into the one that is open.

    Nothing is published by it. Raises Refused when there is no record, no version here, or the procedure has ended.
    """
    check_controller(viewer)
    kept, newest = NationalProcedure.objects.filter(code=code).exclude(version=0).first(), newest_of(code)
    if kept is None or newest is None:
        raise Refused("Không có bản ghi của CSDL quốc gia cho thủ tục này ở đây. Hãy đồng bộ, hoặc lập thủ tục mới.")
    if kept.kind == Kind.ENDED:
        raise Refused("CSDL quốc gia ghi thủ tục này đã bãi bỏ nên không có nội dung để đưa vào bản làm việc.")
    found = read_record(kept.record)
    copy = WorkingCopy.objects.filter(code=code, state=CopyState.OPEN).first()
    if copy is None:
        content = taken_over(content_of(newest), found)
        return editing.begin_with(code, content, origin=Origin.NATIONAL, viewer=viewer, now=now)
    edit = Edit(
        Part.GENERAL, f"đưa phiên bản {found.version} của CSDL quốc gia vào", lambda content: taken_over(content, found)
    )
    return editing.save(copy.id, edit, expected=None, viewer=viewer, now=now)
