# SPDX-License-Identifier: EUPL-1.2
"""The citizen's whole filing without a mouse."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.keyboard import act, answer, pick, reach
from tests.journeys.people import COMMUNE, PASSCODE, WIDE, open_context
from tests.journeys.test_dossier_life import PAGES, answers

pytestmark = [pytest.mark.journey, pytest.mark.slow]
WOMAN = "083197003695"


def test_a_citizen_files_with_the_keyboard_alone(browser: Browser, house: House) -> None:
    """Home, search, service, e-ID, every page of the form, review, filed: Tab, Enter, Space, arrows and letters."""
    page = open_context(browser, WIDE).new_page()
    page.goto(f"{house.base}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('govuk-skip-link')")
    reach(page, page.get_by_label(re.compile("Tìm thủ tục")).first)
    page.keyboard.type("tinh trang hon nhan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dich-vu-cong/**")
    act(page, "link", "Cấp Giấy xác nhận tình trạng hôn nhân")
    act(page, "button", "Nộp hồ sơ")
    _sign_in(page)
    pick(page, page.locator("main select").first, COMMUNE)
    act(page, "button", "Bắt đầu điền")

    draft = page.url
    act(page, "link", PAGES[0])
    shown = page.get_by_text(re.compile(r"^\d{2}/\d{2}/\d{4}$")).first.inner_text()
    born = "-".join(reversed(shown.split("/")))
    for title in PAGES:
        page.goto(draft)
        act(page, "link", title)
        answer(page, answers(WOMAN, born))
        act(page, "button", "Lưu và tiếp tục")
        assert not page.locator(".govuk-error-summary").count(), page.locator(".govuk-error-summary").inner_text()
    page.goto(draft)
    act(page, "link", "Kiểm tra và nộp")
    act(page, "button", "Nộp hồ sơ")

    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp hồ sơ")


def _sign_in(page: Page) -> None:
    provider = re.compile("định danh", re.IGNORECASE)
    main = page.get_by_role("main")
    reach(page, main.get_by_role("link", name=provider).or_(main.get_by_role("button", name=provider)).first)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reach(page, page.get_by_label("Số định danh cá nhân"))
    page.keyboard.type(WOMAN)
    reach(page, page.get_by_label("Mật mã"))
    page.keyboard.type(PASSCODE)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reach(page, page.locator("button[type=submit]").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/dich-vu-cong/**")
