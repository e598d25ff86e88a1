# SPDX-License-Identifier: EUPL-1.2
"""The ranking for everybody: what was lost and where, charts, a simulation by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.house import House
from tests.journeys.keyboard import act, reach
from tests.journeys.people import NARROW, WIDE, open_context
from tests.journeys.test_finding import look

pytestmark = [pytest.mark.journey, pytest.mark.slow]
DRAWN = """name => {
    const picture = document.querySelector(`[data-chart=${name}] canvas`);
    const colours = new Set(new Uint32Array(
        picture.getContext('2d').getImageData(0, 0, picture.width, picture.height).data.buffer));
    return colours.size;
}"""


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_anybody_sees_where_points_were_lost(browser: Browser, house: House, size: dict[str, int]) -> None:
    """Ranking, a province, its losses as tables, then as charts; nothing is blocked by the policy of the page."""
    page = open_context(browser, size).new_page()
    blocked: list[str] = []
    page.on("console", lambda said: blocked.append(said.text) if said.type == "error" else None)
    page.goto(f"{house.base}/xep-hang/")
    page.get_by_role("link", name="Đà Nẵng").click()
    look(page, "ranking-province")
    page.get_by_role("link", name="Mất điểm ở đâu").click()
    expect(page.get_by_role("main")).to_contain_text("mất nhiều nhất ở Hoạt động xã hội số: 72,045 điểm")
    look(page, "ranking-losses")
    page.get_by_role("link", name="Xem biểu đồ").click()
    for name in ("waterfall", "radar"):
        expect(page.locator(f"[data-chart={name}] canvas")).to_be_visible()
        assert page.evaluate(DRAWN, name) > 3
    expect(page.get_by_role("img", name=re.compile("thấp hơn trung vị"))).to_be_visible()
    look(page, "ranking-charts")
    page.emulate_media(media="print")
    expect(page.locator("[data-chart=waterfall]")).to_be_hidden()
    expect(page.get_by_role("table").first).to_be_visible()
    page.emulate_media(media="screen")
    page.goto(f"{house.base}/xep-hang/2022/ben-tre/mat-diem/bieu-do/")
    look(page, "ranking-charts-one-known")
    page.goto(f"{house.base}/xep-hang/2022/gia-lai/mat-diem/")
    look(page, "ranking-losses-unknown")

    assert blocked == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_anybody_supposes_and_shares_the_address(browser: Browser, house: House, size: dict[str, int]) -> None:
    """A main index, a wrong number, components, back, and the address opened by somebody else without scripts."""
    page = open_context(browser, size).new_page()
    page.goto(f"{house.base}/xep-hang/2022/gia-lai/")
    page.get_by_role("link", name="Mô phỏng: nếu mức đạt khác đi thì sao").click()
    look(page, "whatif-empty")
    page.get_by_label("7. Hoạt động chính quyền số").fill("tám mươi")
    page.get_by_role("button", name="Tính thử").click()
    expect(page.get_by_role("alert")).to_contain_text("Hãy ghi một số từ 0 đến 100")
    look(page, "whatif-wrong")
    page.get_by_label("7. Hoạt động chính quyền số").fill("80")
    page.get_by_role("button", name="Tính thử").click()
    expect(page.get_by_role("region", name="Kết quả mô phỏng")).to_contain_text("từ 0,1600 đến 0,6289")
    assert page.url.endswith("/mo-phong/?c7=80")
    look(page, "whatif-main")
    page.get_by_text("Từng thành phần của 1. Nhận thức số").click()
    page.get_by_label("1.1. Người đứng đầu tỉnh").fill("100")
    page.get_by_role("button", name="Tính thử").click()
    expect(page.get_by_role("main")).to_contain_text("chia đều cho các thành phần")
    look(page, "whatif-parts")
    page.go_back()
    expect(page.get_by_label("7. Hoạt động chính quyền số")).to_have_value("80")

    other = browser.new_context(viewport=dict(size), locale="vi-VN", java_script_enabled=False).new_page()  # type: ignore[arg-type]
    other.goto(page.url)
    expect(other.get_by_role("main")).to_contain_text("từ 0,1600 đến 0,6289")


def test_a_simulation_without_a_mouse(browser: Browser, house: House) -> None:
    """Tab to a box, type, open the components with Enter, type, Enter on the button, start again."""
    page = open_context(browser, WIDE).new_page()
    page.goto(f"{house.base}/xep-hang/2022/da-nang/mo-phong/")
    reach(page, page.get_by_label("7. Hoạt động chính quyền số"))
    page.keyboard.type("95,5")
    details = page.locator("summary", has_text="9. Hoạt động xã hội số")
    reach(page, details)
    page.keyboard.press("Enter")
    reach(page, page.get_by_label("9.1. Tỷ lệ người dân có danh tính số"))
    page.keyboard.type("100")
    act(page, "button", "Tính thử")

    expect(page.get_by_role("heading", name="Kết quả mô phỏng", exact=True)).to_be_visible()
    act(page, "link", "Làm lại từ đầu")
    assert page.url.endswith("/xep-hang/2022/da-nang/mo-phong/")
