# SPDX-License-Identifier: EUPL-1.2
"""Verification, financial duty, results nobody fetches, the archive: one_stop.md §4, rows 10, 17, 18, 24, 26."""

from datetime import date, timedelta

import pytest

from tinhso.kernel.casework.errors import NotYourTurn, SomeoneWasFaster, StepImpossible
from tinhso.kernel.casework.models import Case, Pause
from tinhso.kernel.documents.models import Document
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.queries import acts_of_subject
from tinhso.kernel.events.tasks import pump
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions.payments import check_order
from tinhso.modules.onestop.errors import NothingDue
from tinhso.modules.onestop.models import Charge, FeeReceipt, FinancialDuty, PaymentOrder, Verification
from tinhso.modules.onestop.payments import rules as fees
from tinhso.modules.onestop.payments.types import DUTY_KIND, Money, Outcome
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START
from tinhso.modules.onestop.types import ReturnMethod
from tinhso.modules.onestop.workflow import DOSSIER

NOTICE = actions.Notice("1234/TB-CCT", 1_250_000, "Luật Đất đai 31/2024/QH15", date(2026, 12, 31))
LATER = START + timedelta(hours=3)


def state_of(dossier) -> str:
    return Case.objects.get(id=dossier.case_id).state


def verbs_of(dossier) -> list[str]:
    return [act.verb for act in sorted(acts_of_subject(f"dossier:{dossier.case_id}"), key=lambda act: act.seq)]


def charge_of(dossier):
    return Charge.objects.get(dossier_id=dossier.case_id, kind=DUTY_KIND).id


def let_react() -> None:
    while pump(now=LATER):
        pass


@pytest.fixture
def working(people, person):
    return world.processing(person, people)


@pytest.fixture
def waiting(working, people):
    actions.request_duty(working.case_id, notice=NOTICE, viewer=people.specialist, now=LATER)
    return working


def test_a_verification_keeps_its_record_and_the_clock_runs_on(working, people):
    due = Case.objects.get(id=working.case_id).due_at
    actions.verify(working.case_id, matter="Kiểm tra nơi cư trú thực tế.", viewer=people.specialist, now=LATER)
    assert state_of(working) == "verifying"

    actions.close_verification(
        working.case_id,
        record="Công an xã xác nhận bà Bưởi đang cư trú.",
        confirmed=True,
        viewer=people.specialist,
        now=LATER + timedelta(hours=1),
    )

    kept = Verification.objects.get(dossier_id=working.case_id)
    assert (kept.confirmed, kept.closed_at) == (True, LATER + timedelta(hours=1))
    assert state_of(working) == "processing"
    assert Case.objects.get(id=working.case_id).due_at == due
    assert not Pause.objects.filter(case_id=working.case_id).exists()
    assert verbs_of(working)[-2:] == ["dossier:verification:begun", "dossier:verification:closed"]


def test_a_second_verification_can_follow_the_first(working, people):
    for hour in (1, 3):
        at = LATER + timedelta(hours=hour)
        actions.verify(working.case_id, matter="Kiểm tra nơi cư trú.", viewer=people.specialist, now=at)
        actions.close_verification(
            working.case_id, record="Đã gặp tổ trưởng.", confirmed=False, viewer=people.specialist, now=at
        )

    assert Verification.objects.filter(dossier_id=working.case_id).count() == 2


def test_a_verification_that_says_nothing_is_refused(working, people):
    with pytest.raises(Refused, match="nội dung cần xác minh"):
        actions.verify(working.case_id, matter="ngắn", viewer=people.specialist, now=LATER)
    actions.verify(working.case_id, matter="Kiểm tra nơi cư trú.", viewer=people.specialist, now=LATER)
    with pytest.raises(Refused, match="kết quả xác minh"):
        actions.close_verification(working.case_id, record="ngắn", confirmed=True, viewer=people.specialist, now=LATER)


def test_the_clock_stands_still_until_the_duty_is_settled(waiting, people):
    before = Case.objects.get(id=waiting.case_id)
    assert (before.state, before.turn) == ("finance_wait", "applicant")

    paid = LATER + timedelta(days=7)
    assert actions.settle_paid_duty(charge_of(waiting), receipt="GD-0001", now=paid)

    after = Case.objects.get(id=waiting.case_id)
    assert after.state == "finance_paid"
    pause = Pause.objects.get(case_id=waiting.case_id)
    assert (pause.begins_at, pause.ends_at, pause.resets) == (LATER, paid, False)
    assert after.due_at > LATER + timedelta(days=7)
    actions.check_duty(waiting.case_id, viewer=people.specialist, now=paid + timedelta(hours=1))
    assert state_of(waiting) == "processing"
    assert verbs_of(waiting)[-3:] == ["dossier:duty:requested", "dossier:duty:settled", "dossier:duty:checked"]


def test_the_message_of_a_payment_may_come_twice_or_after_the_desk(waiting, people):
    assert actions.settle_paid_duty(charge_of(waiting), receipt="GD-0001", now=LATER)
    assert not actions.settle_paid_duty(charge_of(waiting), receipt="GD-0001", now=LATER)

    assert verbs_of(waiting).count("dossier:duty:settled") == 1


def pay(dossier, amount, transaction="GD-0001"):
    """Let the gateway say that money came for the order of the duty."""
    charge = Charge.objects.get(id=charge_of(dossier))
    order = PaymentOrder.objects.create(
        charge=charge, reference=transaction, amount_vnd=charge.amount_vnd, state="open", created_at=LATER
    )
    return check_order(order.id, money=Money(order.id, transaction, amount, LATER), now=LATER)


def test_a_payment_of_another_amount_moves_nothing(waiting):
    assert pay(waiting, 1_000) is Outcome.WRONG_AMOUNT

    assert state_of(waiting) == "finance_wait"
    assert FinancialDuty.objects.get(dossier_id=waiting.case_id).settled_at is None


@pytest.mark.django_db(transaction=True)
def test_the_payment_itself_moves_the_dossier_on(people, person):
    """one_stop.md §10: the receipt comes back and moves the dossier by itself; it is no receipt of the one-stop."""
    dossier = world.processing(person, people)
    actions.request_duty(dossier.case_id, notice=NOTICE, viewer=people.specialist, now=LATER)

    assert pay(dossier, 1_250_000) is Outcome.SETTLED
    let_react()

    assert state_of(dossier) == "finance_paid"
    assert FinancialDuty.objects.get(dossier_id=dossier.case_id).receipt == "GD-0001"
    assert not FeeReceipt.objects.exists()


def test_a_receipt_is_good_for_one_duty(waiting, people):
    actions.settle_duty(waiting.case_id, receipt="C1-02/NS 77", viewer=people.reception, now=LATER)
    actions.check_duty(waiting.case_id, viewer=people.specialist, now=LATER)
    other = actions.Notice(**{**NOTICE.__dict__, "number": "78/TB-CCT"})
    actions.request_duty(waiting.case_id, notice=other, viewer=people.specialist, now=LATER)

    with pytest.raises(Refused, match="đã được ghi cho một khoản nộp khác"):
        actions.settle_duty(waiting.case_id, receipt="C1-02/NS 77", viewer=people.reception, now=LATER)


def test_nobody_at_the_desk_takes_or_forgives_a_tax(waiting, people):
    with pytest.raises(NothingDue, match="cơ quan thuế xác định"):
        actions.take_cash(charge_of(waiting), amount_vnd=1_250_000, viewer=people.reception, now=LATER)
    with pytest.raises(NothingDue, match="cơ quan thuế xác định"):
        actions.exempt(
            charge_of(waiting),
            ground=next(iter(fees.EXEMPTIONS)),
            source="Quyết định số 1/QĐ-TTg",
            reason="Thuộc diện được miễn.",
            viewer=people.reception,
            now=LATER,
        )


def test_the_desk_takes_a_receipt_when_the_message_does_not_come(waiting, people):
    actions.settle_duty(waiting.case_id, receipt="C1-02/NS 77", viewer=people.reception, now=LATER)

    duty = FinancialDuty.objects.get(dossier_id=waiting.case_id)
    assert (duty.receipt, state_of(waiting)) == ("C1-02/NS 77", "finance_paid")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"number": " "}, "số thông báo"),
        ({"number": "x" * 61}, "số thông báo"),
        ({"amount": 0}, "lớn hơn 0"),
        ({"amount": 10**12 + 1}, "lớn hơn 0"),
        ({"ground": "?"}, "căn cứ pháp lý"),
        ({"pay_by": date(2026, 1, 1)}, "Hạn nộp đã qua"),
    ],
)
def test_a_notice_that_cannot_be_right_is_refused(working, people, changed, sentence):
    notice = actions.Notice(**{**NOTICE.__dict__, **changed})

    with pytest.raises(Refused, match=sentence):
        actions.request_duty(working.case_id, notice=notice, viewer=people.specialist, now=LATER)

    assert state_of(working) == "processing"


def test_one_notice_is_entered_once(waiting, people):
    actions.settle_duty(waiting.case_id, receipt="C1-02/NS 77", viewer=people.reception, now=LATER)
    actions.check_duty(waiting.case_id, viewer=people.specialist, now=LATER)

    with pytest.raises(Refused, match="đã được nhập"):
        actions.request_duty(waiting.case_id, notice=NOTICE, viewer=people.specialist, now=LATER)


def test_a_dossier_that_waits_for_money_can_be_withdrawn(waiting, people, person):
    actions.request_withdrawal(waiting.case_id, viewer=world.viewer(person), now=LATER)
    actions.confirm_stop(waiting.case_id, viewer=people.reception, reason="Người nộp rút hồ sơ.", now=LATER)

    assert not actions.settle_paid_duty(charge_of(waiting), receipt="GD-0001", now=LATER)
    assert state_of(waiting) == "stopped"


@pytest.fixture
def at_the_desk(people, person):
    """A signed result that its applicant wants to fetch at the counter."""
    dossier = world.completed(person, people)
    dossier.return_method = ReturnMethod.COUNTER
    dossier.save(update_fields=["return_method"])
    return dossier


def test_a_result_nobody_fetches_is_noted_after_the_appointment_and_can_still_be_handed_over(at_the_desk, people):
    due = Case.objects.get(id=at_the_desk.case_id).due_at

    assert actions.mark_unclaimed(now=due) == 0
    assert actions.mark_unclaimed(now=due + timedelta(minutes=1)) == 1
    assert actions.mark_unclaimed(now=due + timedelta(minutes=2)) == 0
    assert state_of(at_the_desk) == "result_unclaimed"

    actions.return_result(
        at_the_desk.case_id,
        method=ReturnMethod.COUNTER,
        viewer=people.reception,
        receiver_checked=True,
        now=due + timedelta(days=3),
    )
    assert state_of(at_the_desk) == "returned"


def test_an_electronic_result_is_never_unclaimed(people, person):
    dossier = world.completed(person, people)

    assert actions.mark_unclaimed(now=Case.objects.get(id=dossier.case_id).due_at + timedelta(days=30)) == 0


def test_the_archive_starts_the_retention_of_every_document(at_the_desk, people):
    actions.return_result(
        at_the_desk.case_id,
        method=ReturnMethod.COUNTER,
        viewer=people.reception,
        receiver_checked=True,
        now=START + timedelta(hours=6),
    )
    actions.archive(at_the_desk.case_id, viewer=people.reception, now=START + timedelta(days=30))

    assert state_of(at_the_desk) == "archived"
    kept = Document.objects.filter(case_id=at_the_desk.case_id)
    assert kept.exists()
    assert set(kept.values_list("retain_from", flat=True)) == {(START + timedelta(days=30)).date()}
    with pytest.raises(StepImpossible):
        actions.archive(at_the_desk.case_id, viewer=people.reception, now=START + timedelta(days=31))


ACTS = [
    ("verify", {"matter": "Kiểm tra nơi cư trú."}),
    ("request_duty", {"notice": NOTICE}),
]


@pytest.mark.parametrize(("name", "said"), ACTS)
def test_only_the_specialist_whose_turn_it_is_takes_these_steps(working, people, name, said):
    with pytest.raises(NotYourTurn):
        getattr(actions, name)(working.case_id, viewer=people.reception, now=LATER, **said)
    with pytest.raises(SomeoneWasFaster):
        getattr(actions, name)(working.case_id, viewer=people.specialist, now=LATER, expected_version=99, **said)
    assert state_of(working) == "processing"


@pytest.mark.parametrize("name", sorted(DOSSIER.steps))
def test_every_step_cites_its_law_and_leads_elsewhere(name):
    """Assigning again and sending on to another body change the holder and leave the state."""
    step = DOSSIER.steps[name]

    assert step.law, f"{name} cites no law"
    assert step.sources <= DOSSIER.states.keys()
    assert step.target not in step.sources or name in {
        "assign",
        "redirect",
        "pass_step",
        "pass_review",
        "take_back_pass",
    }


def test_every_state_has_its_code_on_the_national_portal():
    codes = {key: state.outside_code for key, state in DOSSIER.states.items()}

    assert set(codes.values()) == {str(number) for number in range(1, 11)}
    assert (codes["finance_wait"], codes["finance_paid"], codes["verifying"]) == ("6", "4", "4")
    assert (codes["result_unclaimed"], codes["archived"]) == ("9", "10")
