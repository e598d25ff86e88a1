# SPDX-License-Identifier: EUPL-1.2
"""A household business is founded: one form, a fee of the province, money through the gateway, a certificate."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

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
from tests.journeys.test_dossier_life import check, officer, open_dossier
from tinhso.modules.onestop.tests.world import words_of

pytestmark = [pytest.mark.journey, pytest.mark.slow]
PROCEDURE = "1.001612"
UNIT = "tpbentre"
"""While there are districts the district registers household businesses: level_before_2025_07 of the record."""

CERTIFICATE = "Giấy chứng nhận đăng ký hộ kinh doanh"
"""Its record names the notice of what is to be put right first."""

PAGES = ("Chủ hộ kinh doanh", "Hộ kinh doanh", "Thông tin thuế", "Kết quả")
PLACE = {"trong_nuoc": "trong_nuoc", "ma_tinh": "83", "ma_xa": COMMUNE}
ANSWERS: dict[str, object] = {
    **{
        f"{part}_{key}": value
        for part in ("ch_thuong_tru", "ch_lien_lac", "hkd_tru_so")
        for key, value in PLACE.items()
    },
    "ch_dien_thoai": "0912345678",
    "hkd_tru_so_chi_tiet": "Số 12, đường Đồng Khởi",
    "nganh_nghe": [
        {"ma_nganh_cap_4": "4781", "ten_nganh": "Bán lẻ lương thực, thực phẩm tại chợ", "la_nganh_chinh": True}
    ],
    "von_so": "50000000",
    "chu_the": "ca_nhan",
    "ngay_bat_dau": date.today().isoformat(),
    "so_lao_dong": "2",
    "phuong_phap_thue": "ke_khai",
    "tra_ket_qua": "dien_tu",
    "cam_doan": True,
}


def file_form(
    page: Page,
    house: House,
    number: str,
    code: str,
    pages: tuple[str, ...],
    answers: Mapping[str, object],
    papers: Path | None = None,
) -> str:
    """Sign in by the e-ID, fill every page of the form, add what is required, file; return the dossier's identifier."""
    page.goto(f"{house.base}/dich-vu-cong/{code}/")
    check(page)
    page.get_by_role("button", name="Nộp hồ sơ").first.click()
    sign_in_citizen(page, number)
    page.locator("main select").first.select_option(COMMUNE)
    press(page, "Bắt đầu điền")
    draft = page.url
    check(page)
    for title in pages:
        open_form_page(page, draft, title)
        check(page)
        fill_page(page, answers)
        save_form_page(page)
    if papers is not None:
        attach_required(page, draft, papers)
    page.goto(draft)
    check(page)
    return send_draft(page)


def attach_required(page: Page, draft: str, file: Path) -> None:
    """Put a file into every place that must have one."""
    page.goto(draft)
    press(page, "Giấy tờ kèm theo")
    check(page)
    wanted = page.locator("main section").filter(has=page.get_by_text(re.compile("^\\W*Bắt buộc$")))
    while (place := wanted.first).count():
        place.locator("input[type=file]").set_input_files(file)
        place.get_by_role("button", name=re.compile("Tải lên")).click()
        page.wait_for_load_state()
        assert not page.locator(".govuk-error-summary").count(), page.locator(".govuk-error-summary").inner_text()
    check(page)


def send_draft(page: Page) -> str:
    """Look over the draft and file it; return the dossier's identifier."""
    press(page, "Kiểm tra và nộp")
    check(page)
    press(page, "Nộp hồ sơ")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp hồ sơ")
    check(page)
    return page.url.split("/ho-so/")[1].split("/")[0]


def pay_by_gateway(page: Page, house: House, dossier: str, amount: str) -> None:
    """Open the order with its VietQR, pay at the gateway, come back to the dossier where it counts as paid."""
    page.goto(f"{house.base}/ho-so/{dossier}/")
    check(page)
    press(page, "Nộp phí")
    expect(page.get_by_role("heading", level=1)).to_contain_text(amount)
    expect(page.get_by_role("img", name=re.compile(rf"Mã VietQR: chuyển {re.escape(amount)}"))).to_be_visible()
    check(page)
    press(page, "Mở cổng thanh toán")
    check(page)
    page.get_by_role("button", name=re.compile("^Thanh toán")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã thanh toán")
    page.get_by_role("link", name="Quay lại trang hồ sơ").click()
    page.wait_for_url(f"{house.base}/ho-so/{dossier}/**")
    check(page)
    page.goto(f"{house.base}/ho-so/{dossier}/")


def assign(browser: Browser, house: House, size: Mapping[str, int], dossier: str, unit: str) -> Page:
    """The head assigns; return the page of the specialist who holds the dossier and has begun."""
    head = officer(browser, house, size, f"phutrach.{unit}")
    open_dossier(head, house, dossier)
    press(head, "Phân công")
    head.get_by_role("radio").first.check(force=True)
    press(head, "Phân công")
    for name in ("chuyenvien", "chuyenvien2"):
        page = officer(browser, house, size, f"{name}.{unit}")
        open_dossier(page, house, dossier)
        if page.get_by_role("main").get_by_role("button", name="Bắt đầu thẩm định").count():
            press(page, "Bắt đầu thẩm định")
            return page
    raise AssertionError("no specialist holds the dossier")


def propose_and_sign(
    specialist: Page,
    browser: Browser,
    house: House,
    size: Mapping[str, int],
    dossier: str,
    unit: str,
    words: str,
    *,
    kind: str = "",
) -> None:
    """The specialist lays the result before the leader, who signs it. kind: where the record names several."""
    press(specialist, "Trình ký kết quả")
    check(specialist)
    if kind:
        specialist.get_by_label(kind, exact=True).check(force=True)
    specialist.locator("main textarea").first.fill(words)
    specialist.get_by_role("main").locator("form button[type=submit]").first.click()
    specialist.wait_for_load_state()
    expect(specialist.get_by_role("main")).to_contain_text("Chờ ký duyệt")
    leader = officer(browser, house, size, f"lanhdao.{unit}")
    open_dossier(leader, house, dossier)
    press(leader, "Ký kết quả")
    confirm_identity(leader)
    if leader.get_by_role("main").get_by_role("button", name="Ký kết quả").count():
        check(leader)
        press(leader, "Ký kết quả")
    expect(leader.get_by_role("main")).to_contain_text("Đã xử lý xong")


def take_result(page: Page, house: House, dossier: str) -> bytes:
    """The result was wanted electronically: it is there and downloads as PDF."""
    page.goto(f"{house.base}/ho-so/{dossier}/")
    link = page.get_by_role("link", name="Tải kết quả").or_(page.get_by_role("button", name="Tải kết quả"))
    expect(link.first).to_be_visible()
    check(page)
    with page.expect_download() as download:
        link.first.click()
    return download.value.path().read_bytes()


@pytest.mark.parametrize(("size", "number"), [(WIDE, "083179004317"), (NARROW, "083085002451")], ids=["1280", "360"])
def test_a_household_business_is_registered_and_its_fee_paid(
    browser: Browser, house: House, size: dict[str, int], number: str
) -> None:
    """The form is filled and filed; the clerk names the fee by its resolution; the citizen pays by the gateway and
    gets a receipt; head, specialist and leader do their part; the certificate is there."""
    citizen = open_context(browser, size).new_page()
    answers = ANSWERS | {"hkd_ten": f"Hộ kinh doanh Đặc sản dừa {number[-3:]}"}
    dossier = file_form(citizen, house, number, PROCEDURE, PAGES, answers)

    clerk = officer(browser, house, size, f"motcua.{UNIT}")
    open_dossier(clerk, house, dossier)
    expect(clerk.get_by_role("main")).to_contain_text("Chưa xác định mức thu")
    clerk.get_by_label("Mức thu (đồng)").fill("100.000")
    clerk.get_by_label("Văn bản quy định mức thu").fill("Văn bản trình diễn của Hội đồng nhân dân tỉnh")
    press(clerk, "Ghi mức thu")
    expect(clerk.get_by_role("main")).to_contain_text("Chưa nộp")
    check(clerk)
    press(clerk, "Tiếp nhận")
    expect(clerk.get_by_role("main")).to_contain_text("Được tiếp nhận")

    pay_by_gateway(citizen, house, dossier, "100.000")
    fees = citizen.get_by_role("region", name="Phí, lệ phí")
    expect(fees).to_contain_text("Đã nộp")
    with citizen.expect_download() as receipt:
        fees.get_by_role("link", name=re.compile("Biên lai số")).click()
    assert receipt.value.path().read_bytes().startswith(b"%PDF")
    open_dossier(clerk, house, dossier)
    expect(clerk.get_by_role("region", name="Phí, lệ phí")).to_contain_text("Biên lai số")

    specialist = assign(browser, house, size, dossier, UNIT)
    expect(specialist.get_by_role("region", name="Phí, lệ phí")).to_contain_text("Đã nộp")
    words = "Cấp Giấy chứng nhận đăng ký hộ kinh doanh theo hồ sơ."
    propose_and_sign(specialist, browser, house, size, dossier, UNIT, words, kind=CERTIFICATE)
    text = words_of(take_result(citizen, house, dossier))
    assert CERTIFICATE.upper() in text
    assert "SỬA ĐỔI, BỔ SUNG" not in text
