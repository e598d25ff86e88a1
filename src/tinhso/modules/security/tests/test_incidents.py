# SPDX-License-Identifier: EUPL-1.2
"""An incident from its alerts to its end: clocks, playbook with approval, evidence, merging and taking apart again."""

import hashlib
import io
import uuid
from datetime import timedelta

import pytest
from PIL import Image

from tinhso.kernel.casework.errors import SomeoneWasFaster, StepImpossible
from tinhso.kernel.events.models import Act
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.security import actions
from tinhso.modules.security.actions.incident_work import EvidenceTold
from tinhso.modules.security.errors import IncidentIncomplete, IncidentOver, NotYourAlert
from tinhso.modules.security.incidents.rules import Grading
from tinhso.modules.security.models import Alert, Incident, IncidentTask
from tinhso.modules.security.tests.play import SUDO, Play
from tinhso.modules.security.tests.world import NOW, person
from tinhso.modules.security.types.incidents import Category, IncidentTold, TaskState

DONE = "Đã làm xong và kiểm tra lại."


def told(world, **changed) -> IncidentTold:
    fields = {
        "unit_id": world.health.id, "title": "Máy chủ hồ sơ bị dò mật khẩu", "category": Category.INTRUSION_ATTEMPT,
        "severity": 2, "detected_at": NOW - timedelta(hours=2), "system_name": "Máy chủ hồ sơ",
        "description": "Nhiều lần đăng nhập sai từ một địa chỉ.",
    }  # fmt: skip
    return IncidentTold(**(fields | changed))


def opened(world, **changed) -> Incident:
    who = changed.pop("viewer", world.head)
    ids = changed.pop("alert_ids", ())
    return actions.open_incident(uuid.uuid4(), told(world, **changed), alert_ids=ids, viewer=who, now=NOW)


def step(world, incident, *names: str, now=NOW, viewer=None) -> Incident:
    for name in names:
        version = Incident.objects.select_related("case").get(case_id=incident.case_id).case.version
        incident = actions.step_incident(
            incident.case_id, name, text=DONE, viewer=viewer or world.head, now=now, expected_version=version
        )
    return incident


def fresh(incident) -> Incident:
    return Incident.objects.select_related("case").get(case_id=incident.case_id)


@pytest.fixture
def alert(world) -> Alert:
    Play(world.health.id).feed(SUDO.format(host="may-1"))
    return Alert.objects.get()


def test_alerts_become_an_incident_with_the_notice_due_in_five_days(world, alert):
    incident = opened(world, alert_ids=[alert.id])
    alert.refresh_from_db()
    assert (alert.state, alert.incident_id) == ("in_incident", incident.case_id)
    case = fresh(incident).case
    assert case.number == "001/SC-2026"
    assert case.due_at == incident.duties.get().due_at
    assert (case.due_at - incident.detected_at).days >= 5
    again = actions.open_incident(incident.case_id, told(world), viewer=world.head, now=NOW)
    assert (again.case_id, Incident.objects.count()) == (incident.case_id, 1)


def test_an_archive_system_has_a_day(world):
    incident = opened(world, is_archive=True)
    assert incident.duties.get().due_at - incident.detected_at == timedelta(hours=24)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": "ngắn"}, "title"),
        ({"system_name": " "}, "system_name"),
        ({"description": "ngắn"}, "description"),
        ({"severity": 5}, "severity"),
        ({"system_level": 6}, "system_level"),
        ({"detected_at": NOW + timedelta(minutes=1)}, "detected_at"),
        ({"detected_at": NOW - timedelta(days=400)}, "detected_at"),
    ],
)
def test_what_an_incident_lacks_is_said(world, changed, code):
    with pytest.raises(IncidentIncomplete) as refusal:
        opened(world, **changed)
    assert refusal.value.code == code
    assert not Incident.objects.exists()


def test_other_units_do_not_touch_it(world):
    incident = opened(world)
    with pytest.raises(NotYourAlert):
        step(world, incident, "verify", viewer=world.school_head)
    with pytest.raises(NotYourAlert):
        opened(world, viewer=world.school_head)
    step(world, incident, "verify", viewer=world.operator)


def test_verifying_lays_the_playbook_and_approval_comes_before_the_deed(world):
    incident = opened(world)
    step(world, incident, "verify")
    task = IncidentTask.objects.get(key="block")
    doer = world.doer
    move = lambda state, viewer=doer, text="": actions.move_task(  # noqa: E731
        incident.case_id, task.key, state, text=text, viewer=viewer, now=NOW
    )
    with pytest.raises(IncidentIncomplete):
        move(TaskState.DONE)
    move(TaskState.ASKED)
    with pytest.raises(NotYourAlert):
        move(TaskState.OPEN)
    move(TaskState.OPEN, world.head)
    done = move(TaskState.DONE)
    assert (done.approved_by_id, done.done_by_id) == (world.head.officer_id, doer.officer_id)
    with pytest.raises(IncidentIncomplete):
        actions.move_task(incident.case_id, "success", TaskState.SKIPPED, text="", viewer=doer, now=NOW)
    assert move(TaskState.SKIPPED, text=DONE).state == TaskState.DONE


def test_the_end_needs_reports_and_tasks(world):
    incident = opened(world)
    step(world, incident, "verify", "respond", "choose", "contain", "eradicate", "restore", "retest", "review")
    assert fresh(incident).ended_at == NOW
    assert set(incident.duties.values_list("kind", flat=True)) == {"notice", "closing"}
    with pytest.raises(IncidentIncomplete, match="thông báo sự cố, báo cáo kết thúc"):
        step(world, incident, "close")
    incident.duties.update(done_at=NOW)
    with pytest.raises(IncidentIncomplete, match="kịch bản"):
        step(world, incident, "close")
    IncidentTask.objects.update(state="skipped", words=DONE)
    step(world, incident, "close")
    assert fresh(incident).case.closed_at == NOW
    with pytest.raises(IncidentOver):
        actions.note_incident(incident.case_id, text=DONE, viewer=world.head, now=NOW)


@pytest.mark.parametrize(("name", "before"), [("direct", "choose"), ("close", "review")])
def test_who_directs_and_closes_is_asked_of_the_table(world, name, before):
    """Quyết định 05/2017/QĐ-TTg: whom the table does not name works on the incident and does not take these steps."""
    doer = person(world.health, PostRole.SPECIALIST)
    incident = opened(world, is_drill=True)
    road = ["verify", "respond", "choose", "contain", "eradicate", "restore", "retest", "review"]
    step(world, incident, *road[: road.index(before) + 1], viewer=doer)
    IncidentTask.objects.update(state="skipped", words=DONE)
    with pytest.raises(NotYourAlert, match="người phụ trách"):
        step(world, incident, name, viewer=doer)
    assert step(world, incident, name).case_id == incident.case_id


def test_a_drill_is_closed_without_reports(world):
    incident = opened(world, is_drill=True)
    step(world, incident, "verify", "respond", "choose", "contain", "eradicate", "restore", "retest", "review")
    IncidentTask.objects.update(state="skipped", words=DONE)
    step(world, incident, "close")
    assert Act.objects.get(verb="incident:opened").data["is_drill"] is True


def test_unstable_after_the_test_goes_back_to_containing(world):
    incident = opened(world)
    step(world, incident, "verify", "respond", "choose", "contain", "eradicate", "restore", "retest", "return")
    assert fresh(incident).case.state == "contained"
    with pytest.raises(StepImpossible):
        step(world, incident, "close")


def test_two_at_once_and_one_is_told(world):
    incident = opened(world)
    step(world, incident, "verify")
    with pytest.raises(SomeoneWasFaster):
        actions.step_incident(incident.case_id, "respond", text=DONE, viewer=world.head, now=NOW, expected_version=1)


def test_what_is_no_incident_gives_its_alerts_back(world, alert):
    incident = opened(world, alert_ids=[alert.id])
    step(world, incident, "dismiss")
    alert.refresh_from_db()
    assert (alert.state, alert.incident_id) == ("taken", None)
    assert not incident.duties.exists()
    assert fresh(incident).case.due_at is None


def test_beyond_ability_has_to_be_reported_at_once(world):
    incident = opened(world)
    grading = Grading(4, False, frozenset({"service"}), beyond_ability=True)
    told_ = {"category": Category.AVAILABILITY, "severity": 1, "viewer": world.head, "now": NOW}
    for _ in range(2):
        found = actions.grade_incident(incident.case_id, grading=grading, **told_)
    assert found.is_severe
    assert incident.duties.get(kind="initial").due_at == NOW
    assert fresh(incident).case.due_at == NOW


def test_a_merge_is_taken_apart_with_everything_where_it_was(world, alert):
    first, second = opened(world, alert_ids=[alert.id]), opened(world)
    actions.note_incident(first.case_id, text="Thấy thêm dấu hiệu lạ.", viewer=world.head, now=NOW)
    version = fresh(first).case.version
    merge = {"text": DONE, "viewer": world.head, "now": NOW}
    with pytest.raises(IncidentIncomplete):
        actions.merge_incident(first.case_id, first.case_id, expected_version=version, **merge)
    actions.merge_incident(first.case_id, second.case_id, expected_version=version, **merge)
    assert (fresh(first).case.state, fresh(first).merged_into_id) == ("merged", second.case_id)
    third = opened(world)
    with pytest.raises(IncidentIncomplete, match="đang chứa"):
        actions.merge_incident(second.case_id, third.case_id, expected_version=fresh(second).case.version, **merge)
    with pytest.raises(IncidentIncomplete):
        actions.merge_incident(third.case_id, first.case_id, expected_version=fresh(third).case.version, **merge)

    actions.unmerge_incident(first.case_id, expected_version=fresh(first).case.version, **merge)
    found = fresh(first)
    assert (found.case.state, found.case.closed_at, found.merged_into_id) == ("verified", None, None)
    alert.refresh_from_db()
    assert alert.incident_id == first.case_id
    assert first.words.filter(text__startswith="Thấy thêm").exists()
    assert found.case.due_at == first.duties.get().due_at


def test_evidence_is_kept_with_its_hash_and_its_hands(world):
    incident = opened(world)
    data = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(data, "PNG")
    data = data.getvalue()
    evidence = actions.keep_evidence(
        incident.case_id, EvidenceTold("anh-man-hinh.png", data, "Máy chủ hồ sơ, ổ C"), viewer=world.doer, now=NOW
    )
    assert evidence.sha256 == hashlib.sha256(data).hexdigest()
    actions.hand_over_evidence(
        evidence.id, to="Lê An, Công an tỉnh", why="Giám định máy chủ", viewer=world.head, now=NOW
    )
    with pytest.raises(IncidentIncomplete):
        actions.hand_over_evidence(evidence.id, to="", why="Giám định máy chủ", viewer=world.head, now=NOW)
    verbs = [act.verb for act in Act.objects.filter(verb__startswith="incident:evidence").order_by("seq")]
    assert verbs == ["incident:evidence:kept", "incident:evidence:handed"]


def test_a_specialist_of_the_unit_may_work_on_it(world):
    another = person(world.health, PostRole.SPECIALIST)
    incident = opened(world, viewer=another)
    texts = {"effect": "Chậm nửa giờ", "root_cause": "Mật khẩu yếu\x00"}
    found = actions.describe_incident(incident.case_id, texts, viewer=another, now=NOW)
    assert (found.effect, found.root_cause, found.lesson) == ("Chậm nửa giờ", "Mật khẩu yếu", "")
    with pytest.raises(IncidentIncomplete):
        actions.describe_incident(incident.case_id, {"effect": "a" * 9_000}, viewer=another, now=NOW)
