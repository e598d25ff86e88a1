# SPDX-License-Identifier: EUPL-1.2
"""A record of a ministry's system and the acts of taking it in."""

from dataclasses import dataclass
from datetime import datetime

from tinhso.kernel.events.catalogue import act

PARTNER = "ministry"
ENDED = frozenset({"3", "8", "9", "10"})
"""Codes of the portal after which nothing is owed any more: not received, stopped, done, handed over."""


@dataclass(frozen=True)
class MinistryRecord:
    """One dossier as a ministry's system tells it. unit: code of the body; state: a code 1–10 of the portal."""

    system: str
    number: str
    procedure: str
    title: str
    unit: str
    state: str
    received_at: datetime
    promised_at: datetime | None
    finished_at: datetime | None


@act("ministry_dossier:received", title="Nhận hồ sơ từ hệ thống của bộ để theo dõi")
@dataclass(frozen=True)
class MinistryDossierReceived:
    number: str
    system: str
    procedure: str


@act("ministry_dossier:changed", title="Hệ thống của bộ báo trạng thái hồ sơ")
@dataclass(frozen=True)
class MinistryDossierChanged:
    number: str
    state: str


@act("ministry_dossier:finished", title="Hệ thống của bộ báo hồ sơ đã xong")
@dataclass(frozen=True)
class MinistryDossierFinished:
    """on_time: by the promise the ministry's system names; without one nothing is late."""

    number: str
    state: str
    on_time: bool
