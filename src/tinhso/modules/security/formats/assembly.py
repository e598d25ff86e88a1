# SPDX-License-Identifier: EUPL-1.2
"""Events that need more than one line: those of auditd, and tables of Zeek whose columns stand in header lines."""

from collections import OrderedDict
from datetime import datetime, timedelta

from tinhso.modules.security.formats import auditd
from tinhso.modules.security.formats.reading import made, read, text_of, unreadable
from tinhso.modules.security.formats.times import epoch
from tinhso.modules.security.formats.types import Arrival, Event, Unreadable

MOST_OPEN = 1_000
LONGEST_WAIT = timedelta(seconds=2)
MOST_COLUMNS = 500


class Assembler:
    """Lines of one source in their order. `feed` gives the events that are whole, `flush` what waits for more lines."""

    def __init__(self) -> None:
        self._open: OrderedDict[auditd.Key, list[tuple[bytes, auditd.Line, Arrival]]] = OrderedDict()
        self._marks: dict[auditd.Key, object] = {}
        self._table = Table()

    def feed(self, raw: bytes, arrival: Arrival, *, is_piece: bool = False, mark: object = None) -> list[Event]:
        """Return the events that are whole with this line; every line ends in exactly one event, headers in none.

        mark: whatever the caller knows a line by; `marks` gives those of the events that are not whole yet.
        """
        ready = self.waited(arrival.arrived)
        try:
            text = "" if is_piece else text_of(raw)
        except Unreadable:
            text = ""
        if auditd.is_line(text):
            return [*ready, *self._audit(raw, auditd.line(text), arrival, mark)]
        if text.startswith("#") or self._table.columns:
            found = self._table.feed(raw, text, arrival)
            if found is not None:
                return [*ready, *found]
        return [*ready, read(raw, arrival, is_piece=is_piece)]

    def waited(self, now: datetime) -> list[Event]:
        """Return the events whose rest did not come in time."""
        late = [key for key, lines in self._open.items() if now - lines[0][2].arrived > LONGEST_WAIT]
        return [self._close(key) for key in late]

    def flush(self) -> list[Event]:
        """Return the events whose end was not seen."""
        return [self._close(key) for key in list(self._open)]

    @property
    def is_idle(self) -> bool:
        """Whether a line that is neither auditd's nor a table's means the same as if nothing had come before."""
        return not self._open and not self._table.columns

    def marks(self) -> list[object]:
        """Return the marks of the first lines of the events that wait for more lines."""
        return list(self._marks.values())

    def _audit(self, raw: bytes, line: auditd.Line, arrival: Arrival, mark: object) -> list[Event]:
        self._open.setdefault(line.key, []).append((raw, line, arrival))
        self._marks.setdefault(line.key, mark)
        if line.kind == auditd.END:
            return [self._close(line.key)]
        if len(self._open) > MOST_OPEN:
            return [self._close(next(iter(self._open)))]
        return []

    def _close(self, key: auditd.Key) -> Event:
        lines = self._open.pop(key)
        del self._marks[key]
        time, node, fields = auditd.event(line for _, line, _ in lines)
        source = {"product": "linux", "service": "auditd"}
        raw = b"\n".join(one for one, _, _ in lines)
        return made(raw, lines[0][2], "auditd", (time, node, source, fields))


class Table:
    """Zeek's tab-separated log: `#separator`, `#fields`, `#types` … describe the rows that follow."""

    def __init__(self) -> None:
        self.columns: list[str] = []
        self._types: list[str] = []
        self._told = {"separator": "\t", "set_separator": ",", "empty_field": "(empty)", "unset_field": "-", "path": ""}

    def feed(self, raw: bytes, text: str, arrival: Arrival) -> list[Event] | None:
        """Return the events of a line (none for a header), None when the line is not of this table."""
        if text.startswith("#"):
            return [] if self._header(text) else None
        if not text:
            return None
        cells = text.rstrip("\r\n").split(self._told["separator"])
        if len(cells) != len(self.columns):
            if len(cells) == 1:
                return None
            why = f"Dòng Zeek có {len(cells)} cột, phần đầu bảng khai {len(self.columns)} cột."
            return [unreadable(raw, arrival, why)]
        types = self._types if len(self._types) == len(cells) else [""] * len(cells)
        row = zip(self.columns, cells, types, strict=True)
        fields = {name: self._value(cell, kind) for name, cell, kind in row if cell != self._told["unset_field"]}
        path = self._told["path"]
        source = {"product": "zeek"} | ({"service": path} if path else {})
        return [made(raw, arrival, "zeek", (epoch(fields.get("ts")), "", source, fields))]

    def _header(self, text: str) -> bool:
        if text.startswith("#separator "):
            said = text[len("#separator ") :].rstrip("\r\n")
            self.columns, self._types = [], []
            self._told["separator"] = _unescaped(said) or "\t"
            return True
        name, *cells = text[1:].rstrip("\r\n").split(self._told["separator"])
        if name == "fields" and 0 < len(cells) <= MOST_COLUMNS:
            self.columns = cells
        elif name == "types":
            self._types = cells
        elif name in self._told and cells:
            self._told[name] = cells[0]
        elif name == "close":
            self.columns, self._types = [], []
        return name in {"fields", "types", "open", "close", *self._told}

    def _value(self, cell: str, kind: str) -> object:
        if kind.startswith(("set[", "vector[")):
            parts = [] if cell == self._told["empty_field"] else cell.split(self._told["set_separator"])
            return [_unescaped(one) for one in parts]
        if cell == self._told["empty_field"]:
            return ""
        if kind in {"count", "int", "port"} and cell.lstrip("-").isdecimal() and len(cell) < 20:
            return int(cell)
        return cell == "T" if kind == "bool" else _unescaped(cell)


def _unescaped(text: str) -> str:
    r"""Return a text with Zeek's \xHH as the bytes they stand for."""
    if "\\x" not in text:
        return text
    out, at, raw = bytearray(), 0, text.encode()
    while at < len(raw):
        digits = raw[at + 2 : at + 4]
        if raw[at : at + 2] == b"\\x" and len(digits) == 2 and all(one in b"0123456789abcdefABCDEF" for one in digits):
            out.append(int(digits, 16))
            at += 4
        else:
            out.append(raw[at])
            at += 1
    return out.decode("utf-8", "replace")
