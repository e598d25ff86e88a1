# SPDX-License-Identifier: EUPL-1.2
"""A component from the opened round to its scores: assigned, declared with evidence, accepted, scored, asked about."""

import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, confirm_identity, press
from tests.journeys.test_dossier_life import check, officer
from tests.journeys.test_finding import look

pytestmark = [pytest.mark.journey, pytest.mark.slow]
UNIT = "Sở Tư pháp"
COMPONENT = {1280: "8.1", 360: "8.2"}


def fill_day(page: Page, legend: str, ahead: int) -> None:
    day = timezone.localdate() + timedelta(days=ahead)
    boxes = page.get_by_role("group", name=legend)
    for name, value in (("Ngày", day.day), ("Tháng", day.month), ("Năm", day.year)):
        boxes.get_by_label(name, exact=True).fill(str(value))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "360"])
def test_a_component_from_the_round_to_its_scores(browser: Browser, house: House, size: Mapping[str, int]) -> None:
    code, year = COMPONENT[size["width"]], timezone.localdate().year + 1 + size["width"] // 1000
    leader = officer(browser, house, size, "lanhdao.tinh")
    leader.goto(f"{house.base}/can-bo/chi-so/ky/")
    check(leader)
    press(leader, "Mở kỳ đánh giá")
    check(leader)
    leader.get_by_label("Năm đánh giá").fill("26")
    press(leader, "Mở kỳ đánh giá")
    expect(leader.get_by_role("alert")).to_contain_text("Hãy ghi năm bằng bốn chữ số")
    check(leader)
    leader.get_by_label("Năm đánh giá").fill(str(year))
    for legend, ahead in (("Ngày đầu kỳ", -10), ("Ngày cuối kỳ", 60), ("Hạn kê khai", 20)):
        fill_day(leader, legend, ahead)
    press(leader, "Mở kỳ đánh giá")
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Kỳ đánh giá năm")
    expect(leader.get_by_role("main")).to_contain_text("không phải điểm chính thức")
    check(leader)
    round_address = leader.url

    _assign(leader, code)
    there = _declare(browser, house, size, code)
    _judge(leader, there)
    _from_ministry(leader, there)
    _for_everybody(leader, round_address)

    leader.goto(f"{round_address}?q={code}")
    expect(leader.get_by_role("region", name="Chỉ số thành phần")).to_contain_text("75,00")
    leader.get_by_role("link", name="Chỉ tính số có chứng minh").click()
    expect(leader.get_by_role("main")).to_contain_text("Chỉ tính thành phần có chứng minh")
    check(leader)
    with leader.expect_download() as file:
        leader.get_by_role("main").get_by_role("link", name="Excel").click()
    assert file.value.suggested_filename.endswith(".xlsx")


def _assign(leader: Page, code: str) -> None:
    press(leader, "Giao đơn vị kê khai")
    check(leader)
    leader.get_by_label("Đơn vị", exact=True).select_option(label=UNIT)
    leader.get_by_label("Chỉ số chính").select_option(index=8)
    press(leader, "Xem")
    check(leader)
    press(leader, "Giao các chỉ số đã chọn")
    expect(leader.get_by_role("alert")).to_contain_text("Hãy chọn ít nhất một chỉ số")
    leader.get_by_label(re.compile(rf"^{re.escape(code)} ")).check()
    press(leader, "Giao các chỉ số đã chọn")
    expect(leader.get_by_role("main")).to_contain_text(UNIT)
    check(leader)


def _declare(browser: Browser, house: House, size: Mapping[str, int], code: str) -> str:
    """Find the component among my declarations and declare it with a paper; return its address."""
    head = officer(browser, house, size, "phutrach.sotuphap")
    head.goto(f"{house.base}/can-bo/chi-so/ke-khai/")
    check(head)
    head.get_by_role("link", name=re.compile(rf"^{re.escape(code)} ")).click()
    check(head)
    head.get_by_label("Tỷ lệ: tử số và mẫu số").check()
    head.get_by_label("Tử số", exact=True).fill("5")
    head.get_by_label("Mẫu số", exact=True).fill("4")
    press(head, "Gửi kê khai")
    expect(head.get_by_role("alert")).to_contain_text("Tử số lớn hơn mẫu số")
    check(head)
    head.get_by_label("Tử số", exact=True).fill("3")
    head.get_by_label("Văn bản minh chứng").fill("15/BC-STP")
    press(head, "Gửi kê khai")
    expect(head.get_by_role("main")).to_contain_text("3 / 4 = 75,00")
    check(head)
    return head.url


def _judge(leader: Page, there: str) -> None:
    leader.goto(there)
    check(leader)
    press(leader, "Chấp nhận kê khai")
    expect(leader.get_by_role("main")).to_contain_text("kê khai được chấp nhận")
    check(leader)


def _from_ministry(leader: Page, there: str) -> None:
    leader.get_by_text("Ghi điểm", exact=True).first.click()
    leader.get_by_label("Thẩm định", exact=True).check()
    leader.get_by_label("Mức đạt", exact=True).fill("70")
    leader.get_by_label("Số, ký hiệu văn bản", exact=True).fill("12/CV-CĐS")
    fill_day(leader, "Ngày văn bản", 0)
    check(leader)
    leader.get_by_role("button", name="Ghi điểm").click()
    expect(leader.get_by_role("main")).to_contain_text("70,00")
    leader.get_by_text("Ghi câu hỏi, trả lời", exact=True).click()
    leader.get_by_label("Bộ, cơ quan thẩm định").check()
    leader.get_by_label("Cơ quan hoặc người viết").fill("Cơ quan thẩm định")
    today = timezone.localdate()
    for box, value in (("day", today.day), ("month", today.month), ("year", today.year)):
        leader.locator(f"[name=on-{box}]").fill(str(value))
    leader.get_by_label("Nội dung", exact=True).fill("Đề nghị gửi văn bản minh chứng.")
    leader.get_by_role("button", name="Ghi trao đổi").click()
    expect(leader.get_by_role("main")).to_contain_text("Đề nghị gửi văn bản minh chứng.")
    check(leader)
    assert leader.url == there


def _for_everybody(leader: Page, round_address: str) -> None:
    """Charts with their tables, the page that takes a table in, the public page, the sealed scorecard."""
    leader.goto(round_address)
    leader.get_by_role("link", name="Mất điểm ở đâu (biểu đồ)").click()
    expect(leader.get_by_role("img")).to_have_count(2)
    look(leader, "round-charts")
    leader.goto(round_address)
    leader.get_by_role("link", name="Nhập bảng điểm của bộ").click()
    file = {"name": "bang.csv", "mimeType": "text/csv", "buffer": "Mã;Thẩm định (%)\r\n1.1;80\r\n1.2;1.250".encode()}
    leader.get_by_label("Bảng điểm").set_input_files(file)  # type: ignore[arg-type]
    leader.get_by_role("button", name="Đọc bảng").click()
    expect(leader.get_by_role("main")).to_contain_text("dấu chấm ngăn hàng nghìn")
    look(leader, "round-table")
    leader.goto(round_address)
    seal = leader.get_by_role("button", name="Ký số bảng kết quả hôm nay để công khai")
    seal.click()
    leader.wait_for_load_state()
    confirm_identity(leader)
    if seal.count():  # led back to the button, unless the house went on by itself
        seal.click()
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Bảng kết quả đã ký số")
    look(leader, "round-sealed")
    with leader.expect_download() as fetched:
        leader.get_by_role("button", name="Tải bản đã ký (PDF)").click()
    assert fetched.value.suggested_filename.endswith(".pdf")
    leader.get_by_role("navigation", name="Đường dẫn trang").get_by_role("link").nth(2).click()
    expect(leader.get_by_role("link", name="(PDF)")).to_be_visible()
    look(leader, "round-public")
