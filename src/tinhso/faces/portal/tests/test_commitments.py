# SPDX-License-Identifier: EUPL-1.2
"""The pages of commitments: words kept, filters, wrong values, files, one entry, the ten disagreements."""

import csv
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tinhso.lib.vntext import sort_key
from tinhso.modules.scorecards.commitments import book

pytestmark = pytest.mark.usefixtures("province")
PAGE = "portal:commitments"


def listed(client, **query) -> list[list[str]]:
    text = client.get(reverse(PAGE), {**query, "dang": "csv"}).content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))[1:]


def html(client, name: str = PAGE, *parts, **query) -> str:
    return client.get(reverse(name, args=parts), query).content.decode()


def in_english(client) -> None:
    client.post(reverse("set_language"), {"language": "en", "next": "/"})


def test_the_list_counts_all_and_shows_words_with_their_qualifier(client):
    page = html(client)

    assert "141 trong 141 mục" in page
    assert "Trang 1 / 8" in page
    assert html(client, q="gian hang").count("gần 73 gian hàng") == 2
    assert "phấn đấu trên 80 %" in html(client, q="cap quang phu ho gia dinh")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"q": "phu cap quang ho gia dinh"}, {"000-017", "000-018", "000-019", "000-020", "000-021"}),
        ({"q": "CÁP QUANG", "tinh": "Gia Lai"}, {"002-007"}),
        ({"q": "cap quang", "cach-noi": "mo"}, {"000-019", "000-020", "003-009"}),
        ({"loai": "erratum"}, {"000-002"}),
        ({"nam": "2019"}, {"000-022", "000-023", "000-024", "000-025"}),
        ({"loai": "rule", "cach-noi": "khac"}, {"003-024"}),
        ({"q": "khong-co-tu-nay"}, set()),
    ],
)
def test_what_is_looked_for_is_found(client, query, count):
    assert {row[0] for row in listed(client, **query)} == count


def test_the_filters_part_all_entries(client):
    parts = [len(listed(client, **{"cach-noi": key})) for key in ("co-nguong", "mo", "khac")]

    assert sum(parts) == len(book().commitments) == 141
    assert parts == [25, 29, 87]


def test_the_list_stands_in_vietnamese_order(client):
    titles = [row[3] for row in listed(client)]

    assert titles == sorted(titles, key=sort_key)
    assert titles != sorted(titles)


def test_nothing_found_says_what_to_do(client):
    page = html(client, q="khong-co-tu-nay")

    assert "Không có mục nào như vậy" in page
    assert "Xem tất cả" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"tinh": "Hà Tây"}, "Không có lựa chọn “Hà Tây”"),
        ({"loai": "promise"}, "Không có lựa chọn “promise”"),
        ({"nam": "năm nào"}, "Không có lựa chọn “năm nào”"),
        ({"cach-noi": "<b>"}, "Không có lựa chọn “&lt;b&gt;”"),
        ({"trang": "99"}, "Danh sách không có trang “99”"),
        ({"trang": "x"}, "Danh sách không có trang “x”"),
        ({"dang": "pdf"}, "Chỉ tải được danh sách dưới dạng Excel hoặc CSV."),
        ({"nam": "9" * 4000}, "Không có lựa chọn “9999"),
    ],
)
def test_a_wrong_value_gets_one_sentence_and_the_list(client, query, sentence):
    answer = client.get(reverse(PAGE), query)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert sentence in page
    assert "141 trong 141 mục" in page


def test_the_files_hold_exact_values(client):
    rows = {row[0]: row for row in listed(client)}
    assert rows["003-019"][7] == "35.13"
    assert rows["001-023"][5:8] == ["gần", "", "73"]
    assert rows["000-017"][5:8] == ["trên", "có", "80"]
    assert rows["000-019"][5:8] == ["phổ cập", "có", ""]

    found = client.get(reverse(PAGE), {"dang": "xlsx", "q": "kinh phi chi an toan"}).content
    sheet = list(load_workbook(BytesIO(found)).active.values)
    assert [row[0] for row in sheet[1:]] == ["002-013"]
    assert sheet[1][9] == "tổng chi ngân sách nhà nước cho chuyển đổi số"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_entry_has_its_page(client, language):
    if language == "en":
        in_english(client)

    for one in book().commitments.values():
        answer = client.get(reverse("portal:commitment", args=[one.id]))
        assert answer.status_code == 200, one.id
        assert answer.context["line"].title == getattr(one.subject, language)


def test_one_entry_says_all_that_is_known(client):
    page = html(client, "portal:commitment", "004-002")

    assert "cần dành ít nhất 10% ngân sách CNTT" in page
    assert "tối thiểu 10 %" in page
    assert "UBND tỉnh Bến Tre" in page
    assert "Dòng ngân sách có gắn nhãn" in page
    assert reverse("portal:commitment_disagreements") + "#security-share" in page
    assert "Q84" in page
    assert "Chuyển đổi nhận thức về chuyển đổi số" in page


@pytest.mark.parametrize(
    ("commitment_id", "words"),
    [
        ("000-019", "Cơ quan phụ trách phải đặt ngưỡng trước"),
        ("002-010", "suy ra, bài không nêu"),
        ("001-023", "không phải điều được hứa"),
        ("003-011", "bài không nêu"),
        ("001-023", "không phải tỷ lệ nên không có mẫu số"),
        ("000-009", "bảng chỉ tiêu đọc là “ít nhất”"),
    ],
)
def test_what_cannot_be_measured_says_why(client, commitment_id, words):
    assert words in html(client, "portal:commitment", commitment_id)


def test_an_unknown_entry_is_not_found(client):
    assert client.get(reverse("portal:commitment", args=["000-999"])).status_code == 404


def test_the_ten_disagreements_show_all_sides(client):
    page = html(client, "portal:commitment_disagreements")

    for point in book().disagreements.values():
        assert f'id="{point.id}"' in page
        assert point.differs.vi in page
        for side in point.sides:
            assert side.said in page
            assert all(reverse("portal:commitment", args=[entry]) in page for entry in side.entries)


def test_the_pages_speak_english_and_keep_the_words(client):
    in_english(client)

    assert "Commitments and published figures" in html(client)
    assert "almost 73 stall" in html(client, "portal:commitment", "001-023")
    assert "gần 73 gian hàng" in html(client, "portal:commitment", "001-023")
    assert "of the IT budget" in html(client, "portal:commitment_disagreements")


def test_the_figures_lead_here(client):
    assert f'href="{reverse(PAGE)}"' in html(client, "portal:figures")


def test_the_list_asks_the_database_for_nothing_of_its_own(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get(reverse(PAGE))
