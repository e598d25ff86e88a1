# SPDX-License-Identifier: EUPL-1.2
"""The pages in a real browser: keyboard, 360 px, accessibility."""

import shutil
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from urllib.parse import urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")

REQUEST = {
    "client_id": "tinhso",
    "response_type": "code",
    "scope": "openid profile phone email address",
    "redirect_uri": "http://127.0.0.1:8000/back",
    "state": "s",
}


@pytest.fixture(scope="module")
def idp(start) -> Iterator:
    yield from start("idp")


@pytest.fixture(scope="module")
def mail(start) -> Iterator:
    yield from start("mail")


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def phone(browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    yield page
    page.close()


def assert_fits_and_is_accessible(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360, f"{page.url} is {width} px wide"
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_sign_in_by_keyboard_on_a_phone(idp, phone):
    phone.goto(f"{idp.url}/authorize?{urlencode(REQUEST)}")
    assert_fits_and_is_accessible(phone)

    phone.keyboard.press("Tab")
    phone.keyboard.type("083193001207")
    phone.keyboard.press("Tab")
    phone.keyboard.type("000000")
    phone.keyboard.press("Enter")
    phone.get_by_role("alert").wait_for()
    assert_fits_and_is_accessible(phone)
    phone.get_by_label("Mật mã").fill("123456")
    phone.keyboard.press("Enter")
    phone.get_by_role("button", name="Đồng ý chia sẻ").wait_for()
    assert_fits_and_is_accessible(phone)
    phone.keyboard.press("Tab")
    with phone.expect_request(f"{REQUEST['redirect_uri']}?*") as back:  # nobody answers there
        phone.keyboard.press("Enter")

    assert "code=" in back.value.url
    assert "state=s" in back.value.url


def test_a_test_citizen_is_chosen_with_one_press(idp, phone):
    phone.goto(f"{idp.url}/authorize?{urlencode(REQUEST)}")

    phone.get_by_role("button", name="Võ Ngọc Quỳnh").click()

    assert phone.get_by_text("14/06/2009").is_visible()


def test_other_pages_fit_and_are_accessible(idp, phone):
    for path in ("/authorize", "/logout"):
        phone.goto(idp.url + path)
        assert_fits_and_is_accessible(phone)


def test_inbox_and_letter_fit_and_are_accessible(mail, phone):
    message = EmailMessage()
    message["Subject"] = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    message["To"] = "nguoi-co-ten-rat-dai-khong-co-cho-ngat-dong@congdan.example"
    message.set_content("Xem tại http://127.0.0.1:8000/" + "a" * 90)
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Giấy hẹn.pdf")
    smtp = urlsplit(mail.addresses["smtp"])
    with smtplib.SMTP(smtp.hostname, smtp.port) as server:
        server.send_message(message, from_addr="a@bentre.example")

    phone.goto(mail.url)
    assert_fits_and_is_accessible(phone)
    phone.get_by_role("link", name="Giấy tiếp nhận").click()

    assert_fits_and_is_accessible(phone)
    assert phone.get_by_role("heading", level=1).inner_text() == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
