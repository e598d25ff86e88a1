# SPDX-License-Identifier: EUPL-1.2
"""Directing and public statistics in a browser, wide and on a phone."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, open_context
from tests.journeys.test_dossier_life import file_on_line, officer, open_dossier
from tests.journeys.test_finding import look

pytestmark = [pytest.mark.journey, pytest.mark.slow]
SIZES = [(WIDE, "083188003073"), (NARROW, "083179004317")]


@pytest.mark.parametrize(("size", "number"), SIZES, ids=["1280", "360"])
def test_a_directive_is_given_reported_and_confirmed(
    browser: Browser, house: House, size: Mapping[str, int], number: str
) -> None:
    """The leader tells the reception desk; it reports; the leader confirms."""
    dossier = file_on_line(open_context(browser, size).new_page(), house, number)
    leader = officer(browser, house, size, "lanhdao.phukhuong")
    open_dossier(leader, house, dossier)
    leader.get_by_role("link", name="Cho ý kiến chỉ đạo").click()
    look(leader, "give-directive")
    options = leader.get_by_label("Giao cho").locator("option").all_inner_texts()
    clerk = officer(browser, house, size, "motcua.phukhuong")
    name = next(text for text in options if text.startswith(clerk_name(clerk)))
    leader.get_by_label("Giao cho").select_option(label=name)
    leader.get_by_label("Nội dung chỉ đạo").fill("Tiếp nhận trong ngày, báo lại kết quả.")
    for box, value in (("day", "30"), ("month", "12"), ("year", "2030")):
        leader.locator(f"input[name=answer_by-{box}]").fill(value)
    leader.get_by_role("button", name="Gửi chỉ đạo").click()
    expect(leader.get_by_role("status").first).to_contain_text("Đã gửi ý kiến chỉ đạo")
    look(leader, "directive-given")

    clerk.goto(f"{house.base}/can-bo/")
    clerk.get_by_role("link", name="Chỉ đạo về hồ sơ").first.click()
    clerk.get_by_label("Kết quả thực hiện").fill("Đã kiểm tra đủ giấy tờ, tiếp nhận hôm nay.")
    look(clerk, "directive-report")
    clerk.get_by_role("button", name="Gửi báo cáo").click()

    leader.goto(f"{house.base}/can-bo/?ngan=chi-dao")
    look(leader, "my-directives")
    leader.get_by_role("link", name="Chỉ đạo về hồ sơ").first.click()
    look(leader, "directive-reported")
    leader.get_by_role("button", name="Xác nhận hoàn thành").click()
    expect(leader.get_by_role("main")).to_contain_text("Đã xác nhận hoàn thành")
    open_dossier(leader, house, dossier)
    look(leader, "dossier-with-directive")


def clerk_name(page: Page) -> str:
    """Return the name of who is signed in, as the head of the page says it."""
    return page.locator(".house-seat strong").first.inner_text()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_anybody_reads_statistics_of_services(browser: Browser, house: House, size: Mapping[str, int]) -> None:
    """By field, by service, one service; sorted by a column."""
    house.command("play", "--days", "2", "--per-day", "4", "--processes", "1", "--no-papers")
    page = open_context(browser, size).new_page()
    page.goto(f"{house.base}/thong-ke-dich-vu/")
    look(page, "service-figures")
    page.get_by_role("link", name="Hộ tịch", exact=True).click()
    page.get_by_role("link", name="Tiếp nhận", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    look(page, "service-figures-of-field")
    page.locator("tbody a").first.click()
    look(page, "service-figure")
