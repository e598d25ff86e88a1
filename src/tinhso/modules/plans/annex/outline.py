# SPDX-License-Identifier: EUPL-1.2
"""Headings above tasks (I, II, 1, 1.1, a): which of them a new heading stands under."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

_ROMAN: Final = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_HEAD: Final = re.compile(
    r"(?P<number>(?:(?:phần|mục|nhóm)\s+)?(?:[0-9]{1,3}|[IVXLCDM]{1,7}|[A-ZĐ])(?:\.[0-9]{1,3})*)"
    r"(?:\s*[.)](?=\s|$|[^\W\d])|\s*[/:–—-](?=\s|$)|(?<=[0-9])\s)",
    re.IGNORECASE,
)
_DOTTED: Final = re.compile(r"[0-9A-Za-zĐđ]{1,7}(?:\.[0-9A-Za-zĐđ]{1,4})+")
_TENS_AND_MORE: Final = "CDLM"
"""A heading numbered C is the third letter, not a hundred; I, V and X are figures unless letters lead up to them."""
PART, UPPER, ROMAN, FIGURE, LOWER, WORDS = 0, 1, 2, 3, 20, 30
"""Ranks: a heading stands under those of a smaller rank; 1.1 ranks below 1, one step for every point."""


def clean_number(number: str) -> str:
    """Return a printed number without the point, bracket or slash after it: "1.1." gives "1.1"."""
    return " ".join(number.split()).rstrip(".)/:–—- ")


def number_of(heading: str) -> str:
    """Return the number a heading begins with ("II. Hạ tầng số" gives "II"), empty when it has none."""
    found = _HEAD.match(heading)
    if not found or (found["number"].isalpha() and not found["number"].isupper() and len(found["number"]) > 1):
        return ""
    return clean_number(found["number"])


def rank_of(number: str, letter_before: str = "") -> int:
    """Return the rank of a number; letter_before: the capital of the last heading so numbered ("H" before "I")."""
    cleaned = clean_number(number)
    if not cleaned:
        return WORDS
    if " " in cleaned:
        return PART
    if _DOTTED.fullmatch(cleaned):
        return FIGURE + cleaned.count(".")
    if cleaned.isdigit():
        return FIGURE
    if len(cleaned) == 1 and cleaned.isupper():
        follows = bool(letter_before) and ord(cleaned) == ord(letter_before) + 1
        is_letter = follows or cleaned in _TENS_AND_MORE or not _ROMAN.fullmatch(cleaned)
        return UPPER if is_letter else ROMAN
    if cleaned.isupper() and _ROMAN.fullmatch(cleaned):
        return ROMAN
    return LOWER if len(cleaned) == 1 and cleaned.isalpha() else WORDS


@dataclass(frozen=True)
class _Open:
    """A heading in force. has_own: a task numbered under it ("1.1" under "1") was met."""

    rank: int
    text: str
    number: str
    has_own: bool = False

    def owns(self, number: str) -> bool:
        """Whether a task is numbered under this heading."""
        return bool(self.number) and number.startswith(f"{self.number}.")


@dataclass
class Outline:
    """The headings in force while the rows of a table are read from top to bottom."""

    _stack: list[_Open] = field(default_factory=list)
    _letter: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """The headings in force, outermost first."""
        return tuple(one.text for one in self._stack)

    def enter(self, heading: str) -> None:
        """Take a heading: it ends those of its own rank and below."""
        number = number_of(heading)
        rank = rank_of(number, self._letter)
        if rank == UPPER:
            self._letter = number
        while self._stack and self._stack[-1].rank >= rank:
            self._stack.pop()
        self._stack.append(_Open(rank, heading, number))

    def meet(self, number: str) -> None:
        """Take the number of a task: "2" after "1.1" and "1.2" ends the heading "1" they stood under."""
        cleaned = clean_number(number)
        while cleaned and self._stack and self._stack[-1].has_own and not self._stack[-1].owns(cleaned):
            self._stack.pop()
        if self._stack and self._stack[-1].owns(cleaned):
            self._stack[-1] = replace(self._stack[-1], has_own=True)

    def steps_to(self, wanted: tuple[str, ...], number: str) -> tuple[str, ...] | None:
        """Return the headings to write before a task of this number, and enter them, so that it stands under `wanted`.

        None when no heading can do it; then nothing is entered.
        """
        path = self.path
        shared = 0
        while shared < min(len(path), len(wanted)) and path[shared] == wanted[shared]:
            shared += 1
        for steps in ((), wanted[shared:]):
            trial = Outline(list(self._stack), self._letter)
            for heading in steps:
                trial.enter(heading)
            trial.meet(number)
            if trial.path == wanted:
                self._stack, self._letter = trial._stack, trial._letter
                return steps
        return None
