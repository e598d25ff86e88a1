# SPDX-License-Identifier: EUPL-1.2
"""Pass a step of the internal process; review a draft before it is laid before the signer."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.queries import sits_in
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import rules
from tinhso.modules.onestop.actions.dossiers import lock_for, step
from tinhso.modules.onestop.errors import StepsLeft
from tinhso.modules.onestop.flow.rules import left_to_examine, next_of_post, review_ahead
from tinhso.modules.onestop.flow.types import Flow, ReviewApproved, ReviewSentBack, StepPassed
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.policies import check_four_eyes, check_step
from tinhso.modules.onestop.queries.flow import flow_of_dossier, next_after_review, place_of


@transaction.atomic(durable=True)
def pass_step(
    dossier_id: uuid.UUID,
    *,
    holder_id: uuid.UUID,
    viewer: Viewer,
    now: datetime,
    reason: str = "",
    expected_version: int | None = None,
) -> Dossier:
    """Say that a step of the examination is done and give the next one to its specialist.

    Raises StepsLeft when the version has no further step of the same post.
    Source: 61/2018/NĐ-CP, quy trình nội bộ; ADR 0034.
    """
    dossier = lock_for("pass_step", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "pass_step")
    if not sits_in(holder_id, dossier.case.unit_id, timezone.localtime(now).date()):
        raise Refused("Cán bộ được chọn không còn giữ chức vụ ở đơn vị này. Hãy chọn người khác.")
    step(
        dossier,
        "pass_step",
        payload=_passing(dossier),
        now=now,
        actor=viewer.actor(seat),
        expected_version=expected_version,
        holder_id=holder_id,
        reason=reason.strip(),
    )
    return dossier


def _passing(dossier: Dossier) -> StepPassed:
    """Return the act that ends the present step and begins the next of the same post."""
    flow = flow_of_dossier(dossier)
    if flow is not None:
        place = place_of(dossier, flow)
        following = next_of_post(flow, place)
        if following is not None:
            return StepPassed(flow.steps[place].number, following.number)
    raise StepsLeft("Quy trình nội bộ không còn bước thẩm định nào sau bước này. Hãy trình kết quả.")


def review_before_signature(dossier: Dossier, step_name: str) -> int:
    """Return the number of the step that must review a draft first; 0 when it goes to the signer at once.

    Raises StepsLeft while steps of the examination are left; a refusal may come earlier, but is reviewed, too.
    """
    flow = flow_of_dossier(dossier)
    if flow is None:
        return 0
    place = place_of(dossier, flow)
    if step_name == "propose_result":
        _check_examined(flow, place)
    if step_name == "propose_at_once":
        _check_short(flow)
        return 0
    review = review_ahead(flow, place)
    return review.number if review else 0


def _check_examined(flow: Flow, place: int) -> None:
    left = left_to_examine(flow, place)
    if left is not None:
        raise StepsLeft(
            f"Quy trình nội bộ còn bước {left.number} “{left.work}” trước khi trình ký. "
            "Hãy bấm “Xong bước, sang bước sau”."
        )


def _check_short(flow: Flow) -> None:
    long = next((one for one in flow.steps if one.role == "specialist"), None)
    if long is not None:
        raise StepsLeft(
            f"Quy trình nội bộ của thủ tục có bước {long.number} “{long.work}” của chuyên viên. "
            "Hãy để người phụ trách phân công."
        )


@transaction.atomic(durable=True)
def approve_review(
    dossier_id: uuid.UUID, *, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> Dossier:
    """Agree to a draft as the one who reviews it: on to the next review, or to the signer.

    Raises FourEyes for one's own draft.
    """
    dossier = lock_for("send_back_review", dossier_id, now=now, expected_version=expected_version)
    flow = flow_of_dossier(dossier)
    if flow is None:
        raise StepsLeft("Phiên bản thủ tục của hồ sơ không có bước xem xét. Hãy trả lại dự thảo cho người soạn.")
    place = place_of(dossier, flow)
    name = next_after_review(dossier, flow, place)
    seat = check_step(viewer, dossier, name)
    check_four_eyes(viewer, dossier)
    number = flow.steps[place].number
    following = next_of_post(flow, place)
    payload = StepPassed(number, following.number) if name == "pass_review" and following else ReviewApproved(number)
    step(dossier, name, payload=payload, now=now, actor=viewer.actor(seat), expected_version=expected_version)
    return dossier


@transaction.atomic(durable=True)
def send_back_review(
    dossier_id: uuid.UUID, *, reason: str, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> Dossier:
    """Give a draft under review back to its drafter with what to mend."""
    if len(reason.strip()) < rules.SHORTEST_REASON:
        raise Refused("Hãy ghi rõ cần sửa điều gì để người soạn biết.")
    dossier = lock_for("send_back_review", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "send_back_review")
    flow = flow_of_dossier(dossier)
    number = flow.steps[place_of(dossier, flow)].number if flow else 0
    step(
        dossier,
        "send_back_review",
        payload=ReviewSentBack(number),
        now=now,
        actor=viewer.actor(seat),
        expected_version=expected_version,
        holder_id=dossier.drafter_id,
        reason=reason.strip(),
    )
    return dossier
