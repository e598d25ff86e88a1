# SPDX-License-Identifier: EUPL-1.2
"""Maps by district and commune in a real browser, wide and on a phone: from a figure down to the acts of a commune."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, open_context
from tests.journeys.test_finding import look

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def lived(house: House) -> None:
    """Some days of life, so that there is something to draw."""
    house.live()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_anybody_goes_from_a_figure_to_a_commune_by_the_map(
    browser: Browser, house: House, size: dict[str, int]
) -> None:
    """Figure, map of the province, a district by clicking it on the map, a commune by its row, back by the crumbs."""
    page = open_context(browser, size).new_page()
    page.goto(f"{house.base}/so-lieu/onestop.received/")
    page.get_by_role("link", name="Xem trên bản đồ theo huyện, xã").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bến Tre")
    look(page, "map-province")
    page.get_by_role("link", name=re.compile("^Huyện Ba Tri: ")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Huyện Ba Tri")
    look(page, "map-district")
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Các sự kiện ở đây")).to_be_visible()
    look(page, "map-commune")
    page.get_by_role("navigation", name="Đường dẫn trang").get_by_role("link", name="Huyện Ba Tri").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Huyện Ba Tri")


def test_the_map_works_with_the_keyboard_alone(browser: Browser, house: House) -> None:
    """The way past the map comes before it, and a place on it opens by Enter."""
    page = open_context(browser, WIDE).new_page()
    page.goto(f"{house.base}/so-lieu/onestop.received/ban-do/")
    page.get_by_role("link", name="Bỏ qua bản đồ, tới bảng có cùng số liệu").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"huyen=\d{3}$"))
