# SPDX-License-Identifier: EUPL-1.2
"""Which questions must be answered yes before a rule can match: its guard.

A guard is a set of predicates on fields of which at least one holds whenever the rule does; no guard false may ever
meet a rule true. Of AND the cheapest child guards, of OR all children together, NOT is pushed inward first. Cheap is
what seldom holds: by the measured share of sampled events, before that by a guess from kind and length.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tinhso_sigma.predicates import Boolean, DatePart, Network, Number, Regex
from tinhso_sigma.texts import Text
from tinhso_sigma.types import And, Keyword, Node, Not, Or, Test

ANYWHERE = ""  # the field of a keyword: any field of the event
Atom = tuple[str, Text | Regex | Number | Boolean | Network | DatePart]
Guard = frozenset[Atom]
Shares = Mapping[Atom, float]
GUARDING = (Text, Regex, Number, Boolean, Network, DatePart)
GUESS = {"exact": 0.02, "prefix": 0.05, "suffix": 0.03, "contains": 0.05, "glob": 0.06}


def atoms(node: Node) -> Iterator[Atom]:
    """Give every predicate of a tree that could guard."""
    if isinstance(node, Test | Keyword):
        found = _atom(node)
        if found:
            yield found
    elif isinstance(node, Not):
        yield from atoms(node.child)
    else:
        for child in node.children:
            yield from atoms(child)


def guard_of(node: Node, shares: Shares, positive: bool = True) -> Guard | None:
    """Return the cheapest guard of a node (or of its negation); None: nothing guards it. Empty: it is never true."""
    if isinstance(node, Not):
        return guard_of(node.child, shares, not positive)
    if isinstance(node, Test | Keyword):
        found = _atom(node) if positive else None
        return frozenset((found,)) if found else None
    guards = [guard_of(child, shares, positive) for child in node.children]
    if isinstance(node, And) == positive:
        return min((one for one in guards if one is not None), key=lambda one: cost(one, shares), default=None)
    whole: Guard = frozenset()
    for one in guards:
        if one is None:
            return None
        whole |= one
    return whole


def cost(guard: Guard, shares: Shares) -> float:
    """Return about how often a guard holds; what was never seen to hold still costs its guess, a little."""
    return sum(shares[atom] + guess(atom) / 100 if atom in shares else guess(atom) for atom in guard)


def guess(atom: Atom) -> float:
    field, predicate = atom
    if isinstance(predicate, Text):
        length = len(predicate.literal)
        return GUESS[predicate.kind] / (1 + length) * 8 if length else 1.0
    return 1.0 if isinstance(predicate, Boolean) or field == ANYWHERE else 0.2


def _atom(node: Test | Keyword) -> Atom | None:
    if not isinstance(node.predicate, GUARDING):
        return None
    return (node.field if isinstance(node, Test) else ANYWHERE), node.predicate


__all__ = ["ANYWHERE", "And", "Atom", "Guard", "Or", "Shares", "atoms", "cost", "guard_of"]
