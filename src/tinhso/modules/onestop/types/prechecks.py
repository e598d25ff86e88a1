# SPDX-License-Identifier: EUPL-1.2
"""Acts of a check before filing."""

from dataclasses import dataclass

from tinhso.kernel.events.catalogue import act


@act("precheck:asked", title="Nhờ kiểm tra hồ sơ trước khi nộp")
@dataclass(frozen=True)
class PrecheckAsked:
    procedure: str
    version: int
    components: int


@act("precheck:answered", title="Trả lời kiểm tra hồ sơ trước khi nộp")
@dataclass(frozen=True)
class PrecheckAnswered:
    """good: the desk found nothing to mend; remarks: how many things there are to mend."""

    good: bool
    remarks: int


@act("precheck:ended", title="Kết thúc kiểm tra trước khi nộp")
@dataclass(frozen=True)
class PrecheckEnded:
    """filed: the applicant filed without waiting; otherwise the question was taken back."""

    filed: bool
