# SPDX-License-Identifier: EUPL-1.2
"""Systems and machines of the small world, registered by the real actions."""

import uuid
from datetime import date

from tinhso.kernel.events.models import Act
from tinhso.modules.security import actions
from tinhso.modules.security.models import InformationSystem, Machine
from tinhso.modules.security.tests.world import NOW
from tinhso.modules.security.types import (
    InformationKind,
    MachineKind,
    MachineTold,
    SystemKind,
    SystemTold,
)

TODAY = date(2026, 3, 2)


def system_told(world, name: str = "Cổng dịch vụ công", **changed) -> SystemTold:
    fields = {
        "owner_id": world.health.id,
        "focal_id": world.health.id,
        "security_unit_id": world.school.id,
        "name": name,
        "kind": SystemKind.CITIZENS,
        "information": (InformationKind.PERSONAL,),
        "components": "web; cơ sở dữ liệu",
        "since": date(2024, 5, 1),
    }
    return SystemTold(**(fields | changed))


def system(world, name: str = "Cổng dịch vụ công", viewer=None, **changed) -> InformationSystem:
    told = system_told(world, name, **changed)
    return actions.register_system(uuid.uuid4(), told, viewer=viewer or world.head, now=NOW)


def machine(world, host: str, *addresses: str, viewer=None, **changed) -> Machine:
    fields = {"unit_id": world.health.id, "host": host, "kind": MachineKind.SERVER, "addresses": addresses} | changed
    return actions.register_machine(uuid.uuid4(), MachineTold(**fields), viewer=viewer or world.head, now=NOW)


def verbs() -> list[str]:
    wanted = ("information_system", "machine", "internet_link")
    return [one for one in Act.objects.order_by("seq").values_list("verb", flat=True) if one.startswith(wanted)]
