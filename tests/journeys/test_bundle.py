# SPDX-License-Identifier: EUPL-1.2
"""A child is born: one declaration, and the commune, the police and the social insurance each do their part."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import (
    COMMUNE,
    NARROW,
    WIDE,
    confirm_identity,
    fill_page,
    open_context,
    open_form_page,
    press,
    save_form_page,
    sign_in_citizen,
)
from tests.journeys.test_detours import examined, send
from tests.journeys.test_dossier_life import FATHER, MOTHER, check, file_on_line, officer, open_dossier

pytestmark = [pytest.mark.journey, pytest.mark.slow]
BUNDLE = "3.000722"
BORN = date.today() - timedelta(days=10)
PAGES = (
    "Người yêu cầu",
    "Trẻ",
    "Mẹ",
    "Cha",
    "Thường trú",
    "Bảo hiểm y tế",
    "Thẻ căn cước dưới 6 tuổi",
    "Kết quả",
)
ANSWERS: dict[str, object] = {
    "nyc_dien_thoai": "0912345678",
    "nyc_noi_cu_tru_trong_nuoc": "trong_nuoc",
    "nyc_noi_cu_tru_ma_tinh": "83",
    "nyc_noi_cu_tru_ma_xa": COMMUNE,
    "nyc_quan_he": "me",
    "tre_ho_ten": "Lê Thị Mận",
    "tre_ngay_sinh": BORN.isoformat(),
    "tre_gioi_tinh": "nu",
    "tre_dan_toc": "kinh",
    "tre_quoc_tich": "VN",
    "tre_que_quan": "83",
    "chung_sinh_so": "CS-2026-0071",
    "theo_ai": "me",
    "chu_ho_ho_ten": "Lê Văn Dừa",
    "chu_ho_so_dinh_danh": "083060001234",
    "quan_he_chu_ho": "con",
    "chu_ho_dong_y": True,
    "noi_kcb": "Trạm y tế phường Phú Khương",
    "dia_chi_nhan_the": "dien_tu",
    "cap_the": False,
    "cap_ban_sao": False,
    "tra_ket_qua": "dien_tu",
    "cam_doan": True,
}


def file_birth(page: Page, house: House, number: str) -> str:
    """File the bundle as a parent; return the dossier's identifier."""
    page.goto(f"{house.base}/dich-vu-cong/{BUNDLE}/")
    page.get_by_role("button", name="Nộp hồ sơ").first.click()
    sign_in_citizen(page, number)
    page.locator("main select").first.select_option(COMMUNE)
    press(page, "Bắt đầu điền")
    draft = page.url
    for title in PAGES:
        open_form_page(page, draft, title)
        fill_page(page, ANSWERS)
        save_form_page(page)
    page.goto(draft)
    press(page, "Kiểm tra và nộp")
    press(page, "Nộp hồ sơ")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp hồ sơ")
    return page.url.split("/ho-so/")[1].split("/")[0]


def fill_day(page: Page, name: str, day: date) -> None:
    for box, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"main [name='{name}-{box}']").fill(str(value))


def open_part(page: Page, house: House, title: str) -> None:
    """Find the part in the inbox of its body and open it."""
    page.goto(f"{house.base}/can-bo/")
    page.get_by_role("main").get_by_role("link", name=re.compile(title)).first.click()
    page.wait_for_load_state()
    check(page)


def do_part(
    browser: Browser, house: House, size: Mapping[str, int], body: str, title: str, result: tuple[str, str]
) -> None:
    """The body's reception confirms receipt, its specialist gives the result."""
    desk = officer(browser, house, size, f"motcua.{body}")
    open_part(desk, house, title)
    press(desk, "Xác nhận đã nhận")
    expect(desk.get_by_role("main")).to_contain_text("Đang thực hiện")
    worker = officer(browser, house, size, f"chuyenvien.{body}")
    open_part(worker, house, title)
    expect(worker.get_by_role("main")).to_contain_text("Lê Thị Mận")
    worker.get_by_label("Đã thực hiện", exact=True).check(force=True)
    name, value = result
    if value:
        worker.locator(f"main [name='{name}']").fill(value)
    else:
        fill_day(worker, name, date.today())
    worker.get_by_label("Nội dung trả lời").fill("Đã thực hiện xong phần việc được giao.")
    check(worker)
    press(worker, "Trả kết quả")
    expect(worker.get_by_role("main")).to_contain_text("Đã trả kết quả")
    check(worker)


@pytest.mark.parametrize(
    ("size", "number", "child"),
    [(WIDE, MOTHER, "083326000771"), (NARROW, FATHER, "083326000782")],
    ids=["1280", "360"],
)
def test_one_declaration_brings_three_results(
    browser: Browser, house: House, size: dict[str, int], number: str, child: str
) -> None:
    """Filed on line, received, registered by the justice officer; police and insurance do their parts in their own
    inboxes; the leader signs; the parent sees all three results."""
    citizen = open_context(browser, size).new_page()
    dossier = file_birth(citizen, house, number)
    specialist = examined(browser, house, size, dossier)
    expect(specialist.get_by_role("main")).to_contain_text("Chờ phần việc trước")

    press(specialist, "Ghi kết quả, chuyển các phần liên thông")
    specialist.get_by_label("Số định danh cá nhân của trẻ").fill(child)
    specialist.get_by_label("Số đăng ký khai sinh").fill("15/2026")
    fill_day(specialist, "kq-ngay_dang_ky", date.today())
    check(specialist)
    send(specialist)
    expect(specialist.get_by_role("main")).to_contain_text("Đã gửi, chờ xác nhận")

    do_part(browser, house, size, "ca-phukhuong", "Đăng ký thường trú", ("kq-ngay_thuong_tru", ""))
    do_part(browser, house, size, "bhxh", "Cấp thẻ bảo hiểm y tế", ("kq-so_the_bhyt", "TE183832260077"))

    open_dossier(specialist, house, dossier)
    press(specialist, "Trình ký kết quả")
    specialist.locator("main textarea").first.fill("Trả kết quả liên thông khai sinh, thường trú, thẻ bảo hiểm y tế.")
    send(specialist)
    leader = officer(browser, house, size, "lanhdao.phukhuong")
    open_dossier(leader, house, dossier)
    press(leader, "Ký kết quả")
    confirm_identity(leader)
    if leader.get_by_role("main").get_by_role("button", name="Ký kết quả").count():
        press(leader, "Ký kết quả")
    expect(leader.get_by_role("main")).to_contain_text("Đã xử lý xong")

    citizen.goto(f"{house.base}/ho-so/{dossier}/")
    progress = citizen.get_by_role("region", name="Tiến độ từng phần việc")
    for result in ("Giấy khai sinh", child, "Thông tin thường trú", "Thẻ bảo hiểm y tế", "TE183832260077"):
        expect(progress).to_contain_text(result)
    assert progress.get_by_text("Đã có kết quả").count() == 3
    check(citizen)


@pytest.mark.parametrize(("size", "number"), [(WIDE, "083195005561"), (NARROW, "083191006183")], ids=["1280", "360"])
def test_a_dossier_goes_to_the_police_and_comes_back(
    browser: Browser, house: House, size: dict[str, int], number: str
) -> None:
    """The specialist finds the body by a few letters and forwards by keyboard; the answer brings it back."""
    dossier = file_on_line(open_context(browser, size).new_page(), house, number)
    specialist = examined(browser, house, size, dossier)
    press(specialist, "Chuyển liên thông cùng cấp")
    check(specialist)
    specialist.get_by_label(re.compile("Điện tử")).focus()
    specialist.keyboard.press("Space")
    specialist.locator("#loc-1").focus()
    with specialist.expect_response(re.compile("/co-quan/peer/")):
        specialist.keyboard.type("cong an phuong phu khuong")
    expect(specialist.locator("#f-unit-1 option[value]:not([value=''])")).to_have_count(1)
    specialist.locator("#f-unit-1").select_option(index=1)
    specialist.locator("#f-duty-1").focus()
    specialist.keyboard.type("Xác nhận nơi thường trú của người yêu cầu.")
    specialist.keyboard.press("Tab")
    specialist.keyboard.type("2")
    check(specialist)
    specialist.keyboard.press("Enter")
    specialist.wait_for_load_state()
    expect(specialist.get_by_role("main")).to_contain_text("Liên thông cùng cấp")
    check(specialist)

    desk = officer(browser, house, size, "motcua.ca-phukhuong")
    open_part(desk, house, "Phối hợp giải quyết")
    press(desk, "Xác nhận đã nhận")
    worker = officer(browser, house, size, "chuyenvien.ca-phukhuong")
    open_part(worker, house, "Phối hợp giải quyết")
    worker.get_by_label("Đã thực hiện", exact=True).check(force=True)
    worker.get_by_label("Nội dung trả lời").fill("Đang thường trú tại phường Phú Khương từ năm 2008.")
    press(worker, "Trả kết quả")
    open_dossier(specialist, house, dossier)
    expect(specialist.get_by_role("main")).to_contain_text("Đang thẩm định")
    expect(specialist.get_by_role("main")).to_contain_text("từ năm 2008")
