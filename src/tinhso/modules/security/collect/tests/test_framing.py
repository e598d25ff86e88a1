# SPDX-License-Identifier: EUPL-1.2
"""Framing by the sections of RFC 6587; cutting the stream anywhere changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.security.collect.framing import Framer

STREAMS = {
    "RFC 6587 3.4.1: two counted messages": (b"5 <1>ab6 <1>abc", [b"<1>ab", b"<1>abc"]),
    "RFC 6587 3.4.1: a line feed inside is content": (b"7 <1>a\nbc", [b"<1>a\nbc"]),
    "RFC 6587 3.4.2: line feeds": (b"<1>a\n<1>b\n", [b"<1>a", b"<1>b"]),
    "both on one connection, decided per message": (
        b"<1>a\n5 <1>bc<1>d\n5 <1>ef",
        [b"<1>a", b"<1>bc", b"<1>d", b"<1>ef"],
    ),
    "counted and ended by a line feed all the same": (b"5 <1>ab\n5 <1>cd\n", [b"<1>ab", b"<1>cd"]),
    "carriage return and nul before the line feed": (b"<1>a\r\n<1>b\x00\n", [b"<1>a", b"<1>b"]),
    "a line that begins with a number": (b"12 monkeys\n2026-03-02 x\n", [b"12 monkeys", b"2026-03-02 x"]),
    "a line of JSON": (b'{"a":1}\n', [b'{"a":1}']),
    "empty lines are nothing": (b"\n\r\n<1>a\n", [b"<1>a"]),
    "a last line without its end": (b"<1>a\n<1>b", [b"<1>a", b"<1>b"]),
}


def frames(data: bytes, cuts: list[int], limit: int = 1000) -> list[tuple[bytes, bool]]:
    framer, found, at = Framer(limit), [], 0
    for cut in [*sorted(min(one, len(data)) for one in cuts), len(data)]:
        found += framer.feed(data[at:cut])
        at = cut
    return [*found, *framer.end()]


@pytest.mark.parametrize("case", STREAMS)
def test_a_stream_is_cut_into_messages(case: str):
    data, messages = STREAMS[case]
    for cut in range(len(data) + 1):
        assert frames(data, [cut]) == [(one, False) for one in messages]
    assert frames(data, list(range(len(data)))) == [(one, False) for one in messages]


def test_a_counted_message_cut_short_is_a_piece():
    assert frames(b"90 <1>short", []) == [(b"90 <1>short", True)]


@pytest.mark.parametrize("size", [11, 20, 25, 39])
def test_an_enormous_message_comes_in_pieces_and_the_next_is_whole(size: int):
    line = b"<" + b"x" * (size - 1)
    for data in (line + b"\n<1>after\n", b"%d %s<1>after\n" % (size, line)):
        found = frames(data, [7, 13], limit=10)
        assert b"".join(raw for raw, is_piece in found if is_piece) == line
        assert found[-1] == (b"<1>after", False)


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=6))
def test_no_stream_breaks_it_and_cuts_do_not_matter(data: bytes, cuts: list[int]):
    assert frames(data, cuts, limit=40) == frames(data, [], limit=40)


MESSAGE = st.binary(min_size=1, max_size=60).map(lambda raw: b"<1>" + raw)


@given(st.lists(st.tuples(MESSAGE, st.booleans()), max_size=8), st.lists(st.integers(0, 600), max_size=6))
def test_what_is_framed_comes_out_again(messages, cuts):
    plain = [(raw if counted else raw.replace(b"\n", b" ").rstrip(b"\r\x00"), counted) for raw, counted in messages]
    data = b"".join(b"%d %s" % (len(raw), raw) if counted else raw + b"\n" for raw, counted in plain)

    assert frames(data, cuts) == [(raw, False) for raw, _ in plain]
