# SPDX-License-Identifier: EUPL-1.2
"""`tinhso national …`: connect the national public-service portal, compare its book with ours, tell it a day anew."""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import click
import requests
from django.utils import timezone

from tinhso.config import demo, env
from tinhso.faces.cli.output import console, json_option, print_json
from tinhso.kernel.events.keys import VerifyingKey
from tinhso.kernel.events.types import Actor
from tinhso.modules.onestop.national import reconciliation

OPERATOR = Actor("system:operator")
DAY = click.DateTime(formats=["%Y-%m-%d"])
day_option = click.option("--day", type=DAY, help="Ngày cần làm, YYYY-MM-DD; không có thì hôm qua (yesterday).")
KINDS = {
    "missing_there": "Cổng chưa có",
    "other_state": "khác trạng thái",
    "other_date": "khác ngày",
    "unknown_here": "tỉnh không có",
}


@click.group()
def national() -> None:
    """Cổng Dịch vụ công quốc gia: kết nối, đối soát, gửi lại (connect, reconcile, replay)."""


@national.command()
def connect() -> None:
    """Đăng ký Cổng ở địa chỉ TINHSO_NATIONAL_URL; từ nay mọi bước của hồ sơ được gửi (register the portal).

    TINHSO_NATIONAL_PROTOCOL chọn giao thức (sync or coordination).
    Có TINHSO_NATIONAL_KEY thì bản tin Cổng ký bằng khóa đó được nhận (its signed messages are taken in).
    """
    if not env.NATIONAL_URL:
        raise click.ClickException("TINHSO_NATIONAL_URL chưa được đặt: chưa biết Cổng ở đâu.")
    key = _public_key()
    portal = reconciliation.connect(
        env.NATIONAL_URL, now=timezone.now(), by=OPERATOR, public_key=key, protocol=env.NATIONAL_PROTOCOL
    )
    console.print(f"Đã kết nối {portal.title} ở {portal.endpoint}", markup=False)


@national.command("demo-filing")
@click.argument("sample", default="anh")
def demo_filing(sample: str) -> None:
    """Nộp một hồ sơ mẫu trên Cổng giả lập, chỉ trình diễn (file a sample at the stand-in portal)."""
    page = demo.national_page(env.VAR) if env.MODE == "demo" else ""
    if not page:
        raise click.ClickException("Cổng giả lập không chạy; hãy chạy `tinhso up` ở chế độ trình diễn.")
    answer = requests.post(f"{page}/nop-ho-so", data={"sample": sample}, timeout=30, allow_redirects=False)
    answer.raise_for_status()
    console.print("Đã nộp trên Cổng giả lập; tỉnh nhận khi web chạy.")


def _public_key() -> str:
    """Return the portal's key as hex; empty when none is set, or the stand-in of the demonstration never ran."""
    path = Path(env.NATIONAL_KEY)
    if not env.NATIONAL_KEY or (env.MODE == "demo" and not path.exists()):
        return ""
    if not path.is_file():
        raise click.ClickException(f"TINHSO_NATIONAL_KEY: không có tệp {path}.")
    return VerifyingKey.from_pem(path.read_bytes()).raw.hex()


@national.command()
@day_option
@json_option
def reconcile(day: datetime | None, as_json: bool) -> None:
    """Đối soát hồ sơ của một ngày với Cổng; mã thoát 1 nếu lệch hoặc Cổng không trả lời.

    Compare the dossiers of a day with the book of the portal.
    """
    made = reconciliation.reconcile(_day(day), now=timezone.now(), by=OPERATOR)
    result = reconciliation.summary(made)
    if as_json:
        print_json(result)
    elif made.fault:
        console.print(f"[red]✗[/] {made.fault}")
    else:
        for one in made.differences.order_by("id"):
            console.print(
                f"[red]✗[/] {one.number} {KINDS[one.kind]}: ở đây {one.ours or '–'}, Cổng {one.theirs or '–'}"
            )
        console.print(f"{made.checked} hồ sơ đã so, {made.differences.count()} chỗ lệch.")
    sys.exit(1 if made.fault or made.differences.exists() else 0)


@national.command()
@day_option
@click.option("--apply", "really", is_flag=True, help="Thực hiện; không có thì chỉ đếm (act instead of count).")
def replay(day: datetime | None, really: bool) -> None:
    """Gửi lại toàn bộ hồ sơ của một ngày cho Cổng (tell the portal a day anew)."""
    if not really:
        console.print(f"Sẽ gửi lại {len(reconciliation.touched_on(_day(day)))} hồ sơ. Thêm --apply để thực hiện.")
        return
    queued = reconciliation.replay_day(_day(day), now=timezone.now(), by=OPERATOR)
    console.print(f"Đã xếp {queued} hồ sơ vào hàng gửi lại.")


def _day(day: datetime | None) -> date:
    return day.date() if day else timezone.localdate() - timedelta(days=1)
