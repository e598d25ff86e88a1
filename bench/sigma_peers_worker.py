# SPDX-License-Identifier: EUPL-1.2
"""One other engine in an interpreter of its own: `python sigma_peers_worker.py ENGINE RULES EVENTS`.

Imports nothing of this project. Prints one line of JSON: events per CPU-second, rules taken, refused and given up,
matches (pairs of rule and event); `null` where the engine is not installed. Reading rules is not in the time, reading
lines is.
"""

import importlib.metadata
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Rule = dict[str, Any]
Asked = Callable[[dict[str, Any]], bool]


def main() -> None:
    engine, rules, events = sys.argv[1], json.loads(Path(sys.argv[2]).read_bytes()), Path(sys.argv[3])
    try:
        version = importlib.metadata.version(engine)
    except importlib.metadata.PackageNotFoundError:
        print("null")
        return
    print(json.dumps({"version": version, **ENGINES[engine](rules, events)}))


class Tally:
    """What became of the rules. Engines refuse a rule by errors of many kinds; each is counted by its name."""

    def __init__(self) -> None:
        self.refused: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()

    @contextmanager
    def refusing(self, where: Counter[str]) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever another engine raises is its answer, and it is counted
            where[type(error).__name__] += 1

    def told(self, accepted: int, matches: int, number: int, seconds: float) -> dict[str, Any]:
        print(f"refused: {dict(self.refused)}; given up: {dict(self.failed)}", file=sys.stderr)
        return {
            "accepted": accepted, "refused": self.refused.total(), "failed": self.failed.total(), "matches": matches,
            "speed": number / seconds,
        }  # fmt: skip


def azuma(rules: list[Rule], events: Path) -> dict[str, Any]:
    from azuma import Rule as Azuma  # noqa: PLC0415 - present in its own interpreter only

    return _one_by_one(rules, events, lambda text: Azuma.model_validate_yaml(text).match)


def matcher(rules: list[Rule], events: Path) -> dict[str, Any]:
    from sigma.rule import SigmaRule  # noqa: PLC0415
    from sigma_rule_matcher import RuleMatcher  # noqa: PLC0415

    return _one_by_one(rules, events, lambda text: RuleMatcher(SigmaRule.from_yaml(text)).match)


def _one_by_one(rules: list[Rule], events: Path, read: Callable[[str], Asked]) -> dict[str, Any]:
    """Ask every rule of the event's log source; one that raises is left out from then on."""
    tally, taken = Tally(), []
    for rule in rules:
        with tally.refusing(tally.refused):
            taken.append((rule, read(rule["text"])))
    lines = events.read_bytes().splitlines()
    routes: dict[tuple[str, str], list[Asked]] = {}
    given_up: set[int] = set()
    matches = 0
    began = time.process_time()
    for line in lines:
        event = json.loads(line)
        key = (str(event.get("Channel", "")).lower(), str(event.get("EventID", "")))
        if key not in routes:
            routes[key] = [ask for rule, ask in taken if _concerns(rule, *key)]
        for ask in routes[key]:
            if id(ask) not in given_up:
                given_up.add(id(ask))
                with tally.refusing(tally.failed):
                    matches += ask(event)
                    given_up.discard(id(ask))
    return tally.told(len(taken), matches, len(lines), time.process_time() - began)


def _concerns(rule: Rule, channel: str, number: str) -> bool:
    return (rule["channels"] is None or channel in rule["channels"]) and (rule["ids"] is None or number in rule["ids"])


def _queries(rules: list[Rule], backend: Callable[[Any], Any], table: str, tally: Tally) -> list[list[str]]:
    """Return the SQL of each rule that pySigma turns into some, as for Sysmon and the Windows logs."""
    from sigma.collection import SigmaCollection  # noqa: PLC0415
    from sigma.pipelines.sysmon import sysmon_pipeline  # noqa: PLC0415
    from sigma.pipelines.windows import windows_logsource_pipeline  # noqa: PLC0415

    made: list[list[str]] = []
    for rule in rules:
        with tally.refusing(tally.refused):
            one = SigmaCollection.from_yaml(rule["text"])
            to_sql = backend(sysmon_pipeline() + windows_logsource_pipeline())
            to_sql.table = table
            made.append([str(query) for query in to_sql.convert(one)])
    return made


def zargunlite(rules: list[Rule], events: Path) -> dict[str, Any]:
    from sigma.backends.sqlite import sqliteBackend  # noqa: PLC0415
    from zargunlite.core import ZargunCore  # noqa: PLC0415
    from zargunlite.model import ZircoliteRule  # noqa: PLC0415

    tally = Tally()
    made = [ZircoliteRule(title="", rule=queries) for queries in _queries(rules, sqliteBackend, "logs", tally)]
    lines = events.read_bytes().splitlines()
    matches = 0
    began = time.process_time()
    with ZargunCore() as core:
        core.load_data([json.loads(line) for line in lines], strict_field_name=False)
        for rule in made:
            with tally.refusing(tally.failed):
                matches += core.execute_zircolite_rule(rule).count
    return tally.told(len(made), matches, len(lines), time.process_time() - began)


def kodon(rules: list[Rule], events: Path) -> dict[str, Any]:
    import duckdb  # noqa: PLC0415
    from kodon.duckdb_backend import DuckDBBackend  # noqa: PLC0415
    from kodon.replay import load_events, run_sql  # noqa: PLC0415

    tally = Tally()
    made = _queries(rules, DuckDBBackend, "events", tally)
    number = len(events.read_bytes().splitlines())
    matches = 0
    began = time.process_time()
    table = load_events(events)
    for queries in made:
        with tally.refusing(tally.failed):
            for query in queries:
                while True:
                    try:
                        matches += len(run_sql(table, query))
                        break
                    except duckdb.BinderException as error:  # a field that no event has is a column without values
                        missing = re.search(r'Referenced column "([^"]+)" not found', str(error))
                        if not missing:
                            raise
                        table.execute(f'ALTER TABLE events ADD COLUMN "{missing[1]}" VARCHAR')
    return tally.told(len(made), matches, number, time.process_time() - began)


ENGINES = {"azuma": azuma, "sigma-rule-matcher": matcher, "zargunlite": zargunlite, "kodon": kodon}


if __name__ == "__main__":
    main()
