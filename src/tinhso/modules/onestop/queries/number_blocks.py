# SPDX-License-Identifier: EUPL-1.2
"""Reserved numbers of a desk: blocks with their fates, numbers still open."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from tinhso.lib.dossier_code import format_dossier_code
from tinhso.modules.onestop.models import NumberBlock

MOST = 50


@dataclass(frozen=True)
class BlockLine:
    """One block: its numbers as codes with what became of each (a dossier, words, or nothing yet)."""

    block: NumberBlock
    codes: tuple[tuple[str, int, object], ...]

    @property
    def open_numbers(self) -> tuple[tuple[str, int], ...]:
        return tuple((code, number) for code, number, fate in self.codes if fate is None)


def blocks_of(units: Collection[uuid.UUID]) -> list[BlockLine]:
    """Return the blocks of some desks, newest first."""
    found = NumberBlock.objects.filter(unit_id__in=units).select_related("unit", "reserved_by")
    return [line_of(one) for one in found.prefetch_related("fates__dossier").order_by("-reserved_at")[:MOST]]


def line_of(block: NumberBlock) -> BlockLine:
    fates = {one.number: one for one in block.fates.all()}
    numbers = range(block.first, block.last + 1)
    return BlockLine(
        block,
        tuple((format_dossier_code(block.agency, block.day, number), number, fates.get(number)) for number in numbers),
    )


def open_numbers(unit_id: uuid.UUID) -> list[tuple[str, str]]:
    """Return what a receipt written by hand may bear: `block:number` and its code, oldest first."""
    lines = [one for one in blocks_of([unit_id]) if one.open_numbers][::-1]
    return [(f"{one.block.id}:{number}", code) for one in lines for code, number in one.open_numbers]
