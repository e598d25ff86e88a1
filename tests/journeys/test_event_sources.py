# SPDX-License-Identifier: EUPL-1.2
"""A machine is registered at the desk, sends its events with the token, and the page says how many came."""

import http.client
import re
import socket
import ssl
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, open_context, sign_in_officer
from tests.journeys.test_finding import look

pytestmark = [pytest.mark.journey, pytest.mark.slow]
LEADER = "lanhdao.tinh"
LONGEST_WAIT_SECONDS = 60


def send(house: House, token: str, lines: bytes, sequence: int) -> int:
    """Send lines as a machine does; return the status of the answer."""
    trusting = ssl.create_default_context(cafile=house.certificates["ca"])
    connection = http.client.HTTPSConnection("127.0.0.1", house.ports["events"], timeout=10, context=trusting)
    headers = {"Authorization": f"Bearer {token}", "X-Sequence": str(sequence)}
    connection.request("POST", "/v1/events", lines, headers)
    return connection.getresponse().status


def wait_for(page: Page, words: str) -> None:
    """Load the page again until the worker has counted."""
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while words not in page.get_by_role("main").inner_text() and time.monotonic() < until:
        time.sleep(1)
        page.reload()
    expect(page.get_by_role("main")).to_contain_text(words)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_machine_is_registered_and_heard(browser: Browser, house: House, size: dict[str, int]) -> None:
    """A leader registers a machine, gives it its token, sees its events counted, a gap, then takes it off."""
    page = open_context(browser, size).new_page()
    sign_in_officer(page, house.base, LEADER)
    host = f"may-chu-{size['width']}"
    page.goto(f"{house.base}/can-bo/nguon-su-kien/")
    look(page, "event-sources-empty")
    page.get_by_role("button", name="Đăng ký nguồn", exact=True).click()
    page.get_by_label("Tên máy").fill("có dấu cách")
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("không có dấu cách")
    page.get_by_label("Tên máy").fill(host)
    look(page, "event-source-form")
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    token = page.locator(".house-key").inner_text()
    look(page, "event-source-token")
    page.reload()
    expect(page.locator(".house-key")).to_have_count(0)

    time.sleep(6)  # the collector reads the register every five seconds
    assert send(house, "sai", b'{"a":1}', 1) == 401
    assert send(house, token, b'{"a":1}\n{"a":2}\nkh\xff', 1) == 200
    assert send(house, token, b'{"a":9}', 9) == 200
    with socket.create_connection(("127.0.0.1", house.ports["syslog"])) as connection:
        connection.sendall(f"<13>1 - {host} app - - - việc\n".encode())

    wait_for(page, "5 (1 không đọc được)")
    expect(page.get_by_role("main")).to_contain_text("4 – 8")
    look(page, "event-source")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="rsyslog").click()
    assert host in waiting.value.path().read_text(encoding="utf-8")
    page.get_by_role("link", name=re.compile("^Nguồn sự kiện")).first.click()
    expect(page.get_by_role("row", name=re.compile(host))).to_contain_text("Đang gửi")
    look(page, "event-sources")
    page.get_by_role("link", name=host).click()
    page.get_by_role("button", name="Gỡ nguồn này").click()
    expect(page.get_by_role("main")).to_contain_text("Đã gỡ")
