# SPDX-License-Identifier: EUPL-1.2
"""A checked proof in plain words: what was done, when, by which unit, under which number of the ledger."""

from django.utils.translation import gettext as _

from tinhso.faces.ui.words import moment_words
from tinhso.kernel.events.proofs import Proof
from tinhso.lib.vntext import format_int
from tinhso.modules.onestop.queries.portal import public_acts

Row = tuple[str, str]


def facts_of(proof: Proof) -> list[Row]:
    """Return the act and its seal as rows of label and text; names of people are not in the ledger."""
    act = public_acts([proof.act])[0]
    rows = [
        (_("Việc đã làm"), act.title),
        (_("Thời điểm"), moment_words(act.at)),
        (_("Đơn vị"), act.unit),
        (_("Số, mã ghi trong sự kiện"), _identifiers(proof)),
        (_("Căn cứ"), act.rule),
        (_("Số thứ tự trong sổ"), format_int(act.seq)),
        (_("Niêm phong số"), format_int(proof.header.number)),
        (_("Niêm phong lúc"), moment_words(proof.header.sealed_at)),
    ]
    return [(label, text) for label, text in rows if text]


def _identifiers(proof: Proof) -> str:
    """Return the codes and numbers the act carries, to be compared with those printed on the paper."""
    return ", ".join(
        str(proof.act.data[key]) for key in ("code", "number", "paper", "receipt") if proof.act.data.get(key)
    )
