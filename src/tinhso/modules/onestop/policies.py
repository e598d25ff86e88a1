# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a dossier; casework's policies answer for posts and units, these for persons and drafters."""

import uuid

from tinhso.kernel.casework import policies as casework
from tinhso.kernel.casework import workflow
from tinhso.kernel.casework.errors import NotYourTurn
from tinhso.kernel.casework.types import Step
from tinhso.kernel.events.errors import HouseError, NotAllowed, Refused
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop.errors import (
    FourEyes,
    NotSameDay,
    NotYourCash,
    NotYourCatalogue,
    NotYourDesk,
    NotYourDossier,
)
from tinhso.modules.onestop.mandates.types import MandateKind
from tinhso.modules.onestop.models import Consultation, Dossier, Draft, LinkedPart
from tinhso.modules.onestop.rules import is_same_day
from tinhso.modules.onestop.side_workflows import CONSULTATION, LINKED_PART
from tinhso.modules.onestop.workflow import DOSSIER

SIGNING = frozenset({"sign_result", "sign_refusal", "sign_correction"})


AT_RECEIVING_DESK = frozenset({"send_originals"})
"""Steps of the desk that took the dossier in, while the case already lies at the body that decides."""


def check_step(viewer: Viewer, dossier: Dossier, step_name: str) -> Seat:
    """Return the officer's seat for a step; raises NotYourTurn or FourEyes with a sentence."""
    step = workflow.step(DOSSIER.kind, step_name)
    if step_name in AT_RECEIVING_DESK:
        return _receiving_seat(viewer, dossier, step)
    seat = casework.check_turn(viewer, dossier.case, step)
    if step_name == "propose_at_once":
        check_at_once(viewer, dossier)
    if step_name in SIGNING:
        check_four_eyes(viewer, dossier)
    return seat


def check_at_once(viewer: Viewer, dossier: Dossier) -> None:
    """Raise NotSameDay unless the counter may draw up the result itself: on the same day, or as who drafted it."""
    if not is_same_day(dossier.version.definition):
        raise NotSameDay(
            "Thủ tục này không giải quyết trong ngày nên quầy không lập kết quả. Hãy chờ thủ trưởng phân công.",
            source="61/2018/NĐ-CP",
        )
    if dossier.case.state != "received" and dossier.case.holder_id != viewer.officer_id:
        raise NotYourTurn("Hồ sơ đang do cán bộ khác giữ. Đề nghị người phân công chuyển lại nếu cần.")


def _at_once(viewer: Viewer, dossier: Dossier) -> bool:
    try:
        check_at_once(viewer, dossier)
    except (NotSameDay, NotYourTurn):
        return False
    return True


def _receiving_seat(viewer: Viewer, dossier: Dossier, step: Step) -> Seat:
    seat = viewer.seat_in(dossier.receiving_unit_id, *step.roles)
    if seat is None:
        raise NotYourTurn(f"Việc “{step.title}” do Bộ phận Một cửa nơi tiếp nhận hồ sơ thực hiện.")
    return seat


def can_take_originals(viewer: Viewer, dossier: Dossier) -> bool:
    """Whether the officer may count the paper originals that arrive: reception or head where the case lies."""
    return viewer.seat_in(dossier.case.unit_id, *DOSSIER.steps["take_originals"].roles) is not None


def check_four_eyes(viewer: Viewer, dossier: Dossier) -> None:
    """Raise FourEyes when the signer drafted the decision (TTHC-16)."""
    if dossier.drafter_id is not None and dossier.drafter_id == viewer.officer_id:
        raise FourEyes("Bạn là người soạn dự thảo nên không thể tự ký duyệt. Hãy trình lãnh đạo khác ký.")


def check_applicant(viewer: Viewer, dossier: Dossier) -> None:
    """Raise NotYourDossier unless the viewer is the applicant or the person who filed as the applicant's guardian.

    A helper has no more to do with a dossier once it is filed: results and letters are the applicant's (ADR 0028).
    """
    if viewer.person_id is not None and viewer.person_id == dossier.applicant_id:
        return
    if viewer.person_id is None or viewer.person_id != dossier.submitter_id or not _is_guardian(dossier):
        raise NotYourDossier("Hồ sơ này không phải của bạn. Hãy đăng nhập đúng tài khoản đã nộp hồ sơ.")


def _is_guardian(dossier: Dossier) -> bool:
    """Whether the filer stays the representative: a guardian whose mandate stands."""
    mandate = dossier.mandate
    return mandate is not None and mandate.kind == MandateKind.GUARDIAN and mandate.stands


def check_draft(viewer: Viewer, draft: Draft) -> None:
    """Raise NotYourDossier unless the viewer is the person of the draft, or fills it in under a mandate that stands."""
    if viewer.person_id is not None and viewer.person_id == draft.person_id:
        return
    mandate = draft.mandate
    if mandate is None or viewer.person_id is None or mandate.helper_id != viewer.person_id or not mandate.stands:
        raise NotYourDossier("Bản nháp này không phải của bạn, hoặc sự đồng ý cho bạn nộp giúp đã được rút lại.")


def check_see(viewer: Viewer, dossier: Dossier) -> None:
    """Raise unless the viewer is the applicant, or an officer of a unit that has or had to do with the dossier."""
    if viewer.person_id is not None:
        check_applicant(viewer, dossier)
        return
    own = {seat.unit_id for seat in viewer.seats}
    if dossier.receiving_unit_id in viewer.scope | own or dossier.resolving_unit_id in viewer.scope | own:
        return
    casework.check_see(viewer, dossier.case)


def check_consultation(viewer: Viewer, consultation: Consultation) -> Seat:
    return casework.check_turn(viewer, consultation.case, CONSULTATION.steps["answer"])


def check_part(viewer: Viewer, part: LinkedPart, step_name: str) -> Seat:
    """Return the seat for a step on a part: its body acts on it, the holder of the dossier may take it back."""
    if step_name == "recall":
        return casework.check_turn(viewer, part.dossier.case, DOSSIER.steps["close_forward"])
    return casework.check_turn(viewer, part.case, LINKED_PART.steps[step_name])


def check_see_part(viewer: Viewer, part: LinkedPart) -> None:
    """Raise unless the officer works at the body of the part, or has to do with its dossier."""
    if casework.can_see(viewer, part.case):
        return
    check_see(viewer, part.dossier)


def can_take_part(viewer: Viewer, part: LinkedPart, step_name: str) -> bool:
    """Whether the button of a step on a part is shown."""
    if part.case.state not in LINKED_PART.steps[step_name].sources:
        return False
    try:
        check_part(viewer, part, step_name)
    except NotAllowed:
        return False
    return True


def steps_open_to(viewer: Viewer, dossier: Dossier) -> list[Step]:
    """Return the steps whose buttons this officer sees on the page of a dossier."""
    drafted = dossier.drafter_id is not None and dossier.drafter_id == viewer.officer_id
    left_out = (SIGNING if drafted else frozenset()) | AT_RECEIVING_DESK | {"take_originals"}
    if not _at_once(viewer, dossier):
        left_out |= {"propose_at_once"}
    steps = [step for step in casework.steps_open_to(viewer, dossier.case) if step.name not in left_out]
    return [*steps, *_steps_of_receiving_desk(viewer, dossier)]


def _steps_of_receiving_desk(viewer: Viewer, dossier: Dossier) -> list[Step]:
    if dossier.receiving_unit_id == dossier.resolving_unit_id:
        return []
    found = (DOSSIER.steps[name] for name in sorted(AT_RECEIVING_DESK))
    at_hand = [step for step in found if dossier.case.state in step.sources]
    return [step for step in at_hand if viewer.seat_in(dossier.receiving_unit_id, *step.roles)]


def can_apologise(viewer: Viewer, dossier: Dossier) -> bool:
    """Head or leader of the resolving unit, while the clock runs, once."""
    running = DOSSIER.states[dossier.case.state].clock == "running"
    seated = viewer.seat_in(dossier.case.unit_id, "head", "leader") is not None
    return running and seated and not hasattr(dossier, "apology")


def check_cashier(viewer: Viewer, dossier: Dossier) -> Seat:
    """Return the seat from which an officer looks after the money of a dossier; raises NotYourCash for others.

    Reception or head of the unit that received it: money is taken where the dossier came in.
    """
    seat = viewer.seat_in(dossier.receiving_unit_id, "reception", "head")
    if seat is None:
        raise NotYourCash("Việc thu, miễn, hoàn phí do Bộ phận Một cửa hoặc thủ trưởng nơi tiếp nhận hồ sơ thực hiện.")
    return seat


def can_take_money(viewer: Viewer, dossier: Dossier) -> bool:
    return viewer.seat_in(dossier.receiving_unit_id, "reception", "head") is not None


def check_scanner(viewer: Viewer, unit_id: uuid.UUID) -> Seat:
    """Return the seat from which an officer scans and answers for scans: reception of the desk that took them in."""
    seat = viewer.seat_in(unit_id, "reception")
    if seat is None:
        raise NotYourDesk("Bản quét này của Bộ phận Một cửa khác. Chỉ cán bộ tiếp nhận ở đó được xem, sửa và ký.")
    return seat


def check_query(viewer: Viewer, dossier: Dossier) -> Seat:
    """Return the seat from which an officer may ask databases about the applicant of a dossier.

    Someone of the unit the dossier is at, while it is open: afterwards there is no purpose to ask for.
    Source: 91/2025/QH15.
    """
    if dossier.case.closed_at is not None:
        raise Refused("Hồ sơ đã kết thúc nên không còn mục đích tra cứu dữ liệu của người nộp.", source="91/2025/QH15")
    seat = viewer.seat_in(dossier.case.unit_id, "reception", "specialist", "head", "leader")
    if seat is None:
        raise NotYourDossier("Chỉ cán bộ của đơn vị đang giữ hồ sơ mới được tra cứu dữ liệu của người nộp.")
    return seat


def can_query(viewer: Viewer, dossier: Dossier) -> bool:
    """Whether the button to ask a database is shown."""
    try:
        check_query(viewer, dossier)
    except HouseError:
        return False
    return True


def can_revoke(viewer: Viewer, dossier: Dossier) -> bool:
    """Whether the officer may take the signed result back: head or leader of the body that decided."""
    has_result = dossier.result_id is not None and dossier.finished_at is not None
    return has_result and viewer.seat_in(dossier.resolving_unit_id, "leader", "head") is not None


def check_postal_desk(viewer: Viewer, dossier: Dossier) -> Seat:
    """Return the seat from which the post is ordered: reception of the unit that received the dossier."""
    seat = viewer.seat_in(dossier.receiving_unit_id, "reception")
    if seat is None:
        raise NotYourDesk("Việc này dành cho bộ phận Một cửa đã nhận hồ sơ.")
    return seat


def can_order_post(viewer: Viewer, dossier: Dossier) -> bool:
    return viewer.seat_in(dossier.receiving_unit_id, "reception") is not None


def check_controller(viewer: Viewer) -> Seat:
    """Return the seat from which an officer edits and publishes definitions: controller at the province's own body.

    A definition binds every agency of the province, so a controller of one agency does not suffice (ADR 0025).
    """
    seat = viewer.seat_in(registry.territory().root.id, "controller")
    if seat is None:
        raise NotYourCatalogue("Việc này dành cho cán bộ kiểm soát thủ tục hành chính của tỉnh.")
    return seat


def check_operator(viewer: Viewer) -> None:
    """Raises NotAllowed for anyone who does not operate the house today."""
    if "operator" not in viewer.roles():
        raise NotAllowed("Việc này dành cho người quản trị hệ thống.")


def check_book(viewer: Viewer, unit_id: uuid.UUID) -> Seat:
    """Return the seat from which the book of a unit is signed: its reception, head or leader."""
    seat = viewer.seat_in(unit_id, "head", "leader", "reception")
    if seat is None:
        raise NotYourDesk("Sổ theo dõi do Bộ phận Một cửa, người phụ trách hoặc lãnh đạo của đơn vị ký.")
    return seat
