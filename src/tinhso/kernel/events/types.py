# SPDX-License-Identifier: EUPL-1.2
"""Who acted, what an act looks like when read, what a verification found."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Actor:
    """Who did it: a stable key, never a name (`officer:018f…`, `person:…`, `system:worker`).

    on_behalf_of: key of the person or officer represented (proxy, delegation), empty when acting for oneself.
    """

    key: str
    unit_id: uuid.UUID | None = None
    on_behalf_of: str = ""

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]


SYSTEM = Actor("system:worker")


@dataclass(frozen=True)
class ActRow:
    """One act as stored; `data` is the JSON of the verb's payload, `evidence` are document identifiers."""

    seq: int
    at: datetime
    verb: str
    version: int
    actor: str
    on_behalf_of: str
    unit_id: uuid.UUID | None
    area: str
    subject: str
    case_id: uuid.UUID | None
    rule: str
    data: Mapping[str, Any]
    evidence: tuple[str, ...]
    digest: bytes = b""

    @property
    def actor_kind(self) -> str:
        """Return what kind of actor it was: officer, person, system …"""
        return self.actor.partition(":")[0]


@dataclass(frozen=True)
class Finding:
    """One fault of the ledger: which act or seal, and what is wrong with it.

    kind: changed | removed | inserted | reordered | seal_broken | chain_broken | signature_wrong | timestamp_wrong
    """

    kind: str
    seq: int | None
    seal: int | None
    sentence: str


@dataclass(frozen=True)
class Verification:
    """What `ledger verify` saw: acts and seals read, acts not yet sealed, faults found."""

    acts: int
    seals: int
    unsealed: int
    timestamped: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        return not self.findings
