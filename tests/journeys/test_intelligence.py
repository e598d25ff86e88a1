# SPDX-License-Identifier: EUPL-1.2
"""A listed address becomes a machine's case, a partner reads over TAXII, the national centre gives a receipt."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from taxii2client.v21 import Server

from tests.journeys.house import House
from tests.journeys.national_centre import connect, received
from tests.journeys.people import NARROW, WIDE, open_context, sign_in_officer
from tests.journeys.test_finding import look
from tinhso_counterparts.running import in_thread, on_free_ports

pytestmark = [pytest.mark.journey, pytest.mark.slow]
LEADER = "lanhdao.tinh"


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def register_machine(page: Page, base: str, host: str, address: str) -> None:
    page.goto(f"{base}/can-bo/nguon-su-kien/")
    press(page, "Đăng ký nguồn")
    page.get_by_label("Tên máy").fill(host)
    if page.locator("select[name=unit]").input_value() == "":
        page.locator("select[name=unit]").select_option(index=1)
    page.get_by_label("Chỉ nhận từ các địa chỉ").fill(address)
    press(page, "Đăng ký")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_from_a_listed_address_to_a_clean_machine(
    browser: Browser, house: House, size: dict[str, int], tmp_path: Path
) -> None:
    """The leader of the province takes a list in; the machine is found, isolated, cleaned, checked again, closed."""
    page, base = open_context(browser, size).new_page(), house.base
    sign_in_officer(page, base, LEADER)
    host, address = f"pc-{size['width']}", f"203.113.5.{size['width'] % 250}"
    register_machine(page, base, host, address)

    page.get_by_role("link", name="An toàn thông tin").first.click()
    page.get_by_role("link", name="Nguy cơ, trung tâm quốc gia").first.click()
    look(page, "infected-machines-empty")
    press(page, "Nhập danh sách địa chỉ")
    press(page, "Nhận danh sách")
    expect(page.get_by_role("main")).to_contain_text("Hãy chọn tệp danh sách")
    file = tmp_path / "ds.csv"
    file.write_text(
        f"Địa chỉ;Thời điểm;Mạng\n{address};2026-11-20 08:00;Mirai\n192.0.2.{size['width'] % 250};;Mirai\nlạ;;\n"
    )
    page.get_by_label("Nơi gửi danh sách").fill("Trung tâm Giám sát an toàn không gian mạng quốc gia")
    page.get_by_label("Máy của tỉnh bị nhiễm").check()
    page.get_by_label("Tệp danh sách").set_input_files(file)
    look(page, "blacklist-form")
    press(page, "Nhận danh sách")
    expect(page.get_by_role("main")).to_contain_text("2 địa chỉ, 1 của máy đã đăng ký; 1 dòng không đọc được (dòng 4)")
    look(page, "infected-machines")
    page.get_by_role("link", name=host, exact=True).click()
    look(page, "infected-machine")
    for title in ("Ghi đã cô lập máy", "Ghi đã làm sạch máy", "Ghi kết quả kiểm tra lại", "Kết thúc"):
        page.locator("details[open] textarea").first.fill("Đã làm theo hướng dẫn của tổ ứng cứu sự cố.")
        press(page, title)
    expect(page.get_by_role("main")).to_contain_text("Đã xử lý xong")
    look(page, "infected-machine-done")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_indicators_are_watched_shared_and_received(
    browser: Browser, house: House, size: dict[str, int], tmp_path: Path
) -> None:
    """Write two indicators, see why one is not watched, let a partner read, share with the national centre."""
    page, base, width = open_context(browser, size).new_page(), house.base, size["width"]
    sign_in_officer(page, base, LEADER)
    for value, label in (
        (f"xau-{width}.example", f"Thư gửi từ an@soyte.example.vn ({width})"),
        ("8.8.8.8", "Nghi ngờ"),
    ):
        page.goto(f"{base}/can-bo/tin-nguy-co/")
        press(page, "Ghi dấu hiệu")
        press(page, "Ghi dấu hiệu")
        expect(page.get_by_role("main")).to_contain_text("Hãy ghi một địa chỉ IP")
        page.get_by_label("Giá trị").fill(value)
        page.get_by_label("Vì sao cần theo dõi").fill(label)
        press(page, "Ghi dấu hiệu")
    expect(page.get_by_role("main")).to_contain_text("Máy chủ DNS công cộng")
    look(page, "indicator-listed")
    page.goto(f"{base}/can-bo/tin-nguy-co/")
    look(page, "indicators")
    page.get_by_role("link", name="Xu hướng theo tháng").click()
    expect(page.get_by_role("main")).to_contain_text("Dấu hiệu mới theo tháng")
    look(page, "indicator-trends")
    page.go_back()
    page.get_by_role("link", name="Thời gian bán rã, danh sách cảnh báo nhầm").click()
    look(page, "indicator-settings")

    secret = _partner(page, base, width)
    server = Server(f"{base}/taxii2/", user=f"ban-{width}", password=secret)
    (held,) = server.default.collections
    assert held.title == f"Dấu hiệu {width}"
    assert held.get_objects().get("objects", []) == []

    with in_thread(("ncsc",), on_free_ports(tmp_path)) as addresses:
        _share(page, base, width, addresses["ncsc"])


def _partner(page: Page, base: str, width: int) -> str:
    page.goto(f"{base}/can-bo/tin-nguy-co/doi-tac/")
    look(page, "sharing-empty")
    press(page, "Mở bộ sưu tập")
    page.get_by_label("Tên bộ sưu tập").fill(f"Dấu hiệu {width}")
    page.get_by_label("Mã", exact=True).fill(f"bo-{width}")
    look(page, "collection-form")
    press(page, "Mở bộ sưu tập")
    press(page, "Đăng ký đối tác")
    page.get_by_label("Tên đối tác").fill(f"Tỉnh bạn {width}")
    page.get_by_label("Tên đăng nhập").fill(f"ban-{width}")
    page.get_by_role("group", name="Được đọc bộ sưu tập").get_by_label(re.compile(f"Dấu hiệu {width}")).check()
    look(page, "partner-form")
    press(page, "Đăng ký")
    secret = page.locator(".house-message .house-key").inner_text()
    look(page, "partner")
    page.goto(f"{base}/can-bo/tin-nguy-co/doi-tac/")
    look(page, "sharing")
    page.goto(f"{base}/can-bo/tin-nguy-co/nguon/")
    press(page, "Đăng ký nguồn tin")
    look(page, "feed-form")
    return secret


def _share(page: Page, base: str, width: int, centre: dict[str, str]) -> None:
    connect(page, base, centre)
    page.goto(f"{base}/can-bo/tin-nguy-co/?q=xau-{width}")
    page.get_by_label(f"Chọn xau-{width}.example").check()
    press(page, "Xem trước khi chia sẻ dấu hiệu đã chọn")
    expect(page.get_by_role("main")).to_contain_text("Thư gửi từ [địa chỉ thư điện tử]")
    look(page, "share")
    press(page, "Gửi trung tâm quốc gia")
    shown = received(page, centre, f"xau-{width}.example")
    assert "an@soyte" not in shown
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("NCSC-")
    look(page, "centre")
