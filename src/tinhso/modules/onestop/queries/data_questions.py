# SPDX-License-Identifier: EUPL-1.2
"""Questions about readings: one's own on the portal, one at the desk of the head whose unit looked."""

import uuid

from tinhso.kernel.casework import policies as casework
from tinhso.kernel.identity.queries import Reading, reading_of
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.models import DataQuestion
from tinhso.modules.onestop.side_workflows import DATA_QUESTION


def questions_of(person_id: uuid.UUID) -> dict[int, DataQuestion]:
    """Return one's own questions by the number of the reading they are about; one query."""
    found = DataQuestion.objects.filter(person_id=person_id).select_related("case__unit")
    return {one.reading_seq: one for one in found}


def question_for_officer(viewer: Viewer, question_id: uuid.UUID) -> DataQuestion:
    """Return a question to a head or leader of the unit that looked; raises NotYourTurn for anybody else."""
    related = ("case__unit", "person", "answered_by")
    found = DataQuestion.objects.select_related(*related).get(case_id=question_id)
    casework.check_turn(viewer, found.case, DATA_QUESTION.steps["answer"])
    return found


def reading_behind(question: DataQuestion) -> Reading | None:
    return reading_of(question.person_id, question.reading_seq)


def question_of_case(case_id: uuid.UUID) -> DataQuestion | None:
    return DataQuestion.objects.select_related("case__unit", "person").filter(case_id=case_id).first()
