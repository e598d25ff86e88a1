# SPDX-License-Identifier: EUPL-1.2
"""A night at the security centre: a shift is planned, the wall shows who is there, the next one takes over."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, open_context, sign_in_officer
from tests.journeys.test_finding import look

pytestmark = [pytest.mark.journey, pytest.mark.slow]
OPERATOR = "quantri.tinh"


def planned(page: Page, base: str, role: str, hours: int) -> None:
    begins = timezone.localtime() + timedelta(hours=hours, minutes=-5)
    page.goto(f"{base}/can-bo/ca-truc/?tuan={begins:%Y-%m-%d}")
    page.get_by_label("Người trực").select_option(index=1)
    page.get_by_label("Vai trò", exact=True).first.select_option(label=role)
    page.get_by_label("Từ", exact=True).fill(f"{begins:%Y-%m-%dT%H:%M}")
    page.get_by_label("Đến", exact=True).fill(f"{begins + timedelta(hours=4):%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Xếp ca").click()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_shift_is_planned_shown_and_handed_over(browser: Browser, house: House, size: dict[str, int]) -> None:
    """The roster, a double booking refused, the wall, the hand-over with what is open by itself, its paper."""
    page = open_context(browser, size).new_page()
    sign_in_officer(page, house.base, OPERATOR)
    page.goto(f"{house.base}/can-bo/canh-bao/")
    page.get_by_role("link", name="Ca trực, nhật ký", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ca trực giám sát")
    look(page, "duty-empty")
    planned(page, house.base, "Trực giám sát", 0)
    planned(page, house.base, "Phân tích", 1)
    expect(page.get_by_role("main")).to_contain_text("Một người không trực hai ca cùng lúc")
    look(page, "duty-clash")
    page.goto(f"{house.base}/can-bo/ca-truc/")
    expect(page.get_by_role("main")).to_contain_text("đang trực")
    look(page, "duty")
    page.get_by_role("link", name="Nhập từ danh sách").click()
    look(page, "duty-list")

    page.goto(f"{house.base}/can-bo/bang-treo/")
    expect(page.get_by_role("heading", name="Đang trực")).to_be_visible()
    look(page, "wall")

    for address, name in (("an-toan-don-vi", "unit-page"), ("an-toan-lanh-dao", "leader-page")):
        page.goto(f"{house.base}/can-bo/{address}/")
        look(page, name)

    page.goto(f"{house.base}/can-bo/ban-giao-ca/")
    page.get_by_label("Việc còn dở và điều ca sau cần biết").fill("Theo dõi tiếp cảm biến ở cổng Internet.")
    look(page, "handovers")
    page.get_by_role("button", name="Bàn giao", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Chờ người nhận")
    look(page, "handover")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Bản in (PDF)").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")
    page.goto(f"{house.base}/can-bo/canh-bao/")
    expect(page.get_by_role("main")).to_contain_text("Chờ người nhận ca")
    page.get_by_role("link", name="bàn giao của").first.click()
    page.get_by_role("button", name="Rút lại").click()
    expect(page.get_by_role("main")).to_contain_text("Đã rút lại")
