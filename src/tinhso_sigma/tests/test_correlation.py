# SPDX-License-Identifier: EUPL-1.2
"""The seven types, sliding windows, late and repeated events, chains, bounds, bad documents."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso_sigma.correlated import Correlation
from tinhso_sigma.correlation import Change, Correlator, silenced
from tinhso_sigma.loading import Library, from_texts

NAMES = ("failed", "success", "created")


def library(*sections: dict[str, Any], **more: Any) -> Library:
    documents: list[dict[str, Any]] = [
        {
            "title": name,
            "name": name,
            "logsource": {"product": "x"},
            "detection": {"s": {"Kind": name}, "condition": "s"},
        }
        for name in NAMES
    ]
    documents += [
        {"title": f"c{at}", "name": f"c{at}", "correlation": {"timespan": "1m", "rules": "failed", **section}, **more}
        for at, section in enumerate(sections)
    ]
    return from_texts([("c.yml", yaml.safe_dump_all(documents).encode())])


def correlator(*sections: dict[str, Any], **limits: Any) -> tuple[Correlator, Library]:
    made = library(*sections)
    assert not made.aside, made.aside
    return Correlator(made.correlations, **limits), made


def feed(to: Correlator, made: Library, *matches: tuple[Any, ...]) -> list[Change]:
    """Feed (rule, second, fields?, id?) and return all changes."""
    rules = {rule.name: rule for rule in made.rules}
    changes = []
    for at, (name, second, *rest) in enumerate(matches):
        given_fields = rest[0] if rest else {"user": "lan"}
        fields = {key: (value,) for key, value in given_fields.items()}
        origin = rest[1] if len(rest) > 1 else f"{name}-{second}-{at}-{id(matches)}"
        changes += to.add(rules[name], fields, second, origin)
    return changes


def kinds(changes: list[Change]) -> list[str]:
    return [change.kind for change in changes]


def test_event_count_slides_over_the_full_minute():
    to, made = correlator({"type": "event_count", "group-by": ["User"], "condition": {"gte": 3}})

    changes = feed(to, made, ("failed", 50), ("failed", 70), ("failed", 110))

    assert kinds(changes) == ["opened"]
    assert (changes[0].finding.first_at, changes[0].finding.last_at, changes[0].finding.number) == (50, 110, 3)


def test_just_outside_the_window_is_outside():
    to, made = correlator({"type": "event_count", "condition": {"gte": 2}})

    assert not feed(to, made, ("failed", 0), ("failed", 60.5))
    assert kinds(feed(to, made, ("failed", 120.5))) == ["opened"]  # both ends of a window belong to it


def test_a_window_holds_all_matches_of_its_instant():
    to, made = correlator({"type": "event_count", "condition": {"eq": 2}})

    changes = feed(to, made, ("failed", 10), ("failed", 10), ("failed", 10))

    assert kinds(changes) == ["opened", "withdrawn"]


def test_groups_are_apart_and_without_case():
    to, made = correlator({"type": "event_count", "group-by": ["User"], "condition": {"gte": 2}})

    changes = feed(
        to, made, ("failed", 1, {"user": "Lan"}), ("failed", 2, {"user": "nam"}), ("failed", 3, {"user": "LAN"})
    )

    assert [change.finding.group for change in changes] == [("lan",)]


def test_a_match_without_the_field_of_the_group_belongs_to_none():
    to, made = correlator({"type": "event_count", "group-by": ["User"], "condition": {"gte": 1}})

    assert not feed(to, made, ("failed", 1, {"host": "a"}))


def test_value_count_counts_different_values():
    to, made = correlator({"type": "value_count", "condition": {"gte": 3, "field": "User"}})

    changes = feed(to, made, *(("failed", at, {"user": user}) for at, user in enumerate(["a", "A", "b", "b", "c"])))

    assert kinds(changes) == ["opened"]
    assert changes[0].finding.last_at == 4


@pytest.mark.parametrize(
    ("section", "number"),
    [
        ({"type": "value_sum", "condition": {"gt": 9, "field": "Size"}}, 10),
        ({"type": "value_avg", "condition": {"eq": 2.5, "field": "Size"}}, 2.5),
        ({"type": "value_percentile", "condition": {"gte": 4, "field": "Size", "percentile": 100}}, 4),
        ({"type": "value_median", "condition": {"gte": 2.5, "field": "Size"}}, 2.5),
    ],
)
def test_numbers_of_a_field(section: dict[str, Any], number: float):
    to, made = correlator(section)

    changes = feed(
        to, made, *(("failed", size, {"size": str(size)}) for size in (1, 2, 3)), ("failed", 3, {"size": "x"})
    )
    changes += feed(to, made, ("failed", 4, {"size": 4}))

    assert kinds(changes) == ["opened"]
    assert changes[0].finding.number == number


def test_a_range_has_two_ends_and_a_finding_may_be_withdrawn():
    to, made = correlator({"type": "event_count", "condition": {"gt": 1, "lt": 3}})

    assert kinds(feed(to, made, ("failed", 10), ("failed", 20))) == ["opened"]
    assert kinds(feed(to, made, ("failed", 15))) == ["revised"]  # the window that ends at 15 now holds two
    assert kinds(feed(to, made, ("failed", 5), ("failed", 4))) == ["revised", "revised"]


def test_temporal_in_any_order():
    to, made = correlator({"type": "temporal", "rules": ["failed", "success"], "group-by": ["User"]})

    assert not feed(to, made, ("success", 10), ("success", 20))
    assert kinds(feed(to, made, ("failed", 30))) == ["opened"]


def test_temporal_ordered_wants_the_order():
    to, made = correlator({"type": "temporal_ordered", "rules": ["failed", "success", "created"]})

    assert not feed(to, made, ("success", 10), ("failed", 20), ("created", 30))
    assert kinds(feed(to, made, ("success", 25))) == ["opened"]  # late, and in its place


def test_aliases_name_fields_that_differ():
    aliases = {"account": {"failed": "User", "created": "TargetUser"}}
    to, made = correlator(
        {"type": "temporal", "rules": ["failed", "created"], "aliases": aliases, "group-by": ["account"]}
    )

    changes = feed(to, made, ("failed", 1, {"user": "a"}), ("created", 2, {"targetuser": "b"}))
    changes += feed(to, made, ("created", 3, {"targetuser": "A", "user": "z"}))

    assert [change.finding.group for change in changes] == [("a",)]


def test_a_late_event_revises_and_does_not_tell_twice():
    to, made = correlator({"type": "event_count", "condition": {"gte": 3}})
    first = feed(to, made, ("failed", 100), ("failed", 120), ("failed", 130))

    late = feed(to, made, ("failed", 90))

    assert kinds(first + late) == ["opened", "revised"]
    assert late[0].finding.id == first[0].finding.id
    assert late[0].finding.first_at == 90


def test_a_late_event_may_join_two_findings():
    to, made = correlator({"type": "event_count", "condition": {"gte": 2}})
    first = feed(to, made, ("failed", 0), ("failed", 10), ("failed", 100), ("failed", 110))

    joined = feed(to, made, ("failed", 55))

    assert kinds(first) == ["opened", "opened"]
    assert kinds(joined) == ["revised", "withdrawn"]
    assert (joined[0].finding.first_at, joined[0].finding.last_at) == (0, 110)


def test_an_event_sent_again_counts_once():
    to, made = correlator({"type": "event_count", "condition": {"gte": 2}})

    assert not feed(to, made, ("failed", 1, {"a": 1}, "same"), ("failed", 1, {"a": 1}, "same"))


def test_a_correlation_over_a_correlation():
    many = {"type": "event_count", "group-by": ["User"], "condition": {"gte": 2}}
    then = {"type": "temporal_ordered", "rules": ["c0", "success"], "group-by": ["User"], "timespan": "1h"}
    to, made = correlator(many, then)

    changes = feed(to, made, ("failed", 1), ("failed", 2), ("success", 3), ("failed", 4))

    assert [(change.finding.correlation.name, change.kind) for change in changes][:2] == [
        ("c0", "opened"),
        ("c1", "opened"),
    ]
    assert ("c0", "revised") in [(change.finding.correlation.name, change.kind) for change in changes]


def test_too_late_is_forgotten_and_counted():
    to, made = correlator({"type": "event_count", "condition": {"gte": 2}}, lateness_seconds=100)

    assert not feed(to, made, ("failed", 1_000), ("failed", 800))
    assert to.forgotten == 1


def test_state_is_bounded():
    to, made = correlator(
        {"type": "event_count", "group-by": ["User"], "condition": {"gte": 2}}, most_groups=10, most_entries=5
    )
    feed(to, made, *(("failed", at, {"user": f"u{at}"}) for at in range(100)))
    feed(to, made, *(("failed", 200 + at) for at in range(100)))

    assert len(to.groups.by_key) == 10
    assert max(len(group.ats) for group in to.groups.by_key.values()) == 5
    assert to.forgotten >= 90


def test_a_clock_years_ahead_hurts_its_own_group_only():
    to, made = correlator({"type": "event_count", "group-by": ["User"], "condition": {"gte": 2}})

    changes = feed(to, made, ("failed", 4e9, {"user": "far"}), ("failed", 1), ("failed", 2))

    assert kinds(changes) == ["opened"]


def test_rules_that_are_counted_do_not_alert_alone():
    made = library({"type": "event_count", "condition": {"gte": 2}})
    loud = library({"type": "event_count", "condition": {"gte": 2}, "generate": True})

    assert silenced(made.correlations) == {"failed"}
    assert not silenced(loud.correlations)


@pytest.mark.parametrize(
    "section",
    [
        {"type": "sum_of_all", "condition": {"gte": 1}},
        {"type": "event_count"},
        {"type": "event_count", "condition": {"many": 1}},
        {"type": "event_count", "condition": {"gte": "x"}},
        {"type": "event_count", "condition": {"gte": 1}, "timespan": "1 hour"},
        {"type": "event_count", "condition": {"gte": 1}, "timespan": "400d"},
        {"type": "event_count", "condition": {"gte": 1}, "rules": ["nobody"]},
        {"type": "event_count", "condition": {"gte": 1}, "rules": ["c0"]},
        {"type": "event_count", "condition": {"gte": 1}, "rules": []},
        {"type": "value_count", "condition": {"gte": 1}},
        {"type": "value_percentile", "condition": {"gte": 1, "field": "A"}},
        {"type": "temporal", "condition": "failed and not success"},
        {"type": "event_count", "condition": {"gte": 1}, "aliases": {"a": {"created": "B"}}},
    ],
)
def test_a_bad_correlation_is_set_aside(section: dict[str, Any]):
    made = library(section)

    assert not made.correlations
    assert "“c0”" in made.aside[0].sentence
    assert len(made.rules) == 3


SECTIONS = st.sampled_from(
    [
        {"type": "event_count", "condition": {"gte": 3}},
        {"type": "event_count", "condition": {"eq": 2}},
        {"type": "value_count", "condition": {"gt": 1, "field": "User"}},
        {"type": "value_sum", "condition": {"gte": 5, "field": "Size"}},
        {"type": "temporal", "rules": list(NAMES)},
        {"type": "temporal_ordered", "rules": list(NAMES)},
    ]
)
MATCHES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(0, 300), st.sampled_from(["a", "b"]), st.integers(0, 4)), max_size=14
)


@settings(max_examples=150, deadline=None)
@given(SECTIONS, MATCHES, st.randoms(use_true_random=False))
def test_any_order_of_arrival_ends_in_the_same_findings(section: dict[str, Any], matches: list[Any], draws: Any):
    def told(order: list[Any]) -> set[tuple[Any, ...]]:
        to, made = correlator({"timespan": "1m", **section})
        told: dict[str, Any] = {}
        for at, (name, second, user, size) in order:
            for change in feed(to, made, (name, second, {"user": user, "size": size}, f"e{at}")):
                told[change.finding.id] = None if change.kind == "withdrawn" else change.finding
        return {(one.first_at, one.last_at, one.number, one.origins) for one in told.values() if one}

    numbered = list(enumerate(matches))
    mixed = list(numbered)
    draws.shuffle(mixed)

    assert told(mixed) == told(sorted(numbered, key=lambda one: one[1][1]))


def test_the_card_of_a_correlation_stays_with_it():
    (made,) = library({"type": "event_count", "condition": {"gte": 2}}, author="Lan", level="high").correlations

    assert isinstance(made, Correlation)
    assert (made.title, made.author, made.level, made.span_seconds) == ("c0", "Lan", "high", 60)


def test_every_line_of_the_matrix_has_its_test():
    rows = yaml.safe_load(Path(__file__).with_name("correlation.yaml").read_text(encoding="utf-8"))

    assert rows
    assert not [row["test"] for row in rows if row["test"] not in globals()]
