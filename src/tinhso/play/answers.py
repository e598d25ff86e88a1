# SPDX-License-Identifier: EUPL-1.2
"""What a played citizen writes on a declaration form."""

from datetime import date
from random import Random
from typing import Any

from tinhso.kernel.identity.models import Person
from tinhso.modules.onestop.models import ProcedureVersion


def answers_for(version: ProcedureVersion, person: Person, dice: Random, *, today: date) -> dict[str, Any]:
    """Return answers for a procedure's form."""
    return {"tra_ket_qua": "dien_tu"}
