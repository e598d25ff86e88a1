# SPDX-License-Identifier: EUPL-1.2
"""What the page of a dossier shows, gathered from the queries; nothing is decided here."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tinhso.faces.desk import flowing, scanning, wording
from tinhso.faces.desk.assigning import assignment_words
from tinhso.faces.desk.steps import STEPS, title_of
from tinhso.faces.ui.postal import postal
from tinhso.kernel.casework import queries as casework
from tinhso.kernel.documents.queries import signatures_of
from tinhso.kernel.events.errors import NotAllowed
from tinhso.kernel.identity import actions as identity
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop import forms, policies
from tinhso.modules.onestop.papers import TITLES
from tinhso.modules.onestop.payments.rules import EXEMPTIONS
from tinhso.modules.onestop.policies_of_directives import giving_seat
from tinhso.modules.onestop.queries import assigning, directives, flow, offers, parts, payments, registers
from tinhso.modules.onestop.queries import dossiers as queries
from tinhso.modules.onestop.queries.clocks import clocks_of
from tinhso.modules.onestop.queries.edxml import can_send_result, packets_of
from tinhso.modules.onestop.queries.mandates import filer_words
from tinhso.modules.onestop.queries.post import kinds_open
from tinhso.modules.onestop.queries.undoing import open_undo
from tinhso.modules.onestop.rules import GROUNDS

SHOWN_OF_APPLICANT = (
    "họ tên",
    "số định danh cá nhân",
    "ngày sinh",
    "số điện thoại",
    "thư điện tử",
    "địa chỉ",
    "nội dung kê khai",
)
SEXES = {"nam": "Nam", "nu": "Nữ"}


@dataclass(frozen=True)
class StepLink:
    """One step this officer may take now: its word, its title, whether it is one press, whether it weighs."""

    name: str
    title: str
    direct: bool
    weighty: bool


@dataclass(frozen=True)
class PaperLine:
    """One paper of the one-stop as listed: title, number, its document when it is made, what holds it up."""

    title: str
    number: str
    created_at: datetime
    document_id: Any
    trouble: str


def note_reading(viewer: Viewer, dossier: Any, now: datetime) -> None:
    """Record that this officer saw the applicant's data; said in Vietnamese whatever the officer's language."""
    seat = viewer.seat_in(dossier.case.unit_id, *viewer.roles())
    identity.log_reading(
        dossier.applicant_id,
        purpose=f"Giải quyết hồ sơ {dossier.code or dossier.provisional}",
        shown=SHOWN_OF_APPLICANT,
        now=now,
        by=viewer.actor(seat),
        case_id=dossier.case_id,
    )


def dossier_page(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    """Return everything on the page of a dossier for this officer."""
    return {
        **heading(dossier, now),
        "steps": steps_open(viewer, dossier),
        "undo": open_undo(viewer, dossier, now),
        "applicant": applicant_rows(dossier),
        "declared": declared(dossier),
        "checks": forms.officer_checks(_form_of(dossier)),
        "components": queries.all_components_of(dossier),
        "sources": wording.SOURCES,
        **scanning.of_dossier(viewer, dossier),
        **data_instead(viewer, dossier),
        "papers": papers(dossier),
        "clocks": clocks_of(dossier, now),
        "flow": flowing.lines_of(dossier, now),
        "verifications": queries.verifications_of(dossier),
        "duties": queries.duties_of(dossier),
        "parcels": queries.parcels_of(dossier),
        "takes_originals": policies.can_take_originals(viewer, dossier),
        "charges": payments.charges_of(dossier),
        "cashier": policies.can_take_money(viewer, dossier),
        "exemptions": list(EXEMPTIONS.items()),
        "consultations": queries.consultations_of(dossier),
        **linked(dossier, now),
        "why_holder": assignment_words(assigning.why(dossier)) if not dossier.case.closed_at else "",
        "directives": directives.directives_of(dossier),
        "can_direct": bool(dossier.case.turn) and giving_seat(viewer, dossier) is not None,
        "decision": decision(dossier),
        "result_signed": bool(dossier.result_id and signatures_of(dossier.result_id)),
        "journal": queries.journal(dossier, for_applicant=False)[::-1],
        "holdings": casework.holdings_of(dossier.case_id)[::-1],
        "roles": wording.ROLES,
        "origin": origin(dossier),
        **postal(dossier),
        "can_post": policies.can_order_post(viewer, dossier) and bool(kinds_open(dossier)),
        "packets": packets_of(dossier),
        "packet_states": wording.PACKETS,
        "packet_tags": wording.PACKET_TAGS,
        "can_send_result": can_send_result(viewer, dossier),
        "filer": filer_words(dossier),
    }


def origin(dossier: Any) -> dict[str, Any] | None:
    """Return from which offer of the house a dossier came, by which law, None when the applicant came by oneself."""
    offer = offers.origin_of(dossier)
    if offer is None:
        return None
    return {"grade": offer.grade, "made_at": offer.made_at, "service": offers.service_of(offer), "offer": offer}


def data_instead(viewer: Viewer, dossier: Any) -> dict[str, Any]:
    """Return the papers databases serve and what the databases told about them."""
    return {
        "served": {one.key: one for one in registers.served_by(dossier.version)},
        "lookups": registers.lookups_of(dossier),
        "can_query": policies.can_query(viewer, dossier),
        "can_revoke": policies.can_revoke(viewer, dossier),
        "revocation": dossier.revocations.first(),
    }


def linked(dossier: Any, now: datetime) -> dict[str, Any]:
    """Return the parts of a dossier at other bodies and, for a bundle, how its statuses were told."""
    lines = parts.lines_of(dossier, now)
    bundle = parts.bundle_of(dossier) if lines else None
    return {"parts": lines, "bundle": bundle, "tellings": parts.tellings_of(dossier, now) if bundle else None}


def heading(dossier: Any, now: datetime) -> dict[str, Any]:
    """Return what stands at the head of every page of a dossier."""
    case = dossier.case
    return {
        "dossier": dossier,
        "case": case,
        "number": dossier.code or dossier.provisional,
        "state": queries.state_of(dossier),
        "turn": wording.turn_words(case),
        "due": queries.arithmetic(dossier, now=now),
        "now": now,
        "ended": case.closed_at is not None,
        "paused": case.phase == "waiting" and case.due_at is not None,
        "channel": wording.CHANNELS.get(dossier.channel, dossier.channel),
        "return_words": wording.RETURNS.get(dossier.return_method, dossier.return_method),
    }


USUAL = ("pass_step", "submit_review", "approve_result", "propose_result", "propose_at_once")
"""Where many steps are possible, the one that most dossiers take comes first."""


def own_unit(viewer: Viewer) -> uuid.UUID:
    """Return the unit of the officer's first seat; raises NotAllowed for an officer whose posts have ended."""
    if not viewer.seats:
        raise NotAllowed("Bạn không còn giữ chức vụ nào ở đơn vị. Hãy đề nghị quản trị viên bố trí lại.")
    return viewer.seats[0].unit_id


def steps_open(viewer: Viewer, dossier: Any) -> list[StepLink]:
    """Return the steps with a page that this officer may take now, the apology at the end when it is possible."""
    names = [step.name for step in policies.steps_open_to(viewer, dossier) if step.name in STEPS]
    if "register_bundle" in names and not parts.is_registrable(dossier):
        names = [name for name in names if name != "register_bundle"]
    names = flow.fitting(dossier, names)
    names.sort(key=lambda name: name not in USUAL)
    names += ["apologise"] * policies.can_apologise(viewer, dossier)
    return [StepLink(name, title_of(name), STEPS[name].direct, STEPS[name].weighty) for name in names]


def applicant_rows(dossier: Any) -> list[tuple[str, str]]:
    person, organisation = dossier.applicant, dossier.organisation
    rows = [
        (_("Họ tên"), person.full_name),
        (_("Số định danh"), person.personal_number or person.other_paper),
        (_("Ngày sinh"), f"{person.birth_date:%d/%m/%Y}" if person.birth_date else ""),
        (_("Giới tính"), SEXES.get(person.sex, "")),
        (_("Điện thoại"), person.phone),
        (_("Thư điện tử"), person.email),
        (_("Địa chỉ"), person.address),
    ]
    if organisation is not None:
        rows += [(_("Tổ chức"), organisation.name), (_("Mã số thuế"), organisation.tax_code)]
    return [(label, value) for label, value in rows if value]


def declared(dossier: Any) -> list[Any]:
    """Return the declaration by section, area codes as names."""
    form = _form_of(dossier)
    found = forms.summary(form, forms.final_answers(form, dossier.answers), area_name=area_names(), officer=True)
    return [(group.title, group.rows) for group in found]


def _form_of(dossier: Any) -> Any:
    return forms.form_for(dossier.version.definition, dossier.version.form)


def area_names() -> Any:
    """Return what names an area code, each asked once."""
    on = registry.territory().law_date
    known: dict[str, str | None] = {}

    def name_of(code: str) -> str | None:
        if code not in known:
            known[code] = getattr(registry.area(code, on), "name", None)
        return known[code]

    return name_of


def papers(dossier: Any) -> list[PaperLine]:
    return [_paper(one) for one in queries.papers_of(dossier)]


def _paper(one: Any) -> PaperLine:
    return PaperLine(TITLES[one.form], one.number, one.created_at, one.document_id, one.error)


def decision(dossier: Any) -> Mapping[str, Any]:
    """Return what lies before the signer: a result in words, or a refusal with its ground."""
    found = {"kind": "", "body": "", "reason": "", **dossier.decision}
    if "ground" in found:
        found["ground"] = GROUNDS["refusal"].get(found["ground"], found["ground"])
    return found
