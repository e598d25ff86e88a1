# SPDX-License-Identifier: EUPL-1.2
"""`python -m bench [PART …] [--write] [--quick] [--size N]`."""

import argparse
import importlib
import subprocess
import sys
from collections.abc import Sequence

from bench import figures
from bench.place import place

MODULES = {name: f"bench.{name}" for name in ("lives", "ledger", "lists", "signing", "ocr")}
MODULES |= {"http": "bench.pages", "peak": "bench.peak", "surge": "bench.surge", "workers": "bench.workers"}
MODULES |= {"play": "bench.play", "start": "bench.first_start", "planner": "bench.planner", "acts": "bench.acts"}
MODULES |= {"sigma": "bench.sigma"}
MODULES |= {"collect": "bench.collecting", "watch": "bench.watching", "taxii": "bench.taxii"}
SIZED = ("lists", "acts", "watch")


def main() -> None:
    options = asked()
    if len(options.parts) == 1:
        measure(options.parts[0], options)
        return
    for name in options.parts or MODULES:
        arguments = [one for one in sys.argv[1:] if one not in MODULES]
        subprocess.run((sys.executable, "-m", "bench", name, *arguments), check=True)


def measure(name: str, options: argparse.Namespace) -> None:
    """Measure one part in an installation of its own: what another part left behind would be measured with it."""
    where = figures.machine()
    began = figures.now()
    extra = {"sizes": options.size} if name in SIZED and options.size else {}
    with place() as here:
        found = importlib.import_module(MODULES[name]).measure(here, quick=options.quick, **extra)
    taken = (figures.now() - began).seconds
    print(f"\n{figures.TITLES[name]} ({taken} s, {where})\n{figures.table(found)}", flush=True)
    if options.write:
        print(f"\n{figures.write({name: figures.section(name, found, began, where)})}", flush=True)


def asked(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return parts, write, quick and size as typed; ends the program with a sentence when a part is unknown."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", type=_part, help=f"of {', '.join(MODULES)}; everything when none is named")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/measurements.md")
    parser.add_argument("--quick", action="store_true", help="one short run of each, to see that it works")
    parser.add_argument(
        "--size",
        type=int,
        action="append",
        help="dossiers for `lists`, acts for `acts`, events for `watch`; repeatable",
    )
    return parser.parse_args(arguments)


def _part(name: str) -> str:
    if name not in MODULES:
        raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(MODULES)}")
    return name


if __name__ == "__main__":
    main()
