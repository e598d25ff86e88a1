# SPDX-License-Identifier: EUPL-1.2
"""Tables as JSON-stat 2.0 and SDMX-JSON 2.0.0: structure by the published rules, unknown cells null with a status."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.lib import jsonstat, sdmx
from tinhso.lib.cube import ESTIMATED, MISSING, NORMAL, Category, Cell, Cube, Dimension, plain

AXES = (
    Dimension("TIME_PERIOD", "Năm", "time", (Category("2022", "2022"),)),
    Dimension("REF_AREA", "Tỉnh", "geo", (Category("gia-lai", "Gia Lai"), Category("da-nang", "Đà Nẵng"))),
    Dimension("INDICATOR", "Chỉ tiêu", "metric", (Category("RANK", "Hạng", 0), Category("VALUE", "Giá trị", 4))),
)
WORDS = {NORMAL: "Đã công bố", ESTIMATED: "Suy ra", MISSING: "Chưa tìm thấy"}
CELLS = {
    ("2022", "gia-lai", "RANK"): Cell(Decimal(62), NORMAL),
    ("2022", "da-nang", "RANK"): Cell(Decimal(1), NORMAL),
    ("2022", "da-nang", "VALUE"): Cell(Decimal("0.8002"), ESTIMATED),
}
CUBE = Cube("DTI", "Xếp hạng", "922/QĐ-BTTTT", "vi", AXES, WORDS, CELLS, ("Ghi chú",))
NOW = datetime(2026, 11, 22, 8, 5, 6, tzinfo=UTC)


def written(found: object) -> dict:
    return json.loads(json.dumps(found, allow_nan=False))


def test_a_dataset_has_what_json_stat_asks_for():
    found = written(jsonstat.dataset(CUBE))

    assert (found["version"], found["class"]) == ("2.0", "dataset")
    assert found["id"] == ["TIME_PERIOD", "REF_AREA", "INDICATOR"]
    assert found["size"] == [1, 2, 2]
    assert found["role"] == {"time": ["TIME_PERIOD"], "geo": ["REF_AREA"], "metric": ["INDICATOR"]}
    assert found["value"] == [62, None, 1, 0.8002]
    assert found["status"] == ["A", "O", "A", "E"]
    assert found["dimension"]["REF_AREA"]["category"]["label"] == {"gia-lai": "Gia Lai", "da-nang": "Đà Nẵng"}
    assert found["dimension"]["INDICATOR"]["category"]["unit"]["VALUE"] == {"decimals": 4}
    assert found["extension"]["status"]["label"] == WORDS


def test_a_message_has_what_the_schema_requires():
    """The schema requires meta.id, prepared, sender; dimensions; links of a data set; relationship of an attribute."""
    found = written(sdmx.message(CUBE, sender="TINHSO", sender_name="Tỉnh", prepared_at=NOW))

    meta, structure = found["meta"], found["data"]["structures"][0]
    assert meta["id"] == "DTI-20261122080506"
    assert meta["prepared"] == "2026-11-22T08:05:06+00:00"
    assert meta["sender"] == {"id": "TINHSO", "name": "Tỉnh"}
    axes = structure["dimensions"]["observation"]
    assert [(one["id"], one["keyPosition"], len(one["values"])) for one in axes] == [
        ("TIME_PERIOD", 0, 1),
        ("REF_AREA", 1, 2),
        ("INDICATOR", 2, 2),
    ]
    assert structure["attributes"]["observation"][0]["relationship"] == {"observation": {}}
    (data_set,) = found["data"]["dataSets"]
    assert data_set["links"] == []
    assert data_set["structure"] in range(len(found["data"]["structures"]))
    assert data_set["observations"]["0:0:1"] == [None, 2]
    assert data_set["observations"]["0:1:1"] == [0.8002, 1]


@given(st.sets(st.integers(0, 11)), st.integers(-90000, 90000))
def test_both_forms_hold_every_cell_at_its_place(places, value):
    axes = tuple(
        Dimension(name, name, "metric", tuple(Category(str(place), str(place)) for place in range(size)))
        for name, size in (("ONE", 4), ("TWO", 3))
    )
    cells = {(str(place // 3), str(place % 3)): Cell(Decimal(value + place) / 10000, NORMAL) for place in places}
    cube = Cube("X", "X", "X", "vi", axes, WORDS, cells)

    flat = written(jsonstat.dataset(cube))
    keyed = written(sdmx.message(cube, sender="X", sender_name="X", prepared_at=NOW))["data"]["dataSets"][0]

    assert len(flat["value"]) == len(flat["status"]) == prod(flat["size"]) == len(keyed["observations"])
    for key, (found, status) in keyed["observations"].items():
        one, two = map(int, key.split(":"))
        assert (
            found == flat["value"][one * 3 + two] == plain(cells.get((str(one), str(two)), Cell(None, MISSING)).value)
        )
        assert (found is None) == (list(WORDS)[status] == MISSING)


@pytest.mark.parametrize(
    ("text", "number"), [("62", "62"), ("1.0000", "1.0"), ("0.54146", "0.54146"), ("0.8002", "0.8002")]
)
def test_numbers_keep_the_digits_they_were_published_with(text, number):
    assert json.dumps(plain(Decimal(text))) == number


@pytest.mark.parametrize(("value", "status"), [(None, NORMAL), (Decimal(1), MISSING)])
def test_an_empty_cell_says_why_and_a_full_one_is_not_missing(value, status):
    with pytest.raises(ValueError, match="missing"):
        Cell(value, status)


def test_a_cell_without_a_place_or_a_status_without_words_is_refused():
    with pytest.raises(ValueError, match="no place"):
        Cube("X", "X", "X", "vi", AXES, WORDS, {("2021", "gia-lai", "RANK"): Cell(Decimal(1), NORMAL)})
    with pytest.raises(ValueError, match="no words"):
        Cube("X", "X", "X", "vi", AXES, {NORMAL: "Đã công bố"}, CELLS)


def test_a_message_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        sdmx.message(CUBE, sender="X", sender_name="X", prepared_at=NOW.replace(tzinfo=None))
