# SPDX-License-Identifier: EUPL-1.2
"""JSON events known by their shape: Suricata EVE, Wazuh alerts, Zeek, OCSF 1.x, ECS, journald."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tinhso.modules.security.formats import windows
from tinhso.modules.security.formats.jsontext import at, flat, words
from tinhso.modules.security.formats.times import epoch, iso
from tinhso.modules.security.formats.types import Arrival, Unreadable

Found = tuple[datetime | None, str, dict[str, str], dict[str, Any]]
Reader = Callable[[dict[str, Any], Arrival], Found]
OCSF_CATEGORIES = {1001: "file_event", 1007: "process_creation", 4001: "network_connection", 4003: "dns_query"}
ECS_CATEGORIES = {"process": "process_creation", "file": "file_event", "network": "network_connection"}


def read(told: dict[str, Any], arrival: Arrival) -> tuple[str, Found]:
    """Return the kind of an object and what it says; "json" for a shape nobody knows."""
    for kind, is_of, reader in SHAPES:
        if is_of(told):
            return kind, reader(told, arrival)
    return "json", (None, words(told.get("host")) or words(told.get("hostname")), {}, flat(told))


def is_suricata(told: dict[str, Any]) -> bool:
    return isinstance(told.get("event_type"), str) and isinstance(told.get("timestamp"), str)


def suricata(told: dict[str, Any], arrival: Arrival) -> Found:
    """Read one line of EVE: its sub-object is named as its type, `timestamp` has a zone without a colon."""
    source = {"product": "suricata", "service": told["event_type"]}
    if told["event_type"] == "dns":
        source["category"] = "dns"
    return iso(told["timestamp"], arrival.zone), words(told.get("host")), source, flat(told)


def is_wazuh(told: dict[str, Any]) -> bool:
    return isinstance(told.get("rule"), dict) and "level" in told["rule"] and isinstance(told.get("agent"), dict)


def wazuh(told: dict[str, Any], arrival: Arrival) -> Found:
    """Read an alert of Wazuh 4; the Windows event inside (data.win) is given with the names of Windows."""
    fields, source = flat(told), {"product": "wazuh", "service": words(at(told, "decoder", "name"))}
    win = at(told, "data", "win")
    if isinstance(win, dict) and isinstance(win.get("system"), dict):
        system, data = win["system"], win.get("eventdata")
        channel, number = words(system.get("channel")), windows.event_id(system.get("eventID"))
        named = {_capital(name): value for name, value in (data if isinstance(data, dict) else {}).items()}
        fields |= named | {"EventID": number, "Channel": channel, "Provider_Name": words(system.get("providerName"))}
        source = windows.logsource(channel, number)
    host = words(at(told, "data", "win", "system", "computer")) or words(told["agent"].get("name"))
    return iso(words(told.get("timestamp")), arrival.zone), host, {k: v for k, v in source.items() if v}, fields


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def is_zeek(told: dict[str, Any]) -> bool:
    return "ts" in told and ("uid" in told or "id.orig_h" in told or isinstance(told.get("_path"), str))


def zeek(told: dict[str, Any], arrival: Arrival) -> Found:
    """Read a line of Zeek's JSON: `ts` is seconds since 1970, or a text where the operator set it so."""
    moment = iso(told["ts"], arrival.zone) if isinstance(told["ts"], str) else epoch(told["ts"])
    path = words(told.get("_path"))
    return moment, words(told.get("_system_name")), {"product": "zeek"} | ({"service": path} if path else {}), told


def is_ocsf(told: dict[str, Any]) -> bool:
    return isinstance(told.get("class_uid"), int) and isinstance(told.get("metadata"), dict) and "time" in told


def ocsf(told: dict[str, Any], arrival: Arrival) -> Found:
    """Read an event of OCSF 1.x: `time` is milliseconds since 1970; type_uid is class_uid × 100 + activity_id."""
    activity, kind = told.get("activity_id"), told.get("type_uid")
    if isinstance(activity, int) and isinstance(kind, int) and kind != told["class_uid"] * 100 + activity:
        raise Unreadable("Sự kiện OCSF có type_uid không khớp class_uid và activity_id.")
    category = OCSF_CATEGORIES.get(told["class_uid"])
    product = words(at(told, "metadata", "product", "name")).lower()
    source = {"category": category or "", "product": product}
    host = words(at(told, "device", "hostname")) or words(at(told, "device", "name"))
    return epoch(told["time"], 1000), host, {k: v for k, v in source.items() if v}, flat(told)


def is_ecs(told: dict[str, Any]) -> bool:
    return "@timestamp" in told and (
        at(told, "ecs", "version") is not None or at(told, "event", "category") is not None
    )


def ecs(told: dict[str, Any], arrival: Arrival) -> Found:
    """Read an event of the Elastic Common Schema, with nested or dotted names."""
    category = at(told, "event", "category")
    first = category[0] if isinstance(category, list) and category else category
    source = {
        "category": ECS_CATEGORIES.get(words(first), ""),
        "product": words(at(told, "host", "os", "type")),
        "service": words(at(told, "event", "module")),
    }
    host = words(at(told, "host", "name")) or words(at(told, "host", "hostname"))
    return iso(words(told["@timestamp"]), arrival.zone), host, {k: v for k, v in source.items() if v}, flat(told)


def is_journald(told: dict[str, Any]) -> bool:
    return "__REALTIME_TIMESTAMP" in told and "MESSAGE" in told


def journald(told: dict[str, Any], arrival: Arrival) -> Found:
    """Read a line of `journalctl -o json`: microseconds since 1970 as text; a binary message is a list of bytes."""
    fields, message = dict(told), told["MESSAGE"]
    if isinstance(message, list) and all(isinstance(one, int) and 0 <= one < 256 for one in message):
        fields["MESSAGE"] = bytes(message).decode("utf-8", "replace")
    service = words(told.get("SYSLOG_IDENTIFIER")) or words(told.get("_COMM"))
    source = {"product": "linux"} | ({"service": service.lower()} if service else {})
    return epoch(told["__REALTIME_TIMESTAMP"], 1_000_000), words(told.get("_HOSTNAME")), source, fields


# The first shape that fits; narrower ones first.
SHAPES: tuple[tuple[str, Callable[[dict[str, Any]], bool], Reader], ...] = (
    ("windows", windows.is_windows, windows.read),
    ("wazuh", is_wazuh, wazuh),
    ("ocsf", is_ocsf, ocsf),
    ("suricata", is_suricata, suricata),
    ("journald", is_journald, journald),
    ("ecs", is_ecs, ecs),
    ("zeek", is_zeek, zeek),
)
