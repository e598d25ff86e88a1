# SPDX-License-Identifier: EUPL-1.2
"""A system and a source of a unit, registered by the real actions, for tests of the pages on them."""

import uuid

from django.utils import timezone

from tinhso.modules.security import actions
from tinhso.modules.security.models import (
    InformationSystem,
    Source,
)
from tinhso.modules.security.types import (
    InformationKind,
    SourceKind,
    SourceTold,
    SystemKind,
    SystemTold,
)


def registered(people, name: str = "Cổng thử", viewer=None, **changed) -> InformationSystem:
    unit = people.unit.id
    fields = {"owner_id": unit, "focal_id": unit, "security_unit_id": unit, "name": name,
              "kind": SystemKind.CITIZENS, "information": (InformationKind.PERSONAL,)} | changed  # fmt: skip
    return actions.register_system(uuid.uuid4(), SystemTold(**fields), viewer=viewer or people.head, now=timezone.now())


def source(people, host: str = "tuong-lua") -> Source:
    told = SourceTold(people.unit.id, host, SourceKind.NETWORK, 600)
    return actions.register_source(uuid.uuid4(), told, viewer=people.head, now=timezone.now())[0]
