# SPDX-License-Identifier: EUPL-1.2
"""Nouns of the declaration form (tờ khai): its parts, what an applicant typed, what became of it.

Answers are a mapping of field key to a value that JSON can carry, never a float:
  text kinds, choice, admin_unit, image: str · integer, money: int · decimal: str "1234.5" · boolean, consent: bool ·
  date "2026-03-06" · partial_date "2026", "2026-03" or "2026-03-06" · time "09:05" · datetime "2026-03-06T09:05" ·
  multi_choice: list of str · table: list of {column key: value}. What was not answered is absent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

Answers = Mapping[str, Any]
Raw = Mapping[str, str | list[str]]


class FieldType(StrEnum):
    """The 23 kinds of question of data/forms/_common.yaml."""

    TEXT = "text"
    TEXTAREA = "textarea"
    PERSON_NAME = "person_name"
    PERSONAL_ID = "personal_id"
    TAX_CODE = "tax_code"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    TIME = "time"
    DATETIME = "datetime"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    BOOLEAN = "boolean"
    CONSENT = "consent"
    ADMIN_UNIT = "admin_unit"
    TABLE = "table"
    IMAGE = "image"
    COMPUTED = "computed"


class Grade(StrEnum):
    """How far a value filled in beforehand binds: who may change it (data/forms/_common.yaml, `grades`).

    LOCKED: from an authoritative source, not editable. CONFIRM: shown, the applicant confirms or corrects.
    SUGGEST: from earlier dossiers. NONE: nothing known.
    """

    LOCKED = "locked"
    CONFIRM = "confirm"
    SUGGEST = "suggest"
    NONE = "none"


class Operator(StrEnum):
    """The words of a condition that a machine can decide; TEXT is one only a person can."""

    IS = "="
    IS_NOT = "khác"
    IN = "thuộc"
    ANSWERED = "có giá trị"
    TEXT = "text"


@dataclass(frozen=True)
class Condition:
    """When a question is asked (`when`). text: as written in the data, shown to people."""

    operator: Operator
    text: str
    field: str = ""
    values: tuple[str, ...] = ()

    @property
    def is_free_text(self) -> bool:
        return self.operator is Operator.TEXT


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    key: str
    label: str


@dataclass(frozen=True)
class Rule:
    """A validator of _common.yaml with its argument: `int_range:1..50` is Rule("int_range", "1..50")."""

    name: str
    argument: str = ""


@dataclass(frozen=True)
class Source:
    """Where a value can be taken from instead of asking (`prefill`)."""

    source: str
    field: str
    grade: Grade


@dataclass(frozen=True)
class Column:
    """One column of a table. is_year: a whole number written without points."""

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    options: tuple[Option, ...] = ()
    is_year: bool = False


@dataclass(frozen=True)
class Field:
    """One question of a form.

    required: as the data say; a question under a free-text condition is optional all the same, see `is_required`.
    free_choice: a choice whose list is not available (health facilities): answered in free text.
    min_rows, max_rows: of a table.
    """

    key: str
    label: str
    type: FieldType
    required: bool
    section: str
    rules: tuple[Rule, ...] = ()
    options: tuple[Option, ...] = ()
    list_name: str = ""
    when: Condition | None = None
    prefill: Source | None = None
    max_length: int | None = None
    note: str = ""
    columns: tuple[Column, ...] = ()
    min_rows: int = 0
    max_rows: int = 0

    @property
    def free_choice(self) -> bool:
        return self.type is FieldType.CHOICE and not self.options

    @property
    def is_required(self) -> bool:
        return self.required and not (self.when and self.when.is_free_text)

    def rule(self, name: str) -> Rule | None:
        return next((one for one in self.rules if one.name == name), None)


@dataclass(frozen=True)
class Section:
    """One page of a form. for_officer: filled at the desk, never shown to the applicant."""

    key: str
    title: str
    fields: tuple[Field, ...]
    for_officer: bool = False


@dataclass(frozen=True)
class Form:
    """A declaration form (tờ khai) as described by one file of data/forms."""

    id: str
    title: str
    sections: tuple[Section, ...]
    procedures: tuple[str, ...] = ()
    template: str = ""
    note: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """All questions in order, those of officers included."""
        return tuple(one for section in self.sections for one in section.fields)

    @property
    def own_sections(self) -> tuple[Section, ...]:
        """The sections the applicant fills."""
        return tuple(section for section in self.sections if not section.for_officer)

    def field(self, key: str) -> Field | None:
        return next((one for one in self.fields if one.key == key), None)


@dataclass(frozen=True)
class ImageFile:
    """An uploaded picture as the face has measured it; media_type sniffed from the content, never from the name."""

    media_type: str
    size_bytes: int


@dataclass(frozen=True)
class Context:
    """What the engine must be told: the day, the map, the files. No clock and no database of its own.

    is_area: whether a code is a province or commune in force today. newer_areas: codes and names that follow an old
    code, shown as a suggestion. is_working_day: by the calendar of the province; None = not known, an officer checks.
    files: uploaded pictures by the token that the form carries.
    """

    today: date
    is_area: Callable[[str], bool]
    newer_areas: Callable[[str], tuple[str, ...]] = field(default=lambda code: ())
    is_working_day: Callable[[date], bool] | None = None
    files: Mapping[str, ImageFile] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """One page to show. fields: what to ask now; hidden: questions of this page that do not apply at present, but
    would after another answer on the same page (a face with script may reveal them; without script they follow)."""

    key: str
    title: str
    fields: tuple[Field, ...]
    done: bool
    applicable: bool
    hidden: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Cleaned:
    """What became of one page. values: good answers; errors and warnings: one sentence by field key, for a cell of a
    table by `<field>-<row>-<column>`; typed: what was sent for this page, unchanged, to be shown again."""

    values: dict[str, Any]
    errors: dict[str, str]
    warnings: dict[str, str]
    typed: dict[str, str | list[str]]

    @property
    def is_valid(self) -> bool:
        return not self.errors


@dataclass(frozen=True)
class Prefilled:
    """A value known beforehand. For grade NONE the value is None and the source empty."""

    value: Any
    grade: Grade
    source: str


@dataclass(frozen=True)
class Group:
    """One heading of the summary with its rows (label, text)."""

    title: str
    rows: list[tuple[str, str]]
