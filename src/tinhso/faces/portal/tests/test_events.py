# SPDX-License-Identifier: EUPL-1.2
"""Events of a life: one click from the first page, in order, only services that exist."""

import re

import pytest
from django.urls import reverse

from tinhso.modules.onestop import definitions

pytestmark = pytest.mark.usefixtures("province")

EVENTS = definitions.life_events()
KEYS = [one["key"] for one in EVENTS]


def test_every_event_lists_procedures_of_the_catalogue_once_and_says_why_in_both_languages():
    known = {one["code"] for one in definitions.procedures()}

    for event in EVENTS:
        codes = [one["code"] for one in event["services"]]
        assert set(codes) <= known, event["key"]
        assert len(set(codes)) == len(codes) > 2, event["key"]
        texts = [event["title"], event["intro"], *(one["why"] for one in event["services"])]
        assert all(text["vi"] and text["en"] for text in texts), event["key"]
    assert len(set(KEYS)) == len(KEYS)


def test_every_event_is_one_click_from_the_first_page(client):
    html = client.get("/").content.decode()

    assert all(f'href="{reverse("portal:event", args=(key,))}"' in html for key in KEYS)


@pytest.mark.parametrize("event", EVENTS, ids=KEYS)
def test_an_event_lists_its_services_in_order(client, event):
    html = client.get(reverse("portal:event", args=(event["key"],))).content.decode()

    listed = re.findall(r'house-result__title" href="/dich-vu-cong/([^/]+)/"', html)
    assert listed == [one["code"] for one in event["services"]]
    assert event["services"][0]["why"]["vi"] in html


def test_an_unknown_event_says_what_to_do(client):
    response = client.get(reverse("portal:event", args=("len-cung-trang",)))

    assert response.status_code == 422
    assert "Hãy chọn trong danh sách" in response.content.decode()


def test_events_speak_english_when_asked(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/"})

    assert "Having a child" in client.get(reverse("portal:event", args=("sinh-con",))).content.decode()


def test_an_event_asks_the_database_a_fixed_number_of_times(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        client.get(reverse("portal:event", args=("sinh-con",)))
