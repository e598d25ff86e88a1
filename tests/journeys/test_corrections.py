# SPDX-License-Identifier: EUPL-1.2
"""A wrong result is taken back with an apology, put right, and in the citizen's hands again."""

import time
from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, confirm_identity, open_context, press
from tests.journeys.test_detours import examined, send
from tests.journeys.test_dossier_life import check, file_on_line, officer, open_dossier

pytestmark = [pytest.mark.journey, pytest.mark.slow]
RIGHT = "Xác nhận: chưa đăng ký kết hôn với ai; nơi sinh ghi lại cho đúng giấy khai sinh."


def signed(leader: Page, house: House, dossier: str, name: str) -> None:
    open_dossier(leader, house, dossier)
    press(leader, name)
    confirm_identity(leader)
    if leader.get_by_role("main").get_by_role("button", name=name).count():
        check(leader)
        press(leader, name)


def until(page: Page, house: House, dossier: str, words: str) -> None:
    """Reload the citizen's page until it says something."""
    deadline = time.monotonic() + 40
    while words not in page.get_by_role("main").inner_text():
        assert time.monotonic() < deadline, page.get_by_role("main").inner_text()
        time.sleep(1)
        page.goto(f"{house.base}/ho-so/{dossier}/")


def propose(specialist: Page, house: House, dossier: str, name: str, body: str) -> None:
    open_dossier(specialist, house, dossier)
    press(specialist, name)
    specialist.locator("main textarea").first.fill(body)
    check(specialist)
    send(specialist)


@pytest.mark.parametrize(("size", "number"), [(WIDE, "083188003073"), (NARROW, "083179004317")], ids=["1280", "360"])
def test_a_wrong_result_is_put_right(browser: Browser, house: House, size: Mapping[str, int], number: str) -> None:
    citizen = open_context(browser, size).new_page()
    dossier = file_on_line(citizen, house, number)
    clerk = officer(browser, house, size, "motcua.phukhuong")
    open_dossier(clerk, house, dossier)
    press(clerk, "Chuyển cơ quan có thẩm quyền")
    check(clerk)
    specialist = examined(browser, house, size, dossier)
    propose(specialist, house, dossier, "Trình ký kết quả", "Xác nhận: chưa đăng ký kết hôn với ai.")
    leader = officer(browser, house, size, "lanhdao.phukhuong")
    signed(leader, house, dossier, "Ký kết quả")
    until(citizen, house, dossier, "Đã trả kết quả")

    open_dossier(leader, house, dossier)
    press(leader, "Thu hồi, đính chính kết quả")
    leader.get_by_label("Kết quả sai ở điểm nào").fill("Ghi sai nơi sinh so với giấy khai sinh.")
    for box, value in (("day", "31"), ("month", "12"), ("year", "2099")):
        leader.locator(f"main [name='fix_by-{box}']").fill(value)
    check(leader)
    send(leader)
    citizen.goto(f"{house.base}/ho-so/{dossier}/")
    expect(citizen.get_by_role("main")).to_contain_text("Thu hồi, đính chính kết quả")
    check(citizen)

    propose(specialist, house, dossier, "Trình ký kết quả đính chính", RIGHT)
    signed(leader, house, dossier, "Ký kết quả đính chính")
    until(citizen, house, dossier, "Ký kết quả đính chính")
    check(citizen)
