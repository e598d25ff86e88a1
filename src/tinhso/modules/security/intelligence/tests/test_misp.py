# SPDX-License-Identifier: EUPL-1.2
"""MISP events to STIX and back: by ourselves, and judged by misp-stix, which we did not write."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import stix2

from tinhso.modules.security.intelligence import misp, patterns, stix
from tinhso.modules.security.intelligence.errors import NotIntelligence
from tinhso.modules.security.types import IndicatorKind, Tlp

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
MD5 = "0123456789abcdef0123456789abcdef"
STAMP = "1772413200"


def attribute(number: int, kind: str, value: str, to_ids: bool = True, category: str = "Network activity") -> dict:
    return {
        "uuid": f"5f000000-0000-4000-8000-{number:012d}",
        "type": kind,
        "category": category,
        "value": value,
        "to_ids": to_ids,
        "timestamp": STAMP,
        "comment": "thử",
    }


EVENT = {
    "uuid": "5e000000-0000-4000-8000-000000000001",
    "info": "Chiến dịch lừa đảo thử",
    "date": "2026-03-01",
    "timestamp": STAMP,
    "published": True,
    "threat_level_id": "2",
    "analysis": "2",
    "distribution": "0",
    "Orgc": {"uuid": "55f6ea5e-2c60-40e5-964f-47a8950d210f", "name": "Đơn vị thử"},
    "Tag": [{"name": "tlp:amber"}, {"name": "phishing"}],
    "Attribute": [
        attribute(1, "ip-dst", "198.51.100.7"),
        attribute(2, "domain", "xau.example"),
        attribute(3, "url", "http://xau.example/a"),
        attribute(4, "md5", MD5, category="Payload delivery"),
        attribute(5, "sha256", "ab" * 32, category="Payload delivery"),
        attribute(6, "hostname", "www.xau.example"),
        attribute(7, "ip-src", "198.51.100.8", to_ids=False),
        attribute(8, "comment", "Ghi chú của người phân tích", to_ids=False, category="Other"),
        attribute(9, "filename|md5", f"a.exe|{MD5}", category="Payload delivery"),
    ],
}
WATCHED = {
    (IndicatorKind.ADDRESS, "198.51.100.7"),
    (IndicatorKind.DOMAIN, "xau.example"),
    (IndicatorKind.URL, "http://xau.example/a"),
    (IndicatorKind.HASH, MD5),
    (IndicatorKind.HASH, "ab" * 32),
    (IndicatorKind.DOMAIN, "www.xau.example"),
}


def watched_of(objects: list[dict]) -> set:
    found = [one for one in objects if one["type"] == "indicator"]
    return {value for one in found for value in patterns.watched_values(one["pattern"]) or []}


def plain(attributes: list[dict]) -> set:
    return {(one["type"], one["value"], bool(one["to_ids"])) for one in attributes}


def test_an_event_is_stix_that_another_library_reads():
    objects = misp.to_stix(EVENT, now=NOW)

    for one in objects:
        stix2.parse(one, allow_custom=True)
        assert isinstance(stix.checked(one), stix.Checked)
    assert watched_of(objects) == WATCHED
    assert {stix.tlp_of(one) for one in objects if one["type"] != "identity"} == {Tlp.AMBER}


def test_there_and_back_nothing_is_lost():
    back = misp.from_stix(misp.to_stix(EVENT, now=NOW), now=NOW)["Event"]

    assert plain(back["Attribute"]) == plain(EVENT["Attribute"])
    assert [one["uuid"] for one in back["Attribute"]] == [one["uuid"] for one in EVENT["Attribute"]]
    for key in ("uuid", "info", "date", "timestamp", "threat_level_id", "analysis", "distribution", "Orgc", "Tag"):
        assert back[key] == EVENT[key], key


def other_hand(way: str, said: Any) -> Any:
    command = [sys.executable, "-W", "ignore", str(Path(__file__).with_name("other_hand.py")), way]
    done = subprocess.run(command, input=json.dumps(said), capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


def test_stix_of_misp_stix_gives_the_same_values_to_watch():
    objects = other_hand("to_stix", EVENT)
    read = [stix.checked(one) for one in objects]

    assert [one for one in read if isinstance(one, stix.Faulty)] == []
    # A file's name and hash together are two facts at once there, so the hash is watched by its own attribute alone.
    assert watched_of(objects) == WATCHED


def test_misp_stix_reads_our_stix_into_the_same_values():
    event = other_hand("to_misp", misp.to_stix(EVENT, now=NOW))
    held = [one for each in [event, *event.get("Object", [])] for one in each.get("Attribute", []) if one["to_ids"]]
    values = {one["value"].rpartition("|")[2] if "|" in one["type"] else one["value"] for one in held}

    assert {value for _kind, value in WATCHED} <= values


def test_round_trip_through_both_hands():
    """Ours → STIX → misp-stix → MISP → misp-stix's STIX → ours: the same values are watched at the end."""
    objects = other_hand("to_stix", other_hand("to_misp", misp.to_stix(EVENT, now=NOW)))

    assert watched_of(objects) >= WATCHED


def test_indicators_of_others_become_attributes():
    said = {
        "type": "indicator",
        "id": "indicator--5f000000-0000-4000-8000-000000000011",
        "modified": "2026-03-02T01:00:00.000Z",
        "pattern": f"[domain-name:value = 'a.example' OR file:hashes.MD5 = '{MD5}']",
    }
    back = misp.from_stix([said], now=NOW)["Event"]

    assert plain(back["Attribute"]) == {("domain", "a.example", True), ("md5", MD5, True)}


def test_a_manifest_is_read_entry_by_entry():
    key = EVENT["uuid"]
    said = {key: {"timestamp": STAMP}, "../../etc/passwd": {"timestamp": 1}, "5e": {}, "x" * 36: {"timestamp": "1"}}

    assert misp.manifest(said) == {key: int(STAMP)}


@pytest.mark.parametrize("said", [None, [], 7, {"x": {}}, {EVENT["uuid"]: {"timestamp": "mới"}}])
def test_a_manifest_that_is_none_is_refused(said):
    with pytest.raises(NotIntelligence):
        misp.manifest(said)


@pytest.mark.parametrize("said", [None, [], {}, {"Event": []}, {"Event": {"uuid": "../x"}}])
def test_an_event_that_is_none_is_refused(said):
    with pytest.raises(NotIntelligence):
        misp.event(said)


def test_broken_attributes_are_left_out_and_the_rest_is_kept():
    broken = [
        *(7, {}, {"type": 1, "value": 2}, {"type": "ip-dst", "value": "không"}),
        {"type": "ip-dst", "value": "198.51.100.9", "to_ids": True, "uuid": "x", "timestamp": "lỗi"},
        {"type": "ip-dst", "value": "198.51.100.1", "deleted": True},
    ]
    objects = misp.to_stix({**EVENT, "Attribute": broken, "Object": [None, {"Attribute": 7}], "Tag": 7}, now=NOW)

    assert watched_of(objects) == {(IndicatorKind.ADDRESS, "198.51.100.9")}
    assert all(isinstance(stix.checked(one), stix.Checked) for one in objects)
