# SPDX-License-Identifier: EUPL-1.2
"""The SMS centre, spoken to with octets written out by hand from the specification of SMPP 3.4."""

import json
import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

PHONE = "84912345678"
BIND_RECEIVER, BIND_TRANSMITTER, SUBMIT, UNBIND, BIND_TRANSCEIVER, ENQUIRE = 1, 2, 4, 6, 9, 0x15
OK = 0


@pytest.fixture(scope="module")
def running(start) -> Iterator:
    yield from start("sms")


@pytest.fixture
def sms(running):
    requests.delete(f"{running.url}/api/messages", timeout=5)
    yield running
    running.behave("ok")


class Line:
    """One raw connection."""

    def __init__(self, sms) -> None:
        parts = urlsplit(sms.addresses["smpp"])
        self.sock = socket.create_connection((parts.hostname, parts.port), timeout=5)
        self.password = json.loads(Path(sms.addresses["accounts_file"]).read_text("utf-8"))["tinhso"]
        self.sequence = 0

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        self.sock.close()

    def write(self, command: int, body: bytes = b"", status: int = 0) -> int:
        self.sequence += 1
        self.sock.sendall(struct.pack(">IIII", 16 + len(body), command, status, self.sequence) + body)
        return self.sequence

    def read(self) -> tuple[int, int, int, bytes]:
        head = self._exactly(16)
        length, command, status, sequence = struct.unpack(">IIII", head)
        return command, status, sequence, self._exactly(length - 16)

    def ask(self, command: int, body: bytes = b"") -> tuple[int, bytes]:
        """Return status and body of the answer to one request."""
        sequence = self.write(command, body)
        answered, status, number, answer = self.read()
        assert (answered, number) == (command | 0x80000000, sequence)
        return status, answer

    def bind(self, command: int, password: str | None = None, user: bytes = b"tinhso") -> int:
        word = (self.password if password is None else password).encode()
        return self.ask(command, user + b"\0" + word + b"\0" + b"\0" + b"\x34\0\0" + b"\0")[0]

    def _exactly(self, length: int) -> bytes:
        found = b""
        while len(found) < length:
            piece = self.sock.recv(length - len(found))
            if not piece:
                raise EOFError
            found += piece
        return found


def submission(octets: bytes, *, esm_class=0, registered=0, coding=8, phone=PHONE, options=b"", source=b"BENTRE"):
    head = b"\0" + b"\x05\0" + source + b"\0" + b"\x01\x01" + phone.encode() + b"\0"
    middle = bytes((esm_class, 0, 0)) + b"\0\0" + bytes((registered, 0, coding, 0))
    return head + middle + bytes((len(octets),)) + octets + options


def ucs2(text: str) -> bytes:
    return text.encode("utf-16-be")


def shown(sms) -> list[dict]:
    return requests.get(f"{sms.url}/api/messages", timeout=5).json()["messages"]


def test_a_vietnamese_text_is_shown_as_it_was_written(sms):
    with Line(sms) as line:
        assert line.bind(BIND_TRANSMITTER) == OK
        status, answer = line.ask(SUBMIT, submission(ucs2("Hồ sơ đã được tiếp nhận")))
        assert line.ask(UNBIND)[0] == OK

    [message] = shown(sms)
    assert (status, answer[-1:]) == (OK, b"\0")
    assert (message["phone"], message["sender"], message["text"]) == (PHONE, "BENTRE", "Hồ sơ đã được tiếp nhận")


@pytest.mark.parametrize("way", ["header8", "header16", "sar"])
def test_parts_are_joined_in_their_order_whichever_way_they_are_numbered(sms, way):
    with Line(sms) as line:
        line.bind(BIND_TRANSCEIVER)
        for place, text in ((2, "đã có kết quả"), (1, "Hồ sơ ")):
            body = {
                "header8": submission(bytes((5, 0, 3, 77, 2, place)) + ucs2(text), esm_class=0x40),
                "header16": submission(bytes((6, 8, 4, 1, 2, 2, place)) + ucs2(text), esm_class=0x40),
                "sar": submission(
                    ucs2(text), options=bytes((2, 0x0C, 0, 2, 1, 9, 2, 0x0E, 0, 1, 2, 2, 0x0F, 0, 1, place))
                ),
            }[way]
            assert line.ask(SUBMIT, body)[0] == OK

    [message] = shown(sms)
    assert (message["text"], message["parts"], message["parts_there"]) == ("Hồ sơ đã có kết quả", 2, 2)


def test_a_repeated_part_is_shown_once_and_counted(sms):
    part = submission(bytes((5, 0, 3, 9, 2, 1)) + ucs2("Hồ sơ "), esm_class=0x40)
    with Line(sms) as line:
        line.bind(BIND_TRANSMITTER)
        line.ask(SUBMIT, part)
        line.ask(SUBMIT, part)

    [message] = shown(sms)
    assert (message["arrivals"], message["parts_there"], message["text"]) == (2, 1, "Hồ sơ […]")


def test_a_long_text_may_come_as_payload(sms):
    text = ucs2("ệ" * 300)
    with Line(sms) as line:
        line.bind(BIND_TRANSMITTER)
        options = struct.pack(">HH", 0x0424, len(text)) + text
        assert line.ask(SUBMIT, submission(b"", options=options))[0] == OK

    assert shown(sms)[0]["text"] == "ệ" * 300


def test_receipts_go_to_a_receiver_until_it_acknowledges_them(sms):
    with Line(sms) as line:
        line.bind(BIND_TRANSMITTER)
        _, answer = line.ask(SUBMIT, submission(ucs2("a"), registered=1))
    number = answer.rstrip(b"\0")

    with Line(sms) as first:
        first.bind(BIND_RECEIVER)
        command, _, sequence, body = first.read()
    with Line(sms) as second:
        second.bind(BIND_RECEIVER)
        _, _, again, repeated = second.read()
        second.sock.sendall(struct.pack(">IIII", 17, 0x80000005, 0, again) + b"\0")
        assert second.ask(ENQUIRE)[0] == OK
    with Line(sms) as third:
        third.bind(BIND_RECEIVER)
        assert third.ask(ENQUIRE)[0] == OK  # nothing owed comes before the answer

    assert (command, sequence) == (5, 1)
    assert b"id:" + number + b" sub:001 dlvrd:001" in body
    assert b"stat:DELIVRD err:000" in body
    assert repeated.endswith(b"\x00\x1e" + struct.pack(">H", len(answer)) + answer + b"\x04\x27\x00\x01\x02")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (submission(ucs2("a"), phone="842838221234"), 0x0B),
        (submission(ucs2("a"), phone="113"), 0x0B),
        (submission(ucs2("a"), source=b""), 0x0A),
        (submission(ucs2("a" * 71)), 0x01),
        (submission(b""), 0x01),
        (submission(b"\0a\0"), 0x45),
        (submission(bytes((5, 0, 3, 9, 2, 3)) + ucs2("a"), esm_class=0x40), 0x43),
        (submission(ucs2("a"), coding=4), 0x45),
        (b"\0\x05", 0x02),
    ],
    ids=["landline", "short", "nobody", "long", "empty", "odd", "place 3 of 2", "binary", "cut off"],
)
def test_what_cannot_be_taken_is_refused_with_its_code(sms, body, status):
    with Line(sms) as line:
        line.bind(BIND_TRANSMITTER)
        assert line.ask(SUBMIT, body)[0] == status

    assert shown(sms) == []


def test_who_may_do_what(sms):
    with Line(sms) as line:
        assert line.ask(SUBMIT, submission(ucs2("a")))[0] == 0x04
        assert line.bind(BIND_TRANSMITTER, password="sai") == 0x0E
        assert line.bind(BIND_TRANSMITTER, user=b"ai") == 0x0F
        assert line.bind(BIND_RECEIVER) == OK
        assert line.bind(BIND_RECEIVER) == 0x05
        assert line.ask(SUBMIT, submission(ucs2("a")))[0] == 0x04


def test_an_unknown_command_and_an_impossible_length_are_nacked(sms):
    with Line(sms) as line:
        line.write(0x21)
        assert line.read()[:2] == (0x80000000, 0x03)
        line.sock.sendall(struct.pack(">IIII", 1_000_000, 4, 0, 9))
        assert line.read()[:2] == (0x80000000, 0x02)
        with pytest.raises(EOFError):
            line.read()


@pytest.mark.parametrize(("how", "status"), [("", 0x58), ("throttle", 0x58), ("reject", 0x0B), ("system", 0x08)])
def test_wrong_answers_as_told(sms, how, status):
    sms.behave("wrong", how=how)
    with Line(sms) as line:
        line.bind(BIND_TRANSMITTER)
        assert line.ask(SUBMIT, submission(ucs2("a")))[0] == status

    assert shown(sms) == []


def test_burst_lets_three_through(sms):
    sms.behave("wrong", how="burst")
    with Line(sms) as line:
        line.bind(BIND_TRANSMITTER)
        assert [line.ask(SUBMIT, submission(ucs2("a")))[0] for _ in range(5)] == [0, 0, 0, 0x58, 0x58]


def test_mute_keeps_the_message_and_cuts_the_line(sms):
    sms.behave("wrong", how="mute")
    with Line(sms) as line:
        line.bind(BIND_TRANSMITTER)
        line.write(SUBMIT, submission(ucs2("a")))
        with pytest.raises(EOFError):
            line.read()

    assert len(shown(sms)) == 1


def test_twice_shows_it_twice(sms):
    sms.behave("wrong", how="twice")
    with Line(sms) as line:
        line.bind(BIND_TRANSMITTER)
        line.ask(SUBMIT, submission(ucs2("a")))

    assert len(shown(sms)) == 2


def test_down_refuses_new_lines_and_cuts_open_ones(sms):
    with Line(sms) as line:
        line.bind(BIND_TRANSMITTER)
        sms.behave("down")
        line.write(ENQUIRE)
        with pytest.raises((EOFError, ConnectionResetError)):
            line.read()
    with pytest.raises(ConnectionRefusedError):
        Line(sms)


def test_the_page_shows_and_finds_messages_and_markup_stays_text(sms):
    with Line(sms) as line:
        line.bind(BIND_TRANSMITTER)
        line.ask(SUBMIT, submission(ucs2("Hồ sơ <b>đã xong</b>")))

    page = requests.get(sms.url, {"q": "da xong"}, timeout=5).text
    emptied = requests.post(f"{sms.url}/delete-all", timeout=5).text

    assert "+84912345678" in page
    assert "&lt;b&gt;đã xong" in page
    assert "Chưa có tin nhắn nào" in emptied
