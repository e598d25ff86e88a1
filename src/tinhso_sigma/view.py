# SPDX-License-Identifier: EUPL-1.2
"""A full rule on one event: what every candidate is verified with, and the engine's only judge.

A tree becomes nested functions once. They look at a View, which turns a field into values when it is first asked.
"""

from __future__ import annotations

from collections.abc import Callable

from tinhso_sigma.events import Fields
from tinhso_sigma.predicates import Exists, Null, SameAs
from tinhso_sigma.types import And, Keyword, Node, Not, Test
from tinhso_sigma.values import Value

Values = tuple[Value, ...]
Judge = Callable[["View"], bool]


class View:
    """The fields of one event as values. Nulls are no values; `fields` knows that they are there."""

    __slots__ = ("_values", "fields")

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self._values: dict[str, Values] = {}

    def values(self, name: str) -> Values:
        found = self._values.get(name)
        if found is None:
            found = tuple(Value(raw) for raw in self.fields.get(name, ()) if raw is not None)
            self._values[name] = found
        return found

    def is_null(self, name: str) -> bool:
        """Tell whether the field is missing, or null everywhere."""
        return not self.values(name)


def judge(node: Node) -> Judge:
    """Return the function that tells whether the node is true of a View."""
    if isinstance(node, Test):
        return _test(node)
    if isinstance(node, Keyword):
        holds = node.predicate.holds
        return lambda view: any(holds(value) for name in view.fields for value in view.values(name))
    if isinstance(node, Not):
        child = judge(node.child)
        return lambda view: not child(view)
    children = tuple(judge(one) for one in node.children)
    return _all(children) if isinstance(node, And) else _any(children)


def _all(children: tuple[Judge, ...]) -> Judge:
    def run(view: View) -> bool:
        for child in children:  # noqa: SIM110 - a generator costs three times as much here
            if not child(view):
                return False
        return True

    return run


def _any(children: tuple[Judge, ...]) -> Judge:
    def run(view: View) -> bool:
        for child in children:  # noqa: SIM110
            if child(view):
                return True
        return False

    return run


def _test(node: Test) -> Judge:
    name, predicate = node.field, node.predicate
    if isinstance(predicate, Null):
        return lambda view: view.is_null(name)
    if isinstance(predicate, Exists):
        wanted = predicate.wanted
        return lambda view: (name in view.fields) is wanted
    if isinstance(predicate, SameAs):
        return lambda view: any(
            predicate.agrees(mine, other) for mine in view.values(name) for other in view.values(predicate.field)
        )
    holds = predicate.holds

    def run(view: View) -> bool:
        for value in view.values(name):  # noqa: SIM110
            if holds(value):
                return True
        return False

    return run
