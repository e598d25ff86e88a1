# SPDX-License-Identifier: EUPL-1.2
"""From the kiosk to the receipt: a number for two services, the call, the screen, the phone, the counter."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.keyboard import reach
from tests.journeys.people import NARROW, WIDE, open_context, press, sign_in_citizen
from tests.journeys.test_dossier_life import check, officer

pytestmark = [pytest.mark.journey, pytest.mark.slow]
KIOSK = {"width": 1080, "height": 1920}
SCREEN = {"width": 1920, "height": 1080}
NUMBER = "083195005561"
ADDRESS = re.compile(r"http://\S+/(?:lay-so|man-hinh)/\S+")


def set_up(page: Page, house: House) -> tuple[str, str]:
    """As head: save the settings, add a counter, issue keys; return the addresses of kiosk and screen."""
    page.goto(f"{house.base}/can-bo/hang-doi/")
    check(page)
    press(page, "Thiết lập hàng đợi")
    check(page)
    page.get_by_label("Số người mỗi giờ hẹn").fill("2")
    press(page, "Lưu thiết lập")
    if page.get_by_text("Chưa có quầy nào").count():
        press(page, "Lưu quầy")
    found = []
    for kind, label in (("Máy lấy số", "Máy ở sảnh"), ("Màn hình gọi số", "Màn hình ở sảnh")):
        page.get_by_role("radio", name=kind).check(force=True)
        page.get_by_label("Tên thiết bị").fill(label)
        press(page, "Cấp khóa")
        found.append(ADDRESS.findall(page.get_by_role("main").inner_text())[0])
    check(page)
    return found[0], found[1]


def take_number(browser: Browser, address: str, folder: Path) -> tuple[Page, str]:
    """At the kiosk: two services found without marks, one number; return the page and the ticket's public address."""
    page = open_context(browser, KIOSK).new_page()
    page.goto(address)
    check(page)
    page.screenshot(path=str(folder / "kiosk.png"))
    for typed, name in (
        ("xac nhan tinh trang hon nhan", "Cấp Giấy xác nhận tình trạng hôn nhân"),
        ("khai sinh", "Đăng ký khai sinh"),
    ):
        page.get_by_label("Gõ tên thủ tục").fill(typed)
        page.get_by_role("button", name="Tìm", exact=True).click()
        check(page)
        page.get_by_role("link", name=name).first.click()
    check(page)
    page.screenshot(path=str(folder / "kiosk-chosen.png"))
    page.get_by_role("button", name="Lấy số một số").click()
    page.wait_for_url("**/phieu/**")
    check(page)
    page.screenshot(path=str(folder / "kiosk-ticket.png"))
    printed = page.pdf(path=str(folder / "ticket.pdf"), prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, "a ticket is one strip of paper"
    return page, page.url.rpartition("/phieu/")[2].partition("/")[0].partition("?")[0]


def test_from_the_kiosk_to_the_receipt(browser: Browser, house: House, tmp_path: Path) -> None:
    """The head sets up; somebody takes a number for two services; the clerk opens a counter and calls by keyboard;
    screen and phone show it; the clerk receives one of the services at the counter and is done with the number."""
    head = officer(browser, house, WIDE, "phutrach.phukhuong")
    kiosk, screen = set_up(head, house)
    head.screenshot(path=str(tmp_path / "settings.png"), full_page=True)
    clerk = officer(browser, house, WIDE, "motcua.phukhuong")
    clerk.goto(f"{house.base}/can-bo/hang-doi/")
    check(clerk)
    press(clerk, "Mở quầy 1")
    _machine, code = take_number(browser, kiosk, tmp_path)

    phone = open_context(browser, NARROW).new_page()
    phone.goto(f"{house.base}/phieu/{code}/")
    expect(phone.get_by_role("main")).to_contain_text("Bạn là người tiếp theo")
    check(phone)
    hall = open_context(browser, SCREEN).new_page()
    hall.goto(screen)
    expect(hall.get_by_role("main")).to_contain_text("1 người đang chờ")
    check(hall)

    clerk.goto(f"{house.base}/can-bo/hang-doi/")
    check(clerk)
    clerk.screenshot(path=str(tmp_path / "waiting.png"), full_page=True)
    reach(clerk, clerk.get_by_role("main").get_by_role("button", name="Gọi số tiếp theo"))
    with clerk.expect_navigation():
        clerk.keyboard.press("Enter")
    expect(clerk.get_by_role("main")).to_contain_text("Đang ở quầy: số 1")
    check(clerk)
    clerk.screenshot(path=str(tmp_path / "called.png"), full_page=True)
    expect(hall.locator(".queue-call--latest")).to_contain_text("Quầy 1", timeout=15_000)
    check(hall)
    hall.screenshot(path=str(tmp_path / "screen.png"))
    expect(phone.get_by_role("main")).to_contain_text("Mời đến quầy 1", timeout=20_000)
    phone.screenshot(path=str(tmp_path / "phone.png"), full_page=True)

    receive(clerk)
    clerk.goto(f"{house.base}/can-bo/hang-doi/")
    press(clerk, "Xong")
    expect(clerk.get_by_role("status").first).to_contain_text("Đã xong số 1")
    check(clerk)


def receive(clerk: Page) -> None:
    """Write the person down, take the service the number has chosen, receive."""
    press(clerk, "Tiếp nhận hồ sơ")
    press(clerk, "Ghi người mới")
    clerk.get_by_label("Số định danh cá nhân").fill(NUMBER)
    clerk.get_by_label("Họ, chữ đệm và tên").fill("Phan Thị Cẩm Tú")
    for box, text in (("day", "12"), ("month", "8"), ("year", "1995")):
        clerk.locator(f"[name=birth_date-{box}]").fill(text)
    clerk.get_by_role("radio", name="Nữ").check(force=True)
    press(clerk, "Tiếp tục")
    expect(clerk.get_by_role("main")).to_contain_text("Số 1 đã chọn")
    check(clerk)
    press(clerk, "Cấp Giấy xác nhận tình trạng hôn nhân")
    clerk.get_by_label("Giải quyết cho xã, phường").select_option("28756")
    for one in clerk.locator("input[type=radio][value=shown]").all():
        one.check(force=True)
    clerk.get_by_role("radio", name="Nhận bản điện tử").or_(clerk.locator("[name=return_method]")).first.check(
        force=True
    )
    press(clerk, "Tiếp nhận hồ sơ")
    expect(clerk.get_by_role("main")).to_contain_text("Được tiếp nhận")


def test_a_citizen_books_and_cancels_on_a_phone(browser: Browser, house: House, tmp_path: Path) -> None:
    """The page finds the desk without marks; a day, an hour, a code; the appointment is given up again."""
    page = open_context(browser, NARROW).new_page()
    page.goto(f"{house.base}/dat-lich/")
    check(page)
    if not page.get_by_label("Tên xã, phường").count():  # no test before this one has set a desk up
        set_up(officer(browser, house, WIDE, "phutrach.phukhuong"), house)
        page.goto(f"{house.base}/dat-lich/")
    page.get_by_label("Tên xã, phường").fill("phu khuong")
    press(page, "Tìm")
    press(page, "Phú Khương")
    sign_in_citizen(page)
    check(page)
    page.screenshot(path=str(tmp_path / "book.png"), full_page=True)
    page.get_by_role("radio").first.check(force=True)
    press(page, "Đặt lịch")
    expect(page.get_by_role("main")).to_contain_text("Mã hẹn")
    check(page)
    page.screenshot(path=str(tmp_path / "booked.png"), full_page=True)
    press(page, "Hủy lịch")
    expect(page.get_by_role("main")).to_contain_text("Đã hủy")


def test_kiosk_and_screen_on_small_glass_and_without_a_server(browser: Browser, house: House, tmp_path: Path) -> None:
    """360 px wide both fit; when the server falls silent the screen says since when and keeps its numbers."""
    head = officer(browser, house, NARROW, "phutrach.phukhuong")
    kiosk, screen = set_up(head, house)
    page = open_context(browser, NARROW).new_page()
    page.goto(kiosk)
    check(page)
    page.screenshot(path=str(tmp_path / "kiosk-360.png"), full_page=True)
    page.goto(screen)
    check(page)
    before = page.locator("[data-poll]").inner_text()

    page.context.set_offline(True)

    expect(page.locator("#mat-lien-lac")).to_contain_text("Mất liên lạc với máy chủ từ", timeout=20_000)
    assert page.locator("[data-poll]").inner_text() == before
    check(page)
    page.screenshot(path=str(tmp_path / "screen-lost.png"), full_page=True)
    page.context.set_offline(False)
    expect(page.locator("#mat-lien-lac")).to_be_hidden(timeout=20_000)
