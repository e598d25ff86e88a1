# SPDX-License-Identifier: EUPL-1.2
"""A wrong result is taken back and put right: one_stop.md §4, row 25 (61/2018/NĐ-CP)."""

from datetime import date, timedelta

import pytest

from tinhso.kernel.casework.errors import NotYourTurn, StepImpossible
from tinhso.kernel.casework.models import Case
from tinhso.kernel.documents.errors import DocumentMissing
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.queries import acts_of_subject
from tinhso.kernel.indicators.folding import deltas_of
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.errors import FourEyes
from tinhso.modules.onestop.models import Correction, Dossier
from tinhso.modules.onestop.queries import portal, vault
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START
from tinhso.modules.onestop.types import ReturnMethod
from tinhso.modules.onestop.vault.types import BAR_WORDS, Bar, Grade

LATER = START + timedelta(days=1)
FIX_BY = date(2026, 11, 9)
WHY = "Sai ngày sinh của bà Bưởi so với giấy khai sinh."
BODY = "Xác nhận tình trạng hôn nhân của bà Nguyễn Thị Bưởi, sinh ngày 17/5/1990: chưa đăng ký kết hôn với ai."


def state_of(dossier) -> str:
    return Case.objects.get(id=dossier.case_id).state


COUNTED_BY_ACT = {"onestop.dossier_acts", "onestop.dossier_acts_automatic"}


def totals(dossier) -> dict[str, int]:
    """Return what all acts of a dossier add to the facts of the whole province, but to those that count acts."""
    found: dict[str, int] = {}
    for act in acts_of_subject(f"dossier:{dossier.case_id}"):
        for delta in deltas_of(act):
            if delta.fact in COUNTED_BY_ACT:
                continue
            found[delta.fact] = found.get(delta.fact, 0) + delta.amount
    return found


@pytest.fixture
def returned(people, person):
    dossier = world.completed(person, people)
    return give(dossier, people, START + timedelta(hours=5))


def give(dossier, people, now):
    return actions.return_result(
        dossier.case_id, method=ReturnMethod.COUNTER, viewer=people.reception, receiver_checked=True, now=now
    )


def recall(dossier, people, **changed):
    said = {"reason": WHY, "fix_by": FIX_BY, "viewer": people.leader, "now": LATER, **changed}
    return actions.recall_result(dossier.case_id, **said)


def propose(dossier, people, body=BODY):
    return actions.propose_correction(dossier.case_id, body=body, viewer=people.specialist, now=LATER)


def sign(dossier, viewer):
    return actions.sign_correction(dossier.case_id, viewer=viewer, now=LATER, sealer=world.plain_seal)


def test_a_wrong_result_is_put_right_and_handed_over_again(returned, people):
    before, wrong, number = totals(returned), returned.result_id, returned.decision["number"]

    recall(returned, people)
    assert state_of(returned) == "result_corrected"
    assert Case.objects.get(id=returned.case_id).due_at.date() == FIX_BY
    propose(returned, people)
    assert state_of(returned) == "correction_signing"
    sign(returned, people.leader)
    assert state_of(returned) == "completed"
    give(returned, people, LATER)

    kept = Dossier.objects.get(case_id=returned.case_id)
    correction = Correction.objects.get(dossier=returned)
    assert (correction.wrong_id, correction.signed_at) == (wrong, LATER)
    assert kept.result_id != wrong
    assert kept.decision["replaces"] == number != kept.decision["number"]
    assert f"thay thế kết quả số {number}" in kept.decision["body"]
    assert totals(returned) == before, "a dossier that was put right is counted once"
    assert state_of(returned) == "returned"


def test_a_draft_of_a_correction_sent_back_keeps_its_number(returned, people):
    recall(returned, people)
    drafted = propose(returned, people).decision["number"]
    actions.send_back_correction(returned.case_id, reason="Ghi thêm nơi sinh.", viewer=people.leader, now=LATER)
    again = propose(returned, people)

    assert again.decision["number"] == drafted
    assert again.decision["replaces"] not in ("", drafted)


@pytest.mark.parametrize("end", ["", "\r\n", "\n\n  "])
def test_a_draft_proposed_again_says_once_which_result_it_replaces(returned, people, end):
    """Whoever mends a draft mends its whole text, which already bears the sentence."""
    recall(returned, people)
    drafted = propose(returned, people).decision
    actions.send_back_correction(returned.case_id, reason="Ghi thêm nơi sinh.", viewer=people.leader, now=LATER)
    text = drafted["body"].replace("\n", "\r\n") + end
    again = propose(returned, people, body=text).decision

    assert again["body"] == drafted["body"] == f"{BODY}\nVăn bản này thay thế kết quả số {drafted['replaces']}."


def test_the_sentence_alone_is_no_corrected_result(returned, people):
    number = returned.decision["number"]
    recall(returned, people)
    with pytest.raises(Refused, match="quá ngắn"):
        propose(returned, people, body=f"Văn bản này thay thế kết quả số {number}.")


def test_a_result_can_be_corrected_more_than_once(returned, people):
    for _turn in range(2):
        recall(returned, people)
        propose(returned, people)
        sign(returned, people.leader)
        give(returned, people, LATER)

    assert Correction.objects.filter(dossier=returned).count() == 2


def test_nobody_uses_a_result_that_is_taken_back_nor_sees_the_draft_of_the_right_one(returned, people, person):
    """The store (01/2023/TT-VPCP, Điều 24) knows the result as recalled; the applicant's address of a draft is none."""
    recall(returned, people)
    [item] = [one for one in vault.items_of(world.viewer(person), LATER) if one.document_id == returned.result_id]
    assert (item.grade, item.why) == (Grade.NONE, BAR_WORDS[Bar.RECALLED])

    draft = propose(returned, people).result_id
    assert draft not in {one.document_id for one in vault.items_of(world.viewer(person), LATER)}
    dossier = Dossier.objects.select_related("case").get(case_id=returned.case_id)
    with pytest.raises(DocumentMissing):
        portal.document_of(dossier, draft)

    sign(returned, people.leader)
    signed = Dossier.objects.select_related("case").get(case_id=returned.case_id)
    assert portal.document_of(signed, draft) == draft


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"reason": "sai"}, "sai ở điểm nào"), ({"fix_by": date(2026, 11, 2)}, "đã qua")],
)
def test_a_recall_that_says_too_little_is_refused(returned, people, changed, sentence):
    with pytest.raises(Refused, match=sentence):
        recall(returned, people, **changed)
    assert state_of(returned) == "returned"


def test_only_the_leader_recalls_and_nobody_signs_what_he_drafted(returned, people):
    with pytest.raises(NotYourTurn):
        recall(returned, people, viewer=people.specialist)
    recall(returned, people)
    with pytest.raises(Refused, match="quá ngắn"):
        actions.propose_correction(returned.case_id, body="Sửa.", viewer=people.specialist, now=LATER)
    propose(returned, people)
    Dossier.objects.filter(case_id=returned.case_id).update(drafter_id=people.leader.officer_id)
    with pytest.raises(FourEyes):
        sign(returned, people.leader)


def test_a_result_still_at_the_desk_is_not_recalled(people, person):
    dossier = world.completed(person, people)
    with pytest.raises(StepImpossible, match="chờ trả kết quả"):
        recall(dossier, people)
