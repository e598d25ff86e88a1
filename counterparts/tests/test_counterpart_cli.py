# SPDX-License-Identifier: EUPL-1.2
"""The command as operators use it: real processes, signals, modes from outside."""

import json
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from tinhso_counterparts.cli import main
from tinhso_counterparts.modes import Mode, Word, order, read_mode, utc_now, write_mode

COMMAND = [sys.executable, "-c", "from tinhso_counterparts.cli import main; main()"]
FREE_PORTS = ["--idp-port=0", "--mail-smtp-port=0", "--mail-web-port=0", "--pki-port=0"]
FREE_PORTS += [
    "--national-port=0",
    "--national-web-port=0",
    "--pay-port=0",
    "--registers-port=0",
    "--sms-port=0",
    "--sms-web-port=0",
]


@pytest.fixture
def up(tmp_path):
    """Start a process with the given options; give it with the lines it printed."""
    running = []

    def start(*options: str, lines: int = 1) -> tuple[subprocess.Popen, list[str]]:
        process = subprocess.Popen(
            [*COMMAND, "up", "--var", str(tmp_path), *FREE_PORTS, *options], stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        return process, [process.stdout.readline().strip() for _ in range(lines)]

    yield start
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def call(*words: str) -> str:
    done = CliRunner().invoke(main, list(words))
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_up_starts_all_and_ends_cleanly(up, tmp_path, number):
    process, lines = up(lines=4)
    addresses = json.loads((tmp_path / "addresses.json").read_text("utf-8"))

    assert [line.split()[0] for line in lines] == ["idp", "mail", "pki", "national"]
    assert all(addresses[line.split()[0]]["url"] in line for line in lines)
    assert requests.get(addresses["pki"]["root"], timeout=5).text.startswith("-----BEGIN CERTIFICATE")
    process.send_signal(number)

    assert process.wait(10) == 0
    assert json.loads((tmp_path / "addresses.json").read_text("utf-8")) == {}


def test_two_processes_share_a_folder(up, tmp_path):
    first, _ = up("--only", "idp")
    up("--only", "pki")
    both = json.loads((tmp_path / "addresses.json").read_text("utf-8"))
    first.terminate()
    first.wait(10)

    assert set(both) == {"idp", "pki"}
    assert set(json.loads((tmp_path / "addresses.json").read_text("utf-8"))) == {"pki"}


def test_both_loopbacks_answer(up, tmp_path):
    up("--only", "idp")
    url = json.loads((tmp_path / "addresses.json").read_text("utf-8"))["idp"]["url"]
    port = url.rpartition(":")[2]

    for host in ("127.0.0.1", "[::1]"):
        assert requests.get(f"http://{host}:{port}/jwks", timeout=5).json()["keys"]


def test_set_works_across_processes_and_ends_by_itself(up, tmp_path):
    up("--only", "idp")
    url = json.loads((tmp_path / "addresses.json").read_text("utf-8"))["idp"]["url"]

    said = call("set", "idp", "down", "--for", "0.6", "--var", str(tmp_path))
    time.sleep(0.3)
    during = call("status", "--var", str(tmp_path))
    time.sleep(0.6)

    assert "idp   down (until" in said
    assert f"{url}  not listening" in during
    assert requests.get(f"{url}/jwks", timeout=5).ok
    assert "idp   ok" in call("status", "--var", str(tmp_path))


def test_taken_port_is_named(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*COMMAND, "up", "--only", "idp", "--var", str(tmp_path), "--idp-port", str(port)],
            capture_output=True,
            text=True,
            timeout=20,
        )

    assert done.returncode == 1
    assert f"cannot listen on port {port}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["up", "--only", "nobody"],
        ["set", "idp", "wrong", "--how", "reject"],
        ["set", "mail", "slow", "--how", "reject"],
        ["pki", "revoke", "not-a-number"],
    ],
)
def test_mistakes_are_explained(tmp_path, words):
    done = CliRunner().invoke(main, [*words, "--var", str(tmp_path)])

    assert done.exit_code == 2
    assert "Error: Invalid value" in done.output


def test_test_keys_are_written_and_listed(tmp_path):
    keys = tmp_path / "keys"

    said = call("pki", "test-keys", str(keys), "--var", str(tmp_path))
    listed = call("pki", "list", "--var", str(tmp_path))

    assert "tinhso-test" in said
    for name in ("good", "expired", "revoked", "wrong-purpose", "unknown-root"):
        assert (keys / f"{name}.p12").exists()
        assert (keys / f"{name}.chain.pem").exists()
    assert (keys / "root.pem").read_bytes() == (tmp_path / "pki" / "root.pem").read_bytes()
    assert "revoked" in listed
    assert "Nguyễn Văn Tốt" in listed


def test_every_command_has_help():
    for words in (
        [],
        ["up"],
        ["set"],
        ["status"],
        ["pki"],
        ["pki", "revoke"],
        ["pki", "list"],
        ["pki", "test-keys"],
    ):
        assert len(call(*words, "--help").splitlines()) > 5


def test_mode_past_its_end_is_ok(tmp_path: Path):
    now = utc_now()
    write_mode(tmp_path, order(Word.WRONG, "expired", 5.0, 10, now))

    assert read_mode(tmp_path, now).is_wrong("expired")
    assert read_mode(tmp_path, now + timedelta(seconds=10)) == Mode()
