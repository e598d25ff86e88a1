# SPDX-License-Identifier: EUPL-1.2
"""Techniques of MITRE ATT&CK as rules name them: tags of Sigma such as `attack.t1059.004`."""

from collections.abc import Iterable

PREFIX = "attack."


def techniques_in(tags: Iterable[str]) -> list[str]:
    """Return the techniques among the tags of a rule or an alert, in their order, in capitals.

    >>> techniques_in(["attack.execution", "attack.t1059.004"])
    ['T1059.004']
    """
    return [tag[len(PREFIX) :].upper() for tag in tags if tag.lower().startswith(f"{PREFIX}t")]
