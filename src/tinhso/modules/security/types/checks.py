# SPDX-License-Identifier: EUPL-1.2
"""Scans, penetration tests and exercises of a system: what is planned, what was done, their acts."""

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class CheckKind(StrEnum):
    """Quét lỗ hổng, kiểm thử xâm nhập, diễn tập."""

    SCAN = "scan"
    PENTEST = "pentest"
    EXERCISE = "exercise"


@dataclass(frozen=True)
class CheckTold:
    """What is planned. rule: of a text that was read, then months and basis are its own; months None: once."""

    kind: CheckKind
    planned_on: date
    rule: str = ""
    months: int | None = None
    basis: str = ""


@dataclass(frozen=True)
class CheckDoneTold:
    """What was done. doer: who did it; findings None: not counted; drill: the exercise of the desk that it was.

    data, filename: the report as it came; empty only where an exercise of the desk is the evidence.
    """

    done_on: date
    doer: str
    paper: str = ""
    findings: int | None = None
    findings_open: int | None = None
    data: bytes = b""
    filename: str = ""
    drill_id: uuid.UUID | None = None


@act("security_check:planned", title="Lập lịch quét, kiểm thử, diễn tập của hệ thống thông tin")
@dataclass(frozen=True)
class CheckPlanned:
    """rule: of the text followed, empty: a rhythm of the keeper's own; months None: once."""

    kind: str
    planned_on: date
    due_on: date
    months: int | None
    rule: str


@act("security_check:done", title="Ghi lần quét, kiểm thử, diễn tập của hệ thống thông tin đã làm")
@dataclass(frozen=True)
class CheckDone:
    """sha256: of the report; empty where an exercise of the desk is the evidence. on_time: no later than due."""

    kind: str
    planned_on: date
    due_on: date
    done_on: date
    on_time: bool
    sha256: str


@act("security_check:dropped", title="Bỏ lịch quét, kiểm thử, diễn tập của hệ thống thông tin")
@dataclass(frozen=True)
class CheckDropped:
    kind: str
    due_on: date
