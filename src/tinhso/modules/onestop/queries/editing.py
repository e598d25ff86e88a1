# SPDX-License-Identifier: EUPL-1.2
"""Working copies of definitions as their editors see them, and the versions they are compared with."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key, sort_key
from tinhso.modules.onestop.editing.checks import Obstacle, Standing, obstacles
from tinhso.modules.onestop.editing.compare import changes
from tinhso.modules.onestop.editing.parts import words_of
from tinhso.modules.onestop.editing.types import Change, Content, CopyState
from tinhso.modules.onestop.models import EditStep, Procedure, ProcedureVersion, WorkingCopy
from tinhso.modules.onestop.policies import check_controller


def open_copies(viewer: Viewer) -> list[WorkingCopy]:
    """Return the working copies nobody has published or given up, by short name in Vietnamese order."""
    check_controller(viewer)
    found = WorkingCopy.objects.filter(state=CopyState.OPEN).select_related("saved_by", "based_on")
    return sorted(found, key=lambda one: (sort_key(str(one.definition["short_name"])), one.code))


def copy_for(viewer: Viewer, copy_id: uuid.UUID) -> WorkingCopy:
    """Return a working copy in any state; raises NotYourCatalogue for anyone but the province's controller."""
    check_controller(viewer)
    found: WorkingCopy = _copies().get(id=copy_id)
    return found


def _copies() -> QuerySet[WorkingCopy]:
    return WorkingCopy.objects.select_related("based_on", "version", "saved_by", "begun_by")


def content_of(one: WorkingCopy | ProcedureVersion) -> Content:
    return Content(one.definition, one.form)


def newest_of(code: str) -> ProcedureVersion | None:
    """Return the newest version of a procedure, in force or still to come; None when it has none."""
    return ProcedureVersion.objects.filter(procedure_id=code).order_by("-number").first()


def standing_of(version: ProcedureVersion | None) -> Standing | None:
    """Return what a new version is measured against."""
    if version is None:
        return None
    return Standing(version.number, version.valid.lower or date.min, version.digest)


def last_step(copy: WorkingCopy) -> EditStep | None:
    """Return the change that would be taken back next, None when there is none left."""
    return EditStep.objects.filter(copy=copy).order_by("-revision").first()


@dataclass(frozen=True)
class Review:
    """What a controller looks at before publishing: the version compared with, the differences, what is in the way."""

    against: ProcedureVersion | None
    changes: tuple[Change, ...]
    obstacles: tuple[Obstacle, ...]


def review(copy: WorkingCopy) -> Review:
    """Return the comparison of a copy with the newest version of its procedure, and whether it may be published."""
    newest = newest_of(copy.code)
    content = content_of(copy)
    differences = changes(content_of(newest) if newest else None, content)
    return Review(newest, tuple(differences), tuple(obstacles(content, standing_of(newest))))


@dataclass(frozen=True)
class Listed:
    """One procedure in the controller's list: its version in force, the one to come, the open working copy."""

    procedure: Procedure
    in_force: ProcedureVersion | None
    to_come: ProcedureVersion | None
    copy_id: uuid.UUID | None


def catalogue_for(viewer: Viewer, *, text: str, on: date) -> list[Listed]:
    """Return procedures that hold every word, without diacritics, in Vietnamese order, with their versions of a day."""
    check_controller(viewer)
    found = Procedure.objects.order_by("sort_key", "code")
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    procedures = list(found)
    codes = [one.code for one in procedures]
    rows = ProcedureVersion.objects.filter(procedure_id__in=codes).defer("definition", "form")
    in_force = {one.procedure_id: one for one in rows.filter(valid__contains=on)}
    to_come = {one.procedure_id: one for one in rows.filter(valid__startswith__gt=on).order_by("number")}
    copies = dict(WorkingCopy.objects.filter(code__in=codes, state=CopyState.OPEN).values_list("code", "id"))
    return [Listed(one, in_force.get(one.code), to_come.get(one.code), copies.get(one.code)) for one in procedures]


def version_for(viewer: Viewer, code: str, number: int) -> ProcedureVersion:
    """Return one version of a procedure, whatever its dates."""
    check_controller(viewer)
    return ProcedureVersion.objects.select_related("procedure", "paper").get(procedure_id=code, number=number)


def matches(copy: WorkingCopy, text: str) -> bool:
    """Return whether a working copy holds every word, without diacritics."""
    words: dict[str, Any] = copy.definition
    return all(word in words_of(words) for word in search_key(text).split())
