# SPDX-License-Identifier: EUPL-1.2
"""Which instrument carries what: read backwards from what procedures, steps, figures and indexes name themselves."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.faces.portal import instruments
from tinhso.kernel.indicators import definitions
from tinhso.lib.citations import citations

PAGE = reverse("portal:instruments")


def test_every_instrument_a_figure_names_carries_it(province):
    today = timezone.localdate()
    found = {one.number: one for one in instruments.register(today)}

    for definition in definitions.definitions(today):
        for cited in citations(definition.source):
            uses = [(use.group, use.title, use.article) for use in found[cited.number].uses]
            assert ("figure", definition.title, cited.article) in uses


def test_a_procedure_stands_under_each_of_its_bases(client, province):
    page = client.get(PAGE, {"so": "85/2019/TT-BTC"}).text

    assert "Thông tư 85/2019/TT-BTC" in page
    assert "Đăng ký khai sinh (1.001193)" in page
    assert reverse("portal:service", args=["1.001193"]) in page


def test_the_list_is_searched_by_number_by_what_rests_on_it_and_by_kind(client, province):
    whole = client.get(PAGE).text.count("?so=")
    by_number = client.get(PAGE, {"q": "766"}).text
    by_use = client.get(PAGE, {"q": "dang ky khai sinh"}).text
    decrees = client.get(PAGE, {"loai": "NĐ"}).text

    assert "Quyết định 766/QĐ-TTg" in by_number
    assert "85/2019/TT-BTC" in by_use
    assert 0 < decrees.count("?so=") < whole
    assert "Thông tư 85/2019" not in decrees


@pytest.mark.parametrize("asked", ["1/1900/NĐ-CP", "không có số", "\x00"])
def test_an_instrument_nothing_rests_on_is_not_found(client, province, asked):
    answer = client.get(PAGE, {"so": asked})

    assert answer.status_code == (404 if asked.strip("\x00") else 200)


def test_no_match_says_so(client, province):
    assert "Không có văn bản nào khớp" in client.get(PAGE, {"q": "zzzz"}).text


def test_the_list_leaves_as_a_table(client, province):
    lines = client.get(PAGE, {"q": "766", "dang": "csv"}).content.decode("utf-8-sig").splitlines()

    assert any("766/QĐ-TTg" in one and "Tỷ lệ đúng hạn theo Bộ chỉ số 766" in one for one in lines)


DAY = {"ngay-day": "30", "ngay-month": "6", "ngay-year": "2025"}


def test_the_life_of_an_instrument_is_told_on_the_day_asked_for(client, province):
    before = client.get(PAGE, {"so": "61/2018/NĐ-CP"} | DAY).text
    now = client.get(PAGE, {"so": "61/2018/NĐ-CP"}).text

    assert "Đang có hiệu lực" in before
    assert "Được thay thế bởi" in before
    assert "118/2025/NĐ-CP" in now
    assert "Hết hiệu lực" in now
    assert "vẫn dẫn chiếu nó" in now
    assert "vẫn dẫn chiếu nó" not in before


def test_what_is_over_and_still_relied_on_is_listed(client, province):
    whole = client.get(PAGE).text
    warned = client.get(PAGE, {"tt": "canh-bao"}).text

    assert "mà ở đây còn dựa vào" in whole
    assert "Nghị định 61/2018/NĐ-CP" in warned
    assert "Nghị định 118/2025/NĐ-CP" not in warned
    assert "Nghị định 118/2025/NĐ-CP" in client.get(PAGE, {"tt": "con"}).text


def test_an_instrument_nothing_cites_is_in_the_register(client, province):
    page = client.get(PAGE, {"so": "331/2026/NĐ-CP"}).text

    assert "C: chưa đọc, cần kiểm tra lại" in page
    assert "Ở đây chưa có gì dẫn chiếu văn bản này" in page


def test_two_directives_of_one_number_stand_on_one_page(client, province):
    page = client.get(PAGE, {"so": "14/CT-TTg"}).text

    assert "phòng, chống phần mềm độc hại" in page
    assert "cải thiện chỉ số xếp hạng" in page


def test_a_day_that_is_none_is_said_and_kept(client, province):
    wrong = {"ngay-day": "31", "ngay-month": "2", "ngay-year": "2025"}
    for asked in (wrong, wrong | {"so": "61/2018/NĐ-CP"}, wrong | {"dang": "csv"}):
        answer = client.get(PAGE, asked)
        assert answer.status_code == 422
        assert "Ngày này không có trong lịch" in answer.text
        assert 'value="31"' in answer.text


def test_a_day_before_every_rule_has_a_page_too(client, province):
    answer = client.get(PAGE, {"ngay-day": "1", "ngay-month": "1", "ngay-year": "1900"})

    assert answer.status_code == 200
    assert "Chưa ban hành" in answer.text
