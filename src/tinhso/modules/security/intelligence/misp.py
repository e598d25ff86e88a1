# SPDX-License-Identifier: EUPL-1.2
"""MISP: manifests and events of a feed, events as STIX 2.1 objects and back. Hostile input.

An event becomes a report with its indicators (attributes marked to_ids) and observed values (all others of a kind we
know); anything that has no place there stays in the report as it was said, so that nothing is lost on the way back.
Source: MISP core format (draft-dulaunoy-misp-core-format); distribution and threat level are carried as labels.
"""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tinhso.modules.security.intelligence import patterns, stix, values
from tinhso.modules.security.intelligence.errors import NotIntelligence
from tinhso.modules.security.types import IndicatorKind, Tlp

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST_EVENTS, MOST_ATTRIBUTES = 100_000, 200_000
KINDS = {
    **dict.fromkeys(("ip-src", "ip-dst", "ip-src|port", "ip-dst|port", "domain|ip"), IndicatorKind.ADDRESS),
    **dict.fromkeys(("domain", "hostname", "hostname|port"), IndicatorKind.DOMAIN),
    "url": IndicatorKind.URL,
    **dict.fromkeys(("md5", "sha1", "sha224", "sha256", "sha384", "sha512"), IndicatorKind.HASH),
    **dict.fromkeys(("filename|md5", "filename|sha1", "filename|sha256", "filename|sha512"), IndicatorKind.HASH),
}
TYPE_OF = {
    IndicatorKind.ADDRESS: "ip-dst",
    IndicatorKind.NETWORK: "ip-dst",
    IndicatorKind.DOMAIN: "domain",
    IndicatorKind.URL: "url",
}
HASH_TYPES = {32: "md5", 40: "sha1", 56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
CATEGORY = {IndicatorKind.HASH: "Payload delivery"}
KEPT = "x_misp_attribute"
"""Where an attribute stands in an object of ours, as it was said."""
MARKS = {"tlp:white": Tlp.CLEAR, "tlp:clear": Tlp.CLEAR, "tlp:green": Tlp.GREEN, "tlp:amber": Tlp.AMBER,
         "tlp:amber+strict": Tlp.AMBER_STRICT, "tlp:red": Tlp.RED}  # fmt: skip
IDENTITY = stix.made_id("identity", "tinhso")


@dataclass(frozen=True)
class Attribute:
    """One attribute of an event. values: what can be watched of it; is_indicator: marked to_ids."""

    uuid: str
    type: str
    value: str
    is_indicator: bool
    at: datetime
    values: tuple[tuple[IndicatorKind, str], ...]
    said: Mapping[str, Any]


def manifest(said: Any) -> dict[str, int]:
    """Return event uuid → its time stamp (seconds); raises NotIntelligence."""
    if not isinstance(said, dict) or len(said) > MOST_EVENTS:
        raise NotIntelligence("manifest.json của nguồn MISP phải là một đối tượng JSON, không quá 100.000 sự kiện.")
    found = {}
    for key, one in said.items():
        stamp = _number(one.get("timestamp")) if isinstance(one, dict) else None
        if UUID.fullmatch(str(key)) and stamp is not None:
            found[str(key)] = stamp
    if said and not found:
        raise NotIntelligence("manifest.json không có sự kiện nào đọc được: cần mã UUID và timestamp.")
    return found


def event(said: Any) -> dict[str, Any]:
    """Return the event of a feed file; raises NotIntelligence."""
    found = said.get("Event") if isinstance(said, dict) else None
    if not isinstance(found, dict) or not UUID.fullmatch(str(found.get("uuid"))):
        raise NotIntelligence("Tệp sự kiện MISP phải có “Event” với mã UUID.")
    return found


def attributes(one: Mapping[str, Any]) -> list[Attribute]:
    """Return the attributes of an event, those of its objects too; the ones that cannot be read are left out."""
    found: list[Attribute] = []
    for said in _attribute_rows(one):
        if len(found) >= MOST_ATTRIBUTES:
            raise NotIntelligence("Sự kiện MISP có quá 200.000 thuộc tính.")
        read = _attribute(said)
        if read is not None:
            found.append(read)
    return found


def _attribute_rows(one: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    rows = [one.get("Attribute")]
    rows += [each.get("Attribute") for each in one.get("Object") or [] if isinstance(each, dict)]
    for row in rows:
        yield from (said for said in (row if isinstance(row, list) else []) if isinstance(said, dict))


def _attribute(said: Mapping[str, Any]) -> Attribute | None:
    kind, value = said.get("type"), said.get("value")
    if not isinstance(kind, str) or not isinstance(value, str) or said.get("deleted") is True:
        return None
    at = datetime.fromtimestamp(min(max(_number(said.get("timestamp")) or 0, 0), 4_102_444_800), tz=UTC)
    name = said.get("uuid") if UUID.fullmatch(str(said.get("uuid"))) else stix.made_id("x", kind, value)[3:]
    return Attribute(str(name), kind, value, said.get("to_ids") in (True, "1", 1), at, _values(kind, value), said)


def _values(kind: str, value: str) -> tuple[tuple[IndicatorKind, str], ...]:
    wanted = KINDS.get(kind)
    if wanted is None:
        return ()
    if kind == "domain|ip":
        name, _, address = value.partition("|")
        read = (values.of_kind(IndicatorKind.DOMAIN, name), values.of_kind(IndicatorKind.ADDRESS, address))
        return tuple(one for one in read if one is not None)
    part = value
    if "|" in kind:
        part = value.rpartition("|")[2] if kind.startswith("filename") else value.partition("|")[0]
    found = values.of_kind(wanted, part)
    return (found,) if found is not None else ()


def _number(said: Any) -> int | None:
    text = str(said)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def tlp_of(one: Mapping[str, Any]) -> Tlp | None:
    """Return the narrowest TLP tag of an event."""
    tags = one.get("Tag")
    names = (
        [str(tag.get("name", "")).lower() for tag in tags if isinstance(tag, dict)] if isinstance(tags, list) else []
    )
    return max((MARKS[name] for name in names if name in MARKS), default=None)


def to_stix(one: Mapping[str, Any], *, now: datetime) -> list[dict[str, Any]]:
    """Return an event as STIX 2.1: who wrote it, its indicators and observed values, the report that holds them."""
    written = attributes(one)
    mark = tlp_of(one)
    marked = {"object_marking_refs": [stix.MARK_OF[mark]]} if mark is not None else {}
    author = _author(one)
    parts = [part for each in written for part in _parts(each, marked, author["id"])]
    stamp = datetime.fromtimestamp(_number(one.get("timestamp")) or now.timestamp(), tz=UTC)
    report = {
        "type": "report",
        "spec_version": "2.1",
        "id": f"report--{one['uuid']}",
        "created_by_ref": author["id"],
        "created": stix.said_moment(_event_day(one, stamp)),
        "modified": stix.said_moment(stamp),
        "name": str(one.get("info") or "MISP")[:1000],
        "published": stix.said_moment(stamp),
        "report_types": ["threat-report"],
        "labels": _labels(one),
        "object_refs": [part["id"] for part in parts] or [author["id"]],
        **marked,
    }
    return [author, *parts, report]


def _author(one: Mapping[str, Any]) -> dict[str, Any]:
    said = one.get("Orgc")
    who: Mapping[str, Any] = said if isinstance(said, dict) else {}
    name, key = str(who.get("name") or "MISP")[:200], str(who.get("uuid") or "")
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": f"identity--{key}" if UUID.fullmatch(key) else stix.made_id("identity", name),
        "created": "2020-01-01T00:00:00.000Z",
        "modified": "2020-01-01T00:00:00.000Z",
        "name": name,
        "identity_class": "organization",
    }


def _event_day(one: Mapping[str, Any], stamp: datetime) -> datetime:
    try:
        return min(datetime.fromisoformat(str(one.get("date"))).replace(tzinfo=UTC), stamp)
    except ValueError:
        return stamp


def _labels(one: Mapping[str, Any]) -> list[str]:
    tags = one.get("Tag")
    found = [str(tag["name"])[:250] for tag in tags if isinstance(tag, dict) and tag.get("name")] if isinstance(
        tags, list) else []  # fmt: skip
    for key in ("threat_level_id", "analysis", "distribution"):
        if one.get(key) is not None:
            found.append(f'misp:{key.replace("_", "-")}="{str(one[key])[:20]}"')
    return found or ["misp"]


def _parts(one: Attribute, marked: Mapping[str, Any], author: str) -> list[dict[str, Any]]:
    at = stix.said_moment(one.at)
    kept = {KEPT: {key: one.said[key] for key in ("uuid", "type", "category", "value", "comment") if key in one.said}}
    if one.is_indicator and one.values:
        pattern = " OR ".join(patterns.pattern_of(*each) for each in one.values)
        return [{"type": "indicator", "spec_version": "2.1", "id": f"indicator--{one.uuid}", "created_by_ref": author,
                 "created": at, "modified": at, "name": one.value[:250], "pattern": pattern, "pattern_type": "stix",
                 "valid_from": at, "indicator_types": ["malicious-activity"],
                 "labels": [f'misp:type="{one.type}"', 'misp:to_ids="True"'], **kept, **marked}]  # fmt: skip
    note = {"type": "note", "spec_version": "2.1", "id": f"note--{one.uuid}", "created_by_ref": author, "created": at,
            "modified": at, "content": f"{one.type}: {one.value}"[:5000], "object_refs": [author],
            "labels": [f'misp:type="{one.type}"', f'misp:to_ids="{one.is_indicator}"'], **kept, **marked}  # fmt: skip
    return [note]


def from_stix(objects: Iterable[Mapping[str, Any]], *, now: datetime) -> dict[str, Any]:
    """Return STIX objects as one MISP event: `{"Event": …}`. Our own objects come back as they were said."""
    held = [one for one in objects if isinstance(one, dict)]
    report = next((one for one in held if one.get("type") == "report"), {})
    author = next((one for one in held if one.get("type") == "identity"), {})
    found = str(report.get("id", "")).partition("--")[2]
    stamp = _moment(report.get("modified"), now)
    mark = max((tlp for one in held if (tlp := stix.tlp_of(one)) is not None), default=None)
    named = [str(one) for one in report.get("labels") or [] if not str(one).startswith("misp:")]
    tags = named or ([f"tlp:{mark.name.lower().replace('_', '+')}"] if mark is not None else [])
    written = [row for one in held for row in _rows(one, now)]
    key = (
        found
        if UUID.fullmatch(found)
        else str(uuid.uuid5(stix.NAMESPACE, repr(sorted(row["uuid"] for row in written))))
    )
    made = {
        "uuid": key,
        "info": str(report.get("name") or "Thông tin nguy cơ")[:1000],
        "date": _moment(report.get("created"), now).date().isoformat(),
        "timestamp": str(int(stamp.timestamp())),
        "published": True,
        "threat_level_id": _label(report, "threat-level-id", "4"),
        "analysis": _label(report, "analysis", "2"),
        "distribution": _label(report, "distribution", "0"),
        "Orgc": {"name": str(author.get("name") or "Tỉnh Số"), "uuid": str(author.get("id", IDENTITY))[10:]},
        "Tag": [{"name": one} for one in tags],
        "Attribute": written,
    }
    return {"Event": made}


def _moment(said: Any, now: datetime) -> datetime:
    return stix.moment(said) if isinstance(said, str) and stix.MOMENT.fullmatch(said) else now


def _label(report: Mapping[str, Any], name: str, default: str) -> str:
    start = f'misp:{name}="'
    found = [str(one)[len(start) : -1] for one in report.get("labels") or [] if str(one).startswith(start)]
    return found[0] if found else default


def _rows(one: Mapping[str, Any], now: datetime) -> list[dict[str, Any]]:
    kept, stamp = one.get(KEPT), str(int(_moment(one.get("modified"), now).timestamp()))
    if isinstance(kept, dict) and isinstance(kept.get("value"), str):
        is_watched = one.get("type") == "indicator" or 'misp:to_ids="True"' in (one.get("labels") or [])
        return [{**kept, "to_ids": is_watched, "timestamp": stamp}]
    if one.get("type") != "indicator":
        return []
    found = patterns.watched_values(str(one.get("pattern", ""))) or []
    key = str(one.get("id", "")).partition("--")[2]
    return [
        {
            "uuid": key if place == 0 and UUID.fullmatch(key) else str(uuid.uuid5(stix.NAMESPACE, f"{key}:{place}")),
            "type": HASH_TYPES[len(value)] if kind == IndicatorKind.HASH else TYPE_OF[kind],
            "category": CATEGORY.get(kind, "Network activity"),
            "value": value,
            "to_ids": True,
            "timestamp": stamp,
        }
        for place, (kind, value) in enumerate(found)
    ]
