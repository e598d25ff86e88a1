# SPDX-License-Identifier: EUPL-1.2
"""Lines of the Linux audit system: several make one event, joined by their time and serial number."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tinhso.modules.security.formats.times import epoch
from tinhso.modules.security.formats.types import Unreadable

_LINE = re.compile(
    r"(?:node=(\S+) )?type=(\S+) msg=audit\((\d{1,11}\.\d{1,6}):(\d{1,20})\): ?(.*)", re.DOTALL | re.ASCII
)
_FIELD = re.compile(r"""([A-Za-z0-9_\[\]-]+)=("(?:[^"]*)"|'(?:[^']*)'|\S*)""")
_HEX = re.compile(r"(?:[0-9A-F]{2})+")
# Values the kernel writes as hexadecimal digits when they hold a space, a quotation mark or a control character.
CODED = {"comm", "exe", "name", "cwd", "proctitle", "cmd", "key", "dir", "old-chardev", "new-chardev", "data", "acct"}
_ARGUMENT = re.compile(r"a\d+(?:\[\d+\])?")
Key = tuple[str, str, str]
END = "EOE"


class Line:
    """One line. key: node, time and serial, the same for all lines of an event."""

    def __init__(self, key: Key, kind: str, fields: dict[str, str]) -> None:
        self.key, self.kind, self.fields = key, kind, fields


def is_line(text: str) -> bool:
    return text.startswith(("type=", "node=")) and _LINE.match(text) is not None


def line(text: str) -> Line:
    """Return what one line says. Raises Unreadable."""
    found = _LINE.match(text)
    if found is None:
        raise Unreadable("Dòng auditd không có phần type=… msg=audit(…).")
    node, kind, time, serial, rest = found.groups()
    rest = rest.replace("\x1d", " ")  # the enriched format puts names it looked up behind a separator
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(rest):
        if name == "msg" and value.startswith("'"):
            fields |= {inner: _value(inner, said, kind) for inner, said in _FIELD.findall(value[1:-1])}
        else:
            fields[name] = _value(name, value, kind)
    return Line((node or "", time, serial), kind, fields)


def _value(name: str, said: str, kind: str) -> str:
    if said[:1] == '"':
        return said[1:-1]
    coded = name in CODED or (kind == "EXECVE" and _ARGUMENT.fullmatch(name) is not None)
    if coded and _HEX.fullmatch(said) and len(said) >= 4:
        return bytes.fromhex(said).decode("utf-8", "replace").replace("\x00", " ").rstrip()
    return said


def event(lines: Iterable[Line]) -> tuple[datetime | None, str, dict[str, Any]]:
    """Return time, node and fields of all lines of one event.

    type: that of the first line, types: of all; a field several lines say (PATH) is a list; arguments are joined
    in their order as CommandLine.
    """
    there = [one for one in lines if one.kind != END]
    fields: dict[str, Any] = {"types": [one.kind for one in there]}
    for one in there:
        for name, value in one.fields.items():
            if name in fields and fields[name] != value:
                fields[name] = [*(fields[name] if isinstance(fields[name], list) else [fields[name]]), value]
            else:
                fields[name] = value
    executed = next((one.fields for one in there if one.kind == "EXECVE"), None)
    if executed:
        fields["CommandLine"] = " ".join(_arguments(executed))
    node, time, serial = there[0].key if there else ("", "", "")
    fields |= {"type": there[0].kind if there else END, "serial": serial}
    return epoch(time), node, fields


def _arguments(said: dict[str, str]) -> list[str]:
    """Return the arguments in order; a long one comes in parts a1[0], a1[1] …"""
    found: dict[int, list[tuple[int, str]]] = {}
    for name, value in said.items():
        if _ARGUMENT.fullmatch(name):
            number, _, part = name[1:].partition("[")
            found.setdefault(int(number[:9]), []).append((int(part.rstrip("]")[:9] or 0), value))
    return ["".join(value for _, value in sorted(found[number])) for number in sorted(found)]
