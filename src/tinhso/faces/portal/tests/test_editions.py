# SPDX-License-Identifier: EUPL-1.2
"""Editions of the index side by side: what is not known stays empty, years are compared in words, 2020 is tried out."""

import csv
import io

import pytest
from django.urls import reverse

PAGE = reverse("portal:ranking_edition")


def lines_of(client) -> list[list[str]]:
    answer = client.get(PAGE, {"bang": "phien-ban", "dang": "csv"})
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_three_editions_stand_beside_each_other_with_what_is_missing(client, db):
    page = client.get(PAGE).text

    for number in ("1726/QĐ-BTTTT", "922/QĐ-BTTTT", "405/QĐ-BKHCN"):
        assert number in page
    assert "được thay bởi 405/QĐ-BKHCN" in page
    assert "có thu thập và không chấm điểm" in page
    assert page.count("Chưa biết</") >= 20


def test_the_file_says_the_same_and_leaves_what_is_missing_empty(client, db):
    heads, *lines = lines_of(client)
    values = {(one[0], one[5]): (one[6], one[7]) for one in lines}

    assert heads[:3] == ["Phiên bản", "Văn bản", "Ngày ký"]
    assert values["DTI-1726", "Số tiêu chí"] == ("306", "confirmed")
    assert values["DTI-405", "Số chỉ số thành phần"] == ("47", "confirmed")
    assert {value for (_code, _what), (value, trust) in values.items() if trust == "missing"} == {""}


@pytest.mark.parametrize(
    ("first", "second", "said", "unsaid"),
    [
        ("2021", "2022", "Cả hai năm theo 922/QĐ-BTTTT", "hai văn bản khác nhau"),
        ("2020", "2022", "So được thứ tự của tỉnh", "Số tỉnh, thành phố khác nhau:"),
        ("2022", "2024", "Số tỉnh, thành phố khác nhau:", "So được thứ tự"),
        ("2022", "2025", "Chưa tìm thấy văn bản", "Cả hai năm"),
    ],
)
def test_what_may_be_compared_is_said_in_words(client, db, first, second, said, unsaid):
    page = client.get(PAGE, {"nam": first, "so-voi": second}).text

    assert said in page
    assert unsaid not in page


def test_places_told_stand_with_the_length_of_their_tables(client, db):
    page = client.get(PAGE, {"nam": "2022", "so-voi": "2024"}).text

    assert "Gia Lai: năm 2022 thứ 62 trên 63, năm 2024 thứ 31 trên 34." in page
    assert "Gia Lai: năm" not in client.get(PAGE, {"nam": "2022", "so-voi": "2023"}).text


@pytest.mark.parametrize("wrong", ["2019", "abc", "9999", "-1", "２０２０", "1\x00"])
def test_a_year_that_is_none_is_said_and_kept(client, db, wrong):
    answer = client.get(PAGE, {"nam": wrong, "so-voi": "2022"})

    assert answer.status_code == 422
    assert "Hãy ghi một năm từ 2020 đến" in answer.text
    assert 'value="2022"' in answer.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"cqs": "0,5", "kts": "0,25", "xhs": "0,1"}, "Mô phỏng: giá trị chung 0,305."),
        ({"cqs": "0,5"}, "Mô phỏng: giá trị chung từ 0,2 đến 0,8."),
        ({"cqs": "0,5", "kts": "0,25", "chung": "0,305"}, "Mô phỏng: Xã hội số 0,1."),
        ({"cqs": "0,9", "kts": "0,9", "chung": "0,5"}, "mâu thuẫn nhau"),
        ({"cqs": "0,5", "kts": "0,25", "xhs": "0,1", "chung": "0,4"}, "khác giá trị chung đã ghi"),
        ({"cqs": "0", "kts": "0", "xhs": "0"}, "Mô phỏng: giá trị chung 0."),
    ],
)
def test_the_formula_of_2020_is_tried_with_what_is_known(client, db, asked, said):
    assert said in client.get(PAGE, asked).text


@pytest.mark.parametrize("wrong", ["1,1", "abc", "-0,1", "NaN", "1e-3", "0_1", "9" * 40])
def test_a_share_that_is_none_is_said(client, db, wrong):
    answer = client.get(PAGE, {"cqs": wrong})

    assert answer.status_code == 422
    assert "Hãy ghi một số từ 0 đến 1" in answer.text
    assert "Mô phỏng: giá trị" not in answer.text
