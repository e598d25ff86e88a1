# SPDX-License-Identifier: EUPL-1.2
"""Reads of scans: what waits, how far one is, what it suggests, what is held already so that nobody scans it again."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from tinhso.kernel.documents.models import Document
from tinhso.kernel.events.lanes import WHOLE, Lane
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.models import Component, DigitalCopy, Dossier, ProcedureVersion, Scan, ScanPage
from tinhso.modules.onestop.policies_of_scans import ROLES, check_scan
from tinhso.modules.onestop.queries.digital_copies import since, standing_copies
from tinhso.modules.onestop.scanning.suggestions import Suggestion, suggestions_of
from tinhso.modules.onestop.scanning.types import Purpose, ScanState

HELD_AT_MOST = 3


@dataclass(frozen=True)
class Held:
    """A paper of this person that the house has: its document, title, since when, from which dossier."""

    document_id: uuid.UUID
    title: str
    since: datetime
    number: str


def _counted() -> QuerySet[Scan]:
    return Scan.objects.select_related("person", "dossier", "clerk").annotate(
        pages_total=Count("pages"), pages_read=Count("pages", filter=Q(pages__read_at__isnull=False))
    )


def pages_to_read(now: datetime, *, limit: int, lane: Lane = WHOLE) -> list[ScanPage]:
    """Return pages to be read: first pages of all scans first, so that a short one never waits for a long one."""
    waiting = Q(read_at=None, scan__state=ScanState.WAITING)
    due = Q(scan__retry_at=None) | Q(scan__retry_at__lte=now)
    pages = ScanPage.objects.filter(waiting & due).alias(lane=F("id") % lane.of).filter(lane=lane.number)
    return list(pages.select_related("scan").order_by("place", "id")[:limit])


def scan_for(viewer: Viewer, scan_id: uuid.UUID) -> Scan:
    """Return a scan of the officer's desk with `pages_total` and `pages_read`; raises NotYourTurn for strangers."""
    scan = _counted().get(id=scan_id)
    check_scan(viewer, scan)
    return scan


def page_for(viewer: Viewer, page_id: int) -> ScanPage:
    page = ScanPage.objects.select_related("scan").get(pk=page_id)
    check_scan(viewer, page.scan)
    return page


def pages_of(scan: Scan) -> list[ScanPage]:
    return list(ScanPage.objects.filter(scan=scan).order_by("removed", "place", "id"))


def scans_of_sitting(sitting: str) -> dict[str, Scan]:
    """Return the scans made for one filing by component key."""
    found = _counted().filter(sitting=sitting).exclude(state=ScanState.DROPPED)
    return {scan.key: scan for scan in found}


def scans_of_dossier(dossier: Dossier) -> dict[uuid.UUID, Scan]:
    """Return the scans of a dossier by document."""
    return {scan.document_id: scan for scan in _counted().filter(dossier=dossier)}


def open_scans(viewer: Viewer, *, limit: int = 200) -> list[Scan]:
    """Return what this officer's desks still have to check and sign, oldest first."""
    roles = {Purpose.INTAKE: ("reception",), **ROLES}
    own = Q(pk=None)
    for purpose, able in roles.items():
        own |= Q(purpose=purpose, unit_id__in=[seat.unit_id for seat in viewer.seats if seat.role in able])
    waiting = own & Q(state__in=[ScanState.WAITING, ScanState.READY])
    return list(_counted().filter(waiting).order_by("created_at")[:limit])


def suggested(scan: Scan) -> list[Suggestion]:
    """Return what the recognised text seems to say, from its first pages on."""
    pages = ScanPage.objects.filter(scan=scan, removed=False).order_by("place", "id").values_list("lines", flat=True)
    return suggestions_of([line[0] for lines in pages for line in lines])


def held_copy_of(sha256: str, person: Person) -> Document | None:
    """Return a document of this person that holds exactly these bytes, scans given up left out."""
    dropped = Scan.objects.filter(person=person, state=ScanState.DROPPED).values("document")
    found = Document.objects.filter(owner=person.key, versions__blob_id=sha256).exclude(id__in=dropped)
    return found.order_by("-created_at").first()


def held_for(person: Person, version: ProcedureVersion) -> dict[str, list[Held]]:
    """Return, by component key, papers of this person that need not be handed in again.

    The same component of the same procedure or of another by its name, digitised or electronic; and results this
    house issued whose name the component asks for. Source: 224/2026/NĐ-CP, Điều 15.
    """
    mine = Component.objects.filter(dossier__applicant=person, superseded_at=None, document__isnull=False)
    kept = list(mine.filter(Q(digitised_at__isnull=False) | Q(source="upload")).select_related("dossier"))
    results = list(
        Dossier.objects.filter(applicant=person, case__outcome="granted", result__isnull=False).select_related("result")
    )
    copies = standing_copies(person)
    found = {}
    for one in definitions.components_of(version.definition):
        wanted = search_key(one["name"])
        held = [_component(part) for part in kept if search_key(part.name) == wanted]
        held += [_copy(part) for part in copies if search_key(part.scan.name) in wanted]
        held += [_result(part) for part in results if part.result and search_key(part.result.title) in wanted]
        found[one["key"]] = _newest(held)
    return found


def _newest(held: Sequence[Held]) -> list[Held]:
    return sorted(held, key=lambda one: one.since, reverse=True)[:HELD_AT_MOST]


def _component(part: Component) -> Held:
    assert part.document_id is not None
    return Held(part.document_id, part.name, part.added_at, part.dossier.code or part.dossier.provisional)


def _copy(copy: DigitalCopy) -> Held:
    return Held(copy.scan.document_id, copy.scan.name, since(copy), copy.dossier.code or copy.dossier.provisional)


def _result(dossier: Dossier) -> Held:
    assert dossier.result is not None
    since = dossier.finished_at or dossier.submitted_at
    return Held(dossier.result.id, dossier.result.title, since, dossier.code or dossier.provisional)
