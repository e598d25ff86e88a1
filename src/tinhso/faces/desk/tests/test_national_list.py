# SPDX-License-Identifier: EUPL-1.2
"""The page beside the national database of procedures: empty, with differences, taken up twice, refused."""

import pytest
from django.urls import reverse

from tinhso.modules.onestop.actions import national_list as actions
from tinhso.modules.onestop.models import WorkingCopy
from tinhso.modules.onestop.national import list_client as national
from tinhso.modules.onestop.national_list.types import Changes
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.editing import office

PAGE, TAKE = reverse("desk:national_list"), reverse("desk:national_list_take")
CODE = world.MARRIAGE_STATUS
RECORDS = [
    {
        "MaTTHC": CODE,
        "PhienBan": 2,
        "LoaiThayDoi": "sua_doi",
        "TenTTHC": "Cấp Giấy xác nhận tình trạng hôn nhân",
        "LinhVuc": "Hộ tịch",
        "CapThucHien": ["xa"],
        "DoiTuong": ["1"],
        "ThoiHan": {"GiaTri": 2, "DonVi": "ngay_lam_viec"},
    },
    {"MaTTHC": "1.000894", "PhienBan": 1, "LoaiThayDoi": "sua_doi"},
]


@pytest.fixture
def synchronised(people, monkeypatch):
    monkeypatch.setattr(national, "changes_since", lambda *_: Changes((CODE, "1.000894"), 2, more=False))
    monkeypatch.setattr(national, "records_of", lambda *_: RECORDS)
    actions.sync_list("http://127.0.0.1:9", now=world.START)


@pytest.fixture
def browser(people, sign_in):
    return sign_in(office.controller())


def test_before_the_first_reading_the_page_says_how_to_begin(browser):
    assert "tinhso procedures sync" in browser.get(PAGE).content.decode()


def test_differences_and_what_could_not_be_read_are_shown(synchronised, browser):
    text = browser.get(PAGE).content.decode()

    assert "3 ngày làm việc" in text
    assert "2 ngày làm việc" in text
    assert "TenTTHC: thiếu" in text
    assert "Chưa có mã quốc gia nên không cung cấp (2)" in text


def test_words_are_found_without_diacritics(synchronised, browser):
    assert browser.get(PAGE, {"q": "hon nhan"}).context["found"].differing
    assert not browser.get(PAGE, {"q": "khong co gi"}).context["found"].differing


def test_a_second_press_opens_the_same_copy(synchronised, browser):
    first, second = browser.post(TAKE, {"ma": CODE}), browser.post(TAKE, {"ma": CODE})

    assert (first.status_code, first.url) == (302, second.url)
    assert WorkingCopy.objects.get().definition["time"]["value"] == 2


def test_what_is_not_there_is_refused_with_a_sentence(synchronised, browser):
    answer = browser.post(TAKE, {"ma": "0.000000"})

    assert answer.status_code == 422
    assert "Hãy đồng bộ" in answer.content.decode()


def test_nobody_else_opens_it(synchronised, people, sign_in):
    assert sign_in(people.head).get(PAGE).status_code == 403
