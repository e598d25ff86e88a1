# SPDX-License-Identifier: EUPL-1.2
"""What commands print: a result for people or JSON for programs; remarks go to standard error."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

console = Console(highlight=False, soft_wrap=True)
remarks = Console(stderr=True, highlight=False, soft_wrap=True)

json_option = click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON (print JSON).")


def print_json(result: Any) -> None:
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))


@contextmanager
def progress_bar(sentence: str, *, hidden: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Give a function that takes the bytes done and in all, and draws them as a bar."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=remarks, disable=hidden, transient=True) as progress:
        task = progress.add_task(sentence, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


@contextmanager
def step_bar(sentence: str, *, total: int, hidden: bool = False) -> Iterator[Callable[[int], None]]:
    """Give a function that takes how many of `total` are done, and draws them as a bar."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=remarks, disable=hidden, transient=True) as progress:
        task = progress.add_task(sentence, total=total)
        yield lambda done: progress.update(task, completed=done)
