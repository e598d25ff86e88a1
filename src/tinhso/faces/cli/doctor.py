# SPDX-License-Identifier: EUPL-1.2
"""`tinhso doctor`: examine the installation and say what to do."""

import sys
from dataclasses import asdict

import click

from tinhso.faces.cli.output import console, json_option, print_json
from tinhso.runtime import health


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Khám bản cài đặt: mỗi mục một câu và cách khắc phục; mã thoát 1 nếu có mục chưa đạt.

    Examine the installation; exit code 1 when something needs attention.
    """
    found = []
    for check in health.checks():
        found.append(check)
        if not as_json:
            console.print(f"{'[green]✓ đạt[/]     ' if check.ok else '[red]✗ chưa đạt[/]'}  {check.sentence}")
            if check.advice:
                console.print(f"              → {check.advice}", markup=False)
    ok = all(check.ok for check in found)
    if as_json:
        print_json({"ok": ok, "checks": [asdict(check) for check in found]})
    sys.exit(0 if ok else 1)
