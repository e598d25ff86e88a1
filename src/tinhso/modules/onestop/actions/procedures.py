# SPDX-License-Identifier: EUPL-1.2
"""Publish procedures from the data files as versions with dates."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor
from tinhso.lib.vntext import search_key, sort_key
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.models import Procedure, ProcedureVersion
from tinhso.modules.onestop.types import ProcedurePublished


@transaction.atomic
def publish_procedures(*, valid_from: date, now: datetime, by: Actor) -> int:
    """Load every procedure of the data files; a changed one gets a new version, an unchanged one nothing.

    Open dossiers keep the version they were filed under. A procedure whose newest version the controller signed is
    left alone: the files are where a province begins, not what it decided since (ADR 0025). A record whose code in the
    national list is not known is left out: nobody could file it, and the portal takes no dossier of it.
    Returns how many versions were added.
    """
    known = (definition for definition in definitions.procedures() if definition["code"])
    return sum(_publish(definition, valid_from, now, by) for definition in known)


def _publish(definition: dict[str, object], valid_from: date, now: datetime, by: Actor) -> int:
    code = str(definition["code"])
    form = definitions.forms().get(code)
    digest = definitions.digest_of(definition, form)
    newest = ProcedureVersion.objects.filter(procedure_id=code).order_by("-number").first()
    if newest is not None and (newest.digest == digest or newest.paper_id is not None):
        return 0
    describe(code, definition)
    if newest is not None:
        end_at(newest, max(valid_from, newest.valid.lower))
    number = newest.number + 1 if newest else 1
    ProcedureVersion.objects.create(
        procedure_id=code,
        number=number,
        definition=definition,
        form=form,
        digest=digest,
        valid=DateRange(valid_from, None),
    )
    payload = ProcedurePublished(procedure=code, version=number, digest=digest)
    record(payload, at=now, actor=by, subject=f"procedure:{code}", rule=str(definition.get("source_decision") or ""))
    return 1


def end_at(version: ProcedureVersion, day: date) -> None:
    """Let a version end where the next one begins; its last day is the one before."""
    version.valid = DateRange(version.valid.lower, day)
    version.save(update_fields=["valid"])


def describe_in_force(on: date) -> int:
    """Bring names and fields in the catalogue in line with the versions in force on a day; returns how many changed.

    A version that was signed earlier for this day names its procedure from this day on.
    """
    changed = 0
    rows = ProcedureVersion.objects.filter(valid__contains=on).select_related("procedure").defer("form")
    for version in rows.exclude(paper=None):
        if version.procedure.search_key != _words(version.definition):
            describe(version.procedure_id, version.definition)
            changed += 1
    return changed


def _words(definition: Mapping[str, object]) -> str:
    return search_key(" ".join(str(definition[key]) for key in ("code", "short_name", "name", "field")))


def describe(code: str, definition: Mapping[str, object]) -> None:
    """Write what the catalogue shows and searches of a procedure."""
    short = str(definition["short_name"])
    Procedure.objects.update_or_create(
        code=code,
        defaults={
            "short_name": short,
            "sector": str(definition["sector"]),
            "field": str(definition["field"]),
            "search_key": _words(definition),
            "sort_key": sort_key(short),
        },
    )
