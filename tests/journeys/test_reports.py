# SPDX-License-Identifier: EUPL-1.2
"""A report nobody programmed: its template is chosen, seen with figures, published, run, taken as Excel and signed."""

import io
import re
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, confirm_identity, press
from tests.journeys.test_dossier_life import check, officer

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "360"])
def test_a_template_without_code(browser: Browser, house: House, size: Mapping[str, int], tmp_path: Path) -> None:
    title = f"Hồ sơ theo đơn vị, khổ {size['width']}"
    page = officer(browser, house, size, "kiemsoat.tinh")
    page.goto(f"{house.base}/can-bo/bao-cao/")
    check(page)
    page.get_by_role("main").get_by_role("button", name="Tạo mẫu báo cáo").click()
    check(page)
    page.get_by_label("Tên mẫu", exact=True).fill(title)
    page.get_by_label("Mỗi dòng là").select_option(label="Cơ quan giải quyết")
    press(page, "Ban hành mẫu")
    expect(page.get_by_role("alert")).to_contain_text("ít nhất một cột")
    for column in ("Tổng tiếp nhận", "Tổng đã xong"):
        page.get_by_role("checkbox", name=re.compile(column)).first.check()
    press(page, "Xem thử với số liệu năm nay")
    expect(page.get_by_role("region", name="Số liệu")).to_be_visible()
    check(page)
    page.screenshot(path=str(tmp_path / "preview.png"), full_page=True)
    press(page, "Ban hành mẫu")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    check(page)
    page.screenshot(path=str(tmp_path / "report.png"), full_page=True)

    with page.expect_download() as sheet:
        page.get_by_role("link", name="Tải Excel").click()
    lines = list(openpyxl.load_workbook(io.BytesIO(sheet.value.path().read_bytes())).active.values)
    shown = page.get_by_role("region", name="Số liệu").locator("tbody tr").count()
    assert len([one for one in lines if any(cell is not None for cell in one)]) > shown

    with page.expect_download() as paper:
        page.get_by_role("main").get_by_role("button", name="Ký và tải PDF").click()
        confirm_identity(page)
        if page.get_by_role("button", name="Ký và tải PDF").count():
            page.get_by_role("button", name="Ký và tải PDF").click()
    text = " ".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(paper.value.path()))
    assert title.casefold() in " ".join(text.split()).casefold()
