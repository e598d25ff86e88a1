# SPDX-License-Identifier: EUPL-1.2
"""`tinhso reload`: replace the web processes one by one while they serve."""

import sys

import click

from tinhso.config import env
from tinhso.faces.cli.output import console
from tinhso.runtime import run_file


@click.command("reload")
def reload_web() -> None:
    """Thay từng tiến trình web bằng mã và cấu hình mới, không ngừng phục vụ (rolling restart of the web).

    The worker and the database go on as they are; settings of the environment are those of the running supervisor.
    """
    asked = run_file.renew(env.VAR)
    console.print("Đang thay từng tiến trình web; xem nhật ký." if asked else "Không có gì đang chạy.")
    sys.exit(0 if asked else 1)
