# SPDX-License-Identifier: EUPL-1.2
"""Windows events as JSON, of Sysmon too: the shapes that converters of EVTX, Winlogbeat and NXLog write.

Names lose their spaces, as Sigma wants them ("Threat Name" is ThreatName). What EventData calls like a field of System
(EventID, Channel) keeps its value under EventData_<name>.
"""

from datetime import datetime
from typing import Any

from tinhso.modules.security.formats.jsontext import at, words
from tinhso.modules.security.formats.times import iso
from tinhso.modules.security.formats.types import Arrival, Unreadable

SYSMON = "Microsoft-Windows-Sysmon/Operational"
# Event of Sysmon → category of Sigma (taxonomy of the specification).
SYSMON_CATEGORIES = {
    **{1: "process_creation", 2: "file_change", 3: "network_connection", 4: "sysmon_status", 5: "process_termination"},
    **{6: "driver_load", 7: "image_load", 8: "create_remote_thread", 9: "raw_access_thread", 10: "process_access"},
    **{11: "file_event", 12: "registry_event", 13: "registry_set", 14: "registry_rename", 15: "create_stream_hash"},
    **{16: "sysmon_status", 17: "pipe_created", 18: "pipe_created", 19: "wmi_event", 20: "wmi_event", 21: "wmi_event"},
    **{22: "dns_query", 23: "file_delete", 24: "clipboard_capture", 25: "process_tampering", 26: "file_delete"},
    **{27: "file_block_executable", 28: "file_block_shredding", 29: "file_executable_detected", 255: "sysmon_error"},
}
CHANNELS = {
    "security": "security",
    "system": "system",
    "application": "application",
    SYSMON.lower(): "sysmon",
    "microsoft-windows-powershell/operational": "powershell",
    "powershellcore/operational": "powershell",
    "windows powershell": "powershell-classic",
    "microsoft-windows-windows defender/operational": "windefend",
    "microsoft-windows-taskscheduler/operational": "taskscheduler",
    "microsoft-windows-wmi-activity/operational": "wmi",
    "microsoft-windows-dns-client/operational": "dns-client",
    "dns server": "dns-server",
    "microsoft-windows-bits-client/operational": "bits-client",
    "microsoft-windows-applocker/exe and dll": "applocker",
    "microsoft-windows-applocker/msi and script": "applocker",
    "microsoft-windows-codeintegrity/operational": "codeintegrity-operational",
    "microsoft-windows-ntlm/operational": "ntlm",
}
_TEXT = ("#text", "Value", "value", "_", "$")
Found = tuple[datetime | None, str, dict[str, str], dict[str, Any]]


def is_windows(told: dict[str, Any]) -> bool:
    """Whether an object has one of the shapes of a Windows event."""
    if isinstance(at(told, "Event", "System"), dict) or isinstance(told.get("winlog"), dict):
        return True
    return "EventID" in told and ("Channel" in told or "ProviderGuid" in told or "System" in told)


def read(told: dict[str, Any], arrival: Arrival) -> Found:
    """Return time, host, logsource and fields. Raises Unreadable without a number of the event."""
    if isinstance(told.get("winlog"), dict):
        system, data = _winlogbeat(told)
    elif isinstance(at(told, "Event", "System"), dict):
        event = told["Event"]
        system, data = _system(event["System"]), _data(event.get("EventData")) | _user_data(event.get("UserData"))
    else:
        system, data = _flat(told)
    number = event_id(system.get("EventID"))
    fields = {f"EventData_{name}" if name in system else name: value for name, value in data.items()}
    fields |= system | {"EventID": number}
    moment = iso(words(system.get("SystemTime")), arrival.zone)
    return moment, words(system.get("Computer")), logsource(words(system.get("Channel")), number), fields


def event_id(said: Any) -> int:
    """Return the number of an event said as an integer, a text or an object with Qualifiers."""
    if isinstance(said, dict):
        said = next((said[name] for name in _TEXT if name in said), None)
    if isinstance(said, str) and said.strip().isdecimal() and len(said) < 10:
        return int(said)
    if isinstance(said, int) and not isinstance(said, bool):
        return said
    raise Unreadable("Sự kiện Windows không có EventID đọc được.")


def logsource(channel: str, number: int) -> dict[str, str]:
    """Return what Sigma calls where the event is from."""
    found = {"product": "windows"}
    service = CHANNELS.get(channel.lower())
    if service:
        found["service"] = service
    if service == "sysmon" and number in SYSMON_CATEGORIES:
        found["category"] = SYSMON_CATEGORIES[number]
    elif service == "security" and number == 4688:
        found["category"] = "process_creation"
    elif service == "powershell" and number in (4103, 4104):
        found["category"] = "ps_module" if number == 4103 else "ps_script"
    return found


_FLAT = ("EventID", "Channel", "Computer", "Provider_Name", "Level", "Task", "Keywords", "EventRecordID", "SystemTime")


def _flat(told: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return system and data of an event whose fields all lie side by side (NXLog)."""
    system = {name: told[name] for name in _FLAT if name in told}
    for ours, theirs in (("Computer", "Hostname"), ("SystemTime", "EventTime"), ("Provider_Name", "SourceName")):
        if ours not in system and theirs in told:
            system[ours] = told[theirs]
    return system, {_name(name): value for name, value in told.items() if name not in _FLAT}


def _winlogbeat(told: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    log = told["winlog"]
    names = {"EventID": "event_id", "Channel": "channel", "Computer": "computer_name", "Provider_Name": "provider_name"}
    system = {ours: log[theirs] for ours, theirs in (names | {"EventRecordID": "record_id"}).items() if theirs in log}
    if "EventID" not in system and at(told, "event", "code") is not None:
        system["EventID"] = at(told, "event", "code")
    system["SystemTime"] = told.get("@timestamp")
    return system, _data(log.get("event_data")) | _data(log.get("user_data"))


def _system(told: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of System; attributes of an element (Provider, TimeCreated …) as <element>_<attribute>."""
    found: dict[str, Any] = {}
    for name, value in told.items():
        if isinstance(value, dict) and name != "EventID":
            inner = value.get("#attributes") if isinstance(value.get("#attributes"), dict) else value
            found |= {f"{name}_{key.lstrip('@')}": one for key, one in (inner or {}).items()}
        else:
            found[name] = value
    if "TimeCreated_SystemTime" in found:
        found["SystemTime"] = found["TimeCreated_SystemTime"]
    return found


def _data(told: Any) -> dict[str, Any]:
    """Return the fields of EventData in its three shapes: by name, a list of named values, a list of bare ones."""
    if not isinstance(told, dict):
        return {}
    found: dict[str, Any] = {}
    for name, value in told.items():
        if name == "Data" and isinstance(value, (list, dict)):
            for one in _bare(value):
                _add(found, one)
        elif not name.startswith(("#", "@")):
            found[_name(name)] = value
    return found


def _bare(value: Any) -> list[Any]:
    """Return the values of Data without names, which the reader of EVTX puts as texts below `#text`."""
    inner = value.get("#text", value) if isinstance(value, dict) and "#attributes" not in value else value
    return inner if isinstance(inner, list) else [inner]


def _add(found: dict[str, Any], one: Any) -> None:
    """Add one value of a list; a name that comes again makes a list of its values."""
    named = isinstance(one, dict)
    attributes = one.get("#attributes", one) if named else {}
    name = _name(words(attributes.get("@Name") or attributes.get("Name"))) if isinstance(attributes, dict) else ""
    value = next((one[key] for key in _TEXT if key in one), "") if named else one
    name = name or "Data"
    if name in found:
        value = [*(found[name] if isinstance(found[name], list) else [found[name]]), value]
    found[name] = value


def _user_data(told: Any) -> dict[str, Any]:
    """Return the fields of UserData, which lie one element deeper."""
    if not isinstance(told, dict):
        return {}
    found: dict[str, Any] = {}
    for value in told.values():
        found |= _data(value)
    return found


def _name(name: str) -> str:
    return name.replace(" ", "")
