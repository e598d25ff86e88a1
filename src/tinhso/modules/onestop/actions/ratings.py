# SPDX-License-Identifier: EUPL-1.2
"""The applicant's vote: one per dossier, after it is finished."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.casework.errors import StepImpossible
from tinhso.kernel.casework.types import Phase
from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.dossiers import lock, subject_of
from tinhso.modules.onestop.errors import OnceOnly
from tinhso.modules.onestop.models import Rating
from tinhso.modules.onestop.policies import check_applicant
from tinhso.modules.onestop.types import DossierRated, Satisfaction


@transaction.atomic(durable=True)
def rate(dossier_id: uuid.UUID, *, level: Satisfaction, comment: str, viewer: Viewer, now: datetime) -> Rating:
    """Keep one vote; raises OnceOnly for a second, StepImpossible before the end. Source: 32/2017/TT-BTTTT."""
    dossier = lock(dossier_id)
    check_applicant(viewer, dossier)
    if dossier.case.phase not in (Phase.DONE, Phase.DROPPED):
        raise StepImpossible("Bạn có thể đánh giá sau khi hồ sơ được giải quyết xong.")
    if Rating.objects.filter(dossier=dossier).exists():
        raise OnceOnly("Bạn đã đánh giá hồ sơ này rồi. Cảm ơn bạn.")
    record(
        DossierRated(level=level, procedure=dossier.version.procedure_id, channel=dossier.channel),
        at=now,
        actor=viewer.actor(),
        subject=subject_of(dossier_id),
        case_id=dossier_id,
        unit_id=dossier.resolving_unit_id,
        area=dossier.case.area_code,
    )
    return Rating.objects.create(dossier=dossier, level=level, comment=comment.strip()[:2000], rated_at=now)
