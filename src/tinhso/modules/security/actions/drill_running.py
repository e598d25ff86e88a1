# SPDX-License-Identifier: EUPL-1.2
"""Run an exercise: start it with an incident of its own, put situations in, pause, answer, judge, end, learn."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.actions.drills import act_on, checked, lock_drill
from tinhso.modules.security.actions.incidents import open_incident
from tinhso.modules.security.drill_rules import minute_of, minutes_between
from tinhso.modules.security.errors import DrillImpossible, NotYourDrill
from tinhso.modules.security.models import Drill, DrillAnswer, DrillInject
from tinhso.modules.security.types.drills import (
    DrillEnded,
    DrillLessonsWritten,
    DrillPaused,
    DrillResumed,
    DrillStarted,
    DrillState,
    InjectAnswered,
    InjectJudged,
    InjectReleased,
    InjectSkipped,
    Verdict,
)
from tinhso.modules.security.types.incidents import Category, IncidentTold

NOT_RUNNING = "Diễn tập đang tạm dừng, chưa bắt đầu hoặc đã kết thúc. Hãy tải lại trang."
NOT_BEGUN = "Diễn tập chưa bắt đầu hoặc đã hủy. Hãy tải lại trang."


def start_drill(drill_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Drill:
    """Start the clock of an exercise and open its incident, under the same id and marked as an exercise.

    The incident is opened first: what was broken off between the two is taken up by starting again. Raises
    NotYourDrill; DrillImpossible without injects or participants.
    """
    policies.check_drill(viewer)
    drill = Drill.objects.get(id=drill_id)
    if drill.started_at is not None:
        return drill
    _check_ready(drill)
    told = IncidentTold(
        unit_id=drill.unit_id,
        title=f"Diễn tập: {drill.title}",
        category=Category(drill.category),
        severity=drill.severity,
        detected_at=now,
        system_name=drill.system_name,
        description=drill.purpose,
        is_drill=True,
    )
    incident = open_incident(drill_id, told, viewer=viewer, now=now)
    if not incident.is_drill:
        raise DrillImpossible("Mã của cuộc diễn tập này trùng một sự cố thật. Hãy chép kịch bản sang cuộc mới.")
    return _begin(drill_id, incident.case_id, viewer, now)


@transaction.atomic(durable=True)
def _begin(drill_id: uuid.UUID, incident_id: uuid.UUID, viewer: Viewer, now: datetime) -> Drill:
    seat = policies.check_drill(viewer)
    drill = Drill.objects.select_for_update(of=("self",)).get(id=drill_id)
    if drill.started_at is not None:
        return drill
    _check_ready(drill)
    drill.started_at, drill.started_by_id, drill.incident_id = now, viewer.as_officer, incident_id
    drill.save(update_fields=["started_at", "started_by", "incident"])
    act_on(drill, DrillStarted(incident_id, drill.injects.count()), viewer, seat, now)
    return drill


def _check_ready(drill: Drill) -> None:
    if drill.state is not DrillState.PREPARED:
        raise DrillImpossible("Diễn tập này đã hủy. Hãy chép kịch bản sang cuộc diễn tập mới.")
    if not drill.injects.exists():
        raise DrillImpossible("Chưa bắt đầu được: kịch bản chưa có tình huống nào. Hãy thêm tình huống.")
    if not drill.members.exists():
        raise DrillImpossible("Chưa bắt đầu được: chưa có ai tham gia. Hãy thêm người hoặc đơn vị tham gia.")


@transaction.atomic(durable=True)
def pause_drill(drill_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Drill:
    """Stop the clock of an exercise: what is left comes later by as long as it stands."""
    seat = policies.check_drill(viewer)
    drill = lock_drill(drill_id, DrillState.RUNNING, sentence=NOT_RUNNING)
    minute = _minute(drill, now)
    drill.pauses.create(began_at=now)
    act_on(drill, DrillPaused(minute), viewer, seat, now)
    return drill


@transaction.atomic(durable=True)
def resume_drill(drill_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Drill:
    seat = policies.check_drill(viewer)
    drill = lock_drill(drill_id, DrillState.PAUSED, sentence="Diễn tập không tạm dừng. Hãy tải lại trang.")
    drill.pauses.filter(ended_at=None).update(ended_at=now)
    act_on(drill, DrillResumed(_minute(drill, now)), viewer, seat, now)
    return drill


@transaction.atomic(durable=True)
def release_inject(drill_id: uuid.UUID, inject_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> DrillInject:
    """Put an inject in, at its minute or at another one; from here on participants see it. Twice is once."""
    seat = policies.check_drill(viewer)
    drill = lock_drill(drill_id, DrillState.RUNNING, sentence=NOT_RUNNING)
    inject = drill.injects.get(id=inject_id)
    if inject.released_at is not None:
        return inject
    if inject.skipped_at is not None:
        raise DrillImpossible("Tình huống này đã bỏ qua. Nếu vẫn cần, hãy thêm một tình huống mới.", code="why")
    inject.released_at = now
    inject.save(update_fields=["released_at"])
    act_on(drill, InjectReleased(inject.id, inject.minute, _minute(drill, now)), viewer, seat, now)
    return inject


@transaction.atomic(durable=True)
def skip_inject(drill_id: uuid.UUID, inject_id: uuid.UUID, *, why: str, viewer: Viewer, now: datetime) -> DrillInject:
    """Leave an inject out, with a reason. Raises DrillImpossible for one that was put in."""
    seat = policies.check_drill(viewer)
    drill = lock_drill(drill_id, DrillState.RUNNING, DrillState.PAUSED, sentence=NOT_RUNNING)
    inject = drill.injects.get(id=inject_id)
    if inject.released_at is not None:
        raise DrillImpossible("Tình huống này đã đưa ra nên không bỏ qua được nữa.", code="why")
    if inject.skipped_at is not None:
        return inject
    inject.skipped_why, inject.skipped_at = checked(why, "Hãy ghi vì sao bỏ qua", "why"), now
    inject.save(update_fields=["skipped_why", "skipped_at"])
    act_on(drill, InjectSkipped(inject.id, inject.minute, _minute(drill, now)), viewer, seat, now)
    return inject


@transaction.atomic(durable=True)
def answer_inject(
    drill_id: uuid.UUID,
    inject_id: uuid.UUID,
    answer_id: uuid.UUID,
    *,
    text: str,
    told_at: datetime | None,
    viewer: Viewer,
    now: datetime,
) -> DrillAnswer:
    """Say what was done about an inject, under the id of the form. told_at: when, now for None.

    Raises NotYourDrill for who does not take part or was not addressed, DrillImpossible.
    """
    drill = lock_drill(
        drill_id, DrillState.RUNNING, DrillState.PAUSED, sentence="Diễn tập đã kết thúc, không nhận trả lời nữa."
    )
    inject = drill.injects.select_related("member").get(id=inject_id)
    seat = _answering_seat(drill, inject, viewer)
    before = DrillAnswer.objects.filter(id=answer_id).first()
    if before is not None and before.inject_id == inject_id and before.officer_id == viewer.as_officer:
        return before
    if before is not None:
        raise DrillImpossible("Trang đã cũ. Hãy tải lại trang rồi gửi lại.", code="text")
    if inject.released_at is None:
        raise NotYourDrill("Tình huống này chưa được đưa ra.")
    said = checked(text, "Hãy ghi đã làm gì", "text")
    done_at = told_at or now
    if not inject.released_at.replace(second=0, microsecond=0) <= done_at <= now:
        raise DrillImpossible("Lúc làm phải từ khi tình huống được đưa ra đến bây giờ.", code="told_at")
    made = DrillAnswer.objects.create(
        id=answer_id, inject=inject, text=said, told_at=done_at, at=now, officer_id=viewer.as_officer
    )
    minutes = minutes_between(started(drill), drill.stood(), inject.released_at, now)
    act_on(drill, InjectAnswered(inject.id, made.id, done_at, minutes), viewer, seat, now)
    return made


def _answering_seat(drill: Drill, inject: DrillInject, viewer: Viewer) -> Seat:
    members = [inject.member] if inject.member else list(drill.members.all())
    for one in members:
        if seat := policies.drill_seat(viewer, one.unit_id, one.officer_id):
            return seat
    raise NotYourDrill("Chỉ người tham gia diễn tập được giao tình huống này mới trả lời.")


@transaction.atomic(durable=True)
def judge_inject(
    drill_id: uuid.UUID, inject_id: uuid.UUID, verdict: Verdict, *, remark: str, viewer: Viewer, now: datetime
) -> DrillInject:
    """Say how what was done meets what was expected; also after the end, and again: the last one counts."""
    seat = policies.check_drill(viewer)
    drill = lock_drill(drill_id, DrillState.RUNNING, DrillState.PAUSED, DrillState.ENDED, sentence=NOT_BEGUN)
    inject = drill.injects.get(id=inject_id)
    if inject.released_at is None:
        raise DrillImpossible("Chỉ đánh giá tình huống đã đưa ra.", code="verdict")
    said = remark.replace("\x00", "").strip()
    if verdict is Verdict.UNMET:
        said = checked(said, "Hãy ghi chưa đạt ở điểm nào", "remark")
    inject.verdict, inject.remark = verdict, said[:4_000]
    inject.save(update_fields=["verdict", "remark"])
    act_on(drill, InjectJudged(inject.id, verdict), viewer, seat, now)
    return inject


@transaction.atomic(durable=True)
def end_drill(drill_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Drill:
    """End an exercise; what was neither put in nor skipped stays as left over. A pause that lasts ends with it."""
    seat = policies.check_drill(viewer)
    drill = lock_drill(drill_id, DrillState.RUNNING, DrillState.PAUSED, sentence=NOT_BEGUN)
    minute = _minute(drill, now)
    drill.pauses.filter(ended_at=None).update(ended_at=now)
    drill.ended_at = now
    drill.save(update_fields=["ended_at"])
    released = drill.injects.filter(released_at__isnull=False).count()
    skipped = drill.injects.filter(skipped_at__isnull=False).count()
    left = drill.injects.count() - released - skipped
    act_on(drill, DrillEnded(minute, released, skipped, left), viewer, seat, now)
    return drill


@transaction.atomic(durable=True)
def write_lessons(drill_id: uuid.UUID, text: str, *, viewer: Viewer, now: datetime) -> Drill:
    """Write down what was learned, from the start on and after the end."""
    seat = policies.check_drill(viewer)
    drill = lock_drill(drill_id, DrillState.RUNNING, DrillState.PAUSED, DrillState.ENDED, sentence=NOT_BEGUN)
    drill.lessons = checked(text, "Hãy ghi bài học rút ra", "lessons")
    drill.save(update_fields=["lessons"])
    act_on(drill, DrillLessonsWritten(len(drill.lessons)), viewer, seat, now)
    return drill


def started(drill: Drill) -> datetime:
    """Return when an exercise began; raises DrillImpossible for one that did not."""
    if drill.started_at is None:
        raise DrillImpossible(NOT_BEGUN)
    return drill.started_at


def _minute(drill: Drill, now: datetime) -> int:
    return minute_of(started(drill), drill.stood(), now)
