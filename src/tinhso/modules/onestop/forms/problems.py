# SPDX-License-Identifier: EUPL-1.2
"""What a check is given and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from tinhso.modules.onestop.forms.types import Answers, Context, Field, Form, Rule

NO_RULE: Final = Rule("")
"""Before the rules of a field are gone through."""


@dataclass(frozen=True)
class Problem:
    """One sentence about an answer. at: `<row>-<column>` inside a table, empty for the field itself; field: key of
    another field where the applicant has to mend it."""

    sentence: str
    blocks: bool
    at: str = ""
    field: str = ""


def error(sentence: str, at: str = "") -> Problem:
    return Problem(sentence, True, at)


def warning(sentence: str, at: str = "") -> Problem:
    return Problem(sentence, False, at)


@dataclass(frozen=True)
class Ask:
    """One answer under one rule, with everything else that was answered. is_locked: whether a value of that key came
    from an authoritative source, so that the applicant cannot mend it."""

    form: Form
    field: Field
    value: Any
    answers: Answers
    context: Context
    is_locked: Callable[[str], bool]
    rule: Rule

    def under(self, rule: Rule) -> "Ask":
        return replace(self, rule=rule)
