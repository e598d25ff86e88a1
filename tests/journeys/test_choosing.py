# SPDX-License-Identifier: EUPL-1.2
"""From what tasks would lift to the tasks to choose; the same plan for everybody; the leader's page of the morning."""

import re
from collections.abc import Mapping

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, open_context, press
from tests.journeys.test_dossier_life import check, officer
from tests.journeys.test_plans import LEAD, fill_day

pytestmark = [pytest.mark.journey, pytest.mark.slow]
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "360"])


def add_task(page: Page, plan: str, title: str) -> None:
    page.goto(plan)
    press(page, "Thêm nhiệm vụ")
    page.get_by_label("Nội dung nhiệm vụ").fill(title)
    page.get_by_label("Đơn vị chủ trì").select_option(label=LEAD)
    fill_day(page, "Ngày hoàn thành", 2)
    page.get_by_label("Chỉ số thành phần được nâng").fill("5.1")
    press(page, "Lưu")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def state(page: Page, code: str, now: str, after: str, cost: str) -> None:
    """State the effects of the task whose page is open: first a code that is none, then a right one."""
    press(page, "Nêu tác động dự kiến")
    check(page)
    first = page.get_by_role("group", name="Chỉ số thành phần thứ 1")
    first.get_by_label("Mã").fill("55.1")
    first.get_by_label("Hiện nay").fill(now)
    first.get_by_label("Sau khi làm").fill(after)
    page.get_by_label("Kinh phí dự kiến (đồng)").fill(cost)
    page.get_by_label("Thời gian đến khi có kết quả (ngày)").fill("45")
    press(page, "Lưu")
    expect(page.get_by_role("alert")).to_contain_text("Bộ chỉ số không có thành phần “55.1”")
    check(page)
    first.get_by_label("Mã").fill(code)
    press(page, "Lưu")
    expect(page.get_by_role("main")).to_contain_text(f"{code}: {now} % → {after} %")
    check(page)


@SIZES
def test_tasks_are_chosen_and_the_plan_is_public(browser: Browser, house: House, size: Mapping[str, int]) -> None:
    title = f"Kế hoạch chọn việc, khổ {size['width']}"
    leader = officer(browser, house, size, "lanhdao.tinh")
    leader.goto(f"{house.base}/can-bo/ke-hoach/")
    press(leader, "Lập kế hoạch")
    leader.get_by_label("Tên", exact=True).fill(title)
    leader.get_by_label("Đến hết năm").fill(str(timezone.localdate().year + 1))
    press(leader, "Lưu")
    plan = leader.url
    press(leader, "Chọn việc (mô phỏng)")
    expect(leader.get_by_role("main")).to_contain_text("Chưa nhiệm vụ nào đủ thông tin để chọn")
    check(leader)
    for name, stated in (
        ("Phê duyệt cấp độ", ("5.1", "40", "100", "600.000.000")),
        ("Số hóa kho hồ sơ", ("7.9", "30", "32,5", "2.400.000.000")),
    ):
        add_task(leader, plan, name)
        state(leader, *stated)
    add_task(leader, plan, "Việc chưa ai tính")

    _choose(leader, plan)
    _look_at_the_curve(leader)
    _issue(leader, plan, size)
    _public(browser, house, size, title)


def _choose(leader: Page, plan: str) -> None:
    leader.goto(plan)
    press(leader, "Chọn việc (mô phỏng)")
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Mô phỏng chọn việc")
    expect(leader.get_by_role("main")).to_contain_text("chưa ai nêu tác động dự kiến")
    check(leader)
    leader.get_by_label("Ngân sách (đồng)").fill("một tỷ")
    press(leader, "Tính")
    expect(leader.get_by_role("alert")).to_contain_text("Không đọc được số tiền")
    check(leader)
    leader.get_by_label("Ngân sách (đồng)").fill("1.000.000.000")
    leader.get_by_label("Muốn đạt hạng").fill("1")
    leader.get_by_label("Muốn đạt hạng").press("Enter")
    main = leader.get_by_role("main")
    expect(main).to_contain_text("vượt cả ngân sách 1.000.000.000 đ")
    expect(main).to_contain_text("Không đạt được hạng 1")
    expect(leader.get_by_role("region", name="Nhiệm vụ nên chọn (mô phỏng)", exact=True)).to_contain_text(
        "Phê duyệt cấp độ"
    )
    check(leader)
    there = leader.url
    press(leader, "Mở trang mô phỏng công khai với các mức này")
    expect(leader).to_have_url(re.compile(r"/xep-hang/2022/ben-tre/mo-phong/\?t5-1=100"))
    leader.goto(there)


def _look_at_the_curve(leader: Page) -> None:
    press(leader, "Xem đường chi phí và điểm")
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Mô phỏng")
    expect(leader.get_by_role("region", name="Các phương án (mô phỏng)")).to_contain_text("600.000.000 đ")
    expect(leader.locator("[data-chart=pareto] canvas")).to_be_visible()
    check(leader)


def _issue(leader: Page, plan: str, size: Mapping[str, int]) -> None:
    leader.goto(plan)
    press(leader, "Ban hành")
    leader.get_by_label("Số, ký hiệu văn bản").fill(f"{size['width']}/KH-CV")
    fill_day(leader, "Ngày ban hành", 0)
    press(leader, "Ban hành và giao nhiệm vụ")
    expect(leader.get_by_role("main")).to_contain_text("Có nguy cơ")


def _public(browser: Browser, house: House, size: Mapping[str, int], title: str) -> None:
    anybody = open_context(browser, size).new_page()
    anybody.goto(f"{house.base}/so-lieu/")
    press(anybody, "Kế hoạch, đề án của tỉnh")
    check(anybody)
    anybody.get_by_label("Tìm kế hoạch, không cần dấu").fill("ke hoach chon viec")
    press(anybody, "Tìm")
    press(anybody, title)
    main = anybody.get_by_role("main")
    expect(main).to_contain_text(f"Chủ trì: {LEAD}")
    expect(main).to_contain_text("còn 2 ngày, chưa báo cáo")
    check(anybody)
    anybody.get_by_label("Tình trạng").select_option(label="Hoàn thành")
    press(anybody, "Tìm")
    expect(main).to_contain_text("Không có nhiệm vụ nào khớp.")
    check(anybody)
    press(anybody, "Xem tất cả")
    with anybody.expect_download() as file:
        main.get_by_role("link", name="JSON").click()
    assert "Phê duyệt cấp độ" in file.value.path().read_text(encoding="utf-8")


@SIZES
def test_the_morning_brief_leads_to_its_lists(browser: Browser, house: House, size: Mapping[str, int]) -> None:
    leader = officer(browser, house, size, "lanhdao.tinh")
    leader.goto(f"{house.base}/can-bo/ban-tin/")
    main = leader.get_by_role("main")
    expect(main).to_contain_text("Bản tin đầu ngày")
    check(leader)
    overdue = leader.get_by_role("region", name="Nhiệm vụ kế hoạch quá hạn, đến hạn trong ba ngày").get_by_role("link")
    overdue.first.click()
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Nhiệm vụ")
    assert leader.get_by_role("main").locator("tbody tr").count() >= 1
    check(leader)
    leader.goto(f"{house.base}/can-bo/ban-tin/")
    assert len(pypdfium2.PdfDocument(leader.pdf(prefer_css_page_size=True))) == 1
