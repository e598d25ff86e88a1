# SPDX-License-Identifier: EUPL-1.2
"""Law and definitions for everybody and at the desk: editions, security ranking, instruments, yearly papers, cities."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.house import House
from tests.journeys.keyboard import act
from tests.journeys.people import NARROW, WIDE, open_context, sign_in_officer
from tests.journeys.test_finding import look

pytestmark = [pytest.mark.journey, pytest.mark.slow]
LEADER = "lanhdao.tinh"
DUTY = "Văn bản nhắc nhở, chấn chỉnh quản lý chi cho chuyển đổi số"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_anybody_reads_editions_rankings_and_cities(browser: Browser, house: House, size: dict[str, int]) -> None:
    """From the figures to the ranking, its editions compared, the security ranking, then the indicators of cities."""
    page = open_context(browser, size).new_page()
    page.goto(f"{house.base}/so-lieu/")
    page.get_by_role("link", name="Xếp hạng chuyển đổi số cấp tỉnh").click()
    page.get_by_role("link", name="Bộ chỉ số gồm những gì").click()
    page.get_by_label("Năm", exact=True).fill("2022")
    page.get_by_label("So với năm").fill("2024")
    page.get_by_role("button", name="So sánh").click()
    expect(page.get_by_role("main")).to_contain_text("Không so được giá trị, cũng không so được thứ tự.")
    look(page, "editions")
    page.goto(f"{house.base}/xep-hang/")
    page.get_by_role("link", name="Xếp hạng an toàn thông tin mạng").click()
    page.get_by_label("Mức giả định").fill("72,5")
    page.get_by_role("button", name="Xem loại").click()
    expect(page.get_by_role("main")).to_contain_text("còn thiếu 7,5 để tới loại A")
    look(page, "security-ranking")
    page.goto(f"{house.base}/so-lieu/")
    page.get_by_role("link", name="Chỉ số đô thị").click()
    expect(page.get_by_role("main")).to_contain_text("không phải bản của ISO")
    look(page, "city")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_anybody_sees_what_is_no_longer_in_force(browser: Browser, house: House, size: dict[str, int]) -> None:
    """The list of instruments, those that are over and still cited, one of them, and the day before it ended."""
    page = open_context(browser, size).new_page()
    page.goto(f"{house.base}/can-cu-phap-ly/")
    look(page, "instruments")
    page.get_by_role("link", name="Xem những văn bản này").click()
    page.get_by_role("link", name="Nghị định 61/2018/NĐ-CP").click()
    expect(page.get_by_role("main")).to_contain_text("Hết hiệu lực")
    look(page, "instrument-over")
    for box, typed in {"Ngày": "30", "Tháng": "6", "Năm": "2025"}.items():
        page.get_by_role("group", name="Tính đến ngày").get_by_label(box, exact=True).fill(typed)
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Đang có hiệu lực")
    expect(page.get_by_role("main")).not_to_contain_text("vẫn dẫn chiếu nó")
    look(page, "instrument-then")


def test_a_yearly_paper_is_noted_by_keyboard_and_taken_back(browser: Browser, house: House) -> None:
    """A leader notes a paper with its number and day, everybody sees it, the note is taken back with a reason."""
    page = open_context(browser, WIDE).new_page()
    sign_in_officer(page, house.base, LEADER)
    page.goto(f"{house.base}/can-bo/chi-so/ky/")
    page.get_by_role("link", name="Văn bản phải ban hành hằng năm").click()
    look(page, "yearly-desk")
    page.get_by_role("link", name=DUTY).click()
    page.get_by_label("Số, ký hiệu").fill("15/UBND-KT")
    act(page, "button", "Ghi đã ban hành")
    expect(page.get_by_role("alert")).to_contain_text("Hãy nhập ngày")
    look(page, "yearly-wrong")
    year = re.search(r"van-ban-nam/(\d{4})/", page.url)
    assert year
    for box, typed in {"Ngày": "1", "Tháng": "1", "Năm": year[1]}.items():
        page.get_by_role("group", name="Ngày ban hành").get_by_label(box, exact=True).fill(typed)
    act(page, "button", "Ghi đã ban hành")
    expect(page.get_by_role("heading", name="15/UBND-KT")).to_be_visible()
    look(page, "yearly-noted")
    everybody = open_context(browser, NARROW).new_page()
    everybody.goto(f"{house.base}/can-cu-phap-ly/hang-nam/")
    expect(everybody.get_by_role("main")).to_contain_text("15/UBND-KT")
    look(everybody, "yearly-public")
    page.get_by_label("Vì sao bỏ ghi").fill("ghi nhầm văn bản khác")
    act(page, "button", "Bỏ ghi văn bản này")
    expect(page.get_by_role("main")).to_contain_text("ghi nhầm văn bản khác")
    everybody.reload()
    expect(everybody.get_by_role("main")).not_to_contain_text("15/UBND-KT")
