# SPDX-License-Identifier: EUPL-1.2
"""The way back from an offer: what was filed is withdrawn, and all is as before."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.kernel.events.models import Act
from tinhso.kernel.events.queries import acts_between
from tinhso.kernel.identity.models import Person
from tinhso.modules.onestop import actions, reactions_of_offers
from tinhso.modules.onestop.errors import CannotRestore, OfferAnswered
from tinhso.modules.onestop.models import Dossier, Draft, Offer
from tinhso.modules.onestop.proactive.types import Standing
from tinhso.modules.onestop.queries import offers
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.offering import PENSION, PENSION_CODE, agree, automatic, born, run, telling, the_offer
from tinhso.modules.onestop.tests.world import START, TODAY


def stop(offer: Offer, people, now: datetime) -> None:
    """The desk confirms the withdrawal and the worker hears of it."""
    dossier = actions.confirm_stop(
        offer.dossier_id, viewer=people.reception, reason="Người dân khôi phục trạng thái trước.", now=now
    )
    act = Act.objects.get(verb="dossier:stopped", case_id=dossier.case_id)
    for _ in range(2):
        reactions_of_offers.close_the_way_back(acts_between(act.seq, act.seq)[0], now)


def test_what_was_filed_is_withdrawn_and_all_is_as_before(elder, people):
    before = offers.state_of(elder.id, PENSION_CODE)
    offer = automatic(elder)
    assert offers.state_of(elder.id, PENSION_CODE) != before

    for _ in range(2):
        offer = actions.restore_offer(offer.id, viewer=world.viewer(elder), now=START + timedelta(hours=1))
    assert offer.standing == Standing.RESTORING
    stop(offer, people, START + timedelta(hours=2))

    assert offers.state_of(elder.id, PENSION_CODE) == before
    (restored,) = Act.objects.filter(verb="proactive:offer:restored")
    assert restored.data["equal"] is True
    assert restored.data["before"] == restored.data["after"]


def test_a_dossier_that_was_received_can_still_go_back(elder, people):
    offer = automatic(elder)
    actions.receive(offer.dossier_id, viewer=people.reception, now=START + timedelta(minutes=30))

    actions.restore_offer(offer.id, viewer=world.viewer(elder), now=START + timedelta(hours=1))
    stop(offer, people, START + timedelta(hours=2))

    assert the_offer(elder).standing == Standing.RESTORED


def test_adjusting_leaves_the_answers_without_the_pledge(elder, people):
    offer = automatic(elder)

    offer = actions.adjust_offer(offer.id, viewer=world.viewer(elder), now=START + timedelta(hours=1))

    draft = Draft.objects.get(id=offer.draft_key)
    assert draft.answers["noi_dung_de_nghi"]
    assert "cam_doan" not in draft.answers
    stop(offer, people, START + timedelta(hours=2))
    assert Act.objects.get(verb="proactive:offer:restored").data["equal"] is False


def test_a_decision_cannot_be_undone(elder, people):
    offer = automatic(elder)
    now = START + timedelta(hours=1)
    actions.refuse_intake(
        offer.dossier_id,
        viewer=people.reception,
        ground="khong_thuoc_tham_quyen",
        reason="Thủ tục không thuộc thẩm quyền của phường.",
        now=now,
    )

    with pytest.raises(CannotRestore, match="không khôi phục được"):
        actions.restore_offer(offer.id, viewer=world.viewer(elder), now=now)
    assert the_offer(elder).standing == Standing.DONE
    assert not Act.objects.filter(verb="proactive:offer:restore_requested").exists()


def test_what_the_person_filed_is_withdrawn_as_any_other(elder):
    run()
    offer, me = the_offer(elder), world.viewer(elder)
    actions.accept_offer(offer.id, viewer=me, now=START)
    more = {"tra_ket_qua": "dien_tu", "cam_doan": True}
    actions.save_page(offer.draft_key, viewer=me, page="kq", values=more, done=True, now=START)
    filed = actions.submit_draft(offer.draft_key, viewer=me, now=START)

    with pytest.raises(CannotRestore, match="tự nộp"):
        actions.restore_offer(offer.id, viewer=me, now=START)
    found = offers.origin_of(filed)
    assert found is not None
    assert found.id == offer.id


def test_a_draft_the_person_threw_away_is_prepared_anew_on_yes(elder):
    run()
    offer, me = the_offer(elder), world.viewer(elder)
    actions.discard_draft(offer.draft_key, viewer=me, now=START)

    accepted = actions.accept_offer(offer.id, viewer=me, now=START)

    assert Draft.objects.get().id == accepted.draft_key != offer.draft_key


def test_refusing_what_one_filed_leaves_the_dossier_and_its_origin(elder):
    run()
    offer, me = the_offer(elder), world.viewer(elder)
    more = {"tra_ket_qua": "dien_tu", "cam_doan": True}
    actions.save_page(offer.draft_key, viewer=me, page="kq", values=more, done=True, now=START)
    filed = actions.submit_draft(offer.draft_key, viewer=me, now=START)

    actions.refuse_offer(offer.id, viewer=me, now=START)

    assert offers.origin_of(filed) == offer
    assert Dossier.objects.get().case.state == "submitted"


def test_a_reminder_has_nothing_to_restore(person):
    agree(person, "proactive-registers")
    run(ask=telling(identity_card_valid_to="2026-12-01"))
    offer, me = the_offer(person), world.viewer(person)
    actions.accept_offer(offer.id, viewer=me, now=START)

    with pytest.raises(CannotRestore, match="chỉ nhắc việc"):
        actions.restore_offer(offer.id, viewer=me, now=START)


EVENTS = st.lists(
    st.sampled_from(["accept", "refuse", "reopen", "snooze", "bar", "unbar", "edit"]), min_size=0, max_size=7
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=EVENTS, with_consent=st.booleans(), number=st.integers(min_value=0, max_value=10**9))
def test_whatever_is_said_between_undoing_leads_back(people, said, with_consent, number):
    """Property of 224/2026/NĐ-CP, Điều 16 (mức 4): do, then undo, equals before – byte for byte where it is ours."""
    elder = born(date(1951, 11, 20), number=f"083051{number % 10**6:06d}", name="Trần Văn Thử", address="Số 2")
    Offer.objects.filter(person=elder).delete()
    Draft.objects.filter(person=elder).delete()
    before = offers.state_of(elder.id, PENSION_CODE)
    if with_consent:
        agree(elder, "proactive-registers")
        agree(elder, f"proactive-{PENSION}")
    if not actions.make_offers(now=START, only=elder.id, ask=telling(pension_status="khong_huong")):
        return  # the same number was drawn before: the person has said never again

    for one in said:
        say(one, elder)
    undo(elder, people)

    assert offers.state_of(elder.id, PENSION_CODE) == before
    offer = the_offer(elder)
    assert offer.after in ("", offer.before)


def say(word: str, elder: Person) -> None:
    """Say something; what does not fit the standing is refused and changes nothing."""
    offer, me = the_offer(elder), world.viewer(elder)
    try:
        if word == "snooze":
            actions.snooze_offer(offer.id, until=TODAY + timedelta(days=3), viewer=me, now=START)
        elif word == "bar":
            actions.bar_service(PENSION, viewer=me, now=START)
        elif word == "unbar":
            actions.unbar_service(PENSION, viewer=me, now=START)
        elif word == "edit":
            Draft.objects.filter(id=offer.draft_key).update(answers={"ly_do": "sửa"}, updated_at=START)
        else:
            getattr(actions, f"{word}_offer")(offer.id, viewer=me, now=START)
    except OfferAnswered:
        return


def undo(elder: Person, people) -> None:
    offer, me = the_offer(elder), world.viewer(elder)
    if offer.standing in (Standing.OPEN, Standing.SNOOZED):
        actions.refuse_offer(offer.id, viewer=me, now=START)
    elif offer.standing != Standing.REFUSED:
        offer = actions.restore_offer(offer.id, viewer=me, now=START + timedelta(hours=1))
        if offer.dossier_id:
            stop(offer, people, START + timedelta(hours=2))
