# SPDX-License-Identifier: EUPL-1.2
"""The last time this installation is known to have lived through, to notice a clock that was set back."""

import time
from pathlib import Path

FILE = "last_seen"
TOLERANCE_SECONDS = 2.0  # NTP may step back a little


def note(var: Path) -> None:
    """Write down the system time unless a later one is there already."""
    if step_back(var) > 0:
        return
    path = var / "run" / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(f"{time.time():.0f}", encoding="ascii")
    draft.replace(path)


def step_back(var: Path) -> float:
    """Return by how many seconds the clock is behind the last time written down, 0 when it is not."""
    path = var / "run" / FILE
    if not path.exists():
        return 0.0
    behind = float(path.read_text(encoding="ascii")) - time.time()
    return behind if behind > TOLERANCE_SECONDS else 0.0
