# SPDX-License-Identifier: EUPL-1.2
"""`tinhso up`: everything of this installation under one supervisor, in the foreground."""

import sys
import time
from contextlib import suppress
from zlib import crc32

import click
from rich.markup import escape

from tinhso.config import env
from tinhso.faces.cli import first_run
from tinhso.faces.cli.output import console, remarks
from tinhso.runtime import health, parts, production, run_file
from tinhso.runtime.part import Part, Step
from tinhso.runtime.probes import Prober
from tinhso.runtime.supervisor import SUPERVISOR, Supervisor

COLOURS = ("cyan", "magenta", "blue", "yellow")


@click.command()
def up() -> None:
    """Chạy toàn bộ: CSDL nhúng, đối tác giả lập (demo), web, tác vụ nền; Ctrl-C hoặc `tinhso stop` để dừng.

    Run everything in the foreground; the first run prepares the data.
    """
    _refuse_unfit_production()
    if run_file.current(env.VAR):
        raise run_file.AlreadyRunning(f"Tỉnh Số đang chạy ở {env.BASE_URL}. Hãy dùng `tinhso stop` để dừng.")
    _refuse_taken_port()
    began = time.monotonic()
    plan: list[Part | Step] = [*parts.outside(), *first_run.steps(), *parts.inside()]
    prober = Prober(env.VAR, parts.probe)
    supervisor = Supervisor(env.VAR, plan, embedded=not env.DATABASE_URL, say=_say, prober=prober)
    supervisor.run(on_ready=lambda: _addresses(time.monotonic() - began))


def _refuse_unfit_production() -> None:
    found = production.problems()
    if not found:
        return
    remarks.print("[red]Không khởi động ở chế độ vận hành (TINHSO_MODE=production):")
    for sentence in found:
        remarks.print(f"  - {sentence}", markup=False)
    sys.exit(1)


def _refuse_taken_port() -> None:
    if not parts.is_free("127.0.0.1", env.PORT):
        remarks.print(f"[red]Cổng {env.PORT} đã có chương trình khác dùng. Hãy đặt TINHSO_PORT khác rồi chạy lại.")
        sys.exit(1)


def _addresses(seconds: float) -> list[str]:
    lines = [
        f"Sẵn sàng sau {seconds:.0f} giây.",
        f"Cổng người dân và doanh nghiệp:  {env.BASE_URL}/",
        f"Bàn làm việc của cán bộ:         {env.BASE_URL}/can-bo/",
        f"Trung tâm vận hành:              {env.BASE_URL}/van-hanh/",
        f"API cho hệ thống khác:           {env.BASE_URL}/api/",
    ]
    if env.COUNTERPARTS:
        lines.append(f"Định danh điện tử (giả lập):     {env.OIDC_ISSUER}/  (24 công dân thử nghiệm, mã 123456)")
        lines.append("Hộp thư người dân (giả lập):     http://127.0.0.1:8102/")
    if env.GEO:
        lines.append(health.outlines().sentence + ".")
    if env.MODE == "demo":
        lines.append(f"Tài khoản cán bộ trình diễn:     {env.BASE_URL}/can-bo/trinh-dien/")
    return [*lines, "Dừng: Ctrl-C, `make stop` hoặc `tinhso stop`."]


def _say(part: str, line: str) -> None:
    colour = "bold green" if part == SUPERVISOR else COLOURS[crc32(part.encode()) % len(COLOURS)]
    # Whoever listens may be gone, a file may be on a full disk: the house goes on, each part keeps its own log.
    with suppress(OSError):
        console.print(f"[{colour}]{part:<12}[/] │ {escape(line)}")
