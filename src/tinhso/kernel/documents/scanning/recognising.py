# SPDX-License-Identifier: EUPL-1.2
"""Text of a page by the program `tesseract` with the Vietnamese data, under limits of time and memory.

The program is the operator's to install; without it pages are still made into a file, only without text.
"""

import os
import shutil
import subprocess
from functools import cache

from tinhso.kernel.documents.rules.intake import clean_text
from tinhso.kernel.documents.scanning.types import DPI, Line, PageUnreadable, Picture, Reading

LANGUAGE = "vie"
READING_SECONDS, TURNING_SECONDS = 60, 20
MOST_MEMORY_KB = 2 << 20
TEXT_ROW, WORD_COLUMNS = "5", 12
_LIMITED = 'ulimit -v "$1" && ulimit -t "$2" && ulimit -c 0 && shift 2 && exec "$@"'
_ONE_CORE = {"OMP_THREAD_LIMIT": "1"}
"""With several threads a page takes four times as long on two cores."""


@cache
def _program() -> str | None:
    return shutil.which("tesseract")


@cache
def is_installed() -> bool:
    """Whether the program and its Vietnamese data are there."""
    if _program() is None:
        return False
    done = subprocess.run(  # noqa: S603 - a constant command
        [str(_program()), "--list-langs"], capture_output=True, text=True, timeout=TURNING_SECONDS, check=False
    )
    return LANGUAGE in done.stdout.split()


def turn_of(picture: Picture) -> int:
    """Return by how many degrees clockwise the page must be turned to stand upright; 0 when it cannot be told."""
    done = _run(picture, ("--psm", "0", "-l", "osd"), TURNING_SECONDS)
    said = dict(line.split(": ", 1) for line in done.stdout.decode("utf-8", "replace").splitlines() if ": " in line)
    try:
        return int(said.get("Rotate", "0")) % 360
    except ValueError:
        return 0


def recognise(picture: Picture) -> Reading:
    """Return the lines of an upright page. Raises PageUnreadable when it takes too long or the program fails."""
    done = _run(picture, ("--psm", "3", "-l", LANGUAGE), READING_SECONDS, "tsv")
    if done.returncode != 0:
        raise PageUnreadable(
            "Chương trình nhận dạng chữ không đọc được trang này; hình của trang vẫn được giữ.", code="ocr_failed"
        )
    return _reading(done.stdout.decode("utf-8", "replace"))


def _run(
    picture: Picture, options: tuple[str, ...], seconds: int, *outputs: str
) -> "subprocess.CompletedProcess[bytes]":
    limits = ("/bin/sh", "-c", _LIMITED, "sh", str(MOST_MEMORY_KB), str(seconds))
    command = (*limits, str(_program()), "stdin", "stdout", "--dpi", str(DPI), *options, *outputs)
    try:
        return subprocess.run(  # noqa: S603 - constant words; the picture, which we made ourselves, goes in as input
            command, input=picture.data, capture_output=True, timeout=seconds, check=False, env=os.environ | _ONE_CORE
        )
    except subprocess.TimeoutExpired as error:
        raise PageUnreadable(
            "Nhận dạng chữ của trang này quá thời gian; hình của trang vẫn được giữ.", code="ocr_slow"
        ) from error


def _reading(table: str) -> Reading:
    """Return lines from the program's table: block, paragraph and line say which words stand together."""
    lines: dict[tuple[str, ...], list[tuple[str, int, int, int, int]]] = {}
    sure: list[float] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != WORD_COLUMNS or cells[0] != TEXT_ROW or not (word := clean_text(cells[11])):
            continue
        left, top, width, height = map(int, cells[6:10])
        lines.setdefault(tuple(cells[1:5]), []).append((word, left, top, left + width, top + height))
        sure.append(float(cells[10]))
    found = tuple(_line(words) for words in lines.values())
    return Reading(found, sum(sure) / len(sure) if sure else 0.0)


def _line(words: list[tuple[str, int, int, int, int]]) -> Line:
    left, top = min(one[1] for one in words), min(one[2] for one in words)
    right, bottom = max(one[3] for one in words), max(one[4] for one in words)
    return Line(" ".join(one[0] for one in words), left, top, right - left, bottom - top)
