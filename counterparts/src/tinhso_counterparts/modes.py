# SPDX-License-Identifier: EUPL-1.2
"""How a counterpart behaves: a small file in its folder, read again for every request.

A file and not a message, because `tinhso-counterparts set` runs in another process and must work even when
the counterpart is down.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from tinhso_counterparts.files import write_whole

FILE_NAME = "mode.json"


class Word(StrEnum):
    """The four ways to behave."""

    OK = "ok"
    SLOW = "slow"
    WRONG = "wrong"
    DOWN = "down"


@dataclass(frozen=True)
class Mode:
    """One order to a counterpart.

    how: which wrongness, in the counterpart's own words; empty means its default.
    delay_seconds: what slow adds to every answer.
    until: instant at which the counterpart is well again; None means until told otherwise.
    """

    word: Word = Word.OK
    how: str = ""
    delay_seconds: float = 5.0
    until: datetime | None = None

    @property
    def is_down(self) -> bool:
        return self.word is Word.DOWN

    @property
    def pause_seconds(self) -> float:
        """Seconds to wait before an answer; 0 unless slow."""
        return self.delay_seconds if self.word is Word.SLOW else 0.0

    def is_wrong(self, how: str, *, default: bool = False) -> bool:
        """Whether to be wrong in this way; `default` marks the way taken when none was named."""
        return self.word is Word.WRONG and (self.how == how or (default and not self.how))


def read_mode(folder: Path, now: datetime) -> Mode:
    """Return the mode in force in a counterpart's folder; a missing file or one past its end means ok."""
    try:
        stored = json.loads((folder / FILE_NAME).read_text("utf-8"))
    except FileNotFoundError:
        return Mode()
    until = datetime.fromisoformat(stored["until"]) if stored["until"] else None
    if until is not None and until <= now:
        return Mode()
    return Mode(Word(stored["word"]), stored["how"], stored["delay_seconds"], until)


def write_mode(folder: Path, mode: Mode) -> None:
    """Put a mode in force; a reader sees the old file or the new one, never half of it."""
    folder.mkdir(parents=True, exist_ok=True)
    stored = asdict(mode) | {"until": mode.until.isoformat() if mode.until else None}
    write_whole(folder / FILE_NAME, json.dumps(stored).encode())


def order(word: Word, how: str, delay_seconds: float, for_seconds: float | None, now: datetime) -> Mode:
    """Return a mode that starts now and lasts `for_seconds` seconds, or until told otherwise when None."""
    until = now + timedelta(seconds=for_seconds) if for_seconds is not None else None
    return Mode(word, how, delay_seconds, until)


def utc_now() -> datetime:
    """The clock of the outside world; only servers and commands ask it."""
    return datetime.now(UTC)
