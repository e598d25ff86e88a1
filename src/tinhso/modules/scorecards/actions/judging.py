# SPDX-License-Identifier: EUPL-1.2
"""What the standing office does with a declaration: accept it, send it back, ask for it again."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.casework.actions import check_possible
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.scorecards import policies
from tinhso.modules.scorecards.actions.stepping import check_due, check_open, checked, hand_on, last_instant, lock, step
from tinhso.modules.scorecards.declaring.types import (
    DeclarationAccepted,
    DeclarationAskedAgain,
    DeclarationSentBack,
    Remarked,
)
from tinhso.modules.scorecards.models import Declaration, Remark, Statement


@transaction.atomic(durable=True)
def accept(
    declaration_id: uuid.UUID, *, text: str, viewer: Viewer, now: datetime, expected_version: int
) -> Declaration:
    """Accept what was declared last: it is the self score from then on. Who declared never accepts."""
    found = lock(declaration_id)
    check_possible(found.case, "accept", now=now, expected_version=expected_version)
    seat = policies.check_judge(viewer, found)
    check_open(found.assessment)
    statement = _newest(found)
    step(found, "accept", DeclarationAccepted(statement.id, found.component), viewer, seat, now)
    Statement.objects.filter(id=statement.id).update(accepted_at=now, accepted_by_id=viewer.as_officer)
    _remark(found, Remarked.ACCEPTED, text.strip(), viewer, now)
    return found


@transaction.atomic(durable=True)
def send_back(
    declaration_id: uuid.UUID, *, text: str, viewer: Viewer, now: datetime, expected_version: int
) -> Declaration:
    """Send a declaration back to its unit, saying what lacks; its day stays."""
    found = lock(declaration_id)
    check_possible(found.case, "send_back", now=now, expected_version=expected_version)
    seat = policies.check_judge(viewer, found)
    check_open(found.assessment)
    words = checked(text, "điều cần kê khai lại")
    step(found, "send_back", DeclarationSentBack(_newest(found).id), viewer, seat, now, unit_id=found.unit_id)
    _remark(found, Remarked.SENT_BACK, words, viewer, now)
    hand_on(found, viewer, seat, now)
    return found


@transaction.atomic(durable=True)
def ask_again(
    declaration_id: uuid.UUID, *, due_on: date, text: str, viewer: Viewer, now: datetime, expected_version: int
) -> Declaration:
    """Ask for an accepted declaration again, by another day; what was accepted counts until something else is."""
    found = lock(declaration_id)
    check_possible(found.case, "ask_again", now=now, expected_version=expected_version)
    seat = policies.check_manage(viewer, found)
    check_open(found.assessment)
    words = checked(text, "vì sao phải kê khai lại")
    check_due(found.assessment, due_on, timezone.localdate(now))
    found.case.due_at = last_instant(due_on)
    Declaration.objects.filter(case_id=declaration_id).update(due_on=due_on)
    step(found, "ask_again", DeclarationAskedAgain(due=due_on), viewer, seat, now, unit_id=found.unit_id)
    _remark(found, Remarked.ASKED_AGAIN, words, viewer, now)
    hand_on(found, viewer, seat, now)
    return found


def _newest(found: Declaration) -> Statement:
    return found.statements.order_by("-id")[0]


def _remark(found: Declaration, kind: Remarked, text: str, viewer: Viewer, now: datetime) -> None:
    Remark.objects.create(declaration=found, kind=kind, text=text, officer_id=viewer.as_officer, at=now)
