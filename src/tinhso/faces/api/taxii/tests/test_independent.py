# SPDX-License-Identifier: EUPL-1.2
"""taxii2-client and stix2, which we did not write, read and write everything over HTTP."""

import uuid
from datetime import UTC, datetime

import pytest
import stix2
from requests import HTTPError
from taxii2client.v21 import Collection, Server, as_pages

from tinhso.faces.api.taxii.tests.conftest import Sharing, made
from tinhso.modules.security.actions.objects import load_objects
from tinhso.modules.security.tests.sharing import indicator
from tinhso.modules.security.tests.world import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MANY = 10_000


@pytest.fixture
def live(live_server) -> tuple[Sharing, Server]:
    shared = made()
    return shared, Server(f"{live_server.url}/taxii2/", user=shared.partner.login, password=shared.secret)


def test_a_stranger_finds_its_way_from_discovery_to_an_object(live):
    shared, server = live
    load_objects(shared.collection.id, [indicator(1)], now=NOW)

    root = server.default
    (held,) = root.collections
    (one,) = held.get_objects()["objects"]
    read = stix2.parse(one)

    assert "application/taxii+json;version=2.1" in root.versions
    assert (held.title, held.can_read, held.can_write) == ("Bộ chung", True, True)
    assert read.pattern == "[ipv4-addr:value = '198.51.0.1']"
    assert held.get_object(one["id"])["objects"] == [one]
    assert held.object_versions(one["id"])["versions"] == ["2026-03-02T01:00:00.000Z"]
    assert held.get_manifest()["objects"][0]["date_added"] == "2026-03-02T01:00:00.000000Z"


def test_objects_made_by_another_library_are_taken_and_come_back_equal(live):
    _shared, server = live
    (held,) = server.default.collections
    made_there = [
        stix2.Indicator(pattern="[url:value = 'http://xau.example/a']", pattern_type="stix", name="Trang giả mạo"),
        stix2.Malware(name="Mã độc thử", is_family=False),
        stix2.IPv4Address(value="198.51.100.7"),
        stix2.TLP_GREEN,
    ]
    made_there.append(stix2.Relationship(made_there[0], "indicates", made_there[1]))

    status = held.add_objects(
        stix2.Bundle(made_there, allow_custom=True).serialize().replace('"bundle"', '"x-envelope"')
    )
    back = {one["id"]: stix2.parse(one) for one in held.get_objects()["objects"]}

    assert (status.status, status.success_count, status.failure_count) == ("complete", 5, 0)
    assert back == {one.id: one for one in made_there}
    assert server.default.get_status(status.id).total_count == 5


@pytest.mark.parametrize("way", ["pages", "added_after"])
def test_ten_thousand_objects_of_one_instant_are_read_exactly_once(live, way):
    """oasis-tcs/cti-taxii2 #23: clients loop or lose objects that share one time."""
    shared, server = live
    load_objects(shared.collection.id, [indicator(n) for n in range(MANY)], now=NOW)
    (held,) = server.default.collections

    read = [one["id"] for page in (_pages(held) if way == "pages" else _by_time(held)) for one in page]

    assert len(read) == MANY
    assert len(set(read)) == MANY


def _pages(held: Collection):
    for page in as_pages(held.get_objects, per_request=999):
        yield page.get("objects", [])


def _by_time(held: Collection):
    """Read as a client does that knows of no pages: from the last time of arrival on."""
    last = None
    while True:
        page = held.get_manifest(limit=777, added_after=last)
        if not page.get("objects"):
            return
        yield page["objects"]
        last = page["objects"][-1]["date_added"]


def test_matches_of_the_standard(live):
    shared, server = live
    later = indicator(1, modified="2026-03-03T01:00:00.000Z")
    malware = {**indicator(2), "type": "malware", "id": f"malware--{uuid.uuid4()}", "is_family": False}
    load_objects(shared.collection.id, [later, indicator(1), malware], now=NOW)
    (held,) = server.default.collections

    def versions(**match) -> list[str]:
        return [one["modified"] for one in held.get_objects(**match).get("objects", [])]

    assert versions(type="indicator") == ["2026-03-03T01:00:00.000Z"]
    assert versions(type="indicator", version="first") == ["2026-03-02T01:00:00.000Z"]
    assert len(versions(id=later["id"], version="all")) == 2
    assert versions(id=later["id"], version=datetime(2026, 3, 2, 1, tzinfo=UTC)) == ["2026-03-02T01:00:00.000Z"]
    assert len(versions(type=["indicator", "malware"])) == 2
    assert versions(spec_version="2.0") == []
    assert versions(type="campaign") == []


def test_what_a_partner_sent_it_may_remove_and_nothing_else(live):
    shared, server = live
    (held,) = server.default.collections
    load_objects(shared.collection.id, [indicator(1)], now=NOW)
    held.add_objects({"objects": [indicator(2), indicator(2, modified="2026-03-03T01:00:00.000Z")]})

    held.delete_object(indicator(2)["id"], version="first")
    left = held.object_versions(indicator(2)["id"])["versions"]
    held.delete_object(indicator(2)["id"])

    assert left == ["2026-03-03T01:00:00.000Z"]
    with pytest.raises(HTTPError, match="403"):
        held.delete_object(indicator(1)["id"])
    assert [one["id"] for one in held.get_objects()["objects"]] == [indicator(1)["id"]]
