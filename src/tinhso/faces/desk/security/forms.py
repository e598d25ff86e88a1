# SPDX-License-Identifier: EUPL-1.2
"""What the forms of information security share: a deed tried, its refusal beside the box; small readings."""

import re
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from tinhso.faces.desk import reading
from tinhso.faces.ui.middleware import status_of
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.modules.security.queries import duty_list

WHOLE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+")
"""A dot elsewhere may be a decimal point: asked again, never guessed."""


def tried(deed: Callable[[], Any]) -> tuple[dict[str, str], int]:
    """Do what a form asks; return the sentences beside its boxes with the status, none and 200 when it was done.

    What an officer may not do is raised on: it is no fault of the form.
    """
    try:
        deed()
    except reading.FormFault as fault:
        return fault.errors, 422
    except NotAllowed:
        raise
    except HouseError as refusal:
        return reading.placed(refusal), status_of(refusal)
    return {}, 200


def text(data: Mapping[str, str], name: str, longest: int = 4001) -> str:
    """Return what was typed without what the database cannot hold; one letter over the limit is kept to be refused."""
    return data.get(name, "").replace("\x00", "")[:longest]


def moment(data: Mapping[str, str], name: str) -> datetime:
    """Return a moment that has to be there, also with the day first as lists write it; else raises FormFault."""
    found = duty_list.moment(data.get(name, "")[:40])
    if found is None or not reading.FIRST_YEAR <= found.year <= reading.LAST_YEAR:
        raise reading.FormFault({name: _("Hãy chọn ngày và giờ.")})
    return found


def whole(data: Mapping[str, str], name: str, sentence: str) -> int | None:
    """Return a whole number typed with or without dots between thousands; None when nothing was typed."""
    typed = data.get(name, "").strip().replace(" ", "")
    if not typed:
        return None
    if len(typed) > 19 or not WHOLE.fullmatch(typed):
        raise reading.FormFault({name: sentence})
    return int(typed.replace(".", ""))


def required_whole(data: Mapping[str, str], name: str) -> int:
    sentence = _("Hãy ghi con số bằng chữ số, ví dụ 12.500.")
    found = whole(data, name, sentence)
    if found is None:
        raise reading.FormFault({name: sentence})
    return found


def identifiers(data: QueryDict, name: str) -> tuple[uuid.UUID, ...]:
    """Return the rows ticked in a box, those that are none left out."""
    found = []
    for one in data.getlist(name):
        try:
            found.append(uuid.UUID(one))
        except ValueError:
            continue
    return tuple(found)


def typed_values(request: HttpRequest, *lists: str) -> dict[str, Any]:
    """Return what was typed, so that a page with a fault loses nothing; lists: boxes that hold several."""
    return request.POST.dict() | {name: request.POST.getlist(name) for name in lists}


def asked_text(request: HttpRequest, name: str = "q") -> str:
    return request.GET.get(name, "")[:200].replace("\x00", "").strip()


def file_query(request: HttpRequest) -> str:
    """Return the address of a list without its page and form of file."""
    query = request.GET.copy()
    for name in ("dang", "trang"):
        query.pop(name, None)
    return query.urlencode()
