# SPDX-License-Identifier: EUPL-1.2
"""Lines of every kind that mean harm, the rules that ask about them, and engines of both loops to judge them."""

from typing import Any

from tinhso_sigma.engine import Engine
from tinhso_sigma.events import LONGEST_LINE, MOST_FIELDS
from tinhso_sigma.loading import from_texts
from tinhso_sigma.types import Rule

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


def rules(product: str = "windows") -> list[Rule]:
    text = "title: '{}'\nlogsource: {{product: " + product + "}}\ndetection: {}\n"
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
ALL = rules()
