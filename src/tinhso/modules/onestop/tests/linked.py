# SPDX-License-Identifier: EUPL-1.2
"""Linked work for tests: a department, police and social insurance with people, bundles filed and received."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.actions import add_vertical_body
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions.filing import Filing
from tinhso.modules.onestop.linked.types import PartOrder
from tinhso.modules.onestop.models import Dossier, LinkedPart
from tinhso.modules.onestop.queries.catalogue import version_in_force
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import BEGINS, COMMUNE, SETUP, START, TODAY
from tinhso.modules.onestop.types import Channel

BIRTH, DEATH = "3.000722", "2.002913"
CHILD = "083226000771"
BORN = {"so_dinh_danh": CHILD, "so_dang_ky": "15/2026", "ngay_dang_ky": "2026-11-02"}
DIED = {"so_dang_ky": "07/2026", "ngay_dang_ky": "2026-11-02"}
DUTY = "Xác nhận nội dung thuộc thẩm quyền quản lý."
DONE = "Đã thực hiện xong phần việc được giao."


@dataclass(frozen=True)
class Body:
    """The people of one body outside as viewers."""

    unit: Unit
    reception: Viewer
    specialist: Viewer


def body(kind: str, name: str, area: str) -> Body:
    unit = add_vertical_body(kind=kind, name=name, area_code=area, begins=BEGINS, source="test", now=START, by=SETUP)
    return Body(
        unit,
        viewer_of_officer(world.officer_in(unit, PostRole.RECEPTION, "reception"), TODAY),
        viewer_of_officer(world.officer_in(unit, PostRole.SPECIALIST, "specialist"), TODAY),
    )


def police(area: str = COMMUNE) -> Body:
    return body("commune_police", "Công an phường Phú Khương", area)


def insurance() -> Body:
    return body("social_insurance", "Bảo hiểm xã hội tỉnh Bến Tre", "83")


def department() -> Unit:
    found = registry.unit_named("Sở Tư pháp", TODAY)
    assert found is not None
    return found


def filed(person: Person, people: world.Staff, *, code: str = BIRTH, now: datetime = START, **answers: Any) -> Dossier:
    """File a bundle at the desk."""
    filing = Filing(
        version=version_in_force(code, TODAY),
        applicant=person,
        commune_code=COMMUNE,
        answers={"cap_the": True, "tre_ho_ten": "Lê Thị Mận", "tra_ket_qua": "dien_tu", **answers},
        channel=Channel.COUNTER,
        client_key=f"test:{code}:{person.id}",
    )
    return actions.file_at_counter(filing, viewer=people.reception, unit_id=people.unit.id, now=now)


def received(person: Person, people: world.Staff, *, code: str = BIRTH, **answers: Any) -> Dossier:
    dossier = filed(person, people, code=code, **answers)
    return actions.receive(dossier.case_id, viewer=people.reception, now=START + timedelta(minutes=30))


def examined(person: Person, people: world.Staff, *, code: str = BIRTH, **answers: Any) -> Dossier:
    dossier = received(person, people, code=code, **answers)
    holder = people.specialist.as_officer
    actions.assign(dossier.case_id, holder_id=holder, viewer=people.head, now=START + timedelta(hours=1))
    return actions.start_work(dossier.case_id, viewer=people.specialist, now=START + timedelta(hours=2))


def registered(person: Person, people: world.Staff, *, code: str = BIRTH, **answers: Any) -> Dossier:
    dossier = examined(person, people, code=code, **answers)
    produced = BORN if code == BIRTH else DIED
    return actions.register_bundle(
        dossier.case_id, produced=produced, viewer=people.specialist, now=START + timedelta(hours=2, minutes=30)
    )


def part_of(dossier: Dossier, component: str) -> LinkedPart:
    return LinkedPart.objects.select_related("case").get(dossier_id=dossier.pk, component=component)


def order(unit: Unit, *, days: int = 2, leads: bool = False, duty: str = DUTY) -> PartOrder:
    return PartOrder(unit.id, duty, days, leads)


def state(row: Dossier | LinkedPart) -> str:
    return str(type(row).objects.select_related("case").get(pk=row.pk).case.state)
