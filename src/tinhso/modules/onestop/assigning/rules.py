# SPDX-License-Identifier: EUPL-1.2
"""Who gets a dossier under a rule. Pure: the same rule, people and loads give the same officer.

House rule (TTHC-14): no text says how work is to be shared out.
"""

from collections.abc import Iterable

from tinhso.modules.onestop.assigning.types import Candidate, Choice, Way


def choose(way: Way, candidates: Iterable[Candidate]) -> Choice:
    """Return who gets the next dossier; nobody when all whom the rule names are absent.

    NAMED takes the first in the order given; LEAST who has the fewest living cases, the earlier name among equals.

    >>> import uuid
    >>> a, b = uuid.UUID(int=1), uuid.UUID(int=2)
    >>> choose(Way.LEAST, [Candidate(a, 0, load=3), Candidate(b, 1, load=2)]).officer_id == b
    True
    """
    everybody = list(candidates)
    present = [one for one in everybody if one.absent is None]
    absences = tuple(one.absent for one in everybody if one.absent is not None)
    if not present:
        return Choice(None, 0, 0, absences)
    chosen = min(present, key=lambda one: (one.load if way is Way.LEAST else 0, one.place))
    return Choice(chosen.officer_id, chosen.load, len(present), absences)
