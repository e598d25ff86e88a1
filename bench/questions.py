# SPDX-License-Identifier: EUPL-1.2
"""What the people of a province ask their lists, as often as they like; each question is one page of the desk."""

import random
import uuid
from collections.abc import Callable
from datetime import date
from typing import cast

from bench import bulk
from tinhso.kernel.casework import queries as casework
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.kernel.indicators import queries as indicators
from tinhso.kernel.indicators.queries import Scope
from tinhso.kernel.registry.models import Unit
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.queries import desk, dossiers, portal, search, service_figures, six_shares, statistics
from tinhso.modules.onestop.tests.world import START, TODAY
from tinhso.modules.scorecards import definitions
from tinhso.modules.scorecards import queries as scores

PAGE = 25
EVERYDAY = ("lam giay khai sinh cho con", "giấy độc thân", "sang tên sổ đỏ", "mo tiem tap hoa", "ket hon", "đất")
SLIPS = ("kahi sinh", "kết hoon", "chứng thưc", "hộ kinh danh", "lý lich tư pháp")
Question = Callable[[random.Random, int], object]


class Askers:
    """A head in every commune and a leader of the province; each question takes dice and the number of dossiers."""

    def __init__(self) -> None:
        self.communes = list(Unit.objects.filter(level="commune").order_by("id").values_list("id", "name"))
        province = next(iter(Unit.objects.filter(level="province").values_list("id", "name")))
        everywhere = frozenset(Unit.objects.values_list("id", flat=True))
        self.leader = _viewer(province, 0, "leader", everywhere)

    def questions(self) -> dict[str, Question]:
        return {
            "Inbox": self.inbox,
            "Search by name in a commune": self.by_name,
            "Search by name in the province": self.by_name_everywhere,
            "Search by code": self.by_code,
            "Newest of the province": self.newest_everywhere,
            "Page of a book": self.book,
            "Dossier page": self.dossier,
            "Figures and popular services of the first page": self.first_page,
            "Index 766 of the province": self.index_766,
            "Statistics of a year by commune and month": self.statistics,
            "Statistics of a year by service": self.by_service,
            "Six shares of online services": self.shares,
            "Search for a service in everyday words": self.service,
            "Search for a service with a slip": self.slip,
        }

    def head(self, place: int) -> Viewer:
        return _viewer(self.communes[place], place, "head", frozenset({self.communes[place][0]}))

    def _any_place(self, dice: random.Random) -> int:
        return dice.randrange(len(self.communes))

    def inbox(self, dice: random.Random, size: int) -> object:
        return list(desk.mine(self.head(self._any_place(dice)))[:PAGE])

    def by_name(self, dice: random.Random, size: int) -> object:
        return list(desk.search_dossiers(self.head(self._any_place(dice)), desk.Search(text=_name(dice)))[:PAGE])

    def by_name_everywhere(self, dice: random.Random, size: int) -> object:
        return list(desk.search_dossiers(self.leader, desk.Search(text=_name(dice)))[:PAGE])

    def by_code(self, dice: random.Random, size: int) -> object:
        return list(desk.search_dossiers(self.leader, desk.Search(text=f"HB-{dice.randrange(size)}"))[:PAGE])

    def newest_everywhere(self, dice: random.Random, size: int) -> object:
        return list(desk.search_dossiers(self.leader, desk.Search())[:PAGE])

    def book(self, dice: random.Random, size: int) -> object:
        place = self._any_place(dice)
        lines = desk.book_lines(self.head(place), self.communes[place][0], "ho_tich", 2000)
        return list(lines.filter(number__gte=dice.randrange(1 + size // len(self.communes)))[:PAGE])

    def first_page(self, dice: random.Random, size: int) -> object:
        return indicators.figures(Scope(date(TODAY.year, 1, 1), TODAY)), portal.popular_procedures(START)

    def index_766(self, dice: random.Random, size: int) -> object:
        return scores.card(definitions.index(scores.INDEX_766, TODAY), Scope(date(TODAY.year, 1, 1), TODAY))

    def statistics(self, dice: random.Random, size: int) -> object:
        """The table of a year by body and month, as its page asks for it."""
        return statistics.table(self.leader, statistics.Table(date(TODAY.year, 1, 1), TODAY, by="don_vi_thang"))

    def by_service(self, dice: random.Random, size: int) -> object:
        return service_figures.services_of(Scope(date(TODAY.year, 1, 1), date(TODAY.year, 12, 31)))

    def shares(self, dice: random.Random, size: int) -> object:
        return six_shares.six_shares(Scope(date(TODAY.year, 1, 1), TODAY))

    def service(self, dice: random.Random, size: int) -> object:
        return search.search(text=dice.choice(EVERYDAY), on=TODAY)

    def slip(self, dice: random.Random, size: int) -> object:
        return search.search(text=dice.choice(SLIPS), on=TODAY)

    def dossier(self, dice: random.Random, size: int) -> object:
        """Everything the page of one dossier shows."""
        case_id = cast(Dossier, dossiers.find_by_code(f"HB-{dice.randrange(size)}")).case_id
        found = dossiers.dossier_for_officer(self.leader, case_id)
        return (
            dossiers.journal(found, for_applicant=False),
            dossiers.components_of(found),
            dossiers.papers_of(found),
            dossiers.consultations_of(found),
            dossiers.arithmetic(found, now=START),
            casework.holdings_of(case_id),
        )


def _viewer(unit: tuple[uuid.UUID, str], number: int, role: str, scope: frozenset[uuid.UUID]) -> Viewer:
    officer = uuid.UUID(int=number + 1)
    seats = (Seat(*unit, role, "Phụ trách", ""),)
    return Viewer(f"officer:{officer}", "Lê Thị Đo", officer_id=officer, seats=seats, scope=scope)


def _name(dice: random.Random) -> str:
    return f"{dice.choice(bulk.FAMILY)} {dice.choice(bulk.MIDDLE)} {dice.choice(bulk.GIVEN)}"
