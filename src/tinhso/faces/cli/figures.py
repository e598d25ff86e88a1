# SPDX-License-Identifier: EUPL-1.2
"""`tinhso figures …`: compare the live facts with a replay of the ledger, rebuild them."""

import sys
from dataclasses import asdict

import click

from tinhso.faces.cli.output import console, json_option, print_json, step_bar
from tinhso.kernel.indicators import actions, queries, rebuilding


@click.group()
def figures() -> None:
    """Số liệu gốc: đối chiếu với sổ sự kiện, dựng lại (compare with the ledger, rebuild)."""


@figures.command()
@json_option
def compare(as_json: bool) -> None:
    """Phát lại sổ sự kiện và so từng con số với số liệu đang dùng; mã thoát 1 nếu lệch.

    Replay the ledger and compare every digit.
    """
    with step_bar("Phát lại sổ sự kiện", total=queries.folded_up_to(), hidden=as_json) as report:
        found = actions.compare_with_replay(progress=report)
    if as_json:
        print_json(
            {
                "equal": not found,
                "differences": [{key: str(value) for key, value in asdict(one).items()} for one in found],
            }
        )
    else:
        for one in found:
            console.print(f"[red]✗[/] {one.fact} {one.day} {one.area}: đang dùng {one.live}, phát lại {one.replayed}")
        console.print("[green]Khớp từng con số.[/]" if not found else f"[red]Lệch {len(found)} số.[/]")
    sys.exit(1 if found else 0)


@figures.command()
@click.option("--apply", "really", is_flag=True, help="Thực hiện; không có thì chỉ đối chiếu (act instead of compare).")
@click.option("--processes", default=1, type=click.IntRange(1, 16), help="Số kết nối cộng song song.")
def rebuild(really: bool, processes: int) -> None:
    """Dựng lại toàn bộ số liệu gốc từ sổ sự kiện (rebuild every fact)."""
    if not really:
        console.print(f"Sẽ thay {len(actions.compare_with_replay())} số đang lệch. Thêm --apply để thực hiện.")
        return
    with step_bar("Dựng lại số liệu", total=queries.folded_up_to(), hidden=False) as report:
        count = rebuilding.rebuild(processes=processes, progress=report)
    console.print(f"Đã dựng lại {count} số.")
