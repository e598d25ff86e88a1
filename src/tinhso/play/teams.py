# SPDX-License-Identifier: EUPL-1.2
"""The people of each unit as viewers, read once."""

import uuid
from dataclasses import dataclass
from datetime import date
from random import Random

from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.queries import officers_in, viewer_of_officer
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.types import PostRole


@dataclass(frozen=True)
class Team:
    """Who receives, distributes, examines and signs in one unit."""

    reception: Viewer
    head: Viewer
    specialists: tuple[Viewer, ...]
    leader: Viewer

    def specialist(self, dice: Random) -> Viewer:
        return dice.choice(self.specialists)


class Teams:
    """Teams by unit, read from the registry on first use."""

    system = Actor("system:play")

    def __init__(self, today: date) -> None:
        self.today = today
        self._teams: dict[uuid.UUID, Team] = {}

    def of(self, unit_id: uuid.UUID) -> Team:
        """Return the team of a unit; raises LookupError when a post is empty."""
        if unit_id not in self._teams:
            self._teams[unit_id] = Team(
                reception=self._one(unit_id, PostRole.RECEPTION),
                head=self._one(unit_id, PostRole.HEAD),
                specialists=tuple(self._all(unit_id, PostRole.SPECIALIST)),
                leader=self._one(unit_id, PostRole.LEADER),
            )
        return self._teams[unit_id]

    def _one(self, unit_id: uuid.UUID, role: PostRole) -> Viewer:
        found = self._all(unit_id, role)
        if not found:
            raise LookupError(f"nobody holds a post of role {role} in unit {unit_id}")
        return found[0]

    def _all(self, unit_id: uuid.UUID, role: PostRole) -> list[Viewer]:
        return [viewer_of_officer(officer, self.today) for officer in officers_in(unit_id, self.today, role)]
