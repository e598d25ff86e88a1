# SPDX-License-Identifier: EUPL-1.2
"""What the forms of a round sent, read into plain values; wrong input gives a sentence beside its box."""

import uuid
from collections.abc import Mapping
from decimal import Decimal

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from tinhso.faces.desk import reading
from tinhso.faces.desk.reading import choice, number, year
from tinhso.modules.scorecards.actions import QuestionTold, RoundTold, ScoreTold, Told, Work
from tinhso.modules.scorecards.declaring.types import Form, Side, Whose

LONGEST_TEXT, MOST_CHOSEN = 4000, 300
HUNDRED = Decimal(100)


def percent(data: Mapping[str, str], name: str) -> Decimal | None:
    """Return a share of one typed in percent; None when nothing was typed."""
    found = number({name: data.get(name, "").replace("%", "")}, name)
    return None if found is None else found / HUNDRED


def round_told(data: QueryDict) -> RoundTold:
    return RoundTold(
        edition=data.get("edition", "")[:20],
        year=year(data, "year"),
        first_on=reading.required_day(data, "first_on"),
        last_on=reading.required_day(data, "last_on"),
        due_on=reading.required_day(data, "due_on"),
        note=data.get("note", "")[:LONGEST_TEXT],
    )


def work(data: QueryDict) -> Work:
    """Return what is assigned; each box that was ticked says its declaration and the version the page showed."""
    return Work(
        versions=_versions(data.getlist("component")),
        unit_id=reading.identifier(data, "unit", _("Hãy chọn đơn vị kê khai.")),
        due_on=reading.required_day(data, "due_on"),
        officer_id=reading.optional_identifier(data, "officer"),
    )


def _versions(ticked: list[str]) -> dict[uuid.UUID, int]:
    found = {}
    for one in ticked[:MOST_CHOSEN]:
        key, _colon, version = one.partition(":")
        identifier = reading.optional_identifier({"one": key}, "one")
        if identifier is not None:
            found[identifier] = reading.version({"version": version})
    return found


def told(request: HttpRequest) -> Told:
    """Return a declaration; boxes of the forms that were not chosen are not looked at."""
    data = request.POST
    form = choice(data, "form", Form, _("Hãy chọn cách kê khai."))
    is_ratio, is_number = form is Form.RATIO, form is Form.NUMBER
    return Told(
        form=form,
        numerator=number(data, "numerator") if is_ratio else None,
        denominator=number(data, "denominator") if is_ratio else None,
        answer={"true": True, "false": False}.get(data.get("answer", "")) if form is Form.YES_NO else None,
        number=number(data, "number") if is_number else None,
        unit_of_measure=data.get("ratio_unit" if is_ratio else "unit_of_measure", "")[:60],
        claimed=percent(data, "claimed") if is_number else None,
        as_of=reading.required_day(data, "as_of"),
        valid_until=reading.day(data, "valid_until"),
        note=data.get("note", "")[:LONGEST_TEXT],
        paper=data.get("paper", "")[:200],
        files=tuple((one.name or "tep", one.read()) for one in request.FILES.getlist("files")),
    )


def score_told(data: QueryDict) -> ScoreTold:
    return ScoreTold(
        whose=choice(data, "whose", Whose, _("Hãy chọn điểm thẩm định hay điểm công nhận.")),
        share=None if data.get("take_back") == "true" else percent(data, "share"),
        paper=data.get("score-paper", "")[:200],
        paper_on=reading.required_day(data, "paper_on"),
        why=data.get("why", "")[:500],
        seen=_seen(data),
    )


def _seen(data: QueryDict) -> int:
    """Return the newest score of the chosen kind the page showed."""
    typed = data.get(f"seen-{data.get('whose', '')}", "0")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else -1


def question_told(data: QueryDict) -> QuestionTold:
    return QuestionTold(
        side=choice(data, "side", Side, _("Hãy chọn bên viết.")),
        on=reading.required_day(data, "on"),
        who=data.get("who", "")[:200],
        text=data.get("question-text", "")[:LONGEST_TEXT],
        paper=data.get("question-paper", "")[:200],
        answers=reading.optional_identifier(data, "answers"),
    )
