# SPDX-License-Identifier: EUPL-1.2
"""A dossier comes into being: filed on line from a draft, or at the counter by the desk."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from tinhso.db import rows
from tinhso.kernel.casework.actions import open_case
from tinhso.kernel.documents.models import Document
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.identity.models import Organisation, Person
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.actions.charges import raise_charge
from tinhso.modules.onestop.actions.dossiers import subject_of
from tinhso.modules.onestop.actions.online_help import NO_HELP, OnlineHelp, help_for
from tinhso.modules.onestop.actions.prechecks import end_prechecks
from tinhso.modules.onestop.actions.vault import check_origins, note_reuse
from tinhso.modules.onestop.errors import DossierIncomplete, ProcedureNotOpen
from tinhso.modules.onestop.forms import locked_values
from tinhso.modules.onestop.mandates.types import MandateKind
from tinhso.modules.onestop.models import Component, Dossier, Draft, Mandate, ProcedureVersion, Scan
from tinhso.modules.onestop.policies import check_draft
from tinhso.modules.onestop.queries import declarations
from tinhso.modules.onestop.queries.catalogue import Route, frozen_version, route, version_in_force
from tinhso.modules.onestop.types import Channel, ComponentSource, DossierSubmitted, FiledBy, ReturnMethod

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class Filing:
    """Everything a filing says. documents: component key → document; shown: keys of papers shown at the desk.

    sources: where a document came from, by component key, when it is not what the channel says;
    filed_by: who pressed the button; submitter: that person, when it is not the applicant; mandate: by what right;
    from_store: component key → item of the applicant's store its document is a copy of;
    portal_code: number at the national portal when it was filed there; help: what the house did for the person.
    """

    version: ProcedureVersion
    applicant: Person
    commune_code: str
    answers: Mapping[str, Any]
    channel: Channel
    client_key: str
    documents: Mapping[str, uuid.UUID] = field(default_factory=dict)
    shown: Sequence[str] = ()
    from_store: Mapping[str, uuid.UUID] = field(default_factory=dict)
    organisation: Organisation | None = None
    submitter: Person | None = None
    return_method: ReturnMethod = ReturnMethod.ELECTRONIC
    return_place: str = ""
    sources: Mapping[str, ComponentSource] = field(default_factory=dict)
    filed_by: FiledBy = FiledBy.SELF
    mandate: Mandate | None = None
    portal_code: str = ""
    help: OnlineHelp = NO_HELP


@transaction.atomic(durable=True)
def submit_draft(draft_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Dossier:
    """File a draft and return the dossier; the second press of the button returns the same dossier.

    Raises DossierIncomplete with a sentence for each missing component, NoBodyResponsible, NotYourDossier.
    """
    client_key = f"draft:{draft_id}"
    # Whoever presses at the same time waits for this lock and then finds the draft gone and the dossier there.
    found = rows.fetch_with(Draft, "person", "WHERE t.id = %s FOR UPDATE OF t", draft_id)
    if not found:
        return Dossier.objects.get(client_key=client_key)
    draft = found[0]
    draft.version = frozen_version(draft.version_id)
    check_draft(viewer, draft)
    if version_in_force(draft.version.procedure_id, timezone.localtime(now).date()).id != draft.version_id:
        raise ProcedureNotOpen(
            "Thủ tục đã có phiên bản mới từ khi bạn bắt đầu điền. "
            "Hãy bắt đầu hồ sơ mới; bản nháp này vẫn còn để đối chiếu."
        )
    known = declarations.known_for(draft.version, draft.person)
    locked = locked_values(known)
    answers = {**draft.answers, **locked}
    filing = Filing(
        version=draft.version,
        applicant=draft.person,
        commune_code=draft.commune_code,
        answers=answers,
        channel=Channel.ONLINE,
        client_key=client_key,
        documents={key: uuid.UUID(value) for key, value in draft.documents.items()},
        from_store={key: uuid.UUID(value) for key, value in draft.from_store.items()},
        return_method=_return_method(draft.answers),
        return_place=str(draft.answers.get("noi_nhan") or ""),
        help=help_for(draft, declarations.kept_as_known(known, answers), viewer, now),
        **_filer(draft, viewer, now),
    )
    grades = check_origins(filing.from_store, viewer, now)
    _check_complete(filing, timezone.localtime(now).date(), locked)
    dossier = _file(filing, now=now, actor=viewer.actor())
    note_reuse(dossier, filing.documents, filing.from_store, grades, actor=viewer.actor(), now=now)
    end_prechecks(draft, filed=True, actor=viewer.actor(), now=now)
    rows.delete(draft)
    return dossier


def _filer(draft: Draft, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """Return who files when it is not the applicant, and use the mandate up for this one dossier."""
    mandate = draft.mandate
    if mandate is None or viewer.person_id == draft.person_id:
        return {}
    mandate.used_at = now
    mandate.save(update_fields=["used_at"])
    filed_by = FiledBy.GUARDIAN if mandate.kind == MandateKind.GUARDIAN else FiledBy.HELPER
    return {"submitter": mandate.helper, "mandate": mandate, "filed_by": filed_by}


def _return_method(answers: Mapping[str, Any]) -> ReturnMethod:
    wanted = str(answers.get("tra_ket_qua") or ReturnMethod.ELECTRONIC)
    return ReturnMethod(wanted) if wanted in set(ReturnMethod) else ReturnMethod.ELECTRONIC


def file_at_counter(filing: Filing, *, viewer: Viewer, unit_id: uuid.UUID, now: datetime) -> Dossier:
    """Enter a dossier handed in at the desk; `actions.receive` follows when it is complete.

    The desk that takes it in is the receiving unit, whatever body decides it. A repeated client key returns the
    first dossier, also when both come in the same instant.
    """
    try:
        return _enter(filing, viewer, unit_id, now)
    except IntegrityError:
        first = Dossier.objects.filter(client_key=filing.client_key).first()
        if first is None:
            raise
        return first


@transaction.atomic(durable=True)
def _enter(filing: Filing, viewer: Viewer, unit_id: uuid.UUID, now: datetime) -> Dossier:
    existing = Dossier.objects.filter(client_key=filing.client_key).first()
    if existing is not None:
        return existing
    return _file(filing, now=now, actor=viewer.actor(viewer.seat_in(unit_id, "reception")), receiving=unit_id)


def file_in_name(filing: Filing, *, actor: Actor, now: datetime) -> Dossier:
    """File for somebody inside the caller's transaction, who has checked by which right.

    Raises DossierIncomplete, NoBodyResponsible.
    """
    _check_complete(filing, timezone.localtime(now).date(), declarations.locked_for(filing.version, filing.applicant))
    return _file(filing, now=now, actor=actor)


def _check_complete(filing: Filing, today: date, locked: dict[str, Any]) -> None:
    """Raise DossierIncomplete with every question and component that is missing or wrong, checked again here."""
    answers = dict(filing.answers)
    missing = declarations.problems_of(filing.version, answers, filing.applicant, today, locked=locked)
    missing |= {
        one["key"]: f"Chưa có “{one['name']}”. Hãy tải tệp lên ở mục Giấy tờ kèm theo."
        for one in definitions.components_of(filing.version.definition)
        if one["required"] and one["key"] not in filing.documents
    }
    if missing:
        raise DossierIncomplete("Hồ sơ chưa đủ hoặc còn nội dung chưa đúng nên chưa nộp được.", missing)


def _file(filing: Filing, *, now: datetime, actor: Actor, receiving: uuid.UUID | None = None) -> Dossier:
    body = route(filing.version, filing.commune_code, timezone.localtime(now).date())
    receiving_id = receiving or body.receiving.id
    case_id = uuid7()
    provisional = _provisional(case_id)
    payload = DossierSubmitted(
        procedure=filing.version.procedure_id,
        version=filing.version.number,
        channel=filing.channel,
        provisional=provisional,
        receiving=receiving_id,
        components=len(filing.documents),
        filed_by=filing.filed_by,
        portal_code=filing.portal_code,
        prefilled=filing.help.prefilled,
        answered=filing.help.answered,
        personal=filing.help.personal,
        first_of_year=filing.help.first_of_year,
    )
    case = open_case(
        kind="dossier",
        title=f"{filing.version.procedure.short_name} – {filing.applicant.full_name}",
        unit_id=receiving_id,
        area_code=filing.commune_code,
        search_key=_words(filing, provisional),
        now=now,
        payload=payload,
        actor=actor,
        subject=subject_of(case_id),
        case_id=case_id,
        rule="118/2025/NĐ-CP, Điều 15",
    )
    dossier = _dossier(filing, case_id, provisional, receiving_id, body, now)
    dossier.case = case
    _keep_components(dossier, filing, now)
    raise_charge(dossier, area=filing.commune_code, now=now, actor=SYSTEM)  # of the record, not of who files
    return dossier


def _dossier(
    filing: Filing, case_id: uuid.UUID, provisional: str, receiving_id: uuid.UUID, body: Route, now: datetime
) -> Dossier:
    dossier = Dossier(
        case_id=case_id,
        version=filing.version,
        provisional=provisional,
        client_key=filing.client_key,
        channel=filing.channel,
        applicant=filing.applicant,
        organisation=filing.organisation,
        submitter=filing.submitter,
        mandate=filing.mandate,
        receiving_unit_id=receiving_id,
        resolving_unit=body.resolving,
        answers=dict(filing.answers),
        return_method=filing.return_method,
        return_place=filing.return_place,
        submitted_at=now,
    )
    return rows.insert(dossier)


def _provisional(case_id: uuid.UUID) -> str:
    """Return the number a citizen gets before reception: eleven letters that cannot be guessed from another."""
    number = case_id.int & ((1 << 55) - 1)
    letters = []
    for _ in range(11):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "NT-" + "".join(letters)


def _words(filing: Filing, provisional: str) -> str:
    applicant = filing.applicant
    parts = [provisional, filing.version.procedure_id, filing.version.procedure.short_name, applicant.full_name]
    parts += [applicant.personal_number or "", applicant.phone, filing.organisation.name if filing.organisation else ""]
    parts.append(filing.portal_code)
    return search_key(" ".join(parts))


def _keep_components(dossier: Dossier, filing: Filing, now: datetime) -> None:
    source = ComponentSource.SCAN if filing.channel == Channel.COUNTER else ComponentSource.UPLOAD
    rows = []
    for one in definitions.components_of(filing.version.definition):
        key = one["key"]
        if key in filing.documents:
            origin = filing.from_store.get(key)
            came = ComponentSource.STORE if origin else filing.sources.get(key, source)
            rows.append(_component(dossier, one, came, now, document_id=filing.documents[key], origin_id=origin))
        elif key in filing.shown:
            rows.append(_component(dossier, one, ComponentSource.SHOWN, now))
        elif one["replaced_by"]:
            rows.append(_component(dossier, one, ComponentSource.DATABASE, now, database=one["replaced_by"][0]))
    for question, document_id in declarations.picture_answers(filing.version, filing.answers, filing.applicant.key):
        # A picture asked for in the declaration is a paper of the dossier too: the officer must be able to open it.
        asked = {"key": question.key, "name": question.label}
        rows.append(_component(dossier, asked, source, now, document_id=document_id))
    Component.objects.bulk_create(rows)
    kept = [row.document_id for row in rows if row.document_id]
    if kept:
        Document.objects.filter(id__in=kept).update(case_id=dossier.case_id)
    if filing.channel == Channel.COUNTER:
        _take_scans_along(dossier, filing.client_key)


def _take_scans_along(dossier: Dossier, sitting: str) -> None:
    """Tie the scans made for this filing to it; one signed before makes its component a digitised one."""
    Scan.objects.filter(sitting=sitting, dossier=None).exclude(state="dropped").update(dossier=dossier)
    for scan in Scan.objects.filter(dossier=dossier, state="signed"):
        Component.objects.filter(dossier=dossier, document=scan.document_id).update(digitised_at=scan.signed_at)


def _component(
    dossier: Dossier,
    one: Mapping[str, Any],
    source: ComponentSource,
    now: datetime,
    *,
    document_id: uuid.UUID | None = None,
    database: str = "",
    origin_id: uuid.UUID | None = None,
) -> Component:
    return Component(
        dossier=dossier,
        key=one["key"],
        name=one["name"][:400],
        source=source,
        document_id=document_id,
        database=database,
        origin_id=origin_id,
        added_at=now,
    )


def current_version(code: str, now: datetime) -> ProcedureVersion:
    """Return the version of a procedure a dossier filed now is tied to; raises ProcedureNotOpen."""
    return version_in_force(code, timezone.localtime(now).date())
