# SPDX-License-Identifier: EUPL-1.2
"""The form engine meets the portal: which form, which day and map, what is known of the person beforehand."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from tinhso.kernel.identity import queries as identity
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop.forms import Answers, Context, Form, Grade, Prefilled, form_for, prefill
from tinhso.modules.onestop.queries import declarations

TYPED = "_typed:"
"""Prefix under which a draft keeps a page's text that is not right yet; never part of what is filed."""


def form_of(version: Any) -> Form:
    return form_for(version.definition, version.form)


def map_date() -> date:
    """Return the day of the law whose areas this installation works with."""
    return registry.territory().law_date


def area_name(code: str) -> str | None:
    found = registry.area(code, map_date())
    return found.full_name if found else None


def context_for(form: Form, answers: Answers, *, today: date, owner: str) -> Context:
    """Return what the engine must be told: the day, the map in force here, the pictures this person uploaded."""
    on = map_date()
    return Context(
        today=today,
        is_area=lambda code: registry.area(code, on) is not None,
        newer_areas=lambda code: tuple(step.successor_name for step in registry.successors(code, date(2000, 1, 1), on)),
        files=declarations.pictures(form, answers, owner),
    )


def known_of(form: Form, person_id: uuid.UUID, *, for_another: bool = False) -> dict[str, Prefilled]:
    """Return what the e-ID said of the person of the draft, field by field; nothing is guessed.

    for_another: somebody else fills in, who sees no more than what a dossier must bear.
    """
    person = identity.person(person_id)
    area = registry.area(person.commune_code, map_date()) if person.commune_code else None
    facts = {
        "ho_ten": person.full_name,
        "so_dinh_danh": person.personal_number,
        "ngay_sinh": person.birth_date.isoformat() if person.birth_date else None,
        "gioi_tinh": person.sex or None,
        "so_dien_thoai": person.phone or None,
        "email": person.email or None,
        "ma_xa": area.code if area else None,
        "ma_tinh": area.province_code if area else None,
        "dia_chi_chi_tiet": person.address or None,
    }
    found = prefill(form, {"vneid": facts, "kho_ca_nhan": {"dia_chi_nhan": person.address or None}})
    if not for_another:
        return found
    return {key: one if one.grade is Grade.LOCKED else Prefilled(None, Grade.NONE, "") for key, one in found.items()}


def answers_of(draft: Any) -> dict[str, Any]:
    """Return the answers kept in a draft: neither emptied ones nor text that is not right yet."""
    kept = {key: value for key, value in draft.answers.items() if not key.startswith(TYPED)}
    return {key: value for key, value in kept.items() if value is not None}


def typed_on(draft: Any, page_key: str) -> Mapping[str, Any]:
    """Return what was typed on a page and is not right yet."""
    return draft.answers.get(TYPED + page_key) or {}
