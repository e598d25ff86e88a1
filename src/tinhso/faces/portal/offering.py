# SPDX-License-Identifier: EUPL-1.2
"""What the page of offers shows: why each was made, what was read, what may be said; consents with what they allow."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tinhso.faces.portal import wording
from tinhso.faces.portal.consents import rows_for
from tinhso.kernel.identity import queries as identity
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.errors import ProcedureNotOpen
from tinhso.modules.onestop.proactive import definitions, rules
from tinhso.modules.onestop.proactive.types import Grade, Service, Standing
from tinhso.modules.onestop.queries import dossiers, offers
from tinhso.modules.onestop.queries.catalogue import version_in_force

SNOOZES = (7, 30, 90)
"""Days an offer can be put off by one press; none is chosen beforehand."""

PHASES = {
    Standing.OPEN: "open",
    Standing.SNOOZED: "later",
    Standing.DONE: "working",
    Standing.ACCEPTED: "done",
    Standing.REFUSED: "dropped",
    Standing.RESTORING: "waiting",
    Standing.RESTORED: "done",
}


def grade_words() -> dict[int, str]:
    return {
        Grade.REMIND: _("Mức 1 – nhắc việc"),
        Grade.PREPARE: _("Mức 2 – nhắc và chuẩn bị sẵn hồ sơ"),
        Grade.RECOMMEND: _("Mức 3 – đề xuất phương án"),
        Grade.CARRY_OUT: _("Mức 4 – tự động nộp theo sự đồng ý có trước"),
    }


def standing_words() -> dict[str, str]:
    return {
        Standing.OPEN: _("Chờ bạn trả lời"),
        Standing.SNOOZED: _("Để sau"),
        Standing.DONE: _("Đã nộp thay bạn, chờ bạn xem"),
        Standing.ACCEPTED: _("Bạn đã nhận"),
        Standing.REFUSED: _("Bạn đã từ chối"),
        Standing.RESTORING: _("Đang khôi phục, chờ Một cửa xác nhận dừng"),
        Standing.RESTORED: _("Đã khôi phục như trước"),
    }


def accept_words(offer: Any) -> str:
    """Return what saying yes does, as the button says it."""
    return {
        Grade.REMIND: _("Tôi đã biết"),
        Grade.PREPARE: _("Xem và điền tiếp"),
        Grade.RECOMMEND: _("Dùng phương án này"),
        Grade.CARRY_OUT: _("Xác nhận"),
    }[Grade(offer.grade)]


def page(viewer: Viewer, now: datetime) -> dict[str, Any]:
    """Return everything on the page of offers."""
    today = timezone.localtime(now).date()
    waiting = [row(one, today) for one in offers.offers_of(viewer, decided=False)]
    waiting.sort(key=lambda one: one["is_quiet"])
    barred = set(offers.barred_by(viewer))
    known = {one.purpose.key: one for one in rows_for(identity.consents_of(_person(viewer)))}
    register, _version = definitions.register_consent()
    return {
        "waiting": waiting,
        "answered": [row(one, today) for one in offers.offers_of(viewer, decided=True)],
        "register_consent": known[register],
        "standing_consents": [(one, known[one.consent_purpose]) for one in _automatic(today)],
        "barred": [one for one in definitions.services() if one.key in barred],
        "table": [(one, rules.is_on(one, today)) for one in definitions.services()],
        "grades": grade_words(),
        "law": rules.LAW,
        "snoozes": SNOOZES,
    }


def _person(viewer: Viewer) -> uuid.UUID:
    assert viewer.person_id is not None, "the view lets citizens in only"
    return viewer.person_id


def _automatic(today: date) -> list[Service]:
    return [one for one in definitions.services() if one.consent_version and rules.is_on(one, today)]


def row(offer: Any, today: date) -> dict[str, Any]:
    """Return one offer with its words: why, what was read, what may be said."""
    service = offers.service_of(offer)
    words = {"day": f"{offer.day:%d/%m/%Y}", "years": service.numbers.get("age_years") or ""}
    filed = dossiers.dossier_of_draft(offer.draft_key) if offer.draft_key else None
    return {
        "offer": offer,
        "service": service,
        "why": service.why % words,
        "facts": [(one["label"], f"{one['value']} ({one['source']})") for one in offer.facts],
        "grade": grade_words()[offer.grade],
        "standing": standing_words()[offer.standing],
        "phase": PHASES[Standing(offer.standing)],
        "accept": accept_words(offer),
        "is_quiet": offers.is_quiet(offer, today),
        "may": {choice: rules.may(choice, offer.standing) for choice in rules.CHOICES},
        "can_restore": _can_restore(offer, filed),
        "draft": offer.draft_key if offers.has_draft(offer) else None,
        "filed": filed,
        "comparison": comparison(service, today) if offer.grade == Grade.RECOMMEND else None,
    }


def _can_restore(offer: Any, filed: Any) -> bool:
    """Whether there is something to put back: a draft that was prepared, or a dossier that was filed."""
    return bool(offer.dossier_id or (offer.draft_key and filed is None))


def comparison(service: Service, today: date) -> dict[str, Any] | None:
    """Return what is recommended beside what the person has begun, from the published facts of both procedures."""
    try:
        begun = version_in_force(service.instead_of, today)
        better = version_in_force(service.procedure, today)
    except ProcedureNotOpen:
        return None
    both = (begun, better)
    rows = [
        (_("Kết quả nhận được"), *("; ".join(one["name"] for one in _results(version)) for version in both)),
        (_("Thời hạn"), *(wording.time_words(version.definition) for version in both)),
        (_("Phí, lệ phí"), *(wording.fee_words(version.definition) for version in both)),
    ]
    headers = [_("So sánh"), begun.procedure.short_name, better.procedure.short_name]
    return {"headers": headers, "rows": rows}


def _results(version: Any) -> list[Mapping[str, Any]]:
    return list(version.definition.get("results") or [])
