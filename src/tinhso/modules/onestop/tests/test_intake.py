# SPDX-License-Identifier: EUPL-1.2
"""Filing and the desk's three answers: receive, ask, refuse (118/2025/NĐ-CP Điều 15, 17; 61/2018/NĐ-CP)."""

from datetime import timedelta

import pytest

from tinhso.kernel.casework.errors import NotYourTurn, SomeoneWasFaster, StepImpossible
from tinhso.kernel.events import queries as ledger
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.errors import DossierIncomplete, GroundMissing, NotYourDossier
from tinhso.modules.onestop.models import BookLine, Dossier, Draft, Paper
from tinhso.modules.onestop.queries import dossiers as queries
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START


def test_a_draft_becomes_a_dossier_at_the_commune(people, person):
    dossier = world.submitted(person)

    assert (dossier.case.state, dossier.case.unit_id, dossier.case.turn) == ("submitted", people.unit.id, "reception")
    assert dossier.code is None
    assert not Draft.objects.exists()


def test_pressing_submit_twice_files_once(people, person):
    draft = world.draft(person)
    first = actions.submit_draft(draft, viewer=world.viewer(person), now=START)

    second = actions.submit_draft(draft, viewer=world.viewer(person), now=START)

    assert first.case_id == second.case_id
    assert Dossier.objects.count() == 1


def test_a_missing_component_is_named(people, person):
    code = "2.000815"  # chứng thực bản sao: bản sao phải nộp
    made = actions.start_draft(code, viewer=world.viewer(person), commune_code=world.COMMUNE, answers={}, now=START)

    with pytest.raises(DossierIncomplete) as refused:
        actions.submit_draft(made.id, viewer=world.viewer(person), now=START)

    assert refused.value.problems["tp02"].startswith("Chưa có “Bản sao cần chứng thực”")
    assert refused.value.problems["ban_chinh"] == "Nhập ít nhất 1 dòng vào “Danh sách bản chính”."


def test_nobody_files_somebody_elses_draft(people, person):
    draft = world.draft(person)
    stranger = world.viewer(world.citizen("083190000777", "Trần Thị Dừa"))

    with pytest.raises(NotYourDossier):
        actions.submit_draft(draft, viewer=stranger, now=START)


def test_reception_gives_code_book_line_receipt_and_appointment(people, person):
    dossier = world.received(person, people)

    dossier.refresh_from_db()
    assert dossier.code == "H07.31.01-261102-0001"
    assert (dossier.case.state, dossier.case.turn) == ("received", "head")
    assert dossier.promised_at.date().isoformat() == "2026-11-05"  # three working days after Monday 2 November
    assert BookLine.objects.get(dossier=dossier).number == 1
    assert Paper.objects.get(dossier=dossier).number == "0001/TNHS"


def test_codes_of_a_day_run_without_gaps_and_begin_anew_next_day(people, person):
    codes = [world.received(person, people, now=START + timedelta(minutes=n)).code for n in range(3)]
    next_day = world.received(person, people, now=START + timedelta(days=1)).code

    assert codes == [f"H07.31.01-261102-000{n}" for n in (1, 2, 3)]
    assert next_day == "H07.31.01-261103-0001"
    assert list(BookLine.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]


def test_receiving_twice_is_refused_with_a_sentence(people, person):
    dossier = world.received(person, people)

    with pytest.raises(StepImpossible, match="Được tiếp nhận"):
        actions.receive(dossier.case_id, viewer=people.reception, now=START + timedelta(hours=1))


def test_a_stale_page_conflicts(people, person):
    dossier = world.submitted(person)
    actions.receive(dossier.case_id, viewer=people.reception, now=START)

    with pytest.raises(SomeoneWasFaster):
        actions.assign(
            dossier.case_id,
            holder_id=people.specialist.officer_id,
            viewer=people.head,
            now=START,
            expected_version=1,
        )


def test_another_commune_cannot_receive(people, person):
    stranger = world.staff(world.unit_of(world.OTHER_COMMUNE))
    dossier = world.submitted(person)

    with pytest.raises(NotYourTurn, match="Tiếp nhận"):
        actions.receive(dossier.case_id, viewer=stranger.reception, now=START)


@pytest.mark.parametrize(
    ("ground", "reason"), [("", "Thiếu giấy chứng nhận"), ("khong_hop_le", "thiếu"), ("la", "Lý do dài")]
)
def test_a_request_without_ground_and_text_is_refused(people, person, ground, reason):
    dossier = world.submitted(person)

    with pytest.raises(GroundMissing):
        actions.request_intake_supplement(
            dossier.case_id, viewer=people.reception, items=["Ảnh"], ground=ground, reason=reason, now=START
        )


def test_the_desk_asks_once_for_everything_and_gets_it(people, person):
    dossier = world.submitted(person)
    actions.request_intake_supplement(
        dossier.case_id,
        viewer=people.reception,
        items=["Bản chụp rõ của quyết định ly hôn"],
        ground="khong_hop_le",
        reason="Bản chụp bị mờ, không đọc được số quyết định.",
        now=START,
    )

    actions.answer_intake_supplement(
        dossier.case_id, viewer=world.viewer(person), documents={"tp03": world.upload(person)}, now=START
    )

    dossier.case.refresh_from_db()
    assert dossier.case.state == "submitted"
    assert Paper.objects.get(dossier=dossier).number == "0001/PBS"


def test_refusal_at_the_desk_ends_the_dossier_with_a_paper(people, person):
    dossier = world.submitted(person)

    actions.refuse_intake(
        dossier.case_id,
        viewer=people.reception,
        ground="khong_thuoc_tham_quyen",
        reason="Nơi cư trú của người yêu cầu thuộc tỉnh khác.",
        now=START,
    )

    dossier.case.refresh_from_db()
    assert (dossier.case.phase, dossier.case.closed_at) == ("dropped", START)
    assert Paper.objects.get(dossier=dossier).form == "F03"


def test_every_step_is_visible_to_the_applicant(people, person):
    dossier = world.received(person, people)

    titles = [line.title for line in queries.journal(Dossier.objects.get(pk=dossier.pk), for_applicant=True)]

    assert titles == ["Nộp hồ sơ", "Xác định phí, lệ phí của hồ sơ", "Tiếp nhận hồ sơ"]


def test_a_passer_by_learns_code_and_completion_only(people, person):
    dossier = world.received(person, people)

    status = queries.public_status(f" {dossier.code.lower()} ")

    assert (status.code, status.percent, status.word) == (dossier.code, 20, "Đang giải quyết")


def test_acts_carry_no_name_of_the_applicant(people, person):
    dossier = world.received(person, people)

    texts = [str(act) for act in ledger.acts_of_case(dossier.case_id)]

    assert not any("Bưởi" in text or "083190000123" in text for text in texts)
