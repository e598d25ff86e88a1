# SPDX-License-Identifier: EUPL-1.2
"""Every door of a running collector: what comes in is in the spool; what cannot be taken is told so."""

import asyncio
import contextlib
import gzip
import http.client
import json
import socket
import ssl
import time
from pathlib import Path

import pytest
from tests.certificates import certificates

from tinhso.modules.security.collect import ndjson, segments, tailing
from tinhso.modules.security.collect.errors import PathTooLong, SpoolFull
from tinhso.modules.security.collect.keeper import Keeper
from tinhso.modules.security.collect.records import Way
from tinhso.modules.security.collect.server import Collector
from tinhso.modules.security.collect.spool import Spool
from tinhso.modules.security.collect.syslog import dropped_by_kernel
from tinhso.modules.security.collect.tests.running import SOURCE, TOKEN, Running, everything
from tinhso.modules.security.collect.types import Setup


def wait_for(folder: Path, count: int, seconds: float = 10.0):
    """Return the messages in the spool once there are so many."""
    until = time.monotonic() + seconds
    while len(found := everything(folder)) < count and time.monotonic() < until:
        time.sleep(0.05)
    return found


@pytest.fixture
def run(tmp_path):
    started = []

    def start(**told) -> Running:
        started.append(Running(tmp_path / "spool", **told))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.stop()


def test_lines_over_tcp_in_both_framings(run, tmp_path):
    running = run(tcp_port=-1)
    with socket.create_connection(("127.0.0.1", running.ports["tcp"])) as connection:
        connection.sendall(b"<1>line\n9 <2>a\nfeed<3>without its end")

    found = wait_for(tmp_path / "spool", 3)

    assert [one.raw for one in found] == [b"<1>line", b"<2>a\nfeed", b"<3>without its end"]
    assert {(one.way, one.peer, one.source) for one in found} == {(Way.TCP, "127.0.0.1", None)}


def test_datagrams(run, tmp_path):
    running = run(udp_port=-1)
    with socket.socket(type=socket.SOCK_DGRAM) as sender:
        for n in range(50):
            sender.sendto(b"<1>%d\n" % n, ("127.0.0.1", running.ports["udp"]))

    found = wait_for(tmp_path / "spool", 50)

    assert sorted(int(one.raw[3:]) for one in found) == list(range(50))
    assert dropped_by_kernel(running.ports["udp"]) == 0


def test_datagrams_the_kernel_had_no_room_for_are_counted(tmp_path):
    table = tmp_path / "udp"
    row = "  12: 0100007F:{}  00000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 23 2 0000000000000000 {}\n"
    table.write_text("  sl  local_address …\n" + row.format("0203", 7) + row.format("0204", 100))

    assert dropped_by_kernel(0x0203, (table, tmp_path / "none")) == 7


def test_tls_names_its_clients_and_refuses_strangers(run, tmp_path):
    paths = certificates(tmp_path, "may-chu-1")
    secret = {"certificate": paths["may-chu-1"], "key": paths["may-chu-1-key"], "client_ca": paths["ca"]}
    running = run(tls_port=-1, **secret)
    context = ssl.create_default_context(cafile=paths["ca"])
    stranger = ssl.create_default_context(cafile=paths["ca"])
    context.load_cert_chain(paths["may-chu-1"], paths["may-chu-1-key"])

    for who, said in ((stranger, b"6 <1>bad"), (context, b"6 <1>tls")):
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", running.ports["tls"])) as plain,
            who.wrap_socket(plain, server_hostname="may-chu-1") as connection,
        ):
            connection.sendall(said)

    (found,) = wait_for(tmp_path / "spool", 1)
    assert (found.raw, found.way, found.stream) == (b"<1>tls", Way.TLS, "may-chu-1")


def test_the_http_door_speaks_tls_and_asks_for_a_token_only(run, tmp_path):
    paths = certificates(tmp_path, "localhost")
    secret = {"certificate": paths["localhost"], "key": paths["localhost-key"], "client_ca": paths["ca"]}
    running = run(http_port=-1, **secret)
    context = ssl.create_default_context(cafile=paths["ca"])
    connection = http.client.HTTPSConnection("localhost", running.ports["http"], context=context, timeout=10)
    connection.request("POST", "/v1/events", b"{}", {"Authorization": f"Bearer {TOKEN}".encode()})

    assert connection.getresponse().status == 200
    with pytest.raises((OSError, http.client.HTTPException)):
        post(running.ports["http"], b"{}")


def post(port: int, body: bytes, **headers: str):
    headers = {"Authorization": f"Bearer {TOKEN}"} | {name.replace("_", "-"): one for name, one in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", "/v1/events", body, {name: one.encode() for name, one in headers.items()})
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    return answer.status, told


def test_lines_over_http_are_confirmed_when_kept(run, tmp_path):
    port = run(http_port=-1).ports["http"]

    status, told = post(port, b'{"a":1}\n\n{"a":2}\r\n')

    assert (status, told) == (200, {"kept": 2, "known": 0})
    found = everything(tmp_path / "spool")  # at once: confirmed means on the disk
    assert [(one.raw, one.source, one.way) for one in found] == [
        (b'{"a":1}', SOURCE, Way.HTTP),
        (b'{"a":2}', SOURCE, Way.HTTP),
    ]


def test_numbered_lines_sent_again_are_kept_once_in_any_order(run, tmp_path):
    port = run(http_port=-1).ports["http"]

    answers = [
        post(port, b"d\ne\nf", X_Sequence="4", X_Stream="w"),
        post(port, b"a\nb\nc\nd", X_Sequence="1", X_Stream="w"),
        post(port, b"a\nb\nc\nd", X_Sequence="1", X_Stream="w"),
        post(port, b"a", X_Sequence="1", X_Stream="other"),
    ]

    assert [told for _, told in answers] == [
        {"kept": 3, "known": 0},
        {"kept": 3, "known": 1},
        {"kept": 0, "known": 4},
        {"kept": 1, "known": 0},
    ]
    assert sorted(one.raw for one in everything(tmp_path / "spool") if one.stream == "w") == [
        *map(bytes, b"a b c d e f".split())
    ]


def test_a_source_numbers_by_few_streams(run, tmp_path):
    port = run(http_port=-1).ports["http"]
    answers = [post(port, b"x", X_Sequence="1", X_Stream=f"s{n}")[0] for n in range(65)]

    assert answers == [200] * 64 + [400]
    assert post(port, b"y", X_Sequence="2", X_Stream="s3") == (200, {"kept": 1, "known": 0})


BAD = {
    "no token": (b"{}", {"Authorization": ""}, 401),
    "a wrong token": (b"{}", {"Authorization": "Bearer sai"}, 401),
    "another way to sign in": (b"{}", {"Authorization": "Basic YTpi"}, 401),
    "gzip that is none": (b"{}", {"Content-Encoding": "gzip"}, 400),
    "gzip cut short": (gzip.compress(b"{}" * 99)[:-9], {"Content-Encoding": "gzip"}, 400),
    "gzip with something behind it": (gzip.compress(b"{}") + b"x", {"Content-Encoding": "gzip"}, 400),
    "gzip of 64 MB": (gzip.compress(bytes(64 * 1024**2)), {"Content-Encoding": "gzip"}, 413),
    "another coding": (b"{}", {"Content-Encoding": "br"}, 415),
    "an enormous body": (b"x" * (17 * 1024**2), {}, 413),
    "an enormous line": (b"x" * 300_000, {}, 413),
    "too many lines": (b"x\n" * 50_001, {}, 413),
    "a number below one": (b"{}", {"X-Sequence": "0"}, 400),
    "a number that is none": (b"{}", {"X-Sequence": "một"}, 400),
    "a number out of reach": (b"{}", {"X-Sequence": "9" * 30}, 400),
    "a strange stream": (b"{}", {"X-Stream": "a/b c"}, 400),
}


def test_a_bad_request_is_told_in_a_sentence_and_keeps_nothing(run, tmp_path):
    port = run(http_port=-1).ports["http"]
    for case, (body, headers, status) in BAD.items():
        answer, told = post(port, body, **headers)
        assert (case, answer) == (case, status)
        assert told["detail"].endswith("."), case

    assert post(port, gzip.compress(b"good"), **{"Content-Encoding": "gzip"})[0] == 200
    assert [one.raw for one in everything(tmp_path / "spool")] == [b"good"]


def test_a_full_spool_says_when_to_come_again(run, tmp_path):
    port = run(http_port=-1, limit_bytes=2_000).ports["http"]
    while (answer := post(port, b"x" * 200))[0] == 200:
        pass

    assert answer[0] == 503
    assert "đã đầy" in answer[1]["detail"]
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("POST", "/v1/events", b"x" * 200, {"Authorization": f"Bearer {TOKEN}".encode()})
    assert connection.getresponse().headers["Retry-After"] == "5"
    assert {one.raw for one in everything(tmp_path / "spool")} == {b"x" * 200}


def push(connection: socket.socket, block: bytes) -> None:
    """Send for ever, as far as the other side reads."""
    for _ in range(4_000):
        connection.sendall(block)


def test_a_full_spool_leaves_tcp_unread_and_takes_it_all_later(run, tmp_path):
    folder = tmp_path / "spool"
    running = run(tcp_port=-1, limit_bytes=2_000_000)
    line = b"<1>" + b"x" * 97
    with socket.create_connection(("127.0.0.1", running.ports["tcp"])) as connection:
        connection.settimeout(1)
        with pytest.raises(TimeoutError):
            push(connection, (line + b"\n") * 1_000)
        kept = len(everything(folder))
        running.stop()
    again = run(tcp_port=-1)

    assert 0 < kept * 101 <= 2_000_000
    assert again.ports["tcp"]
    assert {one.raw for one in everything(folder)} == {line}


class Door:
    """A connection that remembers whether it is read."""

    reading = True

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True


def test_a_paused_connection_is_read_again_when_there_is_room(tmp_path, monkeypatch):
    monkeypatch.setattr("tinhso.modules.security.collect.keeper.TRY_AGAIN_SECONDS", 0.01)
    spool = Spool(tmp_path, lambda: 1, limit_bytes=1_000)
    spool.open()
    door = Door()

    async def scene() -> list[bool]:
        keeper = Keeper(spool, lambda: 1)
        work = asyncio.create_task(keeper.run())
        keeper.offer(b"x" * 2_000, 1)
        await asyncio.sleep(0.1)
        seen = [keeper.pressed]
        keeper.pause(door)
        seen.append(door.reading)
        monkeypatch.setattr(spool, "_limit_bytes", 0)
        await asyncio.sleep(0.2)
        seen += [keeper.pressed, door.reading]
        keeper.stop()
        await work
        return seen

    assert asyncio.run(scene()) == [True, False, False, True]
    assert segments.size_of(tmp_path, 1) > 2_000
    spool.close()


def test_files_are_followed_over_rotation_truncation_and_restart(run, tmp_path):
    log, folder = tmp_path / "alerts.json", tmp_path / "spool"
    log.write_bytes(b"one\ntwo\nhal")
    running = run(files=[str(log)])
    wait_for(folder, 2)
    with log.open("ab") as stream:
        stream.write(b"f\n")
    wait_for(folder, 3)
    log.rename(tmp_path / "alerts.json.1")
    with (tmp_path / "alerts.json.1").open("ab") as stream:
        stream.write(b"last of the old\n")
    log.write_bytes(b"first of the new\n")
    wait_for(folder, 5)
    running.kill()
    with log.open("ab") as stream:
        stream.write(b"while it was down\n")
    run(files=[str(log)])
    wait_for(folder, 6)
    log.write_bytes(b"short\n")
    found = wait_for(folder, 7)

    assert [one.raw for one in found] == [
        *(b"one", b"two", b"half", b"last of the old", b"first of the new", b"while it was down", b"short")
    ]
    assert {one.peer for one in found} == {str(log)}


def test_a_file_turned_over_while_its_folder_is_read_is_not_passed_over(tmp_path, monkeypatch):
    log = tmp_path / "alerts.json"
    log.write_bytes(b"one\n")
    tail = tailing.begin(log, 100, None)
    assert [line.raw for line in tail.read()] == [b"one"]
    tail.done()
    for number, raw in ((1, b"two\n"), (2, b"three\n")):
        log.rename(log.with_name(f"alerts.json.{number}"))
        log.write_bytes(raw)
    seen = tailing._beside
    stale = [one for one in seen(log) if one.path.suffix != ".2"]
    looks = iter([stale])
    monkeypatch.setattr(tailing, "_beside", lambda path: next(looks, None) or seen(path))

    found = []
    for _ in range(4):
        found += [line.raw for line in tail.read()]
        tail.done()

    assert found == [b"two", b"three"]


def test_a_path_too_long_to_be_named_is_said_at_the_start(tmp_path):
    with pytest.raises(PathTooLong, match="dài hơn 255 byte"):
        tailing.begin(tmp_path / ("a" * 200) / ("b" * 60), 100, None)


def test_too_much_at_once_is_told_to_wait(tmp_path):
    keeper = Keeper(Spool(tmp_path, lambda: 1), lambda: 1)
    door = ndjson._Door(keeper, lambda digest: SOURCE, 1_000)

    with door._holding(ndjson.HOLD_BYTES), pytest.raises(SpoolFull, match="quá tải"):
        door._holding(1).__enter__()
    with door._holding(ndjson.HOLD_BYTES):
        pass


def test_a_register_that_cannot_be_read_leaves_the_one_before(tmp_path):
    """The database is away at the start: the tokens of the last run are accepted."""
    first = Running(tmp_path, http_port=-1)
    first.stop()
    setup = Setup(tmp_path)

    async def scene() -> object:
        collector = Collector(setup, lambda: 1, lambda said: None, lambda: None)
        await collector.start()
        try:
            return collector.known.find(ndjson.digest(TOKEN))
        finally:
            await collector.stop()

    assert asyncio.run(scene()) == SOURCE
