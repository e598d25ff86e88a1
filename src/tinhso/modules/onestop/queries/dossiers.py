# SPDX-License-Identifier: EUPL-1.2
"""A dossier as its applicant, an officer or a passer-by may see it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from tinhso.kernel.calendar.types import Due
from tinhso.kernel.casework import clock, workflow
from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.types import State
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.catalogue import title_of
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.identity.queries import display_names
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.queries import unit_names
from tinhso.lib.dossier_code import parse_dossier_code
from tinhso.lib.ids import IdentifierError
from tinhso.modules.onestop import policies
from tinhso.modules.onestop.mandates.types import MandateKind
from tinhso.modules.onestop.models import (
    Component,
    Consultation,
    Directive,
    Dossier,
    Draft,
    FinancialDuty,
    LinkedPart,
    Paper,
    Parcel,
    Verification,
)

RELATED = (
    "case__unit",
    "case__holder",
    "version__procedure",
    "applicant",
    "organisation",
    "receiving_unit",
    "resolving_unit",
    "mandate",
    "submitter",
    "drafter",
    "result",
)


def dossier_for_applicant(viewer: Viewer, dossier_id: uuid.UUID) -> Dossier:
    """Return one's own dossier; raises NotYourDossier."""
    dossier = Dossier.objects.select_related(*RELATED).get(case_id=dossier_id)
    policies.check_applicant(viewer, dossier)
    return dossier


def dossier_for_officer(viewer: Viewer, dossier_id: uuid.UUID) -> Dossier:
    """Return a dossier of a unit the officer works for; raises NotYourTurn for strangers."""
    dossier = Dossier.objects.select_related(*RELATED).get(case_id=dossier_id)
    policies.check_see(viewer, dossier)
    return dossier


def dossiers_of(viewer: Viewer) -> QuerySet[Dossier]:
    """Return a person's own dossiers and those of a ward, newest first."""
    ward = Q(submitter_id=viewer.person_id, mandate__kind=MandateKind.GUARDIAN, mandate__revoked_at=None)
    mine = Q(applicant_id=viewer.person_id) | ward
    return Dossier.objects.filter(mine).select_related(*RELATED).order_by("-submitted_at")


def drafts_of(viewer: Viewer) -> list[Draft]:
    if viewer.person_id is None:
        return []
    return list(
        Draft.objects.filter(person_id=viewer.person_id).select_related("version__procedure").order_by("-updated_at")
    )


def draft_for(viewer: Viewer, draft_id: uuid.UUID) -> Draft:
    """Return one's own draft; raises NotYourDossier."""
    draft = Draft.objects.select_related("version__procedure", "person", "mandate").get(id=draft_id)
    policies.check_draft(viewer, draft)
    return draft


def dossier_of_draft(draft_id: uuid.UUID) -> Dossier | None:
    """Return the dossier a draft has become, if it has."""
    return Dossier.objects.filter(client_key=f"draft:{draft_id}").first()


def state_of(dossier: Dossier) -> State:
    return workflow.state(dossier.case.kind, dossier.case.state)


def find_by_code(text: str) -> Dossier | None:
    """Return the dossier with this code or provisional number, typed with spaces or in lower case."""
    typed = "".join(text.split()).upper()
    found = Dossier.objects.select_related("case").filter(Q(code=typed) | Q(provisional=typed)).first()
    if found is not None:
        return found
    try:
        code = parse_dossier_code(text).text
    except IdentifierError:
        return None
    return Dossier.objects.select_related("case").filter(code=code).first()


@dataclass(frozen=True)
class PublicStatus:
    """What anyone may learn of a dossier: its code and how far it has come (01/2018/TT-VPCP, Điều 16)."""

    code: str
    percent: int
    word: str


PROGRESS = {"open": 20, "working": 60, "waiting": 40, "done": 100, "dropped": 100}


def public_status(text: str) -> PublicStatus | None:
    """Return code and degree of completion alone; nothing personal, no state, no unit."""
    dossier = find_by_code(text)
    if dossier is None:
        return None
    percent = PROGRESS[dossier.case.phase]
    word = "Đã kết thúc" if percent == 100 else "Đang giải quyết"
    return PublicStatus(dossier.code or dossier.provisional, percent, word)


@dataclass(frozen=True)
class JournalLine:
    """One visible step of a dossier: when, what, who, in which unit."""

    seq: int
    at: datetime
    title: str
    actor: str
    unit: str
    detail: str


HIDDEN = {"person:data:read", "document:stored", "message:delivered", "document:downloaded", "document:signed"}


def journal(dossier: Dossier, *, for_applicant: bool) -> list[JournalLine]:
    """Return every step from the acts, oldest first (TTHC-42, TTHC-73).

    For the applicant officers are named by unit and post only through the unit; own acts are "Bạn".
    """
    acts = [act for act in ledger.acts_of_case(dossier.case_id) if act.verb not in HIDDEN]
    names = display_names({act.actor for act in acts})
    units = unit_names({act.unit_id for act in acts if act.unit_id})
    return [_line(act, dossier, names, units, for_applicant) for act in acts]


def _line(
    act: ActRow, dossier: Dossier, names: dict[str, str], units: dict[uuid.UUID, str], for_applicant: bool
) -> JournalLine:
    own = act.actor == dossier.applicant.key
    name = "Bạn" if own and for_applicant else names.get(act.actor, "Hệ thống")
    unit = "" if act.actor.startswith("person:") or act.unit_id is None else units.get(act.unit_id, "")
    return JournalLine(act.seq, act.at, title_of(act.verb), name, unit, _detail(act))


def _detail(act: ActRow) -> str:
    for key in ("code", "paper", "number", "receipt"):
        if value := act.data.get(key):
            return str(value)
    return ""


def arithmetic(dossier: Dossier, *, now: datetime) -> Due | None:
    """Return the due date with its days counted and not counted; an open pause is taken as answered now."""
    return clock.due_of(dossier.case, casework.pauses_of(dossier.case_id), supposing_answer_at=now)


def components_of(dossier: Dossier) -> list[Component]:
    """Return the components that stand now, in the order of the procedure."""
    standing = Component.objects.filter(dossier=dossier, superseded_at=None).select_related("document")
    return list(standing.order_by("key", "id"))


def all_components_of(dossier: Dossier) -> list[Component]:
    return list(Component.objects.filter(dossier=dossier).select_related("document").order_by("key", "id"))


def papers_of(dossier: Dossier) -> list[Paper]:
    return list(Paper.objects.filter(dossier=dossier).select_related("document", "unit").order_by("act_seq"))


def paper(paper_id: int) -> Paper:
    return Paper.objects.select_related("document", "unit", "dossier__case", "dossier__applicant").get(id=paper_id)


def consultations_of(dossier: Dossier) -> list[Consultation]:
    related = ("case__unit", "asked_by", "answered_by")
    return list(Consultation.objects.filter(dossier=dossier).select_related(*related).order_by("case__opened_at"))


def verifications_of(dossier: Dossier) -> list[Verification]:
    """Return what was verified on the spot, oldest first."""
    return list(Verification.objects.filter(dossier=dossier).select_related("begun_by").order_by("begun_at"))


def parcels_of(dossier: Dossier) -> list[Parcel]:
    """Return the paper originals sent on, oldest first."""
    return list(Parcel.objects.filter(dossier=dossier).select_related("to_unit", "taken_by").order_by("sent_at"))


def duties_of(dossier: Dossier) -> list[FinancialDuty]:
    """Return the financial duties of a dossier, oldest first."""
    return list(FinancialDuty.objects.filter(dossier=dossier).order_by("asked_at"))


def consultation(consultation_id: uuid.UUID) -> Consultation:
    related = ("case__unit", "dossier__case", "dossier__version__procedure", "asked_by")
    return Consultation.objects.select_related(*related).get(case_id=consultation_id)


def dossier_behind(case_id: uuid.UUID) -> Dossier | None:
    """Return the dossier of a case with the case a reminder is about: its own or what stands beside it."""
    related = ("case__unit", "case__holder")
    asked: Consultation | Directive | LinkedPart | None = (
        Consultation.objects.select_related(*related).filter(case_id=case_id).first()
        or LinkedPart.objects.select_related(*related).filter(case_id=case_id).first()
        or Directive.objects.select_related(*related).filter(case_id=case_id).first()
    )
    if asked is None:
        return dossier_of_case(case_id)
    dossier = dossier_of_case(asked.dossier_id)
    if dossier is not None:
        dossier.case = asked.case
    return dossier


def dossier_of_case(case_id: uuid.UUID) -> Dossier | None:
    return Dossier.objects.select_related(*RELATED).filter(case_id=case_id).first()
