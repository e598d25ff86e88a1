# SPDX-License-Identifier: EUPL-1.2
"""How the counterparts behave, by seed: each changes by itself every few seconds."""

import heapq
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tinhso_counterparts.cli import WRONG_WAYS
from tinhso_counterparts.modes import Mode, Word, order, utc_now, write_mode

NAMES = ("mail", "national", "pay", "pki", "registers", "sms")
"""All stand-ins but the e-ID: nobody of the played province signs in through it, and it keeps no book of ours."""

WORDS = {Word.OK: 0.4, Word.SLOW: 0.2, Word.WRONG: 0.28, Word.DOWN: 0.12}
SHORTEST_SECONDS, LONGEST_SECONDS = 2.0, 12.0
SLOWEST_SECONDS = 4.0
TICK_SECONDS = 0.2


@dataclass(frozen=True)
class Spell:
    """How one counterpart behaves from an instant (seconds after the beginning) on."""

    at_seconds: float
    name: str
    word: Word
    how: str
    delay_seconds: float


def forecast(seed: int, seconds: float) -> list[Spell]:
    """Return every change within so many seconds, in order of time; the same seed gives the same list."""
    return list(heapq.merge(*(_of(name, seed, seconds) for name in NAMES), key=lambda spell: spell.at_seconds))


def _of(name: str, seed: int, seconds: float) -> Iterator[Spell]:
    dice, at = Random(f"{seed}:{name}"), 0.0
    while at < seconds:
        word = dice.choices(list(WORDS), weights=list(WORDS.values()))[0]
        how = dice.choice(WRONG_WAYS[name]) if word is Word.WRONG else ""
        yield Spell(at, name, word, how, round(dice.uniform(0.2, SLOWEST_SECONDS), 1))
        at += dice.uniform(SHORTEST_SECONDS, LONGEST_SECONDS)


def blow(spells: list[Spell], folder: Path, seconds: float, beat: Callable[[float], None]) -> Counter[str]:
    """Put the spells in force as their time comes; return how often each behaviour was ordered.

    beat: told about every tick how many seconds have passed, so that the caller can look after its processes.
    """
    began, seen, coming = time.monotonic(), Counter[str](), iter(spells)
    following = next(coming, None)
    while (passed := time.monotonic() - began) < seconds:
        while following is not None and following.at_seconds <= passed:
            _say(folder, following)
            seen[f"{following.name} {following.word}{' ' + following.how if following.how else ''}"] += 1
            following = next(coming, None)
        beat(passed)
        time.sleep(TICK_SECONDS)
    return seen


def clear_up(folder: Path) -> None:
    """Let every counterpart be well again."""
    for name in NAMES:
        write_mode(folder / name, Mode())


def _say(folder: Path, spell: Spell) -> None:
    write_mode(folder / spell.name, order(spell.word, spell.how, spell.delay_seconds, None, utc_now()))
