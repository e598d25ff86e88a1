# SPDX-License-Identifier: EUPL-1.2
"""The simulation page: boxes, answer, address to share, wrong input beside its box and nothing lost."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tinhso.faces.portal import whatif as shown
from tinhso.faces.portal.ranking import DTI
from tinhso.modules.scorecards.dti.reading import edition


def address(slug: str) -> str:
    return reverse("portal:whatif", args=[2022, slug])


def answer_of(client, slug, **asked):
    return client.get(address(slug), asked)


def section(text: str) -> str:
    """Return the part of a page that holds the answer."""
    found = re.search(r'<section id="ket-qua".*?</section>', text, re.S)
    return unescape(found[0]) if found else ""


def test_the_boxes_stand_with_what_was_published(client, db):
    page = answer_of(client, "da-nang").text

    assert page.count('inputmode="decimal"') == 8 + 95
    assert "Mức công bố: 51,97 %; tối đa 150 điểm" in page
    assert "Đô thị thông minh" in page
    assert page.count("Tên tạm, chưa xác nhận") == sum(part.title is None for part in edition(DTI).parts())
    assert not section(page)
    assert " open" not in re.findall(r"<details[^>]*>", page)[0]


def test_what_nobody_published_is_unknown(client, db):
    page = answer_of(client, "gia-lai").text

    assert page.count("Mức công bố: chưa biết") == 8


def test_a_main_index_moved_moves_value_and_place(client, db):
    """Quảng Ninh: 702,445 + 150 × (0,6 - 0,4505) = 724,87 points; TP. Hồ Chí Minh has 0,7163."""
    page = answer_of(client, "quang-ninh", c9="60").text
    found = section(page)

    assert "0,7249" in found
    assert "Mô phỏng: còn cách hạng 1 0,0753." in found
    assert "Mô phỏng: đã đạt hạng 31." in found
    assert "+0,1495" in found
    assert "không đổi" in found
    assert 'value="60"' in page
    assert "Chưa văn bản nào xác nhận điểm" not in found


def test_parts_are_a_simulation_under_equal_shares(client, db):
    page = answer_of(client, "da-nang", **{"t9-1": "100"}).text
    found = section(page)

    assert "từ 0,8002 đến 0,8189" in found
    assert "chia đều cho các thành phần" in found
    assert "chính thức" not in found
    assert re.search(r"<details[^>]* open>", page)


def test_unknown_main_indices_leave_bounds(client, db):
    found = section(answer_of(client, "gia-lai", c7="80,0").text)

    assert "từ 0,1600 đến 0,6289" in found
    assert "từ 6 đến 63" in found
    assert "có thể đã đạt hạng 31; nếu chưa thì còn thiếu nhiều nhất 0,4477" in found
    assert "từ 0 đến 0,4689 (suy ra)" in found
    assert "từ 0,0000 đến 1,0000" not in found


@pytest.mark.parametrize(("slug", "said"), [("quang-ninh", "0,7804 (suy ra)"), ("tra-vinh", "0,6683")])
def test_what_was_inferred_does_not_stand_as_published(client, db, slug, said):
    cells = re.findall(r"<td[^>]*>(.*?)</td>", section(answer_of(client, slug, c1="50").text))

    assert said in cells


def test_empty_boxes_leave_the_address_and_the_rest_stays(client, db):
    asked = {f"c{code}": "" for code in "12345789"} | {"c9": " 60 %", "t1-1": ""}

    answer = client.get(address("da-nang"), asked)

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{address('da-nang')}?c9=60+%25"
    assert section(client.get(answer.headers["Location"]).text)


def test_asking_for_nothing_is_said(client, db):
    answer = client.get(address("da-nang"), {"c1": "", "c2": "  "})

    assert answer.status_code == 422
    assert "Hãy ghi ít nhất một mức giả định." in answer.text


NUMBER = "Hãy ghi một số từ 0 đến 100, ví dụ 82,5."
RANGE = "Mức giả định phải từ 0 đến 100 %, phần lẻ sau dấu phẩy, ví dụ 82,5."
PLACES = "Hãy ghi nhiều nhất bốn chữ số sau dấu phẩy."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("nhiều", NUMBER),
        ("100,0001", RANGE),
        ("101", RANGE),
        ("-5", RANGE),
        ("−5", RANGE),
        ("1e2", NUMBER),
        ("82,12345", PLACES),
        ("1.000", RANGE),
        ("1.234,5", RANGE),
        ("NaN", NUMBER),
        ("٥", NUMBER),
        ("9" * 5000, RANGE),
        ("x" * 5000, NUMBER),
        ("<b>5</b>", NUMBER),
        ("5\x00", ""),
    ],
)
def test_wrong_input_is_said_beside_its_box_and_kept(client, db, typed, sentence):
    answer = client.get(address("da-nang"), {"c1": typed, "c2": "70"})

    if not sentence:
        assert answer.status_code == 200
        return
    assert answer.status_code == 422
    assert sentence in unescape(re.search(r'id="f-c1-error".*?</p>', answer.text, re.S)[0])
    assert f'value="{typed[: shown.LONGEST]}"' in unescape(answer.text)
    assert 'value="70"' in answer.text
    assert not section(answer.text)


def test_a_box_of_a_part_says_its_own_fault_and_opens(client, db):
    answer = client.get(address("da-nang"), {"t7-22": "abc"})

    assert answer.status_code == 422
    assert 'id="f-t7-22-error"' in answer.text
    assert len(re.findall(r"<details[^>]* open>", answer.text)) == 1


def test_a_main_index_said_twice_is_refused(client, db):
    answer = client.get(address("da-nang"), {"c1": "50", "t1-1": "100"})

    assert answer.status_code == 422
    assert "Hãy chỉ ghi một trong hai." in answer.text
    assert 'value="50"' in answer.text
    assert 'value="100"' in answer.text


@pytest.mark.parametrize("query", ["c6=50", "t6-1=50", "c99=1", "t1-1=5&t1-99=5"])
def test_a_box_the_index_does_not_have_is_said(client, db, query):
    answer = client.get(f"{address('da-nang')}?{query}")

    assert answer.status_code == 422
    assert "không thuộc bộ chỉ số này" in answer.text


def test_a_box_sent_twice_is_said(client, db):
    answer = client.get(f"{address('da-nang')}?c1=50&c1=60")

    assert answer.status_code == 422
    assert "Ô này bị gửi hai lần" in answer.text


def test_everything_at_once_fits(client, db):
    """All 95 parts in one address: what a browser sends when every box is filled."""
    asked = {shown.part_box(part.code): "50" for main in edition(DTI).scored() for part in main.parts}
    found = section(client.get(address("gia-lai"), asked).text)

    assert "0,5000" in found
    assert client.get(address("gia-lai"), asked | {"utm": "x"}).status_code == 200


@pytest.mark.parametrize("names", [["c1"] * 2000, [f"t1-{number}" for number in range(500)]], ids=["one", "many"])
def test_too_many_boxes_are_refused_with_a_sentence(client, db, names):
    answer = client.get(f"{address('da-nang')}?{'&'.join(f'{name}=5' for name in names)}")

    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.text
    assert not section(answer.text)


@pytest.mark.parametrize("path", ["/xep-hang/2022/atlantis/mo-phong/", "/xep-hang/2019/gia-lai/mo-phong/"])
def test_what_is_not_there_is_not_found(client, db, path):
    assert client.get(path).status_code == 404


def test_the_page_is_only_read(client, db):
    assert client.post(address("gia-lai"), {"c1": "5"}).status_code == 405


def test_the_page_of_a_province_leads_here(client, db):
    page = client.get(reverse("portal:ranking_province", args=[2022, "gia-lai"])).text

    assert address("gia-lai") in page
    assert reverse("portal:losses", args=[2022, "gia-lai"]) in page
