# SPDX-License-Identifier: EUPL-1.2
"""After a reorganisation: sources, systems, machines and links on the register belong to units in force."""

from django.db.models import Model

from tinhso.kernel.casework.succession import Successions, follow
from tinhso.modules.security.models import InformationSystem, InternetLink, Machine, Source

PLACES: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Source, ("unit_id",)),
    (Machine, ("unit_id",)),
    (InternetLink, ("unit_id",)),
    (InformationSystem, ("owner_id", "focal_id", "security_unit_id")),
)


@follow("security")
def move_to_successors(successions: Successions) -> None:
    """Move what is on the register from ended units to who answers now; inside the caller's transaction."""
    ended = list(successions.mergers)
    for model, columns in PLACES:
        for column in columns:
            found = model._default_manager.filter(**{f"{column}__in": ended, "withdrawn_at": None})
            for key, unit_id in found.values_list("pk", column):
                now = successions.home_of(unit_id, "")
                model._default_manager.filter(pk=key).update(**{column: now})
    for system in InformationSystem.objects.filter(operators__overlap=ended, withdrawn_at=None):
        others = [successions.home_of(one, "") for one in system.operators]
        InformationSystem.objects.filter(id=system.id).update(operators=others)
