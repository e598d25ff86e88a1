# SPDX-License-Identifier: EUPL-1.2
"""Facts, definitions and figures as values."""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


@dataclass(frozen=True)
class Delta:
    """One addition to a fact: name, how much, for which unit and area; the day is the act's own day.

    dimension: what else this fact is counted by, as its name says (the code of a procedure …), empty for most.
    """

    fact: str
    amount: int = 1
    unit_id: uuid.UUID | None = None
    area: str = ""
    dimension: str = ""


class Kind(StrEnum):
    """How a figure is made from facts: a count, a share in percent, a mean."""

    COUNT = "count"
    SHARE = "share"
    MEAN = "mean"


@dataclass(frozen=True)
class Definition:
    """One indicator as data: what it is, from which facts, under which source, from which day.

    overdue: a balance by day (see `queries.overdue`) whose past part is added to the denominator.
    """

    code: str
    version: int
    title: str
    kind: Kind
    numerator: str
    denominator: str
    unit: str
    source: str
    explanation: str
    valid_from: date
    valid_to: date | None = None
    overdue: str = ""


@dataclass(frozen=True)
class Figure:
    """A value with where it comes from. value None = no denominator yet: shown as a dash, never as zero."""

    definition: Definition
    value: Decimal | None
    numerator: int
    denominator: int | None
    since: date
    until: date
    folded_up_to: int


@dataclass(frozen=True)
class Difference:
    """One fact whose live value differs from the replay. known_on: only of what was known late (`LateFact`)."""

    fact: str
    day: date
    unit_id: uuid.UUID | None
    area: str
    dimension: str
    live: int
    replayed: int
    known_on: date | None = None


@act("ledger:foreign:adopted", title="Tiếp nhận sổ sự kiện của tỉnh khác")
@dataclass(frozen=True)
class LedgerAdopted:
    """A whole ledger of another installation came to stand beside ours; digests of seals in hexadecimal figures."""

    province: str
    first_seal: str
    last_seal: str
    keys: tuple[str, ...]
    units: int
    seals: int
    acts: int
