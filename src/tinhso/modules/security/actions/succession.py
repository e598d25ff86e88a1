# SPDX-License-Identifier: EUPL-1.2
"""After a reorganisation: sources still on the register belong to units in force."""

from tinhso.kernel.casework.succession import Successions, follow
from tinhso.modules.security.models import Source


@follow("security")
def move_to_successors(successions: Successions) -> None:
    """Move the sources of ended units; inside the caller's transaction."""
    for source in Source.objects.filter(unit_id__in=list(successions.mergers), withdrawn_at=None):
        Source.objects.filter(id=source.id).update(unit_id=successions.home_of(source.unit_id, ""))
