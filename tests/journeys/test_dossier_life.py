# SPDX-License-Identifier: EUPL-1.2
"""The life of one dossier through every pair of hands, on a desk screen and on a phone."""

import re
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, expect

from tests.journeys.house import House
from tests.journeys.people import (
    COMMUNE,
    NARROW,
    WIDE,
    confirm_identity,
    fill_page,
    open_context,
    open_form_page,
    press,
    save_form_page,
    sign_in_citizen,
    sign_in_officer,
)

pytestmark = [pytest.mark.journey, pytest.mark.slow]
PROCEDURE = "1.004873"
MOTHER, FATHER = "083193001207", "083090001518"
PEOPLE = {
    MOTHER: {"name": "Nguyễn Thị Hồng Ánh", "sex": "nu"},
    FATHER: {"name": "Trần Quốc Bảo", "sex": "nam"},
    "083197003695": {"name": "Đỗ Thị Mỹ Duyên", "sex": "nu"},
    "083195005561": {"name": "Phan Thị Cẩm Tú", "sex": "nu"},
    "083191006183": {"name": "Mai Thị Bích Phượng", "sex": "nu"},
    "083188003073": {"name": "Đặng Thúy Hằng", "sex": "nu"},
    "083179004317": {"name": "Ngô Thị Kim Cương", "sex": "nu"},
}
PAGES = (
    "Người yêu cầu",
    "Người được cấp",
    "Tình trạng hôn nhân",
    "Thời gian cư trú cần xác nhận",
    "Mục đích",
    "Kết quả",
)
axe = Axe()


def answers(number: str, born: str) -> dict[str, object]:
    """A complete declaration for a certificate of marital status."""
    place = {"ma_tinh": "83", "ma_xa": COMMUNE}
    person = PEOPLE[number]
    return {
        "nyc_dien_thoai": "0912345678",
        "nyc_quan_he": "ban_than",
        "ndc_ho_ten": person["name"],
        "ndc_ngay_sinh": born,
        "ndc_gioi_tinh": person["sex"],
        "ndc_dan_toc": "kinh",
        "ndc_quoc_tich": "VN",
        "ndc_so_dinh_danh": number,
        "ndc_noi_cu_tru_trong_nuoc": "trong_nuoc",
        "ndc_noi_cu_tru_ma_tinh": "83",
        "ndc_noi_cu_tru_ma_xa": COMMUNE,
        "tinh_trang": "chua_ket_hon",
        "cu_tru": [{"tu_ngay": f"{int(born[:4]) + 18}{born[4:]}", "den_ngay": "2026-11-01", **place}],
        "muc_dich": "ket_hon",
        "tra_ket_qua": "dien_tu",
        "cam_doan": True,
    }


LOOKS = 3
LEAVING_MS = 500  # a page that is being left has no document to look at


def looked_at(page: Page) -> AxeResults:
    """Let axe look at a page; one that was left while it looked gives way to the page that came after it."""
    for _again in range(LOOKS - 1):
        try:
            return axe.run(page)
        except Error:
            page.wait_for_timeout(LEAVING_MS)
            page.wait_for_load_state()
    return axe.run(page)


def check(page: Page) -> None:
    """No accessibility violation, and nothing wider than the screen."""
    found = looked_at(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{page.url} is {overflow} px wider than the screen"


def file_on_line(page: Page, house: House, number: str) -> str:
    """File the procedure as a citizen; return the dossier's identifier."""
    page.goto(f"{house.base}/")
    check(page)
    page.get_by_label(re.compile("Tìm thủ tục")).first.fill("tinh trang hon nhan")
    page.get_by_role("main").get_by_role("button", name="Tìm").first.click()
    page.get_by_role("link", name="Cấp Giấy xác nhận tình trạng hôn nhân").first.click()
    page.wait_for_url(f"**/dich-vu-cong/{PROCEDURE}/")
    check(page)
    page.get_by_role("button", name="Nộp hồ sơ").first.click()
    check(page)
    sign_in_citizen(page, number)
    page.locator("main select").first.select_option(COMMUNE)
    press(page, "Bắt đầu điền")
    draft = page.url
    check(page)
    _fill_all(page, draft, number)
    page.goto(draft)
    press(page, "Kiểm tra và nộp")
    check(page)
    press(page, "Nộp hồ sơ")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp hồ sơ")
    check(page)
    return page.url.split("/ho-so/")[1].split("/")[0]


def _fill_all(page: Page, draft: str, number: str) -> None:
    page.get_by_role("main").get_by_role("link", name=PAGES[0], exact=True).click()
    shown = page.get_by_text(re.compile(r"^\d{2}/\d{2}/\d{4}$")).first.inner_text()
    born = "-".join(reversed(shown.split("/")))
    for title in PAGES:
        open_form_page(page, draft, title)
        check(page)
        fill_page(page, answers(number, born))
        save_form_page(page)


def officer(browser: Browser, house: House, size: Mapping[str, int], username: str) -> Page:
    page = open_context(browser, size).new_page()
    sign_in_officer(page, house.base, username)
    check(page)
    return page


def open_dossier(page: Page, house: House, dossier: str) -> None:
    page.goto(f"{house.base}/can-bo/ho-so/{dossier}/")
    check(page)


@pytest.mark.parametrize(("size", "number"), [(WIDE, MOTHER), (NARROW, FATHER)], ids=["1280", "360"])
def test_from_the_citizens_phone_to_the_signed_result(
    browser: Browser, house: House, size: dict[str, int], number: str, tmp_path: Path
) -> None:
    """The citizen files; the clerk receives; the head assigns; the specialist drafts; the leader signs; the citizen
    downloads the result, rates, sees who has read the data; the public figure has moved."""
    citizen = open_context(browser, size).new_page()
    dossier = file_on_line(citizen, house, number)

    clerk = officer(browser, house, size, "motcua.phukhuong")
    open_dossier(clerk, house, dossier)
    press(clerk, "Tiếp nhận")
    expect(clerk.get_by_role("main")).to_contain_text("Được tiếp nhận")
    check(clerk)

    head = officer(browser, house, size, "phutrach.phukhuong")
    open_dossier(head, house, dossier)
    press(head, "Phân công")
    head.get_by_role("radio").first.check(force=True)
    check(head)
    press(head, "Phân công")

    _work(browser, house, size, dossier)

    leader = officer(browser, house, size, "lanhdao.phukhuong")
    open_dossier(leader, house, dossier)
    press(leader, "Ký kết quả")
    confirm_identity(leader)
    if leader.get_by_role("main").get_by_role("button", name="Ký kết quả").count():
        check(leader)
        press(leader, "Ký kết quả")
    expect(leader.get_by_role("main")).to_contain_text("Đã xử lý xong")

    _receive_result(citizen, house, dossier, tmp_path)


def _work(browser: Browser, house: House, size: dict[str, int], dossier: str) -> None:
    """Whichever of the two specialists holds the dossier examines it and lays the result before the leader."""
    for username in ("chuyenvien.phukhuong", "chuyenvien2.phukhuong"):
        page = officer(browser, house, size, username)
        open_dossier(page, house, dossier)
        if page.get_by_role("main").get_by_role("button", name="Bắt đầu thẩm định").count():
            press(page, "Bắt đầu thẩm định")
            press(page, "Trình ký kết quả")
            check(page)
            page.locator("main textarea").first.fill("Xác nhận: chưa đăng ký kết hôn với ai, căn cứ hồ sơ kèm theo.")
            page.get_by_role("main").locator("form button[type=submit]").first.click()
            page.wait_for_load_state()
            expect(page.get_by_role("main")).to_contain_text("Chờ ký duyệt")
            return
    raise AssertionError("no specialist holds the dossier")


def _receive_result(page: Page, house: House, dossier: str, folder: Path) -> None:
    deadline = time.monotonic() + 40
    while True:
        page.goto(f"{house.base}/ho-so/{dossier}/")
        if "Đã trả kết quả" in page.get_by_role("main").inner_text():
            break
        assert time.monotonic() < deadline, page.get_by_role("main").inner_text()
        time.sleep(1)
    check(page)
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name=re.compile("kết quả", re.IGNORECASE)).last.click()
    result = folder / "ket-qua.pdf"
    download.value.save_as(result)
    assert result.read_bytes().startswith(b"%PDF")
    page.goto(f"{house.base}/toi/du-lieu/")
    expect(page.get_by_role("main")).to_contain_text("phường Phú Khương")
    check(page)
    page.goto(f"{house.base}/so-lieu/")
    expect(page.get_by_role("main")).to_contain_text("Hồ sơ đã giải quyết")
    check(page)
