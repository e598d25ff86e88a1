# SPDX-License-Identifier: EUPL-1.2
"""The worker is told cheaply that there are new acts, and waits no longer than there is nothing to do."""

import pytest
from django.db import transaction

from tinhso.kernel.events import actions, keys, queries, tasks
from tinhso.kernel.events.tests.test_ledger import NOW, note, roll_back

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key(tmp_path) -> keys.SigningKey:
    return keys.load_or_make(tmp_path / "ledger.pem")


@pytest.mark.parametrize("write", [note, roll_back], ids=["written", "rolled back"])
def test_a_number_drawn_is_seen_until_the_horizon_has_passed_it(key, write):
    actions.seal(now=NOW, key=key)
    assert not queries.has_new_acts()

    write(1)

    assert queries.has_new_acts()
    actions.seal(now=NOW, key=key)
    assert not queries.has_new_acts()


def test_an_act_being_written_is_seen():
    with transaction.atomic():
        note(1)
        assert queries.has_new_acts()


def test_the_wait_ends_with_the_next_act_and_is_never_shorter_than_the_rest(key, monkeypatch):
    actions.seal(now=NOW, key=key)
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            note(1)

    monkeypatch.setattr(tasks.time, "sleep", sleep)

    tasks.wait_for_acts()

    assert slept == [tasks.REST_SECONDS, tasks.LOOK_SECONDS, tasks.LOOK_SECONDS]


def test_the_wait_ends_without_acts_too(key, monkeypatch):
    actions.seal(now=NOW, key=key)
    slept: list[float] = []
    monkeypatch.setattr(tasks.time, "sleep", slept.append)
    monkeypatch.setattr(tasks.time, "monotonic", lambda: float(sum(slept)))

    tasks.wait_for_acts()

    assert tasks.PAUSE_SECONDS <= sum(slept) < tasks.PAUSE_SECONDS + 2 * tasks.LOOK_SECONDS
