# SPDX-License-Identifier: EUPL-1.2
"""An administrator adds a clerk, appoints, hands over the link; the clerk sets a password. At 1280, 360 and 320 px."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, press
from tests.journeys.test_dossier_life import check, officer

pytestmark = [pytest.mark.journey, pytest.mark.slow]
SMALLEST = {"width": 320, "height": 640}
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW, SMALLEST], ids=["1280", "360", "320"])
WHY = "Quyết định 12/QĐ-UBND"
PASSWORD = "mat-khau-du-dai-2026"


@SIZES
def test_an_officer_is_added_appointed_and_let_in(browser: Browser, house: House, size, tmp_path) -> None:
    page = officer(browser, house, size, "quantri.tinh")
    page.goto(f"{house.base}/van-hanh/can-bo/")
    check(page)
    press(page, "Thêm cán bộ")
    check(page)
    name = f"Phạm Thị Ngọc Ánh {'ABC'[size['width'] % 3]}"
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Tên đăng nhập").fill(f"anh.pham.{size['width']}")
    press(page, "Thêm cán bộ")
    check(page)
    expect(page.get_by_text("Hãy ghi rõ lý do").first).to_be_visible()
    page.get_by_label("Lý do, căn cứ").fill(WHY)
    press(page, "Thêm cán bộ")
    check(page)
    page.screenshot(path=str(tmp_path / "officer.png"), full_page=True)
    press(page, "Bố trí hoặc chuyển chức vụ")
    check(page)
    page.get_by_label("Tìm đơn vị").fill("phu khuong")
    page.get_by_role("main").get_by_role("button", name="Tìm").click()
    press(page, "Ủy ban nhân dân phường Phú Khương")
    check(page)
    page.screenshot(path=str(tmp_path / "appoint.png"), full_page=True)
    page.get_by_role("radio").first.check(force=True)
    page.get_by_label("Lý do, căn cứ").fill(WHY)
    page.get_by_role("button", name="Bố trí chức vụ", exact=True).click()
    check(page)
    press(page, "Cấp liên kết đặt mật khẩu")
    check(page)
    page.get_by_label("Lý do").fill(WHY)
    press(page, "Cấp liên kết đặt mật khẩu")
    check(page)
    page.screenshot(path=str(tmp_path / "link.png"), full_page=True)
    link = page.get_by_label("Liên kết", exact=True).input_value()
    clerk = browser.new_context(viewport=size).new_page()
    clerk.goto(link)
    check(clerk)
    clerk.get_by_label("Mật khẩu mới", exact=True).fill(PASSWORD)
    clerk.get_by_label("Nhập lại mật khẩu mới").fill(PASSWORD)
    press(clerk, "Đặt mật khẩu")
    expect(clerk.get_by_text("Đã đặt mật khẩu").first).to_be_visible()
    page.goto(f"{house.base}/van-hanh/can-bo/danh-sach/")
    check(page)
    page.goto(f"{house.base}/van-hanh/can-bo/?q=ngoc+anh&loc=no_factor")
    check(page)
    page.screenshot(path=str(tmp_path / "list.png"), full_page=True)
    expect(page.get_by_role("link", name=name).first).to_be_visible()
