# SPDX-License-Identifier: EUPL-1.2
"""Words of incidents, and the acts on them."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class Category(StrEnum):
    """Loại sự cố, after the reference taxonomy RSIT (ENISA), to which the kinds of Decision 05/2017 are mapped."""

    MALICIOUS_CODE = "malicious_code"
    INTRUSION = "intrusion"
    INTRUSION_ATTEMPT = "intrusion_attempt"
    AVAILABILITY = "availability"
    INFORMATION = "information"
    GATHERING = "gathering"
    ABUSIVE_CONTENT = "abusive_content"
    FRAUD = "fraud"
    VULNERABLE = "vulnerable"
    OTHER = "other"


class DutyKind(StrEnum):
    """What has to be told to whom by when (Thông tư 20/2017/TT-BTTTT)."""

    NOTICE = "notice"
    INITIAL = "initial"
    CLOSING = "closing"


class TaskState(StrEnum):
    """Việc của kịch bản: open, waits for a person to approve it, done, left out."""

    OPEN = "open"
    ASKED = "asked"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class IncidentTold:
    """What the form of an incident says. severity: 1 (gravest) to 4, ours; system_level: 1 to 5, None when unknown.

    is_archive: of an archive system of level 3 to 5, which has 24 hours (QCVN 12:2026/BCA).
    """

    unit_id: uuid.UUID
    title: str
    category: Category
    severity: int
    detected_at: datetime
    system_name: str
    description: str
    addresses: str = ""
    system_level: int | None = None
    is_archive: bool = False
    is_drill: bool = False


@act("incident:opened", title="Tiếp nhận sự cố an toàn thông tin mạng")
@dataclass(frozen=True)
class IncidentOpened:
    """alerts: how many it was opened from."""

    category: str
    severity: int
    alerts: int
    is_drill: bool


@act("incident:stepped", title="Chuyển bước xử lý sự cố")
@dataclass(frozen=True)
class IncidentStepped:
    """step: name in the step table."""

    step: str


@act("incident:graded", title="Phân loại sự cố")
@dataclass(frozen=True)
class IncidentGraded:
    """is_severe: as Decision 05/2017, Art. 9 says; severity: the local scale."""

    category: str
    severity: int
    is_severe: bool


@act("incident:merged", title="Gộp sự cố")
@dataclass(frozen=True)
class IncidentMerged:
    into: uuid.UUID


@act("incident:unmerged", title="Tách sự cố đã gộp")
@dataclass(frozen=True)
class IncidentUnmerged:
    out_of: uuid.UUID


@act("incident:told", title="Ghi diễn biến sự cố")
@dataclass(frozen=True)
class IncidentNoted:
    files: int


@act("incident:evidence:kept", title="Lưu chứng cứ sự cố")
@dataclass(frozen=True)
class EvidenceKept:
    """sha256: of the file, so that a later copy can be compared."""

    sha256: str


@act("incident:evidence:handed", title="Bàn giao chứng cứ sự cố")
@dataclass(frozen=True)
class EvidenceHanded:
    sha256: str


@act("incident:task:moved", title="Thực hiện việc trong kịch bản ứng cứu")
@dataclass(frozen=True)
class IncidentTaskMoved:
    """task: its key in the playbook; state: a TaskState."""

    task: str
    state: str


@act("incident:reported", title="Ký, gửi báo cáo sự cố")
@dataclass(frozen=True)
class IncidentReported:
    """kind: a DutyKind; on_time: against its due instant, None when there is none."""

    kind: str
    on_time: bool | None
    document: uuid.UUID
