# SPDX-License-Identifier: EUPL-1.2
"""Configurations of the programs that send to us, filled in for one source. The token is never in them."""

from dataclasses import dataclass
from pathlib import Path

TEMPLATES = Path(__file__).parent / "senders"


@dataclass(frozen=True)
class Place:
    """Where the collector is: host and ports (0: closed), whether its HTTP door speaks TLS."""

    host: str
    tcp: int
    tls: int
    http: int
    secure: bool


@dataclass(frozen=True)
class Program:
    """A sender: its name, the template, the name of the file it reads, the door it needs."""

    title: str
    file: str
    door: str


PROGRAMS = {
    "rsyslog": Program("rsyslog", "60-tinhso.conf", "syslog"),
    "fluent-bit": Program("Fluent Bit", "fluent-bit.conf", "http"),
    "vector": Program("Vector", "vector.yaml", "http"),
    "winlogbeat": Program("Winlogbeat + Fluent Bit", "winlogbeat.yml", "http"),
    "wazuh": Program("Wazuh (Fluent Bit)", "wazuh-fluent-bit.conf", "http"),
}


def text_of(program: str, host: str, source_id: str, place: Place) -> str:
    """Return the text of a configuration. program: a key of PROGRAMS; host, source_id: of the source.

    Where a door is closed its port stands as 0 and the text says so.
    """
    name = "rsyslog-tls.conf" if program == "rsyslog" and place.tls else PROGRAMS[program].file
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    words = {
        "HOST": _plain(host),
        "SOURCE": source_id,
        "COLLECTOR": place.host,
        "TCP": str(place.tcp),
        "TLS": str(place.tls),
        "HTTP": str(place.http),
        "SCHEME": "https" if place.secure else "http",
        "ONOFF": "On" if place.secure else "Off",
    }
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    return text


def is_open(program: str, place: Place) -> bool:
    """Whether the door a program needs is open."""
    return bool(place.http if PROGRAMS[program].door == "http" else place.tcp or place.tls)


def _plain(host: str) -> str:
    """Return a host without what would end a string of a configuration."""
    return "".join(one for one in host if one.isalnum() or one in "._-:")
