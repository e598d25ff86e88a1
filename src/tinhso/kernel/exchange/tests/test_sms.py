# SPDX-License-Identifier: EUPL-1.2
"""Short messages to a stand-in of an SMS centre that is in a good mood, slow to answer, lying or gone."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from tinhso.config import env
from tinhso.kernel.events.models import Act
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange import actions, queries, sms
from tinhso.kernel.exchange.errors import TemporaryFailure
from tinhso.kernel.exchange.models import Message, TextPart
from tinhso.kernel.exchange.smpp import client
from tinhso.kernel.exchange.smpp.pdu import Report
from tinhso.kernel.exchange.smpp.texts import reference_of
from tinhso.kernel.exchange.types import MessageState
from tinhso_counterparts.modes import Word, order, utc_now, write_mode
from tinhso_counterparts.running import in_thread, on_free_ports

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)  # 12:00 in Vietnam
EVENING = datetime(2026, 11, 20, 13, 59, tzinfo=UTC)  # 20:59
MORNING = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)  # 07:00
PHONE = "+84912345678"
LONG = "Hồ sơ của ông/bà đã được tiếp nhận, hẹn trả kết quả vào chiều thứ Sáu tuần sau tại bộ phận một cửa của phường."


@dataclass(frozen=True)
class Centre:
    addresses: dict[str, str]
    folder: Path

    def behave(self, word: str, how: str = "", delay: float = 0.0) -> None:
        write_mode(self.folder, order(Word(word), how, delay, None, utc_now()))

    def phones(self) -> list[dict]:
        return requests.get(f"{self.addresses['url']}/api/messages", timeout=5).json()["messages"]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    var = tmp_path_factory.mktemp("counterparts")
    with in_thread(("sms",), on_free_ports(var)) as addresses:
        yield Centre(addresses["sms"], var / "sms")


@pytest.fixture
def centre(running: Centre, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Centre]:
    accounts = json.loads(Path(running.addresses["accounts_file"]).read_text("utf-8"))
    monkeypatch.setattr(env, "SMS_URL", running.addresses["smpp"])
    monkeypatch.setattr(env, "SMS_PASSWORD", accounts["tinhso"])
    requests.delete(f"{running.addresses['url']}/api/messages", timeout=5)
    yield running
    running.behave("ok")


def queue(key: str = "onestop:1:sms", *, body: str = "Đã nhận hồ sơ", to: str = PHONE, now: datetime = NOON) -> Message:
    return actions.queue_message(key=key, channel="sms", recipient=to, subject="Tin", body=body, now=now)


def test_one_message_goes_once_and_is_reported_to_have_arrived(centre):
    message = queue(body=LONG)
    assert queue(body=LONG).id == message.id

    assert [actions.deliver_texts(now=NOON), actions.deliver_texts(now=NOON)] == [1, 0]
    assert actions.collect_reports(now=NOON) == 2
    assert actions.collect_reports(now=NOON) == 0

    [shown] = centre.phones()
    assert (shown["text"], shown["parts"], shown["arrivals"]) == (LONG, 2, 2)
    assert shown["user_reference"] == reference_of(message.key)
    assert {part.state for part in message.parts.all()} == {"DELIVRD"}
    assert Act.objects.filter(verb="message:reported").count() == 1


def test_letters_and_short_messages_do_not_wait_for_one_another(centre):
    queue()

    assert actions.deliver_letters(now=NOON) == 0
    assert queries.due_letters(NOON, 10) == []


def test_a_worker_killed_between_sending_and_marking_sends_the_same_message_again(centre, monkeypatch):
    message = queue(body=LONG)
    monkeypatch.setattr("tinhso.kernel.exchange.actions.delivery._sent", lambda *_: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        actions.deliver_texts(now=NOON)
    monkeypatch.undo()
    monkeypatch.setattr(env, "SMS_URL", centre.addresses["smpp"])
    accounts = json.loads(Path(centre.addresses["accounts_file"]).read_text("utf-8"))
    monkeypatch.setattr(env, "SMS_PASSWORD", accounts["tinhso"])

    actions.collect_reports(now=NOON)
    actions.deliver_texts(now=NOON)
    actions.collect_reports(now=NOON)

    [shown] = centre.phones()  # parts of one reference are one message on a phone, twice received
    message.refresh_from_db()
    assert (shown["text"], shown["arrivals"]) == (LONG, 4)
    assert message.state == "sent"
    assert (TextPart.objects.filter(message=message).count(), TextPart.objects.filter(message=None).count()) == (2, 2)


def test_a_report_that_comes_before_the_mark_meets_its_message(centre, monkeypatch):
    message = queue()
    monkeypatch.setattr("tinhso.kernel.exchange.sms._talk", lambda bodies: ["early-1"])
    actions.note_report(Report("early-1", "DELIVRD"), now=NOON)

    actions.deliver_texts(now=NOON)

    assert message.parts.get().state == "DELIVRD"
    assert Act.objects.filter(verb="message:reported").count() == 1


def test_an_outage_costs_one_attempt_of_one_message(centre):
    first, second = queue("a"), queue("b")
    centre.behave("down")
    _wait_until_shut(centre)

    assert actions.deliver_texts(now=NOON) == 0
    centre.behave("ok")
    _wait_until_open(centre)
    assert actions.deliver_texts(now=NOON + timedelta(minutes=2)) == 2

    assert [Message.objects.get(id=one.id).attempts for one in (first, second)] == [2, 1]


def test_a_centre_that_asks_for_a_pause_is_given_one(centre):
    for number in range(3):
        queue(f"k{number}")
    centre.behave("wrong", "throttle")

    assert actions.deliver_texts(now=NOON) == 0
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    centre.behave("ok")
    assert actions.deliver_texts(now=NOON + timedelta(minutes=1)) == 3


def test_a_message_that_never_gets_through_is_given_up_and_sent_again_by_a_person(centre):
    message = queue()
    centre.behave("wrong", "system")
    for day in range(10):
        actions.deliver_texts(now=NOON + timedelta(days=2 * day))
    (dead,) = queries.dead_letters()

    centre.behave("ok")
    actions.resend(dead.id, now=NOON, by=Actor("officer:1"), recipient="+84987654321")
    assert actions.deliver_texts(now=NOON) == 1

    assert (dead.id, dead.attempts) == (message.id, 8)
    assert [one["phone"] for one in centre.phones()] == ["84987654321"]


@pytest.mark.parametrize("to", ["+842753822123", "+33612345678", "0912345678", "", "113"])
def test_a_number_that_is_no_mobile_goes_to_a_person_at_once(centre, to):
    queue(to=to)

    assert actions.deliver_texts(now=NOON) == 0
    (dead,) = queries.dead_letters()
    assert (dead.attempts, centre.phones()) == (1, [])


def test_a_number_the_centre_refuses_is_given_up(centre):
    centre.behave("wrong", "reject")
    queue()

    actions.deliver_texts(now=NOON)

    (dead,) = queries.dead_letters()
    assert "0x0000000B" in dead.tries.get().answer


def test_a_message_reported_as_lost_is_a_dead_letter_and_can_be_sent_again(centre):
    centre.behave("wrong", "undelivered")
    message = queue()
    actions.deliver_texts(now=NOON)
    actions.collect_reports(now=NOON)
    (dead,) = queries.dead_letters()

    centre.behave("ok")
    actions.resend(dead.id, now=NOON, by=Actor("officer:1"))
    actions.deliver_texts(now=NOON)
    actions.collect_reports(now=NOON)

    message.refresh_from_db()
    assert dead.id == message.id
    assert (message.state, [part.state for part in message.parts.all()]) == ("sent", ["DELIVRD"])


@pytest.mark.parametrize("how", ["garbage", "mute"])
def test_an_answer_that_does_not_fit_or_never_comes_is_tried_again(centre, how):
    message = queue()
    centre.behave("wrong", how)

    assert actions.deliver_texts(now=NOON) == 0

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 1)


def test_a_centre_too_slow_counts_as_down(centre, monkeypatch):
    monkeypatch.setattr(client, "WAIT_SECONDS", 0.2)
    centre.behave("slow", delay=1.0)
    queue()

    assert actions.deliver_texts(now=NOON) == 0
    assert "chưa trả lời" in Message.objects.get().tries.get().answer


def test_reports_told_twice_are_noted_once(centre):
    centre.behave("wrong", "twice")
    queue()
    actions.deliver_texts(now=NOON)

    assert actions.collect_reports(now=NOON) == 2
    assert Act.objects.filter(verb="message:reported").count() == 1


def test_a_wrong_password_loses_nothing(centre, monkeypatch):
    monkeypatch.setattr(env, "SMS_PASSWORD", "sai")
    message = queue()

    assert actions.deliver_texts(now=NOON) == 0
    with pytest.raises(TemporaryFailure, match="TINHSO_SMS_PASSWORD"):
        actions.collect_reports(now=NOON)
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED


@pytest.mark.parametrize(
    ("now", "went"),
    [
        (EVENING, 1),
        (EVENING + timedelta(minutes=1), 0),
        (EVENING + timedelta(hours=3, minutes=1), 0),
        (MORNING - timedelta(seconds=1), 0),
        (MORNING, 1),
    ],
    ids=["20:59", "21:00", "00:00", "06:59:59", "07:00"],
)
def test_a_message_of_the_night_waits_for_the_morning(centre, now, went):
    queue(now=EVENING)

    assert actions.deliver_texts(now=now) == went
    if not went:
        assert Message.objects.get().next_at == MORNING
        assert actions.deliver_texts(now=MORNING) == 1


def test_without_a_centre_nothing_is_connected(monkeypatch):
    monkeypatch.setattr(env, "SMS_URL", "")

    assert not sms.is_connected()


def _wait_until_shut(centre: Centre) -> None:
    _wait(centre, lambda: not _listens(centre))


def _wait_until_open(centre: Centre) -> None:
    _wait(centre, lambda: _listens(centre))


def _wait(centre: Centre, is_so) -> None:
    for _ in range(100):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("the stand-in did not follow its mode")


def _listens(centre: Centre) -> bool:
    try:
        with client.Connection(env.SMS_URL, env.SMS_USER, env.SMS_PASSWORD):
            return True
    except OSError:
        return False
