# SPDX-License-Identifier: EUPL-1.2
"""Public figures after another province's ledger was adopted: the whole, our own, the old one, side by side."""

import csv
import uuid
from collections import Counter
from io import StringIO

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.indicators.actions import add_acts, add_adopted
from tinhso.kernel.indicators.models import AdoptedLedger, AdoptedUnit
from tinhso.kernel.indicators.sums import Sums
from tinhso.modules.onestop.tests import world

CODE = "onestop.received"
FOREIGN = uuid.UUID(int=77)


@pytest.fixture
def merged(people, now) -> AdoptedLedger:
    """One dossier received here, three in the adopted ledger of another province."""
    dossier = world.received(world.citizen(), people, now=now)
    add_acts(ledger.acts_of_case(dossier.case_id))
    row = AdoptedLedger.objects.create(
        province_code="84",
        province="Trà Vinh",
        keys={},
        first_seal=b"1",
        last_seal=b"2",
        last_seq=9,
        seals=1,
        acts=9,
        exported_at=now,
        adopted_at=now,
    )
    AdoptedUnit.objects.create(
        ledger=row, unit_id=FOREIGN, name="Ủy ban nhân dân Phường 1", level="commune", valid="[2020-01-01,)"
    )
    with transaction.atomic():
        add_adopted(row.id, Sums(by_day=Counter({(CODE, timezone.localdate(), FOREIGN, "29242", ""): 3})))
    return row


def value(client, **asked) -> str:
    text = client.get(reverse("portal:figures"), {"dang": "csv", **asked}).content.decode("utf-8-sig")
    return {row[0]: row[2] for row in csv.reader(StringIO(text))}[CODE]


def test_each_ledger_is_told_apart_and_together_they_are_the_sum(client, merged):
    assert value(client) == "4"
    assert value(client, tinh="own") == "1"
    assert value(client, tinh=str(merged.id)) == "3"


@pytest.mark.parametrize("asked", ["999", "x' OR 1=1", "-1", "²"])
def test_an_unknown_ledger_is_all_together(client, merged, asked):
    assert value(client, tinh=asked) == "4"


def test_they_stand_side_by_side_and_links_keep_the_choice(client, merged):
    page = client.get(reverse("portal:figures"), {"tinh": str(merged.id)})
    (row,) = [one for one in page.context["sides"]["rows"] if one[1:] == ("4", "1", "3")]
    html = page.content.decode()

    assert row[0] in html
    assert "Trà Vinh cũ: sổ đã tiếp nhận" in html
    assert f"tinh={merged.id}" in html


def test_a_figure_of_the_old_province_names_its_units(client, merged):
    page = client.get(reverse("portal:figure", args=[CODE]), {"tinh": str(merged.id)})

    assert [row[0] for row in page.context["rows"]] == ["Ủy ban nhân dân Phường 1"]


def test_units_of_the_old_province_carry_its_name_where_all_stand_together(client, merged):
    rows = client.get(reverse("portal:figure", args=[CODE])).context["rows"]

    assert rows[0][0] == "Ủy ban nhân dân Phường 1 (Trà Vinh cũ)"
    assert "cũ" not in rows[1][0]


def test_the_index_of_a_unit_of_the_old_province_can_be_asked_for(client, merged):
    page = client.get(reverse("portal:index_766"), {"tinh": str(merged.id), "don_vi": str(FOREIGN)})

    assert page.context["asked"].unit == "Ủy ban nhân dân Phường 1"


@pytest.mark.parametrize("name", ["figures", "six_shares", "index_766", "service_figures"])
def test_every_page_of_figures_can_be_asked_for_one_ledger(client, merged, name):
    page = client.get(reverse(f"portal:{name}"), {"tinh": str(merged.id)})

    assert page.status_code == 200
    assert page.context["scope"].origin == str(merged.id)
    assert 'name="tinh"' in page.content.decode()


def test_without_an_adopted_ledger_nobody_is_asked(client, people):
    html = client.get(reverse("portal:figures"), {"tinh": "own"}).content.decode()

    assert 'id="tinh"' not in html
    assert "Tỉnh mới và các tỉnh cũ" not in html
