# SPDX-License-Identifier: EUPL-1.2
"""Events per CPU-second through the detection core, beside orjson.loads of the same lines in the same process.

The lines are made here: everyday Sysmon and Security events of an office with names, numbers, addresses and hashes that
do not repeat, and one in a hundred from the packs. SECURITY_PACKS names a folder with `sigmahq-rules.tar.gz` and
`*.ndjson.gz`; without it the ten rules and the events of the tests are used, and the note says so.
"""

import gc
import gzip
import json
import os
import random
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson

from bench.figures import Figure
from bench.place import Place

EVENTS, FEW = 100_000, 5_000
ATTACKS = 100  # one line in so many
PACKS = os.environ.get("SECURITY_PACKS", "")
OWN = Path(__file__).parents[1] / "src" / "tinhso_sigma" / "tests" / "rules"
PROGRAMS = ("chrome", "winword", "excel", "outlook", "svchost", "explorer", "unikey", "msedge", "zalo", "conhost")


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return cold and warm speed of a fresh process on one core, and how long the rules take to load."""
    command = (sys.executable, "-m", "bench.sigma", str(FEW if quick else EVENTS))
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    what = "`orjson.loads` of the same lines, one core, the same process"
    rules = f"{found['rules']:,} Windows rules" + ("" if PACKS else " of the tests")
    note = f"{rules}, {found['events']:,} events of {found['bytes']:.0f} B, pure Python, lines not parsed again"
    return [
        Figure("Events matched, cold (fresh process)", found["cold"], "events/CPU-s", found["orjson"], what, note),
        Figure("Events matched, the same again", found["warm"], "events/CPU-s", found["orjson"], what,
               f"{found['matches']:,} matches"),
        Figure("Rules read and compiled", found["loaded"], "rules/CPU-s", note=f"{found['aside']} set aside"),
    ]  # fmt: skip


def lines(number: int) -> Iterator[bytes]:
    """Give lines, the same in every run."""
    draws = random.Random(20261123)
    attacks = _attacks(draws)
    for at in range(number):
        yield draws.choice(attacks) if at % ATTACKS == 0 else orjson.dumps(everyday(draws, at))


def everyday(draws: random.Random, at: int) -> dict[str, object]:
    kind = draws.choices((1, 3, 7, 11, 13, 22, 4624, 4663), (20, 15, 15, 12, 12, 8, 10, 8))[0]
    channel = "Security" if kind > 4000 else "Microsoft-Windows-Sysmon/Operational"
    system = {
        "Provider_Name": channel.partition("/")[0],
        "Provider_Guid": guid(draws),
        "EventID": kind,
        "Version": "5",
        "Level": "4",
        "Task": "1",
        "Opcode": "0",
        "Keywords": "0x8000000000000000",
        "SystemTime": f"2026-11-23T01:00:00.{at:07}Z",
        "EventRecordID": str(at),
        "Execution_ProcessID": "3100",
        "Execution_ThreadID": str(draws.randrange(9_000)),
        "Channel": channel,
        "Computer": f"may-{draws.randrange(2_000)}.tinh.local",
        "Security_UserID": "S-1-5-18",
    }
    return {"Event": {"System": system, "EventData": _data(draws, kind, at)}}


def _data(draws: random.Random, kind: int, at: int) -> dict[str, object]:
    program = rf"C:\Program Files\{draws.choice(PROGRAMS)}\{draws.choice(PROGRAMS)}.exe"
    name = f"nv{draws.randrange(400):03}"
    address = f"10.1.{draws.randrange(256)}.{draws.randrange(256)}"
    digest = f"SHA256={draws.getrandbits(256):064X}"
    if kind == 4624:
        return {
            "TargetUserName": name,
            "LogonType": draws.choice((2, 3, 5)),
            "LogonProcessName": "Kerberos",
            "IpAddress": address,
            "WorkstationName": f"MAY-{draws.randrange(2_000)}",
            "LogonGuid": guid(draws),
        }
    if kind == 4663:
        return {
            "SubjectUserName": name,
            "ObjectName": rf"D:\chung\{draws.randrange(10**4)}.xlsx",
            "AccessMask": "0x1",
            "ProcessName": program,
            "ObjectType": "File",
            "HandleId": hex(draws.randrange(10**4)),
        }
    common = {
        "RuleName": "-",
        "UtcTime": f"2026-11-23 01:{at // 60 % 60:02}:{at % 60:02}.{at % 1000:03}",
        "ProcessGuid": guid(draws),
        "ProcessId": str(draws.randrange(400, 30_000)),
        "Image": program,
        "User": rf"TINH\{name}",
    }
    return common | {
        1: {"CommandLine": rf'"{program}" --type=renderer --id={draws.randrange(10**6)} --lang=vi', "Hashes": digest,
            "ParentImage": rf"C:\Windows\{draws.choice(PROGRAMS)}.exe", "ParentCommandLine": f"{program} /s",
            "CurrentDirectory": rf"C:\Users\{name}\Documents" + "\\", "OriginalFileName": program.rpartition("\\")[2],
            "Company": "-", "Product": "-", "Description": "-", "IntegrityLevel": "Medium", "LogonGuid": guid(draws),
            "ParentProcessGuid": guid(draws), "ParentUser": rf"TINH\{name}"},
        3: {"Protocol": "tcp", "Initiated": "true", "SourceIp": address, "SourceIsIpv6": "false",
            "SourcePort": str(draws.randrange(49152, 65535)), "DestinationIp": f"203.0.113.{draws.randrange(256)}",
            "DestinationPort": draws.choice(("443", "80")), "DestinationHostname": f"h{draws.randrange(900)}.gov.vn"},
        7: {"ImageLoaded": rf"C:\Windows\System32\{draws.choice(PROGRAMS)}{draws.randrange(300)}.dll", "Hashes": digest,
            "Signed": "true", "Signature": "Microsoft Windows", "SignatureStatus": "Valid", "Company": "Microsoft"},
        11: {"TargetFilename": rf"C:\Users\{name}\Documents\to-trinh-{draws.randrange(10**5)}.docx"},
        13: {"EventType": "SetValue", "Details": f"DWORD (0x{draws.getrandbits(32):08x})",
             "TargetObject": rf"HKU\S-1-5-21\Software\Microsoft\Office\{draws.randrange(2_000)}\MRU"},
        22: {"QueryName": f"h{draws.randrange(5_000)}.gov.vn", "QueryStatus": "0", "QueryResults": f"{address};"},
    }[kind]  # fmt: skip


def guid(draws: random.Random) -> str:
    text = f"{draws.getrandbits(128):032x}"
    return f"{{{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}}}"


def _attacks(draws: random.Random) -> list[bytes]:
    from tinhso_sigma.tests import samples  # noqa: PLC0415 - not every bench reads the tests

    packed = [
        line for file in sorted(Path(PACKS or OWN).glob("*.ndjson.gz"))
        for line in gzip.decompress(file.read_bytes()).splitlines()
    ]  # fmt: skip
    return packed or [orjson.dumps(samples.some(draws)) for _ in range(500)]


def _speed(number: int, work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return number / (time.process_time() - began)


def run(number: int) -> dict[str, float]:
    """Measure in this process: rules read, lines parsed, matched once, matched again."""
    from tinhso_sigma import Engine, load  # noqa: PLC0415 - reading the package is part of a cold start

    began = time.process_time()
    library = load(Path(PACKS) / "sigmahq-rules.tar.gz" if PACKS else OWN)
    loaded = len(library.rules) / (time.process_time() - began)
    raw = list(lines(number))
    parsed = _speed(number, lambda: deque(map(orjson.loads, raw), maxlen=0))
    events = list(map(orjson.loads, raw))
    gc.freeze()  # the events stay; looking through them again and again is no work of the engine
    engine = Engine(rule for rule in library.rules if rule.logsource.product == "windows")
    matches: list[int] = []
    cold = _speed(number, lambda: matches.extend(len(engine.match(event)) for event in events))
    warm = _speed(number, lambda: matches.extend(len(engine.match(event)) for event in events))
    return {"rules": len(engine.rules), "aside": len(library.aside), "loaded": loaded, "events": number,
            "bytes": sum(map(len, raw)) / number, "orjson": parsed, "cold": cold, "warm": warm,
            "matches": sum(matches[:number])}  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]))))
