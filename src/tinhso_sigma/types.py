# SPDX-License-Identifier: EUPL-1.2
"""A rule as we keep it: immutable, without pySigma, small enough to read in one sitting."""

from __future__ import annotations

from dataclasses import dataclass

from tinhso_sigma.predicates import Predicate


@dataclass(frozen=True, slots=True)
class Test:
    """One predicate on one field (folded name). False on a field the event does not have, but for null and exists."""

    field: str
    predicate: Predicate


@dataclass(frozen=True, slots=True)
class Keyword:
    """One predicate on the whole event: true when it holds on any of its values."""

    predicate: Predicate


@dataclass(frozen=True, slots=True)
class Not:
    child: Node


@dataclass(frozen=True, slots=True)
class And:
    """True when all children are; of no children it is true."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True when one child is; of no children it is false."""

    children: tuple[Node, ...]


Node = Test | Keyword | Not | And | Or


@dataclass(frozen=True, slots=True)
class LogSource:
    """Where events come from; None: not said."""

    product: str | None = None
    category: str | None = None
    service: str | None = None

    def covers(self, other: LogSource) -> bool:
        """Tell whether every part said here is said equally by the other."""
        mine, theirs = (self.product, self.category, self.service), (other.product, other.category, other.service)
        return all(one is None or one == two for one, two in zip(mine, theirs, strict=True))


@dataclass(frozen=True, slots=True)
class Rule:
    """One detection rule with what an alert must show (title, id, author: DRL 1.1) and its tree.

    key: the id, or file and number where the rule has none; unique in a library.
    """

    key: str
    title: str
    tree: Node
    logsource: LogSource
    id: str = ""
    name: str = ""
    author: str = ""
    level: str = ""
    status: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    falsepositives: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    licence: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A rule that is not used. sentence: Vietnamese, names file and rule and says what to do."""

    file: str
    rule: str
    reason: str
    sentence: str
