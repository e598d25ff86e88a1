# SPDX-License-Identifier: EUPL-1.2
"""Layouts of producers, and lines that mean harm."""

from typing import Any

import pytest

from tinhso_sigma.engine import Engine
from tinhso_sigma.errors import BadEvent
from tinhso_sigma.events import LONGEST_LINE, MOST_FIELDS, fields_of, parse, shape_of
from tinhso_sigma.loading import from_texts
from tinhso_sigma.tests.loops import LOOPS, line_of, said
from tinhso_sigma.types import LogSource
from tinhso_sigma.windows import windows_map

SYSMON = "Microsoft-Windows-Sysmon/Operational"
RULE = b"""
title: Thu
logsource: {product: windows, category: process_creation}
detection: {s: {Image|endswith: '\\cmd.exe', Provider_Name|contains: sysmon}, condition: s}
"""
NAME, IMAGE = "Microsoft-Windows-Sysmon", r"C:\Windows\cmd.exe"
HEAD = {"Channel": SYSMON, "EventID": 1, "Provider_Name": NAME}
LAYOUTS: dict[str, dict[str, Any]] = {
    "attributes in names": {"Event": {"System": HEAD, "EventData": {"Image": IMAGE}}},
    "evtx_dump": {
        "Event": {
            "System": {"Channel": SYSMON, "EventID": {"#text": 1, "#attributes": {"Qualifiers": 0}},
                       "Provider": {"#attributes": {"Name": NAME, "Guid": "{5}"}}},
            "EventData": {"Image": IMAGE},
        }
    },
    "xml to json": {
        "Event": {
            "System": {"Channel": SYSMON, "EventID": "1", "Provider": {"@Name": NAME}},
            "EventData": {"Data": [{"@Name": "Image", "#text": IMAGE}, {"@Name": "User", "#text": "Lan"}]},
        }
    },
    "user data": {"Event": {"System": HEAD, "UserData": {"EventXML": {"Image": IMAGE}}}},
    "flat": {"Channel": SYSMON, "EventID": 1, "Provider_Name": NAME, "Image": IMAGE},
    "winlogbeat": {
        "winlog": {"channel": SYSMON, "event_id": 1, "provider_name": NAME, "event_data": {"Image": IMAGE}},
    },
    "wazuh": {
        "data": {
            "win": {
                "system": {"channel": SYSMON, "eventID": "1", "providerName": NAME},
                "eventdata": {"image": IMAGE},
            }
        }
    },
}  # fmt: skip


@pytest.mark.parametrize("native", LOOPS)
@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_is_read(name: str, native: bool):
    engine = Engine(from_texts([("r.yml", RULE)]).rules, native=native)

    assert engine.match(LAYOUTS[name])
    assert engine.match(LAYOUTS[name])
    assert all(said(engine, *[line_of(LAYOUTS[name])] * 2))


def test_another_channel_or_number_is_another_source():
    engine = Engine(from_texts([("r.yml", RULE)]).rules)
    flat = LAYOUTS["flat"]

    assert not engine.match({**flat, "EventID": 5})
    assert not engine.match({**flat, "Channel": "Security"})
    assert not engine.match({**flat, "Channel": None})


def test_the_system_part_names_the_channel():
    event = {"Event": {"System": {"Channel": "Security", "EventID": 1}, "EventData": {"Channel": SYSMON, "A": [1, 2]}}}

    fields = fields_of(event, shape_of(event, windows_map()))

    assert fields["channel"] == ("Security",)
    assert fields["a"] == (1, 2)


def test_a_source_nobody_mapped_sees_every_windows_event():
    rule = b"title: T\nlogsource: {product: windows, service: ldap}\ndetection: {k: {A: x}, condition: k}"
    engine = Engine(from_texts([("r.yml", rule)]).rules)

    assert engine.match({"Channel": "Security", "EventID": 5, "A": "x"})
    assert engine.match({"EventID": 5, "A": "x"})
    assert not engine.match({"A": "x"})


def test_other_products_say_where_they_come_from():
    rule = b"title: T\nlogsource: {product: linux, service: sshd}\ndetection: {k: [Failed], condition: k}"
    engine = Engine(from_texts([("r.yml", rule)]).rules)
    event = {"message": "failed password for root"}

    assert engine.match(event, LogSource("linux", None, "sshd"))
    assert not engine.match(event, LogSource("linux", None, "cron"))
    assert not engine.match(event)


BAD = {
    "not JSON": b'{"a":',
    "no object": b"[1]",
    "bad UTF-8": b'{"a":"\xff"}',
    "endless nesting": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "NaN": b'{"a": NaN}',
    "enormous": b'{"a":"' + b"x" * LONGEST_LINE + b'"}',
    "empty": b"",
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_refused_with_a_sentence(name: str):
    with pytest.raises(BadEvent, match="Hãy"):
        parse(BAD[name])


def test_of_a_name_given_twice_the_last_counts():
    assert parse(b'{"a":1,"a":2}') == {"a": 2}


@pytest.mark.parametrize(
    "event",
    [
        {"Event": {"System": HEAD, "EventData": {f"f{n}": n for n in range(MOST_FIELDS + 1)}}},
        {"a": parse(b'{"a":' * 100 + b"1" + b"}" * 100)},
    ],
)  # fmt: skip
def test_too_many_values_or_levels_are_refused_when_looked_at(event: dict[str, Any]):
    rule = b"title: T\nlogsource: {product: windows}\ndetection: {k: {A: null}, condition: k}"
    engine = Engine(from_texts([("r.yml", rule)]).rules, routed=False)

    with pytest.raises(BadEvent):
        engine.match(event)


@pytest.mark.parametrize("part", [None, 5, "x", [], [1, {"Name": 5}], {"": ""}, {"Data": {"Name": "x", "#text": {}}}])
def test_strange_parts_hurt_nobody(part: Any):
    engine = Engine(from_texts([("r.yml", RULE)]).rules)

    assert engine.match({"Event": {"System": {"Channel": SYSMON, "EventID": 1}, "EventData": part}}) == []


def test_memory_of_values_is_bounded():
    rule = b"title: T\nlogsource: {product: windows}\ndetection: {k: {'A|contains': abcd}, condition: k}"
    engine = Engine(from_texts([("r.yml", rule)]).rules, routed=False)
    for number in range(150_000):
        engine.match({"A": f"value {number}"})

    (route,) = engine._routes.values()
    memo = route.by_field["a"].memo

    assert len(memo.new) + len(memo.old) <= 2 * (1 << 16)
    assert engine.match({"A": "xabcdx"})


def engine_of(search: bytes) -> Engine:
    rule = b"title: T\nlogsource: {product: windows}\ndetection: {k: {" + search + b"}, condition: k}"
    return Engine(from_texts([("r.yml", rule)]).rules, routed=False)


def test_values_that_python_calls_equal_are_remembered_apart():
    engine = engine_of(b"A: 'true'")

    assert [bool(engine.match({"A": raw})) for raw in (1, True, 1.0, True, 1)] == [False, True, False, True, False]


def test_case_of_an_expression_beyond_ascii_is_not_lost_to_the_index():
    engine = engine_of(b"'A|re|i': 'abcs'")

    assert engine.match({"A": "xABCſ"})  # re takes the long s for an s, the fold of the index does not
    assert not engine.match({"A": "xABCß"})
