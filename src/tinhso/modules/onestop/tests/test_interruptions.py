# SPDX-License-Identifier: EUPL-1.2
"""A planned interruption is announced seven working days ahead, or says which force majeure (224/2026/NĐ-CP)."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.events.models import Act
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.models import Interruption
from tinhso.modules.onestop.queries.interruptions import interruptions_ahead
from tinhso.modules.onestop.tests import world

NOW = world.START  # Monday 2 November 2026, 08:00
REASON, STORM = "Nâng cấp máy chủ cơ sở dữ liệu.", "Bão số 12 làm mất điện trung tâm dữ liệu."


def at(day, hour=20):
    return timezone.make_aware(datetime(2026, 11, day, hour))


@pytest.fixture
def operator(people):
    return viewer_of_officer(world.officer_in(people.unit, PostRole.OPERATOR, "operator"), world.TODAY)


def announced(operator, day, *, storm="", reason=REASON):
    return actions.announce_interruption(
        at(day), at(day, 22), reason=reason, force_majeure=storm, viewer=operator, now=NOW
    )


@pytest.mark.parametrize(("day", "days"), [(12, 7), (13, 8), (16, 9)])
def test_in_time(operator, day, days):
    """From 2 November the working days 3, 4, 5, 6, 9, 10, 11 lie before 12 November."""
    made = announced(operator, day)

    assert interruptions_ahead(NOW) == [made]
    assert Act.objects.get(subject=f"interruption:{made.id}").data["notice_days"] == days


@pytest.mark.parametrize("day", [2, 3, 11])
def test_too_late_needs_a_force_majeure(operator, day):
    with pytest.raises(Refused, match="ít nhất 7 ngày làm việc"):
        announced(operator, day)
    assert not Interruption.objects.exists()

    made = announced(operator, day, storm=STORM)

    assert made.force_majeure == STORM
    assert Act.objects.get(subject=f"interruption:{made.id}").data["urgent"] is True


@pytest.mark.parametrize(("begins", "ends"), [(at(20), at(20)), (at(20, 22), at(20)), (at(1, 1), at(1, 2))])
def test_time_that_runs_backwards_or_is_over(operator, begins, ends):
    with pytest.raises(Refused):
        actions.announce_interruption(begins, ends, reason=REASON, force_majeure=STORM, viewer=operator, now=NOW)


def test_a_reason_is_needed(operator):
    with pytest.raises(Refused):
        announced(operator, 20, reason="bảo trì")


def test_withdrawn_once_and_gone_from_the_banner(operator):
    made = announced(operator, 20)

    for _press in range(2):
        actions.withdraw_interruption(made.id, viewer=operator, now=NOW + timedelta(hours=1))

    assert interruptions_ahead(NOW) == []
    assert Act.objects.filter(subject=f"interruption:{made.id}").count() == 2


def test_the_banner_goes_with_the_hour(operator):
    made = announced(operator, 20)

    assert interruptions_ahead(at(20, 21)) == [made]
    assert interruptions_ahead(at(20, 22)) == []
    with pytest.raises(Refused):
        actions.withdraw_interruption(made.id, viewer=operator, now=at(20, 23))


def test_only_the_operator_announces(people):
    with pytest.raises(NotAllowed):
        announced(people.leader, 20)
