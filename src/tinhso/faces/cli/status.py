# SPDX-License-Identifier: EUPL-1.2
"""`tinhso status`: which parts run and answer."""

import sys
from datetime import UTC, datetime

import click
from rich.table import Table

from tinhso.config import env
from tinhso.faces.cli import collecting
from tinhso.faces.cli.output import console, json_option, print_json
from tinhso.runtime import parts, postgres, run_file


@click.command()
@json_option
def status(as_json: bool) -> None:
    """Cho biết phần nào đang chạy và trả lời; mã thoát 0 nếu hệ thống đang chạy, 1 nếu không.

    Show which parts run and answer.
    """
    run = run_file.current(env.VAR)
    found = {"supervisor": run is not None}
    if not env.DATABASE_URL:
        found["postgres"] = postgres.status(env.VAR).running
    for part in [*parts.outside(), *parts.inside()]:
        if part.ready:
            found[part.name] = part.ready()
    if as_json:
        told = {"running": run is not None, "pid": run.pid if run else None, "parts": found}
        print_json(told | ({"collect": collecting.standing_of()} if env.COLLECT else {}))
    else:
        table = Table("Phần", "Trạng thái")
        for name, ok in found.items():
            table.add_row(name, "[green]đang chạy" if ok else "[red]không trả lời")
        console.print(table)
        for line in collecting.lines(datetime.now(UTC)):
            console.print(line, markup=False)
    sys.exit(0 if run else 1)
