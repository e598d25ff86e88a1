# SPDX-License-Identifier: EUPL-1.2
"""The C loop says what pure Python says, of lines of every kind; and pure Python takes over wherever it has to."""

import gzip
import json
import os
import random
from array import array
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso_sigma import compiled
from tinhso_sigma.engine import Engine
from tinhso_sigma.errors import BadEvent
from tinhso_sigma.events import LONGEST_LINE, MOST_FIELDS
from tinhso_sigma.loading import from_texts, load
from tinhso_sigma.predicates import fold
from tinhso_sigma.tests import samples
from tinhso_sigma.tests.loops import in_layout, line_of, needs_native, said
from tinhso_sigma.types import LogSource, Rule
from tinhso_sigma.windows import WindowsMap

HERE = Path(__file__).parent
PACKS = os.environ.get("TINHSO_SECURITY_PACKS", "")
SYSMON = samples.SYSMON
RULES = {
    "end": r"{s: {Image|endswith: '\cmd.exe'}, condition: s}",
    "not": r"{s: {Image|exists: true}, f: {Image|contains: cmd}, condition: s and not f}",
    "null": "{s: {User: null}, condition: s}",
    "regex": "{s: {CommandLine|re: 'a.c'}, condition: s}",
    "not regex": "{s: {CommandLine: '*'}, f: {CommandLine|re: 'a.c'}, condition: s and not f}",
    "cased": "{s: {CommandLine|cased|contains: ABC}, condition: s}",
    "number": "{s: {Size|gte: 10}, condition: s}",
    "not number": "{f: {Size: 1.0}, condition: not f}",
    "network": "{s: {Ip|cidr: [10.0.0.0/8, 'fe80::/10']}, condition: s}",
    "not network": "{s: {Ip|exists: true}, f: {Ip|cidr: 10.0.0.0/8}, condition: s and not f}",
    "same": "{s: {Image|fieldref: User}, condition: s}",
    "not same": "{s: {Image|fieldref|startswith: User}, condition: not s}",
    "keyword": "{k: [mimikatz, 'a\\b', 'q\"q'], condition: k}",
    "keyword regex": "{k: {'|re': 'ki.i'}, condition: k}",
    "channel": "{s: {Channel: security, EventID: 5}, condition: s}",
    "number above": "{s: {EventID|gte: 5}, f: {EventID|re: '^6'}, condition: s and not f}",
    "number not above": "{f: {EventID|gt: 5}, condition: not f}",
    "channel cased": "{s: {Channel|cased: Security}, condition: s}",
    "channel not cased": "{f: {Channel|cased: Security}, condition: not f}",
    "letters": "{s: {User|contains: ĐẶNG}, condition: s}",
    "date": "{s: {At|year: 2026}, condition: s}",
    "number with a point": "{s: {Size: 1.0}, condition: s}",
    "boolean": "{s: {Signed: true}, condition: s}",
}


def rules() -> list[Rule]:
    text = "title: '{}'\nlogsource: {{product: windows}}\ndetection: {}\n"
    library = from_texts((f"{name}.yml", text.format(name, RULES[name]).encode()) for name in RULES)
    assert not library.aside
    return library.rules


def pair(some: list[Rule], **options: Any) -> tuple[Engine, Engine]:
    return Engine(some, **options), Engine(some, native=False, **options)


def head(data: str, system: str = '"Channel":"Security","EventID":5') -> bytes:
    return ('{"Event":{"System":{' + system + '},"EventData":{' + data + "}}}").encode()


LINES = {
    "empty": b"",
    "blank": b" \n",
    "not JSON": b"x",
    "no object": b'["Event"]',
    "two objects": b"{}{}",
    "cut": head('"Image":"C:\\\\cmd.exe"')[:-3],
    "NUL": b'{"a":"\0"}',
    "NUL behind": head("") + b"\0",
    "bad UTF-8": head('"Image":"x"').replace(b"x", b"\xff"),
    "overlong UTF-8": head('"Image":"x"').replace(b"x", b"\xc0\x80"),
    "surrogate in UTF-8": head('"Image":"x"').replace(b"x", b"\xed\xa0\x80"),
    "lone surrogate": head('"Image":"\\ud800"'),
    "surrogates turned round": head('"Image":"\\udc00\\ud800"'),
    "pair": head('"Image":"\\ud83d\\ude00\\\\cmd.exe"'),
    "escaped NUL": head('"Image":"\\u0000\\\\cmd.exe"'),
    "every escape": head('"CommandLine":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0061Bc"'),
    "unknown escape": head('"CommandLine":"\\x"'),
    "control": head('"CommandLine":"a\tb"'),
    "escaped name": head('"Im\\u0061ge":"C:\\\\cmd.exe"'),
    "escaped structure": b'{"\\u0045vent":{"System":{"Channel":"Security","EventID":5}}}',
    "name given twice": head('"Image":"C:\\\\cmd.exe","Image":"x"'),
    "names that are one": head('"Image":"x","I mage":"C:\\\\cmd.exe"'),
    "structure given twice": head('"Image":"C:\\\\cmd.exe"}},"Event":{"System":{"a":{'),
    "nested then plain": head('"Image":{"Path":"a"},"Image":"C:\\\\cmd.exe"'),
    "plain then nested": head('"Image":"C:\\\\cmd.exe","Image":{"Path":"a"}'),
    "nested names twice": head('"X":{"A":{"b":1},"A":2}'),
    "hidden by the system part": head('"EventID":6,"Image":"x"'),
    "data first": b'{"Event":{"EventData":{"EventID":6},"System":{"Channel":"Security","EventID":5}}}',
    "list": head('"Image":["a","C:\\\\cmd.exe",null,5]'),
    "empty list": head('"Image":[],"User":{}'),
    "list of objects": head('"Data":[{"@Name":"Image","#text":"C:\\\\cmd.exe"},{"@Name":"User","#text":"u"}]'),
    "data object": head('"Data":{"@Name":"Image","#text":"C:\\\\cmd.exe"}'),
    "attributes": head("", '"Channel":"Security","EventID":{"#text":5,"#attributes":{"Qualifiers":7}}'),
    "user data": b'{"Event":{"System":{"Channel":"Security","EventID":5},"UserData":{"X":{"Image":"C:\\\\cmd.exe"}}}}',
    "user data of two": b'{"Event":{"System":{"EventID":5},"UserData":{"X":{"Image":"C:\\\\cmd.exe"},"Y":1}}}',
    "data is a list": b'{"Event":{"System":{"EventID":5},"EventData":[{"Image":"x"}]}}',
    "data is a text": b'{"Event":{"System":{"EventID":5},"EventData":"Image"}}',
    "no system": b'{"Event":{"EventData":{"Image":"C:\\\\cmd.exe"}}}',
    "null number": head('"Image":"C:\\\\cmd.exe"', '"Channel":null,"EventID":null'),
    "channel in other letters": head("", '"Channel":"\\u0053ECURITY","EventID":6'),
    "number with letters": head("", '"Channel":"Security","EventID":"5a"'),
    "number as truth": head("", '"Channel":"Security","EventID":true'),
    "long channel": head("", '"Channel":"' + "x" * 300 + '","EventID":5'),
    "empty channel": head("", '"Channel":{},"EventID":[]'),
    "number as text": head("", '"Channel":"SECURITY","EventID":"5"'),
    "number with a point": head("", '"Channel":"Security","EventID":5.0'),
    "list of numbers": head("", '"Channel":"Security","EventID":[5]'),
    "whole numbers": head('"Size":10,"Image":-5'),
    "minus nothing": head('"Size":-0'),
    "huge number": head('"Size":1' + "0" * 400),
    "nineteen digits": head('"Size":9223372036854775808'),
    "exponent": head('"Size":1e1'),
    "exponent without end": head('"Size":1e999'),
    "one and one point nothing": head('"Size":1,"Image":1.0'),
    "leading zero": head('"Size":010'),
    "plus": head('"Size":+1'),
    "point": head('"Size":1.'),
    "text of digits": head('"Size":"10"'),
    "true": head('"Signed":true,"Image":false'),
    "True": head('"Signed":True'),
    "NaN": head('"Size":NaN'),
    "IPv4": head('"Ip":"10.1.2.3"'),
    "IPv4 with zeros": head('"Ip":"10.01.2.3"'),
    "IPv4 with spaces": head('"Ip":" 10.1.2.3 "'),
    "IPv6": head('"Ip":"fe80::1%eth0"'),
    "no address": head('"Ip":"10.1.2"'),
    "case beyond ASCII": head('"User":"đặng","CommandLine":"\u212a a\u017fc"'),
    "Kelvin keyword": head('"X":"mimi\u212aatz"'),
    "escaped keyword": head('"X":"m\\u0069mikatz"'),
    "keyword with signs": head('"X":"A\\\\B q\\"q"'),
    "keyword as a number": head('"X":12345'),
    "keyword expression": head('"X":"kiwi \u212aiwi"'),
    "nested flat": b'{"Channel":"Security","EventID":5,"a":{"Image":"C:\\\\cmd.exe"}}',
    "flat": b'{"Channel":"Security","EventID":5,"Image":"C:\\\\cmd.exe"}',
    "deep": b'{"Event":{"System":{"EventID":5},"x":' + b'{"a":' * 70 + b"1" + b"}" * 72,
    "very deep": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "deep list": b'{"EventID":5,"a":' + b"[" * 70 + b"]" * 70 + b"}",
    "long text": head('"Image":"' + "x" * (1 << 20) + '\\\\cmd.exe"'),
    "too long": head('"Image":"' + "x" * LONGEST_LINE + '"'),
    "long name": head('"' + " " * 300 + 'Image":"C:\\\\cmd.exe"'),
    "many values": head(",".join(f'"f{n}":{n}' for n in range(5_000)) + ',"Image":"C:\\\\cmd.exe"'),
    "too many values": head(",".join(f'"f{n}":{n}' for n in range(MOST_FIELDS + 1))),
    "spaces": b' \t\r\n{ "Event" : { "System" : { "EventID" : 5 } , "EventData" : { "Image" : "C:\\\\CMD.exe" } } } \n',
    "other separator": head('"Image":"x"').replace(b":", b";", 1),
    "comma at the end": head('"Image":"x",'),
    "nameless": head('"":"C:\\\\cmd.exe","Image":"x"'),
    "year": head('"At":"2026-11-23T01:02"'),
    "winlogbeat": b'{"winlog":{"channel":"Security","event_id":5,"event_data":{"Image":"C:\\\\cmd.exe"}}}',
    "wazuh": b'{"data":{"win":{"system":{"channel":"Security","eventID":"5"},"eventdata":{"image":"C:\\\\cmd.exe"}}}}',
}  # fmt: skip


@needs_native
@pytest.mark.parametrize("routed", [True, False])
def test_every_line_that_means_harm_is_judged_alike(routed: bool):
    native, pure = pair(rules(), routed=routed)

    for _ in range(2):  # the second time from memory
        for name, line in LINES.items():
            assert said(native, line) == said(pure, line), name
    assert said(native, *LINES.values()) == said(pure, *LINES.values())
    assert native.compiled is not None
    counters = native.compiled.counters()
    assert counters["handed_over"] > 0
    assert counters["done"] > 90


@needs_native
def test_lines_of_the_common_kind_stay_in_c():
    native, pure = pair(load(HERE / "rules").rules)
    draws = random.Random(5)
    lines = [line_of(samples.some(draws)) for _ in range(2_000)]

    assert said(native, *lines) == said(pure, *lines)
    assert any(said(native, *lines))
    assert native.compiled is not None
    assert native.compiled.counters()["handed_over"] == 0


@needs_native
@pytest.mark.skipif(not PACKS, reason="TINHSO_SECURITY_PACKS names no folder of rule and event packs")
@pytest.mark.parametrize("routed", [True, False])
def test_packs_in_both_loops(routed: bool):
    native, pure = pair(load(Path(PACKS) / "sigmahq-rules.tar.gz").rules, routed=routed)
    for file in sorted(Path(PACKS).glob("*.ndjson.gz")):
        lines = gzip.decompress(file.read_bytes()).splitlines()
        wanted = said(pure, *lines)

        assert said(native, *lines) == wanted
        assert said(native, *lines) == wanted


TEXTS = st.text("aAbBcCkK\\/.\"' -mMiIzZtTđĐſK\u0130\n0159:", max_size=12)
VALUES = st.one_of(
    TEXTS, st.sampled_from(["mimikatz", r"C:\cmd.exe", "aBc", "ABC", "10.1.2.3", "fe80::1", "1", "true", "2026-01-02"]),
    st.integers(-20, 20), st.sampled_from([10**18, 2**63, 2**64, -(2**63)]),
    st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.none(),
)  # fmt: skip
NAMES = st.sampled_from(
    ["Image", "image", "Im age", "User", "CommandLine", "Size", "Ip", "At", "Signed", "X", "Data", "#text", "Name",
     "#attributes", "@Name", "Channel", "EventID", "đ", ""]
)  # fmt: skip
PARTS = st.recursive(
    VALUES, lambda one: st.lists(one, max_size=3) | st.dictionaries(NAMES, one, max_size=4), max_leaves=8
)
SECTIONS = st.dictionaries(NAMES, PARTS, max_size=6)
HEADS = st.fixed_dictionaries(
    {}, optional={"Channel": st.sampled_from(["Security", "SECURITY", SYSMON, "x", None, 5]),
                  "EventID": st.sampled_from([5, "5", 1, 13, None, True, [5], {"#text": 5}, 5.0])},
)  # fmt: skip
SHAPED = st.one_of(
    st.builds(lambda a, b, c: {"Event": {"System": {**c, **a}, "EventData": b}}, HEADS, SECTIONS, SECTIONS),
    st.builds(
        lambda a, b, c: {"Event": {"UserData": {"X": b}, "System": a, "EventData": c}}, HEADS, SECTIONS, SECTIONS
    ),
    st.builds(lambda a, b: {"System": a, "EventData": b}, HEADS, PARTS),
    st.builds(lambda a, b: {**a, **b}, HEADS, SECTIONS),
    st.builds(
        lambda a, b: {"winlog": {"channel": "Security", "event_id": 5, "event_data": a, "x": b}}, SECTIONS, PARTS
    ),
    st.builds(lambda a, b: {"data": {"win": {"system": a, "eventdata": b}}}, HEADS, SECTIONS),
)


@needs_native
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SHAPED, min_size=1, max_size=4), st.booleans(), st.booleans())
def test_random_shapes_are_judged_alike(events: list[dict[str, Any]], odd: bool, routed: bool):
    native, pure = pair(ALL, routed=routed)
    lines = [line_of(event, ascii_only=odd) for event in events] * 2

    assert said(native, *lines) == said(pure, *lines)


@needs_native
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHAPED, st.lists(st.tuples(st.floats(0, 1), st.integers(0, 2), st.binary(min_size=1, max_size=3)), max_size=4))
def test_damaged_lines_are_judged_alike(event: dict[str, Any], damage: list[tuple[float, int, bytes]]):
    line = line_of(event)
    for where, gone, new in damage:
        at = int(where * len(line))
        line = line[:at] + new + line[at + gone :]
    native, pure = pair(ALL)

    assert said(native, line) == said(pure, line)


ALL = rules()


@needs_native
def test_sources_of_collectors_are_kept_apart():
    text = "title: T\nlogsource: {product: linux, service: sshd}\ndetection: {s: {EventID: 5}, condition: s}"
    some = from_texts([("r.yml", text.encode())]).rules
    native, pure = pair(some)
    line = b'{"Channel":"x","EventID":5}'

    for source in (None, LogSource("linux", None, "sshd"), LogSource("linux", None, "cron"), None):
        assert native.match_lines([line], source) == pure.match_lines([line], source)
    assert native.match_lines([line], LogSource("linux", None, "sshd")) == [native.rules]


@needs_native
def test_memory_of_the_c_loop_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiled, "MOST_VALUES", 1 << 10)
    monkeypatch.setattr(compiled, "MOST_BYTES", 1 << 17)
    engine = Engine(ALL)
    for begin in range(0, 100_000, 1_000):
        engine.match_lines([head(f'"Image":"value {n}","User":"{n}"') for n in range(begin, begin + 1_000)])
    assert engine.compiled is not None
    counters = engine.compiled.counters()

    assert counters["remembered"] > 100_000
    assert counters["entries"] <= 2 << 10
    assert counters["bytes"] <= 2 << 17
    assert "end" in [rule.title for rule in engine.match_lines([head('"Image":"C:\\\\cmd.exe","User":"x"')])[0]]


@needs_native
def test_more_origins_than_are_kept():
    native, pure = pair(ALL[:3])
    lines = [head('"Image":"C:\\\\cmd.exe"', f'"Channel":"x{n}","EventID":{n}') for n in range(5_000)]
    lines += lines[:10]

    assert said(native, *lines) == said(pure, *lines)
    assert native.compiled is not None
    assert native.compiled.counters()["origins"] <= 4_096


@needs_native
def test_a_channel_written_in_many_ways_is_one_origin():
    native, pure = pair(ALL)
    ways = ["Security", "SECURITY", "sEcUrItY", "\\u0053ecurity"]
    lines = [
        head('"Image":"C:\\\\cmd.exe"', f'"Channel":"{way}","EventID":{number}')
        for way in ways
        for number in ("5", '"5"')
    ]

    assert said(native, *lines) == said(pure, *lines)
    assert native.compiled is not None
    assert native.compiled.counters()["origins"] == 1


@needs_native
def test_a_second_call_from_within_is_refused(monkeypatch: pytest.MonkeyPatch):
    engine = Engine(ALL)
    inner: list[str] = []

    def ask(*told: object) -> bytes:
        try:
            engine.match_lines([head("")])
        except RuntimeError as error:
            inner.append(str(error))
        return b""

    monkeypatch.setattr(engine, "_concerned_by", ask)

    assert engine.match_lines([head("")]) == [()]
    assert inner == ["an engine serves one thread at a time"]


@needs_native
@pytest.mark.parametrize("wrong", [[5], ["text"], [None]])
def test_what_is_no_bytes_is_an_error_of_the_caller(wrong: list[Any]):
    with pytest.raises(TypeError):
        Engine(ALL).match_lines(wrong)


@needs_native
def test_an_error_in_an_answer_comes_out(monkeypatch: pytest.MonkeyPatch):
    engine = Engine(ALL)

    def fails(*told: object) -> bytes:
        raise LookupError("nobody knows")

    monkeypatch.setattr(engine, "_concerned_by", fails)
    with pytest.raises(LookupError):
        engine.match_lines([head("")])


@needs_native
def test_what_the_loop_cannot_be_told_is_refused():
    loop = compiled._native.Loop(b"0123456789abcdef", 16, 1 << 16)
    number = loop.atom(1, compiled.EXACT, b"x", 0.1)

    for wrong in (b"", b"\0\0\0", *(array("i", one).tobytes() for one in WRONG_PROGRAMS)):
        with pytest.raises(ValueError, match="cannot take"):
            loop.rule(wrong)
    assert loop.rule(array("i", [number * 2]).tobytes()) == 0
    for wrong_call in (
        lambda: loop.node(7, b"x"),
        lambda: loop.section(5, 0, 0, True, False),
        lambda: loop.ready(1, 1, 2, True),
    ):
        with pytest.raises(ValueError, match="cannot take"):
            wrong_call()
    with pytest.raises(ValueError, match="cannot take"):
        loop.match([b"{}"], 0, None, None)


WRONG_PROGRAMS = [[99], [-1, 5, 0], [-1, 1], [-9], [-5, 0, 1, 0], [-5, 1, 1, 9], [0, 0], [-2, -1]]


@needs_native
def test_a_table_of_layouts_the_loop_cannot_be_told_is_read_in_python(tmp_path: Path):
    table = tmp_path / "t.yaml"
    shapes = "shapes:\n  - {system: [a], data: [[b]]}\n  - {system: [c], data: [[b]]}\n  - {system: [], data: []}\n"
    table.write_text("services: {}\ncategories: {}\n" + shapes, encoding="utf-8")
    engine = Engine(ALL, mapping=WindowsMap(table))

    found = engine.match_lines([b'{"c":{"EventID":5},"b":{"Image":"C:\\\\cmd.exe"}}'])[0]

    assert engine.compiled is None
    assert not isinstance(found, BadEvent)
    assert "end" in [rule.title for rule in found]


def test_pure_python_can_be_wished_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TINHSO_SIGMA_PURE", "1")
    engine = Engine(ALL)

    assert engine.compiled is None
    assert said(engine, line_of(in_layout({"EventID": 5, "Image": r"C:\cmd.exe", "User": "x"})))[0]


def test_without_the_library_python_does_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiled, "_native", None)

    assert Engine(ALL).compiled is None


def test_a_library_of_other_sources_is_left_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiled, "EDITION", -1)

    assert Engine(ALL).compiled is None


def test_no_letter_with_case_is_beyond_those_the_loop_is_told():
    assert all(fold(chr(one)) == chr(one) for one in range(compiled.LAST_CASED, 0x110000) if not 0xD800 <= one < 0xE000)


def test_lines_and_events_are_judged_alike():
    engine = Engine(ALL, native=False)
    event = in_layout({"EventID": 5, "Image": r"C:\cmd.exe"})

    assert engine.match_lines([line_of(event)]) == [tuple(engine.match(event))]
    assert isinstance(engine.match_lines([b"x"])[0], BadEvent)
    assert json.loads(line_of(event)) == event
