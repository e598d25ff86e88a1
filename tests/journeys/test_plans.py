# SPDX-License-Identifier: EUPL-1.2
"""A plan from its draft to the signed report: an annex taken in, issued, a task carried out, proved and confirmed."""

import io
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, confirm_identity, press
from tests.journeys.test_dossier_life import check, officer

pytestmark = [pytest.mark.journey, pytest.mark.slow]
LEAD = "Sở Tư pháp"


def annex() -> dict[str, object]:
    """A small annex as an office would type it."""
    book, year = openpyxl.Workbook(), timezone.localdate().year
    for row in (
        ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn hoàn thành", "Sản phẩm"),
        ("I", "Nhận thức số", "", "", "", ""),
        ("1", "Mở chuyên trang chuyển đổi số", LEAD, "Các sở, ngành", f"31/12/{year + 1}", "Chuyên trang"),
        ("II", "Chính quyền số", "", "", "", ""),
        ("1", "Rà soát thủ tục cắt giảm giấy tờ", LEAD, "", "Thường xuyên", "Báo cáo quý"),
        ("2", "Việc chưa rõ ai làm", "Sở Chưa Có", "", f"30/6/{year + 1}", ""),
    ):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "phu-luc.xlsx", "mimeType": kind, "buffer": stream.getvalue()}


def fill_day(page: Page, legend: str, ahead: int) -> None:
    day = timezone.localdate() + timedelta(days=ahead)
    boxes = page.get_by_role("group", name=legend)
    for name, value in (("Ngày", day.day), ("Tháng", day.month), ("Năm", day.year)):
        boxes.get_by_label(name, exact=True).fill(str(value))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "360"])
def test_a_plan_from_draft_to_proof(browser: Browser, house: House, size: Mapping[str, int], tmp_path: Path) -> None:
    title = f"Kế hoạch nâng hạng, khổ {size['width']}"
    leader = officer(browser, house, size, "lanhdao.tinh")
    leader.goto(f"{house.base}/can-bo/ke-hoach/")
    check(leader)
    press(leader, "Lập kế hoạch")
    check(leader)
    leader.get_by_label("Tên", exact=True).fill(title)
    leader.get_by_label("Đến hết năm").fill(str(timezone.localdate().year + 1))
    press(leader, "Lưu")
    expect(leader.get_by_role("heading", level=1)).to_contain_text(title)
    check(leader)
    address = leader.url

    _take_in(leader)
    _add_task(leader, address)
    _add_goal(leader, address)
    _enter_money(leader, address)

    leader.goto(address)
    press(leader, "Ban hành")
    check(leader)
    leader.get_by_label("Số, ký hiệu văn bản").fill(f"{size['width']}/KH-UBND")
    fill_day(leader, "Ngày ban hành", 0)
    press(leader, "Ban hành và giao nhiệm vụ")
    expect(leader.get_by_role("main")).to_contain_text("Đúng tiến độ")
    check(leader)

    task = _carry_out(browser, house, size, title)

    leader.goto(task)
    check(leader)
    press(leader, "Xác nhận hoàn thành")
    expect(leader.get_by_role("main")).to_contain_text("cơ quan thường trực đã xác nhận")
    check(leader)

    leader.goto(address)
    check(leader)
    with leader.expect_download() as paper:
        leader.get_by_role("main").get_by_role("button", name="Ký báo cáo kết quả và tải PDF").click()
        confirm_identity(leader)
        again = leader.get_by_role("button", name="Ký báo cáo kết quả và tải PDF")
        if again.count():
            again.click()
    text = " ".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(paper.value.path()))
    said = " ".join(text.split())
    assert "Mở chuyên trang chuyển đổi số" in said
    # A reader of text takes the hyphen at the end of a line for one that only parts a word.
    assert re.search(r"123/BC-?STP", re.sub(r"[\s\u00ad\ufffe]", "", text))
    leader.goto(address)
    with leader.expect_download() as word:
        leader.get_by_role("main").get_by_role("link", name="Word").click()
    assert word.value.suggested_filename.endswith(".docx")


def _take_in(leader: Page) -> None:
    press(leader, "Nhập từ phụ lục")
    check(leader)
    leader.get_by_label("Phụ lục", exact=True).set_input_files(annex())
    press(leader, "Đọc phụ lục")
    expect(leader.get_by_role("main")).to_contain_text("Không có đơn vị nào tên đúng như vậy")
    check(leader)
    press(leader, "Ghi các nhiệm vụ đọc đủ (2) vào kế hoạch")
    expect(leader.get_by_role("main")).to_contain_text("Rà soát thủ tục cắt giảm giấy tờ")
    check(leader)


def _add_task(leader: Page, address: str) -> None:
    leader.goto(address)
    press(leader, "Thêm nhiệm vụ")
    check(leader)
    leader.get_by_label("Nội dung nhiệm vụ").fill("Đánh giá giữa năm")
    press(leader, "Lưu")
    expect(leader.get_by_role("alert")).to_contain_text("Hãy chọn một đơn vị chủ trì")
    check(leader)
    leader.get_by_label("Đơn vị chủ trì").select_option(label=LEAD)
    leader.get_by_label("Thường xuyên", exact=True).check()
    press(leader, "Lưu")
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Đánh giá giữa năm")
    check(leader)


def _add_goal(leader: Page, address: str) -> None:
    leader.goto(address)
    press(leader, "Mục tiêu, lộ trình")
    check(leader)
    press(leader, "Thêm mục tiêu")
    check(leader)
    leader.get_by_label("Loại", exact=True).select_option(label="Chỉ tiêu")
    leader.get_by_label("Nội dung", exact=True).fill("Hồ sơ nộp trực tuyến")
    leader.get_by_label("Giá trị").fill("80")
    leader.get_by_label("Đơn vị tính").fill("%")
    press(leader, "Lưu")
    expect(leader.get_by_role("alert")).to_contain_text("mẫu số")
    check(leader)
    leader.get_by_label("Mẫu số").fill("tổng số hồ sơ đã nộp")
    press(leader, "Lưu")
    expect(leader.get_by_role("main")).to_contain_text("80 % trên tổng số hồ sơ đã nộp")
    check(leader)


def _enter_money(leader: Page, address: str) -> None:
    leader.goto(address)
    press(leader, "Kinh phí")
    check(leader)
    for label, choice in (
        ("Giai đoạn", "Dự toán"),
        ("Nguồn", "Ngân sách địa phương"),
        ("Trụ cột", "An toàn thông tin mạng"),
        ("Đơn vị sử dụng", LEAD),
    ):
        leader.get_by_label(label, exact=True).select_option(label=choice)
    leader.get_by_label("Cho nhiệm vụ").select_option(index=1)
    leader.get_by_label("Số tiền").first.fill("1.300.000.000")
    leader.get_by_label("Văn bản nêu số tiền").first.fill("1/QĐ-UBND ngày 2/1")
    press(leader, "Ghi kinh phí")
    expect(leader.get_by_role("region", name="Theo trụ cột")).to_contain_text("1.300.000.000 đ")
    check(leader)


def _carry_out(browser: Browser, house: House, size: Mapping[str, int], title: str) -> str:
    """Find the task in the inbox of the lead unit, name somebody, report it with a paper; return its address."""
    head = officer(browser, house, size, "phutrach.sotuphap")
    head.goto(f"{house.base}/can-bo/ke-hoach/?q={title}")
    check(head)
    head.get_by_role("link", name=title).click()
    head.get_by_role("link", name=re.compile("Mở chuyên trang")).click()
    expect(head.get_by_role("heading", level=1)).to_contain_text("Mở chuyên trang")
    check(head)
    address = head.url
    head.get_by_text("Giao người thực hiện", exact=True).first.click()
    head.get_by_label("Người thực hiện", exact=True).select_option(index=1)
    check(head)
    head.get_by_role("button", name="Giao", exact=True).click()
    expect(head.get_by_role("main")).to_contain_text("Đang thực hiện")
    head.get_by_label("Kết quả thực hiện").fill("Đã mở chuyên trang trên cổng của tỉnh.")
    press(head, "Gửi báo cáo hoàn thành")
    expect(head.get_by_role("alert")).to_contain_text("minh chứng")
    check(head)
    head.get_by_label("Văn bản minh chứng").fill("123/BC-STP")
    press(head, "Gửi báo cáo hoàn thành")
    expect(head.get_by_role("main")).to_contain_text("đã báo cáo đúng hạn, chờ xác nhận")
    check(head)
    return address
