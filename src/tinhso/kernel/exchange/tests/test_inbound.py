# SPDX-License-Identifier: EUPL-1.2
"""What comes in is done once; the same again gets the same answer, another content under its name is refused."""

from datetime import UTC, datetime

import pytest

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange import actions, queries
from tinhso.kernel.exchange.errors import Contradicted
from tinhso.kernel.exchange.models import InMessage

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def done() -> list[str]:
    actions.register_partner("portal", title="Cổng", channel="email", endpoint="", now=NOW, by=Actor("system:setup"))
    return []


def accept(done: list[str], their_id: str, body: object) -> str:
    def handle(message: InMessage) -> str:
        done.append(message.body)
        return f"nhận {len(done)}"

    return actions.accept_message("portal", their_id, body, handle=handle, now=NOW)


def test_the_same_message_again_is_answered_as_before_and_done_once(done):
    answers = [accept(done, "1", {"a": 1, "b": 2}), accept(done, "1", {"b": 2, "a": 1}), accept(done, "2", {"a": 1})]

    assert answers == ["nhận 1", "nhận 1", "nhận 2"]
    assert len(done) == 2
    assert InMessage.objects.get(their_id="1").repeats == 1


def test_another_content_under_the_same_identifier_is_refused_and_shown(done):
    accept(done, "1", {"a": 1})

    with pytest.raises(Contradicted):
        accept(done, "1", {"a": 2})

    (shown,) = queries.contradictions()
    assert (shown.body, len(done)) == ('{"a":1}', 1)
    assert ledger.newest_acts(1)[0].verb == "message:contradicted"
    assert accept(done, "1", {"a": 1}) == "nhận 1"


def test_work_that_fails_leaves_nothing_and_may_come_again(done):
    def broken(message: InMessage) -> str:
        raise ValueError("hỏng")

    with pytest.raises(ValueError, match="hỏng"):
        actions.accept_message("portal", "1", "x", handle=broken, now=NOW)

    assert not InMessage.objects.exists()
    assert accept(done, "1", "x") == "nhận 1"
