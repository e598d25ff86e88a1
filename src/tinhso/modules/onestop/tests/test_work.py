# SPDX-License-Identifier: EUPL-1.2
"""From assignment to the returned result: who may do what, what happens to the clock, what is allowed once."""

from datetime import timedelta

import pytest

from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.errors import NotYourTurn, StepImpossible
from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.errors import FourEyes, GroundMissing, OnceOnly
from tinhso.modules.onestop.models import Dossier, Paper
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START, plain_seal
from tinhso.modules.onestop.types import ReturnMethod, Satisfaction

ASK = {"items": ["Quyết định ly hôn"], "ground": "thieu_thanh_phan", "reason": "Thiếu quyết định ly hôn của Tòa án."}


def state(dossier: Dossier) -> str:
    return Dossier.objects.get(pk=dossier.pk).case.state


def test_a_dossier_lives_from_filing_to_the_applicants_hands(people, person):
    dossier = world.completed(person, people)

    assert actions.return_electronically(dossier.case_id, now=START + timedelta(hours=5))
    rating = actions.rate(
        dossier.case_id,
        level=Satisfaction.VERY,
        comment="",
        viewer=world.viewer(person),
        now=START + timedelta(hours=6),
    )

    done = Dossier.objects.get(pk=dossier.pk)
    assert (done.case.state, done.case.phase, done.case.outcome) == ("returned", "done", "granted")
    assert done.finished_at < done.returned_at
    assert rating.level == "rat_hai_long"


def test_only_the_holder_works_on_a_dossier(people, person):
    dossier = world.processing(person, people)

    with pytest.raises(NotYourTurn, match="cán bộ khác"):
        actions.propose_refusal(
            dossier.case_id,
            ground="khong_du_dieu_kien",
            reason="Không đủ điều kiện theo luật.",
            viewer=people.colleague,
            now=START + timedelta(hours=3),
        )


def test_the_head_gives_a_dossier_to_another_specialist(people, person):
    dossier = world.processing(person, people)

    actions.assign(
        dossier.case_id, holder_id=people.colleague.officer_id, viewer=people.head, now=START + timedelta(hours=3)
    )

    holders = [one.officer_id for one in casework.holdings_of(dossier.case_id) if one.officer_id]
    assert holders[-1] == people.colleague.officer_id
    assert people.specialist.officer_id in holders


def test_the_clock_stands_still_while_the_applicant_has_the_turn(people, person):
    dossier = world.processing(person, people)
    before = dossier.case.due_at
    actions.request_supplement(dossier.case_id, viewer=people.specialist, now=START + timedelta(days=1), **ASK)

    actions.supply(
        dossier.case_id,
        viewer=world.viewer(person),
        documents={"tp03": world.upload(person)},
        now=START + timedelta(days=8),
    )

    after = Dossier.objects.get(pk=dossier.pk)
    assert after.case.due_at > before + timedelta(days=7)
    assert after.promised_at == before
    assert [(one.begins_at, one.ends_at) for one in casework.pauses_of(dossier.case_id)] == [
        (START + timedelta(days=1), START + timedelta(days=8))
    ]


def test_a_second_supplement_is_refused_with_its_article(people, person):
    dossier = world.processing(person, people)
    actions.request_supplement(dossier.case_id, viewer=people.specialist, now=START + timedelta(days=1), **ASK)
    actions.supply(dossier.case_id, viewer=world.viewer(person), documents={}, now=START + timedelta(days=2))
    actions.accept_supplement(dossier.case_id, viewer=people.specialist, now=START + timedelta(days=2))

    with pytest.raises(OnceOnly) as refused:
        actions.request_supplement(dossier.case_id, viewer=people.specialist, now=START + timedelta(days=3), **ASK)

    assert refused.value.source == "61/2018/NĐ-CP"


def test_the_drafter_cannot_sign(people, person):
    both = world.officer_in(people.unit, "leader", "both")
    dossier = world.awaiting_signature(person, people)
    Dossier.objects.filter(pk=dossier.pk).update(drafter=both)
    viewer = world.viewer_of_officer(both, world.TODAY)

    with pytest.raises(FourEyes):
        actions.sign_result(dossier.case_id, viewer=viewer, now=START + timedelta(hours=4), sealer=plain_seal)


def test_a_draft_sent_back_returns_to_its_drafter(people, person):
    dossier = world.awaiting_signature(person, people)

    actions.send_back(
        dossier.case_id, reason="Ghi rõ căn cứ pháp lý.", viewer=people.leader, now=START + timedelta(hours=4)
    )

    again = Dossier.objects.get(pk=dossier.pk)
    assert (again.case.state, again.case.holder_id) == ("processing", people.specialist.officer_id)


def test_a_refusal_is_signed_by_the_leader_and_gets_a_letter(people, person):
    dossier = world.processing(person, people)
    reason = "Đã đăng ký kết hôn tại Ủy ban nhân dân xã khác."
    actions.propose_refusal(
        dossier.case_id,
        ground="khong_du_dieu_kien",
        reason=reason,
        viewer=people.specialist,
        now=START + timedelta(hours=3),
    )

    actions.sign_refusal(dossier.case_id, viewer=people.leader, now=START + timedelta(hours=4))

    assert state(dossier) == "refused"
    assert Paper.objects.get(dossier=dossier, form="F03").data["reason"] == reason


def test_withdrawal_goes_to_the_desk_and_ends_with_a_notice(people, person):
    dossier = world.processing(person, people)
    actions.request_withdrawal(dossier.case_id, viewer=world.viewer(person), now=START + timedelta(hours=3))

    actions.confirm_stop(
        dossier.case_id,
        viewer=people.reception,
        reason="Công dân rút hồ sơ để nộp lại.",
        now=START + timedelta(hours=4),
    )

    assert state(dossier) == "stopped"
    assert Paper.objects.filter(dossier=dossier, form="F07").exists()


def test_nothing_is_withdrawn_after_a_decision(people, person):
    dossier = world.completed(person, people)

    with pytest.raises(StepImpossible):
        actions.request_withdrawal(dossier.case_id, viewer=world.viewer(person), now=START + timedelta(hours=5))


def test_an_apology_moves_the_due_date_once_and_keeps_the_promise(people, person):
    dossier = world.processing(person, people)
    promised, until = dossier.case.due_at, dossier.case.due_at + timedelta(days=2)
    reason = "Chờ xác minh nơi cư trú trước đây."
    actions.apologise(dossier.case_id, reason=reason, until=until, viewer=people.leader, now=START + timedelta(days=1))

    with pytest.raises(OnceOnly):
        actions.apologise(
            dossier.case_id,
            reason=reason,
            until=until + timedelta(days=2),
            viewer=people.leader,
            now=START + timedelta(days=2),
        )

    late = Dossier.objects.get(pk=dossier.pk)
    assert (late.case.due_at, late.promised_at) == (until, promised)


def test_another_agency_is_asked_and_answers(people, person):
    other = world.staff(world.unit_of(world.OTHER_COMMUNE))
    dossier = world.processing(person, people)
    asked = actions.consult(
        dossier.case_id,
        unit_id=other.unit.id,
        question="Đề nghị xác nhận tình trạng hôn nhân trong thời gian cư trú tại xã.",
        answer_by=START + timedelta(days=2),
        viewer=people.specialist,
        now=START + timedelta(hours=3),
    )
    assert state(dossier) == "consulting"

    actions.answer_consultation(
        asked.case_id,
        answer="Chưa đăng ký kết hôn trong thời gian cư trú.",
        agrees=True,
        viewer=other.specialist,
        now=START + timedelta(hours=9),
    )

    assert state(dossier) == "processing"
    assert casework.children_of(dossier.case_id)[0].state == "answered"


def test_silence_is_closed_only_after_its_deadline(people, person):
    other = world.staff(world.unit_of(world.OTHER_COMMUNE))
    dossier = world.processing(person, people)
    actions.consult(
        dossier.case_id,
        unit_id=other.unit.id,
        question="Đề nghị xác nhận nội dung cư trú.",
        answer_by=START + timedelta(days=2),
        viewer=people.specialist,
        now=START + timedelta(hours=3),
    )

    with pytest.raises(Refused, match="Chưa hết thời hạn"):
        actions.close_consultation(dossier.case_id, viewer=people.specialist, now=START + timedelta(days=1))
    actions.close_consultation(dossier.case_id, viewer=people.specialist, now=START + timedelta(days=3))

    assert casework.children_of(dossier.case_id)[0].state == "lapsed"


def test_the_desk_checks_who_receives(people, person):
    dossier = world.completed(person, people)

    with pytest.raises(Refused, match="kiểm tra giấy tờ"):
        actions.return_result(
            dossier.case_id,
            method=ReturnMethod.COUNTER,
            viewer=people.reception,
            receiver_checked=False,
            now=START + timedelta(hours=6),
        )


def test_one_vote_per_dossier(people, person):
    dossier = world.completed(person, people)
    vote = {"level": Satisfaction.NOT, "comment": "Chậm", "viewer": world.viewer(person)}
    actions.rate(dossier.case_id, now=START + timedelta(hours=6), **vote)

    with pytest.raises(OnceOnly):
        actions.rate(dossier.case_id, now=START + timedelta(hours=7), **vote)


def test_a_refusal_needs_a_ground_of_the_catalogue(people, person):
    dossier = world.processing(person, people)

    with pytest.raises(GroundMissing):
        actions.propose_refusal(
            dossier.case_id,
            ground="vi_sao",
            reason="Một lý do nào đó.",
            viewer=people.specialist,
            now=START + timedelta(hours=3),
        )
