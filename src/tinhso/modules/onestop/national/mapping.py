# SPDX-License-Identifier: EUPL-1.2
"""Which act is told in which form, and which of the ten codes of the portal a state has.

The code of a state stands in the table of states (`workflow.py`); here stands what an act leads to. An act of a dossier
that is in neither table fails a test, so nobody adds a verb without deciding whether the portal should know.
"""

from dataclasses import dataclass
from enum import StrEnum

from tinhso.kernel.casework.types import CaseHandedOver
from tinhso.modules.onestop import types as acts
from tinhso.modules.onestop.assigning.types import AssignmentLeft
from tinhso.modules.onestop.flow import types as flow
from tinhso.modules.onestop.linked import types as linked
from tinhso.modules.onestop.registers import types as registers
from tinhso.modules.onestop.undoing import types as undoing
from tinhso.modules.onestop.vault import types as vault
from tinhso.modules.onestop.workflow import DOSSIER

PARTNER = "national"
CODES = {
    "1": "Mới đăng ký",
    "2": "Được tiếp nhận",
    "3": "Không được tiếp nhận",
    "4": "Đang xử lý",
    "5": "Yêu cầu bổ sung giấy tờ",
    "6": "Yêu cầu thực hiện nghĩa vụ tài chính",
    "7": "Công dân yêu cầu rút hồ sơ",
    "8": "Dừng xử lý",
    "9": "Đã xử lý xong",
    "10": "Đã trả kết quả",
}
"""The ten states of the portal (found alike in four independent code bases; no text of law lists them)."""


class Service(StrEnum):
    """The services of the portal that are used."""

    DOSSIER = "DongBoHoSoMC"
    STEP = "CapNhatTienDoHoSoMC"
    LOOK_UP = "TraCuuHoSo"
    ANSWER = "KetQuaXuLyBanTin"
    """Ours: what became of a message of the portal. No public code shows how the portal wants to be told."""


@dataclass(frozen=True)
class Telling:
    """How an act is told: the whole dossier or one step; the state it leads to, empty when it changes none."""

    service: Service
    state: str = ""


_WHOLE, _STEP = Service.DOSSIER, Service.STEP
TOLD: dict[type, Telling] = {
    acts.DossierSubmitted: Telling(_WHOLE, "submitted"),
    acts.IntakeSupplementRequested: Telling(_WHOLE, "intake_supplement"),
    acts.IntakeSupplementAnswered: Telling(_WHOLE, "submitted"),
    acts.IntakeRefused: Telling(_WHOLE, "intake_refused"),
    acts.DossierReceived: Telling(_WHOLE, "received"),
    acts.DossierRedirected: Telling(_WHOLE, "submitted"),
    acts.OriginalsSent: Telling(_STEP, "transferring"),
    acts.OriginalsTaken: Telling(_STEP),
    acts.DossierAssigned: Telling(_STEP, "assigned"),
    acts.DossierStarted: Telling(_STEP, "processing"),
    acts.ConsultationAsked: Telling(_STEP, "consulting"),
    acts.ConsultationClosed: Telling(_STEP, "processing"),
    linked.ForwardedToPeers: Telling(_STEP, "forwarded_peer"),
    linked.ForwardedUp: Telling(_STEP, "forwarded_up"),
    linked.BundleRegistered: Telling(_STEP, "forwarded_peer"),
    linked.DossierPartAnswered: Telling(_STEP),
    linked.ForwardClosed: Telling(_STEP, "processing"),
    acts.VerificationBegun: Telling(_STEP, "verifying"),
    acts.VerificationClosed: Telling(_STEP, "processing"),
    acts.DutyRequested: Telling(_WHOLE, "finance_wait"),
    acts.DutySettled: Telling(_WHOLE, "finance_paid"),
    acts.DutyChecked: Telling(_STEP, "processing"),
    acts.SupplementRequested: Telling(_WHOLE, "supplement_requested"),
    acts.SupplementSupplied: Telling(_WHOLE, "supplement_received"),
    acts.SupplementAccepted: Telling(_STEP, "processing"),
    acts.ResultProposed: Telling(_STEP, "awaiting_signature"),
    undoing.AssignmentUndone: Telling(_STEP, "received"),
    flow.ReviewSubmitted: Telling(_STEP, "reviewing"),
    flow.ReviewApproved: Telling(_STEP),
    flow.ReviewSentBack: Telling(_STEP, "processing"),
    acts.RefusalProposed: Telling(_STEP, "rejected_draft"),
    acts.DraftSentBack: Telling(_STEP, "processing"),
    acts.DossierApologised: Telling(_WHOLE),
    acts.WithdrawalRequested: Telling(_WHOLE, "withdraw_requested"),
    acts.DossierStopped: Telling(_WHOLE, "stopped"),
    acts.DossierRefused: Telling(_WHOLE, "refused"),
    acts.DossierCompleted: Telling(_WHOLE, "completed"),
    acts.ResultUnclaimed: Telling(_STEP, "result_unclaimed"),
    acts.ResultReturned: Telling(_WHOLE, "returned"),
    acts.ResultRecalled: Telling(_WHOLE, "result_corrected"),
    acts.CorrectionProposed: Telling(_STEP, "correction_signing"),
    acts.CorrectionSentBack: Telling(_STEP, "result_corrected"),
    acts.ResultCorrected: Telling(_WHOLE, "completed"),
    acts.DossierArchived: Telling(_STEP, "archived"),
    CaseHandedOver: Telling(_WHOLE),
}
KEPT_HERE: dict[type, str] = {
    acts.ConsultationAnswered: "between agencies; its end is told by ConsultationClosed",
    AssignmentLeft: "inside the unit; the dossier stays received",
    undoing.StepUndone: "inside the unit, within minutes; the code of the portal stays",
    flow.StepPassed: "inside the unit; the code of the portal stays",
    acts.DossierRated: "the portal has no field for it",
    registers.RegisterAsked: "between this house and a database; the portal has no field for it",
    registers.RegisterAnswered: "between this house and a database; the portal has no field for it",
    registers.RegisterSilent: "between this house and a database; the portal has no field for it",
    registers.PaperAskedDespiteData: "told by the request for the supplement",
    vault.ComponentReused: "told with the whole dossier, as the source of its component",
    vault.ResultRevoked: "the portal has no state for a result taken back for good; to be agreed with its operator",
}
"""Acts of a dossier the portal is not told of, each with the reason."""

CHANNELS = {acts.Channel.COUNTER: "1", acts.Channel.ONLINE: "2", acts.Channel.POST: "3"}
"""KenhThucHien: 1 direct, 2 online, 3 by post."""


def national_code(state: str) -> str:
    """Return the code 1–10 of an internal state (a key of the table of states)."""
    return DOSSIER.states[state].outside_code
