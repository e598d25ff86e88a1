# SPDX-License-Identifier: EUPL-1.2
"""Turn every act the portal should know into one message, in the order of the dossier."""

from datetime import datetime

from tinhso.kernel.events.catalogue import verb_of
from tinhso.kernel.events.subscriptions import react
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.exchange.actions import queue_for_partner
from tinhso.kernel.exchange.queries import partner, stream_begun
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.national import records
from tinhso.modules.onestop.national.mapping import PARTNER, TOLD, Service

SUBSCRIBER = "national"
TELLINGS = {verb_of(payload).name: telling for payload, telling in TOLD.items()}


@react(SUBSCRIBER, *TOLD)
def tell_portal(act: ActRow, now: datetime) -> None:
    """Queue the message of an act; the same act has the same key.

    Nothing is queued before the portal is connected, nor for acts older than that: a day is replayed instead. The
    first act of a dossier older than the connection carries the whole record: the portal refuses a step of the unknown.
    """
    portal = partner(PARTNER)
    if portal is None or act.case_id is None or act.at < portal.registered_at:
        return
    dossier = Dossier.objects.select_related(*records.RELATED).filter(case_id=act.case_id).first()
    if dossier is None:
        return
    stream = f"dossier:{dossier.case_id}"
    queue_for_partner(
        PARTNER,
        key=f"national:{act.seq}",
        stream=stream,
        subject=f"Cổng DVCQG: {dossier.code or dossier.provisional}",
        body=_body(dossier, act, known=stream_begun(PARTNER, stream)),
        now=now,
        case_id=dossier.case_id,
    )


def _body(dossier: Dossier, act: ActRow, *, known: bool) -> records.Record:
    telling = TELLINGS[act.verb]
    state = telling.state or dossier.case.state
    if known and telling.service is Service.STEP:
        return records.envelope(dossier, Service.STEP, records.step(dossier, act, state=state), updating=True)
    service = telling.service if known else Service.DOSSIER
    return records.envelope(dossier, service, records.whole(dossier, state=state, at=act.at), updating=known)
