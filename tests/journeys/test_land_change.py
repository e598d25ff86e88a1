# SPDX-License-Identifier: EUPL-1.2
"""Land changes hands or use: the tax notice stops the clock, the money of the applicant starts it again by itself."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import COMMUNE, NARROW, WIDE, open_context, press
from tests.journeys.test_detours import send
from tests.journeys.test_dossier_life import check, officer, open_dossier
from tests.journeys.test_household_business import (
    assign,
    file_form,
    pay_by_gateway,
    propose_and_sign,
    take_result,
)
from tinhso.modules.onestop.tests.world import PDF, words_of

pytestmark = [pytest.mark.journey, pytest.mark.slow]
DECISION = (
    "Quyết định giao đất, cho thuê đất, cho phép chuyển mục đích sử dụng đất, giao đất và giao rừng, cho thuê đất và "
    "cho thuê rừng"
)
PAUSED, GOES_ON_SECONDS = "Thời hạn đang tạm dừng", 40


@dataclass(frozen=True)
class Change:
    """One procedure on land. desk, unit: accounts that receive and resolve; has_limit: of its record;
    kind: of the result that is given, where the record names several."""

    code: str
    desk: str
    unit: str
    pages: tuple[str, ...]
    has_limit: bool
    kind: str = ""


TRANSFER = Change(
    "1.013831",
    desk="tthcc",
    unit="sotnmt",
    pages=(
        "Người sử dụng đất, chủ sở hữu tài sản, người quản lý đất",
        "Giấy chứng nhận, thửa đất",
        "Nội dung biến động",
        "Nghĩa vụ tài chính",
        "Kết quả",
    ),
    has_limit=False,
)
"""Đăng ký biến động. Its record names three time limits that contradict each other, so none is in force."""

NEW_USE = Change(
    "1.013949",
    desk="tpbentre",
    unit="tpbentre",
    pages=("Người yêu cầu", "Nội dung đề nghị", "Kết quả"),
    has_limit=True,
    kind=DECISION,
)
"""Chuyển mục đích sử dụng đất: fifteen calendar days."""

ANSWERS: dict[str, object] = {
    "loai_chu_the": "ca_nhan",
    "ten": "Ngô Thị Kim Cương",
    "nyc_dien_thoai": "0912345678",
    "nyc_noi_cu_tru_ma_tinh": "83",
    "nyc_noi_cu_tru_ma_xa": COMMUNE,
    "noi_dung_de_nghi": "Chuyển 120 m² đất trồng cây lâu năm sang đất ở.",
    "dia_chi_trong_nuoc": "trong_nuoc",
    "dia_chi_ma_tinh": "83",
    "dia_chi_ma_xa": COMMUNE,
    "dien_thoai": "0912345678",
    "gcn_so_phat_hanh": "CH 123456",
    "to_ban_do": "12",
    "thua_so": "345",
    "dien_tich": "250,5",
    "thua_ma_xa": COMMUNE,
    "loai_bien_dong": "chuyen_nhuong",
    "sau": "Quyền sử dụng đất thuộc bên nhận chuyển nhượng.",
    "ly_do": "Nhận chuyển nhượng quyền sử dụng đất.",
    "hop_dong_so": "Số 15, ngày 02/11/2026, Ủy ban nhân dân phường Phú Khương",
    "yeu_cau_giay_moi": True,
    "tai_khoan_thong_bao": "cong_dvc",
    "tra_ket_qua": "dien_tu",
    "cam_doan": True,
}


def file_change(page: Page, house: House, number: str, change: Change, folder: Path) -> str:
    """Fill the form, add the deed, file; return the dossier's identifier."""
    deed = folder / "hop-dong.pdf"
    deed.write_bytes(PDF)
    return file_form(page, house, number, change.code, change.pages, ANSWERS, papers=deed)


def ask_for_duty(page: Page, notice: str) -> None:
    """Enter the notice of the tax body as the specialist."""
    press(page, "Chuyển thực hiện nghĩa vụ tài chính")
    page.get_by_label("Số thông báo của cơ quan thuế").fill(notice)
    page.get_by_label("Số tiền").fill("1.250.000")
    page.get_by_label("Căn cứ pháp lý").fill("Thông báo trình diễn, không phải số thu thật")
    last = date.today() + timedelta(days=30)
    for box, value in (("day", last.day), ("month", last.month), ("year", last.year)):
        page.locator(f"main [name='pay_by-{box}']").fill(str(value))
    check(page)
    send(page)


def wait_for_state(page: Page, house: House, dossier: str, words: str) -> None:
    """Load the citizen's page until it says these words: the worker moves the dossier, nobody presses anything."""
    deadline = time.monotonic() + GOES_ON_SECONDS
    while words not in page.get_by_role("main").inner_text():
        assert time.monotonic() < deadline, page.get_by_role("main").inner_text()
        time.sleep(1)
        page.goto(f"{house.base}/ho-so/{dossier}/")
    check(page)


def show_arithmetic(page: Page, change: Change) -> None:
    """The date and every counted day are shown where a limit is in force; where none is, no date is made up."""
    why = page.get_by_text(re.compile("Vì sao hạn là ngày"))
    if not change.has_limit:
        expect(why).to_have_count(0)
        return
    why.click()
    expect(page.get_by_role("region", name="Cách tính từng ngày")).to_contain_text("Ngày thứ 15 của thời hạn")
    check(page)


@pytest.mark.parametrize(
    ("size", "number", "change"),
    [
        (WIDE, "083179004317", TRANSFER),
        (NARROW, "083085002451", TRANSFER),
        (WIDE, "083074004628", NEW_USE),
        (NARROW, "083077006494", NEW_USE),
    ],
    ids=["transfer-1280", "transfer-360", "new-use-1280", "new-use-360"],
)
def test_the_clock_stops_for_the_tax_notice_and_goes_on_with_the_payment(
    browser: Browser, house: House, size: Mapping[str, int], number: str, change: Change, tmp_path: Path
) -> None:
    """Filed, received, examined; the notice stops the clock; the applicant pays by the gateway and the dossier goes on
    by itself; the specialist compares; the leader signs; the certificate is there."""
    citizen = open_context(browser, size).new_page()
    dossier = file_change(citizen, house, number, change, tmp_path)
    clerk = officer(browser, house, size, f"motcua.{change.desk}")
    open_dossier(clerk, house, dossier)
    press(clerk, "Tiếp nhận")
    expect(clerk.get_by_role("main")).to_contain_text("Được tiếp nhận")
    specialist = assign(browser, house, size, dossier, change.unit)

    notice = f"{number[-4:]}/TB-TDN"
    ask_for_duty(specialist, notice)
    citizen.goto(f"{house.base}/ho-so/{dossier}/")
    expect(citizen.get_by_role("region", name="Nghĩa vụ tài chính")).to_contain_text(notice)
    expect(citizen.get_by_role("main")).to_contain_text("Tạm dừng chờ thực hiện nghĩa vụ tài chính")
    show_arithmetic(citizen, change)
    expect(citizen.get_by_text(PAUSED)).to_have_count(1 if change.has_limit else 0)

    pay_by_gateway(citizen, house, dossier, "1.250.000")
    wait_for_state(citizen, house, dossier, "Đã nộp, chờ đối chiếu")
    show_arithmetic(citizen, change)
    expect(citizen.get_by_role("main")).not_to_contain_text(PAUSED)

    open_dossier(specialist, house, dossier)
    expect(specialist.get_by_role("region", name="Nghĩa vụ tài chính")).to_contain_text("Chứng từ")
    press(specialist, "Đối chiếu chứng từ")
    expect(specialist.get_by_role("main")).to_contain_text("Đang thẩm định")
    words = "Chấp thuận theo hồ sơ, nghĩa vụ tài chính đã thực hiện."
    propose_and_sign(specialist, browser, house, size, dossier, change.unit, words, kind=change.kind)
    text = words_of(take_result(citizen, house, dossier))
    assert change.kind.upper() in text
