# SPDX-License-Identifier: EUPL-1.2
"""Tables of figures as JSON-stat and SDMX-JSON, the same numbers as on the page; the unknown is empty."""

import json

import pytest
from django.urls import reverse

from tinhso.faces.ui.data_files import Table, plain_code
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.indicators.actions import add_acts
from tinhso.modules.onestop.tests import world
from tinhso.play.plans import plan_in_demo


@pytest.fixture
def lived(people, now):
    """One dossier filed and folded, and the plan of the demonstration."""
    dossier = world.submitted(world.citizen(), now=now)
    add_acts(ledger.acts_of_case(dossier.case_id))
    for unit in world.registry.units_as_of(world.TODAY).filter(level=world.Level.DEPARTMENT):
        world.officer_in(unit, world.PostRole.HEAD, "head")
    for role in (world.PostRole.LEADER, world.PostRole.CONTROLLER):
        world.officer_in(world.registry.territory().root, role, role)
    plan_in_demo(now=now)


def address_of(client, name: str) -> str:
    if name == "plan":
        html = client.get(reverse("portal:plans")).content.decode()
        return html.partition('house-result__title" href="')[2].partition('"')[0]
    arguments = {"figure": ["onestop.submitted"], "ranking_part": [2022, "ben-tre", "7.6"]}.get(name, [])
    return reverse(f"portal:{name}", args=arguments)


@pytest.mark.parametrize("name", ["figures", "figure", "six_shares", "ranking_part", "plans", "plan"])
def test_each_table_leaves_in_both_forms_and_its_page_says_so(client, lived, name):
    address = address_of(client, name)

    page = client.get(address).content.decode()
    stat = client.get(address, {"dang": "jsonstat"})
    sdmx = client.get(address, {"dang": "sdmx"})

    assert "dang=jsonstat" in page
    assert "dang=sdmx" in page
    data = json.loads(stat.content)
    assert data["version"] == "2.0"
    product = 1
    for size in data["size"]:
        product *= size
    assert len(data["value"]) == product == len(data["status"])
    message = json.loads(sdmx.content)
    assert message["data"]["dataSets"][0]["observations"]
    assert "attachment" in sdmx.headers["Content-Disposition"]


def test_the_numbers_are_those_of_the_page(client, lived):
    data = json.loads(client.get(address_of(client, "figure"), {"dang": "jsonstat"}).content)

    assert list(data["dimension"]["UNIT"]["category"]["label"].values()) == ["Ủy ban nhân dân phường Phú Khương"]
    assert data["value"] == [1, None, 1]
    assert data["status"] == ["A", "O", "A"]


def test_an_empty_table_leaves_as_a_list_instead(client, people):
    answer = client.get(reverse("portal:figure", args=["onestop.submitted"]), {"dang": "jsonstat"})

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/csv")


def test_codes_are_plain_and_told_apart():
    lines = (("a.b", "A", (1,)), ("a/b", "B", (None,)))
    table = Table("x y", "T", "S", "2026", ("UNIT", "U", ""), (("V", "V"),), lines)

    assert plain_code("a.b/ă") == "a_b__"
    assert [one.code for one in table.cube().dimensions[1].categories] == ["a_b", "a_b_2"]
    assert table.cube().code == "x_y"
