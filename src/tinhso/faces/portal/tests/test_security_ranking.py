# SPDX-License-Identifier: EUPL-1.2
"""The security ranking for everybody: sums, sources, borders not known, a supposed score is a simulation."""

import csv
import io

import pytest
from django.urls import reverse

PAGE = reverse("portal:security_ranking")


def test_both_editions_stand_with_their_sums_and_sources(client, db):
    page = client.get(PAGE).text

    assert "89 cơ quan, trong đó 63 tỉnh, thành phố" in page
    assert "Công bố ngày 17/4/2019" in page
    assert "từ 65 đến dưới 80" in page
    assert "Cần Thơ, Đà Nẵng, Vĩnh Phúc" in page
    assert PAGE in client.get(reverse("portal:ranking")).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ben tre", "Năm 2019: loại B"),
        ("Đà Nẵng", "Năm 2019: loại A"),
        ("Hà Giang", "chỉ còn có thể là một trong các loại B, C, D"),
    ],
)
def test_what_is_known_of_a_province(client, db, typed, said):
    assert said in client.get(PAGE, {"tinh": typed}).text


def test_a_province_that_is_none_is_said(client, db):
    answer = client.get(PAGE, {"tinh": "Atlantis\x00"})

    assert answer.status_code == 422
    assert "Không có tỉnh, thành phố nào tên như vậy" in answer.text
    assert 'value="Atlantis"' in answer.text


@pytest.mark.parametrize(
    ("score", "said"),
    [
        ("72,5", "Mô phỏng: còn thiếu 7,5 để tới loại A (cận dưới: suy ra)"),
        ("65", "thuộc loại B, ranh giới đã xác nhận"),
        ("64.9", "thuộc một trong các loại C, D, E; ranh giới giữa chúng chưa biết"),
        ("100", "thuộc loại A, ranh giới suy ra"),
    ],
)
def test_a_supposed_score_is_placed_as_far_as_borders_are_known(client, db, score, said):
    assert said in client.get(PAGE, {"diem": score}).text


@pytest.mark.parametrize("wrong", ["101", "-1", "abc", "NaN", "1e2", "9" * 50])
def test_a_score_that_is_none_is_said(client, db, wrong):
    answer = client.get(PAGE, {"diem": wrong})

    assert answer.status_code == 422
    assert "Hãy ghi một số từ 0 đến 100" in answer.text
    assert "Mô phỏng:" not in answer.text


def test_the_file_has_a_line_for_each_class_and_empty_where_nobody_knows(client, db):
    answer = client.get(PAGE, {"dang": "csv"})
    _heads, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    found = {(one[0], one[3]): one for one in lines}

    assert len(lines) == 10
    assert found["2018", "C"][9] == ""
    assert found["2019", "B"][8:10] == ["46", "32"]
    assert found["2019", "D"][5:7] == ["", ""]


def test_the_place_in_information_technology_leads_to_promise_and_ranking(client, db):
    page = client.get(PAGE).text

    assert "thuộc nhóm 30 tỉnh dẫn đầu" in page
    assert "năm 2022 đứng thứ 51, còn cách 21 bậc" in page
    assert client.get(reverse("portal:ranking_province", args=[2022, "ben-tre"]), {"den": "30"}).status_code == 200
    assert reverse("portal:commitment", args=["000-013"]) in page
