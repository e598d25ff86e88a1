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
