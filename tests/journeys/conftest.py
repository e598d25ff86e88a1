# SPDX-License-Identifier: EUPL-1.2
"""A house to walk through, and a real browser."""

import os
import shutil
from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.house import House

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("TINHSO_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; journeys need one (apt install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The browser of this process; what a test opened in it is closed with the test.

    Each page is a process of fifty megabytes: a hundred journeys that left theirs open filled 24 GB.
    """
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the house was doing when a journey failed: a page that does not come says nothing of itself."""
    report = yield
    house = item.funcargs.get("house")
    if report.failed and call.when == "call" and isinstance(house, House):
        report.sections.append(("the house at that moment", house.stacks()))
    return report
