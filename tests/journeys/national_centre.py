# SPDX-License-Identifier: EUPL-1.2
"""The stand-in of the national centre as journeys use it: connect it by the desk, wait for what it took in."""

import time
from collections.abc import Mapping

from playwright.sync_api import Page

from tests.journeys.test_finding import look

LONGEST_WAIT_SECONDS = 90


def connect(page: Page, base: str, centre: Mapping[str, str]) -> None:
    """Give the house the address of the centre, and the centre the key of the house."""
    page.goto(f"{base}/can-bo/tin-nguy-co/trung-tam/")
    main = page.get_by_role("main")
    first = main.get_by_role("button", name="Kết nối", exact=True)
    (first if first.count() else main.get_by_role("button", name="Sửa kết nối", exact=True)).first.click()
    page.request.put(
        f"{centre['web']}/api/provinces", data={"public_key": page.locator(".house-key").last.inner_text()}
    )
    page.get_by_label("Địa chỉ", exact=True).fill(centre["url"])
    look(page, "centre-connect")
    main.get_by_role("button", name="Ghi kết nối", exact=True).first.click()


def received(page: Page, centre: Mapping[str, str], words: str) -> str:
    """Wait until the centre holds a packet with these words; return all it holds, as JSON."""
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while words not in (shown := page.request.get(f"{centre['web']}/api/packets").text()):
        assert time.monotonic() < until, f"the centre has no packet with {words}: {shown[:500]}"
        time.sleep(1)
    return shown
