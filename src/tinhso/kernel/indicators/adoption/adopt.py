# SPDX-License-Identifier: EUPL-1.2
"""Adopt another installation's ledger: every seal checked with that ledger's own key, kept apart, folded into facts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from django.db import DataError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from psycopg.types.json import Jsonb

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events import rules
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.keys import VerifyingKey
from tinhso.kernel.events.models import Subscription
from tinhso.kernel.events.queries import SealRow
from tinhso.kernel.events.timestamping import states
from tinhso.kernel.events.types import Actor, ActRow, Finding
from tinhso.kernel.events.verification import act_faults, seal_faults
from tinhso.kernel.indicators.actions import SUBSCRIBER, add_adopted
from tinhso.kernel.indicators.adopted_facts import drop_noughts
from tinhso.kernel.indicators.adoption.files import Line, Reader, check_end, not_a_file
from tinhso.kernel.indicators.adoption.lines import Head, act_of, head_of, seal_of, unit_of
from tinhso.kernel.indicators.models import AdoptedLedger, AdoptedSeal, AdoptedUnit
from tinhso.kernel.indicators.sums import sums_of
from tinhso.kernel.indicators.types import LedgerAdopted

COPY_ACTS = """
COPY indicators_adoptedact (ledger_id, seq, at, verb, version, actor, on_behalf_of, unit_id, area, subject, case_id,
                            rule, data, evidence, digest) FROM STDIN
"""
MOST_ACTS = 100_000
"""Acts under one seal that are still read; ours hold at most 4,096."""


@dataclass(frozen=True)
class Inspected:
    """What a file holds, every seal and act of it found sound. key_ids: to be compared with what its owner told."""

    province_code: str
    province: str
    key_ids: tuple[str, ...]
    units: int
    seals: int
    acts: int
    first_seal: bytes
    last_seal: bytes
    last_seq: int
    exported_at: datetime


@dataclass
class _Read:
    """What was counted while a file was read."""

    units: int = 0
    seals: int = 0
    acts: int = 0
    first_seal: bytes = b""
    previous: bytes = rules.NOTHING_BEFORE
    last_seq: int = 0


Take = Callable[[SealRow, bytes, Sequence[ActRow]], None]


def _silent(seals: int) -> None:
    """Report progress to nobody."""


def inspect(path: Path, *, progress: Callable[[int], None] = _silent) -> Inspected:
    """Check a whole file and return what it holds, keeping nothing. Raises Refused, naming what is wrong."""
    with Reader(path) as reader:
        lines = reader.lines()
        head = head_of(next(lines))
        return _checked(head, lines, lambda line: None, lambda seal, token, acts: None, progress)


@transaction.atomic(durable=True)
def adopt(
    path: Path, *, trusted: Sequence[str], now: datetime, by: Actor, progress: Callable[[int], None] = _silent
) -> AdoptedLedger:
    """Keep a ledger beside our own, fold its acts into the facts and record that as an act of ours.

    trusted: key ids its owner told by another way; all keys of the file must be among them. Raises Refused for a
    file that is not sound, a key nobody vouched for, a ledger that is here already. Nothing is kept then.
    """
    Subscription.objects.select_for_update().filter(name=SUBSCRIBER).first()
    with Reader(path) as reader, _storable():
        lines = reader.lines()
        head = head_of(next(lines))
        _vouched(head, trusted)
        kept = _Kept(head, now)
        found = _checked(head, lines, kept.unit, kept.seal, progress)
        row = kept.finish(found)
    drop_noughts()
    payload = LedgerAdopted(
        province=head.province,
        first_seal=found.first_seal.hex(),
        last_seal=found.last_seal.hex(),
        keys=found.key_ids,
        units=found.units,
        seals=found.seals,
        acts=found.acts,
    )
    record(payload, at=now, actor=by, subject=f"ledger:{row.id}")
    return row


@contextmanager
def _storable() -> Iterator[None]:
    """Refuse what no column takes, with a sentence; COPY raises the driver's own error."""
    try:
        yield
    except (DataError, psycopg.DataError) as error:
        raise not_a_file("có sự kiện chứa giá trị không lưu được.") from error


def _vouched(head: Head, trusted: Sequence[str]) -> None:
    unknown = sorted(head.keys.keys() - set(trusted))
    if unknown:
        raise Refused(
            f"Khóa {', '.join(unknown)} của sổ {head.province} chưa được xác nhận. Hãy hỏi nơi xuất mã khóa qua đường "
            "khác (điện thoại, công văn), so từng ký tự rồi nêu trong --key."
        )


def _checked(
    head: Head,
    lines: Iterator[Line],
    take_unit: Callable[[Line], None],
    take_seal: Take,
    progress: Callable[[int], None],
) -> Inspected:
    """Read units and seals, check each seal with its acts, hand them on; return what was read."""
    read = _Read()
    line = next(lines)
    while line["kind"] == "unit":
        take_unit(line)
        read.units += 1
        line = next(lines)
    while line["kind"] == "seal":
        seal, token = seal_of(line)
        acts: list[ActRow] = []
        while (line := next(lines))["kind"] == "act":
            acts.append(act_of(line))
            if len(acts) > MOST_ACTS:
                raise not_a_file("có niêm phong mang quá nhiều sự kiện.")
        _sound(seal, token, acts, read, head.keys)
        take_seal(seal, token, acts)
        _count(seal, acts, read)
        progress(read.seals)
    if line["kind"] != "end":
        raise not_a_file("thứ tự các dòng bị đảo.")
    check_end(line, head.keys, units=read.units, seals=read.seals, acts=read.acts)
    next(lines, None)
    if not read.seals:
        raise not_a_file("tệp không có niêm phong nào.")
    return Inspected(
        head.province_code,
        head.province,
        tuple(sorted(head.keys)),
        read.units,
        read.seals,
        read.acts,
        read.first_seal,
        read.previous,
        read.last_seq,
        head.exported_at,
    )


def _sound(seal: SealRow, token: bytes, acts: Sequence[ActRow], read: _Read, keys: Mapping[str, VerifyingKey]) -> None:
    """Raise Refused, naming the act or the seal, unless the seal holds and its acts are the very ones it was over."""
    moved = _out_of_place(seal, acts)
    if moved is not None:
        raise Refused(f"Không tiếp nhận sổ này. Sự kiện số {moved} bị đổi chỗ trong tệp. Chưa ghi gì; hãy xin lại tệp.")
    faults: list[Finding] = act_faults(seal, list(acts)) + seal_faults(seal, read.previous, read.last_seq, keys)
    if faults:
        raise Refused(f"Không tiếp nhận sổ này. {faults[0].sentence} Chưa ghi gì; hãy xin lại tệp từ nơi xuất.")
    if token and not states(token, seal.header.digest()):
        raise Refused(f"Không tiếp nhận sổ này. Dấu thời gian không nói về niêm phong số {seal.number}.")


def _out_of_place(seal: SealRow, acts: Sequence[ActRow]) -> int | None:
    """Return the first act that is under the seal and stands elsewhere in the file; None when all are in place."""
    numbers = [act.seq for act in acts]
    if sorted(numbers) != list(seal.seqs):
        return None
    return next((given for given, due in zip(numbers, seal.seqs, strict=True) if given != due), None)


def _count(seal: SealRow, acts: Sequence[ActRow], read: _Read) -> None:
    digest = seal.header.digest()
    read.first_seal = read.first_seal or digest
    read.previous, read.last_seq = digest, seal.last_seq
    read.seals += 1
    read.acts += len(acts)


class _Kept:
    """Writes what is read into the adopted tables; the ledger's own row comes with its first seal."""

    def __init__(self, head: Head, now: datetime) -> None:
        self._head, self._now = head, now
        self._units: list[AdoptedUnit] = []
        self._id = _next_id()
        self._first = True

    def unit(self, line: Line) -> None:
        one = unit_of(line)
        valid = DateRange(one.begins, one.ends)
        fields = {"unit_id": one.unit_id, "name": one.name, "code": one.code, "level": one.level}
        self._units.append(AdoptedUnit(ledger_id=self._id, area_code=one.area_code, valid=valid, **fields))

    def seal(self, seal: SealRow, token: bytes, acts: Sequence[ActRow]) -> None:
        if self._first:
            _not_here(seal.header.digest(), self._head.province)
            self._first = False
        header = seal.header
        AdoptedSeal.objects.create(
            ledger_id=self._id,
            number=header.number,
            first_seq=header.first_seq,
            last_seq=header.last_seq,
            size=header.size,
            root=header.root,
            previous=header.previous,
            sealed_at=header.sealed_at,
            key_id=seal.key_id,
            signature=seal.signature,
            seqs=list(seal.seqs),
            leaves=b"".join(seal.leaves),
            token=token,
        )
        self._copy(acts)
        add_adopted(self._id, sums_of(acts, [(header.last_seq, header.sealed_at)]))

    def _copy(self, acts: Sequence[ActRow]) -> None:
        with connection.cursor() as cursor, cursor.copy(COPY_ACTS) as target:
            for act in acts:
                target.write_row(
                    (
                        self._id,
                        act.seq,
                        act.at,
                        act.verb,
                        act.version,
                        act.actor,
                        act.on_behalf_of,
                        act.unit_id,
                        act.area,
                        act.subject,
                        act.case_id,
                        act.rule,
                        Jsonb(act.data),
                        list(act.evidence),
                        rules.digest(act),
                    )
                )

    def finish(self, found: Inspected) -> AdoptedLedger:
        """Write the ledger's own row and its units; the foreign keys to it are checked when the transaction ends."""
        row = AdoptedLedger.objects.create(
            id=self._id,
            province_code=found.province_code,
            province=found.province,
            keys={key_id: key.pem().decode() for key_id, key in self._head.keys.items()},
            first_seal=found.first_seal,
            last_seal=found.last_seal,
            last_seq=found.last_seq,
            seals=found.seals,
            acts=found.acts,
            exported_at=found.exported_at,
            adopted_at=self._now,
        )
        AdoptedUnit.objects.bulk_create(self._units, batch_size=500)
        return row


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('indicators_adoptedledger', 'id'))")
        return int(cursor.fetchone()[0])


def _not_here(first_seal: bytes, province: str) -> None:
    """Raise Refused for a ledger adopted before, also from a longer or shorter file, and for our own."""
    before = AdoptedLedger.objects.filter(first_seal=first_seal).first()
    if before is not None:
        raise Refused(
            f"Sổ của {province} đã được tiếp nhận ngày {before.adopted_at:%d/%m/%Y} với {before.acts} sự kiện; "
            "không tiếp nhận lần thứ hai."
        )
    own = next(iter(ledger.seals_in_order(chunk=1)), None)
    if own is not None and own.header.digest() == first_seal:
        raise Refused("Đây là sổ của chính hệ thống này; các sự kiện trong tệp đã có trong sổ.")
