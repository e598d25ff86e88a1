# SPDX-License-Identifier: EUPL-1.2
"""Offers from the day they are made to the way back: who gets one, at which grade, what every answer leaves behind."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.models import Act
from tinhso.kernel.events.queries import acts_between
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.identity.actions import PersonFacts, give_consent, register_person, withdraw_consent
from tinhso.kernel.identity.models import Person
from tinhso.kernel.indicators.folding import deltas_of
from tinhso.modules.onestop import actions, reactions_of_offers
from tinhso.modules.onestop.errors import CannotRestore, NotYourOffer, OfferAnswered, RegisterUnavailable
from tinhso.modules.onestop.models import Dossier, Draft, Offer, RegisterLook
from tinhso.modules.onestop.proactive import definitions
from tinhso.modules.onestop.proactive.types import Standing
from tinhso.modules.onestop.queries import offers
from tinhso.modules.onestop.registers.types import Answer, Told
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START, TODAY

PENSION, PENSION_CODE = "tro_cap_huu_tri", "1.014027"
BIRTH, BUNDLE = "1.001193", "3.000722"


def born(day: date, number: str = "083051000123", name: str = "Lê Văn Dừa", **more) -> Person:
    facts = PersonFacts(
        name, number, day, "nam", phone="+84912345679", email="dua@example.vn", commune_code=world.COMMUNE, **more
    )
    return register_person(facts, source="eid", now=START, by=world.SETUP)


@pytest.fixture
def elder(people) -> Person:
    return born(date(1951, 11, 20), address="Số 1, khu phố 2")


def silent(inquiry):
    raise RegisterUnavailable("Cơ sở dữ liệu chưa trả lời.", code="down")


def telling(**values):
    """Return databases that tell these values and remember what they were asked."""

    def ask(inquiry):
        ask.asked.append(inquiry)
        told = {key: value for key, value in values.items() if key in inquiry.fields}
        return Told(Answer.KNOWN if told else Answer.NO_DATA, "TC-1", START, told)

    ask.asked = []
    return ask


def agree(person: Person, purpose: str, now: datetime = START):
    return give_consent(person.id, purpose=purpose, text_version="2026-11", now=now, by=world.viewer(person).actor())


def run(now: datetime = START, ask=silent) -> int:
    return actions.make_offers(now=now, ask=ask)


def the_offer(person: Person) -> Offer:
    return Offer.objects.get(person=person)


def verbs(person: Person) -> list[str]:
    found = Act.objects.filter(subject=person.key, verb__startswith="proactive:").order_by("seq")
    return list(found.values_list("verb", flat=True))


def automatic(person: Person) -> Offer:
    """Let the house file for someone who agreed."""
    agree(person, "proactive-registers")
    agree(person, f"proactive-{PENSION}")
    assert run(ask=telling(pension_status="khong_huong")) == 1
    return the_offer(person)


# Who gets an offer ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birthday", "count"),
    [
        (date(1951, 11, 20), 1),  # 75 in eighteen days
        (date(1951, 11, 2), 1),
        (date(1952, 1, 1), 1),  # sixty days ahead
        (date(1952, 1, 2), 0),
        (date(1950, 11, 2), 1),  # a year ago
        (date(1950, 11, 1), 0),
        (date(1990, 5, 17), 0),
    ],
)
def test_age_is_reckoned_in_full_years(people, birthday, count):
    """176/2025/NĐ-CP: từ đủ 75 tuổi."""
    born(birthday, number=f"0830{birthday.year % 100:02d}000123")

    assert run() == count


def test_the_daily_job_twice_is_once(elder):
    assert (run(), run(), run(START + timedelta(days=1))) == (1, 0, 0)


def test_nobody_whom_the_e_id_does_not_vouch_for_is_offered_anything(people):
    facts = PersonFacts("Lê Văn Mận", "083051000124", date(1951, 11, 20), "nam", commune_code=world.COMMUNE)
    register_person(facts, source="counter", now=START, by=world.SETUP)

    assert run() == 0


def test_the_person_sees_that_data_were_read(elder):
    run()

    read = Act.objects.get(verb="person:data:read", subject=elder.key)
    assert read.actor == "system:proactive"
    assert read.data["shown"] == ["Ngày sinh"]
    assert Act.objects.get(verb="proactive:offer:made").data["read"] == ["Ngày sinh"]


def test_no_register_is_asked_without_consent(elder):
    ask = telling(pension_status="dang_huong")

    assert run(ask=ask) == 1
    assert ask.asked == []


def test_who_receives_a_pension_is_offered_none(elder):
    agree(elder, "proactive-registers")
    ask = telling(pension_status="dang_huong")

    assert (run(ask=ask), run(START + timedelta(days=1), ask=ask)) == (0, 0)
    assert [one.fields for one in ask.asked] == [("identity_card_valid_to",), ("pension_status",)]
    assert "theo sự đồng ý của bạn" in Act.objects.filter(verb="person:data:read").order_by("seq")[0].data["purpose"]


def test_a_register_is_asked_again_after_its_days(elder):
    agree(elder, "proactive-registers")
    ask = telling(pension_status="dang_huong")
    run(ask=ask)

    run(START + timedelta(days=30), ask=ask)

    assert len(ask.asked) == 4


def test_a_silent_register_is_asked_again_tomorrow_and_clears_nothing(elder):
    agree(elder, "proactive-registers")
    agree(elder, f"proactive-{PENSION}")

    assert run() == 1
    assert the_offer(elder).grade == 2
    assert RegisterLook.objects.get(person=elder, service=PENSION).again_on == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("ends", "count"),
    [("2026-12-31", 1), ("2027-01-02", 0), ("2025-11-02", 1), ("2025-11-01", 0), ("không thời hạn", 0)],
)
def test_a_card_near_its_end_is_a_reminder(person, ends, count):
    agree(person, "proactive-registers")

    assert run(ask=telling(identity_card_valid_to=ends)) == count
    if count:
        assert (the_offer(person).grade, the_offer(person).draft_key) == (1, None)


def test_a_birth_draft_is_answered_with_the_bundle(person, people):
    world.draft(person, code=BIRTH, answers={})

    assert run() == 1
    offer = the_offer(person)
    assert (offer.grade, offer.draft_key) == (3, None)

    actions.accept_offer(offer.id, viewer=world.viewer(person), now=START)

    codes = Draft.objects.filter(person=person).values_list("version__procedure_id", flat=True)
    assert sorted(codes) == [BIRTH, BUNDLE]


@pytest.mark.parametrize(("child", "count"), [("2026-10-01", 1), ("2020-11-03", 1), ("2020-11-02", 0), ("", 0)])
def test_a_registered_birth_reminds_of_the_childs_card(people, person, child, count):
    """63/2024/NĐ-CP: trẻ dưới 6 tuổi."""
    dossier = world.completed(person, people, now=START - timedelta(days=1))
    version = offers.Dossier.objects.get(case_id=dossier.case_id).version
    service = next(one for one in definitions.services() if one.key == "the_bhyt_cua_tre")
    Dossier.objects.filter(case_id=dossier.case_id).update(answers={"nks_ngay_sinh": child})

    found = list(offers.candidates(replace(service, births=(version.procedure_id,)), TODAY))

    assert len(found) == count


# Grades --------------------------------------------------------------------------------------------------------------


def test_without_standing_consent_a_draft_is_prepared_and_nothing_filed(elder):
    run()

    draft = Draft.objects.get(id=the_offer(elder).draft_key)
    assert draft.answers["nyc_ho_ten"] == "Lê Văn Dừa"
    assert "cam_doan" not in draft.answers
    assert "tra_ket_qua" not in draft.answers
    assert not Dossier.objects.filter(applicant=elder).exists()


def test_with_standing_consent_and_data_the_house_files(elder):
    offer = automatic(elder)

    dossier = offer.dossier
    assert (offer.grade, offer.standing) == (4, Standing.DONE)
    assert dossier is not None
    assert dossier.answers["cam_doan"] is True
    act = Act.objects.get(verb="dossier:submitted", case_id=dossier.case_id)
    assert (act.actor, act.on_behalf_of, act.data["filed_by"]) == ("system:proactive", elder.key, "house")
    assert verbs(elder) == ["proactive:offer:made", "proactive:offer:carried_out"]


@pytest.mark.parametrize("fault", ["withdrawn", "older wording", "no phone", "elsewhere"])
def test_a_consent_that_does_not_hold_or_data_that_lack_prepare_only(elder, fault):
    agree(elder, "proactive-registers")
    version = "2025-01" if fault == "older wording" else "2026-11"
    actor = world.viewer(elder).actor()
    consent = give_consent(elder.id, purpose=f"proactive-{PENSION}", text_version=version, now=START, by=actor)
    if fault == "withdrawn":
        withdraw_consent(consent.id, person_id=elder.id, now=START, by=actor)
    if fault == "no phone":
        Person.objects.filter(id=elder.id).update(phone="")
    if fault == "elsewhere":
        Person.objects.filter(id=elder.id).update(commune_code="00001")

    assert run(ask=telling(pension_status="khong_huong")) == 1

    offer = the_offer(elder)
    assert offer.grade == 2
    assert not Dossier.objects.filter(applicant=elder).exists()
    assert bool(offer.missing) is (fault in ("no phone", "elsewhere"))


def test_who_has_begun_oneself_is_left_alone(elder):
    actions.start_draft(PENSION_CODE, viewer=world.viewer(elder), commune_code=world.COMMUNE, answers={}, now=START)

    assert run() == 0


@pytest.mark.parametrize(("communes", "count"), [((), 1), ((world.COMMUNE,), 1), ((world.OTHER_COMMUNE,), 0)])
def test_a_service_may_be_tried_in_some_communes_first(elder, communes, count):
    """224/2026/NĐ-CP, Điều 17: pilot before wide use."""
    service = next(one for one in definitions.services() if one.key == PENSION)

    assert len(list(offers.candidates(replace(service, pilot=communes), TODAY))) == count


def test_an_offer_is_told_once_by_each_way(elder):
    run()
    act = Act.objects.get(verb="proactive:offer:made")

    for _ in range(2):
        reactions_of_offers.tell_of_offer(acts_between(act.seq, act.seq)[0], START)

    (letter,) = Message.objects.filter(recipient="dua@example.vn")
    assert "Trợ cấp hưu trí xã hội" in letter.body
    assert "1951" not in letter.body


# Answers -------------------------------------------------------------------------------------------------------------


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


# The way back --------------------------------------------------------------------------------------------------------


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


def test_figures_count_offers_by_grade_and_answers(elder, person):
    automatic(elder)
    actions.accept_offer(the_offer(elder).id, viewer=world.viewer(elder), now=datetime(2026, 11, 2, 2, tzinfo=UTC))

    facts = {delta.fact for act in acts_between(1, 10**9, limit=10_000) for delta in deltas_of(act)}

    assert {"onestop.offers_made", "onestop.offers_grade_4", "onestop.offers_accepted"} <= facts
    assert {"onestop.submitted_by_others"} <= facts
