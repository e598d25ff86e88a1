# SPDX-License-Identifier: EUPL-1.2
"""Alerts gather, are closed for a reason, hidden until a day; the place of the detector moves with them."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from tinhso.kernel.events.models import Act
from tinhso.modules.security import actions
from tinhso.modules.security.actions import detecting, indicators
from tinhso.modules.security.detection.pipeline import Speaker
from tinhso.modules.security.detection.rulebook import loaded
from tinhso.modules.security.errors import AlertIncomplete, AlertOver, DetectorMoved, NotYourAlert
from tinhso.modules.security.intelligence.watching import Watchlist
from tinhso.modules.security.models import (
    Alert,
    Counted,
    DetectionRule,
    DetectorPlace,
    Indicator,
    InfectedMachine,
    Suppression,
)
from tinhso.modules.security.queries import alerts as queries
from tinhso.modules.security.queries import intelligence
from tinhso.modules.security.tests.play import SUDO, Play
from tinhso.modules.security.tests.world import NOW, registered
from tinhso.modules.security.types import AlertState, CloseReason, Tlp

SSH = "<38>1 2026-03-02T00:{minute:02d}:{second:02d}Z may-1 sshd 77 - - Failed password for root"
LOOKED = "Đã xem, quản trị viên gõ nhầm lệnh."


@pytest.fixture
def play(world) -> Play:
    return Play(world.health.id)


def test_matches_of_a_rule_on_a_machine_gather_in_one_alert(play):
    assert play.feed(SUDO.format(host="may-1"), SUDO.format(host="may-2"), SUDO.format(host="may-1")) == 2
    assert play.feed(SUDO.format(host="may-1")) == 0

    assert dict(Alert.objects.values_list("host", "count")) == {"may-1": 3, "may-2": 1}
    one = Alert.objects.get(host="may-1")
    assert (one.title, one.author, one.licence, one.level) == (
        "Lệnh sudo bị từ chối", "Tỉnh Số", "EUPL-1.2", "medium",
    )  # fmt: skip
    assert len(one.evidence) == 3
    acts = Act.objects.filter(verb="alert:raised")
    assert [act.data["delay_ms"] for act in acts] == [1000, 1000]


def test_the_place_moves_with_the_alerts_or_not_at_all(play, monkeypatch):
    def die(*_args, **_told):
        raise ZeroDivisionError

    monkeypatch.setattr(detecting, "_keep_counted", die)
    with pytest.raises(ZeroDivisionError):
        play.feed(SUDO.format(host="may-1"))
    assert not Alert.objects.exists()
    assert DetectorPlace.objects.get().offset == 0


def test_a_second_detector_keeps_nothing(play):
    taken, before = play.take(SUDO.format(host="may-1")), play.at
    detecting.keep_batch(taken, before, play.rulebook, now=NOW)
    with pytest.raises(DetectorMoved):
        detecting.keep_batch(taken, before, play.rulebook, now=NOW)
    assert Alert.objects.get().count == 1


def test_another_spool_begins_at_its_beginning(play):
    play.feed(SUDO.format(host="may-1"))
    assert detecting.claim_place(7).offset == 100
    assert detecting.claim_place(8).offset == 0


def test_a_window_outlives_the_detector(play):
    play.feed(*[SSH.format(minute=10, second=n) for n in range(6)])
    assert len(Counted.objects.get().entries) == 6
    play.begin()
    play.feed(*[SSH.format(minute=10, second=n) for n in range(6, 11)])
    play.begin()
    play.feed(SSH.format(minute=10, second=30))

    (one,) = Alert.objects.all()
    assert (one.title, one.count, one.about) == ("Dò mật khẩu SSH trên một máy", 1, "may-1")
    assert (one.last_at - one.first_at).total_seconds() == 30
    detecting.forget_counted(play.rulebook, now=NOW + timedelta(days=1))
    assert not Counted.objects.exists()


def test_closing_needs_a_reason_and_later_matches_open_another(play, world):
    play.feed(SUDO.format(host="may-1"))
    one = Alert.objects.get()
    with pytest.raises(AlertIncomplete):
        actions.close_alerts([one.id], outcome=CloseReason.EXPECTED, words="ừ", viewer=world.head, now=NOW)
    with pytest.raises(AlertIncomplete):
        actions.close_alerts([one.id], outcome=CloseReason.WITHDRAWN, words=LOOKED, viewer=world.head, now=NOW)
    for _ in range(2):
        actions.close_alerts([one.id], outcome=CloseReason.EXPECTED, words=LOOKED, viewer=world.head, now=NOW)
    assert Act.objects.filter(verb="alert:closed").count() == 1
    play.feed(SUDO.format(host="may-1"))

    assert sorted(Alert.objects.values_list("state", "count")) == [("closed", 1), ("new", 1)]
    with pytest.raises(AlertOver, match="mới"):
        actions.reopen_alert(one.id, viewer=world.head, now=NOW)


def test_a_close_can_be_taken_back(play, world):
    play.feed(SUDO.format(host="may-1"))
    one = Alert.objects.get()
    actions.close_alerts([one.id], outcome=CloseReason.HANDLED, words=LOOKED, viewer=world.operator, now=NOW)
    actions.reopen_alert(one.id, viewer=world.head, now=NOW)
    one.refresh_from_db()
    assert (one.state, one.taken_by_id, one.closed_at) == (AlertState.TAKEN, world.head.officer_id, None)


@pytest.mark.parametrize("who", ["school_head", "auditor"])
def test_machines_of_another_unit_are_handled_by_others(play, world, who):
    play.feed(SUDO.format(host="may-1"))
    with pytest.raises(NotYourAlert):
        actions.take_alert(Alert.objects.get().id, viewer=getattr(world, who), now=NOW)


def test_each_sees_the_alerts_of_the_own_machines(play, world):
    play.feed(SUDO.format(host="may-1"))
    play.unit_id = None
    play.feed(SUDO.format(host="la"))
    seen = {
        who: queries.alerts_for(getattr(world, who)).count() for who in ("head", "school_head", "operator", "auditor")
    }
    assert seen == {"head": 1, "school_head": 0, "operator": 2, "auditor": 2}
    assert queries.counts_for(world.operator) == {"medium": 2, "untaken": 2}
    with pytest.raises(Alert.DoesNotExist):
        queries.alert_for(world.school_head, Alert.objects.first().id)
    assert queries.alerts_for(world.operator, text="SUDO tu choi").count() == 2


def test_what_is_hidden_is_counted_and_comes_back_by_its_day(play, world):
    play.feed(SUDO.format(host="may-1"))
    one = Alert.objects.get()
    actions.close_alerts([one.id], outcome=CloseReason.EXPECTED, words=LOOKED, viewer=world.head, now=NOW)
    until = NOW + timedelta(days=7)
    told = {"everywhere": False, "words": LOOKED, "viewer": world.head, "now": NOW}
    made = actions.suppress(one.id, until=until, **told)
    play.feed(SUDO.format(host="may-1"), SUDO.format(host="may-1"), SUDO.format(host="may-2"))
    assert Suppression.objects.get().hidden == 2
    assert set(Alert.objects.filter(state="new").values_list("host", flat=True)) == {"may-2"}

    play.feed(SUDO.format(host="may-1"), now=until)
    assert Alert.objects.filter(state="new").count() == 2
    actions.end_suppression(made.id, viewer=world.operator, now=NOW)
    assert queries.suppressions_for(world.head, NOW) == []
    for wrong in (NOW, NOW + timedelta(days=91)):
        with pytest.raises(AlertIncomplete):
            actions.suppress(one.id, until=wrong, **told)


def test_a_hidden_rule_of_one_unit_shows_in_another(play, world):
    play.feed(SUDO.format(host="may-1"))
    until, words = NOW + timedelta(days=1), LOOKED
    one = Alert.objects.get()
    actions.suppress(one.id, until=until, everywhere=True, words=words, viewer=world.head, now=NOW)
    play.unit_id = world.school.id
    play.feed(SUDO.format(host="may-9"))
    assert Alert.objects.filter(host="may-9").exists()


def test_rules_are_written_down_and_switched_by_operators(play, world):
    detecting.note_rules(play.rulebook)
    detecting.note_rules(play.rulebook)
    assert DetectionRule.objects.count() == len(play.rulebook.library.rules) + len(play.rulebook.correlations)
    key = DetectionRule.objects.get(title="Lệnh sudo bị từ chối").key
    with pytest.raises(NotYourAlert):
        actions.switch_rule(key, is_on=False, words=LOOKED, viewer=world.head, now=NOW)
    before = DetectorPlace.objects.get().rules_version
    actions.switch_rule(key, is_on=False, words=LOOKED, viewer=world.operator, now=NOW)
    assert DetectorPlace.objects.get().rules_version == before + 1
    assert [one.key for one in queries.rules_for(state="off")] == [key]
    detecting.note_rules(loaded([], frozenset({key})))
    assert not DetectionRule.objects.get(key=key).is_on
    assert ("T1110", 5) in queries.techniques()


def test_text_the_database_cannot_hold_does_not_stop_the_detector(play):
    failed = (
        '{"EventID":4625,"Channel":"Security","Computer":"m\\u0000y","IpAddress":"a\\u0000b","TargetUserName":"%d"}'
    )
    cleared = '{"EventID":1102,"Channel":"Security","Computer":"m\\u0000y","Message":"\\u0000\\ud83d\\ude00"}'
    play.feed(SUDO.format(host="may-1") + " \x1b[31m\ufffd", cleared, *[failed % n for n in range(9)])
    assert set(Alert.objects.values_list("host", "about")) == {("may-1", ""), ("my", ""), ("", "ab")}
    assert Counted.objects.get().entries[0][3]["ipaddress"] == ["ab"]


def test_a_thousand_machines_are_few_questions(play, django_assert_max_num_queries):
    lines = [SUDO.format(host=f"may-{n}") for n in range(200)]
    play.feed(*lines)
    with django_assert_max_num_queries(12):
        play.feed(*lines)
    assert connection.vendor == "postgresql"
    assert uuid.UUID(str(Alert.objects.first().id))


def test_an_indicator_met_is_counted_with_the_batch_and_the_machine_has_a_case(play, world):
    source, _token = registered(world, "pc-07")
    bad = indicators.add_indicator(
        "xau.example", label="Máy chủ điều khiển", confidence=80, tlp=Tlp.GREEN, viewer=world.operator, now=NOW
    )
    play.pipeline.watchlist = Watchlist(intelligence.watched(NOW))
    play.pipeline.whose = lambda one, event: Speaker(event["host"], source.id, world.health.id)
    dns = '{"timestamp":"2026-03-02T08:00:00+0700","event_type":"dns","host":"pc-07","dns":{"rrname":"a.xau.example"}}'
    play.feed(dns, dns, dns.replace("a.xau", "tot"))
    assert Indicator.objects.get(id=bad.id).sightings == 2
    assert InfectedMachine.objects.get().source_id == source.id
