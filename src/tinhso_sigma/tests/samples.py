# SPDX-License-Identifier: EUPL-1.2
"""Events written for the tests: Windows and Sysmon as JSON, half of them made to match a rule beside this file."""

import random
from typing import Any

SYSMON, SECURITY = "Microsoft-Windows-Sysmon/Operational", "Security"
IMAGES = [r"C:\Windows\System32\cmd.exe", r"C:\Windows\System32\WindowsPowerShell\v1.0\PowerShell.exe",
          r"C:\Windows\System32\vssadmin.exe", r"C:\Users\Lan\AppData\Local\Temp\a.exe", r"C:\x\mshta.exe"]  # fmt: skip
PARENTS = [r"C:\Windows\explorer.exe", r"C:\Program Files\Office\WINWORD.EXE", r"D:\quan-ly-cap-nhat.exe"]
COMMANDS = [
    "cmd /c dir",
    "powershell /enc SQBFAFgA",
    "powershell —Enc AAAA",
    "vssadmin Delete Shadows /all",
    "100% _ok_",
    "",
]
ADDRESSES = ["10.0.0.7", "203.0.113.9", "::1", "-", "192.168.1.2", "2001:db8::5"]
SCRIPTS = ["$a = (New-Object Net.WebClient)", "x.FromBase64String('aQ==') | IEX", "Get-Date", "'; DROP TABLE x; --"]


def event(channel: str, number: Any, **data: Any) -> dict[str, Any]:
    return {"Event": {"System": {"Channel": channel, "EventID": number, "Computer": "may-01"}, "EventData": data}}


def some(draws: random.Random) -> dict[str, Any]:
    """Return one event of the kinds the rules look at; now and then a field is missing, null or of another type."""
    pick = draws.choice
    made = pick(
        [
            event(SYSMON, pick([1, "1"]), Image=pick(IMAGES), CommandLine=pick(COMMANDS), ParentImage=pick(PARENTS),
                  OriginalFileName=pick(["vssadmin.EXE", "Cmd.Exe", None])),
            event(SYSMON, 13, TargetObject=r"HKU\S-1\Software\Microsoft\Windows\CurrentVersion\run\x",
                  Details=pick([r"C:\Windows\TEMP\x.exe", "DWORD (0x1)"])),
            event(SYSMON, 3, Image=pick(IMAGES), Initiated=pick([True, "true", False, "false"]),
                  DestinationPort=pick([80, "443", 4444, "8081"])),
            event(SECURITY, 4625, LogonType=pick([3, "10", 2]), IpAddress=pick(ADDRESSES)),
            event(SECURITY, 4720, **pick([{}, {"SubjectUserName": ""}, {"SubjectUserName": "admin"}])),
            event(SECURITY, pick([1102, 4624])),
            event("Microsoft-Windows-PowerShell/Operational", 4104, ScriptBlockText=pick(SCRIPTS)),
            event("Microsoft-Windows-Windows Defender/Operational", pick([1116, 5001, 5007]),
                  **{"Threat Name": pick(["HackTool:Win64/Mikatz!dha", "Trojan:X"])}),
        ]
    )  # fmt: skip
    data = made["Event"]["EventData"]
    if data and draws.random() < 0.2:
        del data[draws.choice(list(data))]
    return made
