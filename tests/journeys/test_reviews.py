# SPDX-License-Identifier: EUPL-1.2
"""What a procedure asks twice or contradicts: from the service to its points, to the whole list, and back."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, open_context
from tests.journeys.test_finding import look

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_anybody_reads_what_is_to_be_reviewed(browser: Browser, house: House, size: dict[str, int]) -> None:
    """One service, its points, the list, one topic, a search without diacritics, nothing found, English."""
    page = open_context(browser, size).new_page()
    page.goto(f"{house.base}/dich-vu-cong/1.001193/")
    page.get_by_role("link", name="điểm cần rà soát").click()
    look(page, "review")
    page.get_by_role("link", name="Thủ tục cần rà soát").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thủ tục cần rà soát")
    look(page, "reviews")
    page.get_by_role("link", name="Phí chưa rõ").click()
    look(page, "reviews-fee")
    page.get_by_label("Tên hoặc mã thủ tục, không cần dấu").fill("khai sinh")
    page.get_by_label("Loại").select_option("")
    page.get_by_role("main").get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Đăng ký khai sinh", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng ký khai sinh")
    page.goto(f"{house.base}/thu-tuc-can-ra-soat/?q=zzzz")
    look(page, "reviews-none")
    page.get_by_role("button", name="English").click()
    page.goto(f"{house.base}/thu-tuc-can-ra-soat/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Procedures to review")
    look(page, "reviews-english")
