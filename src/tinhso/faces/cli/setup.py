# SPDX-License-Identifier: EUPL-1.2
"""`tinhso setup …`: what a new installation needs once — law's tables, apparatus, procedures, people."""

from datetime import date, datetime

import click
from django.db import connection
from django.utils import timezone

from tinhso.config import env
from tinhso.faces.cli.output import console, json_option, print_json, step_bar
from tinhso.kernel.calendar.actions import load_bundled_holidays
from tinhso.kernel.documents.signing import install_demo_trust
from tinhso.kernel.events.actions import ensure_months_ahead
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.queries import demo_accounts_exist
from tinhso.kernel.identity.staff.founding import found_operator
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.actions import install_province, load_reference
from tinhso.modules.onestop.actions import publish_procedures
from tinhso.play import staff
from tinhso.play.assessments import round_in_demo
from tinhso.play.offers import offer_in_demo
from tinhso.play.plans import plan_in_demo
from tinhso.play.systems import systems_in_demo
from tinhso.play.vertical import open_vertical_bodies

SETUP = Actor("system:setup")
LAW_DATE = "2023-12-31"
PROCEDURES_FROM = date(2024, 1, 1)


@click.group()
def setup() -> None:
    """Chuẩn bị bản cài đặt mới: bảng dữ liệu pháp lý, bộ máy, thủ tục, con người (first data)."""


@setup.command()
@click.option("--law-date", default=LAW_DATE, help="Ngày của danh sách đơn vị hành chính được áp dụng.")
def reference(law_date: str) -> None:
    """Nạp địa bàn, ngày nghỉ, bộ máy của tỉnh và thủ tục (load areas, holidays, agencies, procedures)."""
    now = timezone.now()
    areas, changes = load_reference()
    load_bundled_holidays(now=now)
    ensure_months_ahead(now)
    if not registry.is_installed():
        install_province(province_code=env.PROVINCE, law_date=date.fromisoformat(law_date), now=now, by=SETUP)
    added = publish_procedures(valid_from=PROCEDURES_FROM, now=now, by=SETUP)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # just filled: without statistics the planner takes the tables for empty
    console.print(f"{areas} địa bàn, {changes} lần thay đổi, {added} thủ tục mới công bố.")


@setup.command()
@click.option("--seed", default=2026, help="Hạt giống ngẫu nhiên (random seed).")
def people(seed: int) -> None:
    """Bố trí cán bộ tổng hợp vào chức vụ của mọi cơ quan (synthetic officers in every post)."""
    if env.MODE != "demo":
        raise click.ClickException("Chỉ chế độ trình diễn mới có cán bộ tổng hợp.")
    now: datetime = timezone.now()
    open_vertical_bodies(now=now)
    with step_bar("Bố trí cán bộ", total=len(registry.units_as_of(now.date()))) as report:
        count = staff.staff_province(now=now, seed=seed, progress=lambda done, total: report(done))
    console.print(f"{count} cán bộ ở {registry.units_as_of(now.date()).count()} đơn vị.")


@setup.command()
@click.option("--username", required=True, help="Tên đăng nhập, chữ thường không dấu (username).")
@click.option("--name", required=True, help="Họ và tên (full name).")
@click.option("--reason", required=True, help="Căn cứ, ví dụ số quyết định (legal basis).")
def operator(username: str, name: str, reason: str) -> None:
    """Lập quản trị viên của tỉnh và in liên kết đặt mật khẩu (make an administrator; for the first two)."""
    link = found_operator(name, username, reason=reason, now=timezone.now(), by=SETUP)
    console.print(f"{env.BASE_URL}/tai-khoan/mat-khau-moi/{'/'.join(link)}/", markup=False, soft_wrap=True)


@setup.command("refuse-demo")
def refuse_demo() -> None:
    """Từ chối nếu còn tài khoản trình diễn đang mở (fail while demonstration accounts are open)."""
    if demo_accounts_exist():
        raise click.ClickException("Còn tài khoản trình diễn đang mở. Hãy khóa chúng trước khi vận hành.")


@setup.command("demo-trust")
def demo_trust() -> None:
    """Tin cậy chứng thư gốc của cơ quan chứng thực giả lập (trust the stand-in authority)."""
    console.print(f"Đã ghi {install_demo_trust()}", markup=False)


@setup.command("demo-accounts")
@json_option
def demo_accounts(as_json: bool) -> None:
    """Mở tài khoản trình diễn và in ra (open and print the demonstration accounts)."""
    if env.MODE != "demo":
        raise click.ClickException("Chỉ chế độ trình diễn mới có tài khoản trình diễn.")
    accounts = staff.open_demo_accounts(today=timezone.localdate())
    offer_in_demo(now=timezone.now())
    plan_in_demo(now=timezone.now())
    round_in_demo(now=timezone.now())
    systems_in_demo(now=timezone.now())
    if as_json:
        print_json([vars(one) for one in accounts])
        return
    for one in accounts:
        console.print(f"  {one.username:<24} {one.title} – {one.unit}", markup=False)
    console.print(f"Mật khẩu: {staff.DEMO_PASSWORD}; mã xác thực thứ hai xem ở {env.BASE_URL}/can-bo/trinh-dien/")
