# SPDX-License-Identifier: EUPL-1.2
"""STIX 2.1 objects as they are sent: what makes one, its version, its sharing mark (TLP). Hostile input.

Source: STIX Version 2.1 (OASIS Standard, 10 June 2021), 2.9 identifier, 3.2 common properties, 3.6 versioning, 7.2
marking definitions; TLP 2.0 as the OASIS extension definition of the common object repository.
"""

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from tinhso.modules.security.intelligence.errors import NotIntelligence
from tinhso.modules.security.types import Tlp

IDENTIFIER = re.compile(
    r"([a-z][a-z0-9-]{1,248}[a-z0-9])--([0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"
)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z")
LONGEST_OBJECT = 1_000_000
"""Bytes of one object; house rule."""
DEEPEST = 40
"""Levels of nesting of one object; house rule."""

MARKS = {
    "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": Tlp.CLEAR,
    "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": Tlp.GREEN,
    "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": Tlp.AMBER,
    "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": Tlp.AMBER_STRICT,
    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": Tlp.RED,
    # TLP 1.0, built into STIX 2.1; its AMBER allowed what AMBER of 2.0 allows.
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Tlp.CLEAR,
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Tlp.GREEN,
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Tlp.AMBER,
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Tlp.RED,
}
MARK_OF = {tlp: mark for mark, tlp in reversed(MARKS.items())}
"""The marking definition of TLP 2.0 for each mark."""
NAMESPACE = uuid.UUID("6e2f1f0a-6f0b-5c0e-9d5f-2f6b1d1f7a11")
"""Under which objects made here get identifiers that are the same every time."""

UNVERSIONED = {
    *("artifact", "autonomous-system", "directory", "domain-name", "email-addr", "email-message", "file"),
    *("ipv4-addr", "ipv6-addr", "mac-addr", "mutex", "network-traffic", "process", "software", "url", "user-account"),
    *("windows-registry-key", "x509-certificate"),
}
"""Cyber observables of the standard: no time of creation, one version."""


@dataclass(frozen=True)
class Checked:
    """An object that may be stored. version: None for objects without versions; body: its JSON, as sent."""

    stix_id: str
    type: str
    version: datetime | None
    tlp: Tlp | None
    body: str


@dataclass(frozen=True)
class Faulty:
    """An object that may not be stored, and why."""

    stix_id: str
    version: str
    sentence: str


def checked(said: Any) -> Checked | Faulty:
    """Return an object ready to store, or what is wrong with it in one sentence."""
    if not isinstance(said, dict):
        return Faulty("", "", "Đối tượng STIX phải là một đối tượng JSON.")
    stix_id, version = _word(said.get("id")), _word(said.get("modified") or said.get("created"))
    try:
        return _checked(said)
    except NotIntelligence as error:
        return Faulty(stix_id[:300], version[:40], error.sentence)


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _checked(said: dict[str, Any]) -> Checked:
    kind, stix_id = said.get("type"), said.get("id")
    found = IDENTIFIER.fullmatch(stix_id) if isinstance(stix_id, str) else None
    if kind == "bundle":
        raise NotIntelligence("Gói (bundle) không phải là đối tượng; hãy gửi từng đối tượng trong gói.")
    if found is None or found[1] != kind:
        raise NotIntelligence("Mã đối tượng phải có dạng <loại>--<UUID> và khớp với loại của đối tượng.")
    if said.get("spec_version", "2.1" if kind in UNVERSIONED else None) != "2.1":
        raise NotIntelligence("Chỉ nhận STIX 2.1: thiếu spec_version hoặc spec_version không phải 2.1.")
    _check_depth(said)
    version = _version(said, str(kind))
    if kind == "indicator":
        _check_indicator(said)
    body = orjson.dumps(said)
    if len(body) > LONGEST_OBJECT:
        raise NotIntelligence("Đối tượng lớn hơn 1 MB nên không nhận.")
    return Checked(str(stix_id), str(kind), version, tlp_of(said), body.decode())


def _check_depth(said: Any) -> None:
    level = [said]
    for _depth in range(DEEPEST):
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else one)
                 if isinstance(inner, (dict, list))]  # fmt: skip
        if not level:
            return
    raise NotIntelligence(f"Đối tượng lồng quá {DEEPEST} tầng nên không nhận.")


def _version(said: Mapping[str, Any], kind: str) -> datetime | None:
    created, modified = said.get("created"), said.get("modified")
    if kind not in UNVERSIONED and kind != "marking-definition" and created is None and not said.get("extensions"):
        raise NotIntelligence("Thiếu thời điểm tạo (created).")
    if created is not None and modified is None and kind != "marking-definition":
        raise NotIntelligence("Thiếu thời điểm sửa (modified).")
    began = moment(created) if created is not None else None
    changed = moment(modified) if modified is not None else None
    if began is not None and changed is not None and changed < began:
        raise NotIntelligence("Thời điểm sửa (modified) trước thời điểm tạo (created).")
    return changed or began


def _check_indicator(said: Mapping[str, Any]) -> None:
    if not isinstance(said.get("pattern"), str) or not isinstance(said.get("pattern_type"), str):
        raise NotIntelligence("Dấu hiệu (indicator) phải có pattern và pattern_type.")
    moment(said.get("valid_from"))
    if said.get("valid_until") is not None:
        moment(said["valid_until"])


def moment(said: Any) -> datetime:
    """Return a STIX timestamp; raises NotIntelligence for anything else."""
    if not isinstance(said, str) or not MOMENT.fullmatch(said):
        raise NotIntelligence("Thời điểm phải có dạng 2026-03-02T01:00:00.000Z.")
    try:
        return datetime.fromisoformat(said)
    except ValueError as error:
        raise NotIntelligence("Thời điểm không có trong lịch.") from error


def said_moment(at: datetime) -> str:
    """Return an instant as STIX writes it: milliseconds, or microseconds when there are any."""
    at = at.astimezone(UTC)
    text = at.isoformat(timespec="milliseconds" if at.microsecond % 1000 == 0 else "microseconds")
    return text.replace("+00:00", "Z")


def tlp_of(said: Mapping[str, Any]) -> Tlp | None:
    """Return the narrowest sharing mark of an object or of any part of it; None when it bears none."""
    if said.get("type") == "marking-definition":
        return Tlp.CLEAR
    refs = said.get("object_marking_refs")
    granular = said.get("granular_markings")
    named = [one for one in refs if isinstance(one, str)] if isinstance(refs, list) else []
    if isinstance(granular, list):
        named += [str(one.get("marking_ref")) for one in granular if isinstance(one, dict)]
    return max((MARKS[one] for one in named if one in MARKS), default=None)


def objects_of(envelope: Any) -> list[Any]:
    """Return the objects of a TAXII envelope or a STIX bundle; raises NotIntelligence."""
    objects = envelope.get("objects", []) if isinstance(envelope, dict) else None
    if not isinstance(objects, list):
        raise NotIntelligence("Cần một phong bì có danh sách objects.")
    return objects


def made_id(kind: str, *parts: str) -> str:
    """Return the identifier of an object made here: the same for the same parts."""
    return f"{kind}--{uuid.uuid5(NAMESPACE, orjson.dumps([kind, *parts]).decode())}"


def bundle(objects: Iterable[Mapping[str, Any]], name: str) -> dict[str, Any]:
    """Return a STIX bundle of objects."""
    return {"type": "bundle", "id": made_id("bundle", name), "objects": list(objects)}
