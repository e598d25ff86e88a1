# SPDX-License-Identifier: EUPL-1.2
"""What is born of an exercise (diễn tập) counts in no figure, report or counter; the same in earnest does."""

from datetime import timedelta

import pytest
from django.db.models import Max

from tinhso.kernel.events.models import Act
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.indicators.actions import replay
from tinhso.modules.security.models import Alert
from tinhso.modules.security.queries import level_records, overviews
from tinhso.modules.security.queries.monitoring import watched
from tinhso.modules.security.queries.wall import wall
from tinhso.modules.security.tests.test_alerts import SUDO, Play
from tinhso.modules.security.tests.test_incidents import opened
from tinhso.modules.security.tests.world import NOW

AFTER = NOW + timedelta(minutes=1)


def monitored(viewer) -> list[object]:
    found = watched(viewer, NOW - timedelta(days=1), NOW + timedelta(days=1))
    return [
        found.levels,
        found.outcomes,
        found.attacked,
        found.addresses,
        found.techniques,
        found.incidents,
        found.duties,
    ]


def led(viewer) -> list[object]:
    found = overviews.leader_page(viewer, AFTER)
    return [found.incidents, found.late, found.soon, found.months]


def hung(viewer) -> list[object]:
    found = wall(viewer, AFTER, AFTER.date())
    return [found.incidents, found.clocks, found.levels]


def counted(viewer) -> list[object]:
    return [level_records.sums_of(one.counters for one in level_records.counters_for(viewer, NOW.date()))]


def facts() -> list[object]:
    """Return the facts of security, folded from every act anew."""
    last = Act.objects.aggregate(last=Max("seq"))["last"] or 0
    return [sorted(repr(key) for key in replay(until=last).by_day if "security." in repr(key))]


FIGURES = {
    "monitoring report": (monitored, True),
    "page of the leader": (led, True),
    "wall panel": (hung, True),
    "six counters": (counted, False),
    "packets": (lambda _viewer: [Message.objects.count()], False),
    "indicators": (lambda _viewer: facts(), False),
}


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("is_drill", [True, False], ids=["exercise", "earnest"])
def test_an_exercise_counts_nowhere(world, name, is_drill):
    figure, counts_in_earnest = FIGURES[name]
    before = figure(world.operator)

    Play(world.health.id).feed(SUDO.format(host="may-1"))
    Alert.objects.update(raised_at=NOW)
    opened(world, is_drill=is_drill, alert_ids=[Alert.objects.get().id])

    changed = figure(world.operator) != before
    assert changed == (counts_in_earnest and not is_drill)
