# SPDX-License-Identifier: EUPL-1.2
"""Stepping through time on public figures, with and without a script; a former province's ledger beside ours."""

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, open_context
from tests.journeys.test_finding import look

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def lived(house: House) -> None:
    """Some days of life, so that there is something to step through."""
    house.live()


def day(before: int) -> str:
    return f"{timezone.localdate() - timedelta(days=before):%d/%m/%Y}"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_anybody_steps_through_time_by_keyboard(browser: Browser, house: House, size: dict[str, int]) -> None:
    """The slider says its day while it moves, the button shows it, the ways lead on by a day."""
    page = open_context(browser, size).new_page()
    page.goto(f"{house.base}/so-lieu/")
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("output[for=moc]")).to_have_text(day(2))
    expect(slider).to_have_attribute("aria-valuetext", day(2))
    page.get_by_role("button", name="Xem lúc đó").click()
    expect(page.get_by_text(f"đến {day(2)}.").first).to_be_visible()
    look(page, "steps")
    page.get_by_role("link", name=f"Trước: {day(3)}").click()
    expect(page.get_by_text(f"đến {day(3)}.").first).to_be_visible()
    page.get_by_role("link", name=f"Sau: {day(2)}").click()
    expect(page.get_by_text(f"đến {day(2)}.").first).to_be_visible()


def test_time_is_stepped_through_without_a_script(browser: Browser, house: House) -> None:
    """Links and the plain form do the same."""
    page = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{house.base}/chi-so-766/?ky=nam")
    page.get_by_role("link", name=f"Trước: {day(1)}").click()
    expect(page.get_by_text(f"đến {day(1)}.").first).to_be_visible()
    expect(page.get_by_label("Kỳ")).to_have_value("nam")
    page.get_by_role("slider").press("ArrowLeft")
    page.get_by_role("button", name="Xem lúc đó").click()
    expect(page.get_by_text(f"đến {day(2)}.").first).to_be_visible()


def test_the_ledger_of_a_former_province_is_adopted_and_told_apart(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    """Trà Vinh exports its ledger; our operator checks the file, names its key, adopts it; the page tells both."""
    former, file = House(tmp_path / "tra-vinh", province=("84", "Trà Vinh")), tmp_path / "tra-vinh.tinhso-ledger"
    for command in (("migrate", "--apply"), ("setup", "reference"), ("ledger", "seal", "--no-timestamp")):
        former.command(*command)
    former.command("ledger", "export", str(file))
    checked = json.loads(said(house, "ledger", "adopt", str(file), "--json"))
    house.command("ledger", "adopt", str(file), "--key", *checked["keys"], "--apply")

    page = open_context(browser, WIDE).new_page()
    page.goto(f"{house.base}/so-lieu/")
    expect(page.get_by_role("heading", name="Tỉnh mới và các tỉnh cũ")).to_be_visible()
    look(page, "two-provinces")
    page.get_by_label("Số liệu của").select_option(label="Trà Vinh cũ: sổ đã tiếp nhận")
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page).to_have_url(re.compile(r"tinh=\d"))
    assert json.loads(said(house, "ledger", "verify", "--json"))["adopted"][0]["acts"] == checked["acts"]
    assert "đã được tiếp nhận" in said(house, "ledger", "adopt", str(file), "--key", *checked["keys"], "--apply")


def said(house: House, *arguments: str) -> str:
    """Return what a command prints, refusals too."""
    done = subprocess.run(
        [sys.executable, "-m", "tinhso.faces.cli", *arguments], env=house.environment, capture_output=True, text=True
    )
    return done.stdout + done.stderr
