# SPDX-License-Identifier: EUPL-1.2
"""The eight clocks a dossier carries, side by side: what each waits for, until when, and whether it runs.

Nothing is stored: each is read from the instants of the dossier, its case, its parts and its acts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.utils import timezone

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.calendar.rules import add_working_days, working_time_between
from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.models import Case
from tinhso.kernel.casework.types import Clock
from tinhso.modules.onestop.flow.types import StepTime
from tinhso.modules.onestop.models import Consultation, Dossier, LinkedPart
from tinhso.modules.onestop.queries import flow, parts, registers
from tinhso.modules.onestop.queries.feedback import feedback_of
from tinhso.modules.onestop.workflow import DOSSIER

PHASES: dict[str, str] = {"Chưa chạy": "later", "Đang chạy": "working", "Đang dừng": "waiting", "Đã kết thúc": "done"}
ALARM_DAYS = 2
"""The apology clock rings two working days before the due day, and again one day before (casework.rules.LADDER)."""


class Standing(StrEnum):
    """How a clock stands."""

    IDLE = "Chưa chạy"
    RUNNING = "Đang chạy"
    STOPPED = "Đang dừng"
    ENDED = "Đã kết thúc"


@dataclass(frozen=True)
class ClockLine:
    """One clock: its number among the eight, what it measures, how it stands, from when, until when, in words.

    due: None where no time is published or confirmed; lines: what it is made of (steps, bodies), each with a text.
    """

    number: int
    title: str
    standing: Standing
    since: datetime | None = None
    due: datetime | None = None
    note: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    source: str = ""

    @property
    def phase(self) -> str:
        """The colour of its mark, as of the phase of a case."""
        return PHASES[self.standing]


def clocks_of(dossier: Dossier, now: datetime) -> list[ClockLine]:
    """Return the eight clocks in the order of the study (one_stop §5.4)."""
    return [
        _intake(dossier),
        _legal(dossier),
        _steps(dossier, now),
        _children(dossier),
        _data_use(dossier, now),
        _apology(dossier),
        _sync(dossier, now),
        _feedback(dossier),
    ]


def _intake(dossier: Dossier) -> ClockLine:
    state = dossier.case.state
    ended = dossier.received_at or dossier.case.closed_at
    standing = Standing.ENDED if ended else Standing.STOPPED if state == "intake_supplement" else Standing.RUNNING
    note = "Từ lúc nộp đến lúc tiếp nhận hoặc từ chối. Chưa có thời hạn chung được xác nhận."
    return ClockLine(1, "Tiếp nhận", standing, dossier.submitted_at, note=note, source="118/2025/NĐ-CP, Điều 17")


def _legal(dossier: Dossier) -> ClockLine:
    case = dossier.case
    kind = DOSSIER.states[case.state].clock
    standing = {
        Clock.NONE: Standing.ENDED if dossier.finished_at else Standing.IDLE,
        Clock.RUNNING: Standing.RUNNING,
        Clock.STOPPED: Standing.STOPPED,
        Clock.ENDED: Standing.ENDED,
    }[kind]
    note = "" if case.due_at or case.clock_from is None else "Thủ tục chưa công bố thời hạn giải quyết."
    return ClockLine(2, "Thời hạn giải quyết", standing, case.clock_from, case.due_at, note, source="61/2018/NĐ-CP")


def _steps(dossier: Dossier, now: datetime) -> ClockLine:
    """Each holder's working time; their sum is the working time since filing."""
    case, calendar = dossier.case, work_calendar()
    lines, total = [], timedelta()
    for one in casework.holdings_of(case.id):
        spent = working_time_between(one.begins_at, min(one.ends_at or now, case.closed_at or now), calendar)
        total += max(spent, timedelta())
        lines.append((f"{one.unit}, {one.officer.full_name}" if one.officer else str(one.unit), hours(spent)))
    standing = Standing.ENDED if case.closed_at else Standing.RUNNING
    steps = flow.step_times(dossier, now)
    if steps:
        return _planned_steps(steps, standing, case.opened_at)
    note = f"Cộng: {hours(total)}. Thời hạn từng bước chưa được công bố; đây là giờ làm việc mỗi nơi đã giữ hồ sơ."
    return ClockLine(3, "Từng bước", standing, case.opened_at, note=note, lines=tuple(lines))


def _planned_steps(steps: Sequence[StepTime], standing: Standing, since: datetime) -> ClockLine:
    """Say the step that runs and its planned time; all steps stand in a table of their own beside the clocks."""
    here = flow.current(steps)
    late = sum(one.is_late for one in steps)
    place = f"Đang ở bước {here.step.number}: {here.step.work}. " if here else ""
    note = f"{place}Số bước trễ: {late}. Xem bảng “Các bước của quy trình nội bộ”."
    lines = tuple((f"{one.step.number}. {one.step.work}", hours(one.used)) for one in steps if one.stays)
    return ClockLine(3, "Từng bước", standing, since, note=note, lines=lines, source="61/2018/NĐ-CP")


def _children(dossier: Dossier) -> ClockLine:
    asked = Consultation.objects.filter(dossier=dossier).select_related("case__unit")
    linked = LinkedPart.objects.filter(dossier=dossier).select_related("case__unit")
    found = [one.case for one in asked] + [one.case for one in linked]
    cases = sorted(found, key=lambda case: (case.opened_at, case.id))
    living = [case for case in cases if case.closed_at is None]
    due = min((case.due_at for case in living if case.due_at), default=None)
    lines = tuple((str(case.unit), _until(case)) for case in cases)
    return ClockLine(4, "Cơ quan phối hợp", _of_many(cases, living), due=due, lines=lines, source="61/2018/NĐ-CP")


def _of_many(cases: Sequence[object], living: Sequence[object]) -> Standing:
    if not cases:
        return Standing.IDLE
    return Standing.RUNNING if living else Standing.ENDED


def _until(case: Case) -> str:
    if case.closed_at is not None:
        return "đã xong"
    return f"hạn {timezone.localtime(case.due_at):%H:%M %d/%m/%Y}" if case.due_at else "chưa có hạn"


def _data_use(dossier: Dossier, now: datetime) -> ClockLine:
    due = registers.ask_by(dossier).at
    asked = dossier.papers_asked.exists()
    over = asked or now > due or dossier.case.closed_at is not None
    note = "Đã báo không dùng được dữ liệu." if asked else "Báo trong thời hạn này nếu không khai thác được dữ liệu."
    standing = Standing.ENDED if over else Standing.RUNNING
    return ClockLine(5, "Khai thác dữ liệu", standing, dossier.submitted_at, due, note, source="66.7/2025/NQ-CP")


def _apology(dossier: Dossier) -> ClockLine:
    case = dossier.case
    if hasattr(dossier, "apology"):
        note = "Đã xin lỗi và hẹn lại; chỉ được một lần."
        return ClockLine(6, "Báo trễ hẹn", Standing.ENDED, note=note, source="61/2018/NĐ-CP")
    if case.due_at is None or DOSSIER.states[case.state].clock is not Clock.RUNNING:
        standing = Standing.ENDED if case.closed_at else Standing.IDLE
        return ClockLine(6, "Báo trễ hẹn", standing, source="61/2018/NĐ-CP")
    day = add_working_days(timezone.localtime(case.due_at).date(), -ALARM_DAYS, work_calendar())
    alarm = timezone.make_aware(datetime.combine(day, time.min))
    note = "Nhắc khi còn 2 và 1 ngày làm việc."
    return ClockLine(6, "Báo trễ hẹn", Standing.RUNNING, due=alarm, note=note, source="61/2018/NĐ-CP")


def _sync(dossier: Dossier, now: datetime) -> ClockLine:
    bundle = parts.bundle_of(dossier)
    if bundle is None:
        note = "Chỉ có ở hồ sơ liên thông."
        return ClockLine(7, "Đồng bộ liên thông", Standing.IDLE, note=note, source="63/2024/NĐ-CP, Điều 7")
    sent = list(LinkedPart.objects.filter(dossier=dossier, acknowledge_by__isnull=False).select_related("case__unit"))
    waiting = [one for one in sent if one.acknowledged_at is None and one.case.closed_at is None]
    due = min((one.acknowledge_by for one in waiting if one.acknowledge_by), default=None)
    lines = tuple(_told(dossier, now))
    note = "Xác nhận đã nhận trong 2 giờ làm việc; trạng thái gửi đi trong 10 phút."
    standing = _of_many(sent, waiting)
    return ClockLine(7, "Đồng bộ liên thông", standing, None, due, note, lines, "63/2024/NĐ-CP, Điều 7")


def _told(dossier: Dossier, now: datetime) -> Iterator[tuple[str, str]]:
    for one in parts.tellings_of(dossier, now) or ():
        yield one.title, f"trước {timezone.localtime(one.push_by):%H:%M %d/%m/%Y}"


def _feedback(dossier: Dossier) -> ClockLine:
    found = feedback_of(dossier.case_id)
    living = [one for one in found if one.case.closed_at is None]
    due = min((one.case.due_at for one in living if one.case.due_at), default=None)
    lines = tuple((one.case.title, _until(one.case)) for one in found)
    return ClockLine(8, "Phản ánh, kiến nghị", _of_many(found, living), due=due, lines=lines, source="766/QĐ-TTg")


def hours(spent: timedelta) -> str:
    """Return working time in words: `3 giờ 20 phút`."""
    minutes = max(int(spent.total_seconds()) // 60, 0)
    return f"{minutes // 60} giờ {minutes % 60:02d} phút" if minutes >= 60 else f"{minutes} phút"
