# SPDX-License-Identifier: EUPL-1.2
"""Between a plan and its annex: rows that were read become tasks to be told; tasks become rows with results."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from tinhso.kernel.identity.queries import officers_in
from tinhso.kernel.registry.queries import units_called
from tinhso.lib.said_dates import DateKind, SaidDate
from tinhso.lib.vntext import search_key
from tinhso.modules.plans.actions import RowTold, TaskTold
from tinhso.modules.plans.annex import Annex, AnnexRow, Column, Field, Result, Title, row_keys
from tinhso.modules.plans.models import Goal, Plan, Task, TaskWord
from tinhso.modules.plans.policies import CARRIERS
from tinhso.modules.plans.types import Word

SHORT = {"ubnd": "ủy ban nhân dân", "vp ubnd": "văn phòng ủy ban nhân dân"}
"""What annexes write for the names of the register."""
STANDING_SAID = "thường xuyên"
COLUMNS = (
    Column(Field.NUMBER, "STT"),
    Column(Field.TITLE, "Nhiệm vụ"),
    Column(Field.LEAD, "Cơ quan chủ trì"),
    Column(Field.COORDINATING, "Cơ quan phối hợp"),
    Column(Field.PERSON, "Người thực hiện"),
    Column(Field.DUE, "Thời hạn hoàn thành"),
    Column(Field.PRODUCT, "Sản phẩm, kết quả"),
    Column(Field.COST, "Kinh phí (đồng)", 1),
)


@dataclass(frozen=True)
class Read:
    """One row as it was read. told: the task it becomes, None with the problem in words."""

    row: AnnexRow
    told: RowTold | None
    problem: str = ""
    notes: tuple[str, ...] = ()


def read_rows(annex: Annex, plan: Plan, digest: str, today: date) -> list[Read]:
    """Return every row with the task it becomes, or what is lacking. digest: of the file, names the form.

    A lead is taken only when exactly one unit of the register bears that name; nothing is guessed.
    """
    names = {name for row in annex.rows for name in (row.lead, *row.coordinating) if name}
    spelled = {name: _spelled(name) for name in names}
    units = units_called(list(spelled.values()), today)
    found = {name: units[full] for name, full in spelled.items()}
    keys = row_keys(annex.rows)
    return [_read(row, plan, f"{digest}|{key}", found, today) for row, key in zip(annex.rows, keys, strict=True)]


def _spelled(name: str) -> str:
    key = search_key(name)
    for short, full in SHORT.items():
        if key.startswith(f"{short} "):
            return f"{full} {' '.join(name.split()[len(short.split()) :])}"
    return name


def _read(row: AnnexRow, plan: Plan, key: str, units: Mapping[str, Sequence[object]], today: date) -> Read:
    leads = units.get(row.lead, ())
    if len(leads) != 1:
        said = "Không có đơn vị nào tên đúng như vậy" if not leads else "Có nhiều đơn vị cùng tên này"
        return Read(row, None, said if row.lead else "Thiếu đơn vị chủ trì")
    if row.due.kind is DateKind.UNKNOWN:
        return Read(row, None, "Thời hạn chưa rõ")
    lead_id: uuid.UUID = leads[0].id  # type: ignore[attr-defined]
    helpers = {name: units.get(name, ()) for name in row.coordinating}
    known = {found[0].id for found in helpers.values() if len(found) == 1}  # type: ignore[attr-defined]
    officer_id, note = _person(row, lead_id, today)
    told = TaskTold(
        client_key=hashlib.sha256(f"{plan.id}|{key}".encode()).hexdigest(),
        title=row.title,
        lead_id=lead_id,
        due_on=row.due.day,
        officer_id=officer_id,
        helpers=tuple(sorted(known - {lead_id})),
        helpers_said="; ".join(name for name, found in helpers.items() if len(found) != 1),
        due_said=row.due.said,
        number=row.number,
        product=row.product,
    )
    return Read(row, RowTold(row.group, told), notes=(note,) if note else ())


def _person(row: AnnexRow, lead_id: uuid.UUID, today: date) -> tuple[uuid.UUID | None, str]:
    """Return the one officer of the lead unit who bears the name, and a note when there is none such."""
    if not row.person.strip():
        return None, ""
    wanted = search_key(row.person)
    found = [one for one in officers_in(lead_id, today, *CARRIERS) if search_key(one.full_name) == wanted]
    if len(found) == 1:
        return found[0].id, ""
    return None, f"Không có đúng một người tên “{row.person.strip()}” ở đơn vị chủ trì: để đơn vị tự giao."


def annex_of(
    plan: Plan, tasks: Sequence[Task], states: Mapping[uuid.UUID, str], money: Mapping[uuid.UUID, int]
) -> tuple[Annex, dict[str, Result]]:
    """Return the annex of a plan with what came of each task. states: words of the light by task."""
    paths = _paths(plan)
    rows = tuple(_row(place, task, paths, money) for place, task in enumerate(tasks, start=1))
    words = _concluding(tasks)
    results = {
        key: _result(task, states[task.case_id], words.get(task.case_id))
        for key, task in zip(row_keys(rows), tasks, strict=True)
    }
    attached = f"(Kèm theo {plan.number})" if plan.number else ""
    return Annex(rows, (), COLUMNS, Title(name=plan.title, attached=attached)), results


def _paths(plan: Plan) -> dict[uuid.UUID, tuple[str, ...]]:
    goals = {one.id: one for one in Goal.objects.filter(plan=plan)}
    return {one.id: _path(one, goals) for one in goals.values()}


def _path(goal: Goal, goals: Mapping[uuid.UUID, Goal]) -> tuple[str, ...]:
    above = _path(goals[goal.parent_id], goals) if goal.parent_id else ()
    return (*above, goal.title)


def _row(
    place: int, task: Task, paths: Mapping[uuid.UUID, tuple[str, ...]], money: Mapping[uuid.UUID, int]
) -> AnnexRow:
    helpers = [one.name for one in task.helpers.all()] + [one for one in task.helpers_said.split("; ") if one]
    vnd = money.get(task.case_id)
    return AnnexRow(
        number=task.number or str(place),
        group=paths.get(task.goal_id, ()) if task.goal_id else (),
        title=task.title,
        lead=task.lead.name,
        coordinating=tuple(helpers),
        person=task.officer.full_name if task.officer else "",
        due=_due(task),
        product=task.product,
        cost_vnd=vnd,
        cost_said=f"{vnd:,}".replace(",", ".") if vnd else "",
        source="",
        where="",
    )


def _due(task: Task) -> SaidDate:
    if task.due_on is None:
        return SaidDate(task.due_said or STANDING_SAID, DateKind.STANDING)
    return SaidDate(f"{task.due_on:%d/%m/%Y}", DateKind.DAY, task.due_on)


def _concluding(tasks: Sequence[Task]) -> dict[uuid.UUID, TaskWord]:
    """Return the newest report or progress of each task, with its files."""
    told = TaskWord.objects.filter(kind__in=[Word.REPORTED, Word.TOLD]).order_by("id").prefetch_related("files")
    found = Task.objects.filter(case_id__in=[one.case_id for one in tasks]).prefetch_related(Prefetch("words", told))
    return {task.case_id: list(task.words.all())[-1] for task in found if task.words.all()}


def _result(task: Task, state: str, word: TaskWord | None) -> Result:
    files = [one.title for one in word.files.all()] if word else []
    proof = [word.paper] if word and word.paper else []
    done = timezone.localdate(task.case.closed_at) if task.case.closed_at and task.case.state == "confirmed" else None
    return Result(state, word.text if word else "", done, "; ".join([*proof, *files]))
