# SPDX-License-Identifier: EUPL-1.2
"""What the C loop remembers is bounded, and what it cannot be told or asked is refused."""

from array import array
from typing import Any

import pytest

from tinhso_sigma import compiled
from tinhso_sigma.engine import Engine
from tinhso_sigma.tests.hostile import ALL, head, pair
from tinhso_sigma.tests.loops import needs_native, said


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
