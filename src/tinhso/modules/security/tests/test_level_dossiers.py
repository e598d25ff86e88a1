# SPDX-License-Identifier: EUPL-1.2
"""The way of a level: determined, drawn up, complete in 5 working days, appraised, approved, changed (Điều 12–18)."""

import io
import uuid
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.utils import timezone

from tinhso.kernel.casework.errors import NotYourTurn, SomeoneWasFaster, StepImpossible
from tinhso.kernel.casework.models import Case
from tinhso.kernel.documents.types import SignatureMark, SignatureRole, SignedPdf
from tinhso.kernel.events import proofs
from tinhso.kernel.events.models import Act
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.security import actions
from tinhso.modules.security.actions import level_papers
from tinhso.modules.security.errors import DossierChangedMeanwhile, LevelImpossible, NotYourSystem, RegisterIncomplete
from tinhso.modules.security.levels import procedure
from tinhso.modules.security.models import InformationSystem, LevelDossier
from tinhso.modules.security.queries import levels as queries
from tinhso.modules.security.tests.test_systems import system, system_told
from tinhso.modules.security.tests.world import NOW, person, unit

ON = date(2026, 3, 2)
CITIZENS = {"kind": "citizens", "information": "private", "defence": "no", "services": "from_3", "online": "none",
            "users": "under", "national": "no"}  # fmt: skip
INTERNAL = {"kind": "internal", "information": "private", "defence": "no"}
SECRET = {"kind": "internal", "information": "secret", "defence": "no", "harm": "serious"}
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/MediaBox[0 0 9 9]/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


@dataclass(frozen=True)
class People:
    """owner: the People's Committee whose leader approves; checker, chief: of the security unit (school)."""

    owner: object
    leader: Viewer
    checker: Viewer
    chief: Viewer


@pytest.fixture
def people(world) -> People:
    owner = unit("Ủy ban nhân dân tỉnh thử")
    checker, chief = person(world.school, PostRole.SPECIALIST), person(world.school, PostRole.LEADER)
    return People(owner, person(owner, PostRole.LEADER), checker, chief)


def determined(world, people, answers=None, part: str = "", **changed) -> InformationSystem:
    made = InformationSystem.objects.filter(focal=world.health).first() or system(
        world, owner_id=people.owner.id, **changed
    )
    told = actions.PartTold(made.id, part, answers or CITIZENS, ON)
    actions.determine_level(uuid.uuid4(), told, viewer=world.head, now=NOW)
    return made


def drafted(world, people, answers=None) -> LevelDossier:
    made = determined(world, people, answers)
    return actions.draft_dossier(uuid.uuid4(), made.id, "running", viewer=world.head, now=NOW)


def texts(level: int) -> dict[str, str]:
    said = {"overview": "Cổng phục vụ người dân.", "reasons": "Có dịch vụ toàn trình.", "opinion": "Đồng ý."}
    said |= {f"plan.{key}": f"Cách làm {key}." for key, _text in procedure.plan_parts()}
    return said | {f"serious.{key}": "Có." for key, _text in procedure.serious_reasons(level)}


def full(world, people, answers=None) -> LevelDossier:
    dossier = drafted(world, people, answers)
    actions.write_dossier(
        dossier.case_id, texts(dossier.level), viewer=world.doer, now=NOW, expected_version=dossier.version
    )
    actions.add_file(dossier.case_id, 2, io.BytesIO(PDF), filename="tk.pdf", viewer=world.doer, now=NOW)
    return dossier


def case_of(dossier: LevelDossier) -> Case:
    return Case.objects.get(id=dossier.case_id)


def go(deed, dossier: LevelDossier, *said: object, viewer: Viewer, now: datetime = NOW) -> Case:
    deed(dossier.case_id, *said, viewer=viewer, now=now, expected_version=case_of(dossier).version)
    return case_of(dossier)


def at(day: int, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime(2026, 3, day, hour))


def approved(world, people, answers=None) -> LevelDossier:
    dossier = full(world, people, answers)
    go(actions.submit_dossier, dossier, viewer=world.head)
    go(actions.accept_dossier, dossier, viewer=people.checker, now=at(4))
    go(actions.appraise_dossier, dossier, actions.Appraisal("Đạt.", "", ""), viewer=people.chief, now=at(10))
    approver = people.leader if dossier.level >= 3 else people.chief
    go(actions.approve_level, dossier, "12/QĐ-UBND", viewer=approver, now=at(12))
    return LevelDossier.objects.get(case_id=dossier.case_id)


def test_the_whole_way_of_a_level_3_with_its_clocks(world, people):
    """5 working days (TT 03/2017, Điều 14), 15 days (Điều 16), 7 working days (Điều 17); the owner approves."""
    dossier = full(world, people)
    case = go(actions.submit_dossier, dossier, viewer=world.head)
    assert (case.state, case.unit_id) == ("checking", world.school.id)
    assert timezone.localdate(case.due_at) == date(2026, 3, 9)

    case = go(actions.accept_dossier, dossier, viewer=people.checker, now=at(4))
    assert (case.state, timezone.localdate(case.due_at)) == ("appraising", date(2026, 3, 19))

    said = actions.Appraisal("Đạt yêu cầu.", "", "")
    case = go(actions.appraise_dossier, dossier, said, viewer=people.chief, now=at(10))
    assert (case.state, case.unit_id, timezone.localdate(case.due_at)) == (
        "approving", people.owner.id, date(2026, 3, 19)
    )  # fmt: skip

    case = go(actions.approve_level, dossier, "12/QĐ-UBND", viewer=people.leader, now=at(12))
    assert (case.state, case.phase) == ("in_force", "done")
    made = InformationSystem.objects.get()
    assert (made.level, made.level_on) == (3, date(2026, 3, 12))
    acts = list(Act.objects.filter(case_id=case.id, verb__startswith="level_dossier:").order_by("seq"))
    assert [one.verb.partition(":")[2] for one in acts] == [
        "drafted", "written", "file:added", "submitted", "accepted", "appraised", "approved"
    ]  # fmt: skip
    assert acts[-1].data | {"system": "", "focal": ""} == {
        "system": "", "focal": "", "level": 3, "on_time": True, "again": False
    }  # fmt: skip


def test_levels_1_and_2_have_no_limit_of_appraisal_and_the_security_unit_approves(world, people):
    dossier = full(world, people, INTERNAL)
    go(actions.submit_dossier, dossier, viewer=world.head)
    case = go(actions.accept_dossier, dossier, viewer=people.checker)
    assert (dossier.level, case.due_at) == (2, None)

    case = go(actions.appraise_dossier, dossier, actions.Appraisal("Đạt.", "", ""), viewer=people.chief)
    assert case.unit_id == world.school.id
    go(actions.approve_level, dossier, "5/QĐ", viewer=people.chief)
    assert InformationSystem.objects.get().level == 2
    (appraised,) = Act.objects.filter(verb="level_dossier:appraised")
    assert appraised.data == {"on_time": True, "limited": False}


def test_a_level_4_names_its_appraiser_and_takes_30_days(world, people):
    dossier = full(world, people, SECRET)
    go(actions.submit_dossier, dossier, viewer=world.head)
    case = go(actions.accept_dossier, dossier, viewer=people.checker)
    assert (dossier.level, timezone.localdate(case.due_at)) == (4, date(2026, 4, 1))

    for said, box in (
        (actions.Appraisal("Đạt.", "", "7/BC"), "appraiser"),
        (actions.Appraisal("Đạt.", "Bộ Công an", " "), "number"),
        (actions.Appraisal(" ", "Bộ Công an", "7/BC"), "text"),
    ):
        with pytest.raises(LevelImpossible) as refused:
            go(actions.appraise_dossier, dossier, said, viewer=people.chief)
        assert refused.value.code == box
    case = go(actions.appraise_dossier, dossier, actions.Appraisal("Đạt.", "Bộ Công an", "7/BC"), viewer=people.chief)
    assert case.unit_id == people.owner.id


def test_a_late_appraisal_is_written_down_as_late(world, people):
    dossier = full(world, people)
    go(actions.submit_dossier, dossier, viewer=world.head)
    go(actions.accept_dossier, dossier, viewer=people.checker, now=at(10))
    late = timezone.make_aware(datetime(2026, 3, 27, 9))
    go(actions.appraise_dossier, dossier, actions.Appraisal("Đạt.", "", ""), viewer=people.chief, now=late)

    assert [one.data["on_time"] for one in Act.objects.filter(verb="level_dossier:accepted")] == [False]
    assert [one.data["on_time"] for one in Act.objects.filter(verb="level_dossier:appraised")] == [False]


def test_an_incomplete_dossier_is_not_sent_and_everything_that_lacks_is_said(world, people):
    dossier = drafted(world, people)
    with pytest.raises(LevelImpossible) as refused:
        go(actions.submit_dossier, dossier, viewer=world.head)

    assert "Phần 2" in refused.value.sentence
    assert "Phần 4: vận hành" in refused.value.sentence
    assert case_of(dossier).state == "drafting"


def test_a_dossier_sent_back_can_be_written_again_and_its_clock_stands(world, people):
    dossier = full(world, people)
    go(actions.submit_dossier, dossier, viewer=world.head)
    with pytest.raises(LevelImpossible):
        actions.write_dossier(dossier.case_id, {"overview": "x"}, viewer=world.doer, now=NOW, expected_version=2)
    with pytest.raises(LevelImpossible):
        go(actions.send_back, dossier, "  ", viewer=people.checker)
    case = go(actions.send_back, dossier, "Thiếu sơ đồ mạng.", viewer=people.checker)

    assert (case.state, case.unit_id, case.due_at) == ("drafting", world.health.id, None)
    assert [one.text for one in queries.words_of(dossier)] == ["Thiếu sơ đồ mạng."]
    actions.write_dossier(dossier.case_id, {"overview": "Có sơ đồ."}, viewer=world.doer, now=NOW, expected_version=2)
    go(actions.submit_dossier, dossier, viewer=world.head)


@pytest.mark.parametrize("who", ["doer", "school_head", "auditor", "operator"])
def test_only_the_head_or_leader_of_the_unit_sends_it(world, people, who):
    dossier = full(world, people)
    with pytest.raises(NotYourTurn):
        go(actions.submit_dossier, dossier, viewer=getattr(world, who))


def test_only_the_owners_leader_approves_a_level_3(world, people):
    dossier = full(world, people)
    go(actions.submit_dossier, dossier, viewer=world.head)
    go(actions.accept_dossier, dossier, viewer=people.checker)
    go(actions.appraise_dossier, dossier, actions.Appraisal("Đạt.", "", ""), viewer=people.chief)

    for viewer in (people.chief, world.head, world.operator):
        with pytest.raises(NotYourTurn):
            go(actions.approve_level, dossier, "1/QĐ", viewer=viewer)
    with pytest.raises(LevelImpossible):
        go(actions.approve_level, dossier, " ", viewer=people.leader)


def test_steps_out_of_order_and_old_pages_are_refused(world, people):
    dossier = full(world, people)
    with pytest.raises(NotYourTurn):
        go(actions.accept_dossier, dossier, viewer=people.checker)
    go(actions.submit_dossier, dossier, viewer=world.head)
    with pytest.raises(SomeoneWasFaster):
        actions.accept_dossier(dossier.case_id, viewer=people.checker, now=NOW, expected_version=1)
    with pytest.raises(StepImpossible):
        go(actions.appraise_dossier, dossier, actions.Appraisal("Đạt.", "", ""), viewer=people.chief)


def test_two_who_write_at_once(world, people):
    dossier = drafted(world, people)
    actions.write_dossier(dossier.case_id, {"overview": "Một"}, viewer=world.doer, now=NOW, expected_version=1)
    with pytest.raises(DossierChangedMeanwhile):
        actions.write_dossier(dossier.case_id, {"overview": "Hai"}, viewer=world.head, now=NOW, expected_version=1)
    with pytest.raises(NotYourSystem):
        actions.write_dossier(
            dossier.case_id, {"overview": "Ba"}, viewer=world.school_head, now=NOW, expected_version=2
        )
    with pytest.raises(LevelImpossible):
        actions.write_dossier(
            dossier.case_id, {"overview": "x" * 20_001}, viewer=world.doer, now=NOW, expected_version=2
        )

    assert LevelDossier.objects.get().said["overview"] == "Một"


def test_a_dossier_needs_a_level_and_there_is_one_at_a_time(world, people):
    bare = system(world, owner_id=people.owner.id)
    with pytest.raises(LevelImpossible):
        actions.draft_dossier(uuid.uuid4(), bare.id, "new", viewer=world.head, now=NOW)
    first = drafted(world, people)
    with pytest.raises(LevelImpossible):
        actions.draft_dossier(uuid.uuid4(), bare.id, "new", viewer=world.head, now=NOW)
    with pytest.raises(RegisterIncomplete):
        actions.withdraw_system(bare.id, viewer=world.head, now=NOW)
    go(actions.drop_dossier, first, viewer=world.head)

    again = actions.draft_dossier(uuid.uuid4(), bare.id, "new", viewer=world.head, now=NOW)
    assert case_of(again).state == "drafting"


def test_the_highest_part_wins_and_an_older_result_of_a_part_no_longer_counts(world, people):
    """Điều 5."""
    made = determined(world, people, INTERNAL, part="Quản trị")
    determined(world, people, SECRET, part="Kho")
    assert queries.proposed_level(queries.determinations_of(made.id)) == 4
    determined(world, people, CITIZENS, part=" Kho ")

    found = queries.determinations_of(made.id)
    assert [(one.part, one.level) for one in found] == [("Kho", 3), ("Quản trị", 2)]
    actions.withdraw_determination(found[0].id, viewer=world.head, now=NOW)
    assert queries.proposed_level(queries.determinations_of(made.id)) == 2


def test_a_determination_is_judged_by_the_law_of_its_day(world, people):
    made = system(world, owner_id=people.owner.id)
    told = actions.PartTold(made.id, "", CITIZENS, ON)
    one = actions.determine_level(uuid.uuid4(), told, viewer=world.head, now=NOW)
    assert (one.regime, one.criteria_set, one.level) == ("decree_85", "decree_85", 3)

    for answers, on, box in (
        (CITIZENS, date(2016, 6, 30), "on"),
        (CITIZENS, date(2027, 7, 1), "on"),
        (CITIZENS | {"services": "x"}, ON, "answers"),
    ):
        told = actions.PartTold(made.id, "", answers, on)
        with pytest.raises(LevelImpossible) as refused:
            actions.determine_level(uuid.uuid4(), told, viewer=world.head, now=NOW)
        assert refused.value.code == box


def test_what_changes_after_the_approval_calls_for_a_new_dossier(world, people):
    """Điều 18: users past 10.000, other components: the procedure is repeated, the old level stands on until then."""
    first = approved(world, people, INTERNAL)
    made = first.system
    assert queries.changes_of(made) == []

    actions.count_users(made.id, 10_000, ON, viewer=world.head, now=NOW)
    actions.change_system(made.id, system_told(world, owner_id=people.owner.id, components="web; kho"),
                          viewer=world.head, now=NOW)  # fmt: skip
    determined(world, people, CITIZENS)
    made.refresh_from_db()
    assert queries.changes_of(made) == ["components", "users", "level"]

    second = approved(world, people)
    made.refresh_from_db()
    assert (second.replaces_id, second.level, made.level) == (first.case_id, 3, 3)
    assert second.said["overview"]
    assert queries.in_force(made.id).case_id == second.case_id
    assert queries.changes_of(made) == []
    assert Act.objects.filter(verb="level_dossier:approved").order_by("seq").last().data["again"] is True


def test_a_dossier_whose_system_has_another_level_by_now_is_not_sent(world, people):
    dossier = full(world, people)
    determined(world, people, INTERNAL)
    with pytest.raises(LevelImpossible) as refused:
        go(actions.submit_dossier, dossier, viewer=world.head)

    assert "lập hồ sơ mới" in refused.value.sentence


@pytest.mark.parametrize(("who", "sees"), [("head", True), ("doer", True), ("auditor", True), ("school_head", True)])
def test_who_reads_a_dossier(world, people, who, sees):
    dossier = drafted(world, people)
    stranger = person(unit("Sở khác"), PostRole.HEAD)

    assert (queries.dossier_for(getattr(world, who), dossier.case_id) is not None) is sees
    with pytest.raises(LevelDossier.DoesNotExist):
        queries.dossier_for(stranger, dossier.case_id)


def plain_sign(pdf: bytes, **told: object) -> SignedPdf:
    return SignedPdf(pdf, SignatureMark(SignatureRole.PERSON, "officer:x", "Lê Thị Thử", "01", "B-B", NOW))


def test_papers_are_signed_once_by_who_may_after_the_seal(world, people, monkeypatch):
    dossier = approved(world, people)
    key = dossier.case_id
    with pytest.raises(NotYourSystem):
        actions.sign_level_paper(key, "decision", viewer=world.head, now=NOW, sign=plain_sign)
    with pytest.raises(LevelImpossible) as waiting:
        actions.sign_level_paper(key, "decision", viewer=people.leader, now=NOW, sign=plain_sign)
    assert "niêm phong" in waiting.value.sentence

    monkeypatch.setattr(proofs, "proof_of", lambda seq: seq)
    monkeypatch.setattr(proofs, "encode", lambda proof: f"TS1.{proof}")
    first = actions.sign_level_paper(key, "decision", viewer=people.leader, now=NOW, sign=plain_sign)
    again = actions.sign_level_paper(key, "decision", viewer=people.leader, now=NOW, sign=plain_sign)
    actions.sign_level_paper(key, "dossier", viewer=world.head, now=NOW, sign=plain_sign)

    assert first.id == again.id
    assert [one.form for one in queries.papers_of(dossier)] == ["decision", "dossier"]
    assert Act.objects.filter(verb="level_dossier:paper:signed").count() == 2


def test_a_draft_has_a_preview_and_no_paper_to_sign(world, people):
    dossier = drafted(world, people)

    for form in ("dossier", "decision"):
        assert level_papers.preview_paper(dossier.case_id, form, viewer=world.head, now=NOW).startswith(b"%PDF")
    with pytest.raises(LevelImpossible):
        actions.sign_level_paper(dossier.case_id, "dossier", viewer=world.head, now=NOW, sign=plain_sign)


def test_a_bent_file_is_refused(world, people):
    dossier = drafted(world, people)
    with pytest.raises(LevelImpossible):
        actions.add_file(dossier.case_id, 5, io.BytesIO(PDF), filename="a.pdf", viewer=world.doer, now=NOW)
    with pytest.raises(NotYourSystem):
        actions.add_file(dossier.case_id, 2, io.BytesIO(PDF), filename="a.pdf", viewer=world.school_head, now=NOW)

    assert queries.files_of(dossier) == []
