# SPDX-License-Identifier: EUPL-1.2
"""What may happen between examination and decision: something is verified on the spot, money is waited for."""

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, open_context, press
from tests.journeys.test_dossier_life import check, file_on_line, officer, open_dossier

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def examined(browser: Browser, house: House, size: Mapping[str, int], dossier: str) -> Page:
    """Receive, assign, start; return the page of the specialist who holds the dossier."""
    clerk = officer(browser, house, size, "motcua.phukhuong")
    open_dossier(clerk, house, dossier)
    press(clerk, "Tiếp nhận")
    head = officer(browser, house, size, "phutrach.phukhuong")
    open_dossier(head, house, dossier)
    press(head, "Phân công")
    head.get_by_role("radio").first.check(force=True)
    press(head, "Phân công")
    for username in ("chuyenvien.phukhuong", "chuyenvien2.phukhuong"):
        page = officer(browser, house, size, username)
        open_dossier(page, house, dossier)
        if page.get_by_role("main").get_by_role("button", name="Bắt đầu thẩm định").count():
            press(page, "Bắt đầu thẩm định")
            return page
    raise AssertionError("no specialist holds the dossier")


def send(page: Page) -> None:
    """Send the form of a step and see that it was taken."""
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    page.wait_for_load_state()
    assert not page.locator(".govuk-error-summary").count(), page.locator(".govuk-error-summary").inner_text()
    check(page)


@pytest.mark.parametrize(("size", "number"), [(WIDE, "083195005561"), (NARROW, "083191006183")], ids=["1280", "360"])
def test_a_dossier_is_verified_waits_for_money_and_goes_on(
    browser: Browser, house: House, size: dict[str, int], number: str
) -> None:
    """Verified on the spot, sent to pay, settled by a receipt at the desk, compared, examined again."""
    citizen = open_context(browser, size).new_page()
    dossier = file_on_line(citizen, house, number)
    specialist = examined(browser, house, size, dossier)

    press(specialist, "Xác minh")
    specialist.get_by_label("Nội dung cần xác minh").fill("Hỏi tổ trưởng về nơi cư trú.")
    check(specialist)
    send(specialist)
    press(specialist, "Kết thúc xác minh")
    specialist.get_by_label("Đúng như đã khai", exact=True).check(force=True)
    specialist.get_by_label(re.compile("Biên bản")).fill("Tổ trưởng xác nhận đúng nơi cư trú.")
    send(specialist)
    expect(specialist.get_by_role("main")).to_contain_text("Tổ trưởng xác nhận đúng nơi cư trú.")

    press(specialist, "Chuyển thực hiện nghĩa vụ tài chính")
    specialist.get_by_label("Số thông báo của cơ quan thuế").fill("1234/TB-CCT")
    specialist.get_by_label("Số tiền").fill("1.250.000")
    specialist.get_by_label("Căn cứ pháp lý").fill("Luật Đất đai 31/2024/QH15")
    for box, value in (("day", "31"), ("month", "12"), ("year", "2099")):
        specialist.locator(f"main [name='pay_by-{box}']").fill(value)
    check(specialist)
    send(specialist)

    citizen.goto(f"{house.base}/ho-so/{dossier}/")
    expect(citizen.get_by_role("main")).to_contain_text("1.250.000")
    expect(citizen.get_by_role("main")).to_contain_text("Thời hạn đang tạm dừng")
    check(citizen)

    clerk = officer(browser, house, size, "motcua.phukhuong")
    open_dossier(clerk, house, dossier)
    press(clerk, "Ghi nhận đã nộp")
    clerk.get_by_label("Số chứng từ nộp tiền").fill(f"C1-02/NS {number[-4:]}")
    send(clerk)
    open_dossier(specialist, house, dossier)
    press(specialist, "Đối chiếu chứng từ")
    expect(specialist.get_by_role("main")).to_contain_text("Đang thẩm định")
