# SPDX-License-Identifier: EUPL-1.2
"""`tinhso check-norms`: read every file of norms and the procedure data, and say what is wrong with them."""

import sys
from pathlib import Path

import click

import tinhso
from tinhso.faces.cli.output import console, json_option, print_json
from tinhso.lib import norms

PACKAGE = Path(tinhso.__file__).parent


@click.command("check-norms")
@json_option
def check_norms(as_json: bool) -> None:
    """Soi mọi tệp định mức (trùng hiệu lực, hở, thiếu nguồn); mã thoát 1 nếu có lỗi.

    Check every norm file for overlaps, gaps and missing sources.
    """
    files = sorted(PACKAGE.glob("**/norms/*.yaml"))
    found = {str(path.relative_to(PACKAGE)): norms.check(path) for path in files}
    problems = {name: sentences for name, sentences in found.items() if sentences}
    if as_json:
        print_json({"files": len(files), "problems": problems})
    else:
        for name, sentences in problems.items():
            for sentence in sentences:
                console.print(f"[red]✗[/] {name}: {sentence}")
        console.print(f"{len(files)} tệp định mức, {sum(map(len, problems.values()))} lỗi.")
    sys.exit(1 if problems else 0)
