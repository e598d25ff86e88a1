# SPDX-License-Identifier: EUPL-1.2
"""The register of sources: who may, what is refused, what the ledger says, who fell silent."""

import uuid
from datetime import timedelta

import pytest

from tinhso.kernel.events.models import Act
from tinhso.modules.security import actions, rules
from tinhso.modules.security.collect.ndjson import digest
from tinhso.modules.security.errors import NotYourSource, SourceIncomplete, SourceWithdrawnAlready
from tinhso.modules.security.models import Source
from tinhso.modules.security.queries import sources as queries
from tinhso.modules.security.tests.world import NOW, registered, told

MINUTES = timedelta(minutes=1)


def verbs() -> list[str]:
    return list(Act.objects.filter(verb__startswith="event_source:").order_by("seq").values_list("verb", flat=True))


def test_a_source_is_registered_with_a_token_that_is_kept_nowhere(world):
    source, token = registered(world)

    assert queries.tokens() == [(source.id, digest(token))]
    assert token not in str(Source.objects.values())
    assert verbs() == ["event_source:registered"]


def test_the_same_form_sent_again_is_one_source_and_tells_no_token(world):
    key = uuid.uuid4()
    first, token = actions.register_source(key, told(world.health), viewer=world.head, now=NOW)
    again, nothing = actions.register_source(key, told(world.health), viewer=world.head, now=NOW)

    assert (again.id, nothing) == (first.id, "")
    assert token
    assert verbs() == ["event_source:registered"]


@pytest.mark.parametrize(
    ("who", "may"), [("head", True), ("operator", True), ("doer", False), ("school_head", False), ("auditor", False)]
)
def test_who_registers_renews_and_withdraws_for_a_unit(world, who, may):
    viewer, source = getattr(world, who), registered(world, "cu")[0]
    deeds = [
        lambda: actions.register_source(uuid.uuid4(), told(world.health, "moi"), viewer=viewer, now=NOW),
        lambda: actions.renew_key(source.id, viewer=viewer, now=NOW),
        lambda: actions.withdraw_source(source.id, viewer=viewer, now=NOW),
    ]
    for deed in deeds:
        if may:
            deed()
        else:
            with pytest.raises(NotYourSource):
                deed()


@pytest.mark.parametrize(
    ("who", "seen"), [("head", 1), ("doer", 1), ("operator", 2), ("auditor", 2), ("school_head", 1)]
)
def test_who_sees_which_sources(world, who, seen):
    registered(world)
    actions.register_source(uuid.uuid4(), told(world.school, "truong"), viewer=world.operator, now=NOW)

    assert queries.sources_for(getattr(world, who)).count() == seen


BAD = {
    "no host": ({"host": "  "}, "host"),
    "a host of words": ({"host": "máy chủ một"}, "host"),
    "a long host": ({"host": "a" * 256}, "host"),
    "too short": ({"interval_seconds": 59}, "interval"),
    "too long": ({"interval_seconds": 32 * 86_400}, "interval"),
    "no network": ({"addresses": ("10.0.0.300",)}, "addresses"),
    "too many networks": ({"addresses": ("10.0.0.1",) * 51}, "addresses"),
    "a long number": ({"asset_number": "9" * 61}, "asset_number"),
    "twice": ({"host": "CU"}, "host"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_said_at_its_box(world, case):
    changed, box = BAD[case]
    registered(world, "cu")
    with pytest.raises(SourceIncomplete) as refused:
        registered(world, **({"host": "moi"} | changed))

    assert refused.value.code == box
    assert refused.value.sentence.endswith(".")
    assert Source.objects.count() == 1


def test_a_withdrawn_source_frees_its_name_and_its_token_is_refused(world):
    source, _ = registered(world)
    actions.withdraw_source(source.id, viewer=world.head, now=NOW)

    assert queries.tokens() == []
    with pytest.raises(SourceWithdrawnAlready):
        actions.renew_key(source.id, viewer=world.head, now=NOW)
    registered(world)
    assert queries.sources_for(world.head).count() == 1
    assert queries.sources_for(world.head, state="withdrawn").count() == 1


def test_a_renewed_key_takes_the_place_of_the_old_one(world):
    source, before = registered(world)
    after = actions.renew_key(source.id, viewer=world.head, now=NOW)

    assert queries.tokens() == [(source.id, digest(after))]
    assert before != after


def test_silence_is_noted_once_after_the_interval(world):
    source, _ = registered(world, interval_seconds=600)
    early = actions.note_silent(now=NOW + 9 * MINUTES, collecting_since=NOW)
    fallen = actions.note_silent(now=NOW + 11 * MINUTES, collecting_since=NOW)
    again = actions.note_silent(now=NOW + 12 * MINUTES, collecting_since=NOW)

    assert (early, fallen, again) == (0, 1, 0)
    assert Source.objects.get(id=source.id).silent_since == NOW + 11 * MINUTES
    assert verbs() == ["event_source:registered", "event_source:fell_silent"]


def test_while_nothing_was_collected_nobody_was_silent(world):
    registered(world, interval_seconds=600)

    assert actions.note_silent(now=NOW + 60 * MINUTES, collecting_since=NOW + 55 * MINUTES) == 0


SPEAKING = [
    ((), "10.1.2.3", True),
    (("10.1.0.0/16",), "10.1.2.3", True),
    (("10.1.0.0/16",), "10.2.2.3", False),
    (("10.1.2.3",), "::ffff:10.1.2.3", True),
    (("2001:db8::/32",), "2001:db8::5", True),
    (("/var/log/x.log",), "/var/log/x.log", True),
    (("/var/log/x.log",), "10.1.2.3", False),
    (("10.1.0.0/16",), "/var/log/x.log", False),
]


@pytest.mark.parametrize(("addresses", "peer", "may"), SPEAKING)
def test_from_where_a_source_may_speak(addresses, peer, may):
    assert rules.speaks_from(addresses, peer) is may
