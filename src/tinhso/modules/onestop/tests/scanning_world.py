# SPDX-License-Identifier: EUPL-1.2
"""Scans for tests: files sent from the counter, read by the worker's own action with a quick stand-in reader."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tinhso.kernel.documents.scanning import Line, PageFound, PageUnreadable, Picture, Reading
from tinhso.kernel.documents.tests import sheets
from tinhso.kernel.events.models import Act
from tinhso.modules.onestop.actions.filing import Filing, file_at_counter
from tinhso.modules.onestop.actions.paper_scans import PaperBegun, scan_paper
from tinhso.modules.onestop.actions.scan_reading import read_waiting_scans
from tinhso.modules.onestop.actions.scans import ScanFile, add_scan, arrange_page
from tinhso.modules.onestop.definitions import components_of
from tinhso.modules.onestop.models import Dossier, Scan, ScanPage
from tinhso.modules.onestop.queries.catalogue import version_in_force
from tinhso.modules.onestop.scanning.types import Deed, Nature, Purpose
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.types import Channel

COPY = "2.000815"  # chứng thực bản sao: bản sao phải nộp
SITTING = "counter:0190a5b0-0000-7000-8000-000000000001"
NOW = world.START
SOON = NOW + timedelta(minutes=1)
LATER = NOW + timedelta(days=2)
LINES = tuple(Line(text, 100, 100 + 60 * place, 900, 40) for place, text in enumerate(sheets.LINES))


def version() -> Any:
    return version_in_force(COPY, world.TODAY)


def part(kind: str = "submit") -> dict[str, Any]:
    """Return a component of the procedure that is to be handed in, or one only shown."""
    return next(one for one in components_of(version().definition) if (one["kind"] == "show") == (kind == "show"))


def scanned(people: world.Staff, person: Any, *files: bytes, sitting: str = SITTING, **more: Any) -> Scan:
    """Send files for one component; one page unless told otherwise."""
    sent = [ScanFile(f"trang-{place}", data) for place, data in enumerate(files or (sheets.jpeg(),))]
    said = {"key": part()["key"], "nature": Nature.PAPER, "viewer": people.reception, "now": NOW} | more
    return add_scan(sent, person=person, version=version(), sitting=sitting, unit_id=people.unit.id, **said)


class Reader:
    """Reads at once what `lines` says; a page in `broken` has no picture, one in `silent` no text."""

    def __init__(self) -> None:
        self.lines: Sequence[Line] = LINES
        self.broken: set[int] = set()
        self.silent: set[int] = set()
        self.turns: list[int | None] = []

    def __call__(self, data: bytes, media_type: str, *, page: int = 0, turn: int | None = None) -> PageFound:
        self.turns.append(turn)
        if page in self.broken:
            raise PageUnreadable("Không dựng được hình của trang này. Hãy quét lại riêng trang đó.")
        picture = Picture(sheets.jpeg(lines=(f"trang {page}",)), *sheets.SIZE, 0.05)
        if page in self.silent:
            return PageFound(picture, 0, Reading((), 0.0), "Nhận dạng chữ của trang này quá thời gian.")
        return PageFound(picture, turn or 0, Reading(tuple(self.lines), 95.0))


def read_all(*, limit: int = 500) -> int:
    return read_waiting_scans(now=SOON, limit=limit)


def ready(people: world.Staff, person: Any, *files: bytes, **more: Any) -> Scan:
    scan = scanned(people, person, *files, **more)
    read_all()
    scan.refresh_from_db()
    return scan


def filed(people: world.Staff, person: Any, scan: Scan, sitting: str = SITTING) -> Dossier:
    """File the dossier for which a scan was made."""
    filing = Filing(
        version=version(),
        applicant=person,
        commune_code=world.COMMUNE,
        answers={},
        channel=Channel.COUNTER,
        client_key=sitting,
        documents={scan.key: scan.document_id},
    )
    return file_at_counter(filing, viewer=people.reception, unit_id=people.unit.id, now=SOON)


def pages(scan: Scan) -> list[ScanPage]:
    return list(ScanPage.objects.filter(scan=scan).order_by("place", "id"))


def verbs(scan: Scan) -> list[str]:
    return list(Act.objects.filter(subject=f"scan:{scan.id}").order_by("seq").values_list("verb", flat=True))


def deed(people: world.Staff, scan: Scan, page: ScanPage, what: Deed) -> Any:
    return arrange_page(scan.id, page.pk, what, viewer=people.reception, now=SOON)


def paper(people: world.Staff, dossier: Dossier, purpose: Purpose, *files: bytes, **more: Any) -> Scan:
    """Scan a paper to a dossier at hand, one page unless told otherwise, and let it be read."""
    sent = [ScanFile(f"trang-{place}", data) for place, data in enumerate(files or (sheets.jpeg(),))]
    viewer = more.pop("viewer", people.specialist)
    begun = PaperBegun(purpose, more.pop("name", "Biên bản xác minh"), sent, more.pop("client_key", uuid4()), **more)
    scan = scan_paper(dossier.case_id, begun, viewer=viewer, now=LATER)
    read_waiting_scans(now=LATER + timedelta(minutes=1), limit=50)
    scan.refresh_from_db()
    return scan
