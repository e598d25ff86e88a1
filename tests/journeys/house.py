# SPDX-License-Identifier: EUPL-1.2
"""One whole installation for the journeys: prepared by the commands an operator uses, run by the supervisor."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.certificates import certificates
from tests.ports import free_port
from tinhso.config.stacks import ASKED_BY

READY_SECONDS = 240
DOSSIERS_A_DAY = "10"
SETUP = (("migrate", "--apply"), ("setup", "reference"), ("setup", "people"), ("setup", "demo-accounts"))


class House:
    """An installation in a folder of its own, on free ports.

    province: code and name of another province than the one installed by itself; days: days of play after it started.
    """

    def __init__(self, var: Path, *, province: tuple[str, str] | None = None, days: int = 0) -> None:
        self.var, self.province, self.days = var, province, days
        outside = (
            "national",
            "national_web",
            "pay",
            "registers",
            "sms",
            "sms_web",
            "syslog",
            "syslog_tls",
            "events",
            "store",
        )
        names = ("web", "idp", "smtp", "mail", "pki", *outside)
        self.ports = {name: free_port() for name in names}
        self.base = f"http://127.0.0.1:{self.ports['web']}"
        self.mail = f"http://127.0.0.1:{self.ports['mail']}"
        self.certificates = certificates(var.with_name(f"{var.name}-certificates"), "127.0.0.1")
        self.process: subprocess.Popen[bytes] | None = None
        self.has_lived = False

    @property
    def environment(self) -> dict[str, str]:
        ports = self.ports
        ours = ("TINHSO_", "DATABASE_", "PYTEST", "COUNTERPARTS_")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        return kept | {
            "TINHSO_VAR": str(self.var),
            "TINHSO_PORT": str(ports["web"]),
            "TINHSO_BASE_URL": self.base,
            "TINHSO_OIDC_ISSUER": f"http://127.0.0.1:{ports['idp']}",
            "TINHSO_PKI_URL": f"http://127.0.0.1:{ports['pki']}",
            "TINHSO_TSA_URL": f"http://127.0.0.1:{ports['pki']}/tsa",
            "TINHSO_NATIONAL_URL": f"http://127.0.0.1:{ports['national']}",
            "TINHSO_PAY_URL": f"http://127.0.0.1:{ports['pay']}",
            "TINHSO_REGISTERS_URL": f"http://127.0.0.1:{ports['registers']}",
            "TINHSO_SMS_URL": f"smpp://127.0.0.1:{ports['sms']}",
            "TINHSO_SMTP_PORT": str(ports["smtp"]),
            "COUNTERPARTS_IDP_PORT": str(ports["idp"]),
            "COUNTERPARTS_MAIL_SMTP_PORT": str(ports["smtp"]),
            "COUNTERPARTS_MAIL_WEB_PORT": str(ports["mail"]),
            "COUNTERPARTS_PKI_PORT": str(ports["pki"]),
            "COUNTERPARTS_NATIONAL_PORT": str(ports["national"]),
            "COUNTERPARTS_NATIONAL_WEB_PORT": str(ports["national_web"]),
            "COUNTERPARTS_PAY_PORT": str(ports["pay"]),
            "COUNTERPARTS_REGISTERS_PORT": str(ports["registers"]),
            "COUNTERPARTS_SMS_PORT": str(ports["sms"]),
            "COUNTERPARTS_SMS_WEB_PORT": str(ports["sms_web"]),
            "TINHSO_COLLECT_UDP": str(ports["syslog"]),
            "TINHSO_COLLECT_TCP": str(ports["syslog"]),
            "TINHSO_COLLECT_TLS": str(ports["syslog_tls"]),
            "TINHSO_COLLECT_HTTP": str(ports["events"]),
            "TINHSO_COLLECT_CERTIFICATE": self.certificates["127.0.0.1"],
            "TINHSO_COLLECT_KEY": self.certificates["127.0.0.1-key"],
            "TINHSO_EVENTS_PORT": str(ports["store"]),
            **self._installed(),
        }

    def _installed(self) -> dict[str, str]:
        if self.province is None:
            return {}
        code, name = self.province
        return {"TINHSO_PROVINCE": code, "TINHSO_PROVINCE_NAME": name}

    def command(self, *arguments: str) -> None:
        """Run one `tinhso` command; its output is shown when it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "tinhso.faces.cli", *arguments], env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"tinhso {' '.join(arguments)}\n{done.stdout}\n{done.stderr}\n{self._last_words()}"

    def _last_words(self, most: int = 3_000) -> str:
        """Return the last lines of the house itself: why it went, when a command found it gone."""
        log = self.var / "up.log"
        return log.read_text(encoding="utf-8", errors="replace")[-most:] if log.exists() else ""

    def live(self) -> None:
        """Play four days, once however many ask: whose days were played has the people of those days already."""
        if not self.has_lived:
            self.command("play", "--days", "4", "--per-day", "12", "--processes", "1", "--no-papers")
            self.has_lived = True

    def start(self) -> None:
        """Prepare the data, leave the days of play out unless some are wanted, and start everything."""
        for arguments in SETUP:
            self.command(*arguments)
        (self.var / "first_run.json").write_text(json.dumps(["reference", "people", "accounts", "play"]))
        with (self.var / "up.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tinhso.faces.cli", "up"], env=self.environment, stdout=log, stderr=log
            )
        self._wait()
        if self.days:  # leaders sign with keys of the stand-in, which has to run
            self.command("play", "--days", str(self.days), "--per-day", DOSSIERS_A_DAY)

    def _wait(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while b"worker s\xe1\xba\xb5n s\xc3\xa0ng" not in (self.var / "up.log").read_bytes():
            assert self.process is not None
            assert self.process.poll() is None, (self.var / "up.log").read_text()
            assert time.monotonic() < deadline, (self.var / "up.log").read_text()
            time.sleep(0.3)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)

    def stacks(self) -> str:
        """Return what the threads of the web processes are doing now, and the last lines of the house before it."""
        before = self._last_words()
        for number in _who_tell_stacks(str(self.var)):
            os.kill(number, ASKED_BY)
            time.sleep(0.5)  # one after the other: their lines would mix
        return f"{before}\n--- asked ---\n{self._last_words(12_000)}"

    def mails_to(self, address: str) -> list[dict[str, str]]:
        """Return what the stand-in mail server received for an address."""
        try:
            with urllib.request.urlopen(f"{self.mail}/api/messages?to={address}", timeout=5) as answer:
                found = json.load(answer)
        except urllib.error.URLError:
            return []
        return list(found["messages"] if isinstance(found, dict) else found)


def _who_tell_stacks(var: str) -> list[int]:
    """Return the web processes of an installation that catch the signal: others end by it or mean another thing."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            ours = f"TINHSO_VAR={var}\0".encode() in (folder / "environ").read_bytes()
            ours = ours and b"granian" in (folder / "cmdline").read_bytes()
            caught = re.search(r"^SigCgt:\s*(\w+)", (folder / "status").read_text(), re.MULTILINE)
        except OSError:  # gone since it was listed
            continue
        if ours and caught and int(caught[1], 16) >> (ASKED_BY - 1) & 1:
            found.append(int(folder.name))
    return found
