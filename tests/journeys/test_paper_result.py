# SPDX-License-Identifier: EUPL-1.2
"""A result on paper: scanned from the page of its dossier, compared, signed, found in the citizen's store."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.house import House
from tests.journeys.people import MOTHER, NARROW, WIDE, confirm_identity, open_context, press
from tests.journeys.test_dossier_life import FATHER, _work, check, file_on_line, officer, open_dossier
from tests.journeys.test_scanning import READ_SECONDS
from tinhso.kernel.documents.scanning import is_installed
from tinhso.kernel.documents.tests import sheets

pytestmark = [
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.skipif(not is_installed(), reason="tesseract with Vietnamese data is not installed"),
]


@pytest.mark.parametrize(("size", "number"), [(WIDE, MOTHER), (NARROW, FATHER)], ids=["1280", "360"])
def test_a_paper_result_is_digitised_into_the_store(
    browser: Browser, house: House, size: dict[str, int], number: str, tmp_path: Path
) -> None:
    """The leader signs; the clerk scans the paper, explains the number of the stock, signs; the citizen finds it."""
    citizen = open_context(browser, size).new_page()
    dossier = file_on_line(citizen, house, number)
    clerk = officer(browser, house, size, "motcua.phukhuong")
    open_dossier(clerk, house, dossier)
    press(clerk, "Tiếp nhận")
    head = officer(browser, house, size, "phutrach.phukhuong")
    open_dossier(head, house, dossier)
    press(head, "Phân công")
    head.get_by_role("radio").first.check(force=True)
    press(head, "Phân công")
    _work(browser, house, size, dossier)
    leader = officer(browser, house, size, "lanhdao.phukhuong")
    open_dossier(leader, house, dossier)
    press(leader, "Ký kết quả")
    confirm_identity(leader)
    if leader.get_by_role("main").get_by_role("button", name="Ký kết quả").count():
        press(leader, "Ký kết quả")
    expect(leader.get_by_role("main")).to_contain_text("Đã xử lý xong")

    open_dossier(clerk, house, dossier)
    press(clerk, "Số hóa kết quả giấy")
    check(clerk)
    clerk.screenshot(path=str(tmp_path / "scan.png"), full_page=True)
    paper = tmp_path / "ket-qua.jpg"
    paper.write_bytes(sheets.jpeg(lines=(*sheets.LINES, f"Bản số {size['width']}")))
    clerk.locator("input[type=file]").set_input_files(str(paper))
    press(clerk, "Tải bản quét lên, nhận dạng")
    expect(clerk.get_by_role("main")).to_contain_text("Đã đọc 1 trên 1 trang", timeout=READ_SECONDS)
    clerk.reload()
    check(clerk)
    press(clerk, "Khai số tờ và ký bản quét")
    confirm_identity(clerk)
    clerk.get_by_label("Số tờ giấy đã đếm").fill("1")
    clerk.get_by_label("Số, ký hiệu giấy tờ").fill("125/2024/UBND-XNTTHN")
    for box, value in (("day", "5"), ("month", "3"), ("year", "2024")):
        clerk.locator(f"main [name='issued_on-{box}']").fill(value)
    clerk.get_by_label(re.compile("Tôi đã đối chiếu")).check(force=True)
    press(clerk, "Ký bản quét")
    expect(clerk.get_by_role("main")).to_contain_text("ghi rõ vì sao khác")
    check(clerk)
    clerk.screenshot(path=str(tmp_path / "differs.png"), full_page=True)
    clerk.get_by_label(re.compile("Vì sao khác")).fill("Phôi in sẵn có số riêng của phôi.")
    press(clerk, "Ký bản quét")
    expect(clerk.get_by_role("main")).to_contain_text("Đã số hóa, đã ký")
    open_dossier(clerk, house, dossier)
    expect(clerk.get_by_role("main")).to_contain_text("Bản số hóa từ kết quả giấy")
    clerk.screenshot(path=str(tmp_path / "dossier.png"), full_page=True)
    clerk.goto(f"{house.base}/can-bo/so-hoa/so-chung-thuc/")
    check(clerk)

    citizen.goto(f"{house.base}/kho/")
    expect(citizen.get_by_role("main")).to_contain_text("Bản số hóa từ kết quả giấy")
    check(citizen)
    citizen.screenshot(path=str(tmp_path / "store.png"), full_page=True)
