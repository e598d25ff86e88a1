# SPDX-License-Identifier: EUPL-1.2
"""Events per CPU-second through the detection core, beside orjson.loads of the same lines in the same process.

The lines are those of `bench.everyday`, one in a hundred from the packs. SECURITY_PACKS names a folder with
`sigmahq-rules.tar.gz` and `*.ndjson.gz`; without it the ten rules and the events of the tests are used, and the note
says so. Every run is a process of its own: cold is its first pass over the lines, compiling the rules for the C loop
included, reading the rule files not; warm is the second pass over the same lines.
"""

import gc
import gzip
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tarfile
import time
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from bench import sigma_peers
from bench.everyday import lines
from bench.figures import Figure
from bench.place import Place

EVENTS, FEW = 1_000_000, 5_000
PURE_EVENTS, SQL_EVENTS = 50_000, 5_000
VALUES, VALUES_AT_ONCE = 10_000_000, 10  # distinct ones, and in one event
DETECTIONS, GROUPS, FEW_GROUPS, SPAN_SECONDS = 200_000, 10_000, 100, 60
CHUNK, RUNS = 20_000, 5
PACKS = os.environ.get("SECURITY_PACKS", "")
OWN = Path(__file__).parents[1] / "src" / "tinhso_sigma" / "tests" / "rules"
PARSED = "`orjson.loads` of the same lines, one core, the same process"


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return medians of several processes, each on one core."""
    number = FEW if quick else EVENTS
    place.var.mkdir(parents=True, exist_ok=True)
    file = place.var / "lines.ndjson"
    _write_lines(file, number)
    runs = [_run("both", file, number) for _ in range(1 if quick else RUNS)]
    pure = _run("pure", file, min(number, PURE_EVENTS))
    sql = _run("sql", file, min(number, SQL_EVENTS))
    memory = _run("memory", file, VALUES // 1_000 if quick else VALUES)
    found = _run("correlate", file, FEW if quick else DETECTIONS)
    beside = _run("both", file, min(number, SQL_EVENTS))
    peers = sigma_peers.measure(_texts(), _lines(file, SQL_EVENTS), place.var, beside)
    return [*_loops(runs, pure, number), *_others(sql, memory, found), *peers]


def _loops(runs: list[dict[str, float]], pure: dict[str, float], number: int) -> list[Figure]:
    first = runs[0]
    cold, warm = ([one[name] / one["orjson"] for one in runs] for name in ("cold", "warm"))
    rules = f"{first['rules']:,} Windows rules" + ("" if PACKS else " of the tests")
    note = f"{rules}, {number:,} events of {first['bytes']:.0f} B; ratios over {len(runs)} runs {_spread(cold)}"
    again = f"ratios {_spread(warm)}; {first['matches']:,} matches, {first['handed_over']:,.0f} lines left to Python"
    loop = "C loop" if first["native"] else "pure Python (the C loop was not built)"
    parsed = statistics.median(one["orjson"] for one in runs)
    return [
        Figure("Lines matched, cold (fresh process)", _middle(runs, "cold"), "events/CPU-s", parsed, PARSED,
               f"{loop}; {note}"),
        Figure("Lines matched, the same again", _middle(runs, "warm"), "events/CPU-s", parsed, PARSED, again),
        Figure("Lines matched by pure Python, cold", pure["cold"], "events/CPU-s", pure["orjson"], PARSED,
               f"the first {pure['events']:,.0f} of the lines, parsing included"),
        Figure("Lines matched by pure Python, the same again", pure["warm"], "events/CPU-s", pure["orjson"], PARSED,
               f"{pure['matches']:,} matches"),
        Figure("Rules read", first["loaded"], "rules/CPU-s", note=f"{first['aside']} set aside"),
        Figure("Rules compiled for the C loop", first["compiled"], "s"),
    ]  # fmt: skip


def _others(sql: dict[str, float], memory: dict[str, float], found: dict[str, float]) -> list[Figure]:
    return [
        Figure("pySigma's SQL on SQLite, the same lines", sql["speed"], "events/CPU-s",
               note=f"{sql['rules']:,} rules on {sql['events']:,} events in a table, without filling it"),
        Figure("Memory after distinct values", memory["last"], "MiB",
               note=f"{memory['values']:,.0f} of them in {memory['events']:,.0f} events; after a tenth "
                    f"{memory['tenth']:.0f} MiB, after a half {memory['half']:.0f} MiB; "
                    f"{memory['entries']:,.0f} values remembered at the end"),
        Figure("Detections correlated", found["speed"], "detections/CPU-s",
               note=f"event_count of 10 in a minute, {GROUPS:,} groups, in order of time; "
                    f"{found['changes']:,.0f} changes"),
        Figure("Detections correlated, late ones among them", found["late"], "detections/CPU-s",
               note="each up to 30 s late"),
        Figure("Detections correlated, groups that never rest", found["restless"], "detections/CPU-s",
               note=f"{FEW_GROUPS} groups, each match but the first nine a change"),
    ]  # fmt: skip


def _spread(ratios: list[float]) -> str:
    return f"{min(ratios):.2f} to {max(ratios):.2f}"


def _middle(runs: list[dict[str, float]], name: str) -> float:
    return statistics.median(one[name] for one in runs)


def _run(what: str, file: Path, number: int) -> dict[str, Any]:
    command = (sys.executable, "-m", "bench.sigma", what, str(file), str(number))
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def _write_lines(file: Path, number: int) -> None:
    with file.open("wb") as out:
        out.writelines(line + b"\n" for line in lines(number, _attacks()))


def _attacks() -> list[bytes]:
    from tinhso_sigma.tests import samples  # noqa: PLC0415 - not every bench reads the tests

    draws = random.Random(20261123)
    packed = [
        line for file in sorted(Path(PACKS or OWN).glob("*.ndjson.gz"))
        for line in gzip.decompress(file.read_bytes()).splitlines()
    ]  # fmt: skip
    return packed or [orjson.dumps(samples.some(draws)) for _ in range(500)]


def _chunks(file: Path, number: int) -> Iterator[list[bytes]]:
    with file.open("rb") as source:
        while chunk := [line.rstrip(b"\n") for line in islice(source, min(CHUNK, number))]:
            number -= len(chunk)
            yield chunk


def _lines(file: Path, number: int) -> list[bytes]:
    return [line for chunk in _chunks(file, number) for line in chunk]


def _loaded() -> Any:
    from tinhso_sigma import load  # noqa: PLC0415 - reading the package is part of a cold start

    return load(Path(PACKS) / "sigmahq-rules.tar.gz" if PACKS else OWN)


def both(file: Path, number: int, *, native: bool = True) -> dict[str, float]:
    """Measure in this process: rules read, lines parsed, matched once, matched again."""
    from tinhso_sigma import Engine  # noqa: PLC0415

    clock = time.process_time
    began = clock()
    library = _loaded()
    loaded = len(library.rules) / (clock() - began)
    engine = Engine((rule for rule in library.rules if rule.logsource.product == "windows"), native=native)
    gc.freeze()  # the rules stay; looking through them again and again is no work of the engine
    began = clock()
    loop = engine.compiled
    compiled = cold = clock() - began
    parsed = warm = 0.0
    size = matches = 0
    for chunk in _chunks(file, number):
        began = clock()
        deque(map(orjson.loads, chunk), maxlen=0)
        then = clock()
        found = engine.match_lines(chunk)
        cold += clock() - then
        parsed += then - began
        size += sum(map(len, chunk))
        matches += sum(map(len, found))
    for chunk in _chunks(file, number):
        began = clock()
        engine.match_lines(chunk)
        warm += clock() - began
    handed_over = loop.counters()["handed_over"] / 2 if loop else number
    return {"rules": len(engine.rules), "aside": len(library.aside), "loaded": loaded, "events": number,
            "bytes": size / number, "orjson": number / parsed, "cold": number / cold, "warm": number / warm,
            "matches": matches, "compiled": compiled, "native": loop is not None,
            "handed_over": handed_over}  # fmt: skip


def sql(file: Path, number: int) -> dict[str, float]:
    """Measure pySigma's SQL on a table of the events, all Windows rules one after the other."""
    from tinhso_sigma.tests import oracle  # noqa: PLC0415

    made, _ = oracle.queries(_texts().items())
    table = oracle.Table(orjson.loads(line) for chunk in _chunks(file, number) for line in chunk)
    began = time.process_time()
    for statements in made.values():
        table.matches(statements)
    return {"speed": number / (time.process_time() - began), "rules": len(made), "events": number}


def _texts() -> dict[str, str]:
    """Return the YAML of the Windows rules by file."""
    texts = {one.name: one.read_text(encoding="utf-8") for one in OWN.glob("*.yml")}
    if PACKS:
        with tarfile.open(Path(PACKS) / "sigmahq-rules.tar.gz") as archive:
            found = ((one.name, archive.extractfile(one)) for one in archive if one.name.endswith(".yml"))
            texts = {name: stream.read().decode() for name, stream in found if stream}
    return {name: text for name, text in texts.items() if "product: windows" in text}


def memory(file: Path, number: int) -> dict[str, float]:
    """Measure the memory of this process while values come that never came before."""
    from tinhso_sigma import Engine  # noqa: PLC0415

    engine = Engine(rule for rule in _loaded().rules if rule.logsource.product == "windows")
    names = ("Image", "CommandLine", "ParentImage", "ParentCommandLine", "User", "Hashes", "OriginalFileName",
             "CurrentDirectory", "Description", "Company")  # fmt: skip
    data = ",".join(f'"{name}":"{name} of event %d"' for name in names)
    head = '"System":{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":1}'
    line = '{"Event":{' + head + ',"EventData":{' + data + "}}}"
    events = number // VALUES_AT_ONCE
    at: dict[int, float] = {}
    for begin in range(0, events, CHUNK):
        some = range(begin, min(begin + CHUNK, events))
        engine.match_lines([(line % ((n,) * VALUES_AT_ONCE)).encode() for n in some])
        at[begin] = _resident_mib()
    steps = list(at.values())
    entries = engine.compiled.counters()["entries"] if engine.compiled else 0
    return {"values": number, "events": events, "tenth": steps[len(steps) // 10], "half": steps[len(steps) // 2],
            "last": steps[-1], "entries": entries}  # fmt: skip


def _resident_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def correlate(file: Path, number: int) -> dict[str, float]:
    """Measure one correlation over many groups."""
    from tinhso_sigma import Correlation, Correlator, LogSource, Rule  # noqa: PLC0415
    from tinhso_sigma.types import Or  # noqa: PLC0415

    rule = Rule("r", "r", Or(()), LogSource(), id="r")
    wanted = Correlation("c", "c", "event_count", ("r",), SPAN_SECONDS, (("gte", 10.0),), group_by=("user",))
    found: dict[str, float] = {}
    for name, late, groups in (("restless", 0, FEW_GROUPS), ("late", 30, GROUPS), ("speed", 0, GROUPS)):
        correlator, draws = Correlator([wanted]), random.Random(20261123)
        every = SPAN_SECONDS / GROUPS / 6  # six a minute in each of the many groups
        told = [({"user": (f"nv{draws.randrange(groups)}",)}, at * every - draws.random() * late, f"e{at}")
                for at in range(number)]  # fmt: skip
        gc.freeze()
        began = time.process_time()
        found["changes"] = sum(len(correlator.add(rule, *one)) for one in told)
        found[name] = number / (time.process_time() - began)
    return found


if __name__ == "__main__":
    what, file, number = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    made = both(file, number, native=False) if what == "pure" else globals()[what](file, number)
    print(json.dumps(made))
