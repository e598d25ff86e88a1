# SPDX-License-Identifier: EUPL-1.2
"""Feedback: one's own, that of a dossier, one at the desk, those that wait to be published, those everybody reads."""

import uuid

from django.db.models import QuerySet

from tinhso.kernel.casework import policies as casework
from tinhso.kernel.events.errors import NotAllowed
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.models import Feedback
from tinhso.modules.onestop.side_workflows import FEEDBACK

RELATED = ("case__unit", "person", "answered_by", "dossier", "national")


def topics() -> dict[str, str]:
    """Return what feedback may be about: key and words."""
    return dict(definitions.feedback()["topics"])


def refusal_grounds() -> dict[str, str]:
    return dict(definitions.feedback()["refusal_grounds"])


def own_feedback(person_id: uuid.UUID) -> list[Feedback]:
    """Return what a person has sent, newest first."""
    found = Feedback.objects.filter(person_id=person_id).select_related(*RELATED)
    return list(found.order_by("-case__opened_at"))


def feedback_for_sender(viewer: Viewer, feedback_id: uuid.UUID) -> Feedback:
    """Return one's own feedback; raises NotAllowed for anybody else's."""
    found = Feedback.objects.select_related(*RELATED).get(case_id=feedback_id)
    if viewer.person_id is None or found.person_id != viewer.person_id:
        raise NotAllowed("Phản ánh này không phải của bạn. Hãy đăng nhập đúng tài khoản đã gửi.")
    return found


def feedback_for_officer(viewer: Viewer, feedback_id: uuid.UUID) -> Feedback:
    """Return feedback to a head or leader of the unit it is about; raises NotYourTurn for anybody else."""
    found = Feedback.objects.select_related(*RELATED).get(case_id=feedback_id)
    casework.check_turn(viewer, found.case, FEEDBACK.steps["answer"])
    return found


def feedback_of(dossier_id: uuid.UUID) -> list[Feedback]:
    """Return the feedback about a dossier, oldest first."""
    found = Feedback.objects.filter(dossier_id=dossier_id).select_related("case__unit")
    return list(found.order_by("case__opened_at"))


def feedback_of_case(case_id: uuid.UUID) -> Feedback | None:
    return Feedback.objects.select_related(*RELATED).filter(case_id=case_id).first()


def unpublished(viewer: Viewer) -> QuerySet[Feedback]:
    """Return the answers of the viewer's units that nobody has decided to publish or not, the most pressing first."""
    units = {seat.unit_id for seat in viewer.seats if seat.role in FEEDBACK.steps["answer"].roles}
    waiting = Feedback.objects.filter(case__unit_id__in=units, case__state="answered", published_at=None, withheld="")
    return waiting.select_related(*RELATED).order_by("publish_by")


def published(text: str = "") -> list[Feedback]:
    """Return what everybody may read, newest first, narrowed to what holds every word, with or without diacritics."""
    found = Feedback.objects.filter(published_at__isnull=False).select_related("case__unit").order_by("-published_at")
    words = search_key(text).split()
    if not words:
        return list(found[:MOST])
    told = ((one, search_key(f"{one.public_text} {one.public_answer} {one.case.unit}")) for one in found)
    return [one for one, held in told if all(word in held for word in words)][:MOST]


MOST = 100
