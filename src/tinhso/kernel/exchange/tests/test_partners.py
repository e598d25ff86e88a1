# SPDX-License-Identifier: EUPL-1.2
"""Messages to partners: in order per stream, signed, held by a dead one, gently probed when the partner is ill."""

from datetime import UTC, datetime, timedelta

import pytest

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.keys import VerifyingKey
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange import actions, channels, queries, rules
from tinhso.kernel.exchange.actions import delivery
from tinhso.kernel.exchange.errors import NotAMessage, PermanentFailure, TemporaryFailure
from tinhso.kernel.exchange.models import Message, Partner
from tinhso.kernel.exchange.signing import exchange_key
from tinhso.kernel.exchange.types import Envelope

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
OFFICER = Actor("officer:1")
pytestmark = pytest.mark.django_db


class Wire:
    """A channel that remembers what it carried and fails for the bodies it is told to fail for."""

    name = "wire"

    def __init__(self) -> None:
        self.carried: list[Envelope] = []
        self.faults: dict[str, Exception] = {}
        self.down = False

    def send(self, envelope: Envelope) -> str:
        self.carried.append(envelope)
        if self.down:
            raise TemporaryFailure("đối tác không trả lời")
        for words, fault in self.faults.items():
            if words in envelope.body:
                raise fault
        return "ok"

    @property
    def bodies(self) -> list[str]:
        return [one.body for one in self.carried]


@pytest.fixture
def wire(monkeypatch) -> Wire:
    one = Wire()
    monkeypatch.setitem(channels.CHANNELS, "wire", one)
    register()
    return one


def register(endpoint: str = "http://127.0.0.1:1/") -> Partner:
    return actions.register_partner(
        "portal", title="Cổng", channel="wire", endpoint=endpoint, now=NOW, by=Actor("system:setup")
    )


def queue(body: str, stream: str = "dossier:1") -> Message:
    return actions.queue_for_partner(
        "portal", key=f"k:{stream}:{body}", stream=stream, subject="Hồ sơ", body=body, now=NOW
    )


def deliver(after: timedelta = timedelta(0)) -> int:
    return actions.deliver_due(now=NOW + after)


def test_a_stream_goes_in_order_in_one_go(wire):
    for body in "abc":
        queue(body)

    assert deliver() == 3
    assert wire.bodies == ["a", "b", "c"]
    assert list(Message.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3]


def test_the_next_waits_while_the_first_fails_and_other_streams_go_on(wire):
    queue("a"), queue("b"), queue("x", stream="dossier:2")
    wire.faults["a"] = TemporaryFailure("bận")

    assert deliver() == 1
    assert wire.bodies == ["a", "x"]
    wire.faults.clear()

    assert deliver(timedelta(seconds=30)) == 2
    assert wire.bodies == ["a", "x", "a", "b"]


def test_a_dead_message_holds_its_stream_until_it_is_set_aside(wire):
    first, _ = queue("a"), queue("b")
    wire.faults["a"] = PermanentFailure("sai dữ liệu")
    deliver()
    assert deliver(timedelta(days=1)) == 0

    with pytest.raises(NotAMessage):
        actions.set_aside(first.id, reason="thôi", now=NOW, by=OFFICER)
    actions.set_aside(first.id, reason="Hồ sơ đã nhập tay trên Cổng", now=NOW, by=OFFICER)

    assert deliver(timedelta(days=1)) == 1
    assert wire.bodies == ["a", "b"]
    assert ledger.newest_acts(2)[1].verb == "message:set_aside"


def test_a_corrected_message_goes_first_under_a_key_of_its_own(wire):
    first = actions.queue_for_partner("portal", key="k1", stream="s", subject="x", body={"b": 1, "a": "sai"}, now=NOW)
    queue("sau", stream="s")
    wire.faults["sai"] = PermanentFailure("sai dữ liệu")
    deliver()

    with pytest.raises(NotAMessage):
        actions.resend(first.id, now=NOW, by=OFFICER, body="không phải JSON")
    actions.resend(first.id, now=NOW, by=OFFICER, body='{"b": 1, "a": "đúng"}')
    deliver()

    assert wire.bodies == ['{"a":"sai","b":1}', '{"a":"đúng","b":1}', "sau"]
    assert [one.key for one in wire.carried[:2]] == ["k1", "k1#1"]


def test_what_is_sent_is_hashed_and_signed_by_the_house(wire):
    queue("nội dung")
    deliver()
    (sent,) = wire.carried

    public = VerifyingKey(exchange_key().public.raw)
    text = rules.signed_text(sent.key, "portal", sent.stream, sent.sequence, sent.recipient, sent.digest)

    assert sent.digest == rules.digest("nội dung")
    assert public.verifies(text, bytes.fromhex(sent.signature))
    assert not public.verifies(text.replace(b"portal", b"another"), bytes.fromhex(sent.signature))


def test_killed_between_send_and_commit_the_message_goes_again_under_its_key(wire, monkeypatch):
    queue("a")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_sent", killed)
        with pytest.raises(KeyboardInterrupt):
            deliver()
    deliver()

    assert [one.key for one in wire.carried] == ["k:dossier:1:a"] * 2
    assert Message.objects.get().attempts == 1


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 30), (2, 60), (3, 120), (4, 240), (5, 480), (6, 3600), (7, 3600), (400, 3600)]
)
def test_a_message_to_a_partner_waits_longer_and_is_never_given_up(attempts, seconds):
    assert rules.partner_delay(attempts) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("failures", "seconds"), [(5, 30), (6, 60), (9, 480), (10, 480), (5_000, 480)])
def test_a_partner_that_is_down_is_probed_at_least_every_eight_minutes(failures, seconds):
    assert rules.probe_delay(failures) == timedelta(seconds=seconds)


def test_a_partner_that_is_down_gets_one_probe_at_a_time_and_everything_at_once_when_it_answers(wire):
    for number in range(20):
        queue("x", stream=f"dossier:{number}")
    wire.down = True
    deliver()
    assert len(wire.carried) == rules.TOLERATED_FAILURES

    deliver(timedelta(seconds=29))
    assert len(wire.carried) == rules.TOLERATED_FAILURES
    deliver(timedelta(seconds=30))
    assert len(wire.carried) == rules.TOLERATED_FAILURES + 1
    wire.down = False

    assert deliver(timedelta(minutes=2)) == 20
    assert Partner.objects.get().failures == 0


def test_a_suspended_partner_gets_nothing_until_it_is_resumed(wire):
    queue("a")
    with pytest.raises(NotAMessage):
        actions.suspend_partner("portal", reason="", now=NOW, by=OFFICER)
    actions.suspend_partner("portal", reason="Cổng bảo trì đến 6 giờ", now=NOW, by=OFFICER)

    assert deliver() == 0
    actions.resume_partner("portal", now=NOW, by=OFFICER)
    assert deliver() == 1


def test_what_waits_follows_the_partner_to_its_new_endpoint(wire):
    queue("a")

    register("http://127.0.0.1:2/")
    deliver()

    assert wire.carried[0].recipient == "http://127.0.0.1:2/"


def test_the_same_key_takes_one_place_in_its_stream(wire):
    assert queue("a").id == queue("a").id
    assert queue("b").sequence == 2


@pytest.mark.parametrize("partner", ["nobody"])
def test_a_message_to_nobody_is_refused(partner):
    with pytest.raises(NotAMessage):
        actions.queue_for_partner(partner, key="k", stream="", subject="", body="", now=NOW)


def test_a_partner_without_a_channel_is_refused():
    with pytest.raises(NotAMessage):
        actions.register_partner("p", title="P", channel="pigeon", endpoint="", now=NOW, by=OFFICER)


def test_the_desk_sees_how_a_partner_does(wire):
    queue("a"), queue("b", stream="dossier:2")
    wire.faults["b"] = PermanentFailure("sai")
    wire.faults["a"] = TemporaryFailure("bận")
    deliver()

    (portal,) = queries.partners()

    assert (portal.queued, portal.dead, portal.is_open) == (1, 1, False)
    assert queries.held_by_stream("portal", ["dossier:1", "dossier:3"]) == {"dossier:1": 1}
