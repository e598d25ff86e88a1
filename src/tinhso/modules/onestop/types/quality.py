# SPDX-License-Identifier: EUPL-1.2
"""Acts and figures of the quality of the services."""

from dataclasses import dataclass

from tinhso.kernel.events.catalogue import act


@act("restore:exercised", title="Diễn tập khôi phục từ bản sao lưu")
@dataclass(frozen=True)
class RestoreExercised:
    """A backup was restored into an empty place. created: when it was made; sha256: of the archive.

    entries: members that came back; acts: acts of the restored ledger; sound: whether every act stood against its seal.
    """

    created: str
    sha256: str
    entries: int
    acts: int
    seconds: int
    sound: bool
