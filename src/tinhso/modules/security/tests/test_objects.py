# SPDX-License-Identifier: EUPL-1.2
"""The store of STIX objects: order of arrival, versions, what is sent twice, writers at the same time."""

import threading

import pytest
from django.db import connection, transaction

from tinhso.kernel.events.models import Act
from tinhso.modules.security.actions import objects
from tinhso.modules.security.intelligence import stix
from tinhso.modules.security.models import Collection, StixObject
from tinhso.modules.security.tests import sharing
from tinhso.modules.security.tests.sharing import indicator
from tinhso.modules.security.tests.world import NOW, build


def held(collection: Collection) -> list[StixObject]:
    return list(StixObject.objects.filter(collection=collection).order_by("id"))


def test_arrivals_are_numbered_and_timed_in_one_order(world):
    collection = sharing.opened(world.operator)
    objects.load_objects(collection.id, [indicator(n) for n in range(50)], now=NOW)
    objects.load_objects(collection.id, [indicator(n) for n in range(50, 60)], now=NOW)

    found = held(collection)

    assert [one.stix_id for one in found] == [indicator(n)["id"] for n in range(60)]
    assert [one.added_at for one in found] == sorted({one.added_at for one in found})


def test_versions_know_which_is_first_and_last_however_they_arrive(world):
    collection = sharing.opened(world.operator)
    days = ["2026-03-05T00:00:00.000Z", "2026-03-03T00:00:00.000Z", "2026-03-09T00:00:00.000Z"]
    for day in days:
        objects.load_objects(collection.id, [indicator(1, modified=day)], now=NOW)

    assert [(one.is_first, one.is_last) for one in held(collection)] == [(False, False), (True, False), (False, True)]


def test_an_object_without_versions_is_kept_once(world):
    collection = sharing.opened(world.operator)
    address = {"type": "ipv4-addr", "id": stix.made_id("ipv4-addr", "198.51.100.1"), "value": "198.51.100.1"}
    done = objects.load_objects(collection.id, [address, address], now=NOW)
    again = objects.load_objects(collection.id, [address], now=NOW)

    assert (done.taken, done.known, again.taken) == (1, 1, 0)
    assert held(collection)[0].version is None


def test_the_ledger_tells_what_was_taken_once(world):
    collection = sharing.opened(world.operator)
    for _ in range(2):
        objects.load_objects(collection.id, [indicator(1), {"type": "x"}], now=NOW)
    told = Act.objects.filter(verb="intelligence:objects:taken").order_by("seq")

    assert [(one.data["taken"], one.data["known"], one.data["refused"]) for one in told] == [(1, 0, 1), (0, 1, 1)]


def test_a_body_is_kept_as_it_was_said(world):
    collection = sharing.opened(world.operator)
    said = indicator(1, x_text="Đường\u0000 “lạ” \\", x_numbers=[1, 2.5, -3], x_nothing=None)
    objects.load_objects(collection.id, [said], now=NOW)

    assert stix.orjson.loads(held(collection)[0].body) == said


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_a_reader_misses_nothing_while_two_writers_commit_out_of_order():
    """The first writer draws its numbers, the second must not be seen before it: it waits."""
    collection = sharing.opened(build().operator)
    first_wrote, first_may_end, seen_early = threading.Event(), threading.Event(), []

    def first() -> None:
        with transaction.atomic():
            objects.keep(collection.id, [stix.checked(indicator(1))], now=NOW)
            first_wrote.set()
            first_may_end.wait(10)
        connection.close()

    def second() -> None:
        objects.load_objects(collection.id, [indicator(2)], now=NOW)
        connection.close()

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    first_wrote.wait(10)
    threads[1].start()
    threads[1].join(0.5)
    seen_early = held(collection)
    first_may_end.set()
    for one in threads:
        one.join(10)

    assert seen_early == []
    assert [one.stix_id for one in held(collection)] == [indicator(1)["id"], indicator(2)["id"]]
