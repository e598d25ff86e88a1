# SPDX-License-Identifier: EUPL-1.2
"""Pages of the exchange as controller, operator, clerk and citizen meet them, wide and narrow."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, open_context, press
from tests.journeys.test_dossier_life import check, file_on_line, officer, open_dossier

pytestmark = [pytest.mark.journey, pytest.mark.slow]
SERVICE = "1.004837"
APPLICANTS = {1280: "083195005561", 360: "083191006183"}


def look(page: Page, address: str, folder: Path, name: str) -> None:
    page.goto(address)
    check(page)
    page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "360"])
def test_pages_of_the_exchange(browser: Browser, house: House, size: Mapping[str, int], tmp_path: Path) -> None:
    """The controller publishes a question and looks at the national list; the operator at reports and partners; a
    citizen finds the question without diacritics."""
    controller = officer(browser, house, size, "kiemsoat.tinh")
    desk = f"{house.base}/can-bo"
    look(controller, f"{desk}/thu-tuc/csdl-quoc-gia/", tmp_path, "national_list")
    look(controller, f"{desk}/he-thong-cua-bo/", tmp_path, "ministry")
    look(controller, f"{desk}/thu-tuc/hoi-dap/", tmp_path, "questions_empty")
    asked = f"Người giám hộ cần mang giấy tờ gì khi đến Một cửa ({size['width']})?"
    controller.get_by_label("Thủ tục", exact=True).select_option(SERVICE)
    controller.get_by_label("Câu hỏi", exact=True).fill(asked)
    controller.get_by_label("Câu trả lời").fill("Chỉ cần căn cước. Cán bộ tra cứu phần còn lại.")
    press(controller, "Đăng câu hỏi")
    expect(controller.get_by_role("main")).to_contain_text(asked)
    look(controller, controller.url, tmp_path, "questions")
    controller.get_by_role("link", name=asked).click()
    check(controller)
    controller.screenshot(path=str(tmp_path / "question.png"), full_page=True)

    operator = officer(browser, house, size, "quantri.tinh")
    look(operator, f"{house.base}/van-hanh/lien-thong/", tmp_path, "partners")
    look(operator, f"{house.base}/van-hanh/lien-thong/bao-cao/", tmp_path, "reports")

    citizen = open_context(browser, size).new_page()
    look(citizen, f"{house.base}/hoi-dap/?q=giam ho giay to", tmp_path, "portal_questions")
    expect(citizen.get_by_role("main")).to_contain_text(asked)
    look(citizen, f"{house.base}/dich-vu-cong/{SERVICE}/", tmp_path, "service")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "360"])
def test_post_and_documents_are_explained_at_the_desk(
    browser: Browser, house: House, size: Mapping[str, int], tmp_path: Path
) -> None:
    """The pages of a dossier just filed say why no post is ordered and no result is sent."""
    page = open_context(browser, size).new_page()
    dossier = file_on_line(page, house, APPLICANTS[size["width"]])
    clerk = officer(browser, house, size, "motcua.phukhuong")
    open_dossier(clerk, house, dossier)
    look(clerk, f"{house.base}/can-bo/ho-so/{dossier}/buu-chinh/", tmp_path, "post")
    expect(clerk.get_by_role("main")).to_contain_text("chưa kết nối")
    look(clerk, f"{house.base}/can-bo/ho-so/{dossier}/van-ban/", tmp_path, "document")
    expect(clerk.get_by_role("main")).to_contain_text("chưa có kết quả đã ký")
