# SPDX-License-Identifier: EUPL-1.2
"""`tinhso doctor`: examine the installation and say what to do."""

import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from tinhso.faces.cli import collecting
from tinhso.faces.cli.output import console, json_option, print_json
from tinhso.runtime import gate
from tinhso.runtime.health import Check

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@click.command()
@click.option("--before-operation", is_flag=True, help="Thêm các điều phải đạt trước khi vận hành (release gate).")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Ghi biên bản để người kiểm tra ký; chỉ cùng --before-operation (report to sign).",
)
@json_option
def doctor(before_operation: bool, report: Path | None, as_json: bool) -> None:
    """Khám bản cài đặt: mỗi mục một câu và cách khắc phục; mã thoát 1 nếu có mục chưa đạt.

    Examine the installation; exit code 1 when something needs attention.
    """
    if report and not before_operation:
        raise click.UsageError("--report đi cùng --before-operation")
    now = datetime.now(ZONE)
    usual = gate.checks(now.date()) if before_operation else gate.usual(now.date())
    found = _examine(chain(usual, collecting.checks(now)), silent=as_json)
    if report:
        report.write_text(gate.report(found, now), encoding="utf-8")
    ok = all(check.ok for check in found)
    if as_json:
        print_json({"ok": ok, "checks": [asdict(check) for check in found]})
    sys.exit(0 if ok else 1)


def _examine(checks: Iterable[Check], *, silent: bool) -> list[Check]:
    """Return what was found, said line by line as it is found unless told to be silent."""
    found = []
    for check in checks:
        found.append(check)
        if silent:
            continue
        console.print(f"{'[green]✓ đạt[/]     ' if check.ok else '[red]✗ chưa đạt[/]'}  ", end="")
        console.print(check.sentence, markup=False)
        if check.advice:
            console.print(f"              → {check.advice}", markup=False)
    return found
