# SPDX-License-Identifier: EUPL-1.2
"""Everyday lines of Windows machines of a province, the same in every run.

What repeats in life repeats here: 2,000 machines and 3,000 people; 400 programs, each with its hashes, maker and
command line, drawn by Zipf's law; registry keys, libraries and hosts likewise. What never repeats in life does not
here: process GUIDs, record numbers, times, thread numbers. In between: of command lines one in three has an argument
of its own, of file names two in three, of script blocks one in two, of registry values one in four. The shares of the
kinds are our guess at Sysmon with a common configuration beside the Security log; no log of a province was looked at.
Only `random` and `json` are used, so another engine can be measured on the same bytes.
"""

import itertools
import json
import random
from collections.abc import Iterator
from typing import Any

SEED = 20261123
ATTACKS = 100  # one line in so many is drawn from the attack lines
MACHINES, PEOPLE, PROGRAMS, KEYS, LIBRARIES, HOSTS, FOLDERS = 2_000, 3_000, 400, 4_000, 1_200, 6_000, 900
SYSMON = "Microsoft-Windows-Sysmon/Operational"
KINDS = {
    1: 7,
    3: 14,
    5: 5,
    7: 12,
    10: 10,
    11: 13,
    12: 6,
    13: 14,
    22: 8,
    23: 2,
    4624: 4,
    4634: 2,
    4672: 1,
    4104: 1,
    4688: 1,
}
SYLLABLES = (
    "an", "binh", "cao", "dong", "giang", "ha", "khanh", "lam", "minh", "nam",
    "phu", "quang", "son", "thanh", "tien", "van", "viet", "xuan", "yen", "hoa",
)  # fmt: skip
MAKERS = ("Microsoft Corporation", "Google LLC", "Zalo Group", "Foxit Software Inc.", "VNPT", "Adobe Inc.", "-")
PLACES = (r"C:\Windows\System32", r"C:\Windows\SysWOW64", r"C:\Program Files\{}", r"C:\Program Files (x86)\{}",
          r"C:\Users\{}\AppData\Local\{}")  # fmt: skip
OPTIONS = ("--type=renderer", "-k netsvcs -p", "/automation -Embedding", "--lang=vi", "-s Schedule", "/prefetch:7", "")
ROOTS = (r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion", r"HKLM\System\CurrentControlSet\Services",
         r"HKU\S-1-5-21-3457937927-2839227994-823803824-{}\SOFTWARE\Microsoft\Office\16.0")  # fmt: skip
SCRIPT = (
    "function Get-{0} {{ param([string]$Path) Get-ChildItem -Path $Path -Filter '*.{1}' | Select-Object Name, Length }}"
)


def _clock(at: int) -> str:
    return f"{at // 3_600_000 % 24:02}:{at // 60_000 % 60:02}:{at // 1000 % 60:02}.{at % 1000:03}"


class Zipf:
    """Draws the numbers below a bound, the n-th with a share that falls as 1/n."""

    def __init__(self, number: int) -> None:
        self.range = range(number)
        self.weights = list(itertools.accumulate(1 / (n + 3) for n in self.range))

    def draw(self, draws: random.Random) -> int:
        return draws.choices(self.range, cum_weights=self.weights)[0]


class Everyday:
    """Draws events. One object, one stream."""

    def __init__(self, seed: int = SEED) -> None:
        self.draws = random.Random(seed)
        self.machine, self.person, self.program = Zipf(MACHINES), Zipf(PEOPLE), Zipf(PROGRAMS)
        self.key, self.library, self.host, self.folder = Zipf(KEYS), Zipf(LIBRARIES), Zipf(HOSTS), Zipf(FOLDERS)
        self.programs = [self._made_program(number) for number in range(PROGRAMS)]
        self.libraries = [rf"C:\Windows\System32\{self._word(n)}{n % 90}.dll" for n in range(LIBRARIES)]
        self.library_hashes = [self._hashes() for _ in self.libraries]
        self.hosts = [f"{self._word(n)}{n}.{self._word(n * 7)}.gov.vn" for n in range(HOSTS)]
        self.addresses = [f"203.0.{self.draws.randrange(256)}.{self.draws.randrange(256)}" for _ in self.hosts]
        self.keys = [self._made_key(number) for number in range(KEYS)]
        self.folders = [rf"{self._word(n)}\{self._word(n * 3)}-{n}" for n in range(FOLDERS)]
        self.people = [f"{self._word(n)}.{self._word(n * 11)}{n}" for n in range(PEOPLE)]

    def event(self, at: int) -> dict[str, Any]:
        kind = self.draws.choices(list(KINDS), list(KINDS.values()))[0]
        data = getattr(self, f"_of_{kind}")() if kind > 99 else self._of_sysmon(kind, at)
        channel = "Security" if kind > 4200 else SYSMON if kind < 99 else "Microsoft-Windows-PowerShell/Operational"
        provider = "Microsoft-Windows-Security-Auditing" if channel == "Security" else channel.partition("/")[0]
        system = {
            "Provider_Name": provider, "Provider_Guid": "5770385F-C22A-43E0-BF4C-06F5698FFBD9", "EventID": kind,
            "Version": 5, "Level": 4, "Task": kind, "Opcode": 0, "Keywords": "0x8000000000000000",
            "SystemTime": f"2026-11-23T{_clock(at)}Z",
            "EventRecordID": 8_000_000 + at, "Execution_ProcessID": 3_100 + self.machine.draw(self.draws) % 40,
            "Execution_ThreadID": self.draws.randrange(9_000), "Channel": channel,
            "Computer": f"may-{self.machine.draw(self.draws):04}.tinh.local", "Security_UserID": "S-1-5-18",
        }  # fmt: skip
        return {"Event": {"System": system, "EventData": data}}

    def _of_sysmon(self, kind: int, at: int) -> dict[str, Any]:
        number = self.program.draw(self.draws)
        program, person = self.programs[number], self._user()
        head = {
            "RuleName": "-",
            "UtcTime": f"2026-11-23 {_clock(at)}",
            "ProcessGuid": self._guid(),
            "ProcessId": self.draws.randrange(400, 30_000),
            "Image": program["Image"],
        }
        return head | getattr(self, f"_of_{kind}")(program) | {"User": person}

    def _of_1(self, program: dict[str, str]) -> dict[str, Any]:
        parent = self.programs[self.program.draw(self.draws) % 25]
        return {
            "FileVersion": "10.0.19041.1", "Description": program["Description"], "Product": program["Product"],
            "Company": program["Company"], "OriginalFileName": program["OriginalFileName"],
            "CommandLine": self._command(program), "CurrentDirectory": "C:\\Windows\\system32\\",
            "LogonGuid": self._guid(), "LogonId": hex(self.draws.randrange(1 << 24)), "TerminalSessionId": 1,
            "IntegrityLevel": self.draws.choice(("Medium", "System", "Low")), "Hashes": program["Hashes"],
            "ParentProcessGuid": self._guid(), "ParentProcessId": self.draws.randrange(400, 30_000),
            "ParentImage": parent["Image"], "ParentCommandLine": parent["CommandLine"],
            "ParentUser": "NT AUTHORITY\\SYSTEM",
        }  # fmt: skip

    def _of_3(self, program: dict[str, str]) -> dict[str, Any]:
        host = self.host.draw(self.draws)
        return {
            "Protocol": "tcp", "Initiated": True, "SourceIsIpv6": False, "SourceIp": self._inside(),
            "SourceHostname": f"may-{self.machine.draw(self.draws):04}.tinh.local",
            "SourcePort": self.draws.randrange(49_152, 65_535), "SourcePortName": "-", "DestinationIsIpv6": False,
            "DestinationIp": self.addresses[host], "DestinationHostname": self.hosts[host],
            "DestinationPort": self.draws.choice((443, 443, 443, 80, 53, 445)), "DestinationPortName": "https",
        }  # fmt: skip

    def _of_5(self, program: dict[str, str]) -> dict[str, Any]:
        return {}

    def _of_7(self, program: dict[str, str]) -> dict[str, Any]:
        number = self.library.draw(self.draws)
        return {
            "ImageLoaded": self.libraries[number], "FileVersion": "10.0.19041.546", "Description": "Windows library",
            "Product": "Microsoft® Windows® Operating System", "Company": "Microsoft Corporation",
            "OriginalFileName": self.libraries[number].rpartition("\\")[2], "Hashes": self.library_hashes[number],
            "Signed": True, "Signature": "Microsoft Windows", "SignatureStatus": "Valid",
        }  # fmt: skip

    def _of_10(self, program: dict[str, str]) -> dict[str, Any]:
        target = self.programs[self.program.draw(self.draws) % 60]
        trace = "|".join(f"{self.libraries[n]}+{n * 4097:x}" for n in (3, 17, self.library.draw(self.draws) % 200))
        return {
            "SourceProcessGUID": self._guid(), "SourceProcessId": self.draws.randrange(400, 30_000),
            "SourceThreadId": self.draws.randrange(9_000), "SourceImage": program["Image"],
            "TargetProcessGUID": self._guid(), "TargetProcessId": self.draws.randrange(400, 30_000),
            "TargetImage": target["Image"],
            "GrantedAccess": self.draws.choice(("0x1000", "0x1400", "0x2000", "0x101541")),
            "CallTrace": trace, "SourceUser": self._user(), "TargetUser": "NT AUTHORITY\\SYSTEM",
        }  # fmt: skip

    def _of_11(self, program: dict[str, str]) -> dict[str, Any]:
        folder = self.folders[self.folder.draw(self.draws)]
        tail = self.draws.randrange(10**6) if self.draws.random() < 2 / 3 else 7
        person = self.people[self.person.draw(self.draws)]
        name = rf"C:\Users\{person}\{folder}\to-trinh-{tail}.{self.draws.choice(('docx', 'xlsx', 'tmp', 'pdf'))}"
        return {"TargetFilename": name, "CreationUtcTime": "2026-11-23 01:00:00.000"}

    _of_23 = _of_11

    def _of_12(self, program: dict[str, str]) -> dict[str, Any]:
        return {"EventType": "CreateKey", "TargetObject": self._registry()}

    def _of_13(self, program: dict[str, str]) -> dict[str, Any]:
        value = self.draws.choice(("DWORD (0x00000001)", "Binary Data", f"DWORD (0x{self.draws.getrandbits(16):08x})"))
        return {"EventType": "SetValue", "TargetObject": self._registry(), "Details": value}

    def _of_22(self, program: dict[str, str]) -> dict[str, Any]:
        host = self.host.draw(self.draws)
        return {"QueryName": self.hosts[host], "QueryStatus": 0, "QueryResults": f"::ffff:{self.addresses[host]};"}

    def _of_4624(self) -> dict[str, Any]:
        return {
            "SubjectUserSid": "S-1-0-0", "SubjectUserName": "-", "SubjectDomainName": "-", "SubjectLogonId": "0x0",
            "TargetUserSid": f"S-1-5-21-3457937927-2839227994-823803824-{self.person.draw(self.draws)}",
            "TargetUserName": self.people[self.person.draw(self.draws)], "TargetDomainName": "TINH",
            "TargetLogonId": hex(self.draws.randrange(1 << 28)), "LogonType": self.draws.choice((2, 3, 3, 3, 5, 7)),
            "LogonProcessName": "Kerberos", "AuthenticationPackageName": "Kerberos", "WorkstationName": "-",
            "LogonGuid": self._guid(), "TransmittedServices": "-", "LmPackageName": "-", "KeyLength": 0,
            "ProcessId": "0x0", "ProcessName": "-", "IpAddress": self._inside(),
            "IpPort": str(self.draws.randrange(49_152, 65_535)), "ImpersonationLevel": "%%1833",
        }  # fmt: skip

    def _of_4634(self) -> dict[str, Any]:
        return {"TargetUserSid": f"S-1-5-21-3457937927-2839227994-823803824-{self.person.draw(self.draws)}",
                "TargetUserName": self.people[self.person.draw(self.draws)], "TargetDomainName": "TINH",
                "TargetLogonId": hex(self.draws.randrange(1 << 28)), "LogonType": 3}  # fmt: skip

    def _of_4672(self) -> dict[str, Any]:
        return {"SubjectUserSid": "S-1-5-18", "SubjectUserName": "SYSTEM", "SubjectDomainName": "NT AUTHORITY",
                "SubjectLogonId": "0x3e7",
                "PrivilegeList": "SeAssignPrimaryTokenPrivilege\n\t\t\tSeTcbPrivilege"}  # fmt: skip

    def _of_4688(self) -> dict[str, Any]:
        program = self.programs[self.program.draw(self.draws)]
        return {"SubjectUserSid": "S-1-5-18", "SubjectUserName": "SYSTEM", "SubjectDomainName": "TINH",
                "SubjectLogonId": "0x3e7", "NewProcessId": hex(self.draws.randrange(1 << 15)),
                "NewProcessName": program["Image"], "TokenElevationType": "%%1936",
                "ProcessId": hex(self.draws.randrange(1 << 15)), "CommandLine": self._command(program),
                "ParentProcessName": self.programs[self.program.draw(self.draws) % 25]["Image"]}  # fmt: skip

    def _of_4104(self) -> dict[str, Any]:
        own = self.draws.randrange(10**6) if self.draws.random() < 0.5 else 7
        return {"MessageNumber": 1, "MessageTotal": 1, "ScriptBlockText": SCRIPT.format(f"BaoCao{own}", "xlsx") * 3,
                "ScriptBlockId": self._guid(),
                "Path": rf"C:\quan-tri\bao-cao-{self.draws.randrange(90)}.ps1"}  # fmt: skip

    def _command(self, program: dict[str, str]) -> str:
        if self.draws.random() < 2 / 3:
            return program["CommandLine"]
        return f"{program['CommandLine']} --id={self.draws.getrandbits(40):x} --lang=vi"

    def _registry(self) -> str:
        own = rf"\MRU\Item {self.draws.randrange(10**5)}" if self.draws.random() < 0.25 else ""
        return self.keys[self.key.draw(self.draws)] + own

    def _user(self) -> str:
        return (
            "NT AUTHORITY\\SYSTEM"
            if self.draws.random() < 0.5
            else rf"TINH\{self.people[self.person.draw(self.draws)]}"
        )

    def _inside(self) -> str:
        number = self.machine.draw(self.draws)
        return f"10.{number % 7}.{number % 251}.{number % 239}"

    def _made_program(self, number: int) -> dict[str, str]:
        name, place = f"{self._word(number)}{self._word(number * 5)}{number}", PLACES[number % len(PLACES)]
        image = rf"{place.format(name, 'Programs')}\{name}.exe"
        return {"Image": image, "OriginalFileName": f"{name}.exe", "Company": MAKERS[number % len(MAKERS)],
                "Product": f"{name.title()} Platform", "Description": f"{name.title()} for Windows",
                "Hashes": self._hashes(),
                "CommandLine": f'"{image}" {OPTIONS[number % len(OPTIONS)]}'.rstrip()}  # fmt: skip

    def _made_key(self, number: int) -> str:
        root = ROOTS[number % len(ROOTS)].format(1_000 + number % 97)
        return rf"{root}\{self._word(number).title()}{number}\{self._word(number * 3).title()}\Enabled"

    def _hashes(self) -> str:
        bits = self.draws.getrandbits
        return f"MD5={bits(128):032X},SHA256={bits(256):064X},IMPHASH={bits(128):032X}"

    def _guid(self) -> str:
        text = f"{self.draws.getrandbits(128):032X}"
        return f"{{{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}}}"

    @staticmethod
    def _word(number: int) -> str:
        return SYLLABLES[number % 20] + SYLLABLES[number // 20 % 20]


def lines(number: int, attacks: list[bytes], seed: int = SEED) -> Iterator[bytes]:
    """Give lines: everyday ones, and one in a hundred drawn from the attack lines."""
    everyday, draws = Everyday(seed), random.Random(seed + 1)
    write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for at in range(number):
        yield draws.choice(attacks) if at % ATTACKS == 0 else write(everyday.event(at)).encode()
