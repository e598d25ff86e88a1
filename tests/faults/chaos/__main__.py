# SPDX-License-Identifier: EUPL-1.2
"""The command: `python -m tests.faults.chaos --minutes 60 --seed 1`."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.chaos.exercise import run


def main() -> int:
    """Run one exercise, print its report, return 1 when something stays without an explanation."""
    asked = argparse.ArgumentParser(prog="python -m tests.faults.chaos", description=__doc__)
    asked.add_argument("--minutes", type=float, default=60.0, help="how long the counterparts misbehave")
    asked.add_argument("--seed", type=int, default=1, help="same seed, same behaviours in the same order")
    asked.add_argument("--folder", type=Path, help="keep the installation here; a temporary folder when missing")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="tinhso-chaos-") as made:
        folder = given.folder or Path(made)
        report = run(folder, seed=given.seed, seconds=given.minutes * 60, say=lambda line: print(line, flush=True))
    print("\n".join(report.lines()))
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
