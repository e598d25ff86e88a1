# SPDX-License-Identifier: EUPL-1.2
"""The annex of a plan as rows (phụ lục kế hoạch, bảng phân công nhiệm vụ), and what came of each row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from tinhso.lib.said_dates import DateKind, SaidDate

Due = SaidDate
"""When a task ends: a day, the last day of a month, quarter, half-year or year, standing, or unknown; with `said`."""
DueKind = DateKind


class Field(StrEnum):
    """What a column holds. The last five are not part of an annex: four columns of results, and what is unknown."""

    NUMBER = "number"
    TITLE = "title"
    LEAD = "lead"
    COORDINATING = "coordinating"
    PERSON = "person"
    DUE = "due"
    PRODUCT = "product"
    COST = "cost"
    SOURCE = "source"
    STATE = "state"
    WORDS = "words"
    DONE_ON = "done_on"
    EVIDENCE = "evidence"
    UNKNOWN = "unknown"


RESULT_FIELDS: Final = (Field.STATE, Field.WORDS, Field.DONE_ON, Field.EVIDENCE)
ROW_FIELDS: Final = tuple(field for field in Field if field not in RESULT_FIELDS and field is not Field.UNKNOWN)


@dataclass(frozen=True)
class Column:
    """One column as the annex heads it. heading: upper and lower heading joined; unit_vnd: of a column of money."""

    field: Field
    heading: str
    unit_vnd: int | None = None


@dataclass(frozen=True)
class AnnexRow:
    """One task (nhiệm vụ) as the annex says it.

    number: as printed, it may begin anew in every group; group: the headings above, outermost first, each with its
    number ("I. Nhận thức số"); lead: the whole cell, also where it names two units; coordinating: one unit each;
    cost_vnd: whole đồng, None where none or not readable; cost_said: the cell; where: table or sheet, and row.
    """

    number: str
    group: tuple[str, ...]
    title: str
    lead: str
    coordinating: tuple[str, ...]
    person: str
    due: Due
    product: str
    cost_vnd: int | None
    cost_said: str
    source: str
    where: str


class Doubt(NamedTuple):
    """Something a person has to look at before the annex counts: where it stands, and one Vietnamese sentence."""

    where: str
    sentence: str


@dataclass(frozen=True)
class Title:
    """The lines above the table. label: "PHỤ LỤC II"; name: of the plan; attached: "(Kèm theo Kế hoạch số …)"."""

    label: str = "PHỤ LỤC"
    name: str = ""
    attached: str = ""


@dataclass(frozen=True)
class Annex:
    """A whole annex: its tasks in order, what is doubtful, the columns found, the lines above the table."""

    rows: tuple[AnnexRow, ...]
    doubts: tuple[Doubt, ...]
    columns: tuple[Column, ...]
    title: Title = Title()


@dataclass(frozen=True)
class Result:
    """What came of one task: state in words (trạng thái), what was done, the day it ended, the evidence."""

    state_words: str = ""
    words: str = ""
    done_on: date | None = None
    evidence: str = ""


Results = Mapping[str, Result]
"""Results by key of row (see `keys.row_keys`); a printed number serves too where only one row bears it."""
