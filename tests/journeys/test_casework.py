# SPDX-License-Identifier: EUPL-1.2
"""A procedure's four steps are drawn without code, published, and a dossier runs through them; a slow upload shows its
percent and can be cancelled; the pages of books and steps."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, confirm_identity, open_context, press
from tests.journeys.test_definitions import open_copy, publish
from tests.journeys.test_dossier_life import check, file_on_line, officer, open_dossier

pytestmark = [pytest.mark.journey, pytest.mark.slow]
CITIZEN = "083197003695"
STEPS = (
    ("Tiếp nhận, chuyển hồ sơ", "Bộ phận Một cửa", "reception", "0,5"),
    ("Phân công", "Người phụ trách", "head", "0,5"),
    ("Thẩm định", "Công chức Tư pháp - Hộ tịch", "specialist", "1,5"),
    ("Ký kết quả", "Chủ tịch", "leader", "0,5"),
)
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}
FAST = {**SLOW, "uploadThroughput": -1}


def shot(page: Page, folder: Path, name: str) -> None:
    check(page)
    page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


def give_units(page: Page, home: str) -> None:
    """Say in which unit the portal shows its times, as the decision does."""
    page.goto(f"{home}muc/kenh/")
    for box in page.locator("[name^='donvi-']").all():
        box.select_option("working_day")
    press(page, "Lưu")
    expect(page.locator("body")).to_contain_text("Đã lưu mục “Cách nộp”")


def draw_and_publish(browser: Browser, house: House, folder: Path) -> None:
    page = officer(browser, house, WIDE, "kiemsoat.tinh")
    home = open_copy(page, house, "xac nhan tinh trang hon nhan")
    give_units(page, home)
    page.goto(f"{home}muc/quy-trinh/")
    for number, (work, who, post, days) in enumerate(STEPS):
        press(page, "Thêm bước")
        page.locator(f"[name='lam-{number}']").fill(work)
        page.locator(f"[name='ai-{number}']").fill(who)
        page.locator(f"[name='chuc-{number}']").select_option(post)
        page.locator(f"[name='gio-{number}']").fill(days)
    press(page, "Lưu")
    expect(page.get_by_role("main")).to_contain_text("Tổng các bước khớp với thời hạn")
    publish(page, home, folder)


def test_a_dossier_runs_through_four_steps_drawn_without_code(browser: Browser, house: House, tmp_path: Path) -> None:
    """Controller, citizen, clerk, head (who first errs and takes it back), specialist, leader; then the figures."""
    draw_and_publish(browser, house, tmp_path)
    dossier = file_on_line(open_context(browser, NARROW).new_page(), house, CITIZEN)

    clerk = officer(browser, house, NARROW, "motcua.phukhuong")
    open_dossier(clerk, house, dossier)
    press(clerk, "Tiếp nhận")
    expect(clerk.locator("[aria-current=step]")).to_contain_text("Bước 2: Phân công")
    shot(clerk, tmp_path, "received-360")

    head = officer(browser, house, WIDE, "phutrach.phukhuong")
    open_dossier(head, house, dossier)
    for name in ("Chuyên viên khác", "Chuyên viên"):
        press(head, "Phân công")
        head.get_by_role("radio").nth(1 if name == "Chuyên viên khác" else 0).check(force=True)
        press(head, "Phân công")
        expect(head.locator("[aria-current=step]")).to_contain_text("Bước 3: Thẩm định")
        if name == "Chuyên viên khác":
            shot(head, tmp_path, "assigned-1280")
            press(head, "Hoàn tác")
            expect(head.locator("[aria-current=step]")).to_contain_text("Bước 2: Phân công")

    examine(browser, house, dossier)
    leader = officer(browser, house, WIDE, "lanhdao.phukhuong")
    open_dossier(leader, house, dossier)
    expect(leader.locator("[aria-current=step]")).to_contain_text("Bước 4: Ký kết quả")
    press(leader, "Ký kết quả")
    confirm_identity(leader)
    if leader.get_by_role("main").get_by_role("button", name="Ký kết quả").count():
        press(leader, "Ký kết quả")
    expect(leader.get_by_role("main")).to_contain_text("Đã xử lý xong")
    shot(leader, tmp_path, "signed-1280")
    figures_and_book(leader, house, tmp_path)


def examine(browser: Browser, house: House, dossier: str) -> None:
    """Whichever specialist holds the dossier drafts the result."""
    for username in ("chuyenvien.phukhuong", "chuyenvien2.phukhuong"):
        page = officer(browser, house, WIDE, username)
        open_dossier(page, house, dossier)
        if page.get_by_role("main").get_by_role("button", name="Bắt đầu thẩm định").count():
            press(page, "Bắt đầu thẩm định")
            press(page, "Trình ký kết quả")
            page.locator("main textarea").first.fill("Xác nhận: chưa đăng ký kết hôn với ai, căn cứ hồ sơ kèm theo.")
            page.get_by_role("main").locator("form button[type=submit]").first.click()
            expect(page.get_by_role("main")).to_contain_text("Chờ ký duyệt")
            return
    raise AssertionError("no specialist holds the dossier")


def figures_and_book(page: Page, house: House, folder: Path) -> None:
    for size, name in ((WIDE, "1280"), (NARROW, "360")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(f"{house.base}/can-bo/thong-ke/buoc/")
        expect(page.get_by_role("main")).to_contain_text("4. Ký kết quả")
        shot(page, folder, f"steps-{name}")
        page.goto(f"{house.base}/can-bo/so-theo-doi/")
        page.get_by_role("link", name=re.compile("STD")).first.click()
        shot(page, folder, f"book-{name}")
        press(page, "Ký sổ của một kỳ")
        confirm_identity(page)
        shot(page, folder, f"book-sign-{name}")
        press(page, "Ký sổ")
        expect(page.get_by_role("main")).to_contain_text("Dòng 1 đến")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "360"])
def test_a_slow_upload_shows_percent_and_can_be_cancelled(
    browser: Browser, house: House, size: dict[str, int], tmp_path: Path
) -> None:
    """Row 91: percent beyond nought while it is sent; cancelled by keyboard; then it is sent after all."""
    page = open_context(browser, size).new_page()
    page.goto(f"{house.base}/xac-minh/")
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW)
    page.get_by_label("Tệp PDF").set_input_files(
        [{"name": "to.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n" + b"0" * 3_000_000}]
    )
    press_only(page, "Xác minh tệp")
    expect(page.locator("[data-upload]")).to_contain_text(re.compile(r"Đang tải lên: [1-9]\d?%"))
    shot(page, tmp_path, "upload")
    expect(page.get_by_role("button", name="Hủy tải lên")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Đã hủy")).to_be_visible()

    network.send("Network.emulateNetworkConditions", FAST)
    press_only(page, "Xác minh tệp")
    expect(page.get_by_role("button", name="Hủy tải lên")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text(re.compile("không|chữ ký", re.IGNORECASE))
    check(page)


def press_only(page: Page, name: str) -> None:
    """Press without waiting for a page to load."""
    page.get_by_role("main").get_by_role("button", name=name).click(no_wait_after=True)


def test_an_upload_works_without_scripts(browser: Browser, house: House) -> None:
    page = browser.new_context(java_script_enabled=False, locale="vi-VN").new_page()
    page.goto(f"{house.base}/xac-minh/")
    page.get_by_label("Tệp PDF").set_input_files(
        [{"name": "to.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\nkhong"}]
    )
    page.get_by_role("main").get_by_role("button", name="Xác minh tệp").click()
    page.wait_for_load_state()
    assert page.locator("[data-upload]").count() == 0
    expect(page.get_by_role("heading", level=1)).to_be_visible()
