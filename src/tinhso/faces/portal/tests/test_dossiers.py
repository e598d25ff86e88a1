# SPDX-License-Identifier: EUPL-1.2
"""One's own dossiers: nobody else's, every step visible, what may be done is done by the same actions."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from tinhso.faces.portal.tests.conftest import sign_in
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.queries import dossiers
from tinhso.modules.onestop.tests import world

STRANGER = "083190000777"


def page(name, dossier, *more):
    return reverse(f"portal:{name}", args=[dossier.case_id, *more])


def pdf(name="so-ho-khau.pdf"):
    return SimpleUploadedFile(name, world.PDF, content_type="application/pdf")


@pytest.fixture
def waiting(people, person, now):
    """A dossier for which the applicant has been asked for two papers."""
    dossier = world.processing(person, people, now=now - timedelta(days=1))
    actions.request_supplement(
        dossier.case_id,
        viewer=people.specialist,
        items=["Sổ hộ khẩu cũ", "Giấy xác nhận cư trú"],
        ground="thieu_thanh_phan",
        reason="Chưa rõ nơi cư trú trước năm 2015.",
        now=now,
    )
    return dossier


def test_the_list_shows_state_and_deadline_in_words(client, people, person, now):
    world.received(person, people, now=now)

    html = client.get(reverse("portal:my_dossiers")).content.decode()

    assert "Được tiếp nhận, chờ phân công" in html
    assert "Còn" in html or "Quá hạn" in html


def test_the_list_is_searched_without_diacritics_and_by_phase(client, people, person, now):
    world.submitted(person, now=now)
    address = reverse("portal:my_dossiers")

    assert "house-result__title" in client.get(address, {"q": "hon nhan"}).content.decode()
    assert "Không có hồ sơ nào khớp" in client.get(address, {"q": "ket qua"}).content.decode()
    assert "Không có hồ sơ nào khớp" in client.get(address, {"trang-thai": "done"}).content.decode()


def test_the_list_can_be_taken_home(client, people, person, now):
    dossier = world.submitted(person, now=now)

    response = client.get(reverse("portal:my_dossiers"), {"dang": "xlsx"})

    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert rows[1][0] == dossier.provisional


def test_the_list_asks_as_often_for_six_as_for_one(client, people, person, now, django_assert_max_num_queries):
    for _ in range(6):
        world.submitted(person, now=now)

    with django_assert_max_num_queries(9):
        client.get(reverse("portal:my_dossiers"))


def test_the_page_shows_every_step_and_the_arithmetic_of_the_due_date(client, people, person, now):
    dossier = world.processing(person, people, now=now - timedelta(days=1))

    html = client.get(page("dossier", dossier)).content.decode()

    for words in ("Nộp hồ sơ", "Tiếp nhận hồ sơ", "Phân công giải quyết", "Bắt đầu thẩm định"):
        assert words in html
    assert "Vì sao hạn là ngày" in html
    assert "Chuyên viên thẩm định" in html


@pytest.mark.parametrize("name", ["dossier", "submitted", "supplement", "withdraw"])
def test_a_stranger_sees_nothing(client, people, person, now, name):
    dossier = world.submitted(person, now=now)
    client.logout()
    sign_in(client, STRANGER, "Trần Thị Dừa")

    response = client.get(page(name, dossier))

    assert response.status_code == 403
    assert "Bưởi" not in response.content.decode()


def test_an_officer_is_sent_to_the_own_face(client, people, person, now):
    dossier = world.submitted(person, now=now)
    client.force_login(get_user_model().objects.filter(kind="officer").first())

    assert client.get(page("dossier", dossier)).status_code == 403


def test_a_supplement_goes_back_to_the_specialist(client, waiting):
    response = client.post(page("supplement", waiting), {"bs01": pdf()})

    waiting.case.refresh_from_db()
    assert response.status_code == 302
    assert waiting.case.state == "supplement_received"


def test_a_supplement_without_files_is_shown_back(client, waiting):
    response = client.post(page("supplement", waiting), {})

    assert response.status_code == 422
    assert "Chọn ít nhất một tệp" in response.content.decode()


def test_a_refused_file_says_at_its_control_what_to_do(client, waiting):
    upload = SimpleUploadedFile("giay.pdf", b"MZ\x90\x00 chuong trinh", content_type="application/pdf")

    response = client.post(page("supplement", waiting), {"bs01": upload})

    assert response.status_code == 422
    assert 'id="f-bs01-error"' in response.content.decode()


def test_withdrawing_asks_first(client, people, person, now):
    dossier = world.received(person, people, now=now - timedelta(hours=1))

    assert "không được giải quyết tiếp" in client.get(page("withdraw", dossier)).content.decode()
    client.post(page("withdraw", dossier), {"version": dossier.case.version})

    dossier.case.refresh_from_db()
    assert dossier.case.state == "withdraw_requested"


def test_a_page_that_stood_open_too_long_is_refused(client, people, person, now):
    dossier = world.received(person, people, now=now - timedelta(hours=1))

    response = client.post(page("withdraw", dossier), {"version": 1})

    assert response.status_code == 409


def test_the_vote_is_cast_once(client, people, person, now):
    dossier = world.submitted(person, now=now - timedelta(hours=1))
    actions.refuse_intake(
        dossier.case_id, viewer=people.reception, ground="khong_thuoc_tham_quyen", reason="Không thuộc xã.", now=now
    )

    first = client.post(page("rate", dossier), {"muc": "rat_hai_long"})
    second = client.post(page("rate", dossier), {"muc": "hai_long"})

    assert (first.status_code, second.status_code) == (302, 422)
    assert "Rất hài lòng" in client.get(page("dossier", dossier)).content.decode()


def test_an_unknown_level_is_asked_again(client, people, person, now):
    dossier = world.submitted(person, now=now)

    html = client.post(page("rate", dossier), {"muc": "tam_duoc"}, follow=True).content.decode()

    assert "Chọn một trong ba mức" in html


def test_a_result_not_yet_handed_over_is_not_said_to_be_over(client, people, person, now):
    dossier = world.completed(person, people, now=now - timedelta(hours=5))

    for address in (page("dossier", dossier), reverse("portal:my_dossiers")):
        html = client.get(address).content.decode()
        assert "Đã xong, chờ trả kết quả" in html
        assert "Đã kết thúc" not in html


def test_the_address_of_the_vote_leads_to_the_dossier(client, people, person, now):
    dossier = world.submitted(person, now=now)

    assert client.get(page("rate", dossier))["Location"] == page("dossier", dossier)


def test_files_are_saved_and_never_shown(client, waiting):
    client.post(page("supplement", waiting), {"bs01": pdf()})
    component = next(one for one in dossiers.components_of(waiting) if one.document_id)

    response = client.get(page("document", waiting, component.document_id))

    assert response.content == world.PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_somebody_else_is_not_found_through_ones_own_dossier(client, waiting):
    foreign = world.upload(world.citizen(STRANGER, "Trần Thị Dừa"))

    assert client.get(page("document", waiting, foreign)).status_code == 422
