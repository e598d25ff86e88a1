# SPDX-License-Identifier: EUPL-1.2
"""The ranking for everybody: what was published, what lies between, what is lacking; no official score of our own."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tinhso.modules.scorecards.dti.reading import results

TABLE, EDITION = reverse("portal:ranking"), reverse("portal:ranking_edition")


def page_of(client, slug, **asked):
    return client.get(reverse("portal:ranking_province", args=[2022, slug]), asked)


def test_every_province_stands_with_its_value_or_between_two(client, db):
    page = client.get(TABLE).text

    assert page.count("/xep-hang/2022/") == 63
    assert page.count("<strong>0,") == sum(one.value is not None for one in results(2022))
    assert "từ 0 đến 0,4689" in page
    assert "đồng hạng 15" in page


def test_provinces_are_found_without_marks_and_sorted_as_vietnamese_does(client, db):
    assert client.get(TABLE, {"q": "gia lai"}).text.count("/xep-hang/2022/") == 1
    assert "Không có tỉnh nào" in client.get(TABLE, {"q": "zzz\x00"}).text
    page = client.get(TABLE, {"sap": "ten"}).text
    assert page.index("An Giang") < page.index("Bà Rịa") < page.index("Đà Nẵng") < page.index("Yên Bái")


def test_gia_lai_reads_its_place_its_range_and_what_it_lacks(client, db):
    page = page_of(client, "gia-lai", den="31").text

    assert "hạng 62 trên 63" in page
    assert "từ 0 đến 0,4689" in page
    assert "Còn cách hạng 31 của năm này từ 0,07256 đến 0,6077" in page


def test_a_complete_row_is_computed_again_beside_what_was_published(client, db):
    page = page_of(client, "tp-ho-chi-minh").text

    assert "0,716355" in page
    assert "Khớp trong phạm vi làm tròn" in page
    assert "suy ra từ các chỉ số chính" in page


@pytest.mark.parametrize("wrong", ["0", "64", "abc", "-1", "9" * 30])
def test_a_place_that_is_none_is_said(client, db, wrong):
    answer = page_of(client, "gia-lai", den=wrong)

    assert answer.status_code == 422
    assert f'value="{wrong[:10]}"' in answer.text
    assert "Hãy ghi một hạng từ 1 đến 63" in answer.text


@pytest.mark.parametrize("path", ["/xep-hang/2022/atlantis/", "/xep-hang/2019/gia-lai/"])
def test_what_is_not_there_is_not_found(client, db, path):
    assert client.get(path).status_code == 404


def test_the_edition_names_what_is_not_confirmed_and_prints_no_score(client, db):
    page = client.get(EDITION).text

    assert page.count("Tên tạm, chưa xác nhận") == 27
    assert "71 trên 98" in page
    assert "không chấm điểm" in page
    sheet = load_workbook(io.BytesIO(client.get(EDITION, {"dang": "xlsx"}).content)).active
    maxima = [row[2].value for row in sheet.iter_rows(min_row=2) if "." in str(row[0].value)]
    assert len(maxima) == 98
    assert set(maxima) == {None}


def test_the_table_leaves_as_it_is_shown(client, db):
    lines = client.get(TABLE, {"dang": "csv"}).content.decode("utf-8-sig").splitlines()

    assert len(lines) == 64
    assert any("Gia Lai" in one and "0,4689" in one for one in lines)
