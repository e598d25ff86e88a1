# SPDX-License-Identifier: EUPL-1.2
"""The C loop says what pure Python says, of shapes and damage at random."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso_sigma.tests import samples
from tinhso_sigma.tests.hostile import ALL, pair, rules
from tinhso_sigma.tests.loops import line_of, needs_native, said
from tinhso_sigma.types import LogSource

SYSMON = samples.SYSMON
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


SOURCES = st.sampled_from([None, LogSource("linux", None, "sshd"), LogSource("linux", "webserver", None)])


@needs_native
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(SECTIONS, SHAPED), min_size=1, max_size=4), SOURCES)
def test_lines_of_other_systems_are_judged_alike(events: list[dict[str, Any]], source: LogSource | None):
    """Without channel and number the source alone says which rules concern a line."""
    native, pure = pair([*ALL, *rules("linux")])
    lines = [line_of(event) for event in events] * 2

    assert said(native, *lines, source=source) == said(pure, *lines, source=source)


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
