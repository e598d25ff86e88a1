# SPDX-License-Identifier: EUPL-1.2
"""A small true world for tests: Bến Tre as installed, one commune and one department with people in their posts.

Everything is made by the actions users call; a state of a dossier is reached by taking the real steps.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pypdfium2
from django.db import connection

from tinhso.kernel.calendar.actions import load_bundled_holidays
from tinhso.kernel.documents.actions import store_bytes
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.actions import PersonFacts, appoint, create_officer, register_person
from tinhso.kernel.identity.models import Officer, Person
from tinhso.kernel.identity.queries import viewer_of_officer, viewer_of_person
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.actions import create_post, install_province, load_reference
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.types import Level, PostRole
from tinhso.modules.onestop import actions, definitions
from tinhso.modules.onestop.models import Dossier, ProcedureVersion
from tinhso.modules.onestop.queries.catalogue import version_in_force
from tinhso.modules.onestop.signing import Sealed

SETUP = Actor("system:setup")
START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
LAW_DATE = date(2023, 12, 31)
COMMUNE = "28756"  # Phường Phú Khương, thành phố Bến Tre
OTHER_COMMUNE = "28783"  # Xã Sơn Đông
MARRIAGE_STATUS = "1.004873"  # ba ngày làm việc
BEGINS = date(2024, 1, 1)

ANSWERS = {
    "nyc_ho_ten": "Nguyễn Thị Bưởi",
    "nyc_ngay_sinh": "1990-05-17",
    "nyc_so_dinh_danh": "083190000123",
    "nyc_noi_cu_tru_trong_nuoc": "trong_nuoc",
    "nyc_noi_cu_tru_ma_tinh": "83",
    "nyc_noi_cu_tru_ma_xa": COMMUNE,
    "nyc_dien_thoai": "+84912345678",
    "nyc_quan_he": "ban_than",
    "ndc_ho_ten": "Nguyễn Thị Bưởi",
    "ndc_ngay_sinh": "1990-05-17",
    "ndc_gioi_tinh": "nu",
    "ndc_dan_toc": "kinh",
    "ndc_quoc_tich": "VN",
    "ndc_so_dinh_danh": "083190000123",
    "ndc_noi_cu_tru_trong_nuoc": "trong_nuoc",
    "ndc_noi_cu_tru_ma_tinh": "83",
    "ndc_noi_cu_tru_ma_xa": COMMUNE,
    "tinh_trang": "chua_ket_hon",
    "cu_tru": [
        {"tu_ngay": "2008-05-17", "den_ngay": "2026-11-01", "ma_tinh": "83", "ma_xa": COMMUNE, "nguyen_van": ""}
    ],
    "muc_dich": "ket_hon",
    "muc_dich_nguoi": "Trần Văn Dừa",
    "tra_ket_qua": "dien_tu",
    "cam_doan": True,
}
"""A complete declaration for a certificate of marital status."""

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(frozen=True)
class Staff:
    """The people of one unit as viewers."""

    unit: Unit
    reception: Viewer
    head: Viewer
    specialist: Viewer
    colleague: Viewer
    leader: Viewer


def build_province() -> None:
    """Install Bến Tre once per database: areas, agencies, holidays, procedures."""
    if registry.is_installed():
        return
    load_reference(provinces={"83", "86", "84"})
    load_bundled_holidays(now=START)
    install_province(province_code="83", law_date=LAW_DATE, now=START, by=SETUP)
    actions.publish_procedures(valid_from=date(2024, 1, 1), now=START, by=SETUP)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(FILLED)}")


FILLED = ("registry_area", "registry_unit", "registry_unitcode", "onestop_procedure", "onestop_procedureversion")
"""Tables filled in one go: without statistics the planner takes them for empty and multiplies them with one another."""


def unit_of(commune: str = COMMUNE) -> Unit:
    found = registry.unit_for_area(commune, Level.COMMUNE, TODAY)
    assert found is not None
    return found


def staff(unit: Unit) -> Staff:
    """Put five people into the posts of a unit."""
    roles = {
        "reception": PostRole.RECEPTION,
        "head": PostRole.HEAD,
        "specialist": PostRole.SPECIALIST,
        "colleague": PostRole.SPECIALIST,
        "leader": PostRole.LEADER,
    }
    viewers = {name: viewer_of_officer(officer_in(unit, role, name), TODAY) for name, role in roles.items()}
    return Staff(unit, **viewers)


def officer_in(unit: Unit, role: PostRole, name: str) -> Officer:
    officer = create_officer(
        username=f"{name}.{uuid.uuid4().hex[:8]}", password=None, full_name=f"Lê Thị {name.title()}"
    )
    post = create_post(unit=unit, title=name.title(), role=role, begins=BEGINS)
    appoint(officer, post, begins=BEGINS, now=START, by=SETUP)
    return officer


def citizen(number: str = "083190000123", name: str = "Nguyễn Thị Bưởi") -> Person:
    facts = PersonFacts(
        name, number, date(1990, 5, 17), "nu", phone="+84912345678", email="buoi@example.vn", commune_code=COMMUNE
    )
    return register_person(facts, source="eid", now=START, by=SETUP)


def viewer(person: Person) -> Viewer:
    return viewer_of_person(person)


def upload(person: Person, now: datetime = START) -> uuid.UUID:
    """Store a small file of the person's and return its identifier."""
    document = store_bytes(
        PDF,
        filename="giay-to.pdf",
        media_type="application/pdf",
        title="Giấy tờ",
        kind=DocumentKind.COMPONENT,
        owner=person.key,
        retention=Retention.DRAFT,
        now=now,
        by=Actor(person.key),
    )
    return document.id


def draft(
    person: Person,
    *,
    code: str = MARRIAGE_STATUS,
    now: datetime = START,
    commune: str = COMMUNE,
    answers: dict[str, Any] | None = None,
) -> uuid.UUID:
    """Start a draft with everything required attached."""
    made = actions.start_draft(
        code, viewer=viewer(person), commune_code=commune, answers=answers if answers is not None else ANSWERS, now=now
    )
    for one in definitions.components_of(version_in_force(code, TODAY).definition):
        if one["required"]:
            actions.attach_to_draft(made.id, viewer=viewer(person), key=one["key"], document_id=upload(person), now=now)
    return made.id


def submitted(person: Person, *, code: str = MARRIAGE_STATUS, now: datetime = START, commune: str = COMMUNE) -> Dossier:
    return actions.submit_draft(draft(person, code=code, now=now, commune=commune), viewer=viewer(person), now=now)


def received(person: Person, people: Staff, *, now: datetime = START, code: str = MARRIAGE_STATUS) -> Dossier:
    filed = submitted(person, now=now, code=code)
    return actions.receive(filed.case_id, viewer=people.reception, now=now + timedelta(minutes=30))


def processing(person: Person, people: Staff, *, now: datetime = START) -> Dossier:
    dossier = received(person, people, now=now)
    holder = people.specialist.officer_id
    assert holder is not None
    actions.assign(dossier.case_id, holder_id=holder, viewer=people.head, now=now + timedelta(hours=1))
    return actions.start_work(dossier.case_id, viewer=people.specialist, now=now + timedelta(hours=2))


def awaiting_signature(person: Person, people: Staff, *, now: datetime = START) -> Dossier:
    dossier = processing(person, people, now=now)
    body = "Xác nhận tình trạng hôn nhân của bà Nguyễn Thị Bưởi: chưa đăng ký kết hôn với ai."
    return actions.propose_result(dossier.case_id, body=body, viewer=people.specialist, now=now + timedelta(hours=3))


def completed(person: Person, people: Staff, *, now: datetime = START) -> Dossier:
    dossier = awaiting_signature(person, people, now=now)
    return actions.sign_result(dossier.case_id, viewer=people.leader, now=now + timedelta(hours=4), sealer=plain_seal)


def plain_seal(dossier: Dossier, viewer: Viewer, seat: object, now: datetime) -> Sealed:
    """Stand in for signing where a test is about the step and not about the signature: the bytes stay as drafted."""
    return Sealed.unsigned(dossier)


def words_of(pdf: bytes) -> str:
    """Return the words of a PDF, blanks and line breaks made one."""
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def name_results(code: str, *names: str) -> None:
    """Let the record of a procedure name these results; a test has to forget the versions read before."""
    for version in ProcedureVersion.objects.filter(procedure_id=code):
        results = [{"name": one, "code": None} for one in names]
        ProcedureVersion.objects.filter(id=version.pk).update(definition=version.definition | {"results": results})
