# SPDX-License-Identifier: EUPL-1.2
"""The collector of events: what it takes over TCP and HTTP beside the disk; what readers make of it beside JSON."""

import http.client
import json
import os
import socket
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure, percentile
from bench.place import Place
from tinhso.modules.security.collect import reader, segments
from tinhso.modules.security.collect.tests.running import TOKEN, Running
from tinhso.modules.security.formats.reading import read
from tinhso.modules.security.formats.types import Arrival

SYSLOG = (
    b"<13>1 2026-03-02T08:00:00.123456+07:00 may-chu-1 sshd 411 - - Failed password for root from 10.0.0.1 port 22 "
)
EVENT = {"EventID": 1, "Channel": "Microsoft-Windows-Sysmon/Operational", "Computer": "may-1"}
BATCH, SENDERS = 2_000, 4
PARSED = 20_000


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return events per second through the doors, delay of a confirmation, events per second of one reader."""
    events = 100_000 if quick else 2_000_000
    place.var.mkdir(parents=True, exist_ok=True)
    folder = place.var / "bench-spool"
    line = SYSLOG + b"x" * (250 - len(SYSLOG)) + b"\n"
    sysmon = json.dumps(EVENT | {f"Field{n}": "giá trị " * 4 for n in range(12)}).encode() + b"\n"
    disk = _disk(place.var / "bench-disk", line * BATCH, events // BATCH)
    running = Running(folder, tcp_port=-1, http_port=-1)
    over_tcp, tcp_cpu = _tcp(running, folder, line, events)
    over_http, delays = _http(running, sysmon, events // 4)
    running.stop()
    return [
        Figure("Syslog over TCP, on disk", over_tcp, "events/s", disk, "the same bytes written and confirmed by 4 MB",
               f"{len(line)} bytes each, one connection; {tcp_cpu:,.0f} per CPU-second of the collector"),
        Figure("Lines over HTTP, confirmed", over_http, "events/s", None, "",
               f"{len(sysmon)} bytes each, {SENDERS} senders, {BATCH} lines a request, without compression"),
        Figure("Delay of a confirmation, median", percentile(delays, 0.5) * 1e3, "ms"),
        Figure("Delay of a confirmation, 99 of 100", percentile(delays, 0.99) * 1e3, "ms"),
        *_readers(folder, line, sysmon),
    ]  # fmt: skip


def _disk(path: Path, block: bytes, count: int) -> float:
    """Return lines per second of plain writing, confirmed about every 4 MB."""
    began = time.perf_counter()
    with path.open("wb", buffering=0) as stream:
        for number in range(count):
            stream.write(block)
            if number % max(1, 4 * 1024 * 1024 // len(block)) == 0:
                os.fdatasync(stream.fileno())
        os.fdatasync(stream.fileno())
    took = time.perf_counter() - began
    path.unlink()
    return count * BATCH / took


def _tcp(running: Running, folder: Path, line: bytes, events: int) -> tuple[float, float]:
    block, before, cpu, began = line * BATCH, _kept(folder), _cpu(running), time.perf_counter()
    with socket.create_connection(("127.0.0.1", running.ports["tcp"])) as connection:
        for _ in range(events // BATCH):
            connection.sendall(block)
    while _kept(folder) - before < events * len(line):
        time.sleep(0.01)
    return events / (time.perf_counter() - began), events / (_cpu(running) - cpu)


def _kept(folder: Path) -> int:
    tip = segments.read_tip(folder)
    numbers = segments.numbers(folder) if tip else []
    return sum(segments.size_of(folder, one) for one in numbers if tip and one < tip.segment) + (
        tip.offset if tip else 0
    )


def _cpu(running: Running) -> float:
    cells = Path(f"/proc/{running.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(cells[11]) + int(cells[12])) / os.sysconf("SC_CLK_TCK")


def _http(running: Running, line: bytes, events: int) -> tuple[float, list[float]]:
    delays: list[float] = []

    def send() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", running.ports["http"], timeout=30)
        for _ in range(events // BATCH // SENDERS):
            began = time.perf_counter()
            connection.request("POST", "/v1/events", line * BATCH, {"Authorization": f"Bearer {TOKEN}".encode()})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200
            delays.append(time.perf_counter() - began)

    senders, began = [threading.Thread(target=send) for _ in range(SENDERS)], time.perf_counter()
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    return len(delays) * BATCH / (time.perf_counter() - began), delays


def _readers(folder: Path, line: bytes, sysmon: bytes) -> list[Figure]:
    arrival, cpu = Arrival(datetime.now(UTC), UTC, "10.0.0.1"), time.process_time
    began = cpu()
    records = reader.read(folder, segments.Position(1, 0), 32 * 1024 * 1024).records
    spool = len(records) / (cpu() - began)
    found = [Figure("Records read back from the spool", spool, "events/CPU-s", None, "", "checksum of each")]
    for name, text in (("Syslog (RFC 5424)", line), ("Sysmon as JSON", sysmon)):
        began = cpu()
        for _ in range(PARSED):
            read(text, arrival)
        ours, began = PARSED / (cpu() - began), cpu()
        for _ in range(PARSED):
            json.loads(sysmon)
        limit = PARSED / (cpu() - began)
        found.append(
            Figure(f"Made into an event: {name}", ours, "events/CPU-s", limit, "json.loads of the Sysmon line")
        )
    return found
