# SPDX-License-Identifier: EUPL-1.2
"""Acts and figures of the quality of the services."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

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


class ServicePlanKind(StrEnum):
    """Kế hoạch hằng năm của kênh cung cấp dịch vụ (224/2026/NĐ-CP, Điều 21)."""

    UPGRADE = "nang_cap"
    CONTINUITY = "duy_tri"


@act("service_plan:filed", title="Nộp kế hoạch hằng năm của hệ thống")
@dataclass(frozen=True)
class ServicePlanFiled:
    """kind: of ServicePlanKind; document: the file as it was filed."""

    year: int
    kind: str
    document: uuid.UUID
