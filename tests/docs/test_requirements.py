# SPDX-License-Identifier: EUPL-1.2
"""docs/reference/requirements.md: the tests it names exist, and its count of rows is its rows."""

import re
from collections import Counter

from tests.architecture.tree import ROOT

PAGE = ROOT / "docs/reference/requirements.md"
ROW = re.compile(r"^\| (\d+[a-z]?) \| [^|]+ \| ([^|]*) \| ([^|]+) \| ([^|]*) \|$", re.M)


def rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall(PAGE.read_text())


def test_what_is_not_done_says_why():
    silent = [number for number, _tests, state, why in rows() if state.strip() == "partly" and not why.strip()]
    untested = [
        number for number, tests, state, _ in rows() if state.strip() in ("done", "partly") and not tests.strip()
    ]
    assert not silent + untested


def test_the_summary_counts_the_rows():
    counted = Counter(state.strip() for _, _, state, _ in rows())
    said = re.search(r"^Of (\d+) rows: (.*)\.$", PAGE.read_text(), re.M)
    assert said
    assert int(said[1]) == sum(counted.values()) == len({number for number, *_ in rows()})
    assert dict(part.rsplit(" ", 1) for part in said[2].split(", ")) == {key: str(n) for key, n in counted.items()}
