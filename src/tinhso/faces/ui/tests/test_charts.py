# SPDX-License-Identifier: EUPL-1.2
"""The bundle of charts: with its licences, within its bound, obeying the policy of pages; colours never red."""

import gzip
import re
from pathlib import Path

import pytest

from tinhso.faces.ui.build_charts import LIMIT_PACKED_BYTES, SOURCE, TARGET, bundle

STATIC = TARGET.parent
HEX = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b", re.I)


def test_the_bundle_comes_with_its_licences():
    licence = (STATIC / "LICENSE-echarts.txt").read_text(encoding="utf-8")

    assert TARGET.read_text(encoding="utf-8").startswith("/*! Apache ECharts 6.")
    for said in (
        "Apache License",
        "The Apache Software Foundation",
        "BSD 3-Clause License",
        "Baidu Inc.",
        "build_charts",
    ):
        assert said in licence
    assert "echarts/core" in SOURCE.read_text(encoding="utf-8")


def test_the_bundle_is_bounded_and_runs_no_text_as_program():
    script = TARGET.read_text(encoding="utf-8")

    assert len(gzip.compress(script.encode())) <= LIMIT_PACKED_BYTES
    assert not re.findall(r"\beval\(|new Function\(", script)
    assert "sourceMappingURL" not in script


def test_no_chart_is_red():
    """Red is for errors and lateness; what we write names no colour in which red rules."""
    ours = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("charts.css", "charts.js"))
    colours = {tuple(int(part, 16) for part in found) for found in HEX.findall(ours)}

    assert colours
    assert not [(red, green, blue) for red, green, blue in colours if red > 1.5 * max(green, blue)]


def test_without_the_packages_nothing_is_bundled(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="npm install"):
        bundle(tmp_path / "node_modules")
