# SPDX-License-Identifier: EUPL-1.2
"""A dossier filed, supplemented or withdrawn on the national portal becomes the same step here.

Files are fetched before the transaction; the step and the mark on the message stand or fall together. What cannot be
done is told back to the portal with its reason. The declaration and the papers are checked as for one's own filing.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.documents.actions import store_upload
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange.actions import queue_for_partner
from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.exchange.types import Arrived
from tinhso.kernel.identity.actions import PersonFacts, register_organisation, register_person
from tinhso.kernel.identity.models import Organisation, Person
from tinhso.kernel.identity.queries import organisation_by_tax_code, viewer_of_person
from tinhso.kernel.registry.queries import code_of, territory
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.actions.dossiers import lock
from tinhso.modules.onestop.actions.filing import Filing, current_version, file_in_name
from tinhso.modules.onestop.actions.stops import ask_to_withdraw
from tinhso.modules.onestop.actions.supplements import take_intake_supplement, take_supplement
from tinhso.modules.onestop.errors import DossierIncomplete
from tinhso.modules.onestop.models import Dossier, PortalFiling, ProcedureVersion
from tinhso.modules.onestop.national import dialects
from tinhso.modules.onestop.national.arrivals import FILE, SUPPLY, Arrival, PortalFile, check_hash, number_in, read
from tinhso.modules.onestop.national.mapping import PARTNER, Service
from tinhso.modules.onestop.types import Channel

PORTAL = Actor("system:national_portal")


class OtherPerson(Refused):
    """The number belongs to somebody whose name or day of birth is another."""


class OtherOrganisation(Refused):
    """The tax code belongs to an organisation of another name."""


class NotForOrganisations(Refused):
    """A procedure that only persons file."""


class UnknownComponent(Refused):
    """A component this procedure does not ask for."""


class NoSuchFiling(Refused):
    """A supplement or a withdrawal for a dossier that was never taken in, or is somebody else's."""


class Incomplete(Refused):
    """Answers or papers are missing or wrong; the sentence names them all."""


class FiledBefore(Conflict):
    """The portal's number has a dossier here already."""


@dataclass(frozen=True)
class Prepared:
    """A message with its files: component key → (announced, content)."""

    arrival: Arrival
    files: Mapping[str, tuple[PortalFile, bytes]]


class FromPortal:
    """Handles the messages of the national portal."""

    def prepare(self, message: Arrived) -> Prepared:
        """Read the message and fetch its files from the portal."""
        arrival, portal = read(message.body), Partner.objects.get(key=PARTNER)
        files: dict[str, tuple[PortalFile, bytes]] = {}
        for one in arrival.files:
            content = dialects.of(portal).fetch(portal.endpoint, one.address, env.UPLOAD_LIMIT_MB << 20)
            check_hash(one, content)
            files[one.component] = (one, content)
        return Prepared(arrival, files)

    def handle(self, message: Arrived, prepared: Prepared, now: datetime) -> str:
        """Take the step inside the caller's transaction and tell the portal it was taken."""
        arrival = prepared.arrival
        if arrival.service == FILE:
            dossier = _file(message, prepared, now)
        else:
            dossier = _filed_by(arrival)
            if arrival.service == SUPPLY:
                _supply(dossier, prepared, now)
            else:
                ask_to_withdraw(dossier, viewer=viewer_of_person(dossier.applicant), now=now)
        _tell(message, {"MaHoSo": arrival.number, "KetQua": "1", "SoHoSoTinh": dossier.provisional}, now)
        return f"{arrival.service} {dossier.provisional}"

    def refuse(self, message: Arrived, code: str, sentence: str, now: datetime) -> None:
        """Tell the portal that a message was not taken, and why."""
        number = number_in(message.body)
        _tell(message, {"MaHoSo": number, "KetQua": "0", "MaLoi": code, "NoiDung": sentence[:1000]}, now)


HANDLER = FromPortal()


def _file(message: Arrived, prepared: Prepared, now: datetime) -> Dossier:
    arrival = prepared.arrival
    if PortalFiling.objects.filter(number=arrival.number).exists():
        raise FiledBefore(f"Hồ sơ {arrival.number} đã được nhận trước đó. Muốn sửa, hãy gửi bổ sung hoặc rút hồ sơ.")
    version = current_version(arrival.procedure, now)
    person = _person(arrival, now)
    filing = Filing(
        version=version,
        applicant=person,
        commune_code=arrival.commune_code,
        answers=arrival.answers,
        channel=Channel.ONLINE,
        client_key=f"national:{arrival.number}",
        documents=_store(prepared, version, person, now),
        organisation=_organisation(arrival, version, now),
        portal_code=arrival.number,
    )
    try:
        dossier = file_in_name(filing, actor=PORTAL, now=now)
    except DossierIncomplete as error:
        # The citizen mends it on the portal, which therefore needs every fault and not the first alone.
        raise Incomplete("; ".join(f"{key}: {words}" for key, words in error.problems.items())) from error
    PortalFiling.objects.create(
        dossier=dossier, number=arrival.number, message=message.id, filed_at=arrival.filed_at or now
    )
    return dossier


def _person(arrival: Arrival, now: datetime) -> Person:
    """Return the person with this number, made when new. Raises OtherPerson, NotAPerson.

    A known person is matched and not rewritten: a slip on the portal must not put a dossier, or another name, into
    somebody else's account.
    """
    known = Person.objects.filter(personal_number=arrival.personal_number).first()
    if known is not None:
        born = known.birth_date or arrival.birth_date
        if born != arrival.birth_date or search_key(known.full_name) != search_key(arrival.full_name):
            raise OtherPerson("Họ tên hoặc ngày sinh không khớp với số định danh này ở tỉnh. Hãy kiểm tra lại.")
        return known
    facts = PersonFacts(
        full_name=arrival.full_name,
        personal_number=arrival.personal_number,
        birth_date=arrival.birth_date,
        phone=arrival.phone,
        email=arrival.email,
        commune_code=arrival.commune_code,
    )
    return register_person(facts, source="national", now=now, by=PORTAL)


def _organisation(arrival: Arrival, version: ProcedureVersion, now: datetime) -> Organisation | None:
    """Return the organisation filed for, made when new; None when a person files for themselves.

    The portal vouches for who files in its name; a known one is matched by name and not rewritten.
    Raises NotForOrganisations, OtherOrganisation.
    """
    if not arrival.tax_code:
        return None
    if "to_chuc" not in (version.definition.get("applicants") or []):
        raise NotForOrganisations("Thủ tục này chỉ dành cho cá nhân; tổ chức không nộp được.")
    known = organisation_by_tax_code(arrival.tax_code)
    if known is not None and search_key(known.name) != search_key(arrival.organisation):
        raise OtherOrganisation("Tên tổ chức không khớp với mã số thuế này ở tỉnh. Hãy kiểm tra lại.")
    return known or register_organisation(
        tax_code=arrival.tax_code, name=arrival.organisation, now=now, by=PORTAL, source="national"
    )


def _store(prepared: Prepared, version: ProcedureVersion, person: Person, now: datetime) -> dict[str, uuid.UUID]:
    """Keep the files after the checks every upload passes. Raises UnknownComponent, FileRefused."""
    names = {one["key"]: one["name"] for one in definitions.components_of(version.definition)}
    unknown = sorted(prepared.files.keys() - names.keys())
    if unknown:
        raise UnknownComponent(f"Thủ tục này không có thành phần {', '.join(unknown)[:200]}.")
    stored = {}
    for key, (announced, content) in prepared.files.items():
        document = store_upload(
            content,
            filename=announced.filename,
            title=names[key][:200],
            kind=DocumentKind.COMPONENT,
            owner=person.key,
            retention=Retention.DRAFT,
            now=now,
            by=PORTAL,
        )
        stored[key] = document.id
    return stored


def _filed_by(arrival: Arrival) -> Dossier:
    """Return the locked dossier of the portal's number, when it is this applicant's. Raises NoSuchFiling."""
    filing = PortalFiling.objects.filter(number=arrival.number).first()
    dossier = lock(filing.dossier_id) if filing else None
    if dossier is None or not _is_theirs(dossier, arrival):
        raise NoSuchFiling(f"Không có hồ sơ {arrival.number} của người hoặc tổ chức này.")
    return dossier


def _is_theirs(dossier: Dossier, arrival: Arrival) -> bool:
    """Tell whether a dossier was filed for the organisation a message names, or for the person when it names none."""
    if arrival.tax_code or dossier.organisation is not None:
        return dossier.organisation is not None and dossier.organisation.tax_code == arrival.tax_code
    return dossier.applicant.personal_number == arrival.personal_number


def _supply(dossier: Dossier, prepared: Prepared, now: datetime) -> None:
    viewer = viewer_of_person(dossier.applicant)
    documents = _store(prepared, dossier.version, dossier.applicant, now)
    take = take_intake_supplement if dossier.case.state == "intake_supplement" else take_supplement
    take(dossier, documents, viewer=viewer, now=now)


def _tell(message: Arrived, answer: dict[str, str], now: datetime) -> None:
    """Queue what became of a message, in the stream of the portal's number."""
    unit = code_of(territory().root_id, timezone.localtime(now).date())
    record = {"MaBanTin": message.their_id, **answer}
    queue_for_partner(
        PARTNER,
        key=f"national:in:{message.id}:{answer['KetQua']}:{now:%Y%m%d%H%M%S%f}",
        stream=f"portal:{answer['MaHoSo'] or message.id}",
        subject=f"Cổng DVCQG, trả lời: {answer['MaHoSo']}",
        body={"madonvi": unit, "service": Service.ANSWER.value, "isUpdating": False, "data": [record]},
        now=now,
    )
