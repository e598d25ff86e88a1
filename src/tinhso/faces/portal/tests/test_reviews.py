# SPDX-License-Identifier: EUPL-1.2
"""The public list of procedures to review: counts, search, filters, order, files, ways there and back."""

import csv
import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tinhso.faces.portal import reviewing
from tinhso.modules.onestop.lint import Kind
from tinhso.modules.onestop.lint.review import TOPICS
from tinhso.modules.onestop.models import ProcedureVersion
from tinhso.modules.onestop.queries import reviews

pytestmark = pytest.mark.usefixtures("province")
BIRTH = "1.001193"


def listed(client, **asked: str) -> list[str]:
    html = client.get(reverse("portal:reviews"), asked).content.decode()
    return re.findall(r'house-result__title" href="/dich-vu-cong/([^"]+)/"', html)


def rows(client, **asked: str) -> list[list[str]]:
    text = client.get(reverse("portal:reviews"), {**asked, "dang": "csv"}).content.decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))[1:]


@pytest.mark.parametrize("typed", ["khai sinh", "KHÁI SINH", "1.001193", "sinh dang ky"])
def test_a_procedure_is_found_without_diacritics_and_by_code(client, typed):
    assert BIRTH in listed(client, q=typed, xep="ten")


@pytest.mark.parametrize("typed", ["zzzz", "???"])
def test_nothing_found_says_what_to_do(client, typed):
    html = client.get(reverse("portal:reviews"), {"q": typed}).content.decode()

    assert "Không có thủ tục nào như vậy" in html


@pytest.mark.parametrize("topic", [*set(TOPICS.values())])
def test_a_topic_shows_its_points_alone_and_as_many_as_counted(client, topic):
    html = client.get(reverse("portal:reviews")).content.decode()
    card = re.search(rf'loai={topic}">[^<]*</a></span>\s*<span class="house-figure__value">([\d.]+)<', html)

    found = rows(client, loai=topic)

    assert card
    assert len(found) == int(card[1].replace(".", "")) > 0
    assert {row[3] for row in found} == {reviewing.topics()[topic]}


def test_a_field_shows_its_procedures_alone(client):
    assert {row[2] for row in rows(client, **{"linh-vuc": "Hộ tịch"})} == {"Hộ tịch"}


def test_orders_are_by_number_and_by_name(client):
    codes = {one.code: one for one in reviews.reviewed(_today())}
    most = [len(codes[code].points) for code in listed(client)]
    names = [codes[code].sort_key for code in listed(client, xep="ten")]

    assert most == sorted(most, reverse=True)
    assert names == sorted(names)


@pytest.mark.parametrize("asked", [{"loai": "x"}, {"xep": "x"}, {"trang": "999"}, {"dang": "exe"}, {"q": "\x00"}])
def test_a_wrong_wish_shows_a_page(client, asked):
    assert client.get(reverse("portal:reviews"), asked).status_code == 200


def test_the_excel_file_holds_what_the_filter_shows(client):
    response = client.get(reverse("portal:reviews"), {"q": "khai sinh", "dang": "xlsx"})
    lines = list(load_workbook(BytesIO(response.content)).active.values)

    assert lines[0][0] == "Mã thủ tục"
    assert len(lines) - 1 == len(rows(client, q="khai sinh"))
    assert all(cell for line in lines for cell in line)


def test_the_procedure_leads_to_its_points_and_back(client):
    first = client.get(reverse("portal:service", args=[BIRTH])).content.decode()
    second = client.get(reverse("portal:review", args=[BIRTH])).content.decode()
    count = len(reviews.points_of(ProcedureVersion.objects.get(procedure_id=BIRTH)))

    assert f'href="{reverse("portal:review", args=[BIRTH])}">{count} điểm cần rà soát' in first
    assert second.count("Nguồn: ") == count
    assert reverse("portal:service", args=[BIRTH]) in second


def test_a_procedure_without_points_says_so(client):
    code = next(one.code for one in reviews.reviewed(_today()) if not one.points)

    assert "điểm cần rà soát</a>" not in client.get(reverse("portal:service", args=[code])).content.decode()
    assert "không thấy điểm nào" in client.get(reverse("portal:review", args=[code])).content.decode()


def test_an_unknown_procedure_is_refused(client):
    assert client.get(reverse("portal:review", args=["9.999999"])).status_code == 422


def test_a_version_is_looked_at_once(client, monkeypatch, django_assert_max_num_queries):
    client.get(reverse("portal:reviews"))
    monkeypatch.setattr(reviews, "points", None)

    with django_assert_max_num_queries(4):
        assert client.get(reverse("portal:reviews")).status_code == 200


def test_every_published_kind_has_its_sentence(client):
    shown = [point for one in reviews.reviewed(_today()) for point in one.points]

    for point in shown:
        sentence = reviewing.sentence_of(point)
        assert sentence.endswith(".")
        assert not re.search(r"truc_tuyen|buu_chinh|truc_tiep|working_day|%\(", sentence)


@pytest.mark.parametrize("kind", list(TOPICS))
def test_no_kind_is_published_without_words(kind: Kind):
    words = reviewing._of_papers if kind in reviewing.OF_PAPERS else reviewing._of_figures

    assert words(kind).endswith(".")


def test_the_page_speaks_english(client):
    client.cookies["django_language"] = "en"

    html = client.get(reverse("portal:reviews")).content.decode()

    assert "Procedures to review" in html


def _today():
    return timezone.localdate()
