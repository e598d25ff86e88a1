# SPDX-License-Identifier: EUPL-1.2
"""Acts of levels: determination, dossier, requirements, duties, layers, money, frozen register. Texts stay in rows."""

import uuid
from dataclasses import dataclass
from datetime import date

from tinhso.kernel.events.catalogue import act


@act("information_system:level:determined", title="Xác định cấp độ của một phần hệ thống thông tin")
@dataclass(frozen=True)
class LevelDetermined:
    """level: 0 when no criterion is met; criteria: their codes; regime: by which law of which day."""

    level: int
    criteria: tuple[str, ...]
    regime: str
    on: date


@act("information_system:determination:withdrawn", title="Bỏ kết quả xác định cấp độ của một phần")
@dataclass(frozen=True)
class DeterminationWithdrawn:
    level: int


@act("level_dossier:drafted", title="Lập hồ sơ đề xuất cấp độ")
@dataclass(frozen=True)
class LevelDossierDrafted:
    """replaces: the dossier in force whose level is to change, None for a first one."""

    system: uuid.UUID
    level: int
    replaces: uuid.UUID | None


@act("level_dossier:written", title="Ghi nội dung hồ sơ đề xuất cấp độ")
@dataclass(frozen=True)
class LevelDossierWritten:
    fields: tuple[str, ...]


@act("level_dossier:file:added", title="Thêm tệp vào hồ sơ đề xuất cấp độ")
@dataclass(frozen=True)
class LevelFileAdded:
    part: int
    document: uuid.UUID


@act("level_dossier:submitted", title="Gửi thẩm định hồ sơ đề xuất cấp độ")
@dataclass(frozen=True)
class LevelDossierSubmitted:
    system: uuid.UUID
    level: int


@act("level_dossier:accepted", title="Nhận hồ sơ đề xuất cấp độ đầy đủ")
@dataclass(frozen=True)
class LevelDossierAccepted:
    on_time: bool


@act("level_dossier:sent_back", title="Trả lại hồ sơ đề xuất cấp độ")
@dataclass(frozen=True)
class LevelDossierSentBack:
    level: int


@act("level_dossier:appraised", title="Ghi ý kiến thẩm định hồ sơ đề xuất cấp độ")
@dataclass(frozen=True)
class LevelDossierAppraised:
    """on_time: whether the limit of the appraisal was kept; true where the law writes none."""

    on_time: bool
    limited: bool


@act("level_dossier:approved", title="Phê duyệt cấp độ an toàn hệ thống thông tin")
@dataclass(frozen=True)
class LevelApproved:
    """focal: the operator the system counts for; again: the system had an approved level before."""

    system: uuid.UUID
    level: int
    focal: uuid.UUID
    on_time: bool
    again: bool


@act("level_dossier:dropped", title="Bỏ hồ sơ đề xuất cấp độ")
@dataclass(frozen=True)
class LevelDossierDropped:
    level: int


@act("level_dossier:paper:signed", title="Ký giấy tờ của hồ sơ đề xuất cấp độ")
@dataclass(frozen=True)
class LevelPaperSigned:
    form: str
    document: uuid.UUID


@act("information_system:requirement:assessed", title="Đánh giá yêu cầu an toàn của hệ thống thông tin")
@dataclass(frozen=True)
class RequirementAssessed:
    standard: str
    requirement: str
    answer_code: str


@act("security_duty:done", title="Ghi việc kiểm tra, đánh giá, báo cáo an toàn thông tin đã làm")
@dataclass(frozen=True)
class DutyDone:
    """on_time: done no later than the day it was due; true where none was owed."""

    duty: str
    period: str
    on: date
    on_time: bool


@act("information_system:evidence:told", title="Ghi minh chứng lớp bảo vệ")
@dataclass(frozen=True)
class LayerEvidenceTold:
    layer: int
    kind: str
    on: date


@act("information_system:evidence:withdrawn", title="Rút minh chứng lớp bảo vệ")
@dataclass(frozen=True)
class LayerEvidenceWithdrawn:
    layer: int
    kind: str


@act("security_spending:told", title="Ghi kinh phí an toàn thông tin")
@dataclass(frozen=True)
class SpendingTold:
    variant: str
    year: int
    stage: str
    numerator_vnd: int
    denominator_vnd: int


@act("system_register:frozen", title="Chốt sổ hệ thống thông tin")
@dataclass(frozen=True)
class RegisterFrozen:
    """The six counters and both coverages over their frozen denominators, on a reporting date."""

    on: date
    systems: int
    level_approved: int
    plan_deployed: int
    inspected: int
    monitored: int
    sharing: int
    response_plan: int
    machines: int
    agents_expected: int
    agents_heard: int
    machines_seen: int
