# SPDX-License-Identifier: EUPL-1.2
"""What `doctor` and `up` say of the folder of outlines: one sentence, and what to do when it cannot be used."""

import json
from pathlib import Path

import pytest

from tinhso.config import env
from tinhso.runtime import health

RING = [[106.0, 10.0], [106.2, 10.0], [106.2, 10.2], [106.0, 10.0]]
FEATURE = {"properties": {"code": "829"}, "geometry": {"type": "Polygon", "coordinates": [RING]}}


def told(monkeypatch: pytest.MonkeyPatch, folder: str) -> health.Check:
    monkeypatch.setattr(env, "GEO", folder)
    return health.outlines()


def test_without_a_folder_maps_are_drawn_from_points(monkeypatch):
    found = told(monkeypatch, "")

    assert found.ok
    assert "điểm của các xã" in found.sentence


def test_a_good_folder_is_counted(monkeypatch, tmp_path: Path):
    pack = {"type": "FeatureCollection", "license": "CC0-1.0", "features": [FEATURE]}
    (tmp_path / "a.geojson").write_text(json.dumps(pack), encoding="utf-8")

    found = told(monkeypatch, str(tmp_path))

    assert found.ok
    assert "1 địa bàn" in found.sentence


@pytest.mark.parametrize("text", ["{", "[]", '{"type": "FeatureCollection", "features": []}'])
def test_a_broken_file_is_named_with_what_to_do(monkeypatch, tmp_path: Path, text: str):
    (tmp_path / "a.geojson").write_text(text, encoding="utf-8")

    found = told(monkeypatch, str(tmp_path))

    assert not found.ok
    assert "a.geojson" in found.sentence
    assert "TINHSO_GEO" in found.advice


def test_a_missing_folder_is_named(monkeypatch, tmp_path: Path):
    assert "khong-co" in told(monkeypatch, str(tmp_path / "khong-co")).sentence
