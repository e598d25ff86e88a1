# SPDX-License-Identifier: EUPL-1.2
"""Outlines an operator names: a good folder is read, everything else is refused with a sentence naming the file."""

import json
from pathlib import Path
from typing import Any

import pytest

from tinhso.lib.geopack import MOST_BYTES, PackRefused, read_pack

SQUARE = [[106.0, 10.0], [106.2, 10.0], [106.2, 10.2], [106.0, 10.2], [106.0, 10.0]]


def feature(code: Any = "829", shape: Any = None, kind: str = "Polygon") -> dict[str, Any]:
    coordinates = [SQUARE] if shape is None else shape
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": kind, "coordinates": coordinates}}


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    found = {"type": "FeatureCollection", "attribution": "Nguồn thử", "license": "CC0-1.0", "features": list(features)}
    return found | more


def write(folder: Path, found: object, name: str = "huyen.geojson") -> Path:
    (folder / name).write_text(json.dumps(found), encoding="utf-8")
    return folder


def test_outlines_are_read_by_code_with_whom_to_name(tmp_path):
    folder = write(tmp_path, collection(feature(), feature("831", [[SQUARE]], "MultiPolygon")))

    pack = read_pack(folder)

    assert set(pack.outlines) == {"829", "831"}
    assert pack.outlines["829"].rings[0][1] == (106.2, 10.0)
    assert pack.attributions == ("Nguồn thử; CC0-1.0",)


FAULTS = {
    "no collection": ([1, 2], "FeatureCollection"),
    "no features": (collection(features="x"), "features"),
    "no source": (collection(feature(), attribution="", license=None), "giấy phép"),
    "no code": (collection(feature(None)), "mã số"),
    "a script as code": (collection(feature("<script>")), "mã số"),
    "a feature that is none": (collection("x"), "mã số"),
    "a point": (collection(feature(kind="Point", shape=[1, 2])), "Polygon"),
    "a null geometry": (collection(feature() | {"geometry": None}), "Polygon"),
    "a short ring": (collection(feature(shape=[SQUARE[:3]])), "dưới 4"),
    "off the earth": (collection(feature(shape=[[*SQUARE, [500, 10]]])), "trái đất"),
    "a huge number": (collection(feature(shape=[[*SQUARE, [10**400, 10]]])), "trái đất"),
    "words for numbers": (collection(feature(shape=[[*SQUARE, ["106", "10"]]])), "trái đất"),
    "twice": (collection(feature(), feature()), "hai lần"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_faulty_file_is_refused_with_its_name(tmp_path, case):
    found, words = FAULTS[case]
    write(tmp_path, found)

    with pytest.raises(PackRefused, match=words):
        read_pack(tmp_path)


@pytest.mark.parametrize("text", ["", "{", '{"type": NaN', "[" * 200_000, "\x00\x01"])
def test_what_is_no_json_is_refused(tmp_path, text):
    (tmp_path / "huyen.geojson").write_text(text, encoding="utf-8")

    with pytest.raises(PackRefused, match=r"huyen\.geojson"):
        read_pack(tmp_path)


def test_not_a_number_is_not_a_place(tmp_path):
    text = json.dumps(collection(feature(shape=[[*SQUARE, [float("nan"), 10]]])))
    (tmp_path / "huyen.geojson").write_text(text, encoding="utf-8")

    with pytest.raises(PackRefused, match="trái đất"):
        read_pack(tmp_path)


def test_a_file_too_large_is_not_read(tmp_path):
    (tmp_path / "huyen.geojson").write_bytes(b" " * (MOST_BYTES + 1))

    with pytest.raises(PackRefused, match="8 MB"):
        read_pack(tmp_path)


def test_a_folder_that_is_missing_or_empty_is_refused(tmp_path):
    with pytest.raises(PackRefused, match="không mở được"):
        read_pack(tmp_path / "khong-co")
    with pytest.raises(PackRefused, match=r"không có tệp"):
        read_pack(tmp_path)
