# SPDX-License-Identifier: EUPL-1.2
"""JSON and other formats: one line of each beside the event it must become; whatever is wrong stays whole."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.security.formats.assembly import Assembler
from tinhso.modules.security.formats.reading import LONGEST_BYTES, read
from tinhso.modules.security.formats.types import Arrival

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
ARRIVAL = Arrival(datetime(2026, 3, 2, 1, 0, tzinfo=UTC), VIETNAM, "10.1.2.3")
AT = datetime(2020, 12, 11, 12, 28, 1, 299004, UTC)
DEFENDER = "Microsoft-Windows-Windows Defender/Operational"
SYSMON = "Microsoft-Windows-Sysmon/Operational"


def got(line: object):
    text = line if isinstance(line, (str, bytes)) else json.dumps(line)
    return read(text if isinstance(text, bytes) else text.encode(), ARRIVAL)


def windows(system: dict, data: object = None, **more) -> dict:
    event = {"System": {"Channel": "Security", "Computer": "may-1", "EventID": 1} | system}
    return {"Event": event | ({"EventData": data} if data is not None else {}) | more}


# case: the line, kind, time, host, logsource, some of the fields
GOOD = {
    "windows: seven digits of a second, names with spaces": (
        windows(
            {"EventID": 1116, "SystemTime": "2020-12-11T12:28:01.2990045Z", "Channel": DEFENDER},
            {"Threat Name": "HackTool", "Unused": ""},
        ),
        ("windows", AT, "may-1", {"product": "windows", "service": "windefend"}),
        {"EventID": 1116, "ThreatName": "HackTool", "Unused": ""},
    ),
    "windows: EventID as a text": (
        windows({"EventID": "4688"}, {"NewProcessName": "C:\\x.exe"}),
        ("windows", None, "may-1", {"product": "windows", "service": "security", "category": "process_creation"}),
        {"EventID": 4688, "NewProcessName": "C:\\x.exe"},
    ),
    "windows: EventID with qualifiers, attributes of elements": (
        windows(
            {
                "EventID": {"#text": 7045, "#attributes": {"Qualifiers": 16384}},
                "Channel": "System",
                "Provider": {"#attributes": {"Name": "Service Control Manager"}},
                "TimeCreated": {"#attributes": {"SystemTime": "2020-12-11T12:28:01.299004Z"}},
            },
            {"ServiceName": "x", "StartType": True},
        ),
        ("windows", AT, "may-1", {"product": "windows", "service": "system"}),
        {"EventID": 7045, "Provider_Name": "Service Control Manager", "StartType": True},
    ),
    "windows: EventData with an EventID and a Channel of its own": (
        windows({"EventID": 5}, {"EventID": 99, "Channel": "khác", "A": "b"}),
        ("windows", None, "may-1", {"product": "windows", "service": "security"}),
        {"EventID": 5, "Channel": "Security", "EventData_EventID": 99, "EventData_Channel": "khác", "A": "b"},
    ),
    "windows: a list of named values, one name twice, one without": (
        windows({}, {"Data": [{"@Name": "Sub Ject", "#text": "a"}, {"@Name": "SubJect", "#text": "b"}, "c"]}),
        ("windows", None, "may-1", {"product": "windows", "service": "security"}),
        {"SubJect": ["a", "b"], "Data": "c"},
    ),
    "windows: values without names, as the reader of EVTX gives them": (
        windows({}, {"Data": {"#text": ["a", "b"]}, "Binary": None}),
        ("windows", None, "may-1", {"product": "windows", "service": "security"}),
        {"Data": ["a", "b"], "Binary": None},
    ),
    "windows: one value without a name": (
        windows({}, {"Data": {"#text": "a"}}),
        ("windows", None, "may-1", {"product": "windows", "service": "security"}),
        {"Data": "a"},
    ),
    "windows: UserData lies one element deeper": (
        windows({}, None, UserData={"LogFileCleared": {"SubjectUserName": "admin", "#attributes": {"xmlns": "x"}}}),
        ("windows", None, "may-1", {"product": "windows", "service": "security"}),
        {"SubjectUserName": "admin"},
    ),
    "sysmon: the category of Sigma": (
        windows({"EventID": 1, "Channel": SYSMON}, {"Image": "C:\\a.exe", "CommandLine": "a \\\\ b"}),
        ("windows", None, "may-1", {"product": "windows", "service": "sysmon", "category": "process_creation"}),
        {"Image": "C:\\a.exe", "CommandLine": "a \\\\ b"},
    ),
    "winlogbeat": (
        {
            "@timestamp": "2020-12-11T12:28:01.299004Z",
            "ecs": {"version": "8.0"},
            "winlog": {"channel": SYSMON, "event_id": "22", "computer_name": "pc", "event_data": {"QueryName": "a.vn"}},
        },
        ("windows", AT, "pc", {"product": "windows", "service": "sysmon", "category": "dns_query"}),
        {"EventID": 22, "QueryName": "a.vn"},
    ),
    "nxlog: everything side by side, a time without a zone": (
        {"EventID": 4624, "Channel": "Security", "Hostname": "pc", "EventTime": "2020-12-11 19:28:01.299004", "A B": 1},
        ("windows", AT, "pc", {"product": "windows", "service": "security"}),
        {"EventID": 4624, "AB": 1},
    ),
    "suricata: a zone without a colon": (
        {
            "timestamp": "2020-12-11T19:28:01.299004+0700",
            "event_type": "alert",
            "alert": {"signature": "x"},
            "flow_id": 1,
        },
        ("suricata", AT, "10.1.2.3", {"product": "suricata", "service": "alert"}),
        {"alert.signature": "x", "flow_id": 1},
    ),
    "suricata: dns": (
        {"timestamp": "2020-12-11T12:28:01.299004+0000", "event_type": "dns", "host": "cb-1", "dns": {"rrname": "a"}},
        ("suricata", AT, "cb-1", {"product": "suricata", "service": "dns", "category": "dns"}),
        {"dns.rrname": "a"},
    ),
    "wazuh: its own alert": (
        {
            "timestamp": "2020-12-11T12:28:01.299004+0000",
            "rule": {"level": 5, "id": "5710"},
            "agent": {"id": "001", "name": "web"},
            "decoder": {"name": "sshd"},
            "full_log": "x",
        },
        ("wazuh", AT, "web", {"product": "wazuh", "service": "sshd"}),
        {"rule.level": 5, "agent.name": "web"},
    ),
    "wazuh: a Windows event inside": (
        {
            "timestamp": "2020-12-11T12:28:01.299004+0000",
            "rule": {"level": 5},
            "agent": {"name": "pc"},
            "data": {
                "win": {
                    "system": {"eventID": "1", "channel": SYSMON, "computer": "pc.tinh"},
                    "eventdata": {"commandLine": "x"},
                }
            },
        },
        ("wazuh", AT, "pc.tinh", {"product": "windows", "service": "sysmon", "category": "process_creation"}),
        {"EventID": 1, "CommandLine": "x", "Channel": SYSMON},
    ),
    "zeek: seconds since 1970": (
        {"ts": 1607689681.299004, "uid": "C1", "id.orig_h": "10.0.0.1", "_path": "conn"},
        ("zeek", AT, "10.1.2.3", {"product": "zeek", "service": "conn"}),
        {"id.orig_h": "10.0.0.1"},
    ),
    "ocsf 1.x: milliseconds, type is class times 100 and activity": (
        {
            "class_uid": 1007,
            "activity_id": 1,
            "type_uid": 100701,
            "time": 1607689681299,
            "metadata": {"version": "1.1.0"},
            "device": {"hostname": "pc"},
            "process": {"cmd_line": "x"},
        },
        ("ocsf", datetime(2020, 12, 11, 12, 28, 1, 299000, UTC), "pc", {"category": "process_creation"}),
        {"process.cmd_line": "x"},
    ),
    "ecs: dotted names": (
        {
            "@timestamp": "2020-12-11T12:28:01.299004Z",
            "event.category": "process",
            "host.name": "web",
            "process.command_line": "x",
        },
        ("ecs", AT, "web", {"category": "process_creation"}),
        {"process.command_line": "x"},
    ),
    "ecs: nested names, categories as a list": (
        {
            "@timestamp": "2020-12-11T12:28:01.299004Z",
            "ecs": {"version": "8.11"},
            "event": {"category": ["network"], "module": "system"},
            "host": {"name": "web", "os": {"type": "linux"}},
        },
        ("ecs", AT, "web", {"category": "network_connection", "product": "linux", "service": "system"}),
        {"host.os.type": "linux"},
    ),
    "journald: a message of bytes": (
        {
            "__REALTIME_TIMESTAMP": "1607689681299004",
            "_HOSTNAME": "web",
            "SYSLOG_IDENTIFIER": "sshd",
            "MESSAGE": [72, 105],
        },
        ("journald", AT, "web", {"product": "linux", "service": "sshd"}),
        {"MESSAGE": "Hi"},
    ),
    "cef: escapes in head and extension, spaces in values": (
        r"CEF:0|Nhà\|cung cấp|IPS|1|100|a \\ name|10|src=10.0.0.1 act=blocked a \= b msg=dòng 1\ndòng 2"
        r" rt=1607689681299 dvchost=fw",
        ("cef", datetime(2020, 12, 11, 12, 28, 1, 299000, UTC), "fw", {"product": "ips", "service": "nhà|cung cấp"}),
        {
            "DeviceVendor": "Nhà|cung cấp",
            "Name": "a \\ name",
            "act": "blocked a = b",
            "msg": "dòng 1\ndòng 2",
            "src": "10.0.0.1",
        },
    ),
    "auditd: hex-coded value, quoted value": (
        'node=web type=PROCTITLE msg=audit(1607689681.299:42): proctitle=2F62696E2F7368002D63 comm="a b"',
        ("auditd", datetime(2020, 12, 11, 12, 28, 1, 299000, UTC), "web", {"product": "linux", "service": "auditd"}),
        {"proctitle": "/bin/sh -c", "comm": "a b", "serial": "42"},
    ),
    "json of a shape nobody knows": ({"host": "h", "a": {"b": 1}}, ("json", None, "h", {}), {"a.b": 1}),
    "plain text": ("máy in hết giấy", ("text", None, "10.1.2.3", {}), {"message": "máy in hết giấy"}),
    "a half of a surrogate pair can be written nowhere": (
        '{"a":"\\ud800x"}',
        ("json", None, "10.1.2.3", {}),
        {"a": "?x"},
    ),
}


@pytest.mark.parametrize("case", GOOD)
def test_a_line_becomes_its_event(case: str):
    line, (kind, time, host, source), fields = GOOD[case]

    event = got(line)

    assert (event["kind"], event["host"], event["logsource"]) == (kind, host, source), event["why"]
    assert event["time"] == time or abs(event["time"] - time) < timedelta(microseconds=2)
    assert fields.items() <= event["fields"].items()


BAD = {
    "nothing": b"",
    "blank": b" \n",
    "truncated": b'{"a":',
    "rubbish behind": b'{"a":1} x',
    "an array": b"[1,2]",
    "binary": bytes(range(256)),
    "nul": b'{"a":"\x00"}',
    "bad UTF-8": b'{"a":"\xc3("}',
    "a name twice": b'{"a":1,"a":2}',
    "a name twice deep inside": b'{"x":{"y":[{"a":1,"a":2}]}}',
    "deep": b'{"a":' * 65 + b"1" + b"}" * 65,
    "enormously deep": b"[" * 100_000,
    "enormously deep objects": b'{"a":' * 100_000,
    "an enormous number": b'{"a":' + b"9" * 5_000 + b"}",
    "no number": b'{"a":NaN}',
    "enormous": b'{"a":"' + b"x" * LONGEST_BYTES + b'"}',
    "windows without EventID": json.dumps({"Event": {"System": {"Channel": "Security"}}}).encode(),
    "windows with a true EventID": json.dumps(windows({"EventID": True})).encode(),
    "ocsf against itself": b'{"class_uid":1007,"activity_id":1,"type_uid":5,"time":1,"metadata":{}}',
    "cef without its head": b"CEF:0|a|b",
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_stays_whole_with_a_sentence(case: str):
    event = got(BAD[case])

    assert (event["kind"], event["raw"]) == ("unreadable", BAD[case])
    assert event["why"].endswith(".")
    assert not event["fields"]


SEEDS = [json.dumps(line).encode() if isinstance(line, dict) else line.encode() for line, _, _ in GOOD.values()]
NAMES = st.sampled_from(
    [
        *("Event", "System", "EventData", "UserData", "EventID", "Channel", "winlog", "event_data", "event_id", "rule"),
        *("level", "agent", "data", "win", "system", "eventdata", "timestamp", "event_type", "ts", "uid", "class_uid"),
        *(
            "time",
            "metadata",
            "@timestamp",
            "ecs",
            "event",
            "category",
            "host",
            "Data",
            "@Name",
            "#attributes",
            "device",
        ),
        *("__REALTIME_TIMESTAMP", "MESSAGE", "decoder", "eventID", "TimeCreated"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=12,
)


def whole(event, raw: bytes) -> None:
    assert event["raw"] == raw
    assert bool(event["why"]) == (event["kind"] == "unreadable")
    assert event["time"] is None or event["time"].tzinfo is not None
    json.dumps(event["fields"]).encode()
    assert isinstance(event["host"], str)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_raise_and_none_are_lost(raw: bytes):
    whole(read(raw, ARRIVAL), raw)


@given(st.sampled_from(SEEDS), st.integers(0, 400), st.integers(0, 30), st.binary(max_size=6))
def test_no_cut_or_changed_line_raises(seed: bytes, at: int, length: int, put: bytes):
    raw = seed[:at] + put + seed[at + length :]
    whole(read(raw, ARRIVAL), raw)
    whole(read(b"<13>1 - h a - - - " + raw, ARRIVAL), b"<13>1 - h a - - - " + raw)


@given(st.dictionaries(NAMES, JSON, max_size=6))
def test_no_object_of_known_names_and_strange_values_raises(told: dict):
    raw = json.dumps(told).encode()
    whole(read(raw, ARRIVAL), raw)


AUDIT = [
    b'type=SYSCALL msg=audit(1607689681.299:42): arch=c000003e syscall=59 success=yes exe="/usr/bin/curl" key="exec"',
    b'type=EXECVE msg=audit(1607689681.299:42): argc=3 a0="curl" a1=2D6F20612062 a2[0]=68747470 a2[1]=3A2F2F61',
    b'type=SYSCALL msg=audit(1607689681.300:43): syscall=2 comm="x"',
    b'type=PATH msg=audit(1607689681.299:42): item=0 name="/usr/bin/curl"',
    b"type=PATH msg=audit(1607689681.299:42): item=1 name=2F746D702F612062",
    b"type=EOE msg=audit(1607689681.299:42): ",
]


def test_the_lines_of_an_audit_event_are_one_event_also_when_two_mix():
    assembler = Assembler()
    events = [event for line in AUDIT for event in assembler.feed(line, ARRIVAL)]
    left = assembler.flush()

    (event,) = events
    assert event["fields"]["types"] == ["SYSCALL", "EXECVE", "PATH", "PATH"]
    assert event["fields"]["CommandLine"] == "curl -o a b http://a"
    assert event["fields"]["name"] == ["/usr/bin/curl", "/tmp/a b"]
    assert event["raw"] == b"\n".join(line for line in AUDIT if b":42)" in line)
    assert [one["fields"]["comm"] for one in left] == ["x"]


def test_an_audit_event_without_an_end_waits_two_seconds():
    assembler = Assembler()
    assembler.feed(AUDIT[0], ARRIVAL)
    later = Arrival(ARRIVAL.arrived + timedelta(seconds=3), VIETNAM)

    events = assembler.feed(AUDIT[2], later)

    assert [event["fields"]["serial"] for event in events] == ["42"]


ZEEK = rb"""#separator \x09
#set_separator	,
#empty_field	(empty)
#unset_field	-
#path	conn
#fields	ts	uid	id.orig_p	local	tags	note
#types	time	string	port	bool	set[string]	string
1607689681.299004	C1	443	T	a,b\x2cc	x\x09y
1607689681.299004	C2	-	F	(empty)	(empty)
1607689681.299004	C3
#close	2020-12-11"""


def test_a_table_of_zeek_is_read_by_its_header():
    assembler = Assembler()
    first, second, third = [event for line in ZEEK.split(b"\n") for event in assembler.feed(line, ARRIVAL)]

    assert (first["kind"], first["logsource"]) == ("zeek", {"product": "zeek", "service": "conn"})
    assert abs(first["time"] - AT) < timedelta(microseconds=2)
    assert first["fields"] | {"ts": 0} == {
        **{"ts": 0, "uid": "C1", "id.orig_p": 443, "local": True, "tags": ["a", "b,c"], "note": "x\ty"}
    }
    assert second["fields"] | {"ts": 0} == {"ts": 0, "uid": "C2", "local": False, "tags": [], "note": ""}
    assert third["kind"] == "unreadable"


@given(st.lists(st.sampled_from([*AUDIT, *ZEEK.split(b"\n"), b"", b"\xff", b'{"a":1}', b"x"]), max_size=20))
def test_every_line_ends_in_one_event_whatever_the_order(lines: list[bytes]):
    assembler = Assembler()
    events = [event for line in lines for event in assembler.feed(line, ARRIVAL)] + assembler.flush()

    kept = sum(len(event["raw"].split(b"\n")) for event in events)
    assert kept == len(lines) - headers(lines)


def headers(lines: list[bytes]) -> int:
    """Return how many lines describe a table and are no event."""
    return sum(line.startswith(b"#") for line in lines)
