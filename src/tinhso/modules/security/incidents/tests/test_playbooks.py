# SPDX-License-Identifier: EUPL-1.2
"""The playbooks that come along say what they mean: a comma in a title must not cut it."""

from pathlib import Path

import pytest
import yaml

from tinhso.modules.security.incidents import playbooks
from tinhso.modules.security.types.incidents import Category

ROWS = yaml.safe_load(Path(playbooks.__file__).with_name("playbooks.yaml").read_text(encoding="utf-8"))


def test_every_task_has_known_keys_alone():
    odd = [
        (name, one) for name, rows in ROWS.items() for one in rows if set(one) - {"key", "title", "about", "approve"}
    ]
    assert not odd


@pytest.mark.parametrize("category", list(Category))
def test_keys_are_once_in_a_playbook(category):
    keys = [one.key for one in playbooks.playbook(category)]
    assert len(keys) == len(set(keys)) >= 6


def test_which_categories_have_their_own():
    own = {one for one in Category if playbooks.has_own_playbook(one)}
    assert own >= {Category.MALICIOUS_CODE, Category.OTHER}
    assert Category.FRAUD not in own
