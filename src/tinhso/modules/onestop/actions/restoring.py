# SPDX-License-Identifier: EUPL-1.2
"""The way back from an offer: remove what was prepared, withdraw what was filed, prove that all is as before."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.dossiers import lock as lock_dossier
from tinhso.modules.onestop.actions.drafts import begin
from tinhso.modules.onestop.actions.offers import lock, settle
from tinhso.modules.onestop.actions.stops import ask_to_withdraw
from tinhso.modules.onestop.errors import CannotRestore
from tinhso.modules.onestop.models import Dossier, Draft, Offer
from tinhso.modules.onestop.policies import check_applicant
from tinhso.modules.onestop.proactive import rules
from tinhso.modules.onestop.proactive.types import OfferRestored, RestoreRequested, Standing
from tinhso.modules.onestop.queries import offers
from tinhso.modules.onestop.workflow import DOSSIER


@transaction.atomic(durable=True)
def restore_offer(offer_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Offer:
    """Put everything back as it was before the offer; the button pressed twice does it once.

    A prepared draft goes at once. A filed dossier is withdrawn by its legal way (118/2025/NĐ-CP, Điều 21): the desk
    confirms, `note_restored` then compares. Raises CannotRestore once a decision is signed. Source: 224/2026, Điều 16.
    """
    return _go_back(offer_id, "restore", viewer, now)


@transaction.atomic(durable=True)
def adjust_offer(offer_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Offer:
    """Withdraw what was filed automatically and leave its answers as a draft to correct; the pledge is left open."""
    return _go_back(offer_id, "adjust", viewer, now)


def _go_back(offer_id: uuid.UUID, choice: str, viewer: Viewer, now: datetime) -> Offer:
    found = offers.offer_for(viewer, offer_id)
    # Parent before child: the dossier is locked before the offer that points to it, as the reaction does.
    dossier = lock_dossier(found.dossier_id) if found.dossier_id else None
    becomes = Standing.RESTORING if dossier is not None else Standing.RESTORED
    offer, again = lock(offer_id, choice, becomes, viewer)
    if again:
        return offer
    adjusting = choice == "adjust"
    payload = RestoreRequested(offer=offer.id, service=offer.service, adjusting=adjusting)
    record(payload, at=now, actor=viewer.actor(), subject=offer.person.key, case_id=offer.dossier_id, rule=rules.LAW)
    if dossier is None:
        _remove_draft(offer)
        _restored(offer, now, viewer.actor())
        return offer
    _withdraw(dossier, viewer, now)
    if adjusting:
        _keep_answers(offer, dossier, now)
    settle(offer, Standing.RESTORING, now)
    return offer


def _remove_draft(offer: Offer) -> None:
    if offer.draft_key is None:
        raise CannotRestore("Đề nghị này chỉ nhắc việc, chưa làm gì thay bạn nên không có gì để khôi phục.")
    if offers.was_filed(offer):
        raise CannotRestore("Bạn đã tự nộp hồ sơ từ bản chuẩn bị này. Muốn rút, hãy dùng nút Rút hồ sơ ở trang hồ sơ.")
    Draft.objects.filter(id=offer.draft_key).delete()


def _withdraw(dossier: Dossier, viewer: Viewer, now: datetime) -> None:
    check_applicant(viewer, dossier)
    if dossier.case.state not in DOSSIER.steps["request_withdrawal"].sources:
        raise CannotRestore(
            "Cơ quan đã có quyết định hoặc hồ sơ đã kết thúc nên không khôi phục được nữa. "
            "Nếu không đồng ý với kết quả, hãy xem cách khiếu nại ở trang hồ sơ hoặc hỏi Bộ phận Một cửa.",
            source="118/2025/NĐ-CP, Điều 21",
        )
    ask_to_withdraw(dossier, viewer=viewer, now=now)


def _keep_answers(offer: Offer, dossier: Dossier, now: datetime) -> None:
    """Leave the answers in a draft of the person's own; what only the consent allowed is asked anew."""
    left_out = offers.service_of(offer).answers_under_consent
    answers = {key: value for key, value in dossier.answers.items() if key not in left_out}
    draft = begin(
        dossier.version.procedure_id,
        person_id=offer.person_id,
        commune_code=dossier.case.area_code,
        answers=answers,
        now=now,
    )
    offer.draft_key = draft.id
    offer.save(update_fields=["draft_key"])


def _restored(offer: Offer, now: datetime, actor: Actor) -> None:
    """Compare the state with the one before and write down what was found."""
    offer.after = offers.digest_of_state(offer.person_id, offers.service_of(offer).procedure)
    offer.save(update_fields=["after"])
    settle(offer, Standing.RESTORED, now)
    payload = OfferRestored(
        offer=offer.id,
        service=offer.service,
        grade=offer.grade,
        before=offer.before,
        after=offer.after,
        equal=offer.before == offer.after,
    )
    record(payload, at=now, actor=actor, subject=offer.person.key, case_id=offer.dossier_id, rule=rules.LAW)


@transaction.atomic(savepoint=False)
def note_restored(case_id: uuid.UUID, *, now: datetime) -> Offer | None:
    """Close the way back once the dossier of an offer has stopped, inside the worker's transaction.

    None when the dossier came from no offer or the way is closed already.
    """
    found = Offer.objects.select_for_update(of=("self",)).select_related("person").filter(dossier_id=case_id).first()
    if found is None or found.standing == Standing.RESTORED:
        return None
    _restored(found, now, SYSTEM)
    return found
