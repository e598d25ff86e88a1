# SPDX-License-Identifier: EUPL-1.2
"""How a citizen and an officer sign in and fill in a page, by label and role as a person would."""

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.journeys.codes import fresh_code
from tinhso.play.staff import DEMO_PASSWORD, DEMO_SECRET

PASSCODE = "123456"
MOTHER = "083193001207"  # Nguyễn Thị Hồng Ánh, phường An Hội
COMMUNE = "28756"  # phường Phú Khương, where the demonstration officers work
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 780}


def open_context(browser: Browser, size: Mapping[str, int]) -> BrowserContext:
    context = browser.new_context(viewport=dict(size), locale="vi-VN")  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    return context


def sign_in_citizen(page: Page, number: str = MOTHER) -> None:
    """From the portal's sign-in page through the e-ID and back."""
    page.get_by_role("link", name=re.compile("định danh", re.IGNORECASE)).or_(
        page.get_by_role("button", name=re.compile("định danh", re.IGNORECASE))
    ).first.click()
    page.get_by_label("Số định danh cá nhân").fill(number)
    page.get_by_label("Mật mã").fill(PASSCODE)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    if "/consent" in page.url:
        page.locator("button[type=submit]").first.click()
    page.wait_for_url(lambda url: "8101" not in url and "/consent" not in url)


def sign_in_officer(page: Page, base: str, username: str) -> None:
    """Password and second factor."""
    page.goto(f"{base}/tai-khoan/login/?next=/can-bo/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.locator("input[name=code]").fill(fresh_code(DEMO_SECRET, username))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/can-bo/**")


def confirm_identity(page: Page) -> None:
    """Give the password again where the house asks for it before a signature."""
    if "/reauthenticate/" in page.url:
        page.get_by_label("Mật khẩu").fill(DEMO_PASSWORD)
        page.get_by_role("main").locator("form button[type=submit]").first.click()
        page.wait_for_load_state()


def open_form_page(page: Page, draft: str, title: str) -> None:
    """Open a page of a draft from its list and wait for its scripts: an earlier answer would bring no further question.

    The address says when the new page is there; until then questions would be looked for on the old one.
    """
    page.goto(draft)
    page.get_by_role("main").get_by_role("link", name=title, exact=True).click()
    page.wait_for_url(lambda address: address != draft)


def save_form_page(page: Page) -> None:
    """Save a page of a draft and wait for the answer: who leaves before takes the sending back."""
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu và tiếp tục").click()
    assert not page.locator(".govuk-error-summary").count(), page.locator(".govuk-error-summary").inner_text()


def fill_page(page: Page, answers: Mapping[str, Any]) -> None:
    """Fill every question of a form page that `answers` knows and that may be changed."""
    for key, value in answers.items():
        _fill(page, key, value)
        page.wait_for_function("() => !document.querySelector('.htmx-request')")


def _fill(page: Page, key: str, value: Any) -> None:
    if isinstance(value, list):
        for row, columns in enumerate(value):
            for column, cell in columns.items():
                _fill(page, f"{key}-{row}-{column}", cell)
        return
    named = f"main [name='{key}']"
    boxes = page.locator(f"{named}:visible:enabled, {named}[type=radio]:enabled, {named}[type=checkbox]:enabled")
    if boxes.count():
        _set(boxes, str(value) if not isinstance(value, bool) else ("true" if value else "false"), value)
    elif page.locator(f"main [name='{key}-day']:visible:enabled").count() and isinstance(value, str):
        year, month, day = value.split("-")
        for part, text in (("day", day), ("month", month), ("year", year)):
            page.locator(f"main [name='{key}-{part}']").fill(text)


def _set(boxes: Locator, text: str, value: Any) -> None:
    first = boxes.first
    kind = first.evaluate("one => one.tagName === 'SELECT' ? 'select' : (one.type || 'text')")
    if kind == "select":
        first.select_option(text)
    elif kind == "radio":
        boxes.and_(boxes.page.locator(f"[value='{text}']")).first.check(force=True)
    elif kind == "checkbox":
        if value:
            first.check(force=True)
    elif not first.is_editable():
        return
    else:
        first.fill(text)


def press(page: Page, name: str) -> None:
    """Press what bears this name in the main part of the page; where nothing does, what has it within a longer name."""
    main = page.get_by_role("main")
    holding = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name))
    holding.first.wait_for()
    called = main.get_by_role("button", name=name, exact=True).or_(main.get_by_role("link", name=name, exact=True))
    (called if called.count() else holding).first.click()
    page.wait_for_load_state()
