# SPDX-License-Identifier: EUPL-1.2
"""Levels on their way by the real actions: determined, drawn up, full, approved; who decides on them."""

import io
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from tinhso.kernel.casework.models import Case
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.security import actions
from tinhso.modules.security.levels import procedure
from tinhso.modules.security.models import InformationSystem, LevelDossier
from tinhso.modules.security.tests.registering import system
from tinhso.modules.security.tests.world import NOW, World, person, unit

ON = date(2026, 3, 2)
CITIZENS = {"kind": "citizens", "information": "private", "defence": "no", "services": "from_3", "online": "none",
            "users": "under", "national": "no"}  # fmt: skip
INTERNAL = {"kind": "internal", "information": "private", "defence": "no"}
SECRET = {"kind": "internal", "information": "secret", "defence": "no", "harm": "serious"}
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/MediaBox[0 0 9 9]/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


@dataclass(frozen=True)
class People:
    """owner: the People's Committee whose leader approves; checker, chief: of the security unit (school)."""

    owner: object
    leader: Viewer
    checker: Viewer
    chief: Viewer


def deciders(world: World) -> People:
    owner = unit("Ủy ban nhân dân tỉnh thử")
    checker, chief = person(world.school, PostRole.SPECIALIST), person(world.school, PostRole.LEADER)
    return People(owner, person(owner, PostRole.LEADER), checker, chief)


def determined(world, people, answers=None, part: str = "", **changed) -> InformationSystem:
    made = InformationSystem.objects.filter(focal=world.health).first() or system(
        world, owner_id=people.owner.id, **changed
    )
    told = actions.PartTold(made.id, part, answers or CITIZENS, ON)
    actions.determine_level(uuid.uuid4(), told, viewer=world.head, now=NOW)
    return made


def drafted(world, people, answers=None) -> LevelDossier:
    made = determined(world, people, answers)
    return actions.draft_dossier(uuid.uuid4(), made.id, "running", viewer=world.head, now=NOW)


def texts(level: int) -> dict[str, str]:
    said = {"overview": "Cổng phục vụ người dân.", "reasons": "Có dịch vụ toàn trình.", "opinion": "Đồng ý."}
    said |= {f"plan.{key}": f"Cách làm {key}." for key, _text in procedure.plan_parts()}
    return said | {f"serious.{key}": "Có." for key, _text in procedure.serious_reasons(level)}


def full(world, people, answers=None) -> LevelDossier:
    dossier = drafted(world, people, answers)
    actions.write_dossier(
        dossier.case_id, texts(dossier.level), viewer=world.doer, now=NOW, expected_version=dossier.version
    )
    actions.add_file(dossier.case_id, 2, io.BytesIO(PDF), filename="tk.pdf", viewer=world.doer, now=NOW)
    return dossier


def case_of(dossier: LevelDossier) -> Case:
    return Case.objects.get(id=dossier.case_id)


def go(deed, dossier: LevelDossier, *said: object, viewer: Viewer, now: datetime = NOW) -> Case:
    deed(dossier.case_id, *said, viewer=viewer, now=now, expected_version=case_of(dossier).version)
    return case_of(dossier)


def at(day: int, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime(2026, 3, day, hour))


def approved(world, people, answers=None) -> LevelDossier:
    dossier = full(world, people, answers)
    go(actions.submit_dossier, dossier, viewer=world.head)
    go(actions.accept_dossier, dossier, viewer=people.checker, now=at(4))
    go(actions.appraise_dossier, dossier, actions.Appraisal("Đạt.", "", ""), viewer=people.chief, now=at(10))
    approver = people.leader if dossier.level >= 3 else people.chief
    go(actions.approve_level, dossier, "12/QĐ-UBND", viewer=approver, now=at(12))
    return LevelDossier.objects.get(case_id=dossier.case_id)
