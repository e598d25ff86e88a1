# SPDX-License-Identifier: EUPL-1.2
"""What is issued every year, for everybody: what is missing, days only where a rule gives one, a basis that ended."""

import csv
import io

import pytest
from django.urls import reverse

from tinhso.modules.scorecards import yearly

PAGE = reverse("portal:yearly_duties")


def test_everything_is_missing_while_nothing_was_noted(client, db):
    page = client.get(PAGE).text

    assert f"Chưa ghi nhận: {len(yearly.duties())} trên {len(yearly.duties())}" in page
    assert "Kế hoạch chuyển đổi số của tỉnh trong năm" in page
    assert page.count("<span>không nêu ngày</span>") == sum(one.before is None for one in yearly.duties())
    assert PAGE in client.get(reverse("portal:instruments")).text


def test_a_past_day_is_overdue_and_an_ended_basis_is_named(client, db):
    page = client.get(PAGE, {"nam": "2021"}).text
    later = client.get(PAGE, {"nam": "2023"}).text

    assert page.count("Quá hạn, chưa ghi nhận") == 3
    assert "03/2017/TT-BTTTT đã hết hiệu lực" not in page
    assert "Căn cứ 03/2017/TT-BTTTT đã hết hiệu lực" in later


def test_the_list_is_searched_without_marks_and_narrowed(client, db):
    assert client.get(PAGE, {"q": "ung cuu"}).text.count("house-result__title") == 3
    assert "Không có văn bản nào khớp" in client.get(PAGE, {"tt": "co"}).text
    assert "Không có văn bản nào khớp" in client.get(PAGE, {"q": "zzz\x00"}).text


@pytest.mark.parametrize("wrong", ["2017", "9999", "abc", "２０２１"])
def test_a_year_that_is_none_is_said_and_kept(client, db, wrong):
    answer = client.get(PAGE, {"nam": wrong, "dang": "csv"})

    assert answer.status_code == 422
    assert "Hãy ghi một năm từ 2018 đến" in answer.text
    assert f'value="{wrong}"' in answer.text


def test_the_file_has_a_line_for_each_duty(client, db):
    answer = client.get(PAGE, {"nam": "2021", "dang": "csv"})
    _heads, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))

    assert len(lines) == len(yearly.duties())
    assert {one[5] for one in lines} == {"", "2021-11-30", "2021-06-20", "2021-12-15"}
