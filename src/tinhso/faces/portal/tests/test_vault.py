# SPDX-License-Identifier: EUPL-1.2
"""The store as its owner, another person and the holder of a link meet it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tinhso.faces.portal.tests.conftest import sign_in
from tinhso.kernel.identity.actions import give_consent
from tinhso.modules.onestop import actions, definitions
from tinhso.modules.onestop.models import Component, Draft, VaultShare
from tinhso.modules.onestop.queries import vault
from tinhso.modules.onestop.queries.catalogue import version_in_force
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.vault.types import CONSENT

MARRIAGE = "1.000894"
PURPOSE = "Gửi ngân hàng để vay vốn mua nhà."


@pytest.fixture
def certificate(people, person, now):
    dossier = world.completed(person, people, now=now - timedelta(days=1))
    return next(one for one in vault.items_of(world.viewer(person), now) if one.dossier_id == dossier.case_id)


def agree(person, now):
    give_consent(person.id, purpose=CONSENT, text_version="2026-11", now=now, by=world.viewer(person).actor())


def share(client, item, now, **changes):
    ends = (now + timedelta(days=30)).date()
    data = {"muc_dich": PURPOSE, "den_ngay-day": ends.day, "den_ngay-month": ends.month, "den_ngay-year": ends.year}
    return client.post(reverse("portal:share", args=[item.document_id]), data | changes)


def test_the_store_lists_with_provenance(client, certificate, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        html = client.get(reverse("portal:vault")).content.decode()

    assert certificate.title in html
    assert certificate.number in html
    assert "có giá trị đến hết ngày" in html
    assert "Bạn chưa đồng ý" in html


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("?q=hon+nhan", True),
        ("?q=xe+may", False),
        ("?loai=component", False),
        ("?muc=confirm&loai=result", True),
        ("?muc=%00", True),
    ],
)
def test_the_store_is_searched(client, certificate, query, is_there):
    html = client.get(reverse("portal:vault") + query).content.decode()

    assert (f">{certificate.title}</a>" in html) is is_there


def test_another_person_sees_and_reaches_nothing(client, certificate, now):
    other = Client()
    sign_in(other, "083190000999", "Trần Văn Dừa")

    assert certificate.title not in other.get(reverse("portal:vault")).content.decode()
    assert other.get(reverse("portal:share", args=[certificate.document_id])).status_code == 403
    assert share(other, certificate, now).status_code == 403
    assert Client().get(reverse("portal:vault")).status_code == 302
    assert not VaultShare.objects.exists()


def test_a_paper_in_the_store_is_offered_instead_of_the_upload(client, person, people, now):
    """TTHC-63: the control to upload is replaced by what was found."""
    agree(person, now)
    draft = world.draft(person, now=now - timedelta(hours=2))
    version = version_in_force(world.MARRIAGE_STATUS, world.TODAY)
    key = next(
        one["key"]
        for one in definitions.components_of(version.definition)
        if one["kind"] == "submit" and not one["replaced_by"] and not one["required"]
    )
    actions.attach_to_draft(
        draft, viewer=world.viewer(person), key=key, document_id=world.upload(person, now), now=now - timedelta(hours=2)
    )
    actions.submit_draft(draft, viewer=world.viewer(person), now=now - timedelta(hours=2))
    item = next(one for one in vault.items_of(world.viewer(person), now))
    second = world.draft(person, now=now)
    place = Component.objects.get(document_id=item.document_id).key

    html = client.get(reverse("portal:draft_papers", args=[second])).content.decode()
    assert "Có trong kho của bạn" in html
    answer = client.post(reverse("portal:draft_reuse", args=[second, place, item.document_id]), follow=True)

    assert "Dùng lại từ kho" in answer.content.decode()
    assert Draft.objects.get(id=second).from_store == {place: str(item.document_id)}


def test_what_may_not_be_used_is_said_at_its_place(client, certificate, person, now):
    draft = world.draft(person, now=now)

    answer = client.post(reverse("portal:draft_reuse", args=[draft, "tp02", certificate.document_id]))

    assert answer.status_code == 422
    assert "chưa đồng ý" in answer.content.decode()


def test_a_link_is_told_once_opened_seen_and_closed(client, certificate, now):
    answer = share(client, certificate, now)
    html = client.get(answer.url).content.decode()
    address = html.partition("<code>")[2].partition("</code>")[0]
    path = "/chia-se/" + address.partition("/chia-se/")[2]
    assert "<code>" not in client.get(reverse("portal:vault")).content.decode()

    stranger = Client()
    cover = stranger.get(path)
    assert PURPOSE in cover.content.decode()
    assert certificate.title not in cover.content.decode()
    assert "Bưởi" not in cover.content.decode()
    assert cover.headers["Referrer-Policy"] == "same-origin"
    assert "Chưa ai mở." in client.get(reverse("portal:vault")).content.decode()
    opened = stranger.post(path)
    assert (opened.status_code, opened["Content-Type"]) == (200, "application/pdf")
    assert "Đã mở lúc:" in client.get(reverse("portal:vault")).content.decode()

    made = VaultShare.objects.get()
    other = Client()
    sign_in(other, "083190000999", "Trần Văn Dừa")
    assert other.post(reverse("portal:stop_sharing", args=[made.id])).status_code == 403
    client.post(reverse("portal:stop_sharing", args=[made.id]))
    assert (stranger.get(path).status_code, stranger.post(path).status_code) == (404, 404)


@pytest.mark.parametrize(
    "changes", [{"muc_dich": "vay"}, {"den_ngay-day": "31", "den_ngay-month": "2"}, {"den_ngay-year": "1999"}]
)
def test_a_share_without_purpose_or_end_comes_back(client, certificate, now, changes):
    answer = share(client, certificate, now, **changes)

    assert answer.status_code == 422
    assert not VaultShare.objects.exists()


def test_a_link_that_never_was_says_so(client, province):
    assert client.get("/chia-se/khong-co/").status_code == 404
    assert client.post("/chia-se/khong-co/").status_code == 404
