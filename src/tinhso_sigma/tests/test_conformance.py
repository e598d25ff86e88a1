# SPDX-License-Identifier: EUPL-1.2
"""Every feature of Sigma 2.1 with events that match and events that miss; the slow evaluator must say the same."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from sigma.modifiers import modifier_mapping

from tinhso_sigma import encodings
from tinhso_sigma.engine import Engine
from tinhso_sigma.loading import from_texts
from tinhso_sigma.tests import plain
from tinhso_sigma.tests.loops import LOOPS, in_layout, line_of, said

FEATURES = yaml.safe_load(Path(__file__).with_name("conformance.yaml").read_text(encoding="utf-8"))
ALIASES = {"ignorecase", "multiline", "dotall"}  # long names of i, m, s that pySigma reads too
# The slow evaluator fills in no placeholders, looks for keywords in flat events only, and would run for years.
NOT_PLAIN = {"expand", "Keywords", "re, repeated inside repeated"}


@pytest.mark.parametrize("native", LOOPS)
@pytest.mark.parametrize("feature", FEATURES, ids=lambda one: one["feature"])
def test_a_feature_means_what_the_matrix_says(feature: dict[str, Any], native: bool):
    document = {"title": feature["feature"], "logsource": {"product": "windows"}, "detection": feature["detection"]}
    library = from_texts([("r.yml", yaml.safe_dump(document).encode())], feature.get("placeholders"))
    engine = Engine(library.rules, routed=False, native=native)

    for wanted, events in ((True, feature["match"]), (False, feature["miss"])):
        for event in events:
            assert bool(engine.match(event)) is wanted, event
            both = said(engine, line_of(event), line_of(in_layout(event)))
            assert list(map(bool, both)) == [wanted, wanted], event
            if feature["feature"] not in NOT_PLAIN:
                assert plain.matches(feature["detection"], event) is wanted, event


def test_every_modifier_has_its_line():
    encodings.enter()
    used = {
        modifier
        for feature in FEATURES
        for search in feature["detection"].values()
        for one in (search if isinstance(search, list) else [search])
        if isinstance(one, dict)
        for key in one
        for modifier in key.split("|")[1:]
    }

    assert set(modifier_mapping) - ALIASES == used


def test_features_are_named_once():
    names = [feature["feature"] for feature in FEATURES]

    assert len(names) == len(set(names)) == 63
