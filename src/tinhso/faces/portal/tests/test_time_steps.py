# SPDX-License-Identifier: EUPL-1.2
"""Steps through time: the slider's own address, the ways back and forth, what they keep, what hostile steps do."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.faces.ui.time_steps import day_of, steps
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.tests.seals import seal_at
from tinhso.kernel.indicators.actions import add_acts
from tinhso.kernel.indicators.queries import month_by_month
from tinhso.kernel.indicators.scopes import Scope
from tinhso.modules.onestop.tests import world

TODAY = date(2026, 11, 23)


@pytest.fixture
def submitted(people, now):
    """A dossier of three days ago, folded; sealed the day after."""
    dossier = world.submitted(world.citizen(), now=now - timedelta(days=3))
    seal_at(now - timedelta(days=2))
    add_acts(ledger.acts_of_case(dossier.case_id))
    return timezone.localtime(now - timedelta(days=3)).date()


def year_to(day: date, **more) -> Scope:
    return Scope(date(day.year, 1, 1), day, **more)


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ({"moc_ngay": str(date(2026, 11, 20).toordinal())}, date(2026, 11, 20)),
        ({"moc_ngay": str(date(2027, 1, 1).toordinal())}, TODAY),
        ({"moc_thang": str(2026 * 12 + 1)}, date(2026, 2, 28)),
        ({"moc_thang": str(2025 * 12 + 11)}, date(2025, 12, 31)),
        ({"moc_thang": str(2026 * 12 + 10)}, TODAY),
        ({}, None),
        ({"moc_ngay": "0"}, None),
        ({"moc_ngay": "9999999"}, None),
        ({"moc_thang": "0"}, None),
        ({"moc_thang": "-5"}, None),
        ({"moc_thang": "²"}, None),
        ({"moc_ngay": "1e9"}, None),
        ({"moc_ngay": "99999999999999999999"}, None),
    ],
)
def test_a_step_of_the_address_is_a_day(address, day):
    assert day_of(address, TODAY) == day


def test_the_page_of_a_step_is_the_page_of_its_day(client, submitted):
    page = client.get(reverse("portal:figures"), {"moc_ngay": submitted.toordinal()})

    assert page.context["scope"].until == submitted
    assert "Đi theo thời gian:" in page.content.decode()


def test_the_ways_back_and_forth_lead_to_the_next_days_and_keep_what_was_chosen(client, submitted):
    after = submitted + timedelta(days=1)
    page = client.get(reverse("portal:index_766"), {"moc_ngay": after.toordinal(), "ky": "nam", "biet": "nay"})
    ways = re.findall(r'rel="(prev|next)" href="([^"]+)"', page.content.decode())

    assert [way for way, _href in ways] == ["prev", "next"]
    days = []
    for _way, href in ways:
        there = client.get(reverse("portal:index_766") + href.replace("&amp;", "&"))
        days.append(there.context["scope"].until)
        assert there.context["asked"].kind == "nam"
    assert days == [submitted, after + timedelta(days=1)]


@pytest.mark.parametrize("name", ["figures", "six_shares", "index_766"])
def test_the_slider_has_a_label_and_works_as_a_plain_form(client, submitted, name):
    html = client.get(reverse(f"portal:{name}"), {"biet": "hom_do"}).content.decode()
    box = re.search(r'<input class="house-range" type="range"[^>]*>', html)

    assert box is not None
    assert 'name="moc_ngay"' in box[0]
    assert 'aria-valuetext="' in box[0]
    assert '<label class="govuk-label" for="moc">' in html
    assert '<input type="hidden" name="biet" value="hom_do">' in html


def test_what_was_known_then_begins_with_the_first_seal(client, submitted):
    now, then = (
        steps(year_to(timezone.localdate()), {}),
        steps(year_to(timezone.localdate(), known_on=timezone.localdate()), {}),
    )

    assert now is not None
    assert then is not None
    assert then.first == (submitted + timedelta(days=1)).toordinal()
    assert now.first <= submitted.toordinal()


def test_a_ledger_of_one_day_has_no_steps_and_an_empty_one_neither(db):
    assert steps(year_to(timezone.localdate()), {}) is None


@pytest.mark.django_db
def test_an_old_ledger_is_stepped_through_by_months(monkeypatch):
    begun = timezone.now() - timedelta(days=400)
    monkeypatch.setattr("tinhso.faces.ui.time_steps.first_act_at", lambda: begun)
    day = timezone.localdate()
    found = steps(year_to(day), {"biet": "nay", "dang": "csv", "moc_thang": "1", "den-day": "3"})

    assert found is not None
    assert (found.name, found.last - found.first in (13, 14)) == ("moc_thang", True)
    assert found.hidden == [("biet", "nay")]
    assert found.after == ""
    assert found.before.endswith(f"moc_thang={found.last - 1}")


def test_a_day_typed_counts_more_than_a_step(client, submitted):
    typed = {"den-day": submitted.day, "den-month": submitted.month, "den-year": submitted.year}
    page = client.get(reverse("portal:figures"), typed | {"moc_ngay": timezone.localdate().toordinal()})

    assert page.context["scope"].until == submitted


@pytest.mark.parametrize("code", ["onestop.received", "onestop.on_time_766", "onestop.submitted"])
def test_the_last_line_by_month_is_the_figure_itself(client, submitted, code):
    for asked in ({}, {"biet": "hom_do"}):
        page = client.get(reverse("portal:figure", args=[code]), asked)
        *earlier, (last, _up, _down, value) = month_by_month(code, page.context["scope"])

        assert (last, value) == (page.context["scope"].until, page.context["card"].figure.value)
        assert [one[0].month for one in earlier] == list(range(1, last.month))
        assert "Lũy kế đến hết từng tháng" in page.content.decode() or not page.context["rows"]
