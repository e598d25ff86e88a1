# SPDX-License-Identifier: EUPL-1.2
"""One value of an event: as it came, as text, without case.

Text is compared in its written form: a number is its digits, a boolean `true` or `false` (Sigma rules 2.1, Detection,
General: "All values are treated as case-insensitive strings").
"""

from __future__ import annotations

import re

Scalar = str | int | float | bool
NUMBER = re.compile(r"\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*", re.ASCII)
LONGEST_NUMBER = 400  # characters; int() of more is quadratic, and no log holds it


def _fold_one(char: str) -> str:
    low = char.lower()
    if low == "ς":
        return "σ"
    return low if len(low) == 1 else char


def fold(text: str) -> str:
    """Return the text without case, character by character: as long as before, and equal in every context."""
    return text.lower() if text.isascii() else "".join(map(_fold_one, text))


def written(raw: Scalar) -> str:
    """Return a value as text: true and false for booleans, digits for numbers."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return repr(raw)


class Value:
    """One value of an event: as it came, as text, without case."""

    __slots__ = ("folded", "raw", "text")

    def __init__(self, raw: Scalar) -> None:
        self.raw = raw
        self.text = written(raw)
        self.folded = fold(self.text)

    @property
    def number(self) -> float | int | None:
        """Return the value as a number; None when it is none (a boolean is none)."""
        if isinstance(self.raw, bool):
            return None
        if isinstance(self.raw, int | float):
            return self.raw
        if len(self.text) > LONGEST_NUMBER or not NUMBER.fullmatch(self.text):
            return None
        try:
            return int(self.text)
        except ValueError:
            return float(self.text)
