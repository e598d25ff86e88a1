# SPDX-License-Identifier: EUPL-1.2
"""The controller changes a procedure without code: steps, form, preview, a signed publication; with keys alone where
order matters. Afterwards the public page shows the new version."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, confirm_identity, press
from tests.journeys.test_dossier_life import check, officer

pytestmark = [pytest.mark.journey, pytest.mark.slow]
GUARDIAN, STAY = "1.004837", "1.004194"
"""Published in three working days; one has no form of its own yet. No other journey files them."""
STEPS = (
    ("Tiếp nhận", "Bộ phận Một cửa", "reception", "0,5"),
    ("Thẩm định", "Chuyên viên", "specialist", "2"),
    ("Ký", "Chủ tịch", "leader", "0,5"),
    ("Trả kết quả", "Bộ phận Một cửa", "reception", "0"),
)


def open_copy(page: Page, house: House, words: str) -> str:
    """Find the procedure by words without diacritics and open a working copy; return its address."""
    page.get_by_role("link", name="Thủ tục, biểu mẫu").click()
    check(page)
    page.get_by_label("Tìm theo tên, mã, lĩnh vực").fill(words)
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_role("button", name=re.compile("Sửa thành phiên bản mới")).first.click()
    page.wait_for_url("**/can-bo/thu-tuc/*-*/")
    check(page)
    return page.url


def clear_figures_without_unit(page: Page, home: str) -> None:
    page.goto(f"{home}muc/kenh/")
    check(page)
    for box in page.get_by_label("Cách nộp").get_by_role("checkbox").all():
        box.uncheck(force=True)
    press(page, "Lưu")
    expect(page.locator("body")).to_contain_text("Đã lưu mục “Cách nộp”")


def add_steps(page: Page, home: str, shots: Path) -> None:
    page.goto(f"{home}muc/quy-trinh/")
    for number, (work, who, post, days) in enumerate(STEPS):
        press(page, "Thêm bước")
        page.locator(f"[name='lam-{number}']").fill(work)
        page.locator(f"[name='ai-{number}']").fill(who)
        page.locator(f"[name='chuc-{number}']").select_option(post)
        page.locator(f"[name='gio-{number}']").fill(days)
    press(page, "Lưu")
    expect(page.get_by_role("main")).to_contain_text("Tổng các bước khớp với thời hạn")
    check(page)
    page.screenshot(path=str(shots / "steps.png"), full_page=True)


def reorder_by_keyboard(page: Page) -> None:
    """The last step goes up with Enter; the same button has the focus afterwards, so Enter takes it further."""
    page.locator("#len-2").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#len-1")
    expect(page.locator("[name='lam-1']")).to_have_value("Ký")
    expect(page.locator("#len-1")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**#xuong-0")
    expect(page.locator("[name='lam-0']")).to_have_value("Ký")
    press(page, "Hoàn tác")
    press(page, "Hoàn tác")
    expect(page.locator("[name='lam-2']")).to_have_value("Ký")


def edit_form(page: Page, home: str, shots: Path) -> None:
    """A question goes down by keyboard, one is taken out and brought back, one is added and seen in the preview."""
    page.goto(f"{home}bieu-mau/")
    check(page)
    if page.get_by_role("button", name="Soạn biểu mẫu riêng từ đơn chung").count():
        press(page, "Soạn biểu mẫu riêng từ đơn chung")
        check(page)
    page.screenshot(path=str(shots / "form.png"), full_page=True)
    first = page.locator("[data-sort-item]").nth(0).get_attribute("data-sort-item")
    page.locator(f"#xuong-cau-{first}").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#xuong-cau-{first}")
    expect(page.locator("[data-sort-item]").nth(1)).to_have_attribute("data-sort-item", str(first))
    expect(page.locator(f"#xuong-cau-{first}")).to_be_focused()
    page.locator(f"#cau-{first}").get_by_role("button", name=re.compile("^Bỏ")).click()
    expect(page.locator(f"#cau-{first}")).to_have_count(0)
    press(page, "Hoàn tác")
    expect(page.locator(f"#cau-{first}")).to_have_count(1)

    page.get_by_role("link", name=re.compile("^Thêm câu hỏi")).first.click()
    check(page)
    page.get_by_label("Câu hỏi", exact=True).fill("Bạn cần mấy bản?")
    page.get_by_label("Kiểu trả lời").select_option("choice")
    page.get_by_label("Lựa chọn").fill("Một bản\nHai bản")
    press(page, "Lưu câu hỏi")
    check(page)
    press(page, "Xem thử biểu mẫu")
    expect(page.get_by_role("group", name=re.compile("Bạn cần mấy bản"))).to_be_visible()
    press(page, "Kiểm tra trang này")
    check(page)
    page.screenshot(path=str(shots / "preview.png"), full_page=True)


def look_around(page: Page, house: House, home: str, shots: Path) -> None:
    """The pages that are only opened here; a question is dragged, too."""
    for name in ("chung", "thanh-phan", "phi", "noi-dung"):
        page.goto(f"{home}muc/{name}/")
        check(page)
        page.screenshot(path=str(shots / f"{name}.png"), full_page=True)
    for address in (f"{home}bo/", f"{house.base}/can-bo/thu-tuc/moi/", f"{house.base}/can-bo/thu-tuc/nhap/"):
        page.goto(address)
        check(page)
    page.goto(f"{home}bieu-mau/")
    keys = [one.get_attribute("data-sort-item") for one in page.locator("[data-sort-item]").all()[:2]]
    page.locator(f"#cau-{keys[1]} strong").drag_to(page.locator(f"#cau-{keys[0]} strong"))
    page.wait_for_url(f"**#xuong-cau-{keys[1]}")
    expect(page.locator("[data-sort-item]").first).to_have_attribute("data-sort-item", str(keys[1]))
    press(page, "Hoàn tác")


def publish(page: Page, home: str, shots: Path) -> None:
    page.goto(f"{home}")
    check(page)
    page.screenshot(path=str(shots / "copy.png"), full_page=True)
    press(page, "Xem lại và công bố")
    confirm_identity(page)
    expect(page.get_by_role("main")).to_contain_text("Không còn việc nào")
    check(page)
    page.screenshot(path=str(shots / "publish.png"), full_page=True)
    press(page, "Ký và công bố")
    expect(page.locator("body")).to_contain_text("Đã ký và công bố phiên bản 2")
    check(page)


@pytest.mark.parametrize(
    ("size", "code", "words"),
    [(WIDE, GUARDIAN, "dang ky giam ho"), (NARROW, STAY, "dang ky tam tru")],
    ids=["1280", "360"],
)
def test_a_procedure_is_changed_and_published_without_code(
    browser: Browser, house: House, size: dict[str, int], code: str, words: str, tmp_path: Path
) -> None:
    """Open, mend, four steps in order, a question more, preview, publish today; the public page names version 2."""
    page = officer(browser, house, size, "kiemsoat.tinh")
    home = open_copy(page, house, words)
    clear_figures_without_unit(page, home)
    add_steps(page, home, tmp_path)
    reorder_by_keyboard(page)
    edit_form(page, home, tmp_path)
    look_around(page, house, home, tmp_path)
    publish(page, home, tmp_path)

    page.goto(f"{house.base}/dich-vu-cong/{code}/")
    expect(page.get_by_role("main")).to_contain_text("phiên bản 2")
    check(page)
