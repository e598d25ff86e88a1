# SPDX-License-Identifier: EUPL-1.2
"""How a text is cut into parts, when phones are left in peace, what a centre may say: tables without a centre."""

import struct
from datetime import datetime, time, timedelta

import pytest

from tinhso.config.env import span_of_hours
from tinhso.kernel.exchange.quiet import VIETNAM, QuietHours, first_allowed
from tinhso.kernel.exchange.smpp import pdu as smpp
from tinhso.kernel.exchange.smpp.texts import MOST_PARTS, octets_of, pieces, reference_of

NIGHT = QuietHours(time(21), time(7))


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("a", [1]),
        ("ệ" * 70, [70]),
        ("ệ" * 71, [67, 4]),
        ("ệ" * 134, [67, 67]),
        ("ệ" * 135, [67, 67, 1]),
        ("e\u0302\u0323" * 70, [70]),  # three signs typed for one letter are one letter
        ("a" * 66 + "😀" + "a" * 10, [66, 11]),  # a letter of two units is not cut
        ("😀" * 35, [35]),
        ("😀" * 36, [33, 3]),
    ],
)
def test_parts_by_length(text, lengths):
    assert [len(part) for part in pieces(text)] == lengths
    assert all(len(octets) <= 140 for octets in octets_of(text, 1))


def test_parts_carry_the_same_reference_for_the_same_message():
    first, again = (octets_of("ệ" * 100, reference_of("onestop:7:sms")) for _ in range(2))

    assert first == again
    assert [part[:6] for part in first] == [bytes((5, 0, 3, first[0][3], 2, place)) for place in (1, 2)]


@pytest.mark.parametrize("text", ["", "  ", "ệ" * (67 * MOST_PARTS + 1), "\ud83d"])
def test_what_cannot_be_sent_is_refused(text):
    with pytest.raises(ValueError):
        octets_of(text, 1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-20T20:59:59", "2026-11-20T20:59:59"),
        ("2026-11-20T21:00:00", "2026-11-21T07:00:00"),
        ("2026-11-20T23:59:59", "2026-11-21T07:00:00"),
        ("2026-11-21T00:00:00", "2026-11-21T07:00:00"),
        ("2026-11-21T06:59:59", "2026-11-21T07:00:00"),
        ("2026-11-21T07:00:00", "2026-11-21T07:00:00"),
        ("2026-12-31T22:00:00", "2027-01-01T07:00:00"),
    ],
)
def test_the_night_ends_in_the_morning(moment, allowed):
    assert first_allowed(at(moment), NIGHT) == at(allowed)


@pytest.mark.parametrize(("moment", "allowed"), [("12:00", "13:30"), ("13:29", "13:30"), ("13:30", "13:30")])
def test_quiet_hours_may_lie_within_a_day(moment, allowed):
    found = first_allowed(at(f"2026-11-20T{moment}:00"), QuietHours(time(12), time(13, 30)))

    assert found == at(f"2026-11-20T{allowed}:00")


def test_no_quiet_hours_never_wait():
    assert first_allowed(at("2026-11-20T23:00:00"), None) == at("2026-11-20T23:00:00")


@pytest.mark.parametrize("raw", ["21:00", "21:00-21:00", "25:00-07:00", "21h-7h"])
def test_a_span_that_is_none_is_refused(raw):
    with pytest.raises(ValueError):
        span_of_hours(raw)


def report(text: bytes, options: bytes = b"", esm_class: int = 4) -> bytes:
    addresses = b"\1\1849\0\5\0MOTCUA\0"
    return b"\0" + addresses + bytes((esm_class, 0, 0)) + b"\0\0" + bytes(4) + bytes((len(text),)) + text + options


def option(tag: int, value: bytes) -> bytes:
    return struct.pack(">HH", tag, len(value)) + value


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (report(b"id:7a sub:001 dlvrd:001 stat:DELIVRD err:000 text:"), smpp.Report("7a", "DELIVRD")),
        (report(b"", option(0x1E, b"9\0") + option(0x427, b"\x05")), smpp.Report("9", "UNDELIV")),
        (report(b"id:1 stat:ENROUTE", option(0x1E, b"2\0")), smpp.Report("2", "ENROUTE")),
        (report(b"TC", esm_class=0), None),
    ],
    ids=["by text", "by parameters", "both", "a person's answer"],
)
def test_reports_are_read_from_text_or_parameters(body, found):
    assert smpp.read_report(body) == found


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0" * 9,
        report(b"xin chao"),
        report(b"id:1 stat:DELIVRD", b"\0\x1e\0\xff"),
        report(b"id:1")[:-2] + b"\xff",
    ],
)
def test_a_report_that_is_none_is_malformed(body):
    with pytest.raises(smpp.Malformed):
        smpp.read_report(body)


def test_quiet_hours_answer_in_the_zone_of_the_question():
    utc = at("2026-11-20T23:00:00") + timedelta(0)

    assert first_allowed(utc, NIGHT).tzinfo is utc.tzinfo
