# SPDX-License-Identifier: EUPL-1.2
"""Turn every act the portal should know into one message, in the order of the dossier."""

from datetime import datetime

from tinhso.kernel.events.catalogue import verb_of
from tinhso.kernel.events.subscriptions import react
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.exchange.actions import queue_for_partner
from tinhso.kernel.exchange.queries import partner
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.national import records
from tinhso.modules.onestop.national.mapping import PARTNER, TOLD, Service
from tinhso.modules.onestop.types import DossierSubmitted

SUBSCRIBER = "national"
TELLINGS = {verb_of(payload).name: telling for payload, telling in TOLD.items()}
FIRST = verb_of(DossierSubmitted).name


@react(SUBSCRIBER, *TOLD)
def tell_portal(act: ActRow, now: datetime) -> None:
    """Queue the message of an act; the same act has the same key.

    Nothing is queued before the portal is connected, nor for acts older than that: a day is replayed instead.
    """
    portal = partner(PARTNER)
    if portal is None or act.case_id is None or act.at < portal.registered_at:
        return
    dossier = Dossier.objects.select_related(*records.RELATED).filter(case_id=act.case_id).first()
    if dossier is None:
        return
    queue_for_partner(
        PARTNER,
        key=f"national:{act.seq}",
        stream=f"dossier:{dossier.case_id}",
        subject=f"Cổng DVCQG: {dossier.code or dossier.provisional}",
        body=_body(dossier, act),
        now=now,
        case_id=dossier.case_id,
    )


def _body(dossier: Dossier, act: ActRow) -> records.Record:
    telling = TELLINGS[act.verb]
    state = telling.state or dossier.case.state
    if telling.service is Service.STEP:
        record = records.step(dossier, act, state=state)
    else:
        record = records.whole(dossier, state=state, at=act.at)
    return records.envelope(dossier, telling.service, record, updating=act.verb != FIRST)
