# SPDX-License-Identifier: EUPL-1.2
"""ArcSight Common Event Format: seven fields between bars, then names and values."""

import re
from datetime import datetime
from typing import Any

from tinhso.modules.security.formats.times import MONTHS, epoch, iso
from tinhso.modules.security.formats.types import Arrival, Unreadable

_NAMES = ("DeviceVendor", "DeviceProduct", "DeviceVersion", "DeviceEventClassID", "Name", "Severity")
_BAR = re.compile(r"(?<!\\)(?:\\\\)*\|")
_KEY = re.compile(r"(?:^|(?<=\s))([A-Za-z0-9_.\[\]]+)=")
_TIME = re.compile(r"([A-Z][a-z]{2}) (\d\d?) (\d{4}) (\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?", re.ASCII)
_VALUE = {"\\=": "=", "\\\\": "\\", "\\n": "\n", "\\r": "\r", "\\|": "|"}


def read(text: str, arrival: Arrival) -> tuple[datetime | None, str, dict[str, str], dict[str, Any]]:
    """Return time, host, logsource and fields of a line that begins with `CEF:`. Raises Unreadable."""
    parts, at = [], 4
    for found in _BAR.finditer(text):
        parts.append(text[at : found.end() - 1])
        at = found.end()
        if len(parts) == 7:
            break
    if len(parts) < 7 or not parts[0].strip().isdigit():
        raise Unreadable("Dòng CEF thiếu phần đầu: cần bảy mục ngăn bằng dấu gạch đứng.")
    head = {name: re.sub(r"\\([\\|])", r"\1", value) for name, value in zip(_NAMES, parts[1:], strict=True)}
    fields = _extension(text[at:])
    host = str(fields.get("dvchost") or fields.get("dvc") or "")
    moment = next((one for one in (_moment(fields.get(key), arrival) for key in ("rt", "end", "start")) if one), None)
    source = {"product": head["DeviceProduct"].lower(), "service": head["DeviceVendor"].lower()}
    return moment, host, {key: value for key, value in source.items() if value}, head | fields


def _extension(text: str) -> dict[str, Any]:
    """Return names and values; a value ends before the next name, an equals sign in it is escaped."""
    found: dict[str, Any] = {}
    keys = list(_KEY.finditer(text))
    for index, key in enumerate(keys):
        stop = keys[index + 1].start() if index + 1 < len(keys) else len(text)
        value = text[key.end() : stop].rstrip()
        found[key[1]] = re.sub(r"\\[=\\nr|]", lambda one: _VALUE[one[0]], value)
    return found


def _moment(said: Any, arrival: Arrival) -> datetime | None:
    if not isinstance(said, str):
        return None
    if said.isdigit():
        return epoch(said, 1000)
    found = _TIME.match(said)
    if found is None or found[1] not in MONTHS:
        return iso(said, arrival.zone)
    day, year, hour, minute, second = (int(found[n]) for n in (2, 3, 4, 5, 6))
    if said[found.end() :].strip():
        return None  # a zone by a name that means several
    try:
        return datetime(year, MONTHS.index(found[1]) + 1, day, hour, minute, second, tzinfo=arrival.zone)
    except ValueError:
        return None
