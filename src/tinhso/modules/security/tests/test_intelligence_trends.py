# SPDX-License-Identifier: EUPL-1.2
"""Trend statistics of threat intelligence (SOC-61): what came, ended and was met, by month, kind and origin."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from tinhso.modules.security import actions
from tinhso.modules.security.actions.blacklists import Seen, note_sightings
from tinhso.modules.security.models import Indicator
from tinhso.modules.security.queries import intelligence
from tinhso.modules.security.queries import intelligence_trends as queries
from tinhso.modules.security.tests.world import NOW, registered
from tinhso.modules.security.tests.world import told as source_told
from tinhso.modules.security.types import IndicatorKind, Standing

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))
IN_JANUARY, IN_FEBRUARY = (datetime(2026, month, 10, tzinfo=UTC) for month in (1, 2))
DAY = timedelta(days=1)


def held(value: str, added_at: datetime, *, kind=IndicatorKind.ADDRESS, origin="NCSC", **changed) -> Indicator:
    fields = {"valid_from": added_at, "confirmed_at": added_at} | changed
    return Indicator.objects.create(
        kind=kind, value=value, origin=f"list:{origin}", origin_title=origin, tlp=2, added_at=added_at, **fields
    )


def told(viewer, **narrowed) -> dict:
    return queries.trends(viewer, NOW, queries.months_back(NOW, 12), **narrowed)


def months(found) -> dict[date, tuple[int, int, int]]:
    sums = queries.folded(found.items(), lambda key: key[0])
    return {first: (one.added, one.ended, one.met) for first, one in sums.items()}


def test_the_months_end_with_this_one_and_hold_the_turn_of_a_year():
    assert queries.months_back(NOW, 3) == [JANUARY, FEBRUARY, MARCH]
    assert queries.months_back(NOW, 12)[0] == date(2025, 4, 1)
    turn = datetime(2025, 12, 31, 18, tzinfo=UTC)
    assert queries.months_back(turn, 2) == [date(2025, 12, 1), JANUARY], "the day is that of Vietnam"


def test_what_came_ended_and_why_by_month_kind_and_origin(world):
    held("198.51.0.1", IN_JANUARY, decays_at=IN_FEBRUARY)
    held("198.51.0.2", IN_JANUARY, valid_until=IN_FEBRUARY)
    held("198.51.0.3", IN_JANUARY, revoked_at=IN_FEBRUARY, decays_at=IN_JANUARY + DAY)
    held("a.example", IN_FEBRUARY, kind=IndicatorKind.DOMAIN, origin="MISP", decays_at=NOW + DAY)
    held("198.51.0.4", IN_FEBRUARY, valid_until=IN_JANUARY)
    held("198.51.0.5", IN_FEBRUARY, listed_by="DNS công cộng", decays_at=IN_FEBRUARY + DAY)
    held("198.51.0.6", NOW - 800 * DAY, valid_until=NOW - 700 * DAY)

    found = told(world.operator)

    assert months(found) == {JANUARY: (3, 0, 0), FEBRUARY: (3, 4, 0)}, "one that came over counts when it came"
    here = found[FEBRUARY, "address", "NCSC"]
    assert (here.revoked, here.expired, here.decayed) == (1, 2, 1)
    assert found[FEBRUARY, "domain", "MISP"].added == 1
    assert months(told(world.operator, kind="domain")) == {FEBRUARY: (1, 0, 0)}
    assert months(told(world.operator, origin="MISP")) == {FEBRUARY: (1, 0, 0)}
    assert told(world.operator, origin="không có") == {}


def test_the_ends_are_those_the_list_of_indicators_shows(world):
    held("198.51.0.1", IN_JANUARY, decays_at=IN_FEBRUARY, listed_by="DNS công cộng")
    held("198.51.0.2", IN_JANUARY, revoked_at=IN_FEBRUARY, listed_by="DNS công cộng")
    held("198.51.0.3", IN_JANUARY, valid_from=NOW + DAY, valid_until=IN_FEBRUARY)
    held("a.exe", IN_JANUARY, kind=IndicatorKind.OTHER, revoked_at=IN_FEBRUARY)
    held("198.51.0.4", IN_JANUARY, valid_until=IN_FEBRUARY, decays_at=IN_JANUARY + DAY)

    counts = intelligence.counts(NOW)
    whole = queries.folded(told(world.operator).items(), lambda _key: "")[""]
    assert (whole.revoked, whole.expired, whole.decayed) == tuple(
        counts.get(one, 0) for one in (Standing.REVOKED, Standing.EXPIRED, Standing.DECAYED)
    )
    assert whole.ended == 2


def test_what_was_met_is_counted_on_the_machines_an_officer_sees(world):
    mine, _ = registered(world, "pc-01")
    theirs, _ = actions.register_source(
        uuid.uuid4(), source_told(world.school, "pc-02"), viewer=world.operator, now=NOW
    )
    first, second = held("198.51.0.1", IN_JANUARY), held("198.51.0.2", IN_JANUARY)
    for one, at, source, count in (
        (first, IN_FEBRUARY, mine, 3), (first, IN_FEBRUARY + DAY, mine, 2), (second, IN_FEBRUARY, theirs, 5),
        (second, NOW, mine, 1),
    ):  # fmt: skip
        note_sightings([Seen(one.id, at=at, source_id=source.id, count=count)], now=at)

    assert {first: met for first, (_a, _e, met) in months(told(world.operator)).items()} == {
        JANUARY: 0, FEBRUARY: 10, MARCH: 1,
    }  # fmt: skip
    assert months(told(world.head))[FEBRUARY] == (0, 0, 5)
    assert told(world.operator)[FEBRUARY, "address", "NCSC"].seen == 2
    assert told(world.head)[FEBRUARY, "address", "NCSC"].seen == 1


@pytest.mark.parametrize(("hour", "first"), [(16, FEBRUARY), (18, MARCH)])
def test_a_month_begins_at_midnight_in_vietnam(world, hour, first):
    held("198.51.0.1", datetime(2026, 2, 28, hour, tzinfo=UTC))
    assert list(months(told(world.operator))) == [first]
