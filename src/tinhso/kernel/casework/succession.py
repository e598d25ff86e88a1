# SPDX-License-Identifier: EUPL-1.2
"""Where work goes when units end: asked by the modules for the units and areas they keep in their own rows.

A module registers a follower; a reorganisation calls it in its own transaction, after the units have changed and
the cases have moved, so that no row of a living case names a unit that is no longer in force.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.types import Level, PlannedMerger


@dataclass(frozen=True)
class Successions:
    """The mergers of one reorganisation by ended unit, and the communes of the law before and after.

    areas: code before → code now, of the communes that passed whole into another one.
    """

    mergers: Mapping[uuid.UUID, PlannedMerger]
    areas: Mapping[str, str]
    on: date

    def area_now(self, code: str) -> str:
        """Return today's code of a commune; a code that did not change, or was divided, stays."""
        return self.areas.get(code, code)

    def home_of(self, unit_id: uuid.UUID, area_now: str) -> uuid.UUID:
        """Return the unit that answers from now on: the unit itself, its successor, or for a district the commune.

        area_now: the commune of the case in today's codes, empty when it has none.
        """
        merger = self.mergers.get(unit_id)
        if merger is None:
            return unit_id
        if merger.successor is not None:
            return merger.successor
        unit = registry.unit_for_area(area_now, Level.COMMUNE, self.on) if area_now else None
        fallback = unit or registry.unit_of_kind("service_centre", self.on) or registry.territory().root
        return fallback.id


Follower = Callable[[Successions], None]
FOLLOWERS: dict[str, Follower] = {}


def follow(name: str) -> Callable[[Follower], Follower]:
    """Register a function that moves a module's own rows to the units and areas of today."""

    def register(follower: Follower) -> Follower:
        FOLLOWERS[name] = follower
        return follower

    return register
