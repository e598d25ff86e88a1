# SPDX-License-Identifier: EUPL-1.2
"""From a packet to a signed paper: Suricata hears an attack, rsyslog brings it, a person makes an incident of it."""

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.national_centre import connect, received
from tests.journeys.people import NARROW, WIDE, confirm_identity, open_context, sign_in_officer
from tests.journeys.test_event_sources import wait_for
from tests.journeys.test_finding import look
from tests.pcap import End, conversation, replay, write
from tinhso.modules.security.configurations import Place, text_of
from tinhso_counterparts.running import in_thread, on_free_ports

RSYSLOGD = shutil.which("rsyslogd") or shutil.which("rsyslogd", path="/usr/sbin:/sbin")
SURICATA = shutil.which("suricata")
pytestmark = [
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.skipif(RSYSLOGD is None, reason="rsyslog is not installed"),
    pytest.mark.skipif(SURICATA is None, reason="suricata is not installed"),
]
LEADER = "lanhdao.tinh"
DONE = "Đã làm xong và kiểm tra lại."
CAPTURE = os.environ.get("TINHSO_CAPTURE", "")
"""Path of a capture of real traffic with a request over HTTP; without it one is written here, packet by packet."""
OURS = (
    'alert tcp {attacker} any -> {server} 80 (msg:"Doc tep mat khau qua web"; flow:to_server,established; '
    'content:"/etc/passwd"; classtype:web-application-attack; priority:1; sid:{sid}; rev:1;)\n'
)
ANY = (
    'alert http any any -> any any (msg:"Doc tep mat khau qua web"; flow:to_server,established; http.method; '
    'content:"GET"; classtype:web-application-attack; priority:1; sid:{sid}; rev:1;)\n'
)
HEAD = """
global(workDirectory="{work}" maxMessageSize="64k" localHostname="{host}")
module(load="imfile")
input(type="imfile" File="{file}" Tag="suricata" Severity="info" Facility="local0" PersistStateInterval="1")
"""


def heard(folder: Path, attacker: str, server: str, sid: int) -> tuple[Path, str]:
    """Let Suricata hear an attack with a rule of our own; return its EVE file and the address of the attacker."""
    if CAPTURE:
        replay(Path(CAPTURE), folder / "attack.pcap", time.time() - 5)
    else:
        request = b"GET /?f=../../etc/passwd HTTP/1.1\r\nHost: tinh.example\r\nUser-Agent: curl/8\r\n\r\n"
        answer = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        packets = conversation(End(attacker, 40_000), End(server, 80), request, answer)
        write(folder / "attack.pcap", packets, time.time() - 5)
    rule = ANY if CAPTURE else OURS
    (folder / "own.rules").write_text(rule.format(attacker=attacker, server=server, sid=sid))
    command = [str(SURICATA), "-r", "attack.pcap", "-S", "own.rules", "-l", ".", "--runmode", "single"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    events = [json.loads(line) for line in (folder / "eve.json").read_text().splitlines()]
    return folder / "eve.json", next(one["src_ip"] for one in events if one["event_type"] == "alert")


@pytest.fixture
def bring(tmp_path: Path) -> Iterator[Callable[[str, str, Path], None]]:
    """Run rsyslog on a file with the configuration the page hands out, until the test ends."""
    started = []

    def start(text: str, host: str, file: Path) -> None:
        work = tmp_path / "rsyslog"
        work.mkdir()
        conf = work / "rsyslog.conf"
        conf.write_text(HEAD.format(work=work, file=file, host=host) + text, encoding="utf-8")
        command = [str(RSYSLOGD), "-n", "-f", str(conf), "-i", str(work / "pid")]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT))

    yield start
    for one in started:
        one.terminate()
        one.communicate(timeout=20)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Run the stand-in of the national centre; give its addresses."""
    with in_thread(("ncsc",), on_free_ports(tmp_path / "centre")) as addresses:
        yield addresses["ncsc"]


def registered(page: Page, base: str, host: str) -> str:
    """Register the sensor; return the configuration for rsyslog the page hands out: over TLS, which is open."""
    page.goto(f"{base}/can-bo/nguon-su-kien/")
    page.get_by_role("button", name="Đăng ký nguồn", exact=True).click()
    page.get_by_label("Tên máy").fill(host)
    page.get_by_label("Loại nguồn").select_option("suricata")
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="rsyslog").click()
    return waiting.value.path().read_text(encoding="utf-8")


def step(page: Page, name: str) -> None:
    page.get_by_label("Bước tiếp theo").select_option(label=name)
    page.get_by_label("Đã làm gì ở bước này").fill(DONE)
    page.get_by_role("button", name="Ghi bước").click()


def look_into(page: Page, base: str, host: str, attacker: str) -> None:
    """Open the alert, take it, read its event in the store, search for who attacked."""
    page.goto(f"{base}/can-bo/canh-bao/?q={host}")
    wait_for(page, "Cảm biến mạng báo tấn công mức 1")
    look(page, "alerts")
    page.get_by_role("link", name="Cảm biến mạng báo tấn công mức 1").click()
    expect(page.get_by_role("main")).to_contain_text("Doc tep mat khau qua web")
    expect(page.get_by_role("main")).to_contain_text("tác giả Tỉnh Số")
    look(page, "alert")
    page.get_by_role("button", name="Nhận xem xét").click()
    page.get_by_role("link", name="mở trong kho").first.click()
    expect(page.get_by_role("main")).to_contain_text(attacker)
    look(page, "event")
    page.goto(f"{base}/can-bo/su-kien/?q=diachi:{attacker}")
    expect(page.get_by_role("main")).to_contain_text(host)
    look(page, "events")


def try_a_rule(page: Page, base: str) -> None:
    """Look at the rules and try one on a typed line and on the store."""
    page.goto(f"{base}/can-bo/luat-phat-hien/")
    look(page, "rules")
    page.get_by_role("link", name="Dò mật khẩu SSH trên một máy").click()
    look(page, "rule")
    page.goto(f"{base}/can-bo/luat-phat-hien/thu/")
    page.get_by_label("Dòng nhật ký để thử").fill("<38>1 - may-1 sshd 7 - - Failed password for root")
    page.get_by_label("Thử trên kho").select_option("24")
    page.get_by_role("button", name="Thử", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Khớp Tên luật")
    look(page, "try-rule")


def made_an_incident(page: Page, base: str, host: str) -> str:
    """Open an incident from the alert and verify it; return its number."""
    page.goto(f"{base}/can-bo/canh-bao/?q={host}")
    page.get_by_role("link", name="Cảm biến mạng báo tấn công mức 1").click()
    page.get_by_role("button", name="Mở sự cố từ cảnh báo này").click()
    page.get_by_label("Loại sự cố").select_option("intrusion_attempt")
    look(page, "incident-form")
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Đã tiếp nhận, chờ xác minh")
    number_of_case = page.locator("h1 .govuk-caption-l").inner_text().split(" · ")[0]
    step(page, "Xác minh là sự cố")
    expect(page.get_by_role("main")).to_contain_text("Thu thập chứng cứ trước khi can thiệp")
    look(page, "incident")
    return number_of_case


def sign_and_tell(page: Page, base: str, centre: dict[str, str], number_of_case: str) -> None:
    """Sign the notice, read it, see that the national centre took it and gave a receipt."""
    page.get_by_role("button", name="Ký số").click()
    confirm_identity(page)
    if page.get_by_role("button", name="Ký số").count():
        page.get_by_role("button", name="Ký số").click()
    expect(page.get_by_role("main")).to_contain_text("Đã ký thông báo sự cố")
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("^Thông báo sự cố")).click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")
    packets = [one["packet"] for one in json.loads(received(page, centre, number_of_case))["packets"]]
    assert [(one["kind"], one["reference"]) for one in packets] == [("incident_notice", number_of_case)]
    page.goto(f"{base}/can-bo/tin-nguy-co/trung-tam/")
    wait_for(page, "NCSC-")
    look(page, "centre-receipt")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_an_attack_becomes_a_signed_notice(
    browser: Browser,
    house: House,
    bring: Callable[[str, str, Path], None],
    centre: dict[str, str],
    tmp_path: Path,
    size: dict[str, int],
) -> None:
    """A sensor is registered; what it hears becomes an alert, is searched, becomes an incident, is signed and told to
    the national centre, which gives a receipt. The wide page goes by TLS, the narrow one by plain TCP.
    """
    number = size["width"] % 250
    host = f"cam-bien-{size['width']}"
    page = open_context(browser, size).new_page()
    sign_in_officer(page, house.base, LEADER)
    connect(page, house.base, centre)
    text = registered(page, house.base, host).replace("/etc/rsyslog.d/tinhso-ca.pem", house.certificates["ca"])
    assert f'port="{house.ports["syslog_tls"]}"' in text
    if size is NARROW:
        text = text_of("rsyslog", host, "", Place("127.0.0.1", house.ports["syslog"], 0, 0, secure=False))
    time.sleep(6)  # collector and detector read the register every five seconds
    eve, attacker = heard(tmp_path, f"198.51.100.{number}", f"10.1.2.{number}", 9_000_000 + number)
    bring(text, host, eve)

    look_into(page, house.base, host, attacker)
    try_a_rule(page, house.base)
    sign_and_tell(page, house.base, centre, made_an_incident(page, house.base, host))
    page.goto(f"{house.base}/can-bo/su-co/")
    look(page, "incidents")
    page.goto(f"{house.base}/can-bo/su-co/giam-sat/?ky=day")
    expect(page.get_by_role("main")).to_contain_text(host)
    look(page, "monitoring")
