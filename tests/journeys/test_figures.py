# SPDX-License-Identifier: EUPL-1.2
"""Figures for everybody and for leaders: the index of Decision 766 and statistic tables, wide and on a phone."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, open_context, sign_in_officer
from tests.journeys.test_finding import look

pytestmark = [pytest.mark.journey, pytest.mark.slow]
LEADER = "lanhdao.tinh"


@pytest.fixture(scope="module", autouse=True)
def lived(house: House) -> None:
    """Some days of life, so that there is something to count."""
    house.live()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_anybody_reads_the_index(browser: Browser, house: House, size: dict[str, int]) -> None:
    """Figures, index of the province, one component, its acts."""
    page = open_context(browser, size).new_page()
    page.goto(f"{house.base}/so-lieu/")
    look(page, "figures")
    page.get_by_role("link", name="Điểm theo Bộ chỉ số 766").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bộ chỉ số 766")
    look(page, "index-766")
    page.get_by_role("link", name="Tỷ lệ hồ sơ được xử lý trước hạn, đúng hạn").click()
    look(page, "component-766")
    page.goto(f"{house.base}/chi-so-766/2.1/su-kien/?phan=mau&ky=nam")
    look(page, "component-766-acts")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_leader_reads_index_and_statistics(browser: Browser, house: House, size: dict[str, int]) -> None:
    """Index of the own scope, the nine indicators, a table by field, the list of dossiers."""
    page = open_context(browser, size).new_page()
    sign_in_officer(page, house.base, LEADER)
    page.goto(f"{house.base}/can-bo/chi-so/")
    look(page, "desk-index")
    page.goto(f"{house.base}/can-bo/chi-so/?bo=01-2018&ky=nam")
    look(page, "desk-nine")
    page.goto(f"{house.base}/can-bo/thong-ke/?theo=linh_vuc")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thống kê hồ sơ")
    look(page, "statistics")
    page.goto(f"{house.base}/can-bo/thong-ke/ho-so/?cot=received_online")
    look(page, "statistics-list")
