# SPDX-License-Identifier: EUPL-1.2
"""Checks before filing: the last one of a draft for its owner, one for the desk that was asked."""

import uuid

from tinhso.kernel.casework import policies as casework
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.models import Precheck
from tinhso.modules.onestop.side_workflows import PRECHECK

RELATED = ("case__unit", "person", "version__procedure", "answered_by")


def last_precheck(draft_id: uuid.UUID) -> Precheck | None:
    """Return the newest check of a draft that was not taken back."""
    found = Precheck.objects.filter(draft_id=draft_id).exclude(case__state="ended")
    return found.select_related(*RELATED).order_by("-case__opened_at").first()


def precheck_for_officer(viewer: Viewer, precheck_id: uuid.UUID) -> Precheck:
    """Return a check to the reception that was asked; raises NotYourTurn for anybody else."""
    found = Precheck.objects.select_related(*RELATED).get(case_id=precheck_id)
    casework.check_turn(viewer, found.case, PRECHECK.steps["answer"])
    return found


def precheck_of_case(case_id: uuid.UUID) -> Precheck | None:
    return Precheck.objects.select_related(*RELATED).filter(case_id=case_id).first()
