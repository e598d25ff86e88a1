# SPDX-License-Identifier: EUPL-1.2
"""Pages of long lists by key: the next page begins after the last row seen, however long the list; nothing is counted.

A row that moves meanwhile is shown where it now stands; no row is skipped because of another.
"""

import base64
import binascii
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

SIZE = 25
Key = tuple[datetime | None, str]


@dataclass(frozen=True)
class Order:
    """The order of a list: one instant that may be missing (then last), and the identifier to tell equals apart."""

    column: str
    descending: bool = False
    identifier: str = "id"

    def of(self, rows: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
        falling = self.descending != backwards
        place = F(self.column).desc(nulls_first=True) if falling else F(self.column).asc(nulls_first=True)
        if not backwards:
            place = F(self.column).desc(nulls_last=True) if falling else F(self.column).asc(nulls_last=True)
        return rows.order_by(place, f"-{self.identifier}" if backwards else self.identifier)

    def after(self, key: Key) -> Q:
        """Return what comes after a row."""
        at, ident = key
        later = Q(**{f"{self.identifier}__gt": ident})
        if at is None:
            return Q(**{f"{self.column}__isnull": True}) & later
        beyond = Q(**{f"{self.column}__{'lt' if self.descending else 'gt'}": at})
        return beyond | (Q(**{self.column: at}) & later) | Q(**{f"{self.column}__isnull": True})

    def before(self, key: Key) -> Q:
        """Return what comes before a row."""
        at, ident = key
        earlier = Q(**{f"{self.identifier}__lt": ident})
        if at is None:
            return Q(**{f"{self.column}__isnull": False}) | (Q(**{f"{self.column}__isnull": True}) & earlier)
        beyond = Q(**{f"{self.column}__{'gt' if self.descending else 'lt'}": at})
        return beyond | (Q(**{self.column: at}) & earlier)


@dataclass(frozen=True)
class Slice:
    """One page of a list with the addresses of its neighbours, empty at the ends."""

    rows: list[Any]
    previous: str
    next: str


def page(rows: QuerySet[Any], order: Order, sent: QueryDict, key_of: Callable[[Any], Key]) -> Slice:
    """Return the page asked for by `?sau=` (after a row) or `?truoc=` (before a row); the first one otherwise.

    A key that cannot be read counts as none: an old link shows the beginning of the list.
    """
    after, before = _read(sent.get("sau", "")), _read(sent.get("truoc", ""))
    if before is not None:
        found = list(order.of(rows.filter(order.before(before)), backwards=True)[: SIZE + 1])
        more, found = len(found) > SIZE, found[:SIZE][::-1]
        back = _link(sent, "truoc", found[:1], key_of) if more else ""
        return Slice(found, back, _link(sent, "sau", found[-1:], key_of))
    found = list(order.of(rows.filter(order.after(after)) if after else rows)[: SIZE + 1])
    more, found = len(found) > SIZE, found[:SIZE]
    back = _link(sent, "truoc", found[:1], key_of) if after else ""
    return Slice(found, back, _link(sent, "sau", found[-1:], key_of) if more else "")


def _link(sent: QueryDict, name: str, edge: list[Any], key_of: Callable[[Any], Key]) -> str:
    if not edge:
        return ""
    query = sent.copy()
    for old in ("sau", "truoc"):
        query.pop(old, None)
    query[name] = _written(key_of(edge[0]))
    return f"?{query.urlencode()}"


def _written(key: Key) -> str:
    at, ident = key
    return base64.urlsafe_b64encode(json.dumps([at.isoformat() if at else None, ident]).encode()).decode().rstrip("=")


def _read(text: str) -> Key | None:
    try:
        at, ident = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        moment = parse_datetime(at) if at else None
        return None if moment is not None and moment.tzinfo is None else (moment, str(uuid.UUID(ident)))
    except (ValueError, TypeError, AttributeError, binascii.Error):
        return None
