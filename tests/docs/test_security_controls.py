# SPDX-License-Identifier: EUPL-1.2
"""The control matrix of level 3: every group is there, every control has evidence or belongs to the operator."""

import re
from collections import Counter

from tests.architecture.tree import ROOT, listed

PAGE = ROOT / "docs" / "reference" / "security-controls.md"
GROUPS = {
    *("policy", "organisation", "people", "design_build", "operation", "audit_risk"),
    *("network", "server", "application", "data"),
}
STATES = {"shown", "described", "of the operator", "of the operator, asked for"}
LINK = re.compile(r"\]\(([^)]+)\)")


def rows() -> list[list[str]]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def test_every_group_of_the_standard_is_there_and_no_other():
    assert {group for group, *_rest in rows()} == GROUPS


def test_every_control_is_evidenced_or_the_operators():
    wrong = [
        control
        for _group, control, evidence, state in rows()
        if state not in STATES or bool(evidence) == (state == "of the operator")
    ]

    assert not wrong, listed(wrong)


def test_what_is_shown_is_shown_by_a_test_and_every_evidence_exists():
    wrong = []
    for _group, control, evidence, state in rows():
        files = [(PAGE.parent / link).resolve() for link in LINK.findall(evidence)]
        wrong += [f"{control}: {path} is missing" for path in files if not path.is_file()]
        if state == "shown" and not all(path.name.startswith("test_") for path in files):
            wrong.append(f"{control}: not a test")

    assert not wrong, listed(wrong)


def test_the_summary_counts_the_rows():
    counted = Counter(state for *_rest, state in rows())
    order = ("shown", "described", "of the operator", "of the operator, asked for")
    said = ", ".join(f"{state} {counted[state]}" for state in order)

    assert f"Of {len(rows())} controls: {said}." in PAGE.read_text(encoding="utf-8")
