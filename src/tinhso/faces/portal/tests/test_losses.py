# SPDX-License-Identifier: EUPL-1.2
"""Where points were lost: tables say everything, charts add nothing but a picture and stand on their own page."""

import json
import re
from html import unescape
from itertools import pairwise

import pytest
from django.urls import reverse

PAGES = ("portal:losses", "portal:charts")


def page_of(client, name, slug):
    answer = client.get(reverse(name, args=[2022, slug]))
    assert answer.status_code == 200
    return unescape(answer.text)


def data_of(page: str) -> dict:
    return json.loads(re.search(r'<script id="bieu-do" type="application/json">(.*?)</script>', page, re.S)[1])


@pytest.mark.parametrize("name", PAGES)
def test_the_tables_lead_from_the_maximum_to_the_score(client, db, name):
    page = page_of(client, name, "da-nang")

    for said in ("1.000,00", "72,045", "77,955", "199,825", "800,175", "48,03 %"):
        assert said in page
    assert "mất nhiều nhất ở Hoạt động xã hội số: 72,045 điểm" in page
    assert "trung vị lấy từ 4 đến 5 tỉnh khác" in page


def test_charts_show_what_the_tables_say(client, db):
    data = data_of(page_of(client, "portal:charts", "da-nang"))

    bars = data["waterfall"]
    assert [one["kind"] for one in bars] == ["total", *["loss"] * 7, "score"]
    for before, bar in pairwise(bars[1:-1]):
        assert bar["base"] + bar["height"] == pytest.approx(before["base"])
    assert bars[-1]["height"] == pytest.approx(800.175)
    assert bars[1]["label"] == "−72,045"
    assert data["radar"]["codes"] == list("12345789")
    assert data["radar"]["own"][-1] == 0.5197


def test_a_loss_nobody_explained_is_a_bar_of_its_own(client, db):
    page = page_of(client, "portal:charts", "ben-tre")
    data = data_of(page)

    assert [one["kind"] for one in data["waterfall"]] == ["total", "loss", "unknown", "score"]
    assert data["radar"] == {}
    assert 'data-chart="radar"' not in page
    assert "Các chỉ số chưa biết, cộng lại" in page
    assert "kẻ ngang: chưa biết mất ở đâu" in page


def test_who_has_no_value_gets_bounds_and_no_chart(client, db):
    page = page_of(client, "portal:losses", "gia-lai")

    assert "Xem biểu đồ" not in page
    assert "chưa biết mất ở đâu" in page
    assert "từ 531,10 đến 1.000,00" in page
    drawn = page_of(client, "portal:charts", "gia-lai")
    assert "echarts" not in drawn
    assert "<figure" not in drawn


def test_only_the_page_of_charts_fetches_them(client, db):
    fetched = {name: re.findall(r"ui/(e?charts[\w.]*)", page_of(client, name, "da-nang")) for name in PAGES}

    assert fetched["portal:losses"] == []
    assert fetched["portal:charts"] == ["charts.css", "echarts.min.js", "charts.js"]
    assert "echarts" not in client.get("/xep-hang/2022/da-nang/mo-phong/?c1=5").text


def test_every_chart_has_words_and_its_table(client, db):
    page = page_of(client, "portal:charts", "da-nang")

    charts = re.findall(r'data-chart="(\w+)" role="img" aria-label="([^"]+)"', page)
    assert [name for name, _words in charts] == ["waterfall", "radar"]
    assert all(len(words) > 40 for _name, words in charts)
    assert page.count("<table") == 2
    assert page.count('<figure class="house-chart" hidden>') == 2
    assert "<noscript>" in page


@pytest.mark.parametrize("path", ["/xep-hang/2022/atlantis/mat-diem/", "/xep-hang/2019/gia-lai/mat-diem/bieu-do/"])
def test_what_is_not_there_is_not_found(client, db, path):
    assert client.get(path).status_code == 404
