# SPDX-License-Identifier: EUPL-1.2
"""A figure over the land: by district, by commune, down to the acts; with a table, files, and without outlines too."""

import json
import re
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from tinhso.config import env
from tinhso.faces.ui import outlines
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.actions import record
from tinhso.kernel.indicators.actions import add_acts
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.models import Territory
from tinhso.kernel.registry.types import Reorganised
from tinhso.modules.onestop.tests import world

FIGURE = "onestop.submitted"
DISTRICT = "829"  # Thành phố Bến Tre


@pytest.fixture
def folded(people, now):
    """One dossier filed at the commune of the small world and folded into facts."""
    dossier = world.submitted(world.citizen(), now=now)
    add_acts(ledger.acts_of_case(dossier.case_id))


@pytest.fixture
def no_outlines(monkeypatch):
    monkeypatch.setattr(env, "GEO", "")


def address(**asked: str) -> str:
    return reverse("portal:figure_map", args=[FIGURE]) + "?" + "&".join(f"{key}={one}" for key, one in asked.items())


def row_of(html: str, name: str) -> str:
    return re.search(rf'<th[^>]*scope="row">(?:<a[^>]*>)?{name}.*?</tr>', html, re.S).group(0)


def test_the_province_is_drawn_by_district_with_the_same_numbers_in_a_table(client, folded, no_outlines):
    html = client.get(address()).content.decode()

    assert html.count("<path class=") == 9
    assert 'aria-label="Thành phố Bến Tre: 1"' in html
    assert ">1</td>" in row_of(html, "Thành phố Bến Tre")
    assert ">0</td>" in row_of(html, "Huyện Châu Thành")
    assert "Mỗi hình bao các điểm xã" in html
    assert "0 (8 nơi)" in html


def test_a_district_leads_to_its_communes_and_a_commune_to_the_acts(client, folded, no_outlines):
    district = client.get(address(huyen=DISTRICT)).content.decode()
    commune = client.get(address(xa=world.COMMUNE)).content.decode()

    assert f"xa={world.COMMUNE}" in district
    assert ">1</td>" in row_of(district, "Phường Phú Khương")
    assert "Mỗi vòng tròn là một xã" in district
    assert "Nộp hồ sơ" in commune
    assert "Bưởi" not in commune
    assert f"huyen={DISTRICT}" in commune


def test_places_add_up_to_the_figure_of_the_province(client, folded, no_outlines):
    found = client.get(address(dang="jsonstat")).content

    data = json.loads(found)
    measure = data["dimension"]["MEASURE"]["category"]["index"].index("NUMERATOR")
    assert sum(data["value"][measure :: data["size"][2]]) == 1
    assert data["role"]["geo"] == ["REF_AREA"]


@pytest.mark.parametrize("form", ["xlsx", "csv", "jsonstat", "sdmx"])
def test_the_table_can_be_taken_home(client, folded, no_outlines, form):
    answer = client.get(address(dang=form))

    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("asked", [{"huyen": "999"}, {"xa": "99999"}, {"huyen": "<script>"}, {"xa": "1" * 5000}])
def test_a_place_that_is_none_is_told_and_the_province_stays(client, folded, no_outlines, asked):
    answer = client.get(reverse("portal:figure_map", args=[FIGURE]), asked)

    assert answer.status_code == 404
    assert "Không có địa bàn này" in answer.content.decode()
    assert "Thành phố Bến Tre" in answer.content.decode()


def test_outlines_of_the_operator_are_drawn_and_named(client, folded, tmp_path, monkeypatch):
    square = [[[106.3, 10.2], [106.5, 10.2], [106.5, 10.3], [106.3, 10.3], [106.3, 10.2]]]
    shape = {"type": "Polygon", "coordinates": square}
    feature = {"type": "Feature", "properties": {"code": DISTRICT}, "geometry": shape}
    pack = {"type": "FeatureCollection", "license": "CC-BY-SA-4.0", "attribution": "Đo thử", "features": [feature]}
    (tmp_path / "a.geojson").write_text(json.dumps(pack), encoding="utf-8")
    monkeypatch.setattr(env, "GEO", str(tmp_path))

    html = client.get(address()).content.decode()

    assert "Đo thử; CC-BY-SA-4.0" in html
    assert "không có giá trị pháp lý" in html


def test_a_broken_pack_leaves_the_plain_map(client, folded, tmp_path, monkeypatch):
    (tmp_path / "a.geojson").write_text("{", encoding="utf-8")
    monkeypatch.setattr(env, "GEO", str(tmp_path))
    outlines._read.cache_clear()

    html = client.get(address()).content.decode()

    assert html.count("<path class=") == 9
    assert "Mỗi hình bao các điểm xã" in html


def test_shares_and_components_have_maps_too(client, folded, no_outlines):
    share = client.get(reverse("portal:six_shares_map", args=["personal"])).content.decode()
    part = client.get(reverse("portal:ranking_part_map", args=[2022, "ben-tre", "7.8"])).content.decode()
    shares = client.get(reverse("portal:six_shares")).content.decode()

    assert "0,00 %" in row_of(share, "Thành phố Bến Tre")
    assert "chưa có gì để tính (8 nơi)" in share
    assert "Thành phố Bến Tre" in part
    assert client.get(reverse("portal:six_shares_map", args=["accounts"])).status_code == 404
    assert reverse("portal:six_shares_map", args=["personal"]) in shares
    assert address()[:-1] in client.get(reverse("portal:figure", args=[FIGURE])).content.decode()


def test_a_name_in_a_pack_cannot_become_markup(client, folded, tmp_path, monkeypatch):
    square = [[[106.3, 10.2], [106.5, 10.2], [106.5, 10.3], [106.3, 10.2]]]
    feature = {"properties": {"code": DISTRICT}, "geometry": {"type": "Polygon", "coordinates": square}}
    pack = {"type": "FeatureCollection", "license": "<script>alert(1)</script>", "features": [feature]}
    (tmp_path / "a.geojson").write_text(json.dumps(pack), encoding="utf-8")
    monkeypatch.setattr(env, "GEO", str(tmp_path))

    html = client.get(address()).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


@pytest.fixture
def reorganised(folded, now):
    """The law's list of 1 July 2025 taken up: no districts, Bến Tre within Vĩnh Long."""
    payload = Reorganised(date(2025, 7, 1), "202/2025/QH15", 1, 1, 0, 0)
    with transaction.atomic():
        record(payload, at=now, actor=world.SETUP, subject="territory:86")
    Territory.objects.update(law_date=date(2025, 7, 1), province_code="86")


def test_after_the_districts_ended_communes_of_the_new_province_are_drawn(client, reorganised, no_outlines):
    html = client.get(address()).content.decode()

    assert html.count('<circle class="house-map__spot"') == 124
    assert ">1</td>" in row_of(html, "Phường Phú Khương")
    assert "Tỉnh Vĩnh Long" in html
    assert "ngày 01/07/2025" in html


def test_an_old_commune_counts_for_the_one_it_was_merged_into(reorganised):
    new = registry.ground(world.TODAY + timedelta(days=400))

    found = registry.carried(["28756", "28759", "28762", "829", "99999", ""], new)

    assert found == {"28756": "28756", "28759": "28756", "28762": "28783"}


def test_a_day_before_shows_the_land_as_it_was_worked_with_then(reorganised):
    assert registry.ground(world.TODAY - timedelta(days=900)).law_date == world.LAW_DATE
