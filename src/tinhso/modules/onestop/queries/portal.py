# SPDX-License-Identifier: EUPL-1.2
"""What the citizen's face asks: one's own dossiers as a list, what may be done next, papers that may be taken home."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from tinhso.kernel.casework.types import Phase
from tinhso.kernel.documents.errors import DocumentMissing
from tinhso.kernel.events.catalogue import title_of
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.indicators.queries import Scope, by_dimension
from tinhso.kernel.registry.queries import unit_names
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.models import Component, Dossier, Paper, Procedure, Rating, SupplementRequest
from tinhso.modules.onestop.queries.dossiers import dossiers_of
from tinhso.modules.onestop.workflow import DOSSIER

POPULAR_DAYS = 90

FIRST_SHOWN = ("1.001193", "1.000894", "1.000656", "1.004873", "2.000815", "2.000635")
"""Birth, marriage, death, marital status, certified copies, extracts: shown while nothing has been filed yet."""

SORTS = {
    "moi": ("-submitted_at",),
    "cu": ("submitted_at",),
    "han": (F("case__due_at").asc(nulls_last=True), "-submitted_at"),
}
"""Orders of one's own list by the word in the address."""

NEXT = {
    "submitted": "Bộ phận Một cửa kiểm tra và cấp giấy tiếp nhận.",
    "intake_supplement": "Bạn bổ sung giấy tờ để hồ sơ được tiếp nhận.",
    "received": "Thủ trưởng đơn vị phân công người giải quyết.",
    "transferring": "Bản giấy đang được chuyển đến cơ quan giải quyết; dữ liệu đã có ở đó.",
    "assigned": "Chuyên viên bắt đầu thẩm định.",
    "processing": "Chuyên viên thẩm định rồi trình lãnh đạo ký.",
    "consulting": "Cơ quan phối hợp cho ý kiến, sau đó chuyên viên thẩm định tiếp.",
    "forwarded_peer": "Các cơ quan phối hợp làm phần việc của mình, sau đó chuyên viên thẩm định tiếp.",
    "forwarded_up": "Cơ quan cấp trên giải quyết và gửi kết quả về nơi tiếp nhận.",
    "verifying": "Chuyên viên xác minh, sau đó thẩm định tiếp.",
    "finance_wait": "Bạn thực hiện nghĩa vụ tài chính; thời hạn tạm dừng cho đến khi đã nộp.",
    "finance_paid": "Chuyên viên đối chiếu chứng từ rồi thẩm định tiếp.",
    "supplement_requested": "Bạn bổ sung giấy tờ; thời hạn tạm dừng cho đến khi bạn nộp.",
    "supplement_received": "Chuyên viên kiểm tra phần bổ sung.",
    "reviewing": "Người phụ trách xem xét dự thảo, sau đó lãnh đạo ký.",
    "awaiting_signature": "Lãnh đạo xem và ký kết quả.",
    "rejected_draft": "Lãnh đạo xem và ký văn bản từ chối.",
    "withdraw_requested": "Bộ phận Một cửa xác nhận dừng hồ sơ theo yêu cầu của bạn.",
    "completed": "Bộ phận Một cửa trả kết quả.",
    "result_corrected": "Cơ quan giải quyết sửa kết quả; bạn không phải làm gì thêm.",
    "correction_signing": "Lãnh đạo xem và ký kết quả đính chính.",
    "result_unclaimed": "Mời bạn đến Bộ phận Một cửa nhận kết quả.",
}
"""What happens next, said to the applicant; a state that is over has no next step."""

TURNS = {
    "applicant": "Bạn",
    "reception": "Bộ phận Một cửa",
    "head": "Thủ trưởng đơn vị",
    "specialist": "Chuyên viên",
    "leader": "Lãnh đạo",
}
"""Whose turn it is, said to the applicant."""


def filed_lately(today: date, codes: Sequence[str] = ()) -> dict[str, int]:
    """Return how many dossiers of each procedure were filed in the last months, the most first; codes: only these."""
    scope = Scope(today - timedelta(days=POPULAR_DAYS), today)
    return by_dimension("onestop.submitted_by_procedure", scope, codes)


def popular_procedures(now: datetime, *, limit: int = 6) -> list[Procedure]:
    """Return the procedures most filed lately; a new installation shows the first of the catalogue instead."""
    codes = list(filed_lately(timezone.localtime(now).date()))[:limit]
    codes += [code for code in FIRST_SHOWN if code not in codes]
    found = {one.code: one for one in Procedure.objects.filter(code__in=codes[:limit])}
    return [found[code] for code in codes[:limit] if code in found]


def own_dossiers(viewer: Viewer, *, text: str = "", phase: str = "", sort: str = "moi") -> QuerySet[Dossier]:
    """Return one's own dossiers that hold every word, without diacritics; an unknown phase or order is ignored."""
    found = dossiers_of(viewer)
    if phase in set(Phase):
        found = found.filter(case__phase=phase)
    for word in search_key(text).split():
        found = found.filter(case__search_key__contains=word)
    return found.order_by(*SORTS.get(sort, SORTS["moi"]))


@dataclass(frozen=True)
class Standing:
    """Where a dossier stands for its applicant, in words, and what the applicant may do."""

    state: str
    phase: str
    turn: str
    next_step: str
    can_withdraw: bool
    can_supplement: bool
    can_rate: bool
    is_paused: bool
    is_over: bool


def standing(dossier: Dossier, *, rated: bool) -> Standing:
    """Return the standing of a dossier; `rated` says whether the vote has been cast."""
    state = DOSSIER.states[dossier.case.state]
    over = state.phase in (Phase.DONE, Phase.DROPPED)
    return Standing(
        state=state.title,
        phase=state.phase,
        turn=TURNS.get(state.turn, ""),
        next_step=NEXT.get(state.key, ""),
        can_withdraw=state.key in DOSSIER.steps["request_withdrawal"].sources,
        can_supplement=state.key in ("intake_supplement", "supplement_requested"),
        can_rate=over and not rated,
        is_paused=state.clock == "stopped",
        is_over=over,
    )


def rating_of(dossier: Dossier) -> Rating | None:
    return Rating.objects.filter(dossier=dossier).first()


def open_supplement(dossier: Dossier) -> SupplementRequest | None:
    """Return the request the applicant has not answered yet."""
    return SupplementRequest.objects.filter(dossier=dossier, answered_at=None).order_by("-requested_at").first()


def document_of(dossier: Dossier, document_id: uuid.UUID) -> uuid.UUID:
    """Return the id when the document belongs to this dossier: a component, a paper, the signed result or a copy.

    Raises DocumentMissing otherwise, so that an address cannot be tried out for other people's files.
    """
    is_component = Component.objects.filter(dossier=dossier, document_id=document_id).exists()
    is_paper = Paper.objects.filter(dossier=dossier, document_id=document_id).exists()
    is_result = dossier.result_id == document_id and dossier.case.phase == Phase.DONE
    is_copy = dossier.digital_copies.filter(scan__document=document_id, signed_at__isnull=False).exists()
    if is_component or is_paper or is_result or is_copy:
        return document_id
    raise DocumentMissing("Không tìm thấy tài liệu này trong hồ sơ.", code="document_missing")


@dataclass(frozen=True)
class PublicAct:
    """One act behind a figure as anybody may see it: number in the ledger, when, what, which unit; nobody's name."""

    seq: int
    at: datetime
    title: str
    unit: str
    rule: str


def public_acts(acts: Sequence[ActRow]) -> list[PublicAct]:
    """Return acts stripped of everything that could lead to a person."""
    units = unit_names({act.unit_id for act in acts if act.unit_id})
    return [
        PublicAct(act.seq, act.at, title_of(act.verb), units.get(act.unit_id, "") if act.unit_id else "", act.rule)
        for act in acts
    ]


FOR_APPLICANT = ("F01", "F02", "F03", "F04", "F07")
"""The control slip and the logbook are the desk's own."""


def papers_for_applicant(dossier: Dossier) -> list[Paper]:
    """Return the papers addressed to the applicant, oldest first; `document` is None while its PDF is being made."""
    found = Paper.objects.filter(dossier=dossier, form__in=FOR_APPLICANT).select_related("document", "unit")
    return list(found.order_by("act_seq"))
