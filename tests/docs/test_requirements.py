# SPDX-License-Identifier: EUPL-1.2
"""The pages of requirements: what is not done says why, and the count of rows is their rows."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

PAGES = [ROOT / "docs/reference" / name for name in ("requirements.md", "monitoring-requirements.md")]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
ROW = re.compile(r"^\| ((?:SOC-)?\d+[a-z]?) \| [^|]+ \| ([^|]*) \| ([^|]+) \| ([^|]*) \|$", re.M)


def rows(page: Path) -> list[tuple[str, str, str, str]]:
    return ROW.findall(page.read_text())


@every_page
def test_what_is_not_done_says_why(page):
    silent = [number for number, _tests, state, why in rows(page) if state.strip() == "partly" and not why.strip()]
    untested = [
        number for number, tests, state, _ in rows(page) if state.strip() in ("done", "partly") and not tests.strip()
    ]
    assert not silent + untested


@every_page
def test_the_summary_counts_the_rows(page):
    counted = Counter(state.strip() for _, _, state, _ in rows(page))
    said = re.search(r"^Of (\d+) rows: (.*)\.$", page.read_text(), re.M)
    assert said
    assert int(said[1]) == sum(counted.values()) == len({number for number, *_ in rows(page)})
    assert dict(part.rsplit(" ", 1) for part in said[2].split(", ")) == {key: str(n) for key, n in counted.items()}
