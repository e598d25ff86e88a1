# SPDX-License-Identifier: EUPL-1.2
"""An exercise of incident response: the centre prepares and runs it, a commune plays it, both read the report."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, open_context, press, sign_in_officer
from tests.journeys.test_finding import look

pytestmark = [pytest.mark.journey, pytest.mark.slow]
OPERATOR, PLAYER = "quantri.tinh", "phutrach.phukhuong"
COMMUNE = "Ủy ban nhân dân phường Phú Khương"
SCENARIO = "Lộ tài khoản thư công vụ của một cán bộ"
DID = "Đã khóa tài khoản, đóng các phiên đang mở và giữ nhật ký."


def prepared(page: Page, base: str) -> str:
    """Take a scenario that comes along, name who takes part; return the address of the exercise."""
    page.goto(f"{base}/can-bo/su-co/")
    press(page, "Diễn tập ứng cứu sự cố")
    look(page, "drills")
    press(page, SCENARIO)
    page.get_by_label("Đơn vị giả định bị sự cố").select_option(label=COMMUNE)
    look(page, "drill-form")
    press(page, "Lưu kịch bản")
    press(page, "Bắt đầu diễn tập")
    expect(page.get_by_role("main")).to_contain_text("chưa có ai tham gia")
    page.get_by_label("Đơn vị", exact=True).select_option(label=COMMUNE)
    press(page, "Thêm")
    press(page, "Thêm tình huống")
    page.get_by_label("Đưa ra ở phút thứ").fill("5")
    page.get_by_label("Tình huống", exact=True).fill("Giám đốc trung tâm hỏi: còn tài khoản nào nữa không?")
    page.get_by_label("Hành động mong đợi").fill("Tìm mọi tài khoản đăng nhập từ cùng địa chỉ.")
    look(page, "drill-inject")
    press(page, "Lưu tình huống")
    look(page, "drill-prepared")
    return page.url


def played(centre: Page, commune: Page, base: str) -> None:
    """Start the exercise and put its first situation in; the commune hears of it, answers too shortly, then well."""
    press(centre, "Bắt đầu diễn tập")
    expect(centre.get_by_role("main")).to_contain_text("Phút diễn tập: 0")
    commune.goto(f"{base}/can-bo/dien-tap/")
    commune.get_by_role("link", name=SCENARIO).first.click()
    main = commune.get_by_role("main")
    expect(main).to_contain_text("Chưa có tình huống nào cho bạn")
    centre.get_by_role("button", name="Đưa ra", exact=True).click()
    expect(commune.get_by_text("Có tình huống mới.")).to_be_visible(timeout=30_000)
    look(commune, "drill-play-new")
    commune.get_by_role("link", name="Tải lại trang").click()
    expect(main).to_contain_text("ba người dân nhận được thư mời nộp phí")
    expect(main).not_to_contain_text("Ghi nhận, xin bản thư gốc")
    commune.get_by_label("Chúng tôi đã làm gì").fill("ngắn")
    press(commune, "Gửi trả lời")
    expect(main).to_contain_text("Hãy ghi đã làm gì")
    look(commune, "drill-play-fault")
    commune.get_by_label("Chúng tôi đã làm gì").fill(DID)
    press(commune, "Gửi trả lời")
    expect(main).to_contain_text(DID)
    look(commune, "drill-play")


def steered(centre: Page) -> None:
    """One situation early, one left out, a pause, a judgement."""
    centre.reload()
    centre.get_by_role("button", name="Đưa ra sớm").first.click()
    centre.get_by_text("Bỏ qua tình huống này").first.click()
    centre.get_by_label("Vì sao bỏ qua").first.fill("Đã xử lý cùng tình huống trước.")
    centre.get_by_role("button", name="Bỏ qua", exact=True).first.click()
    press(centre, "Tạm dừng")
    expect(centre.get_by_role("main")).to_contain_text("Đang tạm dừng")
    press(centre, "Tiếp tục")
    centre.get_by_text("Đánh giá", exact=True).first.click()
    centre.get_by_role("radio", name="Đạt", exact=True).first.check(force=True)
    centre.get_by_role("button", name="Ghi đánh giá").first.click()
    look(centre, "drill-running")


def reported(centre: Page) -> None:
    """End the exercise, say what was learned, read the report and take it as a paper."""
    press(centre, "Kết thúc diễn tập")
    centre.get_by_label("Rút ra điều gì").fill("Cần số điện thoại trực ngoài giờ của đơn vị vận hành thư.")
    press(centre, "Ghi bài học")
    look(centre, "drill-ended")
    press(centre, "Báo cáo")
    expect(centre.get_by_role("main")).to_contain_text("Cần số điện thoại trực ngoài giờ")
    look(centre, "drill-report")
    with centre.expect_download() as waiting:
        centre.get_by_role("link", name="PDF").click()
    paper = waiting.value.path().read_bytes()
    assert paper.startswith(b"%PDF-")
    if pictures := os.environ.get("TINHSO_JOURNEY_PICTURES"):
        Path(pictures, "drill-report.pdf").write_bytes(paper)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_an_exercise_is_run_played_and_reported(browser: Browser, house: House, size: dict[str, int]) -> None:
    """A scenario that comes along, from its preparation to a report both sides read."""
    centre, commune = (open_context(browser, size).new_page() for _ in range(2))
    sign_in_officer(centre, house.base, OPERATOR)
    sign_in_officer(commune, house.base, PLAYER)
    where = prepared(centre, house.base)
    commune.goto(where)
    expect(commune.get_by_role("main")).to_contain_text("Diễn tập chưa bắt đầu")

    played(centre, commune, house.base)
    steered(centre)
    reported(centre)

    commune.goto(where)
    expect(commune.get_by_role("main")).to_contain_text("Ghi nhận, xin bản thư gốc")
    press(commune, "Báo cáo")
    expect(commune.get_by_role("main")).to_contain_text(DID)
    centre.goto(where)
    centre.get_by_role("link", name=f"Diễn tập: {SCENARIO}").click()
    expect(centre.get_by_role("main")).to_contain_text("Thuộc cuộc diễn tập")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_playbook_is_tried_before_there_is_an_incident(browser: Browser, house: House, size: dict[str, int]) -> None:
    """From the incidents to the playbooks, one tried for a commune: nothing is open afterwards that was not before."""
    page = open_context(browser, size).new_page()
    sign_in_officer(page, house.base, PLAYER)
    page.goto(f"{house.base}/can-bo/su-co/")
    before = page.get_by_role("main").inner_text()
    press(page, "Kịch bản ứng cứu, chạy thử")
    look(page, "playbooks")
    press(page, "Chạy thử")
    expect(page.get_by_role("main")).to_contain_text("Hãy chọn loại sự cố")
    page.get_by_label("Loại sự cố").select_option(label="Mã độc")
    press(page, "Chạy thử")
    expect(page.get_by_role("main")).to_contain_text("Nếu mở sự cố: Mã độc")
    expect(page.get_by_role("main")).to_contain_text("Cách ly máy nhiễm khỏi mạng")
    look(page, "dry-run")
    page.goto(f"{house.base}/can-bo/su-co/")
    assert page.get_by_role("main").inner_text() == before
