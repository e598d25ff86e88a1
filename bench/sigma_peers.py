# SPDX-License-Identifier: EUPL-1.2
"""Other engines of Sigma rules on PyPI, on the same rules and lines as ours.

SIGMA_PEERS names interpreters that have them (separated like PATH); none is part of this project, so each lies in an
environment of its own, made by `pip install azuma sigma-rule-matcher zargunlite kodon pytz pysigma-backend-sqlite
pysigma-pipeline-sysmon pysigma-pipeline-windows`. What an engine lacks it is given, outside its time: events as flat
objects with the names of rules, each rule only the events of its log source. Zircolite itself is not on PyPI.
"""

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
import yaml

from bench.figures import Figure

PEERS = tuple(filter(None, os.environ.get("SIGMA_PEERS", "").split(os.pathsep)))
WORKER = Path(__file__).with_name("sigma_peers_worker.py")
ENGINES = {
    "azuma": "pure Python, rule by rule",
    "sigma-rule-matcher": "pure Python on pySigma, rule by rule",
    "zargunlite": "Zircolite's way: pySigma's SQL on SQLite, filling the table included",
    "kodon": "pySigma's SQL on DuckDB, filling the table included; CPU time of all its threads",
}


def measure(texts: dict[str, str], lines: Iterable[bytes], folder: Path, ours: dict[str, float]) -> list[Figure]:
    """Return one line for each engine that an interpreter of SIGMA_PEERS has, beside ours on the same lines.

    texts: YAML of rules by file. ours: what `bench.sigma.both` found on these lines: cold, warm, rules, matches.
    """
    if not PEERS:
        return [
            Figure("Other engines of PyPI", 0, "events/CPU-s", note="not measured: SIGMA_PEERS names no interpreter")
        ]
    rules, events = folder / "peer_rules.json", folder / "peer_events.ndjson"
    rules.write_bytes(orjson.dumps([_routed(file, text) for file, text in texts.items()]))
    flat = [orjson.dumps(_flat(orjson.loads(line)), option=orjson.OPT_APPEND_NEWLINE) for line in lines]
    events.write_bytes(b"".join(flat))
    beside = (
        f"ours on the same {len(flat):,} lines, the second time (the first, compiling rules included: "
        f"{ours['cold']:,.0f}); {ours['matches']:,} matches of {ours['rules']:,} rules"
    )
    found = ((name, _asked(python, name, rules, events)) for name in ENGINES for python in PEERS)
    return [_figure(name, one, ours["warm"], beside) for name, one in found if one]


def _figure(name: str, found: dict[str, Any], warm: float, beside: str) -> Figure:
    note = (
        f"{ENGINES[name]}; {found['accepted']:,} rules taken, {found['refused']:,} refused, "
        f"{found['failed']:,} given up when asked; {found['matches']:,} matches"
    )
    return Figure(f"{name} {found['version']}", found["speed"], "events/CPU-s", warm, beside, note)


def _asked(python: str, name: str, rules: Path, events: Path) -> dict[str, Any] | None:
    """Return what the worker measured; None where the interpreter has no such engine."""
    done = subprocess.run((python, "-I", WORKER, name, rules, events), check=True, capture_output=True, text=True)
    found: dict[str, Any] | None = json.loads(done.stdout.splitlines()[-1])
    return found


def _routed(file: str, text: str) -> dict[str, Any]:
    """Return a rule with the channels and event numbers of its log source; None: any."""
    from tinhso_sigma import LogSource  # noqa: PLC0415 - as everywhere in this bench
    from tinhso_sigma.windows import windows_map  # noqa: PLC0415

    source = yaml.safe_load(text)["logsource"]
    where = windows_map().where(LogSource(source.get("product"), source.get("category"), source.get("service")))
    channels, ids = (where.channels, where.ids) if where else (None, None)
    return {"file": file, "text": text, "channels": channels and sorted(channels), "ids": ids and sorted(ids)}


def _flat(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event as most engines want it: one object, names as they are written, one value each."""
    from tinhso_sigma.events import leaves, sections, shape_of  # noqa: PLC0415
    from tinhso_sigma.windows import windows_map  # noqa: PLC0415

    shape = shape_of(event, windows_map())
    flat: dict[str, Any] = {}
    for section in sections(event, shape):
        for name, value in leaves(section, bool(shape.system)):
            flat.setdefault(name, value)
    return flat
