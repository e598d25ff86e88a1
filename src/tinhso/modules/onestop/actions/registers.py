# SPDX-License-Identifier: EUPL-1.2
"""Ask a national database instead of the applicant; ask for a paper all the same, as an act with its reason."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from tinhso.db import rows
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.actions import log_reading
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.dossiers import lock, subject_of
from tinhso.modules.onestop.errors import RegisterUnavailable
from tinhso.modules.onestop.models import Dossier, PaperAsked, RegisterQuery
from tinhso.modules.onestop.policies import check_query
from tinhso.modules.onestop.queries import registers as papers
from tinhso.modules.onestop.registers import client, rules
from tinhso.modules.onestop.registers.types import (
    OURS_TO_MEND,
    Despite,
    Inquiry,
    PaperAskedDespiteData,
    Register,
    RegisterAnswered,
    RegisterAsked,
    RegisterSilent,
    Served,
    Told,
)

Ask = Callable[[Inquiry], Told]


def query_register(
    dossier_id: uuid.UUID, *, key: str, viewer: Viewer, now: datetime, ask: Ask = client.ask
) -> RegisterQuery:
    """Look up the data that stand for a component and keep the answer on the dossier as evidence.

    That somebody asked is written down before the question leaves the house, also when no answer comes. A question
    without an answer is put again under its own key. Raises RegisterUnavailable, NotYourTurn, Refused.
    Source: 66.7/2025/NQ-CP; 91/2025/QH15 (every reading is an act the person sees).
    """
    query, inquiry = _begin(dossier_id, key, viewer, now)
    try:
        told = ask(inquiry)
    except RegisterUnavailable as silent:
        _note_silence(query, silent, viewer, now)
        raise
    return _keep(query, told, viewer, now)


@transaction.atomic(durable=True)
def _begin(dossier_id: uuid.UUID, key: str, viewer: Viewer, now: datetime) -> tuple[RegisterQuery, Inquiry]:
    dossier = lock(dossier_id)
    actor = viewer.actor(check_query(viewer, dossier))
    paper = next((one for one in papers.served_by(dossier.version) if one.key == key), None)
    if paper is None or paper.register is None:
        raise Refused("Giấy tờ này chưa có cơ sở dữ liệu nào kết nối để tra cứu.", source=rules.LAW)
    fields = rules.fields_for(paper.name, papers.registers()[paper.register])
    number = dossier.code or dossier.provisional
    source = papers.title_of(paper.register)
    purpose = f"Tra cứu {source} thay cho “{paper.name[:120]}” của hồ sơ {number}"[:300]
    query = RegisterQuery.objects.filter(dossier=dossier, component_key=key, answered_at=None).first()
    if query is None:
        query = RegisterQuery(dossier=dossier, component_key=key, register=paper.register, fields=list(fields))
    query.purpose, query.asked_at, query.asked_by_id, query.fault = purpose, now, viewer.as_officer, ""
    query.save()
    inquiry = Inquiry(
        query.id, Register(query.register), _subject(dossier, paper.register), tuple(query.fields), purpose
    )
    _note_asking(dossier, query, inquiry, actor, now)
    return query, inquiry


def _subject(dossier: Dossier, register: Register) -> str:
    """Return the number under which a database knows the applicant; raises Refused when there is none."""
    if register is Register.BUSINESS and dossier.organisation is not None:
        return dossier.organisation.tax_code
    if not dossier.applicant.personal_number:
        raise Refused(
            "Người nộp không có số định danh cá nhân nên không tra cứu được. Hãy chọn lý do và yêu cầu giấy tờ."
        )
    return dossier.applicant.personal_number


def _note_asking(dossier: Dossier, query: RegisterQuery, inquiry: Inquiry, actor: Actor, now: datetime) -> None:
    asked = RegisterAsked(
        query=query.id,
        person=dossier.applicant_id,
        register=query.register,
        component=query.component_key,
        fields=inquiry.fields,
    )
    subject = subject_of(dossier.case_id)
    record(asked, at=now, actor=actor, subject=subject, case_id=dossier.case_id, rule=rules.LAW)
    shown = papers.labels_of(inquiry.fields)
    log_reading(dossier.applicant_id, purpose=inquiry.purpose, shown=shown, now=now, by=actor, case_id=dossier.case_id)


@transaction.atomic(durable=True)
def _note_silence(query: RegisterQuery, silent: RegisterUnavailable, viewer: Viewer, now: datetime) -> None:
    query.fault = silent.sentence[:300]
    rows.update(query, "fault")
    payload = RegisterSilent(query=query.id, fault=silent.code)
    subject = subject_of(query.dossier_id)
    record(payload, at=now, actor=viewer.actor(), subject=subject, case_id=query.dossier_id, rule=rules.LAW)


@transaction.atomic(durable=True)
def _keep(query: RegisterQuery, told: Told, viewer: Viewer, now: datetime) -> RegisterQuery:
    kept = RegisterQuery.objects.select_for_update().get(id=query.id)
    if kept.answered_at is not None:
        return kept
    kept.answer, kept.content, kept.missing = told.answer, told.values, list(told.missing)
    kept.note, kept.reference, kept.data_as_of, kept.answered_at = told.note, told.reference, told.as_of, now
    kept.fault = ""
    kept.save()
    payload = RegisterAnswered(query=kept.id, outcome=told.answer, reference=told.reference)
    subject = subject_of(kept.dossier_id)
    record(payload, at=now, actor=viewer.actor(), subject=subject, case_id=kept.dossier_id, rule=rules.LAW)
    return kept


def explain(dossier: Dossier, items: Sequence[str], despite: Sequence[Despite]) -> tuple[list[str], str]:
    """Return the whole list of what is asked and the words about data, for a supplement that is being written.

    Raises PaperServedByData, GroundMissing; see `rules.check_despite`.
    """
    served = papers.served_by(dossier.version)
    rules.check_despite(items, despite, served, papers.annex_of(dossier.version.procedure_id))
    known = {one.key: one for one in served}
    wanted = [known[wish.key] for wish in despite]
    listed = [item for item in items if not any(rules.asks_for(item, one.name) for one in wanted)]
    return [*listed, *(one.name for one in wanted)], "\n".join(_words(known[wish.key], wish) for wish in despite)


def _words(paper: Served, wish: Despite) -> str:
    """Return what the applicant is told about one paper: why it is wanted and where the data are put right."""
    if wish.ground in OURS_TO_MEND:
        return f"“{paper.name}”: {wish.reason.strip()} Đây là sự cố của hệ thống, ông/bà không phải đi sửa dữ liệu."
    where = papers.correct_at(paper.register)
    return f"“{paper.name}”: {wish.reason.strip()} Để sửa dữ liệu, ông/bà đề nghị {where} cập nhật."


def note_despite(dossier: Dossier, despite: Sequence[Despite], *, viewer: Viewer, actor: Actor, now: datetime) -> None:
    """Write down each paper asked although a database serves it, inside the transaction of the supplement."""
    known = {one.key: one for one in papers.served_by(dossier.version)}
    until = papers.ask_by(dossier).at
    for wish in despite:
        paper = known[wish.key]
        query = RegisterQuery.objects.filter(dossier=dossier, component_key=wish.key).order_by("-asked_at").first()
        where = "" if wish.ground in OURS_TO_MEND else papers.correct_at(paper.register)
        PaperAsked.objects.create(
            dossier=dossier,
            component_key=wish.key,
            name=paper.name[:400],
            ground=wish.ground,
            reason=wish.reason.strip(),
            correct_at=where,
            query=query,
            asked_at=now,
            asked_by_id=viewer.as_officer,
            ask_by=until,
            in_time=now <= until,
        )
        payload = PaperAskedDespiteData(
            component=wish.key,
            databases=paper.databases,
            ground=wish.ground,
            query=query.id if query else None,
            ask_by=until,
            in_time=now <= until,
            correct_at=where,
        )
        subject = subject_of(dossier.case_id)
        record(payload, at=now, actor=actor, subject=subject, case_id=dossier.case_id, rule=paper.article[:200])
