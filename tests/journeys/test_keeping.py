# SPDX-License-Identifier: EUPL-1.2
"""Logs are kept by class, held for an incident, and who looks into them is seen; so is whether the watch works."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, open_context, sign_in_officer
from tests.journeys.test_finding import look

pytestmark = [pytest.mark.journey, pytest.mark.slow]
OPERATOR = "quantri.tinh"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_search_says_what_for_and_terms_are_kept_above_the_law(
    browser: Browser, house: House, size: dict[str, int]
) -> None:
    page = open_context(browser, size).new_page()
    sign_in_officer(page, house.base, OPERATOR)
    main = page.get_by_role("main")
    page.goto(f"{house.base}/can-bo/su-kien/?q=nguoi:lan")
    expect(main).to_contain_text("Hãy ghi mục đích")
    look(page, "events-purpose")
    page.get_by_label("Mục đích").fill(f"Xác minh theo công văn {size['width']}")
    main.get_by_role("button", name="Tìm", exact=True).click()
    expect(main).not_to_contain_text("Hãy ghi mục đích (ít nhất")
    look(page, "events-none")

    page.goto(f"{house.base}/can-bo/luu-nhat-ky/")
    expect(main).to_contain_text("Hệ thống lưu trữ")
    look(page, "log-keeping")
    page.goto(f"{house.base}/can-bo/luu-nhat-ky/giu/")
    look(page, "log-holds")
    page.goto(f"{house.base}/can-bo/suc-khoe-giam-sat/")
    expect(main).to_contain_text("Bộ phát hiện")
    look(page, "watch")
