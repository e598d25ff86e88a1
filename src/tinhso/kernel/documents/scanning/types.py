# SPDX-License-Identifier: EUPL-1.2
"""Words of scanning: a page as a picture, its lines of text, what went wrong with it."""

from dataclasses import dataclass

from tinhso.kernel.documents.errors import FileRefused

DPI = 200
"""Dots per inch a page is kept with when its file does not say; the least 02/2019/TT-BNV asks for."""


@dataclass(frozen=True)
class Picture:
    """One page as JPEG, upright as far as known. width, height: pixels; ink: share of dark pixels, 0 to 1."""

    data: bytes
    width: int
    height: int
    ink: float

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written on it: dust and the grain of paper stay below one dot in five thousand."""
        return self.ink < 0.0002


@dataclass(frozen=True)
class Line:
    """One recognised line: its text and where it stands, in pixels from the upper left corner."""

    text: str
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Reading:
    """What was recognised on a page. confidence: mean over its words, 0 to 100, 0 when there are none."""

    lines: tuple[Line, ...]
    confidence: float

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


class PageUnreadable(FileRefused):
    """A page that cannot be turned into a picture, or a recognition that took too long; says which and what to do."""
