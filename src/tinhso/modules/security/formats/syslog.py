# SPDX-License-Identifier: EUPL-1.2
"""Syslog: RFC 5424 (The Syslog Protocol) and RFC 3164 (The BSD syslog Protocol).

Read by the grammar of RFC 5424, 6, but without its greatest lengths, which its section 6.1 lets a receiver exceed.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tinhso.modules.security.formats.times import MONTHS, iso, nearest_year
from tinhso.modules.security.formats.types import Arrival, Unreadable

HIGHEST = 191
_PRI = re.compile(r"<(\d{1,3})>", re.ASCII)
_HEADER = re.compile(r"([1-9]\d{0,2}) (\S+) (\S+) (\S+) (\S+) (\S+)(?: |\Z)", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_SD_NAME = r"[!#-<>-\\^-~]{1,255}"
_ELEMENT = re.compile(rf"\[({_SD_NAME})")
_PARAM = re.compile(rf' ({_SD_NAME})="((?:[^"\\\]]|\\.)*)"', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\\]])')
_BSD_TIME = re.compile(
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([ 0-3]?\d)(?: (\d{4}))?"
    r" (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?:? ",
    re.ASCII,
)
_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\S+) ")
_TAG = re.compile(r"([!-9;-Z\\^-~]{1,64})(?:\[([^\]\s]{1,128})\])?: ?")
SERVICES = {4: "auth", 9: "cron", 10: "auth"}
WEB_SERVERS = frozenset({"nginx", "apache", "apache2", "httpd", "haproxy", "tomcat", "iis"})
KNOWN_SERVICES = {"auditd", "cron", "sshd", "sudo", "vsftpd", "clamav"}
BOM = "\ufeff"


@dataclass(frozen=True)
class Envelope:
    """What a syslog line says around its message. kind: "syslog5424" or "syslog3164"; host empty when none is said."""

    kind: str
    time: datetime | None
    host: str
    message: str
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def logsource(self) -> dict[str, str]:
        app, facility = str(self.fields.get("app", "")).lower(), self.fields["facility"]
        service = app if app in KNOWN_SERVICES else SERVICES.get(facility, "syslog")
        found = {"product": "linux", "service": service}
        return found | {"category": "webserver"} if app in WEB_SERVERS else found


def envelope(text: str, arrival: Arrival) -> Envelope:
    """Return what a line that begins with a priority says. Raises Unreadable when it is no syslog."""
    found = _PRI.match(text)
    if found is None or int(found[1]) > HIGHEST:
        raise Unreadable("Dòng không bắt đầu bằng mức ưu tiên syslog từ <0> đến <191>.")
    priority, rest = int(found[1]), text[found.end() :]
    told = {"priority": priority, "facility": priority >> 3, "severity": priority & 7}
    header = _HEADER.match(rest)
    if header:
        return _of_5424(header, rest, told)
    return _of_3164(rest, told, arrival)


def _of_5424(header: re.Match[str], rest: str, told: dict[str, Any]) -> Envelope:
    version, time, host, app, process, message_id = header.groups()
    if version != "1":
        raise Unreadable(f"Phiên bản syslog {version} không có trong RFC 5424.")
    moment = None
    if time != "-":
        moment = iso(time, UTC) if _TIME.fullmatch(time) else None
        if moment is None:
            raise Unreadable("Thời gian của dòng syslog không đúng RFC 5424.")
    data, at = _structured(rest, header.end())
    message = rest[at + 1 :] if at < len(rest) else ""
    named = {"app": app, "procid": process, "msgid": message_id}
    told |= {name: value for name, value in named.items() if value != "-"}
    return Envelope("syslog5424", moment, "" if host == "-" else host, message.removeprefix(BOM), told | data)


def _structured(rest: str, at: int) -> tuple[dict[str, Any], int]:
    """Return the parameters as `sd.<id>.<name>` and the offset behind them; one said twice is a list (6.3.3)."""
    if rest.startswith("-", at):
        if at + 1 < len(rest) and rest[at + 1] != " ":
            raise Unreadable("Dữ liệu cấu trúc của dòng syslog không đúng RFC 5424.")
        return {}, at + 1
    found: dict[str, Any] = {}
    names: set[str] = set()
    while at < len(rest) and rest[at] == "[":
        element = _ELEMENT.match(rest, at)
        if element is None or element[1] in names:
            raise Unreadable("Dữ liệu cấu trúc của dòng syslog không đúng RFC 5424.")
        names.add(element[1])
        at = element.end()
        while param := _PARAM.match(rest, at):
            _put(found, f"sd.{element[1]}.{param[1]}", _ESCAPED.sub(r"\1", param[2]))
            at = param.end()
        if at >= len(rest) or rest[at] != "]":
            raise Unreadable("Dữ liệu cấu trúc của dòng syslog bị cắt cụt.")
        at += 1
    if not names or (at < len(rest) and rest[at] != " "):
        raise Unreadable("Dữ liệu cấu trúc của dòng syslog không đúng RFC 5424.")
    return found, at


def _put(found: dict[str, Any], name: str, value: str) -> None:
    if name not in found:
        found[name] = value
    elif isinstance(found[name], list):
        found[name].append(value)
    else:
        found[name] = [found[name], value]


def _of_3164(rest: str, told: dict[str, Any], arrival: Arrival) -> Envelope:
    """Read the header of RFC 3164, 4.1.2; where there is none, all of it is content (4.3.2)."""
    moment, at = _bsd_time(rest, arrival)
    if moment is None:
        return Envelope("syslog3164", None, "", rest, told)
    host, _, message = rest[at:].partition(" ")
    if host.endswith(":"):  # a tag where the host should be: the machine itself wrote it without its name
        host, message = "", rest[at:]
    tag = _TAG.match(message)
    if tag:
        told["app"], message = tag[1], message[tag.end() :]
        if tag[2]:
            told["procid"] = tag[2]
    return Envelope("syslog3164", moment, host, message, told)


def _bsd_time(rest: str, arrival: Arrival) -> tuple[datetime | None, int]:
    found = _BSD_TIME.match(rest)
    if found is None:
        modern = _ISO_TIME.match(rest)
        return (iso(modern[1], arrival.zone), modern.end()) if modern else (None, 0)
    month, day, year, hour, minute, second, fraction = found.groups()
    clock = (int(hour), int(minute), int(second), int((fraction or "0").ljust(6, "0")))
    if year is None:
        return nearest_year(MONTHS.index(month) + 1, int(day), clock, arrival.arrived, arrival.zone), found.end()
    try:
        return datetime(int(year), MONTHS.index(month) + 1, int(day), *clock, tzinfo=arrival.zone), found.end()
    except ValueError:
        return None, 0
