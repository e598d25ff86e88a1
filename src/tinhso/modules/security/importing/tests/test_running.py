# SPDX-License-Identifier: EUPL-1.2
"""Files to a collector that runs: each event once, whatever is killed, refused or given again."""

import gzip
import json
import threading
import tracemalloc
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tinhso.modules.security.collect.ndjson import digest
from tinhso.modules.security.collect.tests.running import SOURCE, Running, everything
from tinhso.modules.security.importing import running
from tinhso.modules.security.importing.door import Door, checked
from tinhso.modules.security.importing.errors import DoorUnusable, ImportBusy, NotesUnusable
from tinhso.modules.security.importing.notes import Notes
from tinhso.modules.security.importing.running import Import, Watcher
from tinhso.modules.security.importing.tests.evtx_writer import evtx, process
from tinhso.modules.security.importing.types import Tally

TOKEN = "ma-thu-cua-mot-nguon"
LINE_BYTES = 262_144


class Place:
    """A collector, a note book and files; `bring` imports as the command does."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.spool, self.notes = folder, folder / "spool", folder / "notes.sqlite3"
        self.collector: Running | None = None
        self.said: list[str] = []

    def start(self) -> None:
        self.collector = Running(self.spool, http_port=-1, entries=[[str(SOURCE), digest(TOKEN)]])

    @property
    def url(self) -> str:
        assert self.collector
        return f"http://127.0.0.1:{self.collector.ports['http']}"

    def bring(self, *paths: Path, url: str = "", token: str = TOKEN, patience: float = 20) -> Tally:
        notes = Notes(self.notes)
        door = Door(url or self.url, token, patience_seconds=patience, say=self.said.append)
        try:
            return Import(notes, door, Watcher(self.said.append), LINE_BYTES).run(paths)
        finally:
            notes.close()
            door.close()

    def put(self, name: str, data: bytes) -> Path:
        (self.folder / name).write_bytes(data)
        return self.folder / name

    def kept(self) -> list[bytes]:
        return [one.raw for one in everything(self.spool)]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    found = Place(tmp_path)
    found.start()
    yield found
    assert found.collector
    found.collector.kill()


def record_numbers(raws: list[bytes]) -> list[int]:
    return [json.loads(one)["Event"]["System"]["EventRecordID"] for one in raws]


def log(first: int, last: int) -> bytes:
    return evtx([process(number) for number in range(first, last + 1)])


def test_files_arrive_whole_and_in_order(place, monkeypatch):
    monkeypatch.setattr(running, "MOST_LINES", 70)
    lines = b"".join(b'{"Computer":"PC-2","n":%d}\n' % number for number in range(300))

    tally = place.bring(place.put("a.evtx", log(1, 200)), place.put("b.ndjson", lines))

    kept = place.kept()
    assert record_numbers(kept[:200]) == list(range(1, 201))
    assert kept[200:] == lines.splitlines()
    assert (tally.files, tally.records, tally.sent, tally.known, tally.is_whole) == (2, 500, 500, 0, True)
    assert tally.computers == {"MAY-01.tinh.local": 200, "PC-2": 300}
    assert {one.source for one in everything(place.spool)} == {SOURCE}
    assert [one.sequence for one in everything(place.spool)] == list(range(1, 501)), "numbers without a gap"


def test_a_file_given_again_or_grown_or_copied_sends_what_is_new(place):
    place.bring(place.put("a.evtx", log(1, 150)))

    again = place.bring(place.folder / "a.evtx", place.put("copy.evtx.gz", gzip.compress(log(1, 150))))
    grown = place.bring(place.put("later.evtx", log(1, 200)))
    part = place.bring(place.put("part.evtx", log(120, 210)))

    assert (again.sent, again.known) == (0, 300)
    assert (grown.sent, grown.known) == (50, 150)
    assert (part.sent, part.known) == (10, 81)
    assert record_numbers(place.kept()) == list(range(1, 211))


def test_damage_is_told_by_file_and_the_rest_goes_on(place):
    file = log(1, 200)
    bad, cut = place.put("bad.evtx", b"\x00\x01\x02" * 3_000), place.put("cut.evtx", file[: len(file) - 30_000])
    tally = place.bring(bad, place.folder, cut, place.put("good.evtx", log(500, 510)))

    assert (tally.files, tally.unusable, tally.is_whole) == (4, 2, False)
    assert place.said[0].startswith(f"{bad}: không phải tệp EVTX")
    assert place.said[1] == f"{place.folder}: là thư mục. Hãy chỉ các tệp trong đó, ví dụ: *.evtx."
    assert place.said[2].startswith(f"{cut}: Khối 2 bị cắt cụt")
    assert record_numbers(place.kept())[-11:] == list(range(500, 511))
    assert tally.sent == tally.records == len(place.kept())


def test_many_damages_of_a_file_are_counted_not_listed(place):
    tally = place.bring(place.put("a.ndjson", b'{"a":\n' * 40))

    assert (tally.damaged, tally.sent, tally.is_whole) == (40, 40, False)
    assert len(place.said) == running.MOST_TOLD + 1
    assert place.said[-1].endswith("còn 35 chỗ hỏng nữa, không kể từng chỗ.")


def test_a_collector_killed_on_the_way_is_waited_for(place, monkeypatch):
    """Killed while batches arrive and started again on the same spool: each event is there once."""
    monkeypatch.setattr(running, "MOST_LINES", 5)
    port = place.collector.ports["http"]
    killed = threading.Event()

    def kill_and_start() -> None:
        place.collector.kill()
        killed.set()
        place.collector = Running(place.spool, http_port=port, entries=[[str(SOURCE), digest(TOKEN)]])

    timer = threading.Timer(0.3, kill_and_start)
    timer.start()
    tally = place.bring(place.put("a.ndjson", b"".join(b'{"n":%d}\n' % number for number in range(3_000))))
    timer.join()

    assert killed.is_set()
    assert tally.sent == 3_000
    assert [json.loads(one)["n"] for one in place.kept()] == list(range(3_000))


@pytest.mark.parametrize("was_kept", [False, True])
def test_an_import_killed_after_noting_a_batch_goes_on_without_doubles(place, was_kept):
    """The note stands before the sending, so both ends are tried: the batch had arrived, or it had not."""
    path = place.put("a.evtx", log(1, 50))

    class Killed(BaseException):
        pass

    class Dying(Door):
        def send(self, batch):
            if was_kept:
                super().send(batch)
            raise Killed

    notes, door = Notes(place.notes), Dying(place.url, TOKEN)
    with pytest.raises(Killed):
        Import(notes, door, Watcher(place.said.append), LINE_BYTES).run([path])
    notes.close()

    tally = place.bring(path)

    assert (tally.sent, tally.known) == (0, 50)
    assert record_numbers(place.kept()) == list(range(1, 51))


def test_notes_lost_mean_doubles_never_a_loss(place):
    place.bring(place.put("a.evtx", log(1, 50)))
    place.notes.unlink()

    tally = place.bring(place.put("b.evtx", log(51, 80)), place.folder / "a.evtx")

    assert tally.sent == 80
    assert sorted(record_numbers(place.kept())) == sorted([*range(1, 51), *range(51, 81), *range(1, 51)])


def test_notes_older_than_the_door_do_not_hide_events(place):
    place.bring(place.put("a.evtx", log(1, 50)))
    old = place.notes.read_bytes()
    place.bring(place.put("b.evtx", log(51, 80)))
    place.notes.write_bytes(old)

    place.bring(place.put("c.evtx", log(81, 110)))

    assert record_numbers(place.kept()) == list(range(1, 111))


def test_two_imports_of_one_source_do_not_mix(place):
    notes = Notes(place.notes)

    with pytest.raises(ImportBusy, match="Một lệnh nhập khác"):
        place.bring(place.put("a.ndjson", b'{"a":1}\n'))
    notes.close()


def test_a_damaged_note_book_is_a_sentence(place):
    place.notes.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5_000)

    with pytest.raises(NotesUnusable, match="bị hỏng"):
        place.bring(place.put("a.ndjson", b'{"a":1}\n'))


def test_a_wrong_token_is_the_sentence_of_the_door_and_nothing_is_lost(place):
    path = place.put("a.ndjson", b'{"a":1}\n')
    with pytest.raises(DoorUnusable, match=r"từ chối \(401\): Mã truy cập của nguồn thiếu hoặc không đúng"):
        place.bring(path, token="khac")

    assert place.bring(path).known == 1, "it was noted, and is sent before anything else"
    assert place.kept() == [b'{"a":1}']


def test_nobody_there_is_waited_for_then_said(tmp_path):
    place = Place(tmp_path)
    with pytest.raises(DoorUnusable, match=r"chưa nhận sau 2 giây: không kết nối được\. Hãy kiểm tra bộ thu thập"):
        place.bring(place.put("a.ndjson", b'{"a":1}\n'), url="http://127.0.0.1:9", patience=2)

    assert place.said == ["Bộ thu thập chưa nhận: không kết nối được. Đang thử lại, nhiều nhất 2 giây …"]


class Stranger:
    """Something that answers as it is told, one answer after the other, the last one for good."""

    def __init__(self, *answers: tuple[int, bytes, dict[str, str]]) -> None:
        left, self.asked = list(answers), 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                outer.asked += 1
                status, body, headers = left.pop(0) if len(left) > 1 else left[0]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


def refusal(status: int, sentence: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    return status, json.dumps({"status": status, "detail": sentence}).encode(), headers


DONE = (200, b'{"kept": 1, "known": 0}', {})


def test_back_pressure_is_obeyed(place, monkeypatch):
    pauses: list[float] = []
    full = refusal(503, "Vùng đệm sự kiện đã đầy.", **{"Retry-After": "5"})
    stranger = Stranger(full, refusal(429, "Chậm lại."), (502, b"<html>", {}), DONE)
    door = Door(stranger.url, TOKEN, say=place.said.append, sleep=pauses.append, clock=lambda: 0.0)
    notes = Notes(place.notes)

    tally = Import(notes, door, Watcher(place.said.append), LINE_BYTES).run([place.put("a.ndjson", b'{"a":1}\n')])
    notes.close()

    assert (tally.sent, stranger.asked, pauses) == (1, 4, [5.0, 2.0, 4.0])
    assert place.said == ["Bộ thu thập chưa nhận: Vùng đệm sự kiện đã đầy. Đang thử lại, nhiều nhất 300 giây …"]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (refusal(413, "Gói gửi lớn hơn 16 MB. Hãy chia nhỏ."), r"từ chối \(413\): Gói gửi lớn hơn 16 MB"),
        ((404, b"<html>no</html>", {}), r"từ chối \(404\): trả lời 404"),
        ((302, b"", {"Location": "http://example.org/"}), r"từ chối \(302\)"),
        ((200, b"hello", {}), "không phải là bộ thu thập"),
        ((200, b"[]", {}), "không phải là bộ thu thập"),
        ((200, b'{"kept": 0, "known": 0}', {}), "xác nhận 0 trên 1 dòng"),
    ],
)
def test_other_answers_are_one_sentence_and_the_events_are_sent_later(place, answer, sentence):
    path = place.put("a.ndjson", b'{"a":1}\n')
    with pytest.raises(DoorUnusable, match=sentence):
        place.bring(path, url=Stranger(answer).url)

    place.bring(path)

    assert place.kept() == [b'{"a":1}']


@pytest.mark.parametrize(
    "url",
    ["", "here", "ftp://a", "http://10.1.1.1:8515", "http://example.org", "https://a:99999", "http://127.0.0.1/x"],
)
def test_addresses_that_are_none_or_would_show_the_token(url):
    with pytest.raises(DoorUnusable, match=r"không đúng|không mã hóa"):
        checked(url)


def test_memory_stays_flat(place, monkeypatch):
    """A file of 60 MB costs a few; what the door does with it is another test."""
    path = place.put("a.ndjson", b"".join(b'{"n":%d,"x":"%s"}\n' % (number, b"y" * 900) for number in range(60_000)))
    monkeypatch.setattr(Import, "_send", lambda self: setattr(self, "_lines", {}) or setattr(self, "_bytes", 0))
    notes = Notes(place.notes)
    tracemalloc.start()

    tally = Import(notes, Door(place.url, TOKEN), Watcher(place.said.append), LINE_BYTES).run([path])

    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    notes.close()
    assert tally.records == 60_000
    assert most < 16 * 1024**2
