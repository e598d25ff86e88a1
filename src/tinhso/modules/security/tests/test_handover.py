# SPDX-License-Identifier: EUPL-1.2
"""From one shift to the next: what is open is gathered by itself and kept as it was; two people, two acts."""

import uuid
from datetime import timedelta

import pytest

from tinhso.config import env
from tinhso.kernel.events.models import Act
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.security.actions.handover import accept_handover, hand_over, take_back_handover
from tinhso.modules.security.errors import DutyImpossible, NotYourCentre
from tinhso.modules.security.models import Alert, HandOver, Source
from tinhso.modules.security.queries.handover import gathered, handovers, last_written, waiting
from tinhso.modules.security.store import connecting
from tinhso.modules.security.store.client import Store
from tinhso.modules.security.tests.test_alerts import SUDO, Play
from tinhso.modules.security.tests.test_incidents import opened
from tinhso.modules.security.tests.world import NOW, person, registered

WORDS = "Theo dõi tiếp máy chủ hồ sơ, đã gọi đơn vị."
LATER = NOW + timedelta(hours=8)


@pytest.fixture
def second(world):
    return person(world.school, PostRole.OPERATOR)


def written(world, words=WORDS, now=NOW, viewer=None) -> HandOver:
    return hand_over(uuid.uuid4(), words, viewer=viewer or world.operator, now=now)


def test_what_is_open_is_gathered_and_stays_as_it_was(world, second, monkeypatch):
    monkeypatch.setattr(env, "COLLECT", False)
    Play(world.health.id).feed(SUDO.format(host="may-1"))
    incident = opened(world)
    source, _token = registered(world)
    Source.objects.filter(id=source.id).update(silent_since=NOW - timedelta(hours=1))

    found = written(world).gathered

    alert = Alert.objects.get()
    assert (found["alerts"]["total"], found["alerts"]["rows"][0]["id"]) == (1, str(alert.id))
    assert found["alerts"]["levels"] == {alert.level: 1}
    assert found["incidents"]["rows"][0]["id"] == str(incident.case_id)
    [clock] = found["clocks"]["rows"]
    assert (clock["kind"], clock["due_at"]) == ("notice", incident.duties.get().due_at.isoformat())
    assert (found["silent"]["total"], found["silent"]["new"], found["silent"]["rows"][0]["host"]) == (1, 1, "may-chu-1")
    assert found["parts"] == []
    Alert.objects.update(state="closed", closed_at=NOW)
    assert waiting()[0].gathered["alerts"]["total"] == 1
    told = Act.objects.get(verb="duty_handover:written").data
    assert (told["alerts"], told["incidents"], told["clocks"], told["silent"]) == (1, 1, 1, 1)


def test_what_is_wrong_with_the_watch_is_handed_over(world, monkeypatch, tmp_path):
    monkeypatch.setattr(connecting, "store", lambda: Store("http://127.0.0.1:9/"))
    monkeypatch.setattr(env, "COLLECT", True)
    monkeypatch.setattr(env, "COLLECT_FOLDER", tmp_path)
    told = {one["part"]: one["sentence"] for one in written(world).gathered["parts"]}
    assert set(told) == {"collector", "store"}
    assert "chưa chạy lần nào" in told["collector"]


def test_what_is_new_since_the_hand_over_before_is_marked(world, second):
    source, _token = registered(world)
    Source.objects.filter(id=source.id).update(silent_since=NOW - timedelta(hours=1))
    opened(world)
    accept_handover(written(world).id, "", viewer=second, now=NOW)
    Source.objects.filter(id=registered(world, "may-chu-2")[0].id).update(silent_since=NOW + timedelta(hours=1))

    found = gathered(last_written().written_at, LATER, {})

    assert [(one["host"], one["is_new"]) for one in found["silent"]["rows"]] == [
        ("may-chu-2", True), ("may-chu-1", False)
    ]  # fmt: skip
    assert (found["silent"]["total"], found["silent"]["new"]) == (2, 1)


def test_the_taking_analyst_accepts_once(world, second):
    one = written(world)
    assert [found.id for found in waiting()] == [one.id]
    with pytest.raises(DutyImpossible, match="phải khác"):
        accept_handover(one.id, "", viewer=world.operator, now=LATER)
    taken = accept_handover(one.id, " Đã rõ. ", viewer=second, now=LATER)
    assert (taken.accepted_by_id, taken.remark, waiting()) == (second.officer_id, "Đã rõ.", [])
    assert Act.objects.get(verb="duty_handover:accepted").data["waited_minutes"] == 480
    with pytest.raises(DutyImpossible, match="đã được nhận"):
        accept_handover(one.id, "", viewer=second, now=LATER)
    with pytest.raises(DutyImpossible, match="đã được nhận"):
        take_back_handover(one.id, viewer=world.operator, now=LATER)


def test_the_writer_takes_back_and_writes_anew(world, second):
    one = written(world)
    assert hand_over(one.id, "khác hẳn lần trước", viewer=world.operator, now=LATER).words == WORDS
    with pytest.raises(DutyImpossible, match="đang chờ"):
        written(world)
    with pytest.raises(DutyImpossible, match="người viết"):
        take_back_handover(one.id, viewer=second, now=LATER)
    take_back_handover(one.id, viewer=world.operator, now=LATER)
    assert (waiting(), last_written()) == ([], None)
    assert written(world).since is None
    assert handovers().count() == 2


@pytest.mark.parametrize("words", ["", "ngắn", " " * 40, "x" * 8001])
def test_a_hand_over_says_something(world, words):
    with pytest.raises(DutyImpossible) as refusal:
        written(world, words)
    assert refusal.value.code == "words"


def test_only_the_centre_hands_over(world, second):
    one = written(world)
    for viewer in (world.head, world.auditor, world.doer):
        with pytest.raises(NotYourCentre):
            written(world, viewer=viewer)
        with pytest.raises(NotYourCentre):
            accept_handover(one.id, "", viewer=viewer, now=LATER)
        with pytest.raises(NotYourCentre):
            take_back_handover(one.id, viewer=viewer, now=LATER)
