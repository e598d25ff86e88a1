# SPDX-License-Identifier: EUPL-1.2
"""Reactions run inside the worker's transaction: no action they call may insist on one of its own."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction

from tests.architecture.tree import listed
from tinhso.kernel.events.subscriptions import SUBSCRIBERS


def is_durable(function: object) -> bool:
    """Whether a function is wrapped in `transaction.atomic(durable=True)`."""
    cells = getattr(function, "__closure__", None) or ()
    held = [cell.cell_contents for cell in cells]
    return any(isinstance(one, transaction.Atomic) and one.durable for one in held)


def reactions() -> Iterator[Callable[..., Any]]:
    for subscriber in SUBSCRIBERS.values():
        for found in subscriber.reactions.values():
            yield from found


def durable_calls(reaction: Callable[..., Any]) -> list[str]:
    """Return the names in the code of a reaction that stand for durable actions."""
    code, module = reaction.__code__, sys.modules[reaction.__module__]
    return [name for name in code.co_names if is_durable(getattr(module, name, None))]


def test_reactions_call_no_durable_action():
    every = list(reactions())
    found = [f"{one.__module__}.{one.__name__} calls {name}" for one in every for name in durable_calls(one)]

    assert len(every) > 5
    assert not found, listed(found)


def test_a_durable_action_is_seen():
    @transaction.atomic(durable=True)
    def alone() -> None:
        pass

    @transaction.atomic(savepoint=False)
    def within() -> None:
        pass

    assert is_durable(alone)
    assert not is_durable(within)
