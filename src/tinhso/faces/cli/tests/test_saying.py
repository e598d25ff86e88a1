# SPDX-License-Identifier: EUPL-1.2
"""What `tinhso up` says goes where somebody listens; where nobody can take it, the house goes on."""

import os
from pathlib import Path

from rich.console import Console

from tinhso.faces.cli import up


def test_what_nobody_can_take_is_left_unsaid(monkeypatch) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(up, "console", Console(file=full))
        up._say("web", "một dòng")
        os.dup2(os.open(os.devnull, os.O_WRONLY), full.fileno())  # so that closing it can write what was kept
