# SPDX-License-Identifier: EUPL-1.2
"""Messages: queued once per key, tried again when the other side is down, given up to a person, resent."""

from datetime import UTC, datetime, timedelta

import pytest

from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange import actions, channels, queries
from tinhso.kernel.exchange.errors import PermanentFailure, TemporaryFailure
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.exchange.types import Envelope

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Recorder:
    """A channel that answers as told and remembers what it carried."""

    name = "test"

    def __init__(self) -> None:
        self.carried: list[Envelope] = []
        self.answer: Exception | str = "250 ok"

    def send(self, envelope: Envelope) -> str:
        self.carried.append(envelope)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def channel(monkeypatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setitem(channels.CHANNELS, "test", recorder)
    return recorder


def queue(key: str = "k1") -> Message:
    return actions.queue_message(
        key=key, channel="test", recipient="a@b.vn", subject="Tiêu đề", body="Nội dung", now=NOW
    )


def test_the_same_key_goes_out_once(channel):
    assert queue().id == queue().id

    assert actions.deliver_due(now=NOW) == 1
    assert actions.deliver_due(now=NOW) == 0
    assert len(channel.carried) == 1


def test_a_channel_that_is_down_is_tried_again_later(channel):
    message = queue()
    channel.answer = TemporaryFailure("đang bận")
    actions.deliver_due(now=NOW)

    channel.answer = "250 ok"
    assert actions.deliver_due(now=NOW + timedelta(seconds=30)) == 0
    assert actions.deliver_due(now=NOW + timedelta(minutes=2)) == 1

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 2)


def test_a_message_is_given_up_after_its_attempts(channel):
    queue()
    channel.answer = TemporaryFailure("đang bận")
    for day in range(10):
        actions.deliver_due(now=NOW + timedelta(days=2 * day))

    (dead,) = queries.dead_letters()
    assert (dead.attempts, dead.tries.count()) == (8, 8)


def test_a_refused_address_goes_to_a_person_at_once_and_can_be_mended(channel):
    queue()
    channel.answer = PermanentFailure("550 không có người nhận")
    actions.deliver_due(now=NOW)
    (dead,) = queries.dead_letters()

    channel.answer = "250 ok"
    actions.resend(dead.id, now=NOW, by=Actor("officer:1"), recipient="dung@b.vn")
    actions.deliver_due(now=NOW)

    assert channel.carried[-1].recipient == "dung@b.vn"
    assert queries.dead_letters() == []


def test_two_channels_under_one_name_are_refused(monkeypatch):
    monkeypatch.setattr(channels, "CHANNELS", {})
    first = channels.EmailChannel()
    channels.register(first)
    channels.register(first)

    with pytest.raises(ValueError, match="email"):
        channels.register(channels.EmailChannel())
