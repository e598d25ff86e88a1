# SPDX-License-Identifier: EUPL-1.2
"""The page of offers as its owner, a stranger and a clerk meet it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tinhso.faces.portal.tests.conftest import sign_in
from tinhso.kernel.identity.actions import give_consent
from tinhso.kernel.identity.models import Consent, Person
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.models import Dossier, Draft, Offer
from tinhso.modules.onestop.proactive.definitions import services
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.offering import telling

KEY = "tro_cap_huu_tri"


@pytest.fixture
def elder(people, person, now):
    """The person signed in, seventy-five this month."""
    Person.objects.filter(id=person.id).update(birth_date=date(now.year - 75, now.month, 1))
    person.refresh_from_db()
    return person


def page(client) -> str:
    return client.get(reverse("portal:offers")).content.decode()


def answer(client, offer, choice: str):
    return client.post(reverse("portal:offer_answer", args=[offer.id, choice]), follow=True)


def made(client) -> Offer:
    client.post(reverse("portal:offers_look"))
    return Offer.objects.get()


def carried_out(elder, now) -> Offer:
    for purpose in ("proactive-registers", f"proactive-{KEY}"):
        actor = world.viewer(elder).actor()
        give_consent(elder.id, purpose=purpose, text_version="2026-11", now=now, by=actor)
    assert actions.make_offers(now=now, ask=telling(pension_status="khong_huong")) == 1
    return Offer.objects.get()


def test_an_empty_page_says_so_and_nothing_is_chosen_beforehand(client, person):
    html = page(client)

    assert "Hiện không có đề nghị nào" in html
    assert "checked" not in html
    assert "selected" not in html.split("<main", 1)[1]
    assert "20/2021/NĐ-CP" in html


def test_an_offer_says_why_and_what_was_read(client, elder, django_assert_max_num_queries):
    offer = made(client)

    with django_assert_max_num_queries(25):
        html = page(client)

    assert "Bạn đủ 75 tuổi vào ngày" in html
    assert "Định danh điện tử của bạn" in html
    assert "176/2025/NĐ-CP" in html
    assert all(word in html for word in ("Xem và điền tiếp", "Từ chối", "7 ngày", "Không đề nghị việc này nữa"))
    assert answer(client, offer, "nhan").redirect_chain[-1][0] == reverse("portal:draft", args=[offer.draft_key])


def test_refusing_removes_the_draft_and_can_be_taken_back(client, elder):
    offer = made(client)

    assert "đã được xóa" in answer(client, offer, "tu-choi").content.decode()
    assert not Draft.objects.exists()
    assert "Chờ bạn trả lời" in answer(client, offer, "lay-lai").content.decode()
    assert Draft.objects.count() == 1


def test_later_by_the_spans_of_the_page_only(client, elder, now):
    offer = made(client)
    address = reverse("portal:offer_snooze", args=[offer.id])

    assert client.post(address, {"ngay": "8"}).status_code == 404
    assert "Để sau, đến ngày" in client.post(address, {"ngay": "30"}, follow=True).content.decode()


def test_never_again_and_back(client, elder):
    made(client)

    html = client.post(reverse("portal:offer_bar", args=[KEY]), follow=True).content.decode()
    assert "Bạn không nhận đề nghị về" in html
    assert "Nhận lại" in html
    html = client.post(reverse("portal:offer_unbar", args=[KEY]), follow=True).content.decode()
    assert "Bạn không nhận đề nghị về" not in html


def test_the_consent_says_what_cannot_be_undone_before_it_is_given(client, elder):
    service = next(one for one in services() if one.key == KEY)

    assert service.cannot_undo in page(client)

    client.post(reverse("portal:give_consent", args=[service.consent_purpose]), {"ve": "de-nghi"})
    given = Consent.objects.get(purpose=service.consent_purpose)
    assert given.text_version == service.consent_version
    done = client.post(reverse("portal:withdraw_consent", args=[given.id]), {"ve": "de-nghi"})
    assert done.url == reverse("portal:offers")


def test_what_was_filed_shows_its_origin_and_goes_back(client, elder, people, now):
    offer = carried_out(elder, now)
    assert offer.dossier is not None
    html = client.get(reverse("portal:dossier", args=[offer.dossier.case_id])).content.decode()
    assert "theo sự đồng ý có trước" in html

    html = answer(client, offer, "khoi-phuc").content.decode()
    assert "Đang khôi phục" in html
    assert "Đã yêu cầu rút hồ sơ" in html

    stopped = actions.confirm_stop(
        offer.dossier.case_id, viewer=people.reception, reason="Người dân khôi phục như trước.", now=now
    )
    from_now = now + timedelta(minutes=1)
    actions.restoring.note_restored(stopped.case_id, now=from_now)
    assert "bằng đúng trạng thái trước" in page(client)


def test_taking_back_to_correct_leads_to_a_draft(client, elder, now):
    offer = carried_out(elder, now)

    answer(client, offer, "dieu-chinh")

    assert Draft.objects.get().answers.get("cam_doan") is None
    assert Dossier.objects.get().case.state == "withdraw_requested"


@pytest.mark.parametrize("choice", ["nhan", "tu-choi", "khoi-phuc"])
def test_a_stranger_meets_a_refusal(client, elder, choice):
    offer, stranger = made(client), Client()
    sign_in(stranger, number="083190000777", name="Trần Thị Lạ")

    assert stranger.post(reverse("portal:offer_answer", args=[offer.id, choice])).status_code == 403
    assert KEY not in page(stranger).split("Chờ bạn trả lời", 1)[1].split("<section", 1)[0]


def test_a_stale_tab_is_a_conflict_with_a_sentence(client, elder):
    offer = made(client)
    answer(client, offer, "tu-choi")

    stale = answer(client, offer, "nhan")

    assert stale.status_code == 409
    assert "tải lại trang" in stale.content.decode()
    assert client.post(reverse("portal:offer_answer", args=[offer.id, "khac"])).status_code == 404
