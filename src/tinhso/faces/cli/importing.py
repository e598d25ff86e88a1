# SPDX-License-Identifier: EUPL-1.2
"""`tinhso security import`: event files of a machine that sends nothing, to the HTTP door of the collector."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from tinhso.config import env
from tinhso.faces.cli.output import console, json_option, print_json, remarks
from tinhso.lib.vntext import format_int as written
from tinhso.modules.security.collect.ndjson import digest
from tinhso.modules.security.collect.server import standing
from tinhso.modules.security.importing.door import Door
from tinhso.modules.security.importing.errors import DoorUnusable, ImportBusy, NotesUnusable
from tinhso.modules.security.importing.notes import Notes
from tinhso.modules.security.importing.running import Import, Watcher
from tinhso.modules.security.importing.types import Tally
from tinhso.modules.security.queries import sources as queries

MOST_COMPUTERS = 5
REMARK_SECONDS = 15.0
STOPPED = "Đã dừng theo yêu cầu. Chạy lại đúng lệnh này để gửi tiếp: phần đã xác nhận không gửi lại."


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--token-file", type=click.File(encoding="utf-8"), help="Tệp giữ mã truy cập của nguồn (- : đầu vào chuẩn)."
)
@click.option(
    "--url", default="", help="Địa chỉ bộ thu thập; không có thì bộ thu thập của bản cài đặt này (collector)."
)
@click.option("--ca", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Chứng thư (PEM) của nơi cấp.")
@click.option(
    "--patience", type=click.IntRange(1), default=300, show_default=True, help="Chờ nhiều nhất bao nhiêu giây."
)
@json_option
def import_files(
    files: tuple[Path, ...],
    token_file: TextIO | None,
    url: str,
    ca: Path | None,
    patience: int,
    as_json: bool,
) -> None:
    """Nhập tệp EVTX, NDJSON (cả .gz) của máy không gửi nhật ký; mã thoát 1 nếu có gì bị mất.

    Bring event files of a machine that sends nothing; files given again are not sent twice.
    """
    token = _token(token_file)
    try:
        with _moving(hidden=as_json) as watcher:
            notes, door = (
                Notes(_place_of(token, url)),
                Door(url or own_url(), token, ca=ca, patience_seconds=patience, say=watcher.say),
            )
            work = Import(notes, door, watcher, min(env.COLLECT_LINE_KB, 1024) * 1024)
            stopped = _run(work, files)
            door.close()
            notes.close()
    except (ImportBusy, NotesUnusable, DoorUnusable) as error:
        raise click.ClickException(str(error)) from error
    _tell(work.tally, stopped, as_json=as_json)
    sys.exit(0 if work.tally.is_whole and not stopped else 1)


def _run(work: Import, files: tuple[Path, ...]) -> str:
    """Carry the import out; return why it ended before its end, empty when it did not."""
    try:
        work.run(files)
    except (ImportBusy, NotesUnusable, DoorUnusable) as error:
        return str(error)
    except KeyboardInterrupt:
        return STOPPED
    return ""


def own_url() -> str:
    """Return the address of this installation's HTTP door. Raises DoorUnusable where it is closed."""
    place = queries.collector_place()
    port = standing(env.COLLECT_FOLDER).get("doors", {}).get("http", 0) if place.http < 0 else place.http
    if not port:
        raise DoorUnusable(
            "Cổng HTTP của bộ thu thập đang đóng. Hãy đặt TINHSO_COLLECT_HTTP (ví dụ 8515) rồi khởi động lại."
        )
    host = place.host if place.secure or env.COLLECT_HOST not in {"0.0.0.0", "::"} else "127.0.0.1"  # noqa: S104 - compared only
    return f"{'https' if place.secure else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"


def _token(token_file: TextIO | None) -> str:
    """Return the token of the source: from a file, or typed without an echo; never from the command line."""
    if token_file is not None:
        found = token_file.read(1_000).strip()
    elif sys.stdin.isatty():
        found = click.prompt("Mã truy cập của nguồn (không hiện khi gõ)", hide_input=True).strip()
    else:
        found = ""
    if not found or not found.isascii() or any(one.isspace() for one in found):
        raise click.ClickException(
            "Thiếu mã truy cập của nguồn. Hãy đăng ký máy ở trang Nguồn sự kiện, "
            "ghi mã vào một tệp rồi dùng --token-file."
        )
    return found


def _place_of(token: str, url: str) -> Path:
    """Return where the notes of a source lie: by its register entry, so that a renewed token finds them again.

    A token of another installation is known by itself and the address.
    """
    mark = digest(token)
    source = next((str(one) for one, known in queries.tokens() if known == mark), "")
    if not source and not url:
        raise DoorUnusable("Mã truy cập không thuộc nguồn nào. Hãy cấp mã mới ở trang Nguồn sự kiện.")
    elsewhere = digest(f"{token} {url}")[:32]
    return env.VAR / "import" / f"{source or elsewhere}.sqlite3"


@contextmanager
def _moving(*, hidden: bool) -> Iterator[Watcher]:
    """Give somebody who says on standard error how the import goes: a bar on a terminal, else a line now and then."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    is_drawn = remarks.is_terminal and not hidden
    with Progress(*columns, console=remarks, disable=not is_drawn, transient=True) as progress:
        bars: dict[Path, TaskID] = {}
        told = [time.monotonic()]

        def moved(path: Path, records: int, done: int, total: int) -> None:
            sentence = f"{path.name}: {written(records)} bản ghi"
            if is_drawn:
                if path not in bars:
                    for one in bars.values():
                        progress.update(one, visible=False)
                    bars[path] = progress.add_task("", total=None)
                progress.update(bars[path], description=sentence, completed=done, total=total)
            elif not hidden and time.monotonic() - told[0] > REMARK_SECONDS:
                told[0] = time.monotonic()
                remarks.print(f"{sentence}, {100 * done // max(total, 1)} % tệp", markup=False)

        yield Watcher(lambda sentence: remarks.print(sentence, markup=False), moved)


def _tell(tally: Tally, stopped: str, *, as_json: bool) -> None:
    if as_json:
        counts = {
            name: getattr(tally, name) for name in ("files", "unusable", "records", "damaged", "gaps", "sent", "known")
        }
        print_json(counts | {"computers": dict(tally.computers.most_common()), "stopped": stopped})
        return
    console.print(
        f"{written(tally.files)} tệp ({written(tally.unusable)} không đọc được hết), {written(tally.records)} bản ghi "
        f"đọc được, {written(tally.damaged)} hỏng hoặc mất, {written(tally.sent)} đã gửi, "
        f"{written(tally.known)} đã gửi từ trước.",
        markup=False,
    )
    if tally.gaps:
        console.print(f"Có {written(tally.gaps)} chỗ trong tệp hỏng hoặc thiếu dữ liệu.", markup=False)
    if tally.computers:
        names = [f"{name} ({written(count)})" for name, count in tally.computers.most_common(MOST_COMPUTERS)]
        more = len(tally.computers) - MOST_COMPUTERS
        console.print(
            f"Máy ghi trong tệp: {', '.join(names)}{f' và {more} máy khác' if more > 0 else ''}.", markup=False
        )
    if stopped:
        remarks.print(stopped, style="red", markup=False)
