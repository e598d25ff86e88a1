# SPDX-License-Identifier: EUPL-1.2
"""The administrator reads the availability the house measured of itself, takes the yearly report, files a plan."""

import pytest
from playwright.sync_api import Browser, expect

from tests.faults.installation import wait_until
from tests.journeys.house import House
from tests.journeys.people import press
from tests.journeys.test_administration import SIZES
from tests.journeys.test_dossier_life import check, officer
from tinhso.play.files import paper_scan

pytestmark = [pytest.mark.journey, pytest.mark.slow]
NAME = "Kế hoạch nâng cấp kênh cung cấp dịch vụ"


@SIZES
def test_availability_is_measured_shown_and_reported(browser: Browser, house: House, size, tmp_path) -> None:
    page = officer(browser, house, size, "quantri.tinh")
    wait_until(lambda: measured(page, house), "first minute measured", 150)
    check(page)
    expect(page.get_by_text("phút trả lời").first).to_be_visible()
    page.screenshot(path=str(tmp_path / "availability.png"), full_page=True)
    with page.expect_download() as download:
        page.get_by_role("link", name="(PDF)").first.click()
    assert download.value.suggested_filename.startswith("chat-luong-dich-vu-")

    press(page, "Kế hoạch nâng cấp và kế hoạch duy trì dịch vụ")
    check(page)
    page.screenshot(path=str(tmp_path / "plans.png"), full_page=True)
    before = page.get_by_role("link", name=NAME).count()
    page.get_by_label("Loại kế hoạch").select_option(label=NAME)
    page.get_by_label("Tệp kế hoạch").set_input_files(
        {"name": "ke-hoach.pdf", "mimeType": "application/pdf", "buffer": paper_scan(3)}
    )
    press(page, "Nộp kế hoạch")
    expect(page.get_by_role("link", name=NAME)).to_have_count(before + 1)
    check(page)


def measured(page, house: House) -> bool:
    page.goto(f"{house.base}/van-hanh/kha-dung/")
    return page.get_by_text("Từng ngày, tháng").count() > 0
