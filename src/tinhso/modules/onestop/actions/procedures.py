# SPDX-License-Identifier: EUPL-1.2
"""Publish procedures from the data files as versions with dates."""

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

    Open dossiers keep the version they were filed under. Returns how many versions were added.
    """
    return sum(_publish(definition, valid_from, now, by) for definition in definitions.procedures())


def _publish(definition: dict[str, object], valid_from: date, now: datetime, by: Actor) -> int:
    code = str(definition["code"])
    form = definitions.forms().get(code)
    digest = definitions.digest_of(definition, form)
    newest = ProcedureVersion.objects.filter(procedure_id=code).order_by("-number").first()
    if newest is not None and newest.digest == digest:
        return 0
    _describe(code, definition)
    if newest is not None:
        newest.valid = DateRange(newest.valid.lower, max(valid_from, newest.valid.lower))
        newest.save(update_fields=["valid"])
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


def _describe(code: str, definition: dict[str, object]) -> None:
    short = str(definition["short_name"])
    words = " ".join(str(definition[key]) for key in ("code", "short_name", "name", "field"))
    Procedure.objects.update_or_create(
        code=code,
        defaults={
            "short_name": short,
            "sector": str(definition["sector"]),
            "field": str(definition["field"]),
            "search_key": search_key(words),
            "sort_key": sort_key(short),
        },
    )
