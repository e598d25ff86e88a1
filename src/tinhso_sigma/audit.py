# SPDX-License-Identifier: EUPL-1.2
"""Rules that also see what the audit log of Windows calls otherwise: process creation as 4688, beside Sysmon 1.

The rule is rewritten, not the event, as pySigma's `windows_audit_pipeline` does it; `windows.yaml` holds its names and
none of ours. A field the audit log lacks stays as the rule names it, so it is missing: a test of it is false, and what
a rule excludes by it is not excluded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tinhso_sigma.predicates import SameAs
from tinhso_sigma.types import And, LogSource, Node, Not, Or, Rule, Test
from tinhso_sigma.windows import Audit, WindowsMap

OF_SERVICES = (None, "security")
"""A rule that names another service means that one."""


def twins(rules: Iterable[Rule], mapping: WindowsMap) -> Iterator[tuple[Rule, Rule, Audit]]:
    """Give each rule the audit log knows about, the same rule in its names, and where such events are."""
    for rule in rules:
        found = _audit_of(rule.logsource, mapping)
        if found is not None:
            yield rule, replace(rule, tree=renamed(rule.tree, found.names)), found


def _audit_of(source: LogSource, mapping: WindowsMap) -> Audit | None:
    if source.product != "windows" or source.service not in OF_SERVICES:
        return None
    return mapping.audit.get(source.category or "")


def renamed(node: Node, names: Mapping[str, str]) -> Node:
    """Return a tree with fields called otherwise, also where one is compared with another."""
    if isinstance(node, Test):
        predicate = node.predicate
        if isinstance(predicate, SameAs):
            predicate = replace(predicate, field=names.get(predicate.field, predicate.field))
        return Test(names.get(node.field, node.field), predicate)
    if isinstance(node, Not):
        return Not(renamed(node.child, names))
    if isinstance(node, And | Or):
        return type(node)(tuple(renamed(child, names) for child in node.children))
    return node
