# SPDX-License-Identifier: EUPL-1.2
"""`tinhso reorganise`: apply the law's list of mergers; a dry run with a report unless told otherwise."""

import sys
from datetime import date

import click
from django.utils import timezone

from tinhso.faces.cli.output import console, json_option, print_json
from tinhso.kernel.casework.actions import apply_reorganisation, report_of
from tinhso.kernel.casework.actions.reorganisation import Report
from tinhso.kernel.events.types import Actor


@click.command()
@click.argument("effective_on", type=click.DateTime(formats=["%Y-%m-%d"]))
@click.option("--apply", "really", is_flag=True, help="Thực hiện; không có thì chỉ báo cáo (act instead of report).")
@json_option
def reorganise(effective_on: date, really: bool, as_json: bool) -> None:
    """Áp dụng danh sách sắp xếp đơn vị hành chính đến ngày EFFECTIVE_ON (ví dụ 2025-07-01).

    Apply the law's list of mergers up to a day: open cases and people are re-homed, old names stay in history.
    """
    day, today = effective_on.date(), timezone.localdate()  # type: ignore[attr-defined]
    if really:
        report = apply_reorganisation(day, applies_on=today, now=timezone.now(), by=Actor("system:operator"))
    else:
        report = report_of(day, applies_on=today)
    _show(report, really, as_json)
    sys.exit(1 if report.plan.problems else 0)


def _show(report: Report, really: bool, as_json: bool) -> None:
    plan = report.plan
    if as_json:
        print_json(
            {
                "applied": really,
                "ended_units": len(plan.mergers),
                "new_units": len(plan.new_units),
                "open_cases": report.total_cases,
                "people": report.total_people,
                "problems": list(plan.problems),
            }
        )
        return
    for merger in plan.mergers:
        moved = report.open_cases.get(merger.predecessor, 0)
        console.print(f"  {merger.predecessor_name} → {merger.successor_name}: {moved} việc đang mở", markup=False)
    console.print(
        f"{'Đã' if really else 'Sẽ'} kết thúc {len(plan.mergers)} đơn vị, lập {len(plan.new_units)} đơn vị mới, "
        f"chuyển {report.total_cases} việc đang mở và {report.total_people} lượt chức vụ."
    )
    for problem in plan.problems:
        console.print(f"[red]✗[/] {problem}")
