# SPDX-License-Identifier: EUPL-1.2
"""Components: controls are wired to their words, states carry words and icon, hostile text stays text."""

from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from django.utils.html import format_html

EVIL = "<script>alert(1)</script>"


def render(source: str, **context: Any) -> str:
    request = RequestFactory().get("/danh-sach/?q=an&trang=2")
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


def test_an_error_is_tied_to_its_control():
    html = render('{% text_input "ten" "Họ và tên" hint="Như căn cước" %}', errors={"ten": "Nhập họ và tên."})

    assert 'aria-describedby="f-ten-hint f-ten-error"' in html
    assert 'id="f-ten-error"' in html
    assert "Nhập họ và tên." in html
    assert 'aria-invalid="true"' in html


def test_the_error_summary_links_to_the_control():
    html = render("{% error_summary %}", errors={"ten": "Nhập họ và tên."})

    assert '<a href="#f-ten">Nhập họ và tên.</a>' in html


def test_no_error_no_summary():
    assert render("{% error_summary %}", errors={}).strip() == ""


def test_what_was_typed_is_shown_back():
    html = render('{% date_input "sinh" "Ngày sinh" %}', values={"sinh-day": "31", "sinh-month": "2"})

    assert 'value="31"' in html
    assert 'value="2"' in html


def test_a_date_fills_three_boxes():
    html = render('{% date_input "sinh" "Ngày sinh" value="2007-03-27" %}')

    assert [part in html for part in ('value="27"', 'value="3"', 'value="2007"')] == [True] * 3


def test_the_limit_of_a_file_stands_at_its_control(settings: Any):
    settings.TINHSO_UPLOAD_LIMIT_BYTES = 5 * 1_048_576

    html = render('{% file_input "tep" "Giấy chứng sinh" %}')

    assert "Mỗi tệp tối đa 5 MB" in html
    assert 'data-limit-bytes="5242880"' in html


@pytest.mark.parametrize(
    "source",
    [
        '{% text_input "a" evil value=evil hint=evil error=evil %}',
        '{% text_area "a" evil value=evil %}',
        "{% tag evil %}",
        "{% button evil %}",
        "{% summary_list rows %}",
        "{% timeline lines %}",
        '{% breadcrumbs evil "/" %}',
        "{% empty_state evil %}",
        "{% search_box evil value=evil %}",
        '{% data_table "Bảng" heads rows numbers="2" %}',
    ],
)
def test_hostile_text_stays_text(source: str):
    html = render(
        source,
        evil=EVIL,
        heads=[EVIL],
        rows=[(EVIL, EVIL)],
        lines=[{"title": EVIL, "at": timezone.now(), "actor": EVIL}],
    )

    assert EVIL not in html
    assert "&lt;script&gt;" in html


def test_a_table_sets_its_numbers_apart_and_keeps_links():
    rows = [("An Hội", 1234, format_html('<a href="{}">{}</a>', "/x/?a=1&b=2", "xem"))]

    html = render('{% data_table "Bảng" heads rows numbers="2" %}', heads=["Đơn vị", "Số", "Xem"], rows=rows)

    assert '<td class="govuk-table__cell house-number">1234</td>' in html
    assert '<td class="govuk-table__cell"><a href="/x/?a=1&amp;b=2">xem</a></td></tr>' in html
    assert '<th class="govuk-table__header house-number" scope="col">Số</th>' in html


@pytest.mark.parametrize("phase", ["open", "working", "waiting", "done", "dropped", "error"])
def test_every_state_has_words_and_an_icon(phase: str):
    html = render("{% tag words phase %}", words="Đang thẩm định", phase=phase)

    assert "Đang thẩm định" in html
    assert 'aria-hidden="true">' in html


def test_lateness_is_said_in_words():
    now = timezone.now()

    assert "Quá hạn 3 ngày" in render("{% deadline due now %}", due=now - timedelta(days=3), now=now)
    assert "Chưa có hạn" in render("{% deadline due now %}", due=None, now=now)
    assert "Đã kết thúc" in render("{% deadline due now ended=True %}", due=now - timedelta(days=3), now=now)
    assert "Đã xong, chờ trả kết quả" in render("{% deadline due now returning=True %}", due=now, now=now)


def test_pages_keep_the_rest_of_the_address():
    html = render("{% pagination page %}", page=Paginator(range(60), 20).get_page(2))

    assert 'href="?q=an&amp;trang=1"' in html
    assert 'href="?q=an&amp;trang=3"' in html


def test_a_sorted_column_turns_round():
    html = render('{% sort_header "Hạn" "han" %}')

    assert 'aria-sort="none"' in html
    assert 'href="?q=an&amp;xep=han"' in html


class Seat(forms.Form):
    unit = forms.CharField(label="Đơn vị", help_text="Ghi đủ tên")


def test_a_plain_form_field_looks_like_the_others():
    html = render("{% error_summary form %}{% form_field form.unit %}", form=Seat({"unit": ""}))

    assert 'href="#id_unit"' in html
    assert 'aria-describedby="id_unit-hint id_unit-error"' in html
    assert "Ghi đủ tên" in html


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ 150000|vnd }}", "150.000 đ"),
        ("{{ none|vnd }}", "–"),
        ("{{ 1947|vnint }}", "1.947"),
        ("{{ 35.13|vnpercent }}", "35,13 %"),
        ("{{ none|vnpercent }}", "–"),
        ("{{ none|vndate }}", "–"),
    ],
)
def test_numbers_are_written_the_vietnamese_way(source: str, shown: str):
    assert render(source, none=None) == shown
