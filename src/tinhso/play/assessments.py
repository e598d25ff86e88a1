# SPDX-License-Identifier: EUPL-1.2
"""One round of assessment of the demonstration, made up and saying so: assigned, declared, accepted, asked about."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from tinhso.kernel.identity.queries import officers_in, viewer_of_officer
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.models import Unit
from tinhso.modules.scorecards import actions
from tinhso.modules.scorecards.declaring.types import Form, Side, Whose
from tinhso.modules.scorecards.models import Assessment, Declaration

NAMES = uuid.UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")
EDITION = "DTI-922"
NOTE = "Kỳ đánh giá mẫu của bản trình diễn: đơn vị, con số và văn bản đều là giả định."
TELECOM, JUSTICE = "Thông tin và Truyền thông", "Sở Tư pháp"
PAPER = "15/BC-STTTT (giả định)"


@dataclass(frozen=True)
class Made:
    """A made-up declaration: component, numerator and denominator (None: yes), whether accepted, days it holds."""

    component: str
    numbers: tuple[int, int] | None
    accepted: bool
    holds_days: int | None = None


GIVEN = {TELECOM: ("1.1", "1.3", "1.4", "7.6"), JUSTICE: ("2.4", "2.5")}
MADE = (
    Made("1.1", None, accepted=True),
    Made("1.4", None, accepted=True, holds_days=20),
    Made("7.6", (60, 100), accepted=False),
    Made("2.4", None, accepted=False),
)


def round_in_demo(*, now: datetime) -> Assessment | None:
    """Open the made-up round of this year once; None where its office or a unit is not staffed."""
    today = timezone.localdate(now)
    office = registry.territory().root
    keeper = _somebody(office, "controller", today) or _somebody(office, "leader", today)
    units = {part: registry.unit_named(part, today) for part in GIVEN}
    heads = {part: _somebody(unit, "head", today) for part, unit in units.items() if unit is not None}
    if keeper is None or len(heads) != len(GIVEN) or not all(heads.values()):
        return None
    round_id = uuid.uuid5(NAMES, f"round {today.year}")
    before = Assessment.objects.filter(id=round_id).first()
    if before is not None:
        return before
    first, due, last = (today + timedelta(days=days) for days in (-30, 20, 60))
    told = actions.RoundTold(EDITION, today.year, first, last, due, NOTE)
    made = actions.open_assessment(round_id, told, viewer=keeper, now=now)
    by_code = {one.component: one for one in Declaration.objects.filter(assessment=made).select_related("case")}
    for part, codes in GIVEN.items():
        unit, head = units[part], heads[part]
        if unit is not None and head is not None:
            work = actions.Work({by_code[code].case_id: 1 for code in codes}, unit.id, due)
            actions.assign(round_id, work, viewer=keeper, now=now)
            for one in MADE:
                if one.component in codes:
                    _declare(by_code[one.component].case_id, one, head, keeper, now)
    _of_ministry(by_code["1.1"].case_id, keeper, now)
    return made


def _somebody(unit: Unit, role: str, today: date) -> Viewer | None:
    found = officers_in(unit.id, today, role)
    return viewer_of_officer(found[0], today) if found else None


def _declare(declaration_id: uuid.UUID, one: Made, head: Viewer, keeper: Viewer, now: datetime) -> None:
    today = timezone.localdate(now)
    numerator, denominator = (Decimal(number) for number in one.numbers) if one.numbers else (None, None)
    told = actions.Told(
        form=Form.RATIO if one.numbers else Form.YES_NO,
        numerator=numerator,
        denominator=denominator,
        answer=None if one.numbers else True,
        unit_of_measure="dịch vụ" if one.numbers else "",
        as_of=today,
        valid_until=today + timedelta(days=one.holds_days) if one.holds_days else None,
        note="Số liệu giả định của bản trình diễn.",
        paper=PAPER,
    )
    actions.declare(declaration_id, told, viewer=head, now=now, expected_version=2)
    if one.accepted:
        actions.accept(declaration_id, text="", viewer=keeper, now=now, expected_version=3)


def _of_ministry(declaration_id: uuid.UUID, keeper: Viewer, now: datetime) -> None:
    today = timezone.localdate(now)
    score = actions.ScoreTold(Whose.APPRAISED, Decimal("0.9"), "12/CV-CĐS (giả định)", today)
    actions.enter_score(declaration_id, score, viewer=keeper, now=now)
    words = "Đề nghị tỉnh gửi quyết định thành lập Ban Chỉ đạo (câu hỏi giả định)."
    asked = actions.QuestionTold(Side.MINISTRY, today, "Cơ quan thẩm định (giả định)", words, "12/CV-CĐS (giả định)")
    question_id = uuid.uuid5(declaration_id, "question")
    actions.note_question(question_id, declaration_id, asked, viewer=keeper, now=now)
    words = "Tỉnh đã gửi quyết định kèm danh sách thành viên (câu trả lời giả định)."
    answer = actions.QuestionTold(Side.PROVINCE, today, "Văn phòng UBND tỉnh (giả định)", words, answers=question_id)
    actions.note_question(uuid.uuid5(declaration_id, "answer"), declaration_id, answer, viewer=keeper, now=now)
