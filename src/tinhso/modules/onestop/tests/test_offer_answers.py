# SPDX-License-Identifier: EUPL-1.2
"""What is said to an offer: every answer an act, a stale one without effect, a refusal across the grades."""

from datetime import timedelta

import pytest

from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.errors import NotYourOffer, OfferAnswered
from tinhso.modules.onestop.models import Offer
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.offering import PENSION, agree, run, telling, the_offer, verbs
from tinhso.modules.onestop.tests.world import START, TODAY


def test_every_answer_is_an_act_and_twice_the_same_is_one(elder):
    run()
    offer, me = the_offer(elder), world.viewer(elder)

    actions.snooze_offer(offer.id, until=TODAY + timedelta(days=7), viewer=me, now=START)
    for _ in range(2):
        actions.refuse_offer(offer.id, viewer=me, now=START)
    for _ in range(2):
        actions.reopen_offer(offer.id, viewer=me, now=START)
    for _ in range(2):
        actions.accept_offer(offer.id, viewer=me, now=START)

    assert verbs(elder) == [f"proactive:offer:{one}" for one in ("made", "snoozed", "refused", "reopened", "accepted")]


@pytest.mark.parametrize("days", [0, -1, 181])
def test_later_is_a_day_ahead_and_not_for_ever(elder, days):
    run()

    with pytest.raises(Refused, match="180 ngày"):
        actions.snooze_offer(
            the_offer(elder).id, until=TODAY + timedelta(days=days), viewer=world.viewer(elder), now=START
        )


def test_a_stale_window_changes_nothing(elder):
    run()
    offer, me = the_offer(elder), world.viewer(elder)
    actions.refuse_offer(offer.id, viewer=me, now=START)

    with pytest.raises(OfferAnswered, match="tải lại trang"):
        actions.accept_offer(offer.id, viewer=me, now=START)


@pytest.mark.parametrize("choice", ["accept_offer", "refuse_offer", "reopen_offer", "restore_offer", "adjust_offer"])
def test_an_offer_is_nobody_elses(elder, person, people, choice):
    run()

    for stranger in (world.viewer(person), people.head):
        with pytest.raises(NotYourOffer):
            getattr(actions, choice)(the_offer(elder).id, viewer=stranger, now=START)


def test_never_again_refuses_what_waits_and_stops_what_would_come(elder):
    run()
    me = world.viewer(elder)

    for _ in range(2):
        actions.bar_service(PENSION, viewer=me, now=START)
    Offer.objects.all().delete()

    assert run() == 0
    for _ in range(2):
        actions.unbar_service(PENSION, viewer=me, now=START)
    assert run() == 1
    assert verbs(elder)[1:4] == ["proactive:offer:refused", "proactive:service:barred", "proactive:service:unbarred"]


def test_a_barred_service_is_barred_at_every_grade(elder):
    """224/2026/NĐ-CP, Điều 17: the refusal is honoured across the grades."""
    actions.bar_service(PENSION, viewer=world.viewer(elder), now=START)
    agree(elder, "proactive-registers")
    agree(elder, f"proactive-{PENSION}")
    ask = telling(pension_status="khong_huong")

    assert run(ask=ask) == 0
    assert [one.register for one in ask.asked] == ["population"]
