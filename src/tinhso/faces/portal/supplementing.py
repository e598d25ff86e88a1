# SPDX-License-Identifier: EUPL-1.2
"""The files of a supplement: one place for each thing asked for, stored only when all of them pass."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from tinhso.faces.portal.uploading import keep
from tinhso.kernel.documents.errors import FileRefused
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import actions, definitions


@dataclass(frozen=True)
class Slot:
    """One thing asked for. key: the component it replaces, or a place of its own when it is none of them."""

    key: str
    label: str


def slots(dossier: Any, wanted: Any) -> list[Slot]:
    """Return a place for each item of the request; an item named like a component takes that component's place."""
    keys = {one["name"]: one["key"] for one in definitions.components_of(dossier.version.definition)}
    return [Slot(keys.get(item, f"bs{number:02d}"), item) for number, item in enumerate(wanted.items, start=1)]


def store(
    files: Mapping[str, UploadedFile], places: Sequence[Slot], *, viewer: Viewer, now: datetime
) -> tuple[dict[str, uuid.UUID], dict[str, str]]:
    """Return the stored documents and what is wrong, both by key; at least one file must come."""
    documents: dict[str, uuid.UUID] = {}
    errors: dict[str, str] = {}
    for place in places:
        upload = files.get(place.key)
        if upload is None:
            continue
        try:
            documents[place.key] = keep(upload, title=place.label, viewer=viewer, now=now)
        except FileRefused as error:
            errors[place.key] = error.sentence
    if not documents and not errors:
        errors[places[0].key if places else ""] = _("Chọn ít nhất một tệp để bổ sung.")
    return documents, errors


def answer(dossier: Any, wanted: Any, documents: Mapping[str, uuid.UUID], *, viewer: Viewer, now: datetime) -> None:
    """Hand the supplement in, before or after reception as it was asked for."""
    act = actions.answer_intake_supplement if wanted.at_intake else actions.supply
    act(dossier.case_id, viewer=viewer, documents=documents, now=now, expected_version=dossier.case.version)
