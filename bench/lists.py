# SPDX-License-Identifier: EUPL-1.2
"""p95 of the questions behind inbox, search, book and dossier page, as the number of dossiers grows."""

import random
import time
import uuid
from collections.abc import Callable, Sequence

from django.db import connection

from bench import bulk
from bench.figures import Figure, percentile
from bench.installation import installed
from bench.place import Place

SIZES, REPEATS, PAGE = (10_000, 100_000), 60, 25
LIMIT_MS = 50.0
"""The goal of the house at a million dossiers."""

Question = Callable[[random.Random, int], object]


def measure(place: Place, *, quick: bool = False, sizes: Sequence[int] = ()) -> list[Figure]:
    """Return a line per question and size; the growth against the smallest size stands in the notes."""
    wanted = sorted(sizes) or ([5_000] if quick else list(SIZES))
    repeats = 10 if quick else REPEATS
    figures, smallest = [], {}
    with installed(place):
        from tinhso.modules.onestop.queries.catalogue import version_in_force  # noqa: PLC0415 - after django.setup()
        from tinhso.modules.onestop.tests import world  # noqa: PLC0415

        version, there = version_in_force(world.MARRIAGE_STATUS, world.TODAY), 0
        for size in wanted:
            bulk.load(there, size - 1, version.id)
            there = size
            for name, question in _questions().items():
                p95, queries = _p95(question, size, repeats)
                first = smallest.setdefault(name, p95)
                note = f"{queries} queries; {p95 / first:.1f} times that at {wanted[0]:,}"
                figures.append(Figure(f"{name}, {size:,} dossiers, p95", p95, "ms", LIMIT_MS, "the goal", note))
    return figures


def _p95(question: Question, size: int, repeats: int) -> tuple[float, int]:
    """Return the 95th percentile in milliseconds (queries and their objects, no page), and the number of queries."""
    dice, taken, seen = random.Random(size), [], 0

    def count(execute: Callable[..., object], *arguments: object) -> object:
        nonlocal seen
        seen += 1
        return execute(*arguments)

    question(dice, size)
    with connection.execute_wrapper(count):
        for _ in range(repeats):
            began = time.perf_counter()
            question(dice, size)
            taken.append((time.perf_counter() - began) * 1000)
    return percentile(taken, 0.95), round(seen / repeats)


def _questions() -> dict[str, Question]:
    from tinhso.kernel.casework import queries as casework  # noqa: PLC0415
    from tinhso.kernel.identity.types import Seat, Viewer  # noqa: PLC0415
    from tinhso.kernel.registry.models import Unit  # noqa: PLC0415
    from tinhso.modules.onestop.queries import desk, dossiers  # noqa: PLC0415
    from tinhso.modules.onestop.tests.world import START  # noqa: PLC0415

    units = list(Unit.objects.filter(level="commune").order_by("id").values_list("id", "name"))
    province = next(iter(Unit.objects.filter(level="province").values_list("id", "name")))
    everywhere = frozenset(Unit.objects.values_list("id", flat=True))

    def viewer(place: int, role: str = "head") -> Viewer:
        unit_id, name = units[place]
        officer = uuid.UUID(int=place + 1)
        seats = (Seat(unit_id, name, role, "Phụ trách", ""),)
        return Viewer(f"officer:{officer}", "Lê Thị Đo", officer_id=officer, seats=seats, scope=frozenset({unit_id}))

    def leader() -> Viewer:
        seats = (Seat(*province, "leader", "Chủ tịch", ""),)
        officer = uuid.UUID(int=1)
        return Viewer(f"officer:{officer}", "Lê Thị Đo", officer_id=officer, seats=seats, scope=everywhere)

    def name(dice: random.Random) -> str:
        return f"{dice.choice(bulk.FAMILY)} {dice.choice(bulk.MIDDLE)} {dice.choice(bulk.GIVEN)}"

    def inbox(dice: random.Random, size: int) -> object:
        return list(desk.mine(viewer(dice.randrange(len(units))))[:PAGE])

    def by_name(dice: random.Random, size: int) -> object:
        mine = viewer(dice.randrange(len(units)))
        return list(desk.search_dossiers(mine, desk.Search(text=name(dice)))[:PAGE])

    def by_name_everywhere(dice: random.Random, size: int) -> object:
        return list(desk.search_dossiers(leader(), desk.Search(text=name(dice)))[:PAGE])

    def by_code(dice: random.Random, size: int) -> object:
        return list(desk.search_dossiers(leader(), desk.Search(text=f"HB-{dice.randrange(size)}"))[:PAGE])

    def newest_everywhere(dice: random.Random, size: int) -> object:
        return list(desk.search_dossiers(leader(), desk.Search())[:PAGE])

    def book(dice: random.Random, size: int) -> object:
        place = dice.randrange(len(units))
        lines = desk.book_lines(viewer(place), units[place][0], "ho_tich", 2000)
        return list(lines.filter(number__gte=dice.randrange(1 + size // len(units)))[:PAGE])

    def page(dice: random.Random, size: int) -> object:
        number = dice.randrange(size)
        case_id = dossiers.find_by_code(f"HB-{number}").case_id  # type: ignore[union-attr]
        dossier = dossiers.dossier_for_officer(leader(), case_id)
        return (
            dossiers.journal(dossier, for_applicant=False),
            dossiers.components_of(dossier),
            dossiers.papers_of(dossier),
            dossiers.consultations_of(dossier),
            dossiers.arithmetic(dossier, now=START),
            casework.holdings_of(case_id),
        )

    return {
        "Inbox": inbox,
        "Search by name in a commune": by_name,
        "Search by name in the province": by_name_everywhere,
        "Search by code": by_code,
        "Newest of the province": newest_everywhere,
        "Page of a book": book,
        "Dossier page": page,
    }
