# SPDX-License-Identifier: EUPL-1.2
"""From the spool to the store and the alerts: events per second end to end, the store alone, searches as it grows."""

import itertools
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import daemons, everyday
from bench.figures import Figure, median_of, percentile
from bench.installation import installed
from bench.place import Place

BLOCK = 50_000
EVERY = 1_000
"""One line in so many is an alarm."""

TOLD = f"{BLOCK:,} a batch, confirmed on disk, encoded by us"

PLAIN = (
    "<38>1 {at} may-{host:03d} sshd {n} - - Accepted publickey for u{user:02d} from 10.{a}.{b}.7 port {port} ssh2: "
    "ED25519 SHA256:{hash}"
)
SYSMON = (
    '{{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"pc-{host:03d}","SystemTime":"{at}",'
    '"ProcessGuid":"{{{hash}}}","ProcessId":{n},"Image":"C:\\\\Program Files\\\\App{user}\\\\app{user}.exe",'
    '"CommandLine":"app{user}.exe --job {n} --user u{user:02d}","CurrentDirectory":"C:\\\\Users\\\\u{user:02d}\\\\",'
    '"User":"TINH\\\\u{user:02d}","LogonId":"0x{port:x}","IntegrityLevel":"Medium",'
    '"Hashes":"MD5={hash},SHA256={hash}{hash}","ParentImage":"C:\\\\Windows\\\\explorer.exe",'
    '"ParentCommandLine":"C:\\\\Windows\\\\Explorer.EXE"}}'
)
ALARM = "<85>1 {at} may-{host:03d} sudo {n} - - u{user:02d} : user NOT in sudoers ; TTY=pts/0 ; COMMAND=/bin/sh"


def measure(place: Place, *, quick: bool = False, sizes: list[int] | None = None) -> list[Figure]:
    """Return rows per second into the store, bytes per event, searches; events per second and delay end to end."""
    with installed(place):
        counts = sizes or ([50_000] if quick else [1_000_000])
        figures = _store(place, counts)
        size, logins = (20_000, 20_000) if quick else (1_500_000, 200_000)
        figures += _whole(place, "everyday", list(_everyday(size)), EVERYDAY)
        figures += _whole(
            place, "logins", list(_lines(logins)), "half of them logins that a correlation counts, half Sysmon"
        )
        figures.append(_delay(place, 20 if quick else 200))
    return figures


EVERYDAY = "half Windows, half syslog, 1 in 200 a login that a correlation counts"


def _everyday(count: int) -> Iterator[bytes]:
    """Give lines of Windows machines and of servers in turn; one in so many of all is an alarm."""
    alarm = ALARM.format(at="2026-03-02T08:00:00.5Z", host=1, n=1, user=1).encode()
    both = zip(everyday.lines(count // 2, [alarm]), daemons.lines(count // 2), strict=True)
    for n, line in enumerate(itertools.chain.from_iterable(both)):
        # Everyday lines have one in a hundred of what they are told to mix in; an alarm is ten times rarer.
        yield next(daemons.lines(1, n)) if line is alarm and n % (EVERY * 2) else line


def _lines(count: int, first: int = 0) -> Iterator[bytes]:
    for n in range(first, first + count):
        form = ALARM if n % EVERY == 0 else PLAIN if n % 2 else SYSMON
        at = f"2026-03-02T{n // 3600 % 24:02d}:{n // 60 % 60:02d}:{n % 60:02d}.5Z"
        told = {"n": n, "host": n % 200, "user": n % 50, "a": n % 64, "b": n // 64 % 250, "port": 1024 + n % 60_000}
        yield form.format(at=at, hash=f"{n * 2654435761 % 2**128:032x}", **told).encode()


def _running(folder: Path) -> "Running":  # type: ignore[name-defined]  # noqa: F821
    from tinhso.modules.security.store.tests.running import Running  # noqa: PLC0415 - after the settings

    found = Running(folder)
    found.store.prepare()
    return found


def _store(place: Place, counts: list[int]) -> list[Figure]:
    from tinhso.modules.security.formats.reading import read  # noqa: PLC0415
    from tinhso.modules.security.formats.types import Arrival  # noqa: PLC0415
    from tinhso.modules.security.store.rows import Row  # noqa: PLC0415

    running, figures, rows_in, seconds = _running(place.var / "bench-store"), [], 0, 0.0
    day = datetime(2026, 3, 2, tzinfo=UTC)
    for count in counts:
        while rows_in < count:
            events = (read(line, Arrival(day, UTC, "10.0.0.1")) for line in _lines(BLOCK, rows_in))
            rows = [Row(1, 1, rows_in + n, 365, event) for n, event in enumerate(events)]
            began = time.perf_counter()
            running.store.insert(rows)
            seconds += time.perf_counter() - began
            rows_in += BLOCK
        figures += _searches(running.store, rows_in, rows_in / seconds)
    running.stop()
    return figures


def _searches(store, rows: int, speed: float) -> list[Figure]:  # type: ignore[no-untyped-def]
    from tinhso.modules.security.store import asking  # noqa: PLC0415

    size = store.select("SELECT sum(bytes_on_disk) AS b FROM system.parts WHERE active AND table = 'events'")[0]["b"]
    raw = store.select("SELECT sum(length(raw)) AS b FROM events")[0]["b"]
    figures = [
        Figure(f"Rows into the store, {rows:,} in it", speed, "rows/s", None, "", TOLD),
        Figure("Bytes on disk for an event", int(size) / rows, "bytes", int(raw) / rows, "the line itself"),
    ]  # fmt: skip
    asked = {
        "A rare word": "sudoers lần-này-không-có",
        "A frequent word, 50 lines": "sudoers",
        "An address": "diachi:10.7.7.7",
        "A hash": f"bam:{(1_000 * 2654435761) % 2**128:032x}",
        "A part of a word": "*udoer*",
        "A machine and a word": "may:may-001 sudoers",
    }
    for name, text in asked.items():
        question = asking.read(text)
        sql = f"SELECT raw FROM events WHERE {question.sql} ORDER BY time DESC LIMIT 50"

        def ask(sql: str = sql, values: dict[str, object] = question.values) -> float:
            began = time.perf_counter()
            store.select(sql, values, seconds=120)
            return (time.perf_counter() - began) * 1e3

        figures.append(Figure(f"Search, {rows:,} events: {name.lower()}", median_of(5, ask), "ms"))
    return figures


def _whole(place: Place, name: str, lines: list[bytes], told: str) -> list[Figure]:
    """Fill a spool, then let a detector of its own process store and judge all of it."""
    import orjson  # noqa: PLC0415

    from tinhso.modules.security.collect.records import Record, Way, encode  # noqa: PLC0415
    from tinhso.modules.security.collect.spool import Spool  # noqa: PLC0415
    from tinhso.modules.security.models import DetectorPlace  # noqa: PLC0415

    DetectorPlace.objects.all().delete()
    count = len(lines)
    spool = Spool(place.var / f"bench-spool-{name}", time.time_ns)
    spool.open()
    for at in range(0, count, 10_000):
        spool.write(encode(Record(Way.TCP, time.time_ns(), one, "10.0.0.1") for one in lines[at : at + 10_000]))
    json_lines = [one for one in lines if one.startswith(b"{")]
    began = time.process_time()
    for one in json_lines:
        orjson.loads(one)
    limit = len(json_lines) / (time.process_time() - began)
    running = _running(place.var / f"bench-store-{name}")
    began = time.perf_counter()
    detector = _detector(spool.folder, running.url)
    while (DetectorPlace.objects.values_list("events", flat=True).first() or 0) == 0:
        time.sleep(0.01)
    first, started = DetectorPlace.objects.get().events, time.perf_counter()
    while DetectorPlace.objects.get().events < count:
        time.sleep(0.02)
    took = time.perf_counter() - started
    detector.terminate()
    detector.wait(20)
    stored = running.store.select("SELECT count() AS n FROM events")[0]["n"]
    running.stop()
    spool.close()
    mean = sum(map(len, lines)) / count
    return [
        Figure(f"Read, matched, stored, alerts kept: {name}", (count - first) / took, "events/s", limit,
               "orjson.loads of the JSON half on one core",
               f"{count:,} of {mean:,.0f} bytes, {told}; 1 in {EVERY:,} an alarm; {count - stored} missing; "
               f"detector and store on two cores, our own rules; start {started - began:.1f} s"),
    ]  # fmt: skip


def _detector(folder: Path, url: str) -> "subprocess.Popen[bytes]":
    module = "tinhso.modules.security.tests.detector_process"
    return subprocess.Popen([sys.executable, "-m", module, str(folder), url, "khoa-thu"])


def _delay(place: Place, alarms: int) -> Figure:
    """Write alarms one by one into a quiet spool; from arrival to the alert."""
    from django.utils import timezone  # noqa: PLC0415

    from tinhso.modules.security.collect.records import Record, Way, encode  # noqa: PLC0415
    from tinhso.modules.security.collect.spool import Spool  # noqa: PLC0415
    from tinhso.modules.security.models import Alert, DetectorPlace  # noqa: PLC0415

    DetectorPlace.objects.all().delete()
    Alert.objects.all().delete()
    spool = Spool(place.var / "bench-spool-3", time.time_ns)
    spool.open()
    running = _running(place.var / "bench-store-3")
    detector = _detector(spool.folder, running.url)
    while not DetectorPlace.objects.filter(rules__gt=0).exists():
        time.sleep(0.05)
    written: dict[str, datetime] = {}
    seen = threading.Event()
    for n in range(alarms):
        host = f"moi-{n}"
        line = f"<85>1 - {host} sudo 1 - - u : user NOT in sudoers".encode()
        written[host] = timezone.now()
        spool.write(encode([Record(Way.TCP, time.time_ns(), line, "10.0.0.1")]))
        seen.wait(0.05)
    until = time.monotonic() + 60
    while Alert.objects.count() < alarms and time.monotonic() < until:
        time.sleep(0.1)
    delays = [
        (at - written[host]) / timedelta(milliseconds=1) for host, at in Alert.objects.values_list("host", "raised_at")
    ]
    detector.terminate()
    detector.wait(20)
    running.stop()
    spool.close()
    note = f"median {percentile(delays, 0.5):,.0f} ms, {len(delays)} of {alarms} alarms, 20 a second"
    return Figure("Arrival to alert, 99 of 100", percentile(delays, 0.99), "ms", None, "", note)
