# SPDX-License-Identifier: EUPL-1.2
"""The page on the annex of a plan says the headings and sentences of the code."""

import re

from tests.architecture.tree import ROOT
from tinhso.modules.plans.annex import errors, headings, sentences

PAGE = (ROOT / "docs" / "reference" / "annex-of-a-plan.md").read_text(encoding="utf-8")


def told(part: str) -> dict[str, str]:
    """Return the rows of the table in one part of the page: code → sentence."""
    text = PAGE.split(f"## {part}\n")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", text, re.M))


def test_every_sentence_stands_on_the_page():
    assert told("What is refused") == errors.SENTENCES
    assert told("What is doubtful") == sentences.SENTENCES


def test_every_heading_stands_on_the_page():
    rows = told("What is recognised")

    for key, field in headings.EXACT.items():
        assert f"`{key}`" in rows[field.value]
    for pattern, field in headings.CONTAINED[2:]:
        for words in pattern.split("|"):
            assert f"`{words}`" in rows[field.value]
