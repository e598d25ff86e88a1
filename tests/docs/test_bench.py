# SPDX-License-Identifier: EUPL-1.2
"""`make bench` measures everything, and every part it can measure has a place in docs/measurements.md."""

import pytest
from bench.__main__ import MODULES, asked
from bench.figures import TITLES

from tests.architecture.tree import ROOT


def test_nothing_named_measures_everything() -> None:
    assert not asked([]).parts
    assert set(MODULES) == set(TITLES)


def test_an_unknown_part_ends_with_the_names_of_the_known(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        asked(["live"])
    assert ended.value.code == 2
    assert ", ".join(MODULES) in capsys.readouterr().err


@pytest.mark.parametrize("name", MODULES)
def test_every_part_has_its_place(name: str) -> None:
    assert f"<!-- bench:{name} -->" in (ROOT / "docs/measurements.md").read_text()
