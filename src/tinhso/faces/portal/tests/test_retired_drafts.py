# SPDX-License-Identifier: EUPL-1.2
"""A draft begun under a version that a newer one replaced: it says so, cannot be filed, and the way on is one link."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tinhso.modules.onestop.actions import publishing
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.editing import office

CODE = world.MARRIAGE_STATUS
SENTENCE = "đã có phiên bản mới từ khi bạn bắt đầu điền"


def published(*, days_ahead: int) -> None:
    controller, now = office.controller(), timezone.now()
    copy = office.mended(office.begun(controller), controller, time=office.TEN_DAYS)
    day = timezone.localdate() + timedelta(days=days_ahead)
    publishing.publish(copy.id, valid_from=day, expected=None, viewer=controller, now=now, sign=office.signed)


def begun(client):
    return client.post(reverse("portal:start", args=[CODE]), {"noi": world.COMMUNE})["Location"]


def test_a_draft_of_a_retired_version_says_so_and_leads_on(client, person):
    draft = begun(client)
    before = client.get(draft).content.decode()
    published(days_ahead=0)

    after = client.get(draft).content.decode()

    assert SENTENCE not in before
    assert SENTENCE in after
    assert f'href="{reverse("portal:start", args=[CODE])}"' in after


def test_a_version_to_come_leaves_the_draft_alone(client, person):
    draft = begun(client)
    published(days_ahead=7)

    assert SENTENCE not in client.get(draft).content.decode()
