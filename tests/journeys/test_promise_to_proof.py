# SPDX-License-Identifier: EUPL-1.2
"""Gia Lai, 62nd of 63: down from the place to one dossier, up again to a task with lead, day and money, and back."""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, press
from tests.journeys.test_dossier_life import check, officer
from tests.journeys.test_plans import fill_day

pytestmark = [pytest.mark.journey, pytest.mark.slow]
COMPONENT = "7.9"
LEAD = "Sở Tư pháp"
PLACE = "hạng 62 trên 63"


@pytest.fixture(scope="module")
def gia_lai(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of another province, in which some days were lived."""
    made = House(tmp_path_factory.mktemp("gia-lai"), province=("64", "Gia Lai"), days=7)
    made.start()
    yield made
    made.stop()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "360"])
def test_from_the_place_to_the_dossier_and_back(browser: Browser, gia_lai: House, size: Mapping[str, int]) -> None:
    leader = officer(browser, gia_lai, size, "lanhdao.tinh")
    component = _down_to_the_component(leader, gia_lai)
    _to_one_dossier(leader)
    leader.goto(component)
    title = f"Đưa hồ sơ lên mạng từ đầu đến cuối, khổ {size['width']}"
    task, plan = _give_task(leader, title)
    _enter_money(leader, plan, task, title)
    _simulate(leader, component, title)
    _hand_out(leader, plan, title)
    leader.goto(task)
    leader.get_by_role("link", name=COMPONENT).click()
    check(leader)
    leader.get_by_role("link", name="hạng 62 năm 2022").click()
    expect(leader.get_by_role("heading", level=1)).to_contain_text(PLACE)


def _down_to_the_component(page: Page, house: House) -> str:
    page.goto(f"{house.base}/xep-hang/?q=gia+lai")
    check(page)
    page.get_by_role("main").get_by_role("link", name="Gia Lai").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(PLACE)
    check(page)
    press(page, "7. Hoạt động chính quyền số")
    expect(page.get_by_role("main")).to_contain_text("6 trên 22 thành phần được cộng từ sự kiện")
    check(page)
    press(page, "Tỷ lệ hồ sơ được xử lý trực tuyến")
    expect(page.get_by_role("heading", name="Vì sao?")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"Đạt [\d,]+ % vì [\d.]+ trên [\d.]+ chưa đạt"))
    check(page)
    return page.url


def _to_one_dossier(page: Page) -> None:
    commune = page.get_by_role("table").get_by_role("link").first
    name = commune.inner_text()
    commune.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    check(page)
    dossier = page.get_by_role("table").get_by_role("link").first
    code = dossier.inner_text()
    dossier.click()
    expect(page.get_by_role("main")).to_contain_text(code)
    check(page)


def _give_task(page: Page, title: str) -> tuple[str, str]:
    """Add the task that is to lift the component to the first plan offered; return the addresses of task and plan."""
    page.get_by_text("Thêm nhiệm vụ vào một kế hoạch").click()
    page.get_by_role("group").get_by_role("link").first.click()
    expect(page.get_by_label("Chỉ số thành phần được nâng")).to_have_value(COMPONENT)
    check(page)
    page.get_by_label("Nội dung nhiệm vụ").fill(title)
    page.get_by_label("Đơn vị chủ trì").select_option(label=LEAD)
    page.get_by_label("Có ngày hoàn thành", exact=True).check()
    fill_day(page, "Ngày hoàn thành", 60)
    plan = page.url.partition("/nhiem-vu/")[0] + "/"
    press(page, "Lưu")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    check(page)
    return page.url, plan


def _enter_money(page: Page, plan: str, task: str, title: str) -> None:
    page.goto(f"{plan}kinh-phi/")
    for label, choice in (
        ("Giai đoạn", "Dự toán"),
        ("Nguồn", "Ngân sách địa phương"),
        ("Trụ cột", "Chính quyền số"),
        ("Đơn vị sử dụng", LEAD),
    ):
        page.get_by_label(label, exact=True).select_option(label=choice)
    page.get_by_label("Cho nhiệm vụ").select_option(label=title)
    page.get_by_label("Số tiền").first.fill("850.000.000")
    page.get_by_label("Văn bản nêu số tiền").first.fill("2/QĐ-UBND ngày 2/1")
    press(page, "Ghi kinh phí")
    expect(page.get_by_role("region", name="Theo trụ cột")).to_contain_text("Chính quyền số")
    check(page)
    page.goto(task)
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"Dự toán.*850\.000\.000 đ"))
    check(page)


def _simulate(page: Page, component: str, title: str) -> None:
    page.goto(component)
    expect(page.get_by_role("region", name="Nhiệm vụ nâng chỉ số này")).to_contain_text(title)
    check(page)
    press(page, "Mô phỏng: nếu thành phần này đạt mức khác thì sao")
    page.get_by_label(re.compile(rf"^{re.escape(COMPONENT)}\.")).fill("95")
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**t7-9=95*")
    expect(page.get_by_role("main")).to_contain_text("Mô phỏng: giá trị chung")
    check(page)


def _hand_out(page: Page, plan: str, title: str) -> None:
    answer = page.request.get(f"{plan}phu-luc/tai/xlsx/")
    book = openpyxl.load_workbook(io.BytesIO(answer.body()))
    due = timezone.localdate() + timedelta(days=60)
    rows = [" ".join(str(cell) for cell in row if cell) for sheet in book for row in sheet.iter_rows(values_only=True)]
    assert any(title in row and LEAD in row and f"{due:%d/%m/%Y}" in row for row in rows), rows
