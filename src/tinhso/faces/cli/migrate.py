# SPDX-License-Identifier: EUPL-1.2
"""`tinhso migrate`: bring the schema of the database up to the code."""

import click
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tinhso.faces.cli.output import console, json_option, print_json


@click.command()
@click.option("--apply", "do_apply", is_flag=True, help="Thực hiện (without it: only list what would be done).")
@json_option
def migrate(do_apply: bool, as_json: bool) -> None:
    """Liệt kê các bước cập nhật cấu trúc CSDL còn thiếu; --apply để thực hiện.

    List the pending steps of the schema; --apply to carry them out.
    """
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    names = [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
    if do_apply:
        call_command("migrate", interactive=False, verbosity=0 if as_json else 1)
        call_command("createcachetable", verbosity=0)
    if as_json:
        print_json({"pending": [] if do_apply else names, "applied": names if do_apply else []})
    elif not names:
        console.print("Cấu trúc CSDL đã mới nhất.")
    elif not do_apply:
        for name in names:
            console.print(name)
        console.print(f"Còn {len(names)} bước. Chạy `tinhso migrate --apply` để thực hiện.")
