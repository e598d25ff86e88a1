# SPDX-License-Identifier: EUPL-1.2
"""The page on which a person chooses how to be told."""

from django.urls import reverse

from tinhso.kernel.identity.models import Person
from tinhso.modules.onestop.models import NoticeChoice

PAGE = "portal:how_told"


def shown(client) -> str:
    return client.get(reverse(PAGE)).content.decode()


def test_the_page_says_what_holds_before_anybody_chose(client, person):
    html = shown(client)

    assert "buoi@example.vn" in html
    assert "từ 21:00 đến 07:00" in html
    assert html.count("checked") == 0
    assert html.count("luôn gửi thư điện tử") == 3


def test_choices_are_kept_and_shown(client, person):
    told = client.post(reverse(PAGE), {"progress": "both", "result": "none", "action": "email"}, follow=True)

    html = told.content.decode()
    assert "Đã lưu cách nhận thông báo" in html
    assert html.count("checked") == 3
    assert "chỉ ở trang hồ sơ" in html
    assert dict(NoticeChoice.objects.values_list("kind", "way")) == {
        "progress": "both",
        "result": "none",
        "action": "email",
    }


def test_what_must_be_told_stays_on_and_the_page_says_so(client, person):
    html = client.post(reverse(PAGE), {"decision": "none"}, follow=True).content.decode()

    assert "không tắt được" in html
    assert not NoticeChoice.objects.exists()


def test_nonsense_changes_nothing(client, person):
    client.post(reverse(PAGE), {"progress": "chim bồ câu", "weather": "sms"})

    assert not NoticeChoice.objects.exists()


def test_a_landline_is_told_that_it_takes_no_messages(client, person):
    Person.objects.filter(id=person.id).update(phone="+842753822123")

    assert "không phải số di động" in shown(client)


def test_the_page_is_found_from_my_data_and_is_for_citizens_only(client, person):
    found = client.get(reverse("portal:my_data")).content.decode()
    client.logout()

    assert reverse(PAGE) in found
    assert client.get(reverse(PAGE)).status_code == 302
