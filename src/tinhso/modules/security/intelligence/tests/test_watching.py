# SPDX-License-Identifier: EUPL-1.2
"""Values, patterns, the watch list, warning lists and ageing: tables of what is and what is not."""

import doctest
import ipaddress
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.security.intelligence import decay, patterns, values, warninglists, watching
from tinhso.modules.security.intelligence.errors import NotIntelligence
from tinhso.modules.security.intelligence.watching import Watched, Watchlist
from tinhso.modules.security.types import IndicatorKind, Standing

A, N, D, U, H = (IndicatorKind(one) for one in ("address", "network", "domain", "url", "hash"))
NOW = datetime(2026, 3, 2, tzinfo=UTC)
MD5 = "0123456789abcdef0123456789abcdef"

GUESSED = {
    "198.51.100.7": (A, "198.51.100.7"),
    " 198.51.100[.]7 ": (A, "198.51.100.7"),
    "::ffff:198.51.100.7": (A, "198.51.100.7"),
    "2001:DB8:0::1": (A, "2001:db8::1"),
    "198.51.100.0/24": (N, "198.51.100.0/24"),
    "198.51.100.9/24": (N, "198.51.100.0/24"),
    "198.51.100.9/32": (A, "198.51.100.9"),
    "0.0.0.0/0": None,
    "2001:db8::/8": None,
    "XAU.Example.": (D, "xau.example"),
    "*.xau.example": (D, "xau.example"),
    "xấu.example": (D, "xn--xu-r5s.example"),
    "hxxp://xau[.]example/a?b=1#c": (U, "http://xau.example/a?b=1"),
    "HTTP://XAU.example:80": (U, "http://xau.example/"),
    "https://xau.example:8443/A": (U, "https://xau.example:8443/A"),
    MD5.upper(): (H, MD5),
    "MD5": None,
    "localhost": None,
    "a b": None,
    "": None,
    "300.1.1.1": None,
    "javascript://x/": None,
    "http://[bad/": None,
    "a" * 3000: None,
}


@pytest.mark.parametrize("text", GUESSED)
def test_one_writing_for_every_value(text):
    assert values.guessed(text) == GUESSED[text]


PATTERNS = {
    "[ipv4-addr:value = '198.51.100.7']": [(A, "198.51.100.7")],
    "[ipv4-addr:value ISSUBSET '198.51.100.0/24']": [(N, "198.51.100.0/24")],
    "[ipv6-addr:value='2001:DB8::1']": [(A, "2001:db8::1")],
    "[domain-name:value = 'xau.example' OR url:value = 'http://xau.example/a']": [
        (D, "xau.example"),
        (U, "http://xau.example/a"),
    ],
    "[domain-name:value = 'a.example'] OR [domain-name:value = 'b.example']": [(D, "a.example"), (D, "b.example")],
    f"[file:hashes.MD5 = '{MD5}' OR file:hashes.'SHA-256' = '{'ab' * 32}']": [(H, MD5), (H, "ab" * 32)],
    "[ipv4-addr:value IN ('198.51.100.7', '198.51.100.8')]": [(A, "198.51.100.7"), (A, "198.51.100.8")],
    "[network-traffic:dst_ref.value = '198.51.100.7']": [(A, "198.51.100.7")],
    "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '198.51.100.7']": [
        (A, "198.51.100.7")
    ],
    "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:src_ref.value = '198.51.100.7']": None,
    "[network-traffic:dst_ref.type = 'ipv4-addr' AND": None,
    "[network-traffic:dst_ref.type = 'ipv4-addr']": None,
    "[url:value = 'http://xau.example/\\'x\\\\y']": [(U, "http://xau.example/'x\\y")],
    "[ipv4-addr:value = '198.51.100.7' AND file:name = 'a']": None,
    "[ipv4-addr:value != '198.51.100.7']": None,
    "[ipv4-addr:value NOT = '198.51.100.7']": None,
    "[ipv4-addr:value LIKE '198.51.%']": None,
    "[ipv4-addr:value = '198.51.100.7'] FOLLOWEDBY [domain-name:value = 'a.example']": None,
    "[ipv4-addr:value = '198.51.100.7'] WITHIN 5 SECONDS": None,
    "[file:name = 'OR']": None,
    "[domain-name:value = 'GREEN']": None,
    "[ipv4-addr:value = 'OR' OR ipv4-addr:value = '198.51.100.7']": None,
    "[ipv4-addr:value = '198.51.100.7'": None,
    "[]": None,
    "": None,
    "'": None,
    "[ipv4-addr:value IN (": None,
    "[ipv4-addr:value IN": None,
    "[ipv4-addr:value": None,
    "[ipv4-addr:value =": None,
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_which_patterns_are_values(pattern):
    assert patterns.watched_values(pattern) == PATTERNS[pattern]


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader_of_patterns(text):
    assert patterns.watched_values(f"[{text}]") is None or "'" in text
    patterns.watched_values(text)
    values.guessed(text)


@given(st.sampled_from([one for one in GUESSED.values() if one is not None]))
def test_a_pattern_made_here_is_read_back(value):
    assert patterns.watched_values(patterns.pattern_of(*value)) == [value]


WATCHED = [
    Watched(1, A, "198.51.100.7"),
    Watched(2, N, "203.0.113.0/24"),
    Watched(3, D, "xau.example"),
    Watched(4, U, "http://trang.example/a"),
    Watched(5, H, MD5),
    Watched(6, A, "2001:db8::1"),
    Watched(7, N, "2001:db8:9::/48"),
    Watched(8, A, "198.51.100.7"),
    Watched(9, D, "sau.xau.example"),
]
LOOKS = {
    "198.51.100.7": {1, 8},
    "::ffff:198.51.100.7": {1, 8},
    "198.51.100.70": set(),
    "203.0.113.255": {2},
    "203.0.114.0": set(),
    "XAU.example": {3},
    "www.xau.example.": {3},
    "a.sau.xau.example": {3, 9},
    "khongxau.example": set(),
    "example": set(),
    "http://trang.example/a": {4},
    "http://trang.example/b": set(),
    "https://www.xau.example/b?c": {3},
    "http://203.0.113.9:8080/": {2},
    MD5.upper(): {5},
    MD5[:-1]: set(),
    "2001:DB8::1": {6},
    "2001:db8:9:1::5": {7},
    "": set(),
    "C:\\Windows\\cmd.exe": set(),
    "a" * 5000: set(),
    "http://[": set(),
}


@pytest.mark.parametrize("value", LOOKS)
def test_what_a_value_meets(value):
    watch = Watchlist(WATCHED)

    assert watch.look([value]) == LOOKS[value]
    assert watch.look([value]) == LOOKS[value]  # remembered


def test_an_empty_list_meets_nothing_and_many_values_are_one_look():
    assert Watchlist([]).look(LOOKS) == set()
    assert Watchlist(WATCHED).look(LOOKS) == {1, 2, 3, 4, 5, 6, 7, 8, 9}


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(watching, "REMEMBERED", 10)
    watch = Watchlist(WATCHED)
    watch.look(f"10.0.0.{n}" for n in range(100))

    assert len(watch._known) <= 10
    assert watch.look(["203.0.113.1"]) == {2}


@given(st.lists(st.ip_addresses(v=4, network="198.51.100.0/22"), min_size=1, max_size=20), st.data())
def test_networks_are_found_as_the_standard_library_finds_them(addresses, data):
    nets = data.draw(st.lists(st.tuples(st.sampled_from(addresses), st.integers(16, 32)), min_size=1, max_size=8))
    said = [ipaddress.ip_network((one, prefix), strict=False) for one, prefix in nets]
    watch = Watchlist([Watched(place, N, str(net)) for place, net in enumerate(said)])

    for one in addresses:
        assert watch.look([str(one)]) == {place for place, net in enumerate(said) if one in net}


LISTED = {
    (A, "10.1.2.3"): "private",
    (A, "127.0.0.1"): "private",
    (A, "fe80::1"): "private",
    (N, "192.168.0.0/16"): "private",
    (U, "http://172.16.0.9/a"): "private",
    (A, "8.8.8.8"): "resolvers",
    (N, "8.8.8.0/24"): "resolvers",
    (H, "d41d8cd98f00b204e9800998ecf8427e"): "empty",
    (H, "0" * 64): "empty",
    (D, "www.example.com"): "examples",
    (U, "http://example.org/a"): "examples",
    (A, "203.113.5.9"): "own",
    (N, "203.113.0.0/16"): "own",
    (A, "198.51.100.7"): "",
    (D, "xau.example"): "",
    (H, MD5): "",
}


@pytest.mark.parametrize(("kind", "value"), LISTED)
def test_values_that_would_alarm_everywhere_are_listed(kind, value):
    lists = warninglists.built_in(["203.113.5.0/24", "/var/log/x.log"])

    assert warninglists.listed_by(kind, value, lists) == warninglists.BUILT_IN.get(LISTED[kind, value], "")


def test_lists_of_misp_are_read_by_their_type():
    said = {
        "cidr": ["198.51.100.0/24", "not a network"],
        "hostname": ["Windowsupdate.example"],
        "string": ["tot.vi.du", MD5.upper()],
        "substring": ["cdn-tot", "a"],
    }
    lists = [
        warninglists.read(json.dumps({"name": kind, "type": kind, "list": one}), "x") for kind, one in said.items()
    ]

    def found(kind, value):
        return warninglists.listed_by(kind, value, lists)

    assert found(A, "198.51.100.9") == "cidr"
    assert found(U, "http://a.windowsupdate.example/x") == "hostname"
    assert found(D, "tot.vi.du") == "string"
    assert found(H, MD5) == "string"
    assert found(D, "x.cdn-tot.example") == "substring"
    assert found(D, "khac.vi.du") == ""


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"list":7}', '{"type":"regex","list":["(a+)+$"]}', "[" * 9999])
def test_a_list_that_cannot_be_used_is_set_aside_with_a_sentence(text):
    with pytest.raises(NotIntelligence) as refused:
        warninglists.read(text, "thu/list.json")

    assert refused.value.sentence.startswith("thu/list.json:")


def stands(**changed) -> Standing:
    facts = {"is_revoked": False, "listed_by": "", "valid_from": NOW, "valid_until": None, "decayed_at": None}
    kind = changed.pop("kind", A)
    return decay.standing(kind, **(facts | {"now": NOW} | changed))


def test_why_an_indicator_is_not_watched():
    day = timedelta(days=1)

    assert stands() == Standing.WATCHED
    assert stands(kind=IndicatorKind.OTHER) == Standing.NOT_WATCHABLE
    assert stands(is_revoked=True) == Standing.REVOKED
    assert stands(listed_by="Địa chỉ nội bộ") == Standing.LISTED
    assert stands(valid_from=NOW + day) == Standing.NOT_YET
    assert stands(valid_until=NOW) == Standing.EXPIRED
    assert stands(decayed_at=NOW) == Standing.DECAYED


@given(st.one_of(st.none(), st.integers(0, 100)), st.integers(1, 400), st.integers(0, 2000))
def test_the_instant_of_decay_is_where_the_score_falls_below(confidence, half_life, age):
    began = datetime(2020, 1, 1, tzinfo=UTC)
    at = decay.decays_at(confidence, began, half_life)
    worth = decay.score(confidence, age, half_life)

    assert at is not None
    if abs(worth - decay.LEAST) > 1e-6:
        assert (worth < decay.LEAST) == (at < began + timedelta(days=age) or confidence in range(25))


@pytest.mark.parametrize("module", [watching, decay])
def test_the_examples_hold(module):
    assert doctest.testmod(module).failed == 0
