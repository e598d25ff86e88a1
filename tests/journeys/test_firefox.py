# SPDX-License-Identifier: EUPL-1.2
"""The same house in Firefox: at 1280, 360 and 320 CSS pixels and at a zoom of 200 %, from search to the clerk's desk.

32/2017/TT-BTTTT; 224/2026/NĐ-CP Art. 10: common browsers and phones. 320 px is 1280 px at 400 % (WCAG 2.2, 1.4.10).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.codes import fresh_code
from tests.journeys.firefox import PROGRAM, Firefox, firefox
from tests.journeys.house import House
from tests.journeys.people import COMMUNE, PASSCODE
from tests.journeys.test_dossier_life import PAGES, PROCEDURE, answers
from tinhso.play.staff import DEMO_PASSWORD, DEMO_SECRET

pytestmark = [
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAM is None, reason="no Firefox on this machine (apt install firefox-esr)"),
]
APPLICANT = "083179004317"
WINDOWS = {"1280": (1280, 900, 1.0), "360": (360, 780, 1.0), "320": (320, 640, 1.0), "1280 at 200 %": (640, 450, 2.0)}
KIND = """(key) => {
  const open = one => !one.readOnly && one.type !== 'hidden' && (one.getClientRects().length || one.type === 'radio');
  const all = [...document.querySelectorAll(`main [name='${key}']:enabled`)].filter(open);
  if (all.length) return all[0].type;
  return document.querySelector(`main [name='${key}-day']:enabled`) ? 'date' : null;
}"""
"""What kind of control asks a question: type of its first open field, `date` for three of them, null for none."""
PUBLIC = ("/", "/dich-vu-cong/?q=ket hon", f"/dich-vu-cong/{PROCEDURE}/", "/tra-cuu/", "/so-lieu/", "/huong-dan/")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with firefox(tmp_path_factory.mktemp("firefox")) as opened:
        yield opened


@pytest.mark.parametrize("window", WINDOWS.values(), ids=list(WINDOWS))
def test_public_pages_fit_and_have_no_barrier(browser: Firefox, house: House, window: tuple[int, int, float]) -> None:
    width, height, pixels = window
    browser.resize(width, height, pixels=pixels)
    for path in PUBLIC:
        browser.goto(f"{house.base}{path}")
        browser.check()


def test_filed_on_the_narrowest_phone_and_received_at_the_desk(browser: Firefox, house: House, tmp_path: Path) -> None:
    """A citizen searches without marks, signs in, fills every page and files; the clerk signs in and receives."""
    browser.resize(320, 640)
    browser.goto(f"{house.base}/")
    browser.type("main input[type=search]", "tinh trang hon nhan", enter=True)
    browser.wait("the results", "() => location.search.includes('q=') && document.readyState === 'complete'")
    browser.press("Cấp Giấy xác nhận tình trạng hôn nhân", "link")
    browser.press("Nộp hồ sơ")
    browser.check()
    _sign_in(browser)
    browser.choose("main select", COMMUNE)
    browser.press("Bắt đầu điền")
    draft = browser.url
    _fill_all(browser, draft)
    browser.goto(draft)
    browser.press("Kiểm tra và nộp", "link")
    browser.check()
    browser.press("Nộp hồ sơ")
    assert browser.run("() => document.querySelector('h1').innerText") == "Đã nộp hồ sơ"
    browser.check()
    dossier = browser.url.split("/ho-so/")[1].split("/")[0]

    browser.resize(1280, 900)
    _sign_in_officer(browser, house, "motcua.phukhuong")
    browser.goto(f"{house.base}/can-bo/ho-so/{dossier}/")
    browser.check()
    browser.press("Tiếp nhận")
    assert "Được tiếp nhận" in browser.text


def _sign_in(browser: Firefox) -> None:
    """From the portal's sign-in page through the e-ID and back."""
    browser.press("định danh")
    browser.wait("the form of the e-ID", "() => Boolean(document.querySelector('input[type=password]'))")
    number = "document.querySelector('form input:not([type=hidden]):not([type=password])')"
    browser.type(f"#{browser.run(f'() => {number}.id')}", APPLICANT)
    with browser.leaving("the e-ID's answer"):
        browser.type("input[type=password]", PASSCODE, enter=True)
    if "/consent" in browser.url:
        browser.press("Đồng ý chia sẻ")


def _sign_in_officer(browser: Firefox, house: House, username: str) -> None:
    browser.forget()
    browser.goto(f"{house.base}/tai-khoan/login/?next=/can-bo/")
    browser.type("input[name=login]", username)
    browser.type("input[name=password]", DEMO_PASSWORD)
    browser.press("Đăng nhập")
    browser.type("input[name=code]", fresh_code(DEMO_SECRET, username))
    with browser.leaving("the desk"):
        browser.click("main form button[type=submit]", "0")


def _fill_all(browser: Firefox, draft: str) -> None:
    browser.press(PAGES[0], "link")
    shown = browser.run(
        "() => document.querySelector('main').innerText.match(/(\\d{2})\\/(\\d{2})\\/(\\d{4})/).slice(1)"
    )
    told = answers(APPLICANT, "-".join(reversed(shown)))
    for title in PAGES:
        browser.goto(draft)
        browser.press(title, "link")
        browser.check()
        for key, value in told.items():
            _fill(browser, key, value)
        browser.press("Lưu và tiếp tục")
        wrong = browser.run("() => document.querySelector('.govuk-error-summary')?.innerText")
        assert wrong is None, f"{title}: {wrong}"


def _fill(browser: Firefox, key: str, value: Any) -> None:
    """Fill a question if the page asks it and it may be changed; a table row by row, a date by its three fields."""
    if isinstance(value, list):
        for row, columns in enumerate(value):
            for column, cell in columns.items():
                _fill(browser, f"{key}-{row}-{column}", cell)
        return
    kind = browser.run(KIND, key)
    if kind == "date" and isinstance(value, str):
        for part, text in zip(("year", "month", "day"), value.split("-"), strict=True):
            browser.type(f"main [name='{key}-{part}']", text)
    elif kind is not None:
        _set(browser, kind, f"main [name='{key}']", value)
    browser.wait("the fragment", "() => !document.querySelector('.htmx-request')")


def _set(browser: Firefox, kind: str, named: str, value: Any) -> None:
    if kind == "select-one":
        browser.choose(named, str(value))
    elif kind == "radio":
        browser.click(f"{named}[value='{value}']", "0")
    elif kind == "checkbox":
        if value and not browser.run("(one) => document.querySelector(one).checked", named):
            browser.click(named, "0")
    else:
        browser.type(named, str(value))
