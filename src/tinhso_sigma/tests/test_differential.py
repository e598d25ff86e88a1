# SPDX-License-Identifier: EUPL-1.2
"""Our matches are those of pySigma's SQL on SQLite: on rules and events of ours, and on packs somebody brings.

TINHSO_SECURITY_PACKS names a folder with `sigmahq-rules.tar.gz` and event files `*.ndjson.gz`; without it the last test
has nothing to read. Where SQLite is wrong by the specification, `sqlite_differences.yaml` says so rule by rule.
"""

import gzip
import os
import random
import tarfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from tinhso_sigma.engine import Engine
from tinhso_sigma.errors import BadEvent
from tinhso_sigma.events import parse
from tinhso_sigma.loading import Library, load
from tinhso_sigma.tests import oracle, samples
from tinhso_sigma.tests.loops import LOOPS, line_of

HERE = Path(__file__).parent
PACKS = os.environ.get("TINHSO_SECURITY_PACKS", "")
# Differences where SQLite is wrong: rule file → clause of the specification.
KNOWN: dict[str, str] = yaml.safe_load((HERE / "sqlite_differences.yaml").read_text(encoding="utf-8")) or {}


def ours(library: Library, events: list[dict[str, Any]], routed: bool, native: bool) -> dict[str, set[int]]:
    engine = Engine(library.rules, routed=routed, native=native)
    found: dict[str, set[int]] = defaultdict(set)
    for number, some in enumerate(engine.match_lines(map(line_of, events))):
        assert not isinstance(some, BadEvent)
        for rule in some:
            found[rule.file].add(number)
    return found


def differences(
    library: Library, texts: dict[str, str], events: list[dict[str, Any]], routed: bool, native: bool
) -> tuple[dict[str, set[int]], int, int]:
    """Return rows found by one side only, the number of rules compared, and of matches."""
    made, _ = oracle.queries(texts.items(), routed)
    table = oracle.Table(events)
    mine = ours(library, events, routed, native)
    found = {file: mine[file] ^ table.matches(statements) for file, statements in made.items()}
    matches = sum(len(rows) for file, rows in mine.items() if file in made)
    return {file: rows for file, rows in found.items() if rows and file not in KNOWN}, len(made), matches


@pytest.mark.parametrize("native", LOOPS)
@pytest.mark.parametrize("routed", [True, False])
def test_own_rules_on_own_events(routed: bool, native: bool):
    draws = random.Random(20260901)
    events = [samples.some(draws) for _ in range(1_500)]
    library = load(HERE / "rules")
    texts = {file.name: file.read_text(encoding="utf-8") for file in (HERE / "rules").glob("*.yml")}

    found, compared, matches = differences(library, texts, events, routed, native)

    assert not library.aside
    # SQLite's windash knows the five dashes a rule may mean, ours as well: all ten are compared.
    assert compared == 10
    assert matches > 300
    assert not found


@pytest.mark.skipif(not PACKS, reason="TINHSO_SECURITY_PACKS names no folder of rule and event packs")
@pytest.mark.parametrize("native", LOOPS)
@pytest.mark.parametrize("routed", [True, False])
def test_packs(routed: bool, native: bool):
    folder = Path(PACKS)
    library = load(folder / "sigmahq-rules.tar.gz")
    with tarfile.open(folder / "sigmahq-rules.tar.gz") as archive:
        texts = {
            member.name: stream.read().decode()
            for member in archive
            if member.name.endswith(".yml") and (stream := archive.extractfile(member))
        }
    if routed:  # SQL of other products has no condition on the log source at all
        texts = {name: text for name, text in texts.items() if "product: windows" in text}
    lines = (
        line for file in sorted(folder.glob("*.ndjson.gz")) for line in gzip.decompress(file.read_bytes()).splitlines()
    )
    events = [parse(line) for line in lines]

    found, compared, matches = differences(library, texts, events, routed, native)

    print(
        f"{len(library.rules)} rules, {len(library.aside)} aside, {compared} compared, {len(events)} events, {matches}"
    )
    assert not found
