# SPDX-License-Identifier: EUPL-1.2
"""The rules in force: those that come along, and releases the operator points at; one engine and one correlator."""

import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tinhso.modules.security.types.alerts import LEVELS
from tinhso_sigma import Correlation, Correlator, Engine, Library, LogSource, Rule, SetAside, load
from tinhso_sigma.correlation import silenced

OWN = Path(__file__).with_name("rules")
Fields = dict[str, tuple[object, ...]]


@dataclass
class Rulebook:
    """rules, correlations: all that can be used; off: keys that a person switched off, which match nothing."""

    library: Library
    off: frozenset[str] = frozenset()
    engine: Engine = field(init=False)
    correlator: Correlator = field(init=False)
    silent: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        rules = [one for one in self.library.rules if one.key not in self.off]
        self.correlations = [one for one in self.library.correlations if one.key not in self.off]
        self.engine = Engine(rules, audit=True)
        self.correlator = Correlator(self.correlations)
        self.silent = silenced(self.correlations)
        self._counted: dict[str, frozenset[str]] = {}
        for rule in rules:
            needed = frozenset(_needed(rule, self.correlations))
            if any(ref and ref in one.rules for one in self.correlations for ref in (rule.id, rule.name)):
                self._counted[rule.key] = needed
        self.by_key = {one.key: one for one in rules}

    def is_counted(self, rule: Rule) -> bool:
        return rule.key in self._counted

    def counted_fields(self, rule: Rule, fields: Fields) -> dict[str, list[object]]:
        """Return what correlations look at in a match, as plain values."""
        return {name: list(fields[name]) for name in self._counted[rule.key] if name in fields}

    def alerts_alone(self, rule: Rule) -> bool:
        """Whether a single match of a rule is an alert: not when it is only there to be counted."""
        return not ({rule.id, rule.name} - {""} & self.silent) if self.silent else True

    @property
    def longest_span_seconds(self) -> int:
        return max((one.span_seconds for one in self.correlations), default=0)


def _needed(rule: Rule, correlations: Iterable[Correlation]) -> Iterable[str]:
    for one in correlations:
        for ref in (rule.id, rule.name):
            if ref and ref in one.rules:
                yield from (one.source_of(name, ref) for name in one.group_by)
                yield from one.fields


def loaded(paths: Collection[Path], off: frozenset[str] = frozenset()) -> Rulebook:
    """Return the rulebook of our own rules and of the operator's paths; a path that is not there is set aside."""
    there = [one for one in paths if one.exists()]
    library = load(OWN, *there)
    for path in paths:
        if path not in there:
            sentence = f"Không tìm thấy bộ luật {path}. Hãy kiểm tra TINHSO_SIGMA_RULES."
            library.aside.append(SetAside(str(path), "", "missing", sentence))
    return Rulebook(library, off)


def fingerprint(paths: Iterable[Path]) -> int:
    """Return a number that changes when a file of the operator's rules does."""
    total = 0
    for path in sorted(paths):
        files = sorted(path.rglob("*.y*ml")) if path.is_dir() else [path]
        for one in files:
            if one.exists():
                told = one.stat()
                total = zlib.crc32(f"{one}:{told.st_size}:{told.st_mtime_ns}".encode(), total)
    return total


def level_of(level: str) -> str:
    return level if level in LEVELS else "medium"


def source_text(source: LogSource) -> str:
    """Return a logsource as people write it: product/category/service, without what it does not say."""
    parts = (("product", source.product), ("category", source.category), ("service", source.service))
    return ", ".join(f"{name}: {value}" for name, value in parts if value)
