# SPDX-License-Identifier: EUPL-1.2
"""Who looked into the logs, for auditors; whether a question names a person; the lines that leave as a file."""

import re
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.security import policies
from tinhso.modules.security.intelligence.scrubbing import TEXTS
from tinhso.modules.security.models import LogLookup
from tinhso.modules.security.queries.events import units_of, written
from tinhso.modules.security.store import asking, connecting
from tinhso.modules.security.types.keeping import LookupKind

MOST_EXPORTED = 10_000
EXPORT_SECONDS = 60
PEOPLE = ("email", "citizen_number", "phone")
_PERSON_TERM = re.compile(r"(?i)(?<![\w:])(?:nguoi|user):")
SHOWN = "spool, segment, offset, part, time, arrived, host, kind, user, image, command_line, addresses, raw"


def names_a_person(text: str) -> bool:
    """Return whether a question asks for a person: by account, address of mail, citizen or phone number.

    A person's name among plain words cannot be recognised.
    """
    known = (pattern.search(text) for kind, pattern in TEXTS if kind in PEOPLE)
    return bool(_PERSON_TERM.search(text)) or any(known)


def lookups(viewer: Viewer, *, text: str = "", kind: str = "", is_personal: bool | None = None) -> QuerySet[LogLookup]:
    """Return who looked into the logs, the latest first; nothing for who is no auditor. Words without diacritics."""
    if not policies.may_audit_logs(viewer):
        return LogLookup.objects.none()
    found = LogLookup.objects.select_related("officer").order_by("-at", "-id")
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    if kind in {one.value for one in LookupKind}:
        found = found.filter(kind=kind)
    return found if is_personal is None else found.filter(is_personal=is_personal)


def lines_to_take(viewer: Viewer, text: str, *, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Return the events a question finds, the latest first, at most 10,000.

    Raises asking.AskedWrongly, StoreAway, StoreRefused.
    """
    units = None if policies.sees_everything(viewer) else units_of(viewer)
    asked = asking.narrowed(asking.read(text), since=written(since), until=written(until), units=units)
    return connecting.store().select(
        f"SELECT {SHOWN} FROM events WHERE {asked.sql} "
        f"ORDER BY time DESC, segment DESC, offset DESC, part DESC LIMIT {MOST_EXPORTED}",
        asked.values,
        seconds=EXPORT_SECONDS,
    )
