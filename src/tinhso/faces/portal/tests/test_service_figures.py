# SPDX-License-Identifier: EUPL-1.2
"""Statistics of services for everybody: by field, by service and year, sorted, taken home, from facts alone."""

import csv
from collections import Counter
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.indicators import actions as indicators
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.types import Satisfaction

CODE = world.MARRIAGE_STATUS
INDEX = "portal:service_figures"


@pytest.fixture
def rated(people, now):
    """One dossier filed on line, completed and rated, folded into facts."""
    person = world.citizen()
    dossier = world.completed(person, people, now=now - timedelta(hours=5))
    actions.rate(dossier.case_id, level=Satisfaction.VERY, comment="", viewer=world.viewer(person), now=now)
    indicators.add_acts(ledger.acts_of_case(dossier.case_id))
    return dossier


def add(year: int, code: str, *, fact: str = "received", channel: str = "truc_tiep", amount: int = 1) -> None:
    key = (f"onestop.service_{fact}", date(year, 3, 5), None, "", f"{code}|{channel}")
    indicators.write_sums(Counter({key: amount}))


def rows_of(client, **asked) -> list[list[str]]:
    text = client.get(reverse(INDEX), {**asked, "dang": "csv"}).content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_a_finished_dossier_stands_under_its_field_and_its_service(client, rated):
    index = client.get(reverse(INDEX)).content.decode()
    of_field = client.get(reverse(INDEX), {"linh-vuc": "Hộ tịch"}).content.decode()
    of_service = client.get(reverse("portal:service_figure", args=[CODE])).content.decode()

    assert "linh-vuc=H%E1%BB%99+t%E1%BB%8Bch" in index
    assert reverse("portal:service_figure", args=[CODE]) in of_field
    assert "100,00" in of_service
    assert str(timezone.localdate().year) in of_service
    assert "Bưởi" not in index + of_field + of_service


def test_the_columns_of_a_service(client, rated):
    (line,) = [row for row in rows_of(client) if row[0] == CODE]

    assert line[3:9] == ["1", "1", "100.00", "1", "1", "100.00"]
    assert line[10] == "100.00"


def test_years_are_kept_apart(client, province):
    this = timezone.localdate().year
    add(this, CODE, amount=3)
    add(this - 1, CODE, amount=5)
    indicators.write_sums(Counter({("onestop.received", date(this - 1, 3, 5), None, "", ""): 5}))

    now = [row[3] for row in rows_of(client) if row[0] == CODE]
    before = [row[3] for row in rows_of(client, nam=this - 1) if row[0] == CODE]
    text = client.get(reverse("portal:service_figure", args=[CODE]), {"dang": "csv"}).content.decode()

    assert (now, before) == (["3"], ["5"])
    assert [row.split(",")[:2] for row in text.split()[-2:]] == [[str(this), "3"], [str(this - 1), "5"]]


def test_names_are_sorted_the_vietnamese_way(client, province):
    names = [row[1] for row in rows_of(client, xep="ten", q="đất")[1:]]
    down = [row[1] for row in rows_of(client, xep="-ten", q="đất")[1:]]

    assert len(names) > 3
    assert down == names[::-1]
    assert next(one for one in names if one[0] not in "ABCÁ")[0] in "CDĐ"


def test_numbers_are_sorted_and_what_is_unknown_comes_last(client, province):
    year, codes = timezone.localdate().year, [row[0] for row in rows_of(client)[1:4]]
    for code, late in zip(codes, (0, 4, 2), strict=True):
        add(year, code, fact="finished", amount=10)
        add(year, code, fact="on_time", amount=10 - late)

    up = rows_of(client, xep="dung-han")[1:]
    down = rows_of(client, xep="-dung-han")[1:]

    assert [row[0] for row in up[:3]] == [codes[1], codes[2], codes[0]]
    assert [row[0] for row in down[:3]] == [codes[0], codes[2], codes[1]]
    assert up[-1][8] == down[-1][8] == ""


def test_words_without_diacritics_find_services(client, province):
    found = rows_of(client, q="ket hon")[1:]

    assert found
    assert all("kết hôn" in row[1].lower() or "hôn nhân" in row[1].lower() for row in found if row[0] != CODE)


def test_nothing_found_says_so(client, province):
    assert "Không có dịch vụ nào" in client.get(reverse(INDEX), {"q": "zzzz"}).content.decode()


@pytest.mark.parametrize("asked", [{"nam": "x"}, {"nam": "1066"}, {"xep": "-"}, {"trang": "999"}, {"dang": "exe"}])
def test_a_wrong_wish_shows_this_year(client, province, asked):
    response = client.get(reverse(INDEX), asked)

    assert response.status_code == 200
    assert f"năm {timezone.localdate().year}" in response.content.decode()


def test_a_service_that_does_not_exist_is_not_found(client, province):
    assert client.get(reverse("portal:service_figure", args=["9.999999"])).status_code == 404


def test_a_service_without_dossiers_says_so(client, province):
    html = client.get(reverse("portal:service_figure", args=[CODE])).content.decode()

    assert "Chưa có hồ sơ nào" in html


def test_the_table_can_be_taken_home(client, rated):
    book = load_workbook(BytesIO(client.get(reverse(INDEX), {"dang": "xlsx"}).content))

    rows = list(book.active.values)

    assert rows[0][:4] == ("Mã thủ tục", "Tên thủ tục", "Lĩnh vực", "Tiếp nhận")
    assert [row[3] for row in rows if row[0] == CODE] == [1]


def test_no_dossier_is_asked_for(client, rated, django_assert_max_num_queries):
    with django_assert_max_num_queries(6) as asked:
        client.get(reverse(INDEX))

    assert not [one["sql"] for one in asked if "onestop_dossier" in one["sql"] or "casework_case" in one["sql"]]
