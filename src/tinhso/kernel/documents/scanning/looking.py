# SPDX-License-Identifier: EUPL-1.2
"""One page of a file as an upright picture, made in a child process with limits."""

import json
import subprocess
import sys
from pathlib import Path

from tinhso.kernel.documents.rules.sniffing import PDF
from tinhso.kernel.documents.scanning.types import DPI, PageUnreadable, Picture

LOOKING_SECONDS = 30
_READER = Path(__file__).with_name("page_reader.py")


def look_at(data: bytes, media_type: str, *, page: int = 0, turn: int = 0) -> Picture:
    """Return one page, from 0, turned clockwise by `turn` degrees (0, 90, 180, 270) after what its camera says.

    Raises PageUnreadable with a sentence for a page that cannot be shown or takes too long.
    """
    kind = "pdf" if media_type == PDF else "picture"
    command = [sys.executable, "-I", str(_READER), kind, str(page), str(turn), str(DPI)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and file, no shell, the data go in as input
            command, input=data, capture_output=True, timeout=LOOKING_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _unreadable() from error
    head, _, picture = done.stdout.partition(b"\n")
    if done.returncode != 0 or not picture:
        raise _unreadable()
    found = json.loads(head)
    return Picture(picture, found["width"], found["height"], found["ink"])


def _unreadable() -> PageUnreadable:
    return PageUnreadable("Không dựng được hình của trang này. Hãy quét lại riêng trang đó.", code="page_broken")
