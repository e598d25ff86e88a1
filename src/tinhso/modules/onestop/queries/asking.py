# SPDX-License-Identifier: EUPL-1.2
"""Words of a citizen's question: what is left out, what is meant by everyday words, what was probably mistyped."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from tinhso.lib.vntext import search_key
from tinhso.modules.onestop import definitions

LONGEST = 120
"""Characters of a question that are read; nobody names a service with more."""

MOST_WORDS = 12
SHORTEST_SPLIT = 5
SHORTEST_MENDED = 3
SHORTEST_MENDED_ALONE = 5
MAY_BE_APART = 3
SOUND_ALIKE = (("ch", "tr"), ("tr", "ch"), ("gi", "d"), ("d", "gi"), ("gi", "r"), ("r", "gi"))
"""Beginnings that sound the same in the North or in the South and are written for one another."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Everyday:
    """One everyday name (cách gọi thường ngày): its plain words, the procedures meant, the likeliest first."""

    written: str
    words: tuple[str, ...]
    codes: tuple[str, ...]
    note: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """What is looked for: the whole text as a key, the words that count, and their spelling when it was mended."""

    key: str
    words: tuple[str, ...]
    mended: str = ""


@cache
def everyday() -> tuple[Everyday, ...]:
    """Return the everyday names, those of more words first."""
    found = [
        Everyday(written, tuple(_content(written)), tuple(one["codes"]), one.get("note") or {})
        for one in definitions.everyday_words()["phrases"]
        for written in one["say"]
    ]
    return tuple(sorted(found, key=lambda one: -len(one.words)))


def question(text: str) -> Question:
    """Return what a text asks for; unknown words are mended by one letter, or parted, where that gives known ones.

    Only letters a–z without marks and figures count: the same on every database server, and signs mean nothing.
    """
    short = text[:LONGEST]
    words = _content(short)[:MOST_WORDS]
    mended = _mend(words)
    return Question(search_key(short), tuple(mended), _write(mended) if mended != words else "")


def meant(asked: Question) -> list[Everyday]:
    """Return the everyday names that stand in the question, longest first, none within another.

    Names of one or two words must stand together; longer ones may have other words between.
    """
    found: list[Everyday] = []
    for one in everyday():
        within = any(_stands_in(one.words, longer.words) for longer in found if longer.words != one.words)
        if _stands_in(one.words, asked.words) and not within:
            found.append(one)
    return found


def _stands_in(part: Sequence[str], whole: Sequence[str]) -> bool:
    size = len(part)
    if size >= MAY_BE_APART:
        rest = iter(whole)
        return all(word in rest for word in part)
    return any(tuple(whole[start : start + size]) == tuple(part) for start in range(len(whole) - size + 1))


def _content(text: str) -> list[str]:
    """Return the plain words that count; when all are filling words, all of them."""
    written = unicodedata.normalize("NFC", text).lower().split()
    kept = [word for one in written if not _is_filling(one) for word in _plain(one)]
    return kept or _plain(text)


def _plain(text: str) -> list[str]:
    words = search_key(text).split()
    return [plain for word in words if (plain := "".join(char for char in word if char.isascii()))]


def _is_filling(written: str) -> bool:
    """Tell whether a word is "làm", "xin" and the like; "chợ" is not "cho", but "lam" typed bare is "làm"."""
    fillings = definitions.everyday_words()["stop_words"]
    return written in fillings or (written.isascii() and written in {search_key(one) for one in fillings})


@dataclass(frozen=True)
class Vocabulary:
    """The words of the catalogue and of everyday names: how often, after which other, and how they are written."""

    counts: Counter[str]
    pairs: Counter[tuple[str, str]]
    spellings: dict[str, Counter[str]]
    pair_spellings: dict[tuple[str, str], Counter[str]]


@cache
def vocabulary() -> Vocabulary:
    counts: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    pair_spellings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for text in _sources():
        written = (
            "".join(char if char.isalnum() else " " for char in unicodedata.normalize("NFC", text)).lower().split()
        )
        known = [(search_key(one), one) for one in written if search_key(one).isascii()]
        for plain, one in known:
            counts[plain] += 1
            spellings[plain][one] += 1
        for (first, first_written), (second, second_written) in pairwise(known):
            pairs[first, second] += 1
            pair_spellings[first, second][f"{first_written} {second_written}"] += 1
    return Vocabulary(counts, pairs, dict(spellings), dict(pair_spellings))


def _sources() -> Iterator[str]:
    for one in definitions.procedures():
        yield from (str(one["short_name"]), str(one["name"]), str(one["field"]))
    yield from (one.written for one in everyday())


def _mend(words: Sequence[str]) -> list[str]:
    mended: list[str] = []
    for place, word in enumerate(words):
        after = words[place + 1] if place + 1 < len(words) else ""
        mended += [word] if _is_known(word, is_last=not after) else _nearest(word, mended[-1:], after)
    return mended


def _is_known(word: str, *, is_last: bool) -> bool:
    """Tell whether a word is in the catalogue, is a number, or is the beginning of a word still being typed."""
    counts = vocabulary().counts
    beginning = is_last and any(one.startswith(word) for one in counts)
    return word in counts or beginning or any(char.isdigit() for char in word)


def _nearest(word: str, before: Sequence[str], after: str) -> list[str]:
    """Return two glued words parted, the known word one letter away that stands beside a neighbour, or the word itself.

    Without a neighbour that vouches for it, a short word is left alone: there is always some word one letter away.
    """
    known = vocabulary()
    parted: list[tuple[str, str]] = [
        (word[:cut], word[cut:]) for cut in range(1, len(word)) if (word[:cut], word[cut:]) in known.pairs
    ]
    if parted and len(word) >= SHORTEST_SPLIT:
        return list(sorted(parted, key=known.pairs.__getitem__)[-1])

    def beside(one: str) -> int:
        return sum(known.pairs[first, one] for first in before) + known.pairs[one, after]

    alone = not before and not after
    shortest = SHORTEST_MENDED_ALONE if alone else SHORTEST_MENDED
    near = {one for one in _one_edit(word) if one in known.counts and (alone or beside(one))}
    return (
        [max(near, key=lambda one: (beside(one), known.counts[one], one))] if near and len(word) >= shortest else [word]
    )


def _one_edit(word: str) -> Iterable[str]:
    """Give every text one letter left out, added, changed or exchanged away, and those that sound alike."""
    for heard, meant in SOUND_ALIKE:
        if word.startswith(heard):
            yield meant + word.removeprefix(heard)
    for cut in range(len(word) + 1):
        head, tail = word[:cut], word[cut:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def _write(words: Sequence[str]) -> str:
    """Return plain words as the catalogue writes them, each with the marks it bears beside its neighbour."""
    known, found = vocabulary(), list(words)
    settled: set[int] = set()
    for place in range(len(words) - 1):
        pair = (words[place], words[place + 1])
        if pair in known.pair_spellings and place not in settled:
            written = known.pair_spellings[pair].most_common(1)[0][0].split()
            found[place : place + 2] = written
            settled |= {place, place + 1}
    for place, word in enumerate(words):
        if place not in settled and word in known.spellings:
            found[place] = known.spellings[word].most_common(1)[0][0]
    return " ".join(found)
