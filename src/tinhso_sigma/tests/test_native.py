# SPDX-License-Identifier: EUPL-1.2
"""The C loop says what pure Python says; and pure Python takes over wherever it has to."""

import gzip
import json
import os
import random
from pathlib import Path

import pytest

from tinhso_sigma import compiled
from tinhso_sigma.engine import Engine
from tinhso_sigma.errors import BadEvent
from tinhso_sigma.loading import from_texts, load
from tinhso_sigma.tests import samples
from tinhso_sigma.tests.hostile import ALL, LINES, pair, rules
from tinhso_sigma.tests.loops import in_layout, line_of, needs_native, said
from tinhso_sigma.types import LogSource
from tinhso_sigma.values import fold
from tinhso_sigma.windows import WindowsMap

HERE = Path(__file__).parent
PACKS = os.environ.get("TINHSO_SECURITY_PACKS", "")


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
def test_lines_without_channel_and_number_stay_in_c():
    native, pure = pair(rules("linux"))
    source = LogSource("linux", None, "sshd")
    lines = [b'{"Image":"/bin/cmd.exe","CommandLine":"abc %d"}' % number for number in range(100)]

    assert said(native, *lines, source=source) == said(pure, *lines, source=source)
    assert any(said(native, *lines, source=source))
    assert said(native, *lines) == [[]] * 100, "nobody says where they are from"
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
