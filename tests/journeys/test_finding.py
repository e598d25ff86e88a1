# SPDX-License-Identifier: EUPL-1.2
"""Finding a service in one's own words, by an event of a life, and one's commune by its old name."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, open_context, sign_in_citizen
from tests.journeys.test_dossier_life import check

pytestmark = [pytest.mark.journey, pytest.mark.slow]
PICTURES = os.environ.get("TINHSO_JOURNEY_PICTURES")


def look(page: Page, name: str) -> None:
    """Check the page for everybody; keep a picture when somebody asked for pictures."""
    check(page)
    if PICTURES:
        width = (page.viewport_size or {}).get("width")
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_citizen_finds_the_service_and_the_commune(browser: Browser, house: House, size: dict[str, int]) -> None:
    """Home, an event, everyday words, a slip, nothing found, sign-in, an old name: chosen, asked, unknown."""
    page = open_context(browser, size).new_page()
    page.goto(f"{house.base}/")
    look(page, "home")
    page.get_by_role("link", name="Sinh con", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sinh con")
    look(page, "event")
    page.goto(f"{house.base}/viec-trong-doi/")
    look(page, "events")
    for name, text in {
        "everyday": "giay doc than",
        "note": "làm lại căn cước",
        "slip": "kahi sinh",
        "none": "qqq",
    }.items():
        page.goto(f"{house.base}/dich-vu-cong/?q={text}")
        look(page, f"services-{name}")

    page.goto(f"{house.base}/dich-vu-cong/1.004873/nop/")
    sign_in_citizen(page)
    look(page, "start")
    for name, text in {
        "chosen": "xã Mỹ Thành",
        "asked": "An Hiệp",
        "district": "huyện Chợ Lách",
        "none": "Hà Nội",
    }.items():
        page.get_by_label("Tên xã, phường, thị trấn hoặc huyện trước sáp nhập").fill(text)
        page.get_by_role("main").get_by_role("button", name="Tìm").click()
        page.wait_for_url("**ten-cu=**")
        look(page, f"start-{name}")
    page.get_by_label("Tên xã, phường, thị trấn hoặc huyện trước sáp nhập").fill("An Hiệp, Ba Tri")
    page.get_by_role("main").get_by_role("button", name="Tìm").click()
    page.get_by_role("button", name="Bắt đầu điền").click()

    page.wait_for_url("**/nhap/**")
    expect(page.get_by_role("main")).to_contain_text("Xã An Hiệp")


VOICES = """
window.said = [];
Object.defineProperty(window, 'speechSynthesis', {value: {
  speaking: false, pending: false,
  getVoices: () => [{lang: 'vi-VN', name: 'Giọng Việt'}],
  speak(one) { window.said.push(one.text); this.speaking = true; },
  cancel() { this.speaking = false; },
  addEventListener() {},
}});
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_large_type_and_a_voice(browser: Browser, house: House, size: dict[str, int]) -> None:
    """Type grows and nothing is cut; a page is read aloud where the device has a voice, else nobody is offered it."""
    context = open_context(browser, size)
    page = context.new_page()
    page.goto(f"{house.base}/dich-vu-cong/1.004873/")
    expect(page.get_by_role("button", name="Nghe đọc trang này")).to_be_hidden()
    usual = page.locator("h1").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    page.get_by_role("button", name="Cỡ chữ lớn").click()
    expect(page.get_by_role("button", name="Cỡ chữ thường")).to_be_visible()
    assert page.locator("h1").evaluate("one => parseFloat(getComputedStyle(one).fontSize)") == pytest.approx(
        usual * 1.25
    )
    look(page, "large-service")
    page.goto(f"{house.base}/")
    look(page, "large-home")

    context.add_init_script(VOICES)
    page.goto(f"{house.base}/dich-vu-cong/1.004873/")
    page.get_by_role("button", name="Nghe đọc trang này").click()
    said = page.evaluate("window.said")
    assert said[0] == page.locator("h1").inner_text()
    assert any("Giấy tờ" in one for one in said)
    look(page, "aloud")
    page.get_by_role("button", name="Dừng đọc").click()
    expect(page.get_by_role("button", name="Nghe đọc trang này")).to_be_visible()
