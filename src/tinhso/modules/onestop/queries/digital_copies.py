# SPDX-License-Identifier: EUPL-1.2
"""Electronic copies that stand, by person and by dossier; the book of certified copies."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import F, Q, QuerySet

from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.models import DigitalCopy, Dossier, Revocation
from tinhso.modules.onestop.policies_of_scans import RECALLED, ROLES
from tinhso.modules.onestop.scanning.types import CopyKind, Purpose


def _told() -> QuerySet[DigitalCopy]:
    return DigitalCopy.objects.select_related(
        "scan__person", "dossier__case", "dossier__version__procedure", "unit", "signed_by"
    )


def copies_of_dossiers(dossier_ids: Collection[uuid.UUID]) -> list[DigitalCopy]:
    """Return the signed copies made for these dossiers, oldest first."""
    return list(_told().filter(dossier_id__in=dossier_ids, signed_at__isnull=False).order_by("signed_at", "id"))


def standing_copies(person: Person) -> list[DigitalCopy]:
    """Return the signed copies of a person that were neither replaced nor lost their result since."""
    gone = Revocation.objects.filter(dossier__applicant=person).values("dossier")
    stands = Q(kind=CopyKind.CERTIFIED) | Q(result=F("dossier__result")) & ~Q(dossier__in=gone) & ~Q(
        dossier__case__state__in=RECALLED
    )
    mine = _told().filter(dossier__applicant=person, signed_at__isnull=False, replaced_at=None)
    return list(mine.filter(stands).order_by("-signed_at"))


def copies_of(dossier: Dossier) -> list[DigitalCopy]:
    """Return the signed copies of one dossier."""
    return copies_of_dossiers([dossier.case_id])


def years_of(viewer: Viewer) -> list[int]:
    """Return the years of the book of certified copies of the officer's units, newest first."""
    found = _book(viewer).values_list("year", flat=True).distinct().order_by("-year")
    return [year for year in found if year is not None]


def book_of(viewer: Viewer, *, year: int, text: str = "") -> list[DigitalCopy]:
    """Return the lines of a year, newest number first; every word of `text` stands in the line, diacritics aside."""
    words = search_key(text).split()
    lines = _book(viewer).filter(year=year).order_by("unit__name", "-number")
    return [one for one in lines if all(word in search_key(f"{one.number} {_words(one)}") for word in words)]


def _words(one: DigitalCopy) -> str:
    return f"{one.scan.name} {one.scan.person.full_name} {one.dossier.code or one.dossier.provisional}"


def _book(viewer: Viewer) -> QuerySet[DigitalCopy]:
    units = [seat.unit_id for seat in viewer.seats if seat.role in ROLES[Purpose.CERTIFIED]]
    return _told().filter(kind=CopyKind.CERTIFIED, unit_id__in=units)


def since(copy: DigitalCopy) -> datetime:
    """Return from when a copy counts; only for signed ones."""
    assert copy.signed_at is not None
    return copy.signed_at
