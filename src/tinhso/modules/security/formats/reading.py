# SPDX-License-Identifier: EUPL-1.2
"""Bytes of any known format to one normal event; what cannot be read stays whole, with a sentence why."""

import re
from typing import Any

from tinhso.modules.security.formats import auditd, cef, jsontext, shapes, syslog
from tinhso.modules.security.formats.types import Arrival, Event, Unreadable

LONGEST_BYTES = 1_048_576
PIECE = "Dữ liệu là một phần của thông điệp dài quá giới hạn hoặc bị cắt giữa chừng."
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c\x1e\x1f]")
"""Not among them: colours of terminals (1b) and the separator of auditd (1d), which text may hold."""


def read(raw: bytes, arrival: Arrival, *, is_piece: bool = False) -> Event:
    """Return the event the bytes hold. Never raises: what cannot be read is an event of kind "unreadable"."""
    try:
        if is_piece:
            raise Unreadable(PIECE)
        return _read(raw, text_of(raw), arrival)
    except Unreadable as error:
        return unreadable(raw, arrival, str(error))


def text_of(raw: bytes) -> str:
    """Return the bytes as text. Raises Unreadable for what is empty, enormous, no UTF-8 or binary."""
    if not raw.strip():
        raise Unreadable("Không có nội dung.")
    if len(raw) > LONGEST_BYTES:
        raise Unreadable(f"Sự kiện dài hơn {LONGEST_BYTES} byte.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"Byte thứ {error.start + 1} không phải là chữ UTF-8.") from error
    if _CONTROLS.search(text):
        raise Unreadable("Có ký tự điều khiển: đây là dữ liệu nhị phân, không phải văn bản.")
    return text.removeprefix("\ufeff")


def unreadable(raw: bytes, arrival: Arrival, why: str) -> Event:
    return made(raw, arrival, "unreadable", (None, "", {}, {}), why)


def made(raw: bytes, arrival: Arrival, kind: str, found: shapes.Found, why: str = "") -> Event:
    """Return the event of what a reader found; without a host it is from where it came."""
    time, host, source, fields = found
    return Event(
        time=time,
        arrived=arrival.arrived,
        host=host or arrival.peer,
        kind=kind,
        logsource=source,
        fields=fields,
        raw=raw,
        why=why,
    )


def _read(raw: bytes, text: str, arrival: Arrival) -> Event:
    start = text.lstrip()
    if start.startswith("<"):
        return _syslog(raw, start, arrival)
    kind, found = inner(start, arrival)
    return made(raw, arrival, kind, found)


def inner(text: str, arrival: Arrival) -> tuple[str, shapes.Found]:
    """Return kind and contents of a text without a syslog header. Raises Unreadable."""
    if text.startswith("{"):
        return shapes.read(jsontext.load(text), arrival)
    if text.startswith("CEF:"):
        return "cef", cef.read(text, arrival)
    if auditd.is_line(text):
        time, node, fields = auditd.event([auditd.line(text)])
        return "auditd", (time, node, {"product": "linux", "service": "auditd"}, fields)
    if text.startswith("["):
        raise Unreadable("Dòng JSON không phải là một đối tượng.")
    return "text", (None, "", {}, {"message": text.rstrip("\n")})


def _syslog(raw: bytes, text: str, arrival: Arrival) -> Event:
    """Read a syslog line; where its message is an event of its own, that is the event and the header goes with it."""
    told = syslog.envelope(text, arrival)
    message = told.message.lstrip()
    message = message.removeprefix("@cee:").lstrip() if message.startswith("@cee:") else message
    if message.startswith(("{", "CEF:")) or auditd.is_line(message):
        try:
            kind, (time, host, source, fields) = inner(message, arrival)
        except Unreadable:
            return _of_envelope(raw, told, arrival)
        header = {f"syslog.{name}": value for name, value in told.fields.items()}
        return made(raw, arrival, kind, (time or told.time, host or told.host, source, header | fields))
    return _of_envelope(raw, told, arrival)


def _of_envelope(raw: bytes, told: syslog.Envelope, arrival: Arrival) -> Event:
    fields: dict[str, Any] = {**told.fields, "message": told.message}
    return made(raw, arrival, told.kind, (told.time, told.host, told.logsource, fields))
