# SPDX-License-Identifier: EUPL-1.2
"""Looking into the logs is an act: who asked what over which span, what for, and how much came (SOC-70)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.security.errors import PurposeMissing
from tinhso.modules.security.models import LogLookup
from tinhso.modules.security.types.keeping import LogSearched, LookupKind

SAME_QUESTION = timedelta(minutes=15)
"""Ours: the same question of the same officer within it is the same act: a page turned, a page loaded again."""

SHORTEST_PURPOSE, LONGEST_PURPOSE = 10, 300


@dataclass(frozen=True)
class Lookup:
    """What somebody asked. span_hours: back from now, with since and until None; 0: the two moments were typed.

    needs_purpose: the question names a person, or a file leaves the house.
    """

    kind: LookupKind
    question: str
    span_hours: int = 0
    since: datetime | None = None
    until: datetime | None = None
    purpose: str = ""
    is_personal: bool = False
    needs_purpose: bool = False


def check_purpose(lookup: Lookup) -> None:
    """Raise PurposeMissing when a question needs to say what for and does not."""
    said = lookup.purpose.strip()
    if (lookup.needs_purpose or lookup.is_personal) and len(said) < SHORTEST_PURPOSE:
        raise PurposeMissing(
            f"Câu tìm nêu một người hoặc mang nhật ký ra ngoài. Hãy ghi mục đích (ít nhất {SHORTEST_PURPOSE} ký tự), "
            "ví dụ số văn bản hay số sự cố."
        )
    if len(said) > LONGEST_PURPOSE:
        raise PurposeMissing(f"Mục đích dài quá {LONGEST_PURPOSE} ký tự. Hãy ghi ngắn hơn.")


@transaction.atomic(durable=True)
def note_lookup(lookup: Lookup, rows: int, *, viewer: Viewer, now: datetime) -> LogLookup:
    """Write down that somebody looked; the same question within fifteen minutes is the same act.

    A file that leaves is an act each time. Call it before what was found is shown. Raises PurposeMissing.
    """
    check_purpose(lookup)
    same = {"kind": lookup.kind, "question": lookup.question, "span_hours": lookup.span_hours}
    same |= {"since": lookup.since, "until": lookup.until, "purpose": lookup.purpose.strip()}
    if lookup.kind is not LookupKind.EXPORT:
        recent = LogLookup.objects.filter(officer_id=viewer.as_officer, at__gt=now - SAME_QUESTION, **same)
        before = recent.order_by("-at").first()
        if before is not None:
            return before
    name = Officer.objects.values_list("full_name", flat=True).get(id=viewer.as_officer)
    told = LogLookup.objects.create(
        officer_id=viewer.as_officer,
        at=now,
        salt=secrets.token_hex(16),
        is_personal=lookup.is_personal,
        rows=rows,
        search_key=search_key(f"{name} {lookup.question} {lookup.purpose}"),
        **same,
    )
    payload = LogSearched(
        kind=lookup.kind.value,
        digest=digest_of(told),
        since=lookup.since or now - timedelta(hours=lookup.span_hours),
        until=lookup.until or now,
        is_personal=lookup.is_personal,
        purpose=hashed(told.salt, told.purpose),
        rows=rows,
    )
    record(payload, at=now, actor=viewer.actor(), subject=f"event_log_lookup:{told.id}")
    return told


def digest_of(told: LogLookup) -> str:
    """Return what the act says of a question: whoever has the row can show that it is the one that was asked."""
    return hashed(told.salt, told.question)


def hashed(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest() if text else ""
