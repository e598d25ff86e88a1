# SPDX-License-Identifier: EUPL-1.2
"""The four layers of protection of a system: which stand on a day, by which evidence, and why one does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from tinhso.modules.security.levels.duties import add_months, interval_months
from tinhso.modules.security.levels.reading import Trust, table


class EvidenceKind(StrEnum):
    """What a layer is held up by (minh chứng)."""

    DECISION = "decision"
    STAFF_LIST = "staff_list"
    CONTACT = "contact"
    TEST_CALL = "test_call"
    CONTRACT = "contract"
    WEEKLY_REPORT = "weekly_report"


LAYER_OF = {
    EvidenceKind.DECISION: 1,
    EvidenceKind.STAFF_LIST: 1,
    EvidenceKind.CONTACT: 1,
    EvidenceKind.TEST_CALL: 1,
    EvidenceKind.CONTRACT: 2,
    EvidenceKind.WEEKLY_REPORT: 2,
}


@dataclass(frozen=True)
class Evidence:
    """One piece. on: its day; until: None while it does not end; answered: of a test call."""

    kind: EvidenceKind
    on: date
    until: date | None = None
    organisation: str = ""
    answered: bool = True


@dataclass(frozen=True)
class Assessed:
    """One assessment of the system: when and by which organisation."""

    on: date
    assessor: str


@dataclass(frozen=True)
class Connection:
    """The connection to the national centre: day of the last accepted message, and the window agreed in days."""

    last_accepted_on: date | None
    window_days: int | None


@dataclass(frozen=True)
class Stand:
    """Whether a layer stands. stands None: unknown. why: code of the reason; until: the day it stops counting."""

    no: int
    stands: bool | None
    why: str
    until: date | None = None


@dataclass(frozen=True)
class Held:
    """All a system holds up its layers with. connection None: nothing is known of the national centre."""

    level: int | None
    evidence: tuple[Evidence, ...] = ()
    assessed: tuple[Assessed, ...] = ()
    connection: Connection | None = None


def layers() -> list[tuple[int, str, Trust]]:
    """Return number, wording and how sure we are of what may count as evidence."""
    return [(one["number"], one["text"], Trust(one["evidence_confidence"])) for one in table("layers")["layers"]]


def _rule(no: int) -> dict[str, Any]:
    found: dict[str, Any] = table("layers")["layers"][no - 1]
    return found


def standing(held: Held, on: date) -> list[Stand]:
    """Return how each of the four layers stands on a day."""
    return [_first(held, on), _second(held, on), _third(held, on), _fourth(held.connection, on)]


def _last(evidence: Iterable[Evidence], kind: EvidenceKind, on: date) -> Evidence | None:
    found = [one for one in evidence if one.kind is kind and one.on <= on]
    return max(found, key=lambda one: one.on, default=None)


def _in_force(evidence: Iterable[Evidence], kind: EvidenceKind, on: date) -> Evidence | None:
    found = [one for one in evidence if one.kind is kind and one.on <= on and (one.until is None or on <= one.until)]
    return max(found, key=lambda one: one.until or date.max, default=None)


def _first(held: Held, on: date) -> Stand:
    decision = _in_force(held.evidence, EvidenceKind.DECISION, on)
    staff = _in_force(held.evidence, EvidenceKind.STAFF_LIST, on)
    contact, call = (_last(held.evidence, kind, on) for kind in (EvidenceKind.CONTACT, EvidenceKind.TEST_CALL))
    if decision is None:
        return Stand(1, False, "no_decision")
    if staff is None:
        return Stand(1, False, "no_staff_list")
    if contact is None:
        return Stand(1, False, "no_contact")
    old_on = contact.on + timedelta(days=_rule(1)["contact_days"])
    if on > old_on:
        return Stand(1, False, "contact_old", old_on)
    if call is not None and not call.answered:
        return Stand(1, False, "call_unanswered", call.on)
    ends = [one for one in (decision.until, staff.until, old_on) if one is not None]
    return Stand(1, True, "stands", min(ends))


def _second(held: Held, on: date) -> Stand:
    contract = _in_force(held.evidence, EvidenceKind.CONTRACT, on)
    if contract is None:
        ended = any(one.kind is EvidenceKind.CONTRACT and one.on <= on for one in held.evidence)
        return Stand(2, False, "contract_ended" if ended else "no_contract")
    report = _last(held.evidence, EvidenceKind.WEEKLY_REPORT, on)
    last = max(contract.on, report.on) if report else contract.on
    silent_on = last + timedelta(days=_rule(2)["report_days"])
    if on > silent_on:
        return Stand(2, False, "no_report", silent_on)
    return Stand(2, True, "stands", min(contract.until, silent_on) if contract.until else silent_on)


def _third(held: Held, on: date) -> Stand:
    done = [one for one in held.assessed if one.on <= on]
    if not done:
        return Stand(3, False, "never_assessed")
    months = interval_months(held.level) or table("layers")["interval_without_level"]["months"]
    in_time = [one for one in done if on <= add_months(one.on, months)]
    if not in_time:
        return Stand(3, False, "assessment_old", add_months(max(one.on for one in done), months))
    independent = [one for one in in_time if is_independent(one, held.evidence)]
    if not independent:
        return Stand(3, False, "not_independent")
    return Stand(3, True, "stands", add_months(max(one.on for one in independent), months))


def is_independent(assessed: Assessed, evidence: Iterable[Evidence]) -> bool:
    """Whether the assessor was not the one who monitored the system on the day of the assessment."""
    monitors = {
        _plain(one.organisation)
        for one in evidence
        if one.kind is EvidenceKind.CONTRACT
        and one.on <= assessed.on
        and (one.until is None or assessed.on <= one.until)
    }
    return _plain(assessed.assessor) not in monitors


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _fourth(connection: Connection | None, on: date) -> Stand:
    """The window is agreed with the national centre; while it is not known, nothing is said of the layer."""
    if connection is None or connection.window_days is None:
        return Stand(4, None, "connection_unknown")
    if connection.last_accepted_on is None:
        return Stand(4, False, "never_accepted")
    until = connection.last_accepted_on + timedelta(days=connection.window_days)
    return Stand(4, on <= until, "stands" if on <= until else "connection_silent", until)
