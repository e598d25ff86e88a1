# SPDX-License-Identifier: EUPL-1.2
"""What comes from the ministry, entered by the standing office with its paper: scores, questions and answers."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.scorecards import policies
from tinhso.modules.scorecards.actions.stepping import checked, lock, subject_of
from tinhso.modules.scorecards.declaring import rules
from tinhso.modules.scorecards.declaring.types import QuestionNoted, ScoreEntered, ScoreTableTaken, Side, Whose
from tinhso.modules.scorecards.errors import AssessmentChangedMeanwhile, DeclarationIncomplete
from tinhso.modules.scorecards.models import Assessment, Declaration, Question, Score

LONGEST_PAPER, LONGEST_WHY, LONGEST_WHO, LONGEST_TEXT = 200, 500, 200, 4000
STALE_SCORE = "Người khác vừa ghi điểm này sau khi bạn mở trang. Hãy tải lại trang; điểm bạn nhập chưa được ghi."


@dataclass(frozen=True)
class ScoreTold:
    """A score of the ministry. share: of one, None takes the one before back; seen: id of the newest on the page."""

    whose: Whose
    share: Decimal | None
    paper: str
    paper_on: date
    why: str = ""
    seen: int = 0


@dataclass(frozen=True)
class QuestionTold:
    """A question, or the answer to one. who: body or person as named in the paper."""

    side: Side
    on: date
    who: str
    text: str
    paper: str = ""
    answers: uuid.UUID | None = None


@transaction.atomic(durable=True)
def enter_score(declaration_id: uuid.UUID, told: ScoreTold, *, viewer: Viewer, now: datetime) -> Score:
    """Enter the appraised or the final score of a component; the same again changes nothing, the one before stays.

    Raises DeclarationIncomplete naming the box, AssessmentChangedMeanwhile when another one was entered since.
    """
    found = lock(declaration_id)
    return _enter(found, told, viewer, policies.check_manage(viewer, found), now)


def _enter(found: Declaration, told: ScoreTold, viewer: Viewer, seat: Seat, now: datetime) -> Score:
    paper, why = told.paper.strip()[:LONGEST_PAPER], told.why.strip()[:LONGEST_WHY]
    before = Score.objects.filter(declaration=found, whose=told.whose).order_by("-id").first()
    if before is not None and (before.share, before.paper, before.paper_on) == (told.share, paper, told.paper_on):
        return before
    if (before.id if before is not None else 0) != told.seen:
        raise AssessmentChangedMeanwhile(STALE_SCORE)
    _check_score(told, before, paper, why, timezone.localdate(now))
    score = Score.objects.create(
        declaration=found,
        whose=told.whose,
        share=told.share,
        paper=paper,
        paper_on=told.paper_on,
        why=why,
        officer_id=viewer.as_officer,
        at=now,
    )
    share = "" if told.share is None else str(told.share)
    _record(found, ScoreEntered(found.component, told.whose.value, share), viewer, seat, now)
    return score


@dataclass(frozen=True)
class TableTold:
    """Scores read from one table. scores: with their declaration; digest: SHA-256 of the file, in hex; left: rows not
    taken because of a doubt.
    """

    scores: tuple[tuple[uuid.UUID, ScoreTold], ...]
    digest: str
    left: int


@transaction.atomic(durable=True)
def take_table(assessment_id: uuid.UUID, told: TableTold, *, viewer: Viewer, now: datetime) -> int:
    """Enter the scores of a table of the ministry, all or none; return how many are new. Again changes nothing.

    Raises what `enter_score` raises, naming the component; DeclarationIncomplete for one of another round.
    """
    assessment = Assessment.objects.select_for_update(of=("self",)).get(id=assessment_id)
    seat = policies.check_keep(viewer, assessment)
    if not told.scores:
        raise DeclarationIncomplete("Bảng không có điểm nào đọc đủ để ghi.", code="table")
    before = Score.objects.filter(declaration__assessment=assessment).count()
    for declaration_id, score in sorted(told.scores, key=lambda one: (str(one[0]), one[1].whose)):
        found = lock(declaration_id)
        if found.assessment_id != assessment_id:
            raise DeclarationIncomplete("Có chỉ số không thuộc kỳ đánh giá này. Hãy đọc lại bảng.", code="table")
        try:
            _enter(found, score, viewer, seat, now)
        except (DeclarationIncomplete, AssessmentChangedMeanwhile) as refusal:
            raise type(refusal)(f"{found.component}: {refusal.sentence}", code=refusal.code) from refusal
    entered = Score.objects.filter(declaration__assessment=assessment).count() - before
    if entered:
        payload = ScoreTableTaken(entered, told.left, told.digest)
        subject = f"assessment:{assessment_id}"
        record(payload, at=now, actor=viewer.actor(seat), subject=subject, unit_id=assessment.office_id)
    return entered


def _check_score(told: ScoreTold, before: Score | None, paper: str, why: str, today: date) -> None:
    if told.whose is Whose.OWN:
        raise DeclarationIncomplete("Điểm tự đánh giá là kê khai được chấp nhận, không nhập tay.", code="whose")
    if not paper:
        raise DeclarationIncomplete("Hãy ghi số, ký hiệu văn bản nêu điểm này.", code="paper")
    if told.paper_on > today:
        raise DeclarationIncomplete("Ngày của văn bản không thể sau hôm nay.", code="paper_on")
    if problem := rules.share_problem("share", told.share):
        raise DeclarationIncomplete(problem[1], code=problem[0])
    if told.share is None and (before is None or before.share is None):
        raise DeclarationIncomplete("Hãy ghi mức đạt, ví dụ 85 hoặc 85,5.", code="share")
    if before is not None and len(why) < 10:
        raise DeclarationIncomplete("Đã có điểm ghi trước. Hãy ghi rõ vì sao thay đổi (ít nhất 10 ký tự).", code="why")


@transaction.atomic(durable=True)
def note_question(
    line_id: uuid.UUID, declaration_id: uuid.UUID, told: QuestionTold, *, viewer: Viewer, now: datetime
) -> Question:
    """Write a question or an answer down under the id of its form; the same form again gives the first."""
    found = lock(declaration_id)
    seat = policies.check_manage(viewer, found)
    before = Question.objects.filter(id=line_id, declaration=found).first()
    if before is not None:
        return before
    if not told.who.strip():
        raise DeclarationIncomplete("Hãy ghi cơ quan hoặc người viết.", code="who")
    if told.on > timezone.localdate(now):
        raise DeclarationIncomplete("Ngày trao đổi không thể sau hôm nay.", code="on")
    if told.answers and not Question.objects.filter(id=told.answers, declaration=found, answers=None).exists():
        raise DeclarationIncomplete("Câu hỏi được trả lời không thuộc chỉ số này. Hãy chọn lại.", code="answers")
    line = Question.objects.create(
        id=line_id,
        declaration=found,
        answers_id=told.answers,
        side=told.side,
        on=told.on,
        who=told.who.strip()[:LONGEST_WHO],
        text=checked(told.text[:LONGEST_TEXT], "nội dung trao đổi", "text"),
        paper=told.paper.strip()[:LONGEST_PAPER],
        officer_id=viewer.as_officer,
        at=now,
    )
    _record(found, QuestionNoted(found.component, told.side.value, told.on, line_id), viewer, seat, now)
    return line


def _record(found: Declaration, payload: object, viewer: Viewer, seat: Seat, now: datetime) -> None:
    actor, subject = viewer.actor(seat), subject_of(found.case_id)
    record(payload, at=now, actor=actor, subject=subject, case_id=found.case_id, unit_id=found.assessment.office_id)
