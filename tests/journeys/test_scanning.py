# SPDX-License-Identifier: EUPL-1.2
"""Papers over the counter: scanned askew, set upright and read, compared, signed; with buttons and by keyboard."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, confirm_identity, press
from tests.journeys.test_dossier_life import check, officer
from tinhso.kernel.documents.scanning import is_installed
from tinhso.kernel.documents.tests import sheets

pytestmark = [
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.skipif(not is_installed(), reason="tesseract with Vietnamese data is not installed"),
]
COPY = "2.000815"
READ_SECONDS = 60_000


def open_reception(page: Page, house: House, number: str) -> None:
    """Write the person down and choose the procedure; the page of papers opens."""
    page.goto(f"{house.base}/can-bo/quay/nguoi-moi/")
    page.get_by_label("Số định danh cá nhân").fill(number)
    page.get_by_label("Họ, chữ đệm và tên").fill("Nguyễn Thị Bưởi")
    for box, value in (("day", "17"), ("month", "5"), ("year", "1990")):
        page.locator(f"main [name='birth_date-{box}']").fill(value)
    page.get_by_label("Nữ", exact=True).check(force=True)
    press(page, "Tiếp tục")
    page.goto(f"{page.url}{COPY}/")
    check(page)


def upload(page: Page, folder: Path, size: int) -> None:
    """Scan two pages for the first paper that is handed in: the second comes first, one of them lies askew."""
    first, second = folder / "mot.jpg", folder / "hai.jpg"
    first.write_bytes(sheets.jpeg(turned=90, lines=(*sheets.LINES, f"Bản số {size}")))
    second.write_bytes(sheets.jpeg(lines=("Trang sau của giấy xác nhận", f"Lập thành {size} bản có giá trị như nhau")))
    box = page.locator("fieldset", has_text=re.compile("Bản sao|bản sao")).last
    box.get_by_label("Nộp, quét tại quầy").check(force=True)
    box.locator("input[type=file]").set_input_files([str(second), str(first)])
    press(page, "Tải bản quét lên, nhận dạng")
    check(page)


@pytest.mark.parametrize(("size", "number"), [(WIDE, "083190000777"), (NARROW, "083190000888")], ids=["1280", "360"])
def test_a_paper_is_scanned_compared_and_signed(
    browser: Browser, house: House, size: dict[str, int], number: str, tmp_path: Path
) -> None:
    """The clerk uploads two pages, sees them read, puts them in order by keyboard, states two sheets and signs."""
    page = officer(browser, house, size, "motcua.phukhuong")
    open_reception(page, house, number)
    upload(page, tmp_path, size["width"])
    expect(page.get_by_role("main")).to_contain_text("Đã đọc 2 trên 2 trang", timeout=READ_SECONDS)
    expect(page.get_by_role("main")).to_contain_text("Gợi ý")
    expect(page.get_by_role("main")).to_contain_text("125/2024/UBND-XNTTHN")
    check(page)
    page.screenshot(path=str(tmp_path / "reception.png"), full_page=True)

    page.goto(f"{house.base}{page.get_by_role('link', name=re.compile('Kiểm tra, ký bản quét')).get_attribute('href')}")
    expect(page.get_by_role("listitem").filter(has_text="đã tự xoay 270°")).to_have_count(1)
    check(page)
    page.get_by_role("button", name=re.compile("^Lên")).nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator(".house-card").first).to_contain_text("đã tự xoay 270°")
    page.screenshot(path=str(tmp_path / "pages.png"), full_page=True)

    press(page, "Khai số tờ và ký bản quét")
    confirm_identity(page)
    page.get_by_label("Số tờ giấy đã đếm").fill("3")
    press(page, "Ký bản quét")
    expect(page.get_by_role("main")).to_contain_text("bản quét có 2 mặt")
    check(page)
    page.get_by_label("Số tờ giấy đã đếm").fill("2")
    page.screenshot(path=str(tmp_path / "sign.png"), full_page=True)
    press(page, "Ký bản quét")
    expect(page.get_by_role("main")).to_contain_text("Đã số hóa, đã ký")
    check(page)
