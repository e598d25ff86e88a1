# SPDX-License-Identifier: EUPL-1.2
"""Signed papers of the book F06."""

import uuid

from tinhso.kernel.events.errors import NotAllowed
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.models import BookPaper
from tinhso.modules.onestop.policies import check_book


def book_papers(viewer: Viewer, unit_id: uuid.UUID, field: str, year: int) -> list[BookPaper]:
    """Return the signed papers of a book, the newest first; raises NotAllowed outside the viewer's scope."""
    _check_scope(viewer, unit_id)
    found = BookPaper.objects.filter(unit_id=unit_id, field=field, year=year).select_related("signed_by")
    return list(found.order_by("-signed_at"))


def book_paper(viewer: Viewer, paper_id: uuid.UUID) -> BookPaper:
    """Return a signed paper; raises NotAllowed outside the viewer's scope."""
    found = BookPaper.objects.get(id=paper_id)
    _check_scope(viewer, found.unit_id)
    return found


def can_sign(viewer: Viewer, unit_id: uuid.UUID) -> bool:
    """Whether the officer is offered to sign a book of the unit."""
    try:
        check_book(viewer, unit_id)
    except NotAllowed:
        return False
    return True


def _check_scope(viewer: Viewer, unit_id: uuid.UUID) -> None:
    if unit_id not in viewer.scope:
        raise NotAllowed("Đơn vị này không thuộc phạm vi của bạn. Hãy chọn đơn vị khác.")
