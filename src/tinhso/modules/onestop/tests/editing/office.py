# SPDX-License-Identifier: EUPL-1.2
"""The province's controller of procedures, working copies of a procedure, and a signature without authorities."""

import uuid
from datetime import date
from typing import Any

from tinhso.kernel.documents.types import SignatureMark, SignatureRole, SignedPdf
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop.actions import editing, publishing
from tinhso.modules.onestop.editing import parts
from tinhso.modules.onestop.editing.types import Content, Edit, Part
from tinhso.modules.onestop.models import ProcedureVersion, WorkingCopy
from tinhso.modules.onestop.tests import world

TEN_DAYS = {"value": 10, "unit": "working_day"}


def controller(name: str = "controller") -> Viewer:
    root = registry.territory().root
    return viewer_of_officer(world.officer_in(root, PostRole.CONTROLLER, name), world.TODAY)


def begun(viewer: Viewer, code: str = world.MARRIAGE_STATUS) -> WorkingCopy:
    return editing.begin_from_version(code, viewer=viewer, now=world.START)


def saved(copy: WorkingCopy, viewer: Viewer, *, expected: int | None = None, **keys: Any) -> WorkingCopy:
    """Put keys into the record of a copy, as a page of the editor would."""
    edit = parts.edit(Part.GENERAL, lambda definition: {**definition, **keys})
    return editing.save(copy.id, edit, expected=expected, viewer=viewer, now=world.START)


def mended(copy: WorkingCopy, viewer: Viewer, **keys: Any) -> WorkingCopy:
    """Put right what stands in the way of publishing: figures of the portal without a unit."""
    ways = [parts.Way(one["channel"], None, "", None) for one in copy.definition.get("portal_channels", ())]
    edit = parts.edit(Part.CHANNELS, lambda definition: {**parts.with_channels(definition, ways), **keys})
    return editing.save(copy.id, edit, expected=None, viewer=viewer, now=world.START)


def form_edit(form: dict[str, Any] | None) -> Edit:
    return Edit(Part.FORM, "sửa biểu mẫu", lambda content: Content(content.definition, form))


def signed(pdf: bytes, *, key: Any, role: str, reason: str, now: Any) -> SignedPdf:
    """Stand in for signing where a test is about the version and not about the signature."""
    return SignedPdf(pdf + b"% signed\n", SignatureMark(SignatureRole(role), key.key, key.name, "1", "B-LT", now))


def published(copy: WorkingCopy, viewer: Viewer, *, on: date = world.TODAY) -> ProcedureVersion:
    return publishing.publish(copy.id, valid_from=on, expected=None, viewer=viewer, now=world.START, sign=signed)


def nobody() -> uuid.UUID:
    return uuid.UUID(int=0)
