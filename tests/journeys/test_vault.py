# SPDX-License-Identifier: EUPL-1.2
"""Data instead of paper and the personal store, as a citizen, a clerk and the holder of a link meet them."""

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import COMMUNE, NARROW, WIDE, open_context, press, sign_in_citizen
from tests.journeys.test_dossier_life import PROCEDURE, _fill_all, check, officer, open_dossier
from tinhso.modules.onestop.tests.world import PDF
from tinhso_counterparts.modes import Word, order, utc_now, write_mode

pytestmark = [pytest.mark.journey, pytest.mark.slow]
TEACHER, DIRECTOR = "083197003695", "083195005561"
PAPER = "Văn bản ủy quyền"


def start(page: Page, house: House) -> str:
    """Begin a draft of the procedure and return its address."""
    page.goto(f"{house.base}/dich-vu-cong/{PROCEDURE}/nop/")
    page.locator("main select").first.select_option(COMMUNE)
    press(page, "Bắt đầu điền")
    return page.url


@pytest.mark.parametrize(("size", "number"), [(WIDE, TEACHER), (NARROW, DIRECTOR)], ids=["1280", "360"])
def test_nothing_is_handed_in_twice(
    browser: Browser, house: House, size: Mapping[str, int], number: str, tmp_path: Path
) -> None:
    """The citizen sees which papers a database spares and files with one paper; the clerk meets a silent database, asks
    again and has the answer on the dossier; the citizen sees who looked, finds the paper in the store, shares it with a
    stranger, takes the link back, and uses the paper again in a second dossier without uploading it."""
    citizen = open_context(browser, size).new_page()
    citizen.goto(f"{house.base}/dang-nhap/")
    sign_in_citizen(citizen, number)
    draft = start(citizen, house)
    papers = f"{draft.rstrip('/')}/giay-to/"
    citizen.goto(papers)
    expect(citizen.get_by_role("main")).to_contain_text("Không phải nộp: cơ quan tự tra cứu")
    expect(citizen.get_by_role("main")).to_contain_text("66.7/2025/NQ-CP")
    check(citizen)
    place = citizen.locator("section.house-box", has=citizen.get_by_role("heading", name=PAPER))
    place.locator("input[type=file]").set_input_files(
        {"name": "uy-quyen.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    place.get_by_role("button", name=re.compile("Tải lên")).click()
    expect(place).to_contain_text("Đã tải lên")
    citizen.goto(draft)
    _fill_all(citizen, draft, number)
    citizen.goto(draft)
    press(citizen, "Kiểm tra và nộp")
    press(citizen, "Nộp hồ sơ")
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Đã nộp hồ sơ")
    dossier = citizen.url.split("/ho-so/")[1].split("/")[0]

    _look_up(officer(browser, house, size, "motcua.phukhuong"), house, dossier)

    citizen.goto(f"{house.base}/toi/du-lieu/")
    expect(citizen.get_by_role("main")).to_contain_text("Tra cứu CSDL quốc gia về dân cư")
    _share(citizen, open_context(browser, size).new_page(), house)
    citizen.goto(f"{house.base}/kho/")
    press(citizen, "Đồng ý cho dùng lại")
    second = start(citizen, house)
    citizen.goto(f"{second.rstrip('/')}/giay-to/")
    check(citizen)
    place = citizen.locator("section.house-box", has=citizen.get_by_role("heading", name=PAPER))
    place.get_by_role("button", name=re.compile("^Dùng lại")).click()
    expect(place).to_contain_text("Dùng lại từ kho")


def _look_up(clerk: Page, house: House, dossier: str) -> None:
    folder = house.var / "counterparts" / "registers"
    write_mode(folder, order(Word.WRONG, "garbage", 0, None, utc_now()))
    open_dossier(clerk, house, dossier)
    identity = clerk.locator("li.house-result", has=clerk.get_by_text("Giấy tờ tùy thân", exact=True))
    identity.get_by_role("button", name=re.compile("^Tra cứu")).click()
    expect(clerk.get_by_role("main")).to_contain_text("Hãy bấm Tra cứu lại")
    check(clerk)
    write_mode(folder, order(Word.OK, "", 0, None, utc_now()))
    identity.get_by_role("button", name=re.compile("^Tra cứu lại")).click()
    expect(identity).to_contain_text("Có dữ liệu đầy đủ", timeout=20_000)  # a register may take eight seconds
    check(clerk)
    clerk.goto(f"{house.base}/can-bo/ho-so/{dossier}/viec/request_intake_supplement/")
    check(clerk)


def _share(citizen: Page, stranger: Page, house: House) -> None:
    """Make a link, let a stranger open it, see the opening, close the link."""
    citizen.goto(f"{house.base}/kho/?q=uy+quyen")
    check(citizen)
    citizen.get_by_role("main").get_by_role("link", name=re.compile("^Chia sẻ")).first.click()
    check(citizen)
    citizen.get_by_label("Chia sẻ cho ai, để làm gì").fill("Gửi ngân hàng để vay vốn mua nhà.")
    until = utc_now() + timedelta(days=30)
    for part, text in (("day", until.day), ("month", until.month), ("year", until.year)):
        citizen.locator(f"main [name='den_ngay-{part}']").fill(str(text))
    press(citizen, "Tạo liên kết")
    check(citizen)
    link = citizen.locator("main code").inner_text()
    stranger.goto(link)
    check(stranger)
    with stranger.expect_download() as download:
        stranger.get_by_role("button", name="Mở giấy tờ").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    citizen.goto(f"{house.base}/kho/")
    expect(citizen.get_by_role("main")).to_contain_text("Đã mở lúc:")
    check(citizen)
    citizen.get_by_role("button", name=re.compile("^Ngừng chia sẻ")).click()
    expect(citizen.get_by_role("main")).to_contain_text("Đã đóng")
    assert stranger.goto(link).status == 404  # type: ignore[union-attr]
