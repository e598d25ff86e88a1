# SPDX-License-Identifier: EUPL-1.2
"""Mandates as the person and the filer see them; who filed a dossier, in words for its pages and papers."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.errors import NotYourMandate
from tinhso.modules.onestop.mandates.types import Ground, MandateKind
from tinhso.modules.onestop.models import Dossier, Draft, Mandate

RELATED = ("person", "helper", "procedure")
DAY = timedelta(days=1)


def mandate_for(viewer: Viewer, mandate_id: uuid.UUID) -> Mandate:
    """Return a mandate one gave or holds; raises NotYourMandate, whether it exists or not."""
    found = Mandate.objects.select_related(*RELATED).filter(id=mandate_id).first()
    if found is None or viewer.person_id is None or viewer.person_id not in (found.person_id, found.helper_id):
        raise NotYourMandate("Không có việc nộp hộ này trong tài khoản của bạn. Hãy mở lại trang Nộp hộ.")
    return found


def given_by(viewer: Viewer) -> list[Mandate]:
    """Return who may or might file for the person, newest first."""
    if viewer.person_id is None:
        return []
    return list(Mandate.objects.select_related(*RELATED).filter(person_id=viewer.person_id).order_by("-asked_at"))


def held_by(viewer: Viewer) -> list[dict[str, Any]]:
    """Return whom one helps: mandate, the draft still open, the dossier filed – for a helper its number and no more."""
    if viewer.person_id is None:
        return []
    held = list(Mandate.objects.select_related(*RELATED).filter(helper_id=viewer.person_id).order_by("-asked_at"))
    drafts = {one.mandate_id: one for one in Draft.objects.filter(mandate__in=held)}
    filed = {one.mandate_id: one for one in Dossier.objects.filter(mandate__in=held).select_related("case")}
    return [
        {"mandate": one, "draft": drafts.get(one.id) if one.stands else None, "filed": filed.get(one.id)}
        for one in held
    ]


def draft_of(mandate: Mandate) -> Draft | None:
    return Draft.objects.filter(mandate=mandate).first()


def asked_lately(*, helper: uuid.UUID, now: datetime) -> int:
    """Return how many people someone asked in the last day."""
    return Mandate.objects.filter(helper_id=helper, asked_at__gt=now - DAY).count()


def told_lately(*, person: uuid.UUID, now: datetime) -> int:
    """Return how many codes somebody was sent in the last day."""
    return Mandate.objects.filter(person_id=person, asked_at__gt=now - DAY).count()


def parents_asked_lately(parent_key: str, now: datetime) -> int:
    """Return how often a parent had the register asked in the last day."""
    asked = ledger.acts_of_subject(parent_key, verbs=["mandate:parent:asked"], limit=100)
    return sum(act.at > now - DAY for act in asked)


KINDS = {MandateKind.HELPER: "người hỗ trợ", MandateKind.GUARDIAN: "cha, mẹ"}
GROUNDS = {
    Ground.CODE: "theo mã đồng ý của chủ hồ sơ",
    Ground.ACCOUNT: "theo sự đồng ý trong tài khoản của chủ hồ sơ",
    Ground.REGISTER: "quan hệ cha, mẹ và con tra được ở CSDL hộ tịch",
}


def filer_words(dossier: Dossier) -> str:
    """Return who filed for the applicant and by what right, empty when the applicant did or nobody knows."""
    mandate = dossier.mandate
    if dossier.submitter is None:
        return ""
    if mandate is None:
        return f"{dossier.submitter.full_name} (nộp hộ tại quầy)"
    kind, ground = KINDS[MandateKind(mandate.kind)], GROUNDS[Ground(mandate.ground)]
    return f"{dossier.submitter.full_name} ({kind}, {ground})"
