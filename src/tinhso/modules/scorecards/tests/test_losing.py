# SPDX-License-Identifier: EUPL-1.2
"""Where points of a round are lost: the three numbers of a main index add up, the unknown stands apart."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.scorecards.declaring.losing import round_losses
from tinhso.modules.scorecards.declaring.reckoning import scored_codes
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.dti.simulation import equal_weights

OF = edition("DTI-922")
WEIGHTS = equal_weights(OF, date(2026, 1, 1))
SHARE = st.none() | st.integers(0, 10_000).map(lambda one: Decimal(one) / 10_000)


@given(st.dictionaries(st.sampled_from(scored_codes(OF)), SHARE, max_size=20))
def test_reached_lost_and_unknown_add_up_to_the_maximum(shares):
    found = round_losses(OF, WEIGHTS, shares)

    assert all(one.reached + one.lost + one.unknown == one.main.max_points for one in found)
    assert sum((one.unknown for one in found), Decimal(0)) == OF.total_max - sum(
        (WEIGHTS.points[code] for code, share in shares.items() if share is not None), Decimal(0)
    )


def test_what_nobody_knows_is_neither_reached_nor_lost():
    first = OF.scored()[0]
    one, other = first.parts[0].code, first.parts[1].code

    found = round_losses(OF, WEIGHTS, {one: Decimal("0.25"), other: None})

    assert found[0].reached == WEIGHTS.points[one] / 4
    assert found[0].lost == WEIGHTS.points[one] * 3 / 4
    assert found[0].share == Decimal("0.25")
    assert found[1].share is None
    assert found[1].lost == 0
