# SPDX-License-Identifier: EUPL-1.2
"""A system gets its level in the browser: machines from a list, questions, dossier, appraisal, decision, signed PDF."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, confirm_identity, open_context, sign_in_officer
from tests.journeys.test_finding import PICTURES, look
from tinhso.play.systems import PDF

pytestmark = [pytest.mark.journey, pytest.mark.slow]
HEAD, DOER, LEADER, OPERATOR = "phutrach.sotuphap", "chuyenvien.sotuphap", "lanhdao.sotuphap", "quantri.tinh"
PAGES = {
    "systems": "", "inputs": "dau-vao/", "machines": "may/", "coverage": "do-phu/", "links": "duong-truyen/",
    "dossiers": "ho-so/", "due": "den-han/", "layers": "bon-lop/", "money": "kinh-phi/", "counters": "so-dem/",
    "bands": "xep-loai/", "checks": "lich-kiem-tra/",
}  # fmt: skip
ROOT = "/can-bo/he-thong-thong-tin/"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_of_the_province_has_something_to_show(browser: Browser, house: House, size: dict[str, int]) -> None:
    """The operator comes from the sources of events over the tabs to every page, and to the approved demo system."""
    page = open_context(browser, size).new_page()
    sign_in_officer(page, house.base, OPERATOR)
    page.goto(f"{house.base}/can-bo/nguon-su-kien/")
    page.get_by_role("link", name="Hệ thống, cấp độ").first.click()
    for name, below in PAGES.items():
        page.goto(f"{house.base}{ROOT}{below}")
        look(page, f"levels-{name}")
        expect(page.get_by_role("main")).to_contain_text(re.compile(r"mẫu|loại", re.IGNORECASE))
    page.goto(f"{house.base}{ROOT}")
    page.get_by_role("link", name=re.compile("giải quyết thủ tục hành chính")).first.click()
    look(page, "levels-system")
    expect(page.get_by_role("main")).to_contain_text("Cấp độ 3")
    page.get_by_role("link", name="Danh mục yêu cầu an toàn").click()
    look(page, "levels-checklist")
    page.go_back()
    page.get_by_role("link", name="Minh chứng của các lớp").click()
    look(page, "levels-evidence")


def test_a_system_gets_its_level(browser: Browser, house: House, tmp_path: Path) -> None:
    """The head registers a system, takes machines in, answers the questions; the leader approves and signs."""
    head = open_context(browser, WIDE).new_page()
    sign_in_officer(head, house.base, HEAD)
    head.goto(f"{house.base}{ROOT}")
    head.get_by_role("button", name="Đăng ký hệ thống").click()
    head.get_by_role("button", name="Đăng ký", exact=True).click()
    expect(head.get_by_role("main")).to_contain_text("Hãy chọn")
    head.get_by_label("Tên hệ thống").fill("Sổ hộ tịch nội bộ")
    head.get_by_label("Phục vụ nội bộ").check()
    head.get_by_label("Thông tin cá nhân").check()
    for box in ("Chủ quản", "Đơn vị vận hành đầu mối", "Đơn vị chuyên trách về an toàn thông tin"):
        head.get_by_label(box, exact=True).select_option(label="Sở Tư pháp")
    head.get_by_label("Thành phần").fill("Máy chủ web\nCơ sở dữ liệu")
    look(head, "levels-form")
    head.get_by_role("button", name="Đăng ký", exact=True).click()
    address = head.url
    _take_machines_in(head, house, tmp_path)
    head.goto(address)
    _answer(head)
    expect(head.get_by_role("main")).to_contain_text("Theo kết quả xác định: cấp độ 2")
    head.get_by_role("button", name="Lập hồ sơ").click()
    dossier = head.url
    look(head, "levels-dossier-draft")
    _write(head, tmp_path)
    head.get_by_role("button", name="Gửi thẩm định").click()
    head.get_by_role("button", name="Hồ sơ đầy đủ, bắt đầu thẩm định").click()
    expect(head.get_by_role("main")).to_contain_text("Pháp luật không nêu hạn của bước này")
    head.get_by_label("Ý kiến thẩm định").fill("Hồ sơ đạt yêu cầu.")
    look(head, "levels-dossier-appraising")
    head.get_by_role("button", name="Ghi ý kiến, trình phê duyệt").click()

    leader = open_context(browser, NARROW).new_page()
    sign_in_officer(leader, house.base, LEADER)
    leader.goto(dossier)
    leader.get_by_label("Số quyết định phê duyệt").fill("15/QĐ-STP")
    look(leader, "levels-dossier-approving")
    leader.get_by_role("button", name="Phê duyệt cấp độ").click()
    expect(leader.get_by_role("main")).to_contain_text("Cấp độ có hiệu lực")
    look(leader, "levels-dossier-approved")
    for form in ("decision", "dossier"):
        pdf = _sign(leader, dossier, form)
        assert pdf.startswith(b"%PDF")
        assert b"/ByteRange" in pdf
        if PICTURES:
            (Path(PICTURES) / f"level-{form}.pdf").write_bytes(pdf)


def _take_machines_in(page: Page, house: House, tmp_path: Path) -> None:
    listed = tmp_path / "may.csv"
    listed.write_text("Tên máy;Loại;Địa chỉ IP\nho-tich-01;máy chủ;10.7.0.1\nhai từ;máy chủ;\n", encoding="utf-8")
    page.goto(f"{house.base}{ROOT}may/nhap/")
    page.get_by_label("Danh sách máy").set_input_files(listed)
    page.get_by_role("button", name="Đọc danh sách").click()
    expect(page.get_by_role("main")).to_contain_text("Ghi được 1 máy; 1 dòng không ghi được")
    look(page, "levels-machine-list")
    page.get_by_role("button", name="Ghi 1 máy vào sổ").click()
    expect(page.get_by_role("main")).to_contain_text("ho-tich-01")


def _answer(page: Page) -> None:
    page.get_by_role("button", name="Xác định cấp độ").click()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("main")).to_contain_text("Hãy chọn một câu trả lời")
    look(page, "levels-question")
    for words in ("Chỉ phục vụ công việc nội bộ", "Thông tin riêng hoặc thông tin cá nhân", "Không"):
        page.get_by_label(words).check()
        page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kết quả: cấp độ 2")
    look(page, "levels-result")
    page.get_by_role("button", name="Ghi kết quả").click()


def _write(page: Page, tmp_path: Path) -> None:
    page.get_by_role("button", name="Gửi thẩm định").click()
    expect(page.get_by_role("main")).to_contain_text("Hồ sơ chưa đủ")
    page.get_by_role("link", name="Viết nội dung các phần").click()
    look(page, "levels-content")
    for box in page.locator("main textarea").all():
        box.fill("Hệ thống được bảo vệ theo quy chế của đơn vị; chi tiết trong tài liệu kèm theo.")
    page.get_by_role("button", name="Lưu").click()
    design = tmp_path / "thiet-ke.pdf"
    design.write_bytes(PDF)
    page.get_by_label("Thêm tệp vào phần").select_option("2")
    page.locator("input[type=file]").set_input_files(design)
    page.get_by_role("button", name="Thêm tệp").click()
    expect(page.get_by_role("main")).to_contain_text("Tệp 1")


def _sign(page: Page, dossier: str, form: str) -> bytes:
    """Press the button of a paper until it comes: the password is asked once, the act may wait for its seal."""
    for _try in range(10):
        page.goto(dossier)
        try:
            with page.expect_download(timeout=6_000) as waiting:
                page.locator(f"form[action$='/ky/{form}/'] button").click()
        except PlaywrightTimeout:
            confirm_identity(page)
        else:
            return waiting.value.path().read_bytes()
    raise AssertionError(f"{form} was never signed")
