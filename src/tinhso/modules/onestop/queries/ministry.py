# SPDX-License-Identifier: EUPL-1.2
"""Dossiers of a ministry's system as officers of the province look at them."""

from django.db.models import QuerySet

from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.models import MinistryDossier


def ministry_dossiers(viewer: Viewer, *, text: str = "") -> QuerySet[MinistryDossier]:
    """Return those of the units in the viewer's scope that hold every word without diacritics, newest first."""
    found = MinistryDossier.objects.select_related("unit").order_by("-received_at", "number")
    if not viewer.oversees(registry.territory().root_id):
        found = found.filter(unit_id__in=viewer.scope)
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    return found
