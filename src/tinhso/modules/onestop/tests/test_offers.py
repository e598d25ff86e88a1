# SPDX-License-Identifier: EUPL-1.2
"""Offers on the day they are made: who gets one, at which grade, from which data."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tinhso.kernel.events.models import Act
from tinhso.kernel.events.queries import acts_between
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.identity.actions import PersonFacts, give_consent, register_person, withdraw_consent
from tinhso.kernel.identity.models import Person
from tinhso.kernel.indicators.folding import deltas_of
from tinhso.modules.onestop import actions, reactions_of_offers
from tinhso.modules.onestop.models import Dossier, Draft, RegisterLook
from tinhso.modules.onestop.proactive import definitions
from tinhso.modules.onestop.proactive.types import Standing
from tinhso.modules.onestop.queries import offers
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.offering import (
    BIRTH,
    BUNDLE,
    PENSION,
    PENSION_CODE,
    agree,
    automatic,
    born,
    run,
    telling,
    the_offer,
    verbs,
)
from tinhso.modules.onestop.tests.world import START, TODAY


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


def test_figures_count_offers_by_grade_and_answers(elder, person):
    automatic(elder)
    actions.accept_offer(the_offer(elder).id, viewer=world.viewer(elder), now=datetime(2026, 11, 2, 2, tzinfo=UTC))

    facts = {delta.fact for act in acts_between(1, 10**9, limit=10_000) for delta in deltas_of(act)}

    assert {"onestop.offers_made", "onestop.offers_grade_4", "onestop.offers_accepted"} <= facts
    assert {"onestop.submitted_by_others"} <= facts
