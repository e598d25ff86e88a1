# SPDX-License-Identifier: EUPL-1.2
"""The findings the public may read of one procedure: by topic, each with its source and how sure it is. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tinhso.modules.onestop.lint import lint
from tinhso.modules.onestop.lint.records import Record
from tinhso.modules.onestop.lint.types import Finding, Kind

RESOLUTION: Final = "66.7/2025/NQ-CP, phụ lục I"
"""Data instead of papers; in force from 1-1-2026 to 28-2-2027."""


class Topic(StrEnum):
    """What a point to be looked at again (điểm cần rà soát) is about."""

    TWICE = "hoi-hai-lan"
    DATABASE = "da-co-du-lieu"
    TIME = "thoi-han"
    FEE = "phi"
    CODE = "ma"


class Confidence(StrEnum):
    """READ: stands so in the record, or in the annex for this very procedure. DERIVED: concluded, to be checked."""

    READ = "doc-duoc"
    DERIVED = "suy-ra"


TOPICS: Final = {
    Kind.FIELD_ASKED_TWICE: Topic.TWICE,
    Kind.PAPER_LISTED_TWICE: Topic.TWICE,
    Kind.DATUM_AND_PAPER: Topic.TWICE,
    Kind.PAPER_IN_DATABASE: Topic.DATABASE,
    Kind.PAPER_NOT_MARKED: Topic.DATABASE,
    Kind.TIME_WITHOUT_UNIT: Topic.TIME,
    Kind.TIME_CHANNELS_DIFFER: Topic.TIME,
    Kind.STEPS_DIFFER: Topic.TIME,
    Kind.FEE_SUSPICIOUS: Topic.FEE,
    Kind.FEE_CHANNELS_DIFFER: Topic.FEE,
    Kind.FEE_CONTRADICTS: Topic.FEE,
    Kind.CODE_IRREGULAR: Topic.CODE,
    Kind.RESULT_CODE_MALFORMED: Topic.CODE,
}
"""The kinds that are published. What is merely not confirmed yet stays with those who keep the data."""

_DERIVED: Final = (Kind.FEE_SUSPICIOUS, Kind.DATUM_AND_PAPER)
"""A small fee may be a slip or a fee; a paper may say more than the fields a database fills."""


@dataclass(frozen=True)
class Point:
    """One point: its finding, what it is about, where the data come from (empty: not recorded), how sure it is."""

    finding: Finding
    topic: Topic
    source: str
    confidence: Confidence


def points(definition: Record, form: Record | None) -> tuple[Point, ...]:
    """Return the published points of one version of a procedure, by topic, in the order of the data."""
    found = lint([definition], [form] if form else [])
    shown = [_point(definition, form, one) for one in found if one.kind in TOPICS]
    return tuple(sorted(shown, key=lambda one: list(Topic).index(one.topic)))


def _point(definition: Record, form: Record | None, finding: Finding) -> Point:
    confidence = Confidence.READ if _is_read(definition, finding) else Confidence.DERIVED
    return Point(finding, TOPICS[finding.kind], _source(definition, form, finding), confidence)


def _is_read(definition: Record, finding: Finding) -> bool:
    """Say whether the point stands in what was read; a part of the record marked as not verified does not count."""
    part = finding.field.split(".")[0].split("[")[0]
    unread = {str(one).split(".")[0] for one in definition.get("unverified") or ()}
    if finding.kind in _DERIVED or part in unread:
        return False
    if finding.kind is Kind.PAPER_IN_DATABASE:
        named = {base for row in definition.get("data_replaces_paper") or () for base in row.get("databases") or ()}
        return bool(named & set(finding.evidence.rsplit(": ", 1)[-1].split(", ")))
    return True


def _source(definition: Record, form: Record | None, finding: Finding) -> str:
    record = [str(definition[key]) for key in ("source", "source_decision") if definition.get(key)]
    template = (form or {}).get("template") or {}
    of_form = [str(template[key]) for key in ("form_no", "circular") if template.get(key)]
    if finding.kind is Kind.FIELD_ASKED_TWICE:
        return "; ".join(of_form)
    if finding.kind is Kind.PAPER_NOT_MARKED:
        return RESOLUTION
    if finding.kind is Kind.PAPER_IN_DATABASE and _is_read(definition, finding):
        return "; ".join(record if any("66.7/2025" in one for one in record) else [*record, RESOLUTION])
    if TOPICS[finding.kind] is Topic.TWICE:
        return "; ".join([*record, *of_form])
    return "; ".join(record)
