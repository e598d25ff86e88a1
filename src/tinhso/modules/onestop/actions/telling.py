# SPDX-License-Identifier: EUPL-1.2
"""A person chooses how to be told: opting in and out are acts."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.errors import NoSuchWay
from tinhso.modules.onestop.models import NoticeChoice
from tinhso.modules.onestop.telling.rules import may_choose
from tinhso.modules.onestop.telling.texts import must_be_told
from tinhso.modules.onestop.telling.types import Kind, NoticesChosen, Way


@transaction.atomic(durable=True)
def choose_notices(choices: Mapping[Kind, Way], *, viewer: Viewer, now: datetime) -> int:
    """Keep the viewer's own choices; return how many changed, each an act.

    Raises NoSuchWay for switching off what must be told; nothing is kept then.
    """
    person_id = viewer.person_id
    if person_id is None or not all(may_choose(way, always=must_be_told(kind)) for kind, way in choices.items()):
        raise NoSuchWay("Thông báo này phải gửi theo thủ tục nên không tắt được. Lựa chọn của bạn chưa được lưu.")
    Person.objects.select_for_update().get(id=person_id)
    return sum(_choose(person_id, kind, way, viewer, now) for kind, way in choices.items())


def _choose(person_id: uuid.UUID, kind: Kind, way: Way, viewer: Viewer, now: datetime) -> bool:
    standing = NoticeChoice.objects.filter(person_id=person_id, kind=kind).first()
    before = standing.way if standing else ""
    if before == way:
        return False
    NoticeChoice.objects.update_or_create(person_id=person_id, kind=kind, defaults={"way": way, "chosen_at": now})
    payload = NoticesChosen(kind=kind.value, way=way.value, before=before)
    record(payload, at=now, actor=viewer.actor(), subject=f"person:{person_id}")
    return True
