# SPDX-License-Identifier: EUPL-1.2
"""What the API says, as shapes. Decimal numbers travel as text, so that no digit is lost on the way."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from ninja import Schema


class Problem(Schema):
    """The one shape of every refusal and fault (RFC 9457). source: the law that says no, when one does."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    source: str = ""


class Health(Schema):
    status: str
    version: str
    sealed_up_to: int


class DossierStatus(Schema):
    """What anyone may learn of a dossier: nothing personal (01/2018/TT-VPCP, Điều 16)."""

    code: str
    percent: int
    word: str


class ProcedureLine(Schema):
    code: str
    name: str
    field: str
    sector: str


class ProcedurePage(Schema):
    """Procedures in order of code; `next_after` goes into `after` of the next request, empty at the end."""

    items: list[ProcedureLine]
    next_after: str


class ProcedureDetail(Schema):
    """The version in force, exactly as published; what is not confirmed is null."""

    code: str
    name: str
    field: str
    sector: str
    version: int
    valid_from: date
    digest: str
    definition: dict[str, Any]


class Definition(Schema):
    code: str
    version: int
    title: str
    kind: str
    unit: str
    numerator: str
    denominator: str
    explanation: str
    source: str
    valid_from: date
    valid_to: date | None = None


class Known(StrEnum):
    """Whether figures count all acts known by now, or only those sealed by the end of their last day."""

    NOW = "nay"
    THEN = "hom_do"


class FigureOut(Schema):
    """A value with where it comes from. value null = nothing to divide by yet, which is not nought."""

    definition: Definition
    value: Decimal | None
    numerator: int
    denominator: int | None
    since: date
    until: date
    folded_up_to: int


class ContributionOut(Schema):
    unit_id: UUID | None
    name: str
    numerator: int
    denominator: int | None
    value: Decimal | None


class FigureDetail(Schema):
    figure: FigureOut
    contributions: list[ContributionOut]


class SealOut(Schema):
    """A signed Merkle root over a run of acts; digests and signature in hexadecimal figures."""

    number: int
    first_seq: int
    last_seq: int
    size: int
    root: str
    previous: str
    sealed_at: datetime
    key_id: str
    signature: str
    stamped_at: datetime | None


class PublicKey(Schema):
    key_id: str
    pem: str


class CheckedProof(Schema):
    """An act that stands in the sealed ledger, as its proof carries it; actors are keys, never names."""

    valid: bool
    seq: int
    verb: str
    title: str
    at: datetime
    seal: int
    sealed_at: datetime


class MessageReceipt(Schema):
    """receipt: our number of the message; repeats: how often it came again.

    state: taken | done | refused | dead | aside.
    """

    receipt: str
    state: str
    repeats: int
