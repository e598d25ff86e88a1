# SPDX-License-Identifier: EUPL-1.2
"""The catalogue: words without diacritics, fragments like full pages, facts exactly as published."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tinhso.faces.portal import wording

pytestmark = pytest.mark.usefixtures("province")


def found(html: str) -> list[str]:
    return re.findall(r'house-result__title" href="([^"]+)"', html)


@pytest.mark.parametrize("typed", ["khai sinh", "KHAI SINH", "Khái sinh", "sinh khai"])
def test_services_are_found_without_diacritics(client, typed):
    html = client.get(reverse("portal:services"), {"q": typed}).content.decode()

    assert reverse("portal:service", args=["1.001193"]) in found(html)


def test_nothing_found_says_what_to_do(client):
    html = client.get(reverse("portal:services"), {"q": "zzzz"}).content.decode()

    assert "Không tìm thấy thủ tục nào" in html


def test_the_fragment_is_the_part_of_the_full_page(client):
    address = reverse("portal:services")
    full = client.get(address, {"q": "dat dai"}).content.decode()

    fragment = client.get(address, {"q": "dat dai"}, headers={"HX-Request": "true"}).content.decode()

    assert fragment.strip() in full
    assert "<html" not in fragment


def test_the_list_asks_the_database_a_fixed_number_of_times(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(reverse("portal:services"))


def test_any_service_is_three_clicks_away(client):
    first = client.get("/").content.decode()
    field = re.search(r'href="(/dich-vu-cong/\?linh-vuc=H%E1%BB%99%20t%E1%BB%8Bch)"', first)
    assert field

    second = client.get(field[1]).content.decode()

    assert client.get(found(second)[0]).status_code == 200


def test_a_service_says_what_need_not_be_handed_in(client):
    html = client.get(reverse("portal:service", args=["1.001193"])).content.decode()

    assert "Không phải nộp: cơ quan tự tra cứu trong CSDL y tế" in html
    assert "Không thu" in html
    assert "Nộp hồ sơ" in html


def test_an_unknown_service_is_refused_with_a_sentence(client):
    response = client.get(reverse("portal:service", args=["9.999999"]))

    assert response.status_code == 422
    assert "không còn hiệu lực" in response.content.decode()


@pytest.mark.parametrize(
    ("fee", "words"),
    [
        ({"kind": "unknown", "amount_vnd": None}, "chưa xác nhận"),
        ({"kind": "free", "amount_vnd": 0}, "Không thu"),
        ({"kind": "fixed", "amount_vnd": 150000}, "150.000 đ"),
        ({"kind": "per_unit", "amount_vnd": 8000, "unit": "bản"}, "8.000 đ / bản"),
        (
            {"kind": "tiered", "amount_vnd": 2000, "unit": "trang", "from_page_3_vnd": 1000},
            "2.000 đ / trang; từ trang thứ ba 1.000 đ một trang",
        ),
    ],
)
def test_fees_are_said_as_published_and_never_as_nought(fee, words):
    assert wording.fee_words({"fee": fee}) == words


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ({"value": None, "unit": None}, "chưa xác nhận"),
        ({"value": 3, "unit": "working_day"}, "3 ngày làm việc"),
        ({"value": 0, "unit": "same_day"}, "trong ngày làm việc"),
        ({"value": 5, "unit": None}, "5 (đơn vị thời gian chưa xác nhận)"),
    ],
)
def test_times_are_said_as_published(time, words):
    assert wording.time_words({"time": time}) == words


def test_the_list_can_be_taken_home(client):
    response = client.get(reverse("portal:services"), {"q": "khai sinh", "dang": "xlsx"})

    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert rows[0] == ("Mã thủ tục", "Tên thủ tục", "Lĩnh vực")
    assert "1.001193" in [row[0] for row in rows]


def test_an_everyday_word_leads_to_the_service_and_says_so(client):
    html = client.get(reverse("portal:services"), {"q": "giấy độc thân"}).content.decode()

    assert found(html)[0] == reverse("portal:service", args=["1.004873"])
    assert "Thường gọi là “giấy độc thân”." in html


def test_a_slip_is_answered_with_what_was_probably_meant(client):
    html = client.get(reverse("portal:services"), {"q": "kahi sinh"}).content.decode()

    assert "Có phải bạn muốn tìm" in html
    assert f'href="{reverse("portal:services")}?q=khai%20sinh"' in html


def test_a_note_stands_in_the_language_of_the_page(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/"})

    html = client.get(reverse("portal:services"), {"q": "căn cước"}).content.decode()

    assert "no procedure for the identity card itself" in html


@pytest.mark.parametrize("text", ["x" * 500, "?!…", "%_%", "\\", "🎉", "'; --"])
def test_odd_questions_are_answered_with_a_page(client, text):
    assert client.get(reverse("portal:services"), {"q": text}).status_code == 200
