# SPDX-License-Identifier: EUPL-1.2
"""Papers of a procedure or dossier that databases serve, what was asked of them, until when a paper may be asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.calendar.types import Due
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.models import Dossier, PaperAsked, ProcedureVersion, RegisterQuery
from tinhso.modules.onestop.registers import rules
from tinhso.modules.onestop.registers.types import ANSWER_WORDS, Answer, Register, Served
from tinhso.modules.onestop.types import Channel


def served_by(version: ProcedureVersion) -> list[Served]:
    """Return the papers of a procedure that a database serves, with the article; the database is not asked."""
    components = definitions.components_of(version.definition)
    return rules.served_papers(components, annex_of(version.procedure_id), registers())


def annex_of(code: str) -> tuple[dict[str, str], ...]:
    return definitions.paper_replacements().get(code, ())


def registers() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = definitions.registers()["registers"]
    return found


def title_of(register: str) -> str:
    return str(registers()[register]["title"])


def correct_at(register: Register | None) -> str:
    """Return who puts a record right, in words; for a database that is not connected the body that keeps it."""
    return str(registers()[register]["correct_at"]) if register else "cơ quan quản lý cơ sở dữ liệu đó"


def ask_by(dossier: Dossier) -> Due:
    """Return until when the desk may say in time that a paper is wanted in spite of the data."""
    return rules.ask_by(dossier.submitted_at, work_calendar(), online=dossier.channel == Channel.ONLINE)


@dataclass(frozen=True)
class Lookup:
    """One question and its answer as shown to officers: values in words, by label."""

    query: RegisterQuery
    source: str
    answer: str
    rows: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


def lookups_of(dossier: Dossier) -> dict[str, list[Lookup]]:
    """Return the questions asked for a dossier by component, newest first."""
    found: dict[str, list[Lookup]] = {}
    for one in RegisterQuery.objects.filter(dossier=dossier).select_related("asked_by").order_by("-asked_at", "-id"):
        found.setdefault(one.component_key, []).append(_lookup(one))
    return found


def _lookup(query: RegisterQuery) -> Lookup:
    labels = definitions.registers()["labels"]
    told = [(key, str(query.content[key])) for key in query.fields if key in query.content]
    rows = tuple((labels.get(key, key), readable(value)) for key, value in told)
    missing = tuple(labels.get(key, key) for key in query.missing)
    words = ANSWER_WORDS[Answer(query.answer)] if query.answer else ""
    return Lookup(query, title_of(query.register), words, rows, missing)


def readable(value: str) -> str:
    """Return a day as it is read here, a known code in words, anything else as the database told it."""
    words = definitions.registers()["values"].get(value)
    if words:
        return str(words)
    if value.count("-") != 2:  # eight digits are a day for Python and may be any number here
        return value
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value


def labels_of(fields: tuple[str, ...]) -> list[str]:
    labels = definitions.registers()["labels"]
    return [labels.get(one, one) for one in fields]


def papers_asked(dossier: Dossier) -> list[PaperAsked]:
    """Return the papers asked although a database serves them, oldest first."""
    return list(PaperAsked.objects.filter(dossier=dossier).order_by("asked_at", "id"))
