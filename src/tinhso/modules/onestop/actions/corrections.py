# SPDX-License-Identifier: EUPL-1.2
"""A wrong result is taken back, put right at the agency's cost and handed over again (61/2018/NĐ-CP).

The dossier was decided once and stays counted once: its legal clock has ended, and what runs now is the day the
leader promised for the corrected result.
"""

import uuid
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from tinhso.db import rows
from tinhso.kernel.calendar.types import TIMEZONE
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import rules
from tinhso.modules.onestop.actions.dossiers import lock_for, step
from tinhso.modules.onestop.actions.results import (
    Draft,
    Sealer,
    Signature,
    draft_result,
    give_back,
    sign_draft,
)
from tinhso.modules.onestop.models import Correction, Dossier
from tinhso.modules.onestop.policies import check_step
from tinhso.modules.onestop.result_kinds import check_kind, kind_before
from tinhso.modules.onestop.signing import seal_result
from tinhso.modules.onestop.types import CorrectionProposed, CorrectionSentBack, ResultCorrected, ResultRecalled

END_OF_DAY = time(23, 59, 59)


@transaction.atomic(durable=True)
def recall_result(
    dossier_id: uuid.UUID,
    *,
    reason: str,
    fix_by: date,
    viewer: Viewer,
    now: datetime,
    expected_version: int | None = None,
) -> Correction:
    """Take a returned result back because it is wrong; the applicant reads the reason, an apology and the day.

    fix_by: the day the leader promises. Raises Refused for a day gone by or a reason that says too little.
    """
    if len(reason.strip()) < rules.SHORTEST_REASON:
        raise Refused("Hãy ghi rõ kết quả sai ở điểm nào (ít nhất 10 ký tự); người nhận kết quả đọc được câu này.")
    if fix_by < timezone.localtime(now).date():
        raise Refused("Ngày trả kết quả đính chính đã qua. Hãy chọn ngày từ hôm nay trở đi.")
    dossier = lock_for("recall_result", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "recall_result")
    dossier.case.due_at = datetime.combine(fix_by, END_OF_DAY, TIMEZONE)
    step(
        dossier,
        "recall_result",
        payload=ResultRecalled(document=dossier.result_id, fix_by=fix_by),
        now=now,
        actor=viewer.actor(seat),
        unit_id=dossier.resolving_unit_id,
        holder_id=dossier.drafter_id,
    )
    return rows.insert(
        Correction(
            dossier=dossier,
            reason=reason.strip(),
            fix_by=fix_by,
            wrong_id=dossier.result_id,
            recalled_at=now,
            recalled_by_id=viewer.as_officer,
        )
    )


@transaction.atomic(durable=True)
def propose_correction(
    dossier_id: uuid.UUID,
    *,
    body: str,
    viewer: Viewer,
    now: datetime,
    result: str = "",
    expected_version: int | None = None,
) -> Dossier:
    """Lay the corrected result before the signer; it gets a number of its own and says which one it replaces.

    Of the same kind as the wrong one unless `result` says another: the kind may be what was wrong.
    """
    dossier = lock_for("propose_correction", dossier_id, now=now, expected_version=expected_version)
    actor = viewer.actor(check_step(viewer, dossier, "propose_correction"))
    replaced = dossier.decision.get("replaces") or dossier.decision.get("number", "")
    number = dossier.decision["number"] if dossier.decision.get("replaces") else ""
    body, closing = _parted(body, replaced)
    Draft(body, result).check()
    name = check_kind(dossier, result or kind_before(dossier))
    text = f"{body}\n{closing}" if closing else body
    document, number = draft_result(dossier, name=name, body=text, number=number, actor=actor, now=now)
    step(
        dossier,
        "propose_correction",
        payload=CorrectionProposed(document=document.id),
        now=now,
        actor=actor,
        evidence=[str(document.id)],
    )
    dossier.drafter_id, dossier.result = viewer.as_officer, document
    dossier.decision = {"kind": "result", "body": text, "number": number, "replaces": replaced}
    rows.update(dossier, "drafter", "result", "decision")
    return dossier


def _parted(body: str, replaced: str) -> tuple[str, str]:
    """Return a text without its closing sentence, and that sentence: a draft that was sent back already bears it."""
    closing = f"Văn bản này thay thế kết quả số {replaced}." if replaced else ""
    text = body.strip()
    while closing and text.endswith(closing):
        text = text.removesuffix(closing).rstrip()
    return text, closing


def send_back_correction(
    dossier_id: uuid.UUID, *, reason: str, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> Dossier:
    """Give the draft of a correction back to its drafter with what to mend."""
    step_name, payload = "send_back_correction", CorrectionSentBack()
    return give_back(
        dossier_id, step_name, payload, reason=reason, viewer=viewer, now=now, expected_version=expected_version
    )


def sign_correction(
    dossier_id: uuid.UUID,
    *,
    viewer: Viewer,
    now: datetime,
    expected_version: int | None = None,
    sealer: Sealer = seal_result,
) -> Dossier:
    """Sign the corrected result; it is handed over like any other. Raises as `sign_result` does."""
    signature = Signature("sign_correction", viewer, now, sealer, _conclude)
    return sign_draft(dossier_id, signature, expected_version=expected_version)


def _conclude(dossier: Dossier, now: datetime) -> ResultCorrected:
    correction = Correction.objects.get(dossier=dossier, signed_at=None)
    correction.signed_at = now
    rows.update(correction, "signed_at")
    assert dossier.result_id is not None  # there is a draft: the step is possible
    return ResultCorrected(document=dossier.result_id, wrong=correction.wrong_id)
