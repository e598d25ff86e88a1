# SPDX-License-Identifier: EUPL-1.2
"""The declaration form of a procedure with what it must be told: the day, the map, what is known of the person."""

import uuid
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.documents.models import Version
from tinhso.kernel.documents.queries import versions_of
from tinhso.kernel.identity.models import Person
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop import forms
from tinhso.modules.onestop.models import ProcedureVersion

_FORMS: dict[str, forms.Form] = {}
MOST_FORMS = 500
"""Forms kept in a process: more than the procedures of a province; a thousand questions take two megabytes."""


def form_of(version: ProcedureVersion) -> forms.Form:
    """Return the form frozen with this version, or the plain one when none is described.

    A form is read once per process: its digest is that of the definition and the form it comes from.
    """
    form = _FORMS.get(version.digest)
    if form is None:
        form = forms.form_for(version.definition, version.form)
        if len(_FORMS) >= MOST_FORMS:
            _FORMS.clear()
        _FORMS[version.digest] = form
    return form


def context(today: date, files: Mapping[str, forms.ImageFile] | None = None) -> forms.Context:
    """Return the map of areas this installation has applied, the working calendar and the pictures handed in."""
    law_date = registry.territory().law_date

    @cache
    def is_area(code: str) -> bool:
        return registry.area(code, law_date) is not None

    def newer_areas(code: str) -> tuple[str, ...]:
        return tuple(f"{end.successor_name} ({end.successor})" for end in registry.successors(code, date.min, law_date))

    return forms.Context(
        today=today,
        is_area=is_area,
        newer_areas=newer_areas,
        is_working_day=work_calendar().is_working_day,
        files=files or {},
    )


def pictures(form: forms.Form, answers: Mapping[str, Any], owner: str) -> dict[str, forms.ImageFile]:
    """Return the owner's own pictures by token.

    A token of a browser's making names none, nor does that of a picture filed with an earlier dossier.
    """
    tokens = [str(answers[one.key]) for one in _asking_pictures(form) if answers.get(one.key)]
    found = {token: _newest(token) for token in tokens}
    return {
        token: forms.ImageFile(newest.media_type, newest.blob.size_bytes)
        for token, newest in found.items()
        if newest is not None and newest.document.owner == owner and newest.document.case_id is None
    }


def picture_answers(
    version: ProcedureVersion, answers: Mapping[str, Any], owner: str
) -> list[tuple[forms.Field, uuid.UUID]]:
    """Return each question answered by a picture of the owner, with its document."""
    form = form_of(version)
    own = pictures(form, answers, owner)
    answered = [(one, str(answers.get(one.key))) for one in _asking_pictures(form)]
    return [(one, uuid.UUID(token)) for one, token in answered if token in own]


def _asking_pictures(form: forms.Form) -> list[forms.Field]:
    return [one for one in form.fields if one.type is forms.FieldType.IMAGE]


def _newest(token: str) -> Version | None:
    try:
        return next(reversed(versions_of(uuid.UUID(token))), None)
    except ValueError:
        return None


def sources_for(person: Person) -> dict[str, dict[str, Any]]:
    """Return what the e-ID said of a person, under the names the forms use; nothing is guessed.

    The population database is a counterpart of its own and not connected yet, so it adds nothing here.
    """
    commune = registry.area(person.commune_code, registry.territory().law_date) if person.commune_code else None
    known = {
        "ho_ten": person.full_name,
        "so_dinh_danh": person.personal_number,
        "ngay_sinh": person.birth_date.isoformat() if person.birth_date else None,
        "gioi_tinh": person.sex or None,
        "so_dien_thoai": person.phone or None,
        "email": person.email or None,
        "ma_tinh": commune.province_code if commune else None,
        "ma_xa": commune.code if commune else None,
        "dia_chi_chi_tiet": person.address or None,
    }
    return {"vneid": {key: value for key, value in known.items() if value}}


def known_for(version: ProcedureVersion, person: Person) -> dict[str, forms.Prefilled]:
    """Return what the house knows of a person for each question of the form."""
    return forms.prefill(form_of(version), sources_for(person))


def locked_for(version: ProcedureVersion, person: Person) -> dict[str, Any]:
    """Return the answers the applicant cannot change because the e-ID vouches for them."""
    return forms.locked_values(known_for(version, person))


def kept_as_known(known: Mapping[str, forms.Prefilled], answers: Mapping[str, Any]) -> tuple[int, int]:
    """Return how many answers stand as the house knew them, and how many there are; empty ones are none. Pure."""
    given = {key: value for key, value in answers.items() if value not in (None, "", [], {})}
    kept = forms.initial_answers(known)
    return sum(1 for key, value in given.items() if key in kept and kept[key] == value), len(given)


def problems_of(
    version: ProcedureVersion,
    answers: dict[str, Any],
    person: Person,
    today: date,
    *,
    locked: dict[str, Any] | None = None,
) -> dict[str, str]:
    """Return everything in the answers that blocks submission, one sentence by field key.

    locked: what `locked_for` said, when the caller has asked already.
    """
    locked = locked_for(version, person) if locked is None else locked
    form = form_of(version)
    known = context(today, pictures(form, answers, person.key))
    return forms.missing(form, {**answers, **locked}, known, locked=locked)
