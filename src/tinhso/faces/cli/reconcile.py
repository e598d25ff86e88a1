# SPDX-License-Identifier: EUPL-1.2
"""`tinhso reconcile`: compare a day's payments with the bank's statement."""

import sys
from dataclasses import asdict
from datetime import datetime, timedelta

import click
from django.utils import timezone

from tinhso.faces.cli.output import console, json_option, print_json
from tinhso.kernel.events.types import Actor
from tinhso.modules.onestop import actions


@click.command()
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="Ngày cần đối soát, mặc định hôm qua (default yesterday)."
)
@json_option
def reconcile(day: datetime | None, as_json: bool) -> None:
    """Đối soát khoản nộp với sao kê của một ngày; mã thoát 1 nếu còn chênh lệch.

    Compare a day's payments with the statement; what the gateway confirms is settled. Safe to repeat.
    """
    now = timezone.now()
    wanted = day.date() if day else timezone.localdate(now) - timedelta(days=1)
    found = actions.reconcile(wanted, now=now, by=Actor("system:cli"))
    if as_json:
        print_json({**asdict(found), "day": found.day.isoformat()})
    else:
        left = f"ghi bổ sung {found.settled}, còn lệch {found.differences}"
        console.print(f"{found.day:%d/%m/%Y}: {found.lines} dòng sao kê, {left}.")
    sys.exit(1 if found.differences else 0)
