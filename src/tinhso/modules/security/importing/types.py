# SPDX-License-Identifier: EUPL-1.2
"""What a file holds, and what an import came to."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple


class Line(NamedTuple):
    """One event as the door takes it. key: 16 bytes, the same whenever the same event is read again.

    is_broken: the text is not whole; it is sent as it stands and kept by the collector as unreadable.
    """

    raw: bytes
    key: bytes
    is_broken: bool = False


class Damage(NamedTuple):
    """What is wrong at one place of a file. records: how many are lost there, 0 where nobody can tell.

    is_loss: something is missing; else what was read there is doubtful.
    """

    sentence: str
    records: int = 0
    is_loss: bool = True


Item = Line | Damage


@dataclass(slots=True)
class Tally:
    """records: read, broken ones too; damaged: records broken or lost; gaps: places of files that lack something.

    sent: confirmed in this run; known: confirmed before. computers: how many records each machine wrote.
    """

    files: int = 0
    unusable: int = 0
    records: int = 0
    damaged: int = 0
    gaps: int = 0
    sent: int = 0
    known: int = 0
    computers: Counter[str] = field(default_factory=Counter)

    @property
    def is_whole(self) -> bool:
        return not (self.unusable or self.damaged or self.gaps)
