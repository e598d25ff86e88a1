# SPDX-License-Identifier: EUPL-1.2
"""The label of the platform says what there is evidence for and claims no more (224/2026/NĐ-CP, Điều 24, 27, 28)."""

import pytest
from django.urls import reverse

from tinhso.config import env
from tinhso.faces.portal.views.platform import LINKS, assessment

GROUPS = ("connectivity", "backup", "availability", "logs", "accessibility", "user_centric", "data_centric")


def test_the_seven_groups_with_evidence_and_what_is_missing():
    groups = assessment()["groups"]

    assert tuple(one["key"] for one in groups) == GROUPS
    assert all(one["evidence"] for one in groups)
    assert all(bool(one["lacks"]) is (one["state"] != "met") for one in groups)
    assert {one["link"] for one in groups if "link" in one} <= set(LINKS)


@pytest.mark.django_db
def test_the_label_has_no_code_until_one_is_given(client, monkeypatch):
    assert "Chưa được cấp" in client.get(reverse("portal:platform")).text
    monkeypatch.setattr(env, "PLATFORM_CODE", "NTS.83.0001")

    page = client.get(reverse("portal:platform")).text

    assert "NTS.83.0001" in page
    assert "Chưa được cấp" not in page


@pytest.mark.django_db
def test_every_page_leads_to_the_label(client):
    assert reverse("portal:platform") in client.get(reverse("portal:contact")).text


@pytest.mark.django_db
def test_machines_get_the_same(client, monkeypatch):
    monkeypatch.setattr(env, "PLATFORM_CODE", "")

    told = client.get(reverse("portal:platform_metadata")).json()

    assert told["identification_code"] is None
    assert [one["key"] for one in told["minimum_requirements"]] == list(GROUPS)
    assert client.get(told["interfaces"][0]["address"].removeprefix(env.BASE_URL)).status_code == 200
