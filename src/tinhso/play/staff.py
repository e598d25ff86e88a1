# SPDX-License-Identifier: EUPL-1.2
"""People for the real agencies: posts of each level, officers in them, and the few accounts a visitor may use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.actions import appoint, create_officer
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.identity.queries import officers_in
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.actions import create_post
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.types import Level, PostRole
from tinhso.lib.vntext import search_key
from tinhso.play.citizens import full_name

SETUP = Actor("system:setup")
DEMO_PASSWORD = "tinh-so-2026"  # noqa: S105 - shown on purpose; production refuses demonstration accounts
DEMO_SECRET = "KRSXG5CTMVRXEZLUKN2XAZLSKNSWG4TF"  # noqa: S105 - one shared second factor of the demonstration

POSTS: dict[Level, tuple[tuple[str, PostRole], ...]] = {
    Level.COMMUNE: (
        ("Chủ tịch Ủy ban nhân dân", PostRole.LEADER),
        ("Phó Chủ tịch Ủy ban nhân dân", PostRole.HEAD),
        ("Công chức Tư pháp - Hộ tịch", PostRole.SPECIALIST),
        ("Công chức Văn hóa - Xã hội", PostRole.SPECIALIST),
        ("Công chức Văn phòng - Thống kê (Một cửa)", PostRole.RECEPTION),
    ),
    Level.DISTRICT: (
        ("Chủ tịch Ủy ban nhân dân", PostRole.LEADER),
        ("Chánh Văn phòng", PostRole.HEAD),
        ("Chuyên viên", PostRole.SPECIALIST),
        ("Chuyên viên", PostRole.SPECIALIST),
        ("Cán bộ Bộ phận Một cửa", PostRole.RECEPTION),
    ),
    Level.DEPARTMENT: (
        ("Giám đốc", PostRole.LEADER),
        ("Trưởng phòng", PostRole.HEAD),
        ("Chuyên viên", PostRole.SPECIALIST),
        ("Chuyên viên", PostRole.SPECIALIST),
        ("Cán bộ tiếp nhận", PostRole.RECEPTION),
    ),
    Level.EXTERNAL: (
        ("Thủ trưởng đơn vị", PostRole.HEAD),
        ("Cán bộ giải quyết", PostRole.SPECIALIST),
        ("Cán bộ tiếp nhận", PostRole.RECEPTION),
    ),
    Level.PROVINCE: (
        ("Chủ tịch Ủy ban nhân dân tỉnh", PostRole.LEADER),
        ("Chánh Văn phòng", PostRole.HEAD),
        ("Quản trị hệ thống", PostRole.OPERATOR),
        ("Cán bộ kiểm soát thủ tục hành chính", PostRole.CONTROLLER),
    ),
}


@dataclass(frozen=True)
class DemoAccount:
    """An account a visitor of the demonstration may use."""

    username: str
    unit: str
    title: str
    role: str


def staff_province(*, now: datetime, seed: int, progress: Callable[[int, int], None]) -> int:
    """Fill every post of every agency that has nobody yet; return how many officers there are afterwards."""
    today = now.date()
    units = list(registry.units_as_of(today))
    count = 0
    for done, unit in enumerate(units, start=1):
        count += _staff_unit(unit, today, now, Random(f"{seed}:{unit.id}"))
        progress(done, len(units))
    return count


@transaction.atomic
def _staff_unit(unit: Unit, today: date, now: datetime, dice: Random) -> int:
    standing = officers_in(unit.id, today)
    if standing:
        return len(standing)
    begins = date(2024, 1, 2)
    for index, (title, role) in enumerate(POSTS[Level(unit.level)]):
        name = full_name(dice, sex=dice.choice(["nam", "nu"]), birth_year=dice.randrange(1968, 1998))
        officer = create_officer(username=f"{role}.{index}.{unit.id.hex[-10:]}", password=None, full_name=name)
        numbered = f"{title} {index - 1}" if title == "Chuyên viên" else title
        appoint(
            officer, create_post(unit=unit, title=numbered, role=role, begins=begins), begins=begins, now=now, by=SETUP
        )
    return len(POSTS[Level(unit.level)])


def open_demo_accounts(*, today: date) -> list[DemoAccount]:
    """Give the people of some agencies a name to sign in with, a known password and a known second factor."""
    centre = registry.unit_named("Trung tâm Phục vụ hành chính công", today)
    commune = registry.unit_for_area("28756", Level.COMMUNE, today)
    department = registry.unit_named("Sở Tư pháp", today)
    land = registry.unit_named("Sở Tài nguyên và Môi trường", today)
    root = registry.territory().root
    police = registry.units_as_of(today).filter(kind="commune_police", area_code="28756").first()
    insurance = registry.unit_of_kind("social_insurance", today)
    opened: list[DemoAccount] = []
    named = (
        ("phukhuong", commune),
        ("tpbentre", commune.parent if commune else None),
        ("tthcc", centre),
        ("sotuphap", department),
        ("sotnmt", land),
        ("tinh", root),
        ("ca-phukhuong", police),
        ("bhxh", insurance),
    )
    for short, unit in named:
        if unit is not None:
            opened += _open_unit(short, unit, today)
    return opened


NAMES = {
    PostRole.RECEPTION: "motcua",
    PostRole.HEAD: "phutrach",
    PostRole.SPECIALIST: "chuyenvien",
    PostRole.LEADER: "lanhdao",
    PostRole.OPERATOR: "quantri",
    PostRole.CONTROLLER: "kiemsoat",
}


def _open_unit(short: str, unit: Unit, today: date) -> list[DemoAccount]:
    opened = []
    for role, name in NAMES.items():
        for number, officer in enumerate(officers_in(unit.id, today, role)):
            username = f"{name}{number + 1 if number else ''}.{short}"
            _open(officer, username)
            title = officer.assignments.get(post__unit=unit, post__role=role).post.title
            opened.append(DemoAccount(username, unit.name, title, role))
    return opened


@transaction.atomic
def _open(officer: Officer, username: str) -> None:
    account = officer.account
    if account.username == username:
        return
    account.username, account.is_demo = username, True
    account.email = f"{search_key(username).replace(' ', '.')}@canbo.example"
    account.set_password(DEMO_PASSWORD)
    account.save()
    officer.email = account.email
    officer.save(update_fields=["email"])
    TOTP.activate(account, DEMO_SECRET)
