# SPDX-License-Identifier: EUPL-1.2
"""Files of any kind an operator may point at: what can be read is read, the rest is one sentence."""

import gzip
import json
import os
from pathlib import Path

import pytest

from tinhso.modules.security.importing import files
from tinhso.modules.security.importing.errors import FileUnusable
from tinhso.modules.security.importing.tests.evtx_writer import evtx, process
from tinhso.modules.security.importing.types import Damage, Item, Line

LINE_BYTES = 2_048
EVENT = '{"winlog":{"channel":"Security","event_id":4624,"record_id":%d},"@timestamp":"2026-03-02T01:00:00Z"}'
MANY = "\n".join(EVENT % number for number in range(500)).encode()


def items(path: Path) -> list[Item]:
    return list(files.items(path, line_bytes=LINE_BYTES, at=lambda _: None))


def raws(found: list[Item]) -> list[bytes]:
    return [one.raw for one in found if isinstance(one, Line)]


def keys(found: list[Item]) -> list[bytes]:
    return [one.key for one in found if isinstance(one, Line)]


def put(folder: Path, data: bytes, name: str = "a.ndjson") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n\r\n  \n"])
def test_lines_are_given_as_the_door_keeps_them(tmp_path, end):
    found = items(put(tmp_path, b"\xef\xbb\xbf" + MANY.replace(b"\n", b"\r\n") + end))

    assert raws(found) == MANY.split(b"\n")
    assert not any(one.is_broken for one in found)


def test_gzip_is_told_by_its_mark_not_by_its_name(tmp_path):
    plain, packed = put(tmp_path, MANY, "a.txt"), put(tmp_path, gzip.compress(MANY), "b.json")
    log = evtx([process(1)])

    assert items(plain) == items(packed)
    assert keys(items(put(tmp_path, gzip.compress(log), "c.gz"))) == keys(items(put(tmp_path, log, "c.evtx")))


def test_keys_know_a_grown_file_again_and_tell_equal_lines_apart(tmp_path):
    before = items(put(tmp_path, b'{"a":1}\n{"a":1}\n'))
    grown = items(put(tmp_path, b'{"a":1}\n{"a":1}\n{"a":1}\n'))
    other = items(put(tmp_path, b'{"b":1}\n{"a":1}\n'))

    assert keys(before) == keys(grown)[:2]
    assert len({*keys(grown), *keys(other)}) == 5


def test_a_line_too_long_is_left_out_and_said(tmp_path):
    long = b'{"a":"' + b"x" * LINE_BYTES + b'"}'
    endless = b'{"a":"' + b"y" * 3_000_000

    first, damage, last, end = items(put(tmp_path, b'{"a":1}\n' + long + b'\n{"a":2}\n' + endless))

    assert (first.raw, last.raw) == (b'{"a":1}', b'{"a":2}')
    assert damage == Damage("Dòng 2 dài hơn 2 KB nên không gửi được. Xem TINHSO_COLLECT_LINE_KB.", 1)
    assert end.sentence.startswith("Dòng 4 dài hơn")


def test_broken_lines_are_given_and_marked(tmp_path):
    found = items(put(tmp_path, b'{"a":1}\n{"a":\nplain words\n{"a":"\xff"}\n' + b"words \xff\n" + b'{"b'))

    assert [one.is_broken for one in found] == [False, True, False, True, True, True]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"", "là tệp rỗng", id="empty"),
        pytest.param(os.urandom(9_000), "không phải tệp EVTX, cũng không phải các dòng", id="garbage"),
        pytest.param(bytes(9_000), "không phải tệp EVTX, cũng không phải các dòng", id="noughts"),
        pytest.param(b"\x7fELF\x02\x01\x01\x00" + b"abc" * 50, "không phải tệp EVTX", id="a program"),
        pytest.param('{"a":1}\n'.encode("utf-16"), "viết bằng UTF-16", id="utf-16"),
        pytest.param(b'[{"a":1},{"a":2}]', "một mảng", id="array"),
        pytest.param(b'[\n{"a":1}\n]', "một mảng", id="array on lines"),
        pytest.param(b'{\n  "a": 1\n}\n', "viết trên nhiều dòng", id="pretty"),
        pytest.param(b"ElfFile\x00" + b"\x00" * 90, "bị cắt cụt ngay phần đầu (còn 98 byte)", id="header cut off"),
        pytest.param(b"\x1f\x8b\x08", "gzip bị cắt cụt hoặc hỏng", id="gzip begun"),
        pytest.param(b"\x1f\x8bnonsense", "gzip bị cắt cụt hoặc hỏng", id="no gzip"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path, data, sentence):
    with pytest.raises(FileUnusable) as raised:
        items(put(tmp_path, data, "x.evtx"))

    assert sentence in str(raised.value)


def test_a_gzip_cut_off_gives_what_came_before(tmp_path):
    lines = "\n".join(json.dumps({"a": os.urandom(20).hex()}) for _ in range(5_000)).encode()
    path = put(tmp_path, gzip.compress(lines)[:-40_000])
    found = []

    with pytest.raises(FileUnusable, match="cắt cụt"):
        found.extend(files.items(path, line_bytes=LINE_BYTES, at=lambda _: None))


def test_paths_that_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    for path, sentence in (
        (tmp_path, "là thư mục"),
        (tmp_path / "pipe", "tệp thường"),
        (tmp_path / "x", "không có tệp"),
    ):
        with pytest.raises(FileUnusable, match=sentence):
            items(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_one_may_not_read(tmp_path):
    put(tmp_path, MANY).chmod(0)

    with pytest.raises(FileUnusable, match="không có quyền đọc"):
        items(tmp_path / "a.ndjson")


def test_a_refusal_of_the_system_is_told_in_its_words(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileUnusable, match="không có quyền đọc"):
        items(put_nothing(tmp_path))


def test_a_folder_one_may_not_enter(tmp_path, monkeypatch):
    def refuse(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_dir", refuse)
    with pytest.raises(FileUnusable, match="không có quyền đọc"):
        items(tmp_path / "a.evtx")


def put_nothing(folder: Path) -> Path:
    path = folder / "closed.evtx"
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
    return path
