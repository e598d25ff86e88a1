# SPDX-License-Identifier: EUPL-1.2
"""Shapes of the figures by service, unit, step and officer. A share is in per cent; null: nothing to divide by."""

from decimal import Decimal
from uuid import UUID

from ninja import Schema


class ServiceOut(Schema):
    """minutes: from reception to signature, of completed dossiers; mean_days: days of 24 hours.

    online_level: toan_trinh, mot_phan or truc_tiep, empty where no document confirms it.
    """

    code: str
    name: str
    field: str
    online_level: str
    received: int
    received_online: int
    finished: int
    finished_online: int
    on_time: int
    completed: int
    minutes: int
    rated: int
    satisfied: int
    online_share: Decimal | None
    on_time_share: Decimal | None
    mean_days: Decimal | None
    satisfaction: Decimal | None


class UnitOut(Schema):
    """on_time_share: ended on time, of all ended and all open overdue (766/QĐ-TTg)."""

    unit_id: UUID | None
    name: str
    carried: int
    received_online: int
    received_otherwise: int
    ended_on_time: int
    ended_late: int
    open_in_time: int
    open_overdue: int
    on_time_share: Decimal | None


class StepOut(Schema):
    """One step of one version of a process; passed, late: dossiers; here, here_late: those at it now."""

    procedure: str
    version: int
    number: int
    work: str
    role: str
    planned_hours: Decimal | None
    mean_hours: Decimal | None
    passed: int
    late: int
    here: int
    here_late: int


class OfficerStepOut(StepOut):
    officer: str
