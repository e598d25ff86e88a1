# SPDX-License-Identifier: EUPL-1.2
"""The reference says what the code says."""

import re

import pytest
from docs.generate import PAGES, REFERENCE

from tests.architecture.tree import ROOT, listed
from tinhso.config.env import DECLARED

SETTINGS = (REFERENCE / "settings.md").read_text(encoding="utf-8")
PARAGRAPHS = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^#|\Z)", SETTINGS, re.S | re.M))
SHORTEST = 30


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_equals_the_code(name: str):
    """Run `python docs/generate.py` when this fails."""
    assert (REFERENCE / name).read_text(encoding="utf-8") == PAGES[name]()


def test_every_setting_has_a_paragraph():
    thin = [name for name, text in PARAGRAPHS.items() if len(text.split("Default:")[-1].strip()) < SHORTEST]
    unexplained = set(DECLARED) ^ set(PARAGRAPHS)

    assert not thin, listed(thin)
    assert not unexplained, listed(unexplained)


@pytest.mark.parametrize("name", DECLARED)
def test_the_default_is_the_one_of_the_code(name: str):
    default = DECLARED[name].default or ""
    told = re.search(r"Default: (?:`([^`]*)`|empty)", PARAGRAPHS[name])

    assert told is not None
    if str(ROOT) in default or "/var" in default or "tmp" in default:  # below the folder of the installation
        assert told.group(1)
    else:
        assert (told.group(1) or "") == default
