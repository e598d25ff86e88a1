# SPDX-License-Identifier: EUPL-1.2
"""Every state has a code of the portal, every act of a dossier is told or kept for a reason."""

import pytest

from tinhso.kernel.events.catalogue import VERBS, verb_of
from tinhso.modules.onestop.national.mapping import CODES, KEPT_HERE, TOLD, national_code
from tinhso.modules.onestop.workflow import DOSSIER

# Trạng thái hồ sơ nội bộ → mã của Cổng Dịch vụ công quốc gia; states that later tables add are checked below.
EXPECTED = {
    "submitted": "1",
    "intake_supplement": "5",
    "intake_refused": "3",
    "received": "2",
    "assigned": "4",
    "processing": "4",
    "consulting": "4",
    "supplement_requested": "5",
    "supplement_received": "4",
    "awaiting_signature": "4",
    "rejected_draft": "4",
    "withdraw_requested": "7",
    "stopped": "8",
    "refused": "8",
    "completed": "9",
    "returned": "10",
}


@pytest.mark.parametrize(("state", "code"), EXPECTED.items())
def test_the_code_of_a_state(state, code):
    assert national_code(state) == code


def test_every_state_of_the_table_has_one_of_the_ten_codes():
    without = {key for key in DOSSIER.states if national_code(key) not in CODES}

    assert not without, f"give these states a code 1–10 in workflow.py: {sorted(without)}"
    assert list(CODES) == [str(number) for number in range(1, 11)]


def test_every_act_of_a_dossier_is_told_or_kept_for_a_reason():
    decided = {verb_of(payload).name for payload in [*TOLD, *KEPT_HERE]}
    ours = {
        name for name, verb in VERBS.items() if name.startswith("dossier:") and ".tests." not in verb.payload.__module__
    }

    assert not ours - decided, f"decide in national/mapping.py: {sorted(ours - decided)}"
    assert not TOLD.keys() & KEPT_HERE.keys()


def test_an_act_leads_to_a_state_of_the_table():
    assert {telling.state for telling in TOLD.values()} - {""} <= DOSSIER.states.keys()
    reached = {step.target for step in DOSSIER.steps.values()} | {DOSSIER.initial}
    assert reached <= {telling.state for telling in TOLD.values()}
