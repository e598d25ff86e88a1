# SPDX-License-Identifier: EUPL-1.2
"""Seals, acts and units as lines of the file and back; what cannot be read is refused with a sentence."""

import struct
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.keys import KeyUnusable, VerifyingKey
from tinhso.kernel.events.queries import SealRow
from tinhso.kernel.events.rules import SealHeader
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.adoption.files import FORMAT, Line, not_a_file

LARGEST = 2**62
UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, OverflowError, struct.error, KeyUnusable)
"""What a hostile line can raise while it is taken apart."""


@dataclass(frozen=True)
class Head:
    """Whose ledger a file holds, and the public keys its seals were signed with."""

    province_code: str
    province: str
    keys: dict[str, VerifyingKey]
    exported_at: datetime


@dataclass(frozen=True)
class UnitLine:
    """A name a unit bore from one day to another (None: still)."""

    unit_id: uuid.UUID
    name: str
    code: str
    level: str
    area_code: str
    begins: date | None
    ends: date | None


def head_of(line: Line) -> Head:
    """Read the first line; raises Refused for another format, a sentence for a newer one."""
    if line.get("kind") != "ledger":
        raise not_a_file("đây không phải tệp do `tinhso ledger export` xuất ra.")
    if line.get("format") != FORMAT:
        raise Refused("Tệp sổ sự kiện theo định dạng khác phiên bản này. Hãy dùng cùng phiên bản Tỉnh Số ở hai nơi.")
    try:
        keys = [VerifyingKey.from_pem(_text(pem, 1_000).encode()) for pem in line["keys"]]
        return Head(
            _text(line["province_code"], 4),
            _text(line["province"], 120),
            {key.key_id: key for key in keys},
            _instant(line["exported_at"]),
        )
    except UNREADABLE as error:
        raise not_a_file("dòng đầu không đúng cấu trúc.") from error


def unit_line(one: UnitLine) -> Line:
    return {
        "id": str(one.unit_id),
        "name": one.name,
        "code": one.code,
        "level": one.level,
        "area": one.area_code,
        "from": one.begins.isoformat() if one.begins else None,
        "to": one.ends.isoformat() if one.ends else None,
    }


def unit_of(line: Line) -> UnitLine:
    try:
        begins, ends = line["from"], line["to"]
        return UnitLine(
            uuid.UUID(line["id"]),
            _text(line["name"], 200),
            _text(line["code"], 40),
            _text(line["level"], 12),
            _text(line["area"], 10),
            date.fromisoformat(begins) if begins else None,
            date.fromisoformat(ends) if ends else None,
        )
    except UNREADABLE as error:
        raise not_a_file("có dòng đơn vị không đúng cấu trúc.") from error


def seal_line(one: SealRow, token: bytes) -> Line:
    header = one.header
    return {
        "number": header.number,
        "first": header.first_seq,
        "last": header.last_seq,
        "size": header.size,
        "root": header.root.hex(),
        "previous": header.previous.hex(),
        "at": header.sealed_at.isoformat(),
        "key_id": one.key_id,
        "signature": one.signature.hex(),
        "seqs": list(one.seqs),
        "leaves": b"".join(one.leaves).hex(),
        "token": token.hex(),
    }


def seal_of(line: Line) -> tuple[SealRow, bytes]:
    try:
        packed = bytes.fromhex(line["leaves"])
        header = SealHeader(
            number=_number(line["number"]),
            first_seq=_number(line["first"]),
            last_seq=_number(line["last"]),
            size=_number(line["size"]),
            root=bytes.fromhex(line["root"]),
            previous=bytes.fromhex(line["previous"]),
            sealed_at=_instant(line["at"]),
        )
        leaves = tuple(packed[i : i + 32] for i in range(0, len(packed), 32))
        seqs = tuple(_number(one) for one in line["seqs"])
        found = SealRow(header, _text(line["key_id"], 32), bytes.fromhex(line["signature"]), seqs, leaves)
        return found, bytes.fromhex(line["token"])
    except UNREADABLE as error:
        raise not_a_file("có niêm phong không đúng cấu trúc.") from error


def act_line(act: ActRow) -> Line:
    return {
        "seq": act.seq,
        "at": act.at.isoformat(),
        "verb": act.verb,
        "version": act.version,
        "actor": act.actor,
        "for": act.on_behalf_of,
        "unit": str(act.unit_id or ""),
        "area": act.area,
        "subject": act.subject,
        "case": str(act.case_id or ""),
        "rule": act.rule,
        "data": act.data,
        "evidence": list(act.evidence),
    }


def act_of(line: Line) -> ActRow:
    try:
        data = line["data"]
        if not isinstance(data, dict):
            raise TypeError(type(data))
        return ActRow(
            seq=_number(line["seq"]),
            at=_instant(line["at"]),
            verb=_text(line["verb"]),
            version=_number(line["version"]),
            actor=_text(line["actor"]),
            on_behalf_of=_text(line["for"]),
            unit_id=uuid.UUID(line["unit"]) if line["unit"] else None,
            area=_text(line["area"], 10),
            subject=_text(line["subject"]),
            case_id=uuid.UUID(line["case"]) if line["case"] else None,
            rule=_text(line["rule"]),
            data=data,
            evidence=tuple(_text(one) for one in line["evidence"]),
        )
    except UNREADABLE as error:
        raise not_a_file("có sự kiện không đúng cấu trúc.") from error


def _text(value: Any, longest: int = 10_000) -> str:
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise TypeError("not a text that can be kept")
    return value


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise TypeError("not a number of a ledger")
    return value


def _instant(value: Any) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError("an instant without a zone")
    return found
