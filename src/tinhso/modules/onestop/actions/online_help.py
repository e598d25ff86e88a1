# SPDX-License-Identifier: EUPL-1.2
"""What the house did for somebody who files on line (điền sẵn, cá nhân hóa), noted in the act of filing."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from tinhso.db import rows
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.models import Draft
from tinhso.modules.onestop.types import Channel


@dataclass(frozen=True)
class OnlineHelp:
    """The fields of the same names in `DossierSubmitted`."""

    prefilled: int = 0
    answered: int = 0
    personal: bool = False
    first_of_year: bool = False


NO_HELP = OnlineHelp()
_OFFERED = "SELECT EXISTS (SELECT 1 FROM onestop_offer WHERE draft_key = %s)"
_USED = """SELECT EXISTS (SELECT 1 FROM onestop_dossier
    WHERE applicant_id = %s AND submitter_id IS NULL AND channel = %s AND submitted_at >= %s)
    OR EXISTS (SELECT 1 FROM onestop_dossier WHERE submitter_id = %s AND channel = %s AND submitted_at >= %s)"""


def help_for(draft: Draft, kept: tuple[int, int], viewer: Viewer, now: datetime) -> OnlineHelp:
    """Return what is noted of a draft about to be filed. kept: answers kept as known, and all answers."""
    personal = bool(draft.from_store) or bool(rows.value(_OFFERED, draft.id))
    return OnlineHelp(*kept, personal=personal, first_of_year=_is_first(viewer.person_id, now))


def _is_first(person_id: uuid.UUID | None, now: datetime) -> bool:
    """Tell whether nobody filed on line with this account since New Year; two at once wait for each other."""
    if person_id is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"account:{person_id}"])
    begin = timezone.localtime(now).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    asked = (person_id, Channel.ONLINE.value, begin)
    return not rows.value(_USED, *asked, *asked)
