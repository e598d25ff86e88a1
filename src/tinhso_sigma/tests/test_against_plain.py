# SPDX-License-Identifier: EUPL-1.2
"""Random rules on random events: both loops and the slow evaluator agree, and a false guard is never a true rule."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso_sigma.engine import Engine
from tinhso_sigma.events import fields_of, shape_of
from tinhso_sigma.loading import from_texts
from tinhso_sigma.planning import ANYWHERE, guard_of
from tinhso_sigma.tests import plain
from tinhso_sigma.tests.loops import LOOPS, in_layout, line_of
from tinhso_sigma.types import Rule
from tinhso_sigma.view import View, judge
from tinhso_sigma.windows import windows_map

FIELDS = ["Image", "CommandLine", "User", "Size", "Target Name"]
# Few letters, so that they meet; all that is special to somebody.
LETTERS = "aAbBsS-/\\*?%_.'–đĐſKİ0129 \n"
TEXTS = st.text(LETTERS, max_size=8)
WORDS = st.text("aAbBsScC-.0", min_size=1, max_size=5)
SCALARS = st.one_of(
    TEXTS,
    WORDS,
    st.integers(-3, 300),
    st.booleans(),
    st.none(),
    st.sampled_from([1.0, 1.5, -2.0, 1e20, "2026-02-03T04:05:06Z", "2026-02-30", "10.1.2.3", "fe80::1", "1", "300"]),
)
EVENTS = st.dictionaries(
    st.sampled_from([*FIELDS, "image", "TargetName"]), SCALARS | st.lists(SCALARS, max_size=3), max_size=5
)
TEXT_MODIFIERS = st.sampled_from(
    ["", "|contains", "|startswith", "|endswith", "|contains|all", "|cased", "|contains|cased", "|startswith|cased",
     "|neq", "|windash", "|contains|windash", "|endswith|windash", "|contains|neq", "|contains|all|windash"]
)  # fmt: skip
ENCODED = st.sampled_from(
    ["|base64", "|base64offset|contains", "|wide|base64offset|contains", "|utf16be|base64", "|utf16|base64|contains",
     "|utf16le|base64"]
)  # fmt: skip
REGEXES = st.sampled_from(
    ["a", "^a+b", "(a|b)+$", "(a+)+s", r"\d{1,3}", "a.b", "[^a]s", "s.*b", "^$", r"\bab\b", "(.*a)+b"]
)


def keyed(modifiers: st.SearchStrategy[str], values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, Any]]:
    return st.tuples(st.builds(str.__add__, st.sampled_from(FIELDS), modifiers), values)


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return values | st.lists(values, min_size=1, max_size=3)


ITEMS = st.one_of(
    keyed(TEXT_MODIFIERS, some(TEXTS | WORDS)),
    keyed(ENCODED, some(st.text("aAbđ ", min_size=3, max_size=6))),
    keyed(st.sampled_from(["|re", "|re|i", "|re|m", "|re|s", "|re|i|m|s"]), some(REGEXES)),
    keyed(st.just(""), some(st.integers(-3, 300) | st.booleans() | st.just(1.5))),
    keyed(st.just(""), st.none()),
    keyed(st.just("|exists"), st.booleans()),
    keyed(st.sampled_from(["|lt", "|lte", "|gt", "|gte"]), st.integers(-3, 300)),
    keyed(st.sampled_from(["|minute", "|hour", "|day", "|week", "|month", "|year", "|hour|gte"]), st.integers(0, 12)),
    keyed(st.just("|cidr"), some(st.sampled_from(["10.0.0.0/8", "fe80::/10", "192.168.1.0/24"]))),
    keyed(st.sampled_from(["|fieldref", "|fieldref|contains", "|fieldref|neq"]), st.sampled_from(FIELDS)),
)
MAPS = st.lists(ITEMS, min_size=1, max_size=3).map(dict)
KEYWORDS = st.lists(WORDS, min_size=1, max_size=3) | st.fixed_dictionaries(
    {"|all": st.lists(WORDS, min_size=2, max_size=3)}
)
SEARCHES = st.one_of(MAPS, st.lists(MAPS, min_size=1, max_size=3), KEYWORDS)
NAMES = ["sel_a", "sel_b", "flt_a", "_own"]


@st.composite
def detections(draw: st.DrawFn) -> dict[str, Any]:
    named = {name: draw(SEARCHES) for name in NAMES}
    leaf = st.sampled_from([*NAMES, "1 of them", "all of them", "1 of sel_*", "all of sel_*", "1 of *_a", "all of _o*"])
    grown = st.recursive(
        leaf,
        lambda one: st.one_of(
            one.map("not {}".format),
            st.tuples(one, st.sampled_from(["and", "or"]), one).map(lambda three: "({} {} {})".format(*three)),
            st.tuples(one, st.sampled_from(["and", "or"]), one).map(lambda three: "{} {} {}".format(*three)),
        ),
        max_leaves=5,
    )
    return {**named, "condition": draw(grown | st.lists(grown, min_size=2, max_size=2))}


def rule_of(detection: dict[str, Any]) -> Rule:
    document = {"title": "t", "logsource": {"product": "windows"}, "detection": detection}
    library = from_texts([("r.yml", yaml.safe_dump(document, allow_unicode=True).encode())])
    assert not library.aside, library.aside
    return library.rules[0]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(detections(), st.lists(EVENTS, min_size=1, max_size=6))
def test_the_engine_agrees_with_the_slow_evaluator(detection: dict[str, Any], events: list[dict[str, Any]]):
    rule = rule_of(detection)
    engine = Engine([rule], routed=False)

    for event in events * 2:  # the second time from memory
        said = bool(engine.match(event))
        assert said == plain.matches(detection, event), json.dumps([detection, event], ensure_ascii=False)


@pytest.mark.parametrize("native", LOOPS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    detections=st.lists(detections(), min_size=1, max_size=3),
    events=st.lists(EVENTS, min_size=1, max_size=6),
    odd=st.booleans(),
)
def test_lines_say_what_the_slow_evaluator_says(
    native: bool, detections: list[dict[str, Any]], events: list[dict[str, Any]], odd: bool
):
    """Flat and as Windows events; odd: letters beyond ASCII are written as escapes."""
    engine = Engine(list(map(rule_of, detections)), routed=False, native=native)
    wanted = [[plain.matches(detection, event) for detection in detections] for event in events]
    for dressed in (dict, in_layout):
        lines = [line_of(dressed(event), ascii_only=odd) for event in events]
        for _ in range(2):
            found = [[any(one is rule for one in some) for rule in engine.rules] for some in engine.match_lines(lines)]
            assert found == wanted, json.dumps([detections, events], ensure_ascii=False)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(detections(), EVENTS)
def test_a_rule_is_never_true_where_its_guard_is_false(detection: dict[str, Any], event: dict[str, Any]):
    rule = rule_of(detection)
    view = View(fields_of(event, shape_of(event, windows_map())))
    guard = guard_of(rule.tree, {})

    guarded = guard is None or any(
        predicate.holds(value)
        for field, predicate in guard
        for name in (view.fields if field == ANYWHERE else [field])
        for value in view.values(name)
    )

    assert guarded or not judge(rule.tree)(view)
