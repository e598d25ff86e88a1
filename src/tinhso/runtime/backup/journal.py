# SPDX-License-Identifier: EUPL-1.2
"""When a backup was made, one line each in `VAR/backups.txt`: instant, bytes. For the yearly report of quality."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FILE = "backups.txt"


@dataclass(frozen=True)
class Made:
    """One backup: when, how large."""

    at: datetime
    size_bytes: int


def note(var: Path, made: Made) -> None:
    """Write down that a backup was made."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / FILE).open("a", encoding="ascii") as stream:
        stream.write(f"{made.at.isoformat(timespec='seconds')} {made.size_bytes}\n")


def read(var: Path) -> list[Made]:
    """Return every backup written down, oldest first; a broken line is left out."""
    path = var / FILE
    found = []
    for line in path.read_text(encoding="ascii", errors="replace").splitlines() if path.exists() else ():
        moment, _, size = line.partition(" ")
        try:
            found.append(Made(datetime.fromisoformat(moment), int(size)))
        except ValueError:
            continue
    return [one for one in found if one.at.tzinfo]
