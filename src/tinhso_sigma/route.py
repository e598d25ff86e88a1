# SPDX-License-Identifier: EUPL-1.2
"""The rules that concern events of one origin, indexed by what guards them, planned again as events are seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from tinhso_sigma.events import Fields
from tinhso_sigma.index import FieldIndex
from tinhso_sigma.names import field_name
from tinhso_sigma.planning import ANYWHERE, Atom, Shares, atoms, guard_of
from tinhso_sigma.types import Rule

SAMPLE = 256  # events looked at for one plan
STRIDES = (1, 16, 256)  # every n-th event is sampled, for the first, second and third plan
MOST_NAMES = 20_000


class Indices(dict[str, FieldIndex | None]):
    """From a name as producers write it to the index of its field; names are learnt as they come."""

    def __init__(self, by_field: Mapping[str, FieldIndex], names: Mapping[str, str]) -> None:
        super().__init__()
        self._by_field, self._names = by_field, names

    def __missing__(self, name: str) -> FieldIndex | None:
        folded = field_name(name)
        found = self._by_field.get(self._names.get(folded, folded))
        if len(self) < MOST_NAMES:
            self[name] = found
        return found


class Route:
    """rules: those that concern the origin.

    always: bits of the rules that nothing guards. samples: whether events are still sampled for a better plan.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._atoms = [tuple(dict.fromkeys(atoms(rule.tree))) for rule in self.rules]
        self._sampled: list[Fields] = []
        self._seen, self._stage = 0, 0
        self.samples = bool(self.rules)
        self.plan({})

    def plan(self, shares: Shares) -> None:
        """Choose guards anew and forget what was remembered."""
        self.always = 0
        entries: dict[str, dict[Atom, int]] = {}
        for number, rule in enumerate(self.rules):
            guard = guard_of(rule.tree, shares)
            if guard is None:
                self.always |= 1 << number
            for atom in guard or ():
                table = entries.setdefault(atom[0], {})
                table[atom] = table.get(atom, 0) | 1 << number
        made = {field: FieldIndex(table.items()) for field, table in entries.items()}
        self.anywhere = made.pop(ANYWHERE, None)
        self.by_field = made
        self._indices: dict[int, Indices] = {}

    def indices(self, names: dict[str, str]) -> Indices:
        """Return the indices by the names of a layout (`names`: what it calls otherwise; one object per layout)."""
        found = self._indices.get(id(names))
        if found is None:
            found = self._indices[id(names)] = Indices(self.by_field, names)
        return found

    def picked(self, bits: int) -> Iterator[Rule]:
        """Give the rules of the bits, in order."""
        while bits:
            low = bits & -bits
            yield self.rules[low.bit_length() - 1]
            bits ^= low

    def due(self) -> bool:
        """Count an event; tell whether it is one to sample."""
        self._seen += 1
        return self._seen % STRIDES[self._stage] == 0

    def sample(self, fields: Fields) -> None:
        """Take an event into the sample; when there are enough, plan by what was measured."""
        self._sampled.append(fields)
        if len(self._sampled) >= SAMPLE:
            self.plan(self.measured(self._sampled))
            self._sampled, self._seen = [], 0
            self._stage += 1
            self.samples = self._stage < len(STRIDES)

    def measured(self, sampled: list[Fields]) -> dict[Atom, float]:
        """Return for each predicate of these rules the share of the events in which it holds."""
        numbered: dict[str, list[tuple[Atom, int]]] = {}
        for atom in dict.fromkeys(atom for some in self._atoms for atom in some):
            table = numbered.setdefault(atom[0], [])
            table.append((atom, 1 << len(table)))
        held: Counter[Atom] = Counter()
        for field, table in numbered.items():
            held.update(_held(field, table, sampled))
        return {atom: held[atom] / len(sampled) for table in numbered.values() for atom, _ in table}


def _held(field: str, table: list[tuple[Atom, int]], sampled: list[Fields]) -> Iterator[Atom]:
    index = FieldIndex(table)
    for fields in sampled:
        values = fields.get(field, ()) if field != ANYWHERE else [one for some in fields.values() for one in some]
        bits = 0
        for raw in values:
            if raw is not None:
                bits |= index.find(raw)
        while bits:
            low = bits & -bits
            yield table[low.bit_length() - 1][0]
            bits ^= low
