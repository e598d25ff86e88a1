# SPDX-License-Identifier: EUPL-1.2
"""Joins what a plan offers with the index and its published results into one question to the planner.

Weights are shared equally (no official one is confirmed), so every answer is a simulation (ADR 0041, 0048).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.utils.translation import gettext as _

from tinhso.faces.ui.ranking_links import edition, own_result, scored_codes
from tinhso.modules.plans import estimating
from tinhso.modules.plans.planner.checking import PLACES
from tinhso.modules.plans.planner.types import Component, Peer, Situation
from tinhso.modules.scorecards.dti import reading, rules, simulation
from tinhso.modules.scorecards.dti.types import Edition, Result

HELD, LACKING = "rest:held", "rest:lacking"
"""Two components of our own: what the rest of the index holds today, and what it lacks. No task moves them."""
STEP = Decimal(1).scaleb(-PLACES)


@dataclass(frozen=True)
class Field:
    """A question to the planner with what the page says around it.

    own: the published result of the own province, None without any; places: how many places there are, nought when
    places cannot be compared, and then `no_places` says why.
    """

    offer: estimating.Offer
    situation: Situation
    weights: Mapping[str, Decimal]
    year: int | None
    own: Result | None
    places: int
    no_places: str


def field_of(plan: Any, today: date, year: int | None = None) -> Field:
    """Return the question a plan gives rise to, compared with the results of a year, the newest when none is named."""
    offer = estimating.offer_of(estimating.stated_of(plan), scored_codes())
    found, weights = edition(), simulation.equal_weights(edition(), today)
    components = [Component(code, weights.points[code], share) for code, share in sorted(offer.shares.items())]
    published = own_result(year)
    if published is None:
        sentence = _("Chưa có kết quả công bố của tỉnh nên không tính được hạng.")
        situation = _situation(offer, components, (), [*weights.assumptions, *_assumptions()])
        return Field(offer, situation, weights.points, None, None, 0, sentence)
    on, own = published
    results = reading.results(on)
    rest, peers = _compared(found, results, own, components)
    assumed = [
        *weights.assumptions,
        *_assumptions(),
        *([_("điểm của các tỉnh khác giữ nguyên như công bố")] * bool(peers)),
    ]
    situation = _situation(offer, [*components, *rest], peers, assumed)
    sentence = (
        ""
        if peers
        else _(
            "Mức hiện nay đã nêu không khớp với kết quả công bố của tỉnh nên không tính được hạng. Hãy xem lại các mức."
        )
    )
    return Field(offer, situation, weights.points, on, own, len(results) if peers else 0, sentence)


def _situation(
    offer: estimating.Offer, components: Sequence[Component], peers: Sequence[Peer], assumptions: Sequence[str]
) -> Situation:
    return Situation(tuple(components), offer.options, tuple(peers), is_simulation=True, assumptions=tuple(assumptions))


def _assumptions() -> list[str]:
    return [
        _("mức hiện nay, mức sau khi làm, kinh phí và thời gian là ước lượng của người nêu"),
        _("tác động của các nhiệm vụ cộng dồn, không quá 100 %"),
    ]


def _compared(
    found: Edition, results: Sequence[Result], own: Result, components: Sequence[Component]
) -> tuple[list[Component], list[Peer]]:
    """Return the rest of the index as two components and the others as peers; nothing when what is stated cannot be.

    Who is known between two ends is taken at the end that is worse for us: the own province low, others high.
    """
    today = rules.bounds(results, own.rank).low * found.total_max
    held = today - sum((one.weight * one.share for one in components), Decimal(0))
    lacking = found.total_max - sum((one.weight for one in components), Decimal(0)) - held
    if held < 0 or lacking < 0:
        return [], []
    fitted = held.quantize(STEP, ROUND_FLOOR)
    rest = [
        Component(HELD, fitted, Decimal(1)),
        Component(LACKING, lacking.quantize(STEP, ROUND_FLOOR), Decimal(0)),
    ]
    peers = [
        Peer(one.province, max(rules.bounds(results, one.rank).high * found.total_max - (held - fitted), Decimal(0)))
        for one in results
        if one.province != own.province
    ]
    return rest, peers
