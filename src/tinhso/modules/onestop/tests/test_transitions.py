# SPDX-License-Identifier: EUPL-1.2
"""The rows of one_stop.md §4 against the step table: what is allowed goes where it should, the rest says why not."""

from datetime import UTC, datetime

import pytest

from tinhso.kernel.casework.actions import check_possible
from tinhso.kernel.casework.errors import StepImpossible
from tinhso.kernel.casework.models import Case
from tinhso.modules.onestop.workflow import DOSSIER

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
CODES = {state.outside_code for state in DOSSIER.states.values()}

ROWS = {
    "1": [],  # a draft is no case (ADR 0011): filing opens the case in `submitted`
    "2": [("receive", "submitted", "received")],
    "3": [
        ("request_intake_supplement", "submitted", "intake_supplement"),
        ("answer_intake_supplement", "intake_supplement", "submitted"),
    ],
    "4": [("refuse_intake", "submitted", "intake_refused")],
    "5": [("receive", "submitted", "received")],
    "6": [
        ("receive", "submitted", "received"),
        ("propose_at_once", "received", "awaiting_signature"),
        ("sign_result", "awaiting_signature", "completed"),
        ("return_result", "completed", "returned"),
    ],
    "7": [
        ("send_originals", "received", "transferring"),
        ("take_originals", "transferring", "received"),
        ("assign", "received", "assigned"),
        ("assign", "transferring", "assigned"),
    ],
    "8": [("redirect", "submitted", "submitted")],
    "9": [("start", "assigned", "processing")],
    "10": [("verify", "processing", "verifying"), ("close_verification", "verifying", "processing")],
    "11": [("consult", "processing", "consulting"), ("close_consultation", "consulting", "processing")],
    "12": [("forward_peer", "processing", "forwarded_peer"), ("close_forward", "forwarded_peer", "processing")],
    "13": [("forward_up", "processing", "forwarded_up"), ("close_forward", "forwarded_up", "processing")],
    "14": [("request_supplement", "processing", "supplement_requested")],
    "15": [
        ("supply", "supplement_requested", "supplement_received"),
        ("accept_supplement", "supplement_received", "processing"),
    ],
    "16": [("stop_unanswered", "supplement_requested", "stopped")],
    "17": [("request_duty", "processing", "finance_wait")],
    "18": [("settle_duty", "finance_wait", "finance_paid"), ("check_duty", "finance_paid", "processing")],
    "19": [("propose_result", "processing", "awaiting_signature"), ("sign_result", "awaiting_signature", "completed")],
    "20": [("propose_refusal", "processing", "rejected_draft"), ("sign_refusal", "rejected_draft", "refused")],
    "21": [],  # an apology leaves the state as it is: "late" is computed (one_stop.md §3)
    "22": [
        ("request_withdrawal", "processing", "withdraw_requested"),
        ("request_withdrawal", "supplement_requested", "withdraw_requested"),
        ("stop", "withdraw_requested", "stopped"),
    ],
    "23": [("return_result", "completed", "returned"), ("return_result", "result_unclaimed", "returned")],
    "24": [("mark_unclaimed", "completed", "result_unclaimed")],
    "25": [
        ("recall_result", "returned", "result_corrected"),
        ("propose_correction", "result_corrected", "correction_signing"),
        ("send_back_correction", "correction_signing", "result_corrected"),
        ("sign_correction", "correction_signing", "completed"),
    ],
    "26": [("archive", "returned", "archived")],
}
TAKEN = sorted({one for row in ROWS.values() for one in row})
REFUSED = sorted(
    (name, state) for name, step in DOSSIER.steps.items() for state in DOSSIER.states if state not in step.sources
)


def case_in(state: str) -> Case:
    return Case(kind="dossier", state=state, changed_at=NOW)


def test_every_row_of_the_table_is_judged():
    assert set(ROWS) == {str(number) for number in range(1, 27)}


@pytest.mark.parametrize(("name", "source", "target"), TAKEN)
def test_a_transition_of_the_table_leads_where_it_should(name, source, target):
    check_possible(case_in(source), name, now=NOW)
    assert DOSSIER.steps[name].target == target


@pytest.mark.parametrize(("name", "state"), REFUSED)
def test_any_other_transition_is_refused_with_a_sentence(name, state):
    with pytest.raises(StepImpossible) as refused:
        check_possible(case_in(state), name, now=NOW)
    said = refused.value.sentence
    assert f"“{DOSSIER.states[state].title}”" in said
    assert f"“{DOSSIER.steps[name].title}”" in said
    assert "Hãy tải lại trang" in said


def test_nothing_is_withdrawn_once_a_decision_exists():
    """118/2025/NĐ-CP, Điều 21: not possible in codes 8, 9 and 10."""
    decided = {key for key, state in DOSSIER.states.items() if state.outside_code in {"8", "9", "10"}}
    assert not decided & DOSSIER.steps["request_withdrawal"].sources


def test_the_states_lead_to_the_ten_codes_of_the_national_portal():
    assert {str(number) for number in range(1, 11)} == CODES
