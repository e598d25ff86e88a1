# SPDX-License-Identifier: EUPL-1.2
"""Two web processes and two workers serve one database: what one took in the other goes on with, each job done once."""

import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from tests.faults.installation import wait_until
from tests.journeys.house import House
from tests.journeys.people import WIDE, open_context, press
from tests.journeys.test_dossier_life import file_on_line, officer, open_dossier
from tinhso.runtime import parts, postgres

pytestmark = [pytest.mark.journey, pytest.mark.slow]
CITIZEN = "083197003695"
WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '10 seconds'"
TWICE = """
SELECT job.task_name FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id
WHERE event.type = 'started' GROUP BY job.id, job.task_name HAVING count(*) > 1
"""
PAPERS = """
SELECT count(*), count(document_id) FROM onestop_paper
WHERE dossier_id = %s
"""


@pytest.fixture
def second_worker(house: House) -> Iterator[None]:
    with (house.var / "worker2.log").open("wb") as log:
        command = [sys.executable, "-m", "tinhso.faces.cli", "worker"]
        process = subprocess.Popen(command, env=house.environment, stdout=log, stderr=log)
        wait_until(lambda: asked(house, WORKERS) == [(2,)], "heartbeat of two workers")
        yield
        process.terminate()
        process.wait(30)


def asked(house: House, question: str, *values: str) -> list[tuple]:
    with postgres.Share(house.var) as share, psycopg.connect(share.address.url) as connection:
        return connection.execute(question, values).fetchall()


@pytest.mark.skipif(not parts.has_ipv6(), reason="the second web server listens on ::1, which this machine lacks")
def test_what_one_web_process_took_in_the_other_receives_and_a_worker_does_once(
    browser: Browser, house: House, second_worker: None
) -> None:
    other = SimpleNamespace(base=f"http://[::1]:{house.ports['web']}")
    citizen = open_context(browser, WIDE).new_page()
    dossier = file_on_line(citizen, house, CITIZEN)

    clerk = officer(browser, other, WIDE, "motcua.phukhuong")
    open_dossier(clerk, other, dossier)
    press(clerk, "Tiếp nhận")

    expect(clerk.get_by_role("main")).to_contain_text("Được tiếp nhận")
    citizen.reload()
    wait_until(lambda: asked(house, PAPERS, dossier) == [(1, 1)], "the receipt, made once", 90)
    assert asked(house, TWICE) == []
