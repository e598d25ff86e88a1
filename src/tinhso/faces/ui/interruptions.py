# SPDX-License-Identifier: EUPL-1.2
"""The banner of announced interruptions."""

from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from tinhso.modules.onestop.queries.interruptions import interruptions_ahead


def announced() -> list[Any]:
    """Return the interruptions that everybody is told about; none on the page that says the database is down."""
    try:
        return interruptions_ahead(timezone.now())
    except DatabaseError:
        return []
