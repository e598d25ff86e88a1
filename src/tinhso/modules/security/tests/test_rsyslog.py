# SPDX-License-Identifier: EUPL-1.2
"""rsyslog with the configuration we hand out sends to a running collector: every message arrives, and once."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from tests.certificates import certificates

from tinhso.modules.security import configurations
from tinhso.modules.security.collect.tests.running import Running, everything
from tinhso.modules.security.configurations import Place
from tinhso.modules.security.formats.reading import read
from tinhso.modules.security.formats.types import Arrival
from tinhso.modules.security.tests.test_counting import ZONE
from tinhso.modules.security.tests.world import NOW

RSYSLOGD = shutil.which("rsyslogd") or shutil.which("rsyslogd", path="/usr/sbin:/sbin")
pytestmark = [pytest.mark.peer, pytest.mark.skipif(RSYSLOGD is None, reason="rsyslog is not installed")]
MODULES = Path("/usr/lib/x86_64-linux-gnu/rsyslog")
MESSAGES = 3_000
HEAD = """
global(workDirectory="{work}" maxMessageSize="64k")
module(load="imfile")
input(type="imfile" File="{file}" Tag="thu-nghiem" Severity="info" Facility="local0" PersistStateInterval="1")
"""


@pytest.fixture
def send(tmp_path):
    """Run rsyslog on a file of lines with a configuration of ours until the test ends."""
    started = []

    def start(text: str, lines: list[str]) -> None:
        work = tmp_path / "rsyslog"
        work.mkdir()
        file, conf = work / "in.log", work / "rsyslog.conf"
        file.write_text("".join(f"{one}\n" for one in lines), encoding="utf-8")
        conf.write_text(HEAD.format(work=work, file=file) + text, encoding="utf-8")
        command = [str(RSYSLOGD), "-n", "-f", str(conf), "-i", str(work / "pid")]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT))

    yield start
    for one in started:
        one.terminate()
        one.communicate(timeout=20)


def arrived(folder: Path) -> list[str]:
    """Return the texts of what came, once all of it is there, in the order of arrival."""
    until = time.monotonic() + 40
    while len(found := everything(folder)) < MESSAGES and time.monotonic() < until:
        time.sleep(0.2)
    time.sleep(0.5)  # what comes twice comes now
    events = [read(one.raw, Arrival(NOW, ZONE, one.peer)) for one in everything(folder)]
    assert {(event["kind"], event["host"]) for event in events} == {("syslog5424", "may-chu-1")}, found[:2]
    assert [event["fields"]["sd.meta.sequenceId"] for event in events][:3] == ["1", "2", "3"]
    return [event["fields"]["message"].strip() for event in events]


LINES = [f"Việc số {n}: đăng nhập “không được” \\ {{json?}} [{n % 7}] " + "x" * (n % 900) for n in range(MESSAGES)]


@pytest.mark.slow
def test_rsyslog_over_tcp_loses_and_doubles_nothing(tmp_path, send, request):
    running = Running(tmp_path / "spool", tcp_port=-1)
    request.addfinalizer(running.process.kill)
    place = Place("127.0.0.1", running.ports["tcp"], 0, 0, secure=False)

    send(configurations.text_of("rsyslog", "may-chu-1", "id", place), LINES)

    assert sorted(arrived(tmp_path / "spool")) == sorted(one.strip() for one in LINES)
    running.stop()


@pytest.mark.slow
@pytest.mark.skipif(not (MODULES / "lmnsd_ossl.so").exists(), reason="rsyslog-openssl is not installed")
def test_rsyslog_over_tls_loses_and_doubles_nothing(tmp_path, send, request):
    paths = certificates(tmp_path, "localhost")
    running = Running(tmp_path / "spool", tls_port=-1, certificate=paths["localhost"], key=paths["localhost-key"])
    request.addfinalizer(running.process.kill)
    place = Place("localhost", 0, running.ports["tls"], 0, secure=True)
    text = configurations.text_of("rsyslog", "may-chu-1", "id", place)

    send(text.replace("/etc/rsyslog.d/tinhso-ca.pem", paths["ca"]), LINES)

    assert sorted(arrived(tmp_path / "spool")) == sorted(one.strip() for one in LINES)
    running.stop()
