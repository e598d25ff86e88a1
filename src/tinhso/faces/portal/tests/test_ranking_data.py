# SPDX-License-Identifier: EUPL-1.2
"""The ranking as data: Excel, CSV, JSON-stat and SDMX say the same, and what nobody published is empty everywhere."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tinhso.modules.scorecards.dti.reading import result_of, results

TABLE = reverse("portal:ranking")


def province(slug: str) -> str:
    return reverse("portal:ranking_province", args=[2022, slug])


def json_of(client, address, form):
    answer = client.get(address, {"dang": form})
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return json.loads(answer.content)


def cell(found: dict, **at: str):
    """Return value and status of one cell of a JSON-stat dataset."""
    place = 0
    for axis, size in zip(found["id"], found["size"], strict=True):
        place = place * size + found["dimension"][axis]["category"]["index"].index(at[axis])
    return found["value"][place], found["status"][place]


def at(found: dict, area: str, indicator: str):
    return cell(found, TIME_PERIOD="2022", REF_AREA=area, INDICATOR=indicator)


def test_json_stat_holds_every_published_value_and_nothing_else(client, db):
    found = json_of(client, TABLE, "jsonstat")

    assert found["size"] == [1, 63, 16]
    for one in results(2022):
        area = next(
            key for key, label in found["dimension"]["REF_AREA"]["category"]["label"].items() if label == one.province
        )
        value, status = at(found, area, "VALUE")
        assert (value is None, status) == ((True, "O") if one.value is None else (False, "A"))
        assert one.value is None or Decimal(str(value)) == one.value
        assert at(found, area, "RANK") == (one.rank, "A")
    assert at(found, "da-nang", "CQS") == (0.8638, "E")
    assert at(found, "tra-vinh", "CQS") == (0.6683, "A")
    assert at(found, "ha-noi", "CQS_RANK") == (40, "A")
    assert at(found, "gia-lai", "I1") == (None, "O")
    assert any("tăng 0,1783" in note for note in found["note"])


def test_sdmx_says_the_same_as_json_stat(client, db):
    flat, message = json_of(client, TABLE, "jsonstat"), json_of(client, TABLE, "sdmx")

    structure, data = message["data"]["structures"][0], message["data"]["dataSets"][0]
    codes = [one["id"] for one in structure["attributes"]["observation"][0]["values"]]
    keyed = list(data["observations"].values())
    assert [value for value, _status in keyed] == flat["value"]
    assert [codes[status] for _value, status in keyed] == flat["status"]
    assert [len(one["values"]) for one in structure["dimensions"]["observation"]] == flat["size"]
    assert message["meta"]["sender"]["id"] == "TINHSO"


def test_the_words_typed_hold_for_data_too(client, db):
    answer = client.get(TABLE, {"dang": "jsonstat", "q": "gia lai"})

    assert json.loads(answer.content)["dimension"]["REF_AREA"]["category"]["index"] == ["gia-lai"]
    assert "Không có tỉnh nào" in client.get(TABLE, {"dang": "sdmx", "q": "zzz"}).text


@pytest.mark.parametrize("slug", ["da-nang", "gia-lai", "tra-vinh"])
def test_a_province_leaves_in_four_forms_that_agree(client, db, slug):
    flat = json_of(client, province(slug), "jsonstat")
    lines = list(csv.reader(io.StringIO(client.get(province(slug), {"dang": "csv"}).content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(client.get(province(slug), {"dang": "xlsx"}).content)).active

    values = [None if line[2] == "" else Decimal(line[2]) for line in lines[1:]]
    assert [None if one is None else Decimal(str(one)) for one in flat["value"]] == values
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [line[0] for line in lines[1:]]
    assert [line[0] for line in lines[1:]] == flat["dimension"]["INDICATOR"]["category"]["index"]
    assert [line[3] for line in lines[1:]] == [flat["extension"]["status"]["label"][one] for one in flat["status"]]
    assert json_of(client, province(slug), "sdmx")["data"]["dataSets"][0]["observations"].keys()


def test_an_unknown_form_is_the_page(client, db):
    assert "Gia Lai" in client.get(province("gia-lai"), {"dang": "parquet"}).text
    assert result_of(2022, "gia lai").value is None
