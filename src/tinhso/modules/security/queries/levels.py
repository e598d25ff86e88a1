# SPDX-License-Identifier: EUPL-1.2
"""Levels as screens ask for them: determinations, dossiers, what changed since a level was approved."""

import uuid
from collections.abc import Iterable

from tinhso.kernel.casework.policies import steps_open_to
from tinhso.kernel.casework.types import Step
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security.levels.determination import highest
from tinhso.modules.security.levels.procedure import Content, Standing, changes, missing
from tinhso.modules.security.levels.reading import table
from tinhso.modules.security.models import (
    DossierFile,
    DossierPaper,
    DossierWord,
    InformationSystem,
    LevelDossier,
    PartDetermination,
    UserCount,
)
from tinhso.modules.security.queries.systems import seen_by


def determinations_of(system_id: uuid.UUID) -> list[PartDetermination]:
    """Return the results that count, the highest level first."""
    found = PartDetermination.objects.filter(system_id=system_id, withdrawn_at=None).select_related("made_by")
    return sorted(found, key=lambda one: (-(one.level or 0), one.part))


def proposed_level(found: Iterable[PartDetermination]) -> int | None:
    """Return the level of a system by its parts: the highest; None when there is none or one is open."""
    return highest(one.level for one in found)


def criterion_texts(criteria_set: str, codes: Iterable[str]) -> list[dict[str, str]]:
    """Return level, article and wording of criteria, in the order of the codes."""
    known = {one["code"]: one for one in table("level_criteria")["criteria_sets"][criteria_set]["criteria"]}
    return [
        {"level": str(known[code]["level"]), "article": known[code]["article"], "text": known[code]["text"]}
        for code in codes
        if code in known
    ]


def reasoning_of(found: Iterable[PartDetermination]) -> list[dict[str, object]]:
    """Return the reasoning of a dossier: each part with its level and the criteria it meets."""
    return [
        {"part": one.part, "level": one.level, "criteria": criterion_texts(one.criteria_set, one.criteria)}
        for one in found
    ]


def standing_of(system: InformationSystem) -> Standing:
    """Return what the level of a system is decided on, as it is now."""
    newest = UserCount.objects.filter(system_id=system.id).order_by("-on", "-id").first()
    threshold = table("level_criteria")["users_threshold"]["value"]
    return Standing(
        kind=system.kind,
        information=tuple(system.information),
        focal=str(system.focal_id),
        supplier=system.supplier,
        components=system.components,
        users_reached=bool(newest and newest.users >= threshold),
    )


def in_force(system_id: uuid.UUID) -> LevelDossier | None:
    """Return the dossier whose level is in force: the one approved last."""
    found = LevelDossier.objects.filter(system_id=system_id, approved_at__isnull=False).select_related("case")
    return found.order_by("-approved_seq").first()


def open_dossier(system_id: uuid.UUID) -> LevelDossier | None:
    found = LevelDossier.objects.filter(system_id=system_id, approved_at=None, dropped_at=None)
    return found.select_related("case").first()


def changes_of(system: InformationSystem) -> list[str]:
    """Return what changed since the level was approved (Điều 18), "level" when the parts now say another level."""
    dossier = in_force(system.id)
    if dossier is None:
        return []
    before = Standing(**{**dossier.standing, "information": tuple(dossier.standing["information"])})
    found = changes(before, standing_of(system))
    now = proposed_level(determinations_of(system.id))
    return [*found, "level"] if now is not None and now != dossier.level else found


def dossiers_of(system_id: uuid.UUID) -> list[LevelDossier]:
    return list(
        LevelDossier.objects.filter(system_id=system_id).select_related("case__unit").order_by("-case__opened_at")
    )


def dossier_for(viewer: Viewer, dossier_id: uuid.UUID) -> LevelDossier:
    """Return a dossier; raises LevelDossier.DoesNotExist also for one of a system the officer does not see."""
    related = ("case__unit", "system__owner", "system__focal", "system__security_unit", "drafted_by", "replaces")
    found = LevelDossier.objects.select_related(*related)
    return found.filter(system__in=seen_by(viewer)).get(case_id=dossier_id)


def dossiers_for(viewer: Viewer, state: str = "") -> list[LevelDossier]:
    """Return the dossiers of the systems an officer sees, the most pressing first."""
    found = LevelDossier.objects.filter(system__in=seen_by(viewer)).select_related("case__unit", "system__focal")
    if state:
        found = found.filter(case__state=state)
    return sorted(found, key=lambda one: (one.case.closed_at is not None, one.case.due_at is None, one.case.opened_at))


def files_of(dossier: LevelDossier) -> list[DossierFile]:
    return list(DossierFile.objects.filter(dossier=dossier).select_related("document").order_by("part", "id"))


def papers_of(dossier: LevelDossier) -> list[DossierPaper]:
    return list(DossierPaper.objects.filter(dossier=dossier).select_related("document").order_by("signed_at"))


def words_of(dossier: LevelDossier) -> list[DossierWord]:
    return list(DossierWord.objects.filter(dossier=dossier).select_related("written_by").order_by("-written_at"))


def lacking(dossier: LevelDossier) -> list[str]:
    """Return what the dossier lacks to be complete, in words."""
    parts = DossierFile.objects.filter(dossier=dossier).values_list("part", flat=True)
    return missing(Content(dossier.level, dossier.said, frozenset(parts)))


def steps_of(viewer: Viewer, dossier: LevelDossier) -> list[Step]:
    """Return the steps the officer may take now."""
    return steps_open_to(viewer, dossier.case)


def may_write(viewer: Viewer, dossier: LevelDossier) -> bool:
    """Whether the officer writes the texts: anybody of the unit that draws the dossier up, while it does."""
    seat = viewer.seat_in(dossier.case.unit_id, "specialist", "head", "leader")
    return dossier.case.state == "drafting" and seat is not None


def document_of(viewer: Viewer, dossier_id: uuid.UUID, document_id: uuid.UUID) -> uuid.UUID:
    """Return the document when it is a file or a paper of a dossier the officer sees; raises DoesNotExist."""
    dossier = dossier_for(viewer, dossier_id)
    is_paper = DossierPaper.objects.filter(dossier=dossier, document_id=document_id).exists()
    if not is_paper:
        DossierFile.objects.get(dossier=dossier, document_id=document_id)
    return document_id
