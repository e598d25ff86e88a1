# SPDX-License-Identifier: EUPL-1.2
"""`tinhso stop`: end the supervisor and everything it started."""

import click

from tinhso.config import env
from tinhso.faces.cli.output import console
from tinhso.runtime import postgres, run_file


@click.command()
def stop() -> None:
    """Dừng hệ thống đang chạy: web, tác vụ nền, đối tác giả lập, CSDL nhúng.

    Stop everything that runs for this installation.
    """
    stopped = run_file.stop(env.VAR)
    if not env.DATABASE_URL and postgres.status(env.VAR).running:
        with postgres.Share(env.VAR):  # the last share to end stops a server that was left behind
            stopped = True
    console.print("Đã dừng." if stopped else "Không có gì đang chạy.")
