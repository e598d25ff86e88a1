# SPDX-License-Identifier: EUPL-1.2
"""Nothing in the product counts licences, seats or users, or stops at a number of them (224/2026/NĐ-CP, Điều 23)."""

import re

from tests.architecture.tree import ROOT
from tinhso.config.env import DECLARED

COUNTERS = re.compile(r"licen[cs]e_?(key|count|limit|check)|(max|limit_of|most)_?(users|accounts|officers|seats)", re.I)


def test_no_code_counts_licences_or_users():
    found = [path for path in (ROOT / "src").rglob("*.py") if COUNTERS.search(path.read_text(encoding="utf-8"))]

    assert COUNTERS.search("MAX_USERS = 100")
    assert not [str(path.relative_to(ROOT)) for path in found]


def test_no_setting_asks_for_a_licence():
    assert not [name for name in DECLARED if re.search("LICEN|USERS|SEATS", name)]
