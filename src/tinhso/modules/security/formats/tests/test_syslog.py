# SPDX-License-Identifier: EUPL-1.2
"""Syslog by the sections of RFC 5424 and RFC 3164, each line beside what it must become."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tinhso.modules.security.formats.reading import read
from tinhso.modules.security.formats.types import Arrival

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
ARRIVED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def got(line: str | bytes, arrived: datetime = ARRIVED):
    return read(line if isinstance(line, bytes) else line.encode(), Arrival(arrived, VIETNAM, "10.1.2.3"))


GOOD = {
    "RFC 5424 6.5 example 1": (
        "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - "
        "\ufeff'su root' failed for lonvick on /dev/pts/8",
        datetime(2003, 10, 11, 22, 14, 15, 3000, UTC),
        "mymachine.example.com",
        {
            "facility": 4,
            "severity": 2,
            "app": "su",
            "msgid": "ID47",
            "message": "'su root' failed for lonvick on /dev/pts/8",
        },
    ),
    "RFC 5424 6.5 example 2: a zone west of Greenwich": (
        "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.",
        datetime(2003, 8, 24, 12, 14, 15, 3, UTC),
        "192.0.2.1",
        {"procid": "8710", "message": "%% It's time to make the do-nuts."},
    ),
    "RFC 5424 6.5 example 3: structured data": (
        '<165>1 2003-10-11T22:14:15.003Z h evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Application" '
        'eventID="1011"] \ufeffAn application event',
        datetime(2003, 10, 11, 22, 14, 15, 3000, UTC),
        "h",
        {"sd.exampleSDID@32473.iut": "3", "sd.exampleSDID@32473.eventID": "1011", "message": "An application event"},
    ),
    "RFC 5424 6.5 example 4: two elements, no message": (
        '<165>1 2003-10-11T22:14:15.003Z h e - I [a@32473 x="1"][b@32473 class="high"]',
        datetime(2003, 10, 11, 22, 14, 15, 3000, UTC),
        "h",
        {"sd.a@32473.x": "1", "sd.b@32473.class": "high", "message": ""},
    ),
    "RFC 5424 6.3.3: escapes, a name twice": (
        r'<0>1 - - - - - [a@1 v="\"\\\]" v="b\c" w=""] m',
        None,
        "10.1.2.3",
        {"sd.a@1.v": ['"\\]', r"b\c"], "sd.a@1.w": "", "message": "m"},
    ),
    "RFC 5424 6.2: everything may be nil": ("<191>1 - - - - - -", None, "10.1.2.3", {"facility": 23, "severity": 7}),
    "RFC 3164 5.4 example 1: the year and the zone are not said": (
        "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
        datetime(2025, 10, 11, 22, 14, 15, tzinfo=VIETNAM),
        "mymachine",
        {"app": "su", "message": "'su root' failed for lonvick on /dev/pts/8"},
    ),
    "RFC 3164 5.4 example 2: no header, all is content": (
        "<13>Use the BFG!",
        None,
        "10.1.2.3",
        {"facility": 1, "severity": 5, "message": "Use the BFG!"},
    ),
    "RFC 3164 5.3: process id": (
        "<38>Mar  2 08:00:00 web sshd[411]: Failed password for root",
        datetime(2026, 3, 2, 8, 0, tzinfo=VIETNAM),
        "web",
        {"app": "sshd", "procid": "411", "message": "Failed password for root"},
    ),
    "RFC 3164 header with a modern time, as rsyslog forwards": (
        "<38>2026-03-02T08:00:00.5+07:00 web sshd[411]: x",
        datetime(2026, 3, 2, 1, 0, 0, 500_000, UTC),
        "web",
        {"app": "sshd", "message": "x"},
    ),
    "RFC 3164 with a year and parts of a second, as routers write": (
        "<187>Mar  2 2026 08:00:00.123: %LINK-3-UPDOWN: Interface up",
        datetime(2026, 3, 2, 8, 0, 0, 123_000, tzinfo=VIETNAM),
        "10.1.2.3",
        {"app": "%LINK-3-UPDOWN", "message": "Interface up"},
    ),
}


@pytest.mark.parametrize("line", GOOD)
def test_a_line_becomes_its_event(line: str):
    text, time, host, fields = GOOD[line]

    event = got(text)

    assert event["kind"].startswith("syslog"), event["why"]
    assert (event["time"], event["host"]) == (time, host)
    assert fields.items() <= event["fields"].items()
    assert event["raw"] == text.encode()


YEARS = {
    "31 December read on 1 January": ("Dec 31 23:59:59", datetime(2026, 1, 1, 0, 0, 5, tzinfo=VIETNAM), 2025),
    "1 January of a clock that goes before": ("Jan  1 00:00:02", datetime(2025, 12, 31, 23, 59, tzinfo=VIETNAM), 2026),
    "this year": ("Mar  2 08:00:00", ARRIVED, 2026),
    "29 February read in March of the year after": ("Feb 29 08:00:00", datetime(2025, 3, 1, tzinfo=UTC), 2024),
}


@pytest.mark.parametrize("case", YEARS)
def test_the_year_comes_from_the_arrival(case: str):
    said, arrived, year = YEARS[case]

    assert got(f"<13>{said} h a: b", arrived)["time"].year == year


BAD = {
    "RFC 5424 6.2.1: priority over 191": "<192>1 - - - - - -",
    "RFC 5424 6.2.1: four digits": "<0034>1 - - - - - -",
    "RFC 5424 6.2.1: never closed": "<34 1 - - - - - -",
    "RFC 5424 6.2.2: another version": "<34>2 - - - - - -",
    "RFC 5424 6.2.3: small t": "<34>1 2003-10-11t22:14:15Z h a - - -",
    "RFC 5424 6.2.3: leap second": "<34>1 2003-10-11T22:14:60Z h a - - -",
    "RFC 5424 6.2.3: no zone": "<34>1 2003-10-11T22:14:15 h a - - -",
    "RFC 5424 6.2.3: seven digits": "<34>1 2003-10-11T22:14:15.0000003Z h a - - -",
    "RFC 5424 6.2.3: no such day": "<34>1 2003-02-30T22:14:15Z h a - - -",
    "RFC 5424 6.3: cut off": '<34>1 - h a - - [x@1 a="b',
    "RFC 5424 6.3.2: a name twice": '<34>1 - h a - - [x@1 a="b"][x@1 c="d"]',
    "RFC 5424 6.3: no space behind": "<34>1 - h a - - [x@1]message",
    "bad UTF-8": b"<34>1 - h a - - - \xff\xfe",
    "binary": b"<34>1 - h a - - - \x00\x01",
}


@pytest.mark.parametrize("case", BAD)
def test_a_line_against_the_grammar_stays_whole_with_a_sentence(case: str):
    raw = BAD[case] if isinstance(BAD[case], bytes) else BAD[case].encode()

    event = got(raw)

    assert (event["kind"], event["raw"], event["host"]) == ("unreadable", raw, "10.1.2.3")
    assert event["why"].endswith(".")


def test_an_event_inside_a_syslog_line_is_the_event():
    event = got(
        '<13>1 2026-03-02T08:00:00Z fw suricata - - - {"timestamp":"2026-03-02T08:00:00.5+0700","event_type":"dns"}'
    )

    assert (event["kind"], event["host"]) == ("suricata", "fw")
    assert event["time"] == datetime(2026, 3, 2, 1, 0, 0, 500_000, UTC)
    assert event["fields"]["syslog.app"] == "suricata"


def test_a_broken_event_inside_a_syslog_line_leaves_the_line():
    event = got('<13>1 - fw suricata - - - {"timestamp":"2026-')

    assert (event["kind"], event["fields"]["message"]) == ("syslog5424", '{"timestamp":"2026-')
