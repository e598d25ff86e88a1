# SPDX-License-Identifier: EUPL-1.2
"""EVTX files are read whole, by two readers alike; damage stays where it is and is said. We write the files."""

import io
import json
import os
import random
import re
import struct
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from Evtx.Evtx import Evtx

from tinhso.modules.security.formats.reading import read
from tinhso.modules.security.formats.types import Arrival
from tinhso.modules.security.importing import chunks, reader
from tinhso.modules.security.importing.chunks import CHUNK_BYTES, FIRST_RECORD, HEADER_BYTES
from tinhso.modules.security.importing.errors import FileUnusable
from tinhso.modules.security.importing.tests.evtx_writer import Told, evtx, process
from tinhso.modules.security.importing.types import Damage, Line

MANY = 400
CHUNKS = 3
ODD = "Tệp «Đắk Lắk» \U0001f600 & <b>\"'\\ \t "


@pytest.fixture(scope="module")
def whole() -> bytes:
    found = evtx([process(number) for number in range(1, MANY + 1)])
    assert len(found) == HEADER_BYTES + CHUNKS * CHUNK_BYTES
    return found


def taken(file: bytes) -> tuple[list[dict], list[Damage]]:
    items = list(reader.events(io.BytesIO(file[HEADER_BYTES:]), file[:HEADER_BYTES]))
    lines = [json.loads(one.raw) for one in items if isinstance(one, Line)]
    return lines, [one for one in items if isinstance(one, Damage)]


def numbers(lines: list[dict]) -> list[int]:
    return [one["Event"]["System"]["EventRecordID"] for one in lines]


def records_of(file: bytes, chunk: int) -> list[int]:
    """Return where the records of a chunk (from 0) begin in the file."""
    base = HEADER_BYTES + chunk * CHUNK_BYTES
    return [base + at for at in chunks.mended(1, file[base : base + CHUNK_BYTES]).places]


def test_every_record_is_read_in_order(whole):
    lines, damages = taken(whole)

    assert numbers(lines) == list(range(1, MANY + 1))
    assert not damages


@pytest.mark.peer
def test_another_reader_reads_the_same(tmp_path: Path):
    """python-evtx shares no code with the reader we use; ours writes the file, so both judge the writer as well."""
    told = [process(1, ODD.strip()), process(2), Told(3, {"a": "", "b": "x" * 9_000}, 4688, "Security", "PC-2")]
    assert both_read_alike(tmp_path, evtx(told)) == 3
    with Evtx(str(tmp_path / "one.evtx")) as log:
        assert log.get_file_header().verify()
        assert all(one.verify() for one in log.chunks())


def test_files_an_operator_names_are_read_alike(tmp_path: Path):
    """TINHSO_EVTX_SAMPLES: a folder with real files, which are not shipped."""
    folder = os.environ.get("TINHSO_EVTX_SAMPLES")
    if not folder:
        pytest.skip("TINHSO_EVTX_SAMPLES names no folder with real EVTX files")

    assert sum(both_read_alike(tmp_path, path.read_bytes()) for path in sorted(Path(folder).rglob("*.evtx")))


def both_read_alike(folder: Path, file: bytes) -> int:
    """Compare what each record says, text by text, and return how many there are."""
    (folder / "one.evtx").write_bytes(file)
    with Evtx(str(folder / "one.evtx")) as log:
        theirs = [one.xml() for one in log.records()]
    lines, damages = taken(file)
    assert not damages
    assert len(lines) == len(theirs)
    for ours, xml in zip(lines, theirs, strict=True):
        tree = ElementTree.fromstring(xml)
        said = {re.sub(r"\{.*\}", "", one.tag): (one.text or "") for one in tree.iter()}
        system = ours["Event"]["System"]
        for name in ("EventRecordID", "Channel", "Computer"):
            assert str(system[name]) == said[name]
        data = ours["Event"].get("EventData") or {}
        for one in tree.iterfind(".//{*}Data[@Name]"):
            assert str(data[one.get("Name")] or "").strip() == (one.text or "").strip()
    return len(lines)


def test_what_is_read_is_a_windows_event_to_the_collector():
    lines = list(reader.events(io.BytesIO(evtx([process(7, ODD)])[HEADER_BYTES:]), chunks.HEADER))

    event = read(lines[0].raw, Arrival(datetime(2026, 4, 1, tzinfo=UTC), UTC))

    assert (event["kind"], event["host"], event["why"]) == ("windows", "MAY-01.tinh.local", "")
    assert event["time"] == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert event["logsource"] == {"product": "windows", "service": "sysmon", "category": "process_creation"}
    assert (event["fields"]["CommandLine"], event["fields"]["EventRecordID"]) == (ODD, 7)


def test_a_log_without_records_is_whole(whole):
    """Windows makes a log with one chunk that says it has no first record, and lets files grow by chunks of noughts."""
    none = 2**64 - 1
    chunk = struct.pack("<8sQQQQIIII", b"ElfChnk\x00", none, none, none, none, 128, 0, FIRST_RECORD, 0)

    assert taken(chunks.HEADER + chunk.ljust(CHUNK_BYTES, b"\x00")) == ([], [])
    assert taken(whole + bytes(2 * CHUNK_BYTES)) == taken(whole)


def test_a_chunk_of_noughts_costs_its_records_only(whole):
    start = HEADER_BYTES + CHUNK_BYTES
    hurt = whole[:start] + bytes(CHUNK_BYTES) + whole[start + CHUNK_BYTES :]

    lines, damages = taken(hurt)

    assert (numbers(lines)[0], numbers(lines)[-1]) == (1, MANY)
    assert len(lines) == MANY - len(records_of(whole, 1))
    assert damages == [Damage("Khối 2 chỉ toàn số 0: các bản ghi trong khối đã mất.")]


def test_a_chunk_of_garbage_costs_its_records_only(whole):
    start = HEADER_BYTES + CHUNK_BYTES
    lines, (damage,) = taken(whole[:start] + os.urandom(CHUNK_BYTES) + whole[start + CHUNK_BYTES :])

    assert (numbers(lines)[0], numbers(lines)[-1]) == (1, MANY)
    assert "Khối 2 không phải là khối EVTX" in damage.sentence


def test_a_file_cut_off_gives_all_before_the_cut(whole):
    at = records_of(whole, 1)[3] + 40

    lines, damages = taken(whole[:at])

    before = len(records_of(whole, 0)) + 3
    assert numbers(lines) == list(range(1, before + 1))
    assert "cắt cụt" in damages[0].sentence
    assert sum(one.records for one in damages) == len(records_of(whole, 1)) - 3
    assert damages[-1].sentence == f"Tệp bị cắt cụt: phần đầu ghi {CHUNKS} khối, chỉ còn 2."


def test_a_cut_behind_the_last_record_loses_nothing(whole):
    end = struct.unpack_from("<I", whole, HEADER_BYTES + 2 * CHUNK_BYTES + 48)[0]

    lines, damages = taken(whole[: HEADER_BYTES + 2 * CHUNK_BYTES + end])

    assert numbers(lines) == list(range(1, MANY + 1))
    assert damages == [Damage(f"Khối 3 bị cắt cụt ở byte {end}.", is_loss=False)]


@pytest.mark.parametrize(
    "hurt",
    [
        pytest.param(lambda file, at: struct.pack_into("<I", file, at, 0), id="mark"),
        pytest.param(lambda file, at: struct.pack_into("<I", file, at + 4, 0x7FFFFFFF), id="size"),
        pytest.param(lambda file, at: file.__setitem__(slice(at + 24, at + 60), b"\xff" * 36), id="contents"),
    ],
)
def test_one_bad_record_costs_one_record(whole, hurt):
    file = bytearray(whole)
    hurt(file, records_of(whole, 0)[5])

    lines, damages = taken(bytes(file))

    assert numbers(lines) == [one for one in range(1, MANY + 1) if one != 6]
    assert sum(one.records for one in damages) == 1
    assert any(one.sentence.startswith("Khối 1 có mã kiểm tra không khớp") and not one.is_loss for one in damages)


def test_what_a_chunk_held_before_is_not_read_again(whole):
    """Logs go round: behind the newest record of a chunk lie the ends of older ones."""
    few = bytearray(evtx([process(1), process(2)]))
    end = struct.unpack_from("<I", few, HEADER_BYTES + 48)[0]
    few[HEADER_BYTES + end + 64 : HEADER_BYTES + CHUNK_BYTES] = whole[
        HEADER_BYTES + end + 64 : HEADER_BYTES + CHUNK_BYTES
    ]

    lines, damages = taken(bytes(few))

    assert (numbers(lines), damages) == ([1, 2], [])


def test_a_header_overwritten_does_not_hide_the_records(whole):
    lines, damages = taken(os.urandom(HEADER_BYTES) + whole[HEADER_BYTES:])

    assert (len(lines), damages) == (MANY, [])


def test_a_circle_of_templates_ends(whole, monkeypatch):
    """The header points at a template that names itself as the next one: the library looks for ever."""
    monkeypatch.setattr(reader, "PATIENCE_SECONDS", 2.0)
    file = bytearray(whole)
    place = FIRST_RECORD + 24 + 4 + 10
    struct.pack_into("<I", file, HEADER_BYTES + 384, place)
    struct.pack_into("<I", file, HEADER_BYTES + place, place)

    lines, _ = taken(bytes(file))

    assert len(lines) == MANY


def test_a_converter_that_ends_is_begun_anew(whole):
    with reader.Converter() as ours:
        first = whole[HEADER_BYTES : HEADER_BYTES + CHUNK_BYTES]
        before = list(ours.answers(first))
        ours._process.kill()
        ours._process.wait()
        with pytest.raises(reader.Stuck):
            list(ours.answers(first))
        ours.end()
        after = list(ours.answers(first))

    assert before == after
    assert len(before) == len(records_of(whole, 0))


def test_a_converter_that_cannot_start_is_no_damage_of_the_file(whole, monkeypatch):
    monkeypatch.setattr(reader.sys, "executable", "/bin/false")

    with pytest.raises(FileUnusable, match="không khởi động được"):
        taken(whole)


def test_bytes_changed_at_random_never_raise_and_lose_little(whole, monkeypatch):
    """Sixty files with a few bytes changed each, always the same ones; what is left out is told of."""
    monkeypatch.setattr(reader, "PATIENCE_SECONDS", 2.0)
    dice = random.Random(20260302)
    for _ in range(60):
        file = bytearray(whole[: HEADER_BYTES + CHUNK_BYTES])
        for _ in range(dice.choice((1, 3, 12))):
            file[dice.randrange(HEADER_BYTES + 8, len(file))] = dice.choice((0, 1, 0x2A, 0xFF))
        lines, damages = taken(bytes(file))
        told = sum(one.records for one in damages)
        assert len(lines) + told >= len(records_of(whole, 0)) or any(one.is_loss for one in damages)
