# SPDX-License-Identifier: EUPL-1.2
"""Assignment by rule in words: why this one got the dossier, why nobody did."""

from typing import Any

from django.utils.translation import gettext as _

from tinhso.modules.onestop.assigning.types import Absence, Way
from tinhso.modules.onestop.queries import assigning as queries


def way_words() -> dict[str, str]:
    return {
        Way.NAMED.value: _("Giao cho một người"),
        Way.LEAST.value: _("Giao cho người đang giữ ít việc nhất"),
    }


def assignment_words(why: queries.Why | None) -> str:
    """Return one sentence that says why a rule gave a dossier to its holder, or left it; empty without a rule."""
    if why is None:
        return ""
    said = {"subject": queries.subject_words(why.rule), "load": why.load, "among": why.among}
    if not why.given:
        words = _("Quy tắc phân công cho %(subject)s không chọn được ai. Hãy phân công.")
    elif why.least:
        words = _(
            "Giao theo quy tắc cho %(subject)s: "
            "ít việc nhất trong %(among)s người có mặt (đang giữ %(load)s việc khi nhận)."
        )
    else:
        words = _("Giao theo quy tắc cho %(subject)s: quy tắc giao cho một người.")
    return " ".join([words % said, *_absences(why.absences)])


def _absences(counted: dict[Absence, int]) -> list[str]:
    words = {
        Absence.NO_POST: _("%(n)s người trong quy tắc không còn là chuyên viên của đơn vị."),
        Absence.LENT: _("%(n)s người trong quy tắc vắng mặt, đã ủy quyền."),
    }
    return [words[kind] % {"n": n} for kind, n in counted.items()]


def rule_line(rule: Any) -> dict[str, Any]:
    """Return one standing rule as a list shows it."""
    subject = queries.subject_words(rule)
    return {
        "id": rule.id,
        "subject": subject[:1].upper() + subject[1:],
        "way": way_words()[rule.way],
        "people": ", ".join(one.full_name for one in queries.people_of(rule)),
        "set_by": rule.set_by.full_name,
        "set_at": rule.set_at,
    }
