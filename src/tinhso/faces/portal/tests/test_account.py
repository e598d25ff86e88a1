# SPDX-License-Identifier: EUPL-1.2
"""A person's own data: every reading by an officer, consents given and withdrawn."""

import re

from django.urls import reverse

from tinhso.kernel.identity.actions import log_reading


def test_every_reading_is_shown_with_reader_unit_and_purpose(client, people, person, now):
    log_reading(
        person.id,
        purpose="Tiếp nhận hồ sơ",
        shown=("Họ và tên", "Ngày sinh"),
        now=now,
        by=people.reception.actor(people.reception.seats[0]),
    )

    html = client.get(reverse("portal:my_data")).content.decode()

    assert "Tiếp nhận hồ sơ" in html
    assert people.reception.name in html
    assert "Ngày sinh" in html


def test_nobody_has_looked_yet(client, person):
    assert "Chưa cán bộ nào mở dữ liệu" in client.get(reverse("portal:my_data")).content.decode()


def test_the_list_can_be_taken_home(client, person):
    response = client.get(reverse("portal:my_data"), {"dang": "xlsx"})

    assert "attachment" in response["Content-Disposition"]


def test_consent_is_given_and_withdrawn(client, person):
    given = client.post(reverse("portal:give_consent", args=["reminders"]), follow=True).content.decode()
    address = re.search(r'action="(/toi/rut-dong-y/[^"]+)"', given)
    assert address

    withdrawn = client.post(address[1], follow=True).content.decode()

    assert "Đồng ý lúc" in given
    assert "Đồng ý lúc" not in withdrawn


def test_an_unknown_purpose_is_no_page(client, person):
    assert client.post(reverse("portal:give_consent", args=["ban-du-lieu"])).status_code == 404
