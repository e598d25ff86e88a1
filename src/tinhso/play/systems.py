# SPDX-License-Identifier: EUPL-1.2
"""A few information systems of the demonstration, made up and saying so: levels, machines, a link, evidence, money."""

import io
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from tinhso.kernel.casework.models import Case
from tinhso.kernel.identity.queries import officers_in, viewer_of_officer
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.models import Unit
from tinhso.modules.security import actions
from tinhso.modules.security.actions import checks
from tinhso.modules.security.levels import procedure
from tinhso.modules.security.levels.layers import EvidenceKind
from tinhso.modules.security.levels.requirements import Answer, required
from tinhso.modules.security.models import InformationSystem
from tinhso.modules.security.types import (
    InformationKind,
    LinkTold,
    MachineKind,
    MachineTold,
    SystemKind,
    SystemTold,
)
from tinhso.modules.security.types.checks import CheckDoneTold, CheckKind, CheckTold

NAMES = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
TELECOM, LAND, JUSTICE = "Thông tin và Truyền thông", "Tài nguyên và Môi trường", "Sở Tư pháp"
CITIZENS = {"kind": "citizens", "information": "private", "defence": "no", "online": "none", "national": "no"}
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/MediaBox[0 0 595 842]/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


@dataclass(frozen=True)
class Made:
    """One made-up system: part of the operator's name, what it is, how its level is determined, users, machines."""

    name: str
    operator: str
    kind: SystemKind
    information: tuple[InformationKind, ...]
    answers: dict[str, str]
    components: str
    users: int | None
    machines: tuple[str, ...]


PORTAL = Made(
    "Hệ thống thông tin giải quyết thủ tục hành chính (mẫu)",
    TELECOM,
    SystemKind.CITIZENS,
    (InformationKind.PUBLIC, InformationKind.PERSONAL),
    CITIZENS | {"services": "from_3", "users": "reached"},
    "Máy chủ web\nMáy chủ ứng dụng\nCơ sở dữ liệu",
    182_000,
    ("web-01", "ung-dung-01", "csdl-01"),
)
FEEDBACK = Made(
    "Ứng dụng phản ánh hiện trường (mẫu)",
    TELECOM,
    SystemKind.CITIZENS,
    (InformationKind.PERSONAL,),
    CITIZENS | {"services": "up_to_2", "users": "under"},
    "Máy chủ web\nỨng dụng di động",
    9_640,
    ("phan-anh-01",),
)
ARCHIVE = Made(
    "Cơ sở dữ liệu đất đai (mẫu)",
    LAND,
    SystemKind.INTERNAL,
    (InformationKind.PRIVATE, InformationKind.PERSONAL),
    {"kind": "internal", "information": "private", "defence": "no"},
    "Máy chủ cơ sở dữ liệu",
    None,
    ("dat-dai-01", "dat-dai-02"),
)
NOTARY = Made(
    "Phần mềm quản lý công chứng (mẫu)",
    JUSTICE,
    SystemKind.INTERNAL,
    (InformationKind.PRIVATE,),
    {},
    "",
    None,
    ("cong-chung-01",),
)
TEXTS = "Nội dung mẫu của bản trình diễn, không phải hồ sơ thật."


def systems_in_demo(*, now: datetime) -> list[InformationSystem]:
    """Put the made-up systems on the register once; nothing where their units are not staffed."""
    today = timezone.localdate(now)
    root = registry.territory().root
    units = {part: registry.unit_named(part, today) for part in (TELECOM, LAND, JUSTICE)}
    telecom = units[TELECOM]
    leader, operator = _somebody(root, "leader", today), _somebody(root, "operator", today)
    if leader is None or operator is None or telecom is None or not all(units.values()):
        return []
    key = _key(PORTAL.name)
    if InformationSystem.objects.filter(id=key).exists():
        return list(InformationSystem.objects.filter(name__endswith="(mẫu)"))
    made = []
    for one in (PORTAL, FEEDBACK, ARCHIVE, NOTARY):
        unit = units[one.operator]
        if unit is not None:
            made.append(_system(one, unit, root, telecom, operator, now))
    _way_to_level(made[0], telecom, leader, now)
    _held_up(made[0], telecom, operator, now)
    _checked(made[0], operator, now)
    _around(telecom, operator, now)
    return made


def _key(name: str) -> uuid.UUID:
    return uuid.uuid5(NAMES, name)


def _somebody(unit: Unit, role: str, today: date) -> Viewer | None:
    found = officers_in(unit.id, today, role)
    return viewer_of_officer(found[0], today) if found else None


def _system(one: Made, unit: Unit, root: Unit, security: Unit, operator: Viewer, now: datetime) -> InformationSystem:
    today = timezone.localdate(now)
    told = SystemTold(
        owner_id=root.id,
        focal_id=unit.id,
        security_unit_id=security.id,
        name=one.name,
        kind=one.kind,
        information=one.information,
        components=one.components,
        since=today - timedelta(days=900),
    )
    system = actions.register_system(_key(one.name), told, viewer=operator, now=now)
    if one.answers:
        part = actions.PartTold(system.id, "", one.answers, today)
        actions.determine_level(_key(f"{one.name} level"), part, viewer=operator, now=now)
    if one.users is not None:
        actions.count_users(system.id, one.users, today, viewer=operator, now=now)
    for number, host in enumerate(one.machines, start=1):
        address = f"10.{10 + len(one.name) % 90}.0.{number}"
        machine = MachineTold(unit.id, host, MachineKind.SERVER, (address,), system.id)
        actions.register_machine(_key(host), machine, viewer=operator, now=now)
    return system


def _way_to_level(system: InformationSystem, telecom: Unit, leader: Viewer, now: datetime) -> None:
    """Let the dossier of the portal go its way to the approval, when there are people for every step."""
    today = timezone.localdate(now)
    head, checker = _somebody(telecom, "head", today), _somebody(telecom, "specialist", today)
    if head is None or checker is None:
        return
    key = _key(f"{system.name} dossier")
    dossier = actions.draft_dossier(key, system.id, "running", viewer=head, now=now)
    said = {"overview": TEXTS, "reasons": TEXTS} | {f"plan.{part}": TEXTS for part, _words in procedure.plan_parts()}
    actions.write_dossier(key, said, viewer=head, now=now, expected_version=dossier.version)
    actions.add_file(key, 2, _upload(), filename="thiet-ke-mau.pdf", viewer=head, now=now)
    actions.submit_dossier(key, viewer=head, now=now, expected_version=_version(key))
    actions.accept_dossier(key, viewer=checker, now=now, expected_version=_version(key))
    appraisal = actions.Appraisal("Đạt yêu cầu (giả định).", "", "02/BC (mẫu)")
    actions.appraise_dossier(key, appraisal, viewer=head, now=now, expected_version=_version(key))
    actions.approve_level(key, "07/QĐ-UBND (mẫu)", viewer=leader, now=now, expected_version=_version(key))
    for number, one in enumerate(required(3)):
        answer = (Answer.MET, Answer.PARTLY, Answer.MET)[number % 3]
        reason = "Còn một phần (giả định)." if answer is Answer.PARTLY else ""
        told = actions.AnswerTold(one.key, answer, reason, "Minh chứng mẫu", today, "Tổ đánh giá (mẫu)")
        actions.answer_requirement(system.id, told, viewer=head, now=now)


def _upload() -> io.BytesIO:
    return io.BytesIO(PDF)


def _version(case_id: uuid.UUID) -> int:
    return Case.objects.values_list("version", flat=True).get(id=case_id)


def _held_up(system: InformationSystem, telecom: Unit, operator: Viewer, now: datetime) -> None:
    """Give the portal evidence of two layers and one assessment."""
    today = timezone.localdate(now)
    pieces = (
        (EvidenceKind.DECISION, "Quyết định thành lập tổ (mẫu)", ""),
        (EvidenceKind.STAFF_LIST, "Danh sách tổ (mẫu)", ""),
        (EvidenceKind.CONTACT, "Đầu mối 24/7 (mẫu)", ""),
        (EvidenceKind.CONTRACT, "Hợp đồng giám sát (mẫu)", "Công ty Giám sát (mẫu)"),
    )
    for kind, paper, firm in pieces:
        told = actions.EvidenceTold(system.id, kind, paper, today - timedelta(days=5), organisation=firm)
        actions.tell_evidence(_key(f"{system.name} {kind}"), told, viewer=operator, now=now)
    duty = actions.DutyTold(
        "assessment", telecom.id, system.id, today, assessor="Công ty Đánh giá (mẫu)", assessor_kind="licensed",
        paper="Báo cáo đánh giá (mẫu)", findings=6, findings_open=2,
    )  # fmt: skip
    actions.record_duty(_key(f"{system.name} assessment"), duty, viewer=operator, now=now)


def _checked(portal: InformationSystem, operator: Viewer, now: datetime) -> None:
    """Plan scans of the portal by an interval of its own, one of them done, and one penetration test."""
    today = timezone.localdate(now)
    own = CheckTold(CheckKind.SCAN, today, months=6, basis="Quy chế bảo đảm an toàn thông tin (mẫu)")
    scan = checks.plan_check(portal.id, own, viewer=operator, now=now)
    done = CheckDoneTold(today, "Tổ kỹ thuật (mẫu)", "03/BC (mẫu)", 5, 1, PDF, "bao-cao-quet-mau.pdf")
    checks.complete_check(scan.id, done, viewer=operator, now=now)
    test = CheckTold(CheckKind.PENTEST, today + timedelta(days=40), basis="Kế hoạch kiểm thử (mẫu)")
    checks.plan_check(portal.id, test, viewer=operator, now=now)


def _around(telecom: Unit, operator: Viewer, now: datetime) -> None:
    """Register a link, hear of machines from the national centre, tell planned money, freeze the register."""
    today = timezone.localdate(now)
    link = LinkTold(telecom.id, "Đường truyền trung tâm dữ liệu (mẫu)", "Nhà mạng (mẫu)", ("203.0.113.0/24",))
    actions.register_link(_key("link"), link, viewer=operator, now=now)
    actions.note_seen_by_nation(["web-01", "csdl-01"], today, viewer=operator, now=now)
    actions.note_antimalware(["web-01"], "Phần mềm phòng chống mã độc (mẫu)", today, viewer=operator, now=now)
    money = actions.MoneyTold(
        today.year, "it_budget", "year", "planned", 5_200_000_000, 48_000_000_000, "Dự toán giả định"
    )
    actions.tell_spending(_key(f"money {today.year}"), money, viewer=operator, now=now)
    actions.freeze_register(viewer=operator, now=now)
