# SPDX-License-Identifier: EUPL-1.2
"""AAAA and DS of the public name, asked of a small name server on the loopback; none there, and it is said."""

import socket
import struct
import threading

import pytest

from tinhso.config import env
from tinhso.runtime import names

HOST = "dichvucong.bentre.example"
RECORDS = {(HOST, names.AAAA): b"\x20\x01" + bytes(14), ("bentre.example", names.DS): bytes(36)}


class NameServer:
    """Answers from RECORDS; `code` is the response code, as of a server that refuses."""

    def __init__(self, records: dict[tuple[str, int], bytes], code: int = 0) -> None:
        self.records, self.code = records, code
        self.line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.line.bind(("127.0.0.1", 0))
        self.line.settimeout(10)
        self.address = self.line.getsockname()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                asked, back = self.line.recvfrom(512)
            except OSError:
                return
            labels, place = [], 12
            while asked[place]:
                labels.append(asked[place + 1 : place + 1 + asked[place]].decode())
                place += asked[place] + 1
            [kind] = struct.unpack_from(">H", asked, place + 1)
            data = self.records.get((".".join(labels), kind))
            record = struct.pack(">HHHIH", 0xC00C, kind, 1, 60, len(data)) + data if data else b""
            head = asked[:2] + struct.pack(">HHHHH", 0x8180 | self.code, 1, int(bool(data)), 0, 0)
            self.line.sendto(head + asked[12:] + record, back)


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "BASE_URL", f"https://{HOST}")
    monkeypatch.setattr(names, "WAIT_SECONDS", 0.3)


def found(server: NameServer) -> dict[str, bool]:
    return {one.name: one.ok for one in names.checks([server.address])}


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        (None, {"ipv6": True, "dnssec": True}),
        ((HOST, names.AAAA), {"ipv6": False, "dnssec": True}),
        (("bentre.example", names.DS), {"ipv6": True, "dnssec": False}),
    ],
)
def test_each_record_has_its_sentence(host, left_out, expected):
    assert found(NameServer({key: data for key, data in RECORDS.items() if key != left_out})) == expected


@pytest.mark.parametrize("code", [2, 5])
def test_a_resolver_that_fails_is_said_and_nothing_is_guessed(host, code):
    [check] = names.checks([NameServer(RECORDS, code).address])

    assert (check.name, check.ok) == ("dns", False)
    assert "chưa kiểm được" in check.sentence


def test_without_a_resolver_it_is_said(host):
    assert [one.name for one in names.checks([])] == ["dns"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "https://[::1]:8443", "http://localhost"])
def test_an_address_in_figures_has_no_name_to_ask_for(monkeypatch, address):
    monkeypatch.setattr(env, "BASE_URL", address)

    assert list(names.checks([])) == []
