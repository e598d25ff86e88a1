# SPDX-License-Identifier: EUPL-1.2
"""The acts behind a figure are those whose folds say so, newest first, however the database finds them."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.catalogue import to_json
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators import behind, folding
from tinhso.kernel.indicators.behind import Wanted, acts_of_fact
from tinhso.kernel.indicators.folding import Folder
from tinhso.kernel.indicators.scopes import Scope
from tinhso.kernel.indicators.tests.test_replaying import seal
from tinhso.kernel.indicators.tests.test_tracing import NOW, ODD, PAYLOADS, PROGRAMS, UNITS, VERB, put, run
from tinhso.kernel.indicators.types import Delta

DAY = date(2026, 11, 20)
EVER = Scope(DAY, DAY + timedelta(days=30))
SCOPES = st.builds(
    Scope,
    since=st.just(DAY),
    until=st.sampled_from([DAY, DAY + timedelta(days=1), DAY + timedelta(days=30)]),
    unit_ids=st.sampled_from([(), UNITS[:1], UNITS, (UUID(int=9),)]),
    areas=st.sampled_from([(), ("28756",), ("28756", "28783")]),
)


def by_one(wanted: Wanted, limit: int) -> list[ActRow]:
    """Return what is looked for by reading every act."""
    every = reversed(list(ledger.acts_between(1, 10**9)))
    first, after = wanted.scope.since, wanted.scope.until + timedelta(days=1)
    inside = [one for one in every if str(first) <= str((one.at + timedelta(hours=7)).date()) < str(after)]
    fitting = [one for one in inside if wanted.fits(one)]
    return sorted(fitting, key=lambda one: (one.at, one.seq), reverse=True)[:limit]


@pytest.fixture
def folded(monkeypatch):
    """Return a way to give the verbs of these tests one fold for the length of a test."""

    def give(verb: str, fold: folding.Fold, *facts: str) -> None:
        monkeypatch.setitem(folding._FOLDERS, verb, [Folder(fold, frozenset([*facts, "t.odd"]))])

    return give


@pytest.mark.django_db
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    program=PROGRAMS,
    payloads=st.lists(PAYLOADS, min_size=1, max_size=12),
    scope=SCOPES,
    picks=st.tuples(st.integers(0, 5), st.integers(0, 9)),
    dimensions=st.sampled_from([(), ("",), ("none", "|", "truc_tuyen|")]),
    limit=st.sampled_from([1, 3, 100]),
)
def test_the_acts_found_are_those_that_added(folded, program, payloads, scope, picks, dimensions, limit):
    with transaction.atomic():
        for number, payload in enumerate(payloads):
            put(VERB, to_json(payload), number)
        acts = [one for one in ledger.acts_between(1, 10**9) if one.verb == VERB]
        names = sorted({delta.fact for one in acts for delta in run(program, one)})
        folded(VERB, lambda one: list(run(program, one)), *names, "t.none")
        fact, without = names[picks[0] % len(names)], ["", "", "t.none", *names][picks[1] % (3 + len(names))]

        found = acts_of_fact(fact, scope, dimensions=dimensions, without=without, limit=limit)

        assert found == by_one(Wanted(fact, scope, dimensions, without), limit)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_acts_of_the_same_instant_are_found_once_each_over_several_chunks(folded, monkeypatch):
    monkeypatch.setattr(behind, "CHUNK", 2)
    folded(ODD, lambda one: [Delta("t.odd"), Delta("t.odd", 2)])
    for _ in range(7):
        put(ODD, {"value": "a"}, 0)

    found = [one.seq for one in acts_of_fact("t.odd", EVER)]

    assert len(found) == 7
    assert found == sorted(found, reverse=True)


@pytest.mark.django_db
def test_a_fold_the_database_cannot_follow_is_asked_act_by_act(folded, monkeypatch):
    monkeypatch.setattr(behind, "CHUNK", 2)
    folded(ODD, lambda one: [Delta("t.odd")] if len(one.data["value"]) > 1 else [])
    for number, value in enumerate(["a", "bb", "c", "dd", "e", "ff", "g"]):
        put(ODD, {"value": value}, number)

    assert [one.data["value"] for one in acts_of_fact("t.odd", EVER)] == ["ff", "dd", "bb"]


@pytest.mark.django_db
def test_what_was_sealed_later_was_not_known(folded):
    folded(ODD, lambda one: [Delta("t.odd")])
    put(ODD, {"value": "a"}, 0)
    first = ledger.newest_acts(1)[0].seq
    put(ODD, {"value": "b"}, 0)
    seal(1, first, NOW)
    seal(first + 1, first + 1, NOW + timedelta(days=40))

    then = replace(EVER, known_on=EVER.until)

    assert [one.data["value"] for one in acts_of_fact("t.odd", then)] == ["a"]
    assert len(acts_of_fact("t.odd", EVER)) == 2
