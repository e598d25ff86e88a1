# SPDX-License-Identifier: EUPL-1.2
"""Choosing procedures by touch: what is chosen stands in the address, so that no script and no session is needed."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from tinhso.faces.portal.reading import read_text, storable
from tinhso.modules.onestop.queries import queue as queries
from tinhso.modules.onestop.queries.search import search

MOST_CHOSEN, MOST_SHOWN = 10, 12


@dataclass(frozen=True)
class Picker:
    """What was chosen so far, what was searched for, and the addresses that add and take away."""

    chosen: list[tuple[Any, str]]
    found: list[tuple[Any, str]]
    typed: str
    sector: str
    codes: list[str]
    back: str
    kept: dict[str, str]


def chosen_codes(data: QueryDict) -> list[str]:
    """Return the codes in a request, each once."""
    return list(dict.fromkeys(storable(one)[:12] for one in data.getlist("tt")))[:MOST_CHOSEN]


def address(codes: list[str], **more: str) -> str:
    """Return the query of the same page with these codes and more."""
    query = QueryDict(mutable=True)
    query.setlist("tt", codes)
    for name, value in more.items():
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def picker(request: HttpRequest, **kept: str) -> Picker:
    """Return what the page shows; kept: parts of the address that stay while choosing."""
    codes = chosen_codes(request.GET)
    typed, sector = read_text(request.GET, "q").strip(), read_text(request.GET, "lv", longest=40)
    known = queries.procedures_named(codes)
    codes = [one.code for one in known]
    if typed:
        found = [one.procedure for one in search(text=typed, on=timezone.localdate()).hits[:MOST_SHOWN]]
    else:
        found = queries.procedures_in(sector) if sector else []
    return Picker(
        chosen=[(one, address([code for code in codes if code != one.code], **kept)) for one in known],
        found=[(one, address([*codes, one.code], **kept)) for one in found if one.code not in codes],
        typed=typed,
        sector=sector,
        codes=codes,
        back=address(codes, **kept),
        kept=kept,
    )
