# SPDX-License-Identifier: EUPL-1.2
"""Lines played to a pipeline as the detector plays them, and what becomes of them."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tinhso.modules.security.actions import detecting
from tinhso.modules.security.collect.reader import Batch
from tinhso.modules.security.collect.records import Record, Way
from tinhso.modules.security.collect.segments import Position
from tinhso.modules.security.detection.pipeline import Pipeline, Speaker, Taken, plain
from tinhso.modules.security.detection.rulebook import loaded
from tinhso.modules.security.models import DetectorPlace
from tinhso.modules.security.tests.world import NOW

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SUDO = "<85>1 - {host} sudo 5 - - lan : user NOT in sudoers"


class Play:
    """Feeds lines to a pipeline and keeps what comes of them, as the detector does.

    unit_id: whose machines they are from; now: a second after they arrived.
    """

    def __init__(self, unit_id: uuid.UUID | None = None, *, now: datetime = NOW) -> None:
        self.unit_id, self.now, self.at = unit_id, now, Position(1, 0)
        detecting.claim_place(7)
        DetectorPlace.objects.update(segment=1, offset=0)
        self.begin()

    def begin(self) -> None:
        self.rulebook = loaded([])
        detecting.remember_counted(self.rulebook)
        whose = lambda one, event: Speaker(plain(event["host"], 255), None, self.unit_id)  # noqa: E731
        self.pipeline = Pipeline(self.rulebook, whose, spool=7, zone=ZONE, keep_days=365)

    def take(self, *lines: str) -> Taken:
        arrived = int((self.now - timedelta(seconds=1)).timestamp() * 1e9)
        records = tuple(Record(Way.TCP, arrived, line.encode(), "10.1.2.3") for line in lines)
        starts = tuple(range(self.at.offset, self.at.offset + 100 * len(lines), 100))
        batch = Batch(records, Position(1, self.at.offset + 100 * len(lines)), starts=starts)
        return self.pipeline.take(batch, self.at)

    def keep(self, taken: Taken, *, now: datetime | None = None) -> int:
        """Keep what was taken; return how many alerts were raised."""
        raised = detecting.keep_batch(taken, self.at, self.rulebook, now=now or self.now)
        self.at = taken.position
        return raised

    def feed(self, *lines: str, now: datetime | None = None) -> int:
        return self.keep(self.take(*lines), now=now)
