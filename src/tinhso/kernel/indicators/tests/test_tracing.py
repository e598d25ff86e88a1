# SPDX-License-Identifier: EUPL-1.2
"""A traced fold adds in the database what it adds act by act, whatever it asks and whatever the acts hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.actions import _insert
from tinhso.kernel.events.catalogue import act
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators import folding, replaying
from tinhso.kernel.indicators.statements import OfVerb
from tinhso.kernel.indicators.sums import SealedOn, Sums
from tinhso.kernel.indicators.symbols import AnyAct, Path, Unreadable, local_day, unit_of
from tinhso.kernel.indicators.tracing import trace
from tinhso.kernel.indicators.types import Delta

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
VERB = "trace_sample:done"
ODD = "trace_odd:done"
UNITS = (UUID(int=1), UUID(int=2))


@act(VERB, title="Làm thử")
@dataclass(frozen=True)
class TraceSampleDone:
    channel: str
    name: str
    online: bool
    minutes: int
    resolving: UUID
    promised: datetime | None = None
    papers: tuple[str, ...] = ()


@act(ODD, title="Làm thử")
@dataclass(frozen=True)
class TraceOddDone:
    value: str


TEXTS = ["", "truc_tuyen", "truc_tiep", "100 % 'đúng' \\ \t{x}"]
PAYLOADS = st.builds(
    TraceSampleDone,
    channel=st.sampled_from(TEXTS),
    name=st.sampled_from(TEXTS),
    online=st.booleans(),
    minutes=st.sampled_from([-3, 0, 1, 2, 10**12]),
    resolving=st.sampled_from(UNITS),
    promised=st.none() | st.sampled_from([NOW + timedelta(hours=hours) for hours in (0, 14, 15, 16, 40)]),
    papers=st.sampled_from([(), ("a",), ("a", "b")]),
)
Question = Callable[[Any], bool]
QUESTIONS: dict[str, Question] = {
    "channel is": lambda one: one.data["channel"] == "truc_tuyen",
    "channel is not": lambda one: one.data["channel"] != TEXTS[3],
    "channel among": lambda one: one.data["channel"] in ("truc_tiep", "truc_tuyen"),
    "texts agree": lambda one: one.data["channel"] == one.data["name"],
    "no text": lambda one: not one.data.get("name"),
    "online": lambda one: one.data["online"],
    "online by default": lambda one: one.data.get("online", True) is True,
    "minutes": lambda one: bool(one.data["minutes"]),
    "many minutes": lambda one: one.data["minutes"] + 1 > 2,
    "some minutes": lambda one: one.data["minutes"] <= 1,
    "few minutes": lambda one: 2 - one.data.get("minutes", 5) >= 1,
    "promised": lambda one: one.data.get("promised") is not None,
    "papers": lambda one: bool(one.data.get("papers")),
    "never recorded": lambda one: "later" in one.data,
    "has a unit": lambda one: one.unit_id is not None,
    "by the house": lambda one: one.actor_kind == "system",
    "here": lambda one: one.area == "28756",
    "cites": lambda one: bool(one.rule),
}
ADDITIONS: dict[str, Callable[[Any], Delta]] = {
    "one": lambda one: Delta("t.one"),
    "of the unit": lambda one: Delta("t.unit", 2, one.unit_id, one.area),
    "of who resolves": lambda one: Delta("t.resolving", 1, unit_of(one.data["resolving"]), one.area),
    "minutes": lambda one: Delta("t.minutes", one.data.get("minutes", 0), one.unit_id),
    "what is left": lambda one: Delta("t.left", max(0, 2 - one.data["minutes"]), UNITS[0]),
    "by two": lambda one: Delta("t.two", -1, one.unit_id, dimension=f"{one.data['channel']}|{one.data['name']}"),
    "by name": lambda one: Delta("t.name", area=one.area, dimension=one.data["name"]),
    "by day": lambda one: Delta("t.day", dimension=_day(one)),
    "by number": lambda one: Delta("t.number", dimension=f"n{one.data['minutes']}"),
    "named by channel": lambda one: Delta(f"t.{one.data['channel'] or 'none'}"),
    "of the actor": lambda one: Delta("t.actor", 1, None, one.area, one.actor_kind),
}
Program = tuple[Any, ...]
"""What a fold does: adds a thing, asks a question and goes one of two ways, or does one thing after the other."""
PROGRAMS: st.SearchStrategy[Program] = st.recursive(
    st.tuples(st.just("add"), st.sampled_from(sorted(ADDITIONS))),
    lambda inner: st.one_of(
        st.tuples(st.just("ask"), st.sampled_from(sorted(QUESTIONS)), inner, inner),
        st.tuples(st.just("both"), inner, inner),
    ),
    max_leaves=6,
)


def _day(one: Any) -> Any:
    promised = one.data.get("promised")
    return local_day(promised) if promised else "none"


def run(program: Program, one: Any) -> Iterator[Delta]:
    match program:
        case ("add", name):
            yield ADDITIONS[name](one)
        case ("ask", question, yes, no):
            yield from run(yes if QUESTIONS[question](one) else no, one)
        case ("both", first, second):
            yield from run(first, one)
            yield from run(second, one)


def put(verb: str, data: dict[str, Any], number: int) -> None:
    unit = UNITS[number % 2] if number % 3 else None
    actor = "system:x" if number % 4 == 0 else f"officer:{number}"
    at, area, rule = NOW + timedelta(hours=number * 5), ("28756", "28783", "")[number % 3], ("", "Điều 1")[number % 2]
    with transaction.atomic():
        _insert(ActRow(0, at, verb, 1, actor, "", unit, area, f"thing:{number}", None, rule, data, ()))


def both_ways(verb: str, fold: folding.Fold) -> tuple[Sums, Sums, replaying.Folding]:
    """Return what all acts add by the database and one by one, and how the first was done."""
    acts = [one for one in ledger.acts_between(1, 10**9) if one.verb == verb]
    slow = Sums()
    for one in acts:
        slow.take(one, fold(one), SealedOn([]))
    traced = [OfVerb(verb, (trace(fold, verb),))]
    fast, how = Sums(), replaying.Folding()
    for part in replaying.slices(acts[-1].seq):
        how = replaying.plan(part, traced)
        fast.by_day.update(replaying.fold(part, traced).by_day)
    return fast, slow, how


def same(fast: Sums, slow: Sums) -> bool:
    return dict(fast.by_day) == {key: value for key, value in slow.by_day.items() if value}


@pytest.mark.django_db
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(program=PROGRAMS, payloads=st.lists(PAYLOADS, min_size=1, max_size=12))
def test_any_fold_adds_in_the_database_what_it_adds_act_by_act(program, payloads):
    from tinhso.kernel.events.catalogue import to_json  # noqa: PLC0415

    with transaction.atomic():
        for number, payload in enumerate(payloads):
            put(VERB, to_json(payload), number)
        fast, slow, how = both_ways(VERB, lambda one: list(run(program, one)))
        transaction.set_rollback(True)

    assert same(fast, slow), program
    assert how.one_by_one == {}, "every field is as its payload declares it, so the database folds all"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fold",
    [
        pytest.param(lambda one: [Delta("t.len", len(one.data["value"]))], id="length of a text"),
        pytest.param(lambda one: [Delta("t.low", dimension=one.data["value"].lower())], id="method of a text"),
        pytest.param(lambda one: [Delta({"a": "t.a"}.get(one.data["value"], "t.b"))], id="key of a table"),
        pytest.param(lambda one: [Delta("t.all", len(one.data))], id="all data"),
        pytest.param(lambda one: [Delta("t.each", dimension=part) for part in one.data["value"]], id="part by part"),
        pytest.param(lambda one: [Delta("t.day", dimension=one.data["value"][:3])], id="piece of a text"),
    ],
)
def test_a_fold_the_database_cannot_follow_is_run_act_by_act(fold):
    for number, value in enumerate(["a", "B", "Đ"]):
        put(ODD, {"value": value}, number)

    fast, slow, how = both_ways(ODD, fold)

    assert same(fast, slow)
    assert fast.by_day
    assert list(how.one_by_one) == [ODD]


@pytest.mark.django_db
@pytest.mark.parametrize("odd", [None, 5, True, ["a"], {"a": 1}, 2.5], ids=str)
def test_acts_that_are_not_as_declared_are_folded_act_by_act(odd):
    for number, value in enumerate(["a", odd, "b"]):
        put(ODD, {"value": value}, number)

    fast, slow, how = both_ways(ODD, lambda one: [Delta("t.odd", 1 if one.data["value"] else 7, dimension="x")])

    assert same(fast, slow)
    assert list(how.one_by_one) == [ODD]


@pytest.mark.parametrize("name", ["seq", "at", "case_id", "digest", "evidence"])
def test_a_fold_that_reads_what_differs_from_act_to_act_is_refused(name):
    with pytest.raises(AttributeError, match="differs from act to act"):
        trace(lambda one: [Delta("t.x", dimension=str(getattr(one, name)))], VERB)


def test_a_symbol_is_never_taken_for_a_value():
    path = Path({'act."kind channel"': "string"}, {"channel": ("string",)})
    text = AnyAct(VERB, path).data["channel"]
    uses = (hash, iter, len, lambda one: one + "x", lambda one: one < "x", lambda one: {one}, lambda one: one.strip())
    for use in uses:
        with pytest.raises((Unreadable, TypeError)):
            use(text)


@pytest.mark.parametrize("verb", [one for one in folding.folded_verbs() if "_sample:" not in one])
def test_the_database_can_follow_every_fold_of_the_house(verb):
    """A fold it cannot follow is right but slow: ten million acts would be read one by one."""
    for folder in folding.folders(verb):
        traced = trace(folder.fold, verb)
        assert traced.unread == frozenset(), folder.fold
        assert traced.added or not folder.facts, folder.fold


def test_what_all_answers_add_stands_under_no_condition():
    def fold(one: Any) -> Iterator[Delta]:
        if one.data["online"]:
            yield Delta("t.online")
        if one.data["minutes"] > 3:
            yield Delta("t.long")
        yield Delta("t.any", 1, one.unit_id, dimension=date(2026, 1, 1).isoformat())

    found = {added.fact: added for added in trace(fold, VERB).added}

    assert [len(found[name].conditions) for name in ("'t.any'", "'t.online'", "'t.long'")] == [0, 1, 1]
    assert found["'t.any'"].unit == "act.unit_id"
