# SPDX-License-Identifier: EUPL-1.2
"""Which verbs add to which facts: pure functions registered by the modules."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tinhso.kernel.events import catalogue
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.types import Delta

Fold = Callable[[ActRow], Iterable[Delta]]


@dataclass(frozen=True)
class Folder:
    """A fold with the facts it may add to, so that provenance can go from a fact back to its verbs."""

    fold: Fold
    facts: frozenset[str]


_FOLDERS: dict[str, list[Folder]] = {}


def fold_verbs(*payloads: type, facts: Iterable[str]) -> Callable[[Fold], Fold]:
    """Register a pure function from one act of these verbs to additions to these facts."""

    def register(fold: Fold) -> Fold:
        folder = Folder(fold, frozenset(facts))
        for payload in payloads:
            _FOLDERS.setdefault(catalogue.verb_of(payload).name, []).append(folder)
        return fold

    return register


def folders(verb: str) -> list[Folder]:
    """Return the folds of a verb, always in the same order."""
    return list(_FOLDERS.get(verb, ()))


def deltas_of(act: ActRow) -> list[Delta]:
    """Return every addition one act makes."""
    return [delta for folder in _FOLDERS.get(act.verb, ()) for delta in folder.fold(act)]


def verbs_behind(fact: str) -> list[str]:
    """Return the verbs that can add to a fact."""
    return sorted(verb for verb, folders in _FOLDERS.items() if any(fact in folder.facts for folder in folders))


def known_facts() -> set[str]:
    return {fact for folders in _FOLDERS.values() for folder in folders for fact in folder.facts}


def folded_verbs() -> list[str]:
    """Return every verb that adds to any fact."""
    return sorted(_FOLDERS)
