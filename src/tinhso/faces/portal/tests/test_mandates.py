# SPDX-License-Identifier: EUPL-1.2
"""Filing for another person as the helper, the person and a stranger meet it."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from tinhso.faces.portal.tests.conftest import NUMBER, sign_in
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.identity.models import Person
from tinhso.modules.onestop.models import Dossier, Draft, Mandate
from tinhso.modules.onestop.tests import world

CODE = world.MARRIAGE_STATUS
HELPER = "083190000777"


@pytest.fixture
def helping(person):
    """Somebody else, signed in with a browser of the own."""
    browser = Client()
    sign_in(browser, number=HELPER, name="Trần Thị Giúp")
    Person.objects.filter(personal_number=HELPER).update(email="giup@example.vn", phone="+84900000001")
    return browser


def ask(browser, number: str = NUMBER, name: str = "Nguyễn Thị Bưởi", role: str = "helper"):
    return browser.post(reverse("portal:mandate_ask", args=[CODE]), {"so": number, "ten": name, "vai": role})


def code_sent() -> str:
    found = re.search(r"Mã đồng ý: (\d{6})", Message.objects.get(key__startswith="mandate:").body)
    assert found is not None
    return found[1]


def started(browser) -> Draft:
    page = ask(browser)
    begin = browser.post(page.url, {"ma": code_sent()})
    browser.post(begin.url, {"noi": world.COMMUNE})
    return Draft.objects.get()


def test_nothing_is_chosen_beforehand_and_mistakes_are_said(client, person):
    address = reverse("portal:mandate_ask", args=[CODE])

    assert "checked" not in client.get(address).content.decode()
    wrong = client.post(address, {"so": "12", "ten": "", "vai": ""})
    assert wrong.status_code == 422
    for sentence in ("12 chữ số", "Nhập họ, chữ đệm", "Chọn bạn nộp"):
        assert sentence in wrong.content.decode()


def test_the_page_of_the_code_tells_nobody_whether_somebody_is_there(helping):
    real, none = ask(helping), ask(helping, number="083190000888")

    pages = [re.sub(r'value="[^"]*"', "", helping.get(one.url).content.decode()) for one in (real, none)]
    assert pages[0] == pages[1]
    assert helping.post(none.url, {"ma": "000000"}).status_code == 422


def test_with_the_code_a_helper_fills_in_and_files(helping, client, person, people):
    draft = started(helping)
    review = helping.get(reverse("portal:draft_review", args=[draft.id])).content.decode()
    assert "Nguyễn Thị Bưởi" in review
    assert "buoi@example.vn" not in review
    for page in ("nyc", "ndc", "kq"):
        html = helping.get(reverse("portal:draft", args=[draft.id])).content.decode()
        assert "0912 345 678" not in html, page
    Draft.objects.filter(id=draft.id).update(answers=world.ANSWERS)
    place = reverse("portal:draft_papers", args=[draft.id])
    assert helping.get(place).status_code == 200

    filed = helping.post(reverse("portal:draft_submit", args=[draft.id]), follow=True)

    html = filed.content.decode()
    assert Dossier.objects.get().provisional in html
    assert "chỉ chủ hồ sơ xem được" in html
    dossier = reverse("portal:dossier", args=[Dossier.objects.get().case_id])
    assert helping.get(dossier).status_code == 403
    mine = client.get(dossier).content.decode()
    assert "Trần Thị Giúp (người hỗ trợ, theo mã đồng ý" in mine
    assert "Nộp giúp hồ sơ" in client.get(reverse("portal:my_data")).content.decode()
    assert helping.get(reverse("portal:draft", args=[draft.id])).url == reverse("portal:mandates")


def test_the_person_agrees_and_takes_back_in_the_own_account(helping, client, person):
    ask(helping)
    mandate = Mandate.objects.get()
    assert "Chờ bạn đồng ý" in client.get(reverse("portal:mandates")).content.decode()

    html = client.post(reverse("portal:mandate_grant", args=[mandate.id]), follow=True).content.decode()
    assert "Đang được nộp giúp" in html
    helping.post(reverse("portal:mandate_start", args=[mandate.id]), {"noi": world.COMMUNE})
    client.post(reverse("portal:mandate_revoke", args=[mandate.id]))

    draft = Draft.objects.get()
    assert helping.get(reverse("portal:draft", args=[draft.id])).status_code == 403
    assert client.get(reverse("portal:draft", args=[draft.id])).status_code == 200
    assert helping.post(reverse("portal:mandate_start", args=[mandate.id]), {"noi": world.COMMUNE}).status_code == 409


def test_what_is_not_ones_own_is_refused(helping, client, person):
    ask(helping)
    mandate = Mandate.objects.get()
    stranger = Client()
    sign_in(stranger, number="083190000666", name="Lê Thị Lạ")

    for name in ("mandate_grant", "mandate_revoke", "mandate_start"):
        assert stranger.post(reverse(f"portal:{name}", args=[mandate.id])).status_code == 403
    assert stranger.post(reverse("portal:mandate_revoke", args=[uuid.uuid4()])).status_code == 403
    assert "Trần Thị Giúp" not in stranger.get(reverse("portal:mandates")).content.decode()


def test_a_parent_without_a_register_is_told_what_to_do(client, person):
    answer = ask(client, number="083215000321", name="Nguyễn Thị Út", role="guardian")

    assert answer.status_code == 422
    assert "hộ tịch chưa trả lời. Hãy thử lại" in answer.content.decode()
