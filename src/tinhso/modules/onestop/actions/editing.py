# SPDX-License-Identifier: EUPL-1.2
"""Working copies of definitions: begun, changed part by part, taken back one change, given up."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.definitions import digest_of, routing
from tinhso.modules.onestop.editing.files import read
from tinhso.modules.onestop.editing.parts import empty_record
from tinhso.modules.onestop.editing.reading import CODE, checked
from tinhso.modules.onestop.editing.types import (
    Content,
    CopyState,
    Edit,
    Origin,
    WorkingCopyBegun,
    WorkingCopyDropped,
    WorkingCopySaved,
    WorkingCopyUndone,
)
from tinhso.modules.onestop.errors import CopyMoved
from tinhso.modules.onestop.models import EditStep, ProcedureVersion, WorkingCopy
from tinhso.modules.onestop.policies import check_controller
from tinhso.modules.onestop.queries.editing import content_of, last_step, newest_of

STEPS_KEPT = 50
"""Changes that can be taken back; older ones are forgotten, the ledger still has their digests."""
LAW = "61/2018/NĐ-CP"


def subject_of(code: str) -> str:
    return f"procedure:{code}"


def begin_from_version(code: str, *, viewer: Viewer, now: datetime) -> WorkingCopy:
    """Open a working copy of the newest version; returns the open one when there is one already."""
    check_controller(viewer)
    version = newest_of(code)
    if version is None:
        raise Refused("Thủ tục này chưa có phiên bản nào. Hãy lập thủ tục mới.")
    return _begin(code, content_of(version), Origin.VERSION, version, viewer, now)


def begin_new(code: str, *, name: str, sector: str, like: str, viewer: Viewer, now: datetime) -> WorkingCopy:
    """Open a working copy of a procedure that is not in the catalogue, from nothing or like another one.

    like: code of the procedure whose newest version is copied, empty for none. Raises Refused for a code that is not
    of the national shape or is taken.
    """
    check_controller(viewer)
    if not CODE.fullmatch(code):
        raise Refused("Mã thủ tục phải có dạng 1.001193: một chữ số, dấu chấm, sáu chữ số. Hãy tra danh mục quốc gia.")
    if newest_of(code) is not None:
        raise Refused(f"Mã {code} đã có trong danh mục. Hãy mở thủ tục đó để sửa.")
    if not name.strip():
        raise Refused("Hãy ghi tên thủ tục.")
    other = newest_of(like) if like else None
    if like and other is None:
        raise Refused(f"Không có thủ tục mã {like} để sao chép. Hãy chọn thủ tục khác.")
    if other is None:
        content = Content(empty_record(code, name.strip(), sector, str(routing()["titles"].get(sector, ""))), None)
    else:
        content = _like(other, code, name.strip(), sector)
    return _begin(code, content, Origin.OTHER if other else Origin.NOTHING, None, viewer, now)


def _like(other: ProcedureVersion, code: str, name: str, sector: str) -> Content:
    """Return the content of another procedure under a new code: what was said of the old code is not said of it."""
    left_out = {"source_decision", "portal_channels", "portal_times_disagree", "online_level_source"}
    kept = {key: value for key, value in other.definition.items() if key not in left_out}
    results = [{**one, "code": None} for one in kept["results"]]
    named = {"code": code, "code_confirmed": False, "name": name, "short_name": name, "results": results}
    definition = kept | named | {"sector": sector or kept["sector"], "source": None}
    form = {**other.form, "procedures": [code]} if other.form else None
    return Content(definition, form)


def begin_from_file(data: bytes, *, viewer: Viewer, now: datetime) -> WorkingCopy:
    """Open a working copy from a file; raises DefinitionUnreadable or Refused and keeps nothing of a bad one.

    A procedure that is being edited is not overwritten: whoever imports finishes or gives up that copy first.
    """
    check_controller(viewer)
    content = read(data)
    code = str(content.definition.get("code") or "")
    if not CODE.fullmatch(code):
        raise Refused("Tệp không có mã thủ tục đúng dạng 1.001193. Hãy ghi mã vào tệp rồi nhập lại.")
    if WorkingCopy.objects.filter(code=code, state=CopyState.OPEN).exists():
        raise CopyMoved(f"Thủ tục {code} đang có bản làm việc. Hãy công bố hoặc bỏ bản đó trước khi nhập tệp.")
    return _begin(code, content, Origin.FILE, newest_of(code), viewer, now)


def begin_with(code: str, content: Content, *, origin: Origin, viewer: Viewer, now: datetime) -> WorkingCopy:
    """Open a working copy with a content made elsewhere; raises CopyMoved when one is open already."""
    check_controller(viewer)
    return _begin(code, content, origin, newest_of(code), viewer, now)


def _begin(
    code: str, content: Content, origin: Origin, version: ProcedureVersion | None, viewer: Viewer, now: datetime
) -> WorkingCopy:
    """Open the copy, or give back the one that is open; two who press at once work on the same."""
    checked(content)
    try:
        return _open(code, content, origin, version, viewer, now)
    except IntegrityError:
        first = WorkingCopy.objects.filter(code=code, state=CopyState.OPEN).first()
        if first is None:
            raise
        if origin is not Origin.VERSION:
            raise CopyMoved(f"Thủ tục {code} đang có bản làm việc. Hãy mở bản đó, hoặc bỏ đi trước.") from None
        return first


@transaction.atomic(durable=True)
def _open(
    code: str, content: Content, origin: Origin, version: ProcedureVersion | None, viewer: Viewer, now: datetime
) -> WorkingCopy:
    copy = WorkingCopy.objects.create(
        code=code,
        based_on=version,
        definition=content.definition,
        form=content.form,
        state=CopyState.OPEN,
        begun_by_id=viewer.as_officer,
        begun_at=now,
        saved_by_id=viewer.as_officer,
        saved_at=now,
    )
    based_on = version.number if version else 0
    _record(copy, WorkingCopyBegun(copy=copy.id, procedure=code, origin=origin, based_on=based_on), viewer, now)
    return copy


def _record(copy: WorkingCopy, payload: object, viewer: Viewer, now: datetime) -> None:
    seat = check_controller(viewer)
    actor = viewer.actor(seat)
    record(payload, at=now, actor=actor, subject=subject_of(copy.code), unit_id=seat.unit_id, rule=LAW)


def lock_open(copy_id: uuid.UUID, expected: int | None, viewer: Viewer) -> WorkingCopy:
    """Return the copy locked; raises CopyMoved when it is closed or was changed since `expected`."""
    check_controller(viewer)
    copy = WorkingCopy.objects.select_for_update(of=("self",)).get(id=copy_id)
    if copy.state == CopyState.PUBLISHED:
        raise CopyMoved("Bản làm việc này đã công bố. Hãy mở lại thủ tục để sửa tiếp.")
    if copy.state == CopyState.DROPPED:
        raise CopyMoved("Bản làm việc này đã bỏ. Hãy mở lại thủ tục để sửa.")
    if expected is not None and copy.revision != expected:
        raise CopyMoved(
            "Người khác (hoặc trang khác của bạn) vừa sửa bản làm việc này nên thay đổi của bạn chưa được ghi. "
            "Hãy xem nội dung mới rồi sửa lại phần của bạn."
        )
    return copy


@transaction.atomic(durable=True)
def save(copy_id: uuid.UUID, edit: Edit, *, expected: int | None, viewer: Viewer, now: datetime) -> WorkingCopy:
    """Change one part of a copy. A change that changes nothing is no change, so a second press does no harm.

    Raises CopyMoved when somebody saved since `expected`, DefinitionUnreadable when the content would not be readable.
    """
    copy = lock_open(copy_id, expected, viewer)
    before = content_of(copy)
    after = checked(edit.change(before))
    if after == before:
        return copy
    copy.revision += 1
    EditStep.objects.create(
        copy=copy, revision=copy.revision, what=edit.what[:200], definition=before.definition, form=before.form
    )
    EditStep.objects.filter(copy=copy, revision__lte=copy.revision - STEPS_KEPT).delete()
    _write(copy, after, viewer, now)
    digest = digest_of(after.definition, after.form)
    _record(copy, WorkingCopySaved(copy.id, edit.part, copy.revision, digest), viewer, now)
    return copy


def _write(copy: WorkingCopy, content: Content, viewer: Viewer, now: datetime) -> None:
    copy.definition, copy.form = content.definition, content.form
    copy.saved_by_id, copy.saved_at = viewer.as_officer, now
    copy.save()


@transaction.atomic(durable=True)
def undo(copy_id: uuid.UUID, *, expected: int | None, viewer: Viewer, now: datetime) -> WorkingCopy:
    """Take back the last change; the copy gets a new revision, so that a page of before cannot be saved over it."""
    copy = lock_open(copy_id, expected, viewer)
    step = last_step(copy)
    if step is None:
        raise Refused("Không còn lần sửa nào để hoàn tác.")
    content = Content(step.definition, step.form)
    step.delete()
    copy.revision += 1
    _write(copy, content, viewer, now)
    digest = digest_of(content.definition, content.form)
    _record(copy, WorkingCopyUndone(copy.id, copy.revision, digest), viewer, now)
    return copy


@transaction.atomic(durable=True)
def drop(copy_id: uuid.UUID, *, expected: int | None, viewer: Viewer, now: datetime) -> WorkingCopy:
    """Give a working copy up; the version in force stays as it is."""
    copy = lock_open(copy_id, expected, viewer)
    copy.state, copy.saved_by_id, copy.saved_at = CopyState.DROPPED, viewer.as_officer, now
    copy.save()
    _record(copy, WorkingCopyDropped(copy=copy.id, procedure=copy.code), viewer, now)
    return copy
