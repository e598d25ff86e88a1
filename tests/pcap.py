# SPDX-License-Identifier: EUPL-1.2
"""Captures written packet by packet (libpcap 2.4, Ethernet, IPv4, TCP): a whole conversation, as a sensor hears it."""

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ETHERNET = bytes.fromhex("020000000001") + bytes.fromhex("020000000002") + b"\x08\x00"
SYN, FIN, PSH, ACK = 0x02, 0x01, 0x08, 0x10


@dataclass(frozen=True)
class End:
    address: str
    port: int


def conversation(client: End, server: End, said: bytes, answered: bytes) -> list[bytes]:
    """Return the packets of a connection in which the client says something and the server answers."""
    mine, theirs = 1_000, 9_000
    after, end = mine + 1 + len(said), theirs + 1 + len(answered)
    return [
        _packet(client, server, mine, 0, SYN),
        _packet(server, client, theirs, mine + 1, SYN | ACK),
        _packet(client, server, mine + 1, theirs + 1, ACK),
        _packet(client, server, mine + 1, theirs + 1, PSH | ACK, said),
        _packet(server, client, theirs + 1, after, PSH | ACK, answered),
        _packet(client, server, after, end, FIN | ACK),
        _packet(server, client, end, after + 1, FIN | ACK),
        _packet(client, server, after + 1, end + 1, ACK),
    ]


def write(path: Path, packets: Iterable[bytes], at: float) -> None:
    """Write packets, a hundredth of a second apart. at: seconds since 1970 of the first."""
    with path.open("wb") as stream:
        stream.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65_535, 1))
        for place, packet in enumerate(packets):
            seconds, fraction = divmod(at + place / 100, 1)
            stream.write(struct.pack("<IIII", int(seconds), int(fraction * 1e6), len(packet), len(packet)) + packet)


def replay(capture: Path, path: Path, at: float) -> None:
    """Write a capture (libpcap 2.4 of a little-endian machine, microseconds) as if its first packet came at `at`."""
    data = capture.read_bytes()
    assert data[:4] == struct.pack("<I", 0xA1B2C3D4), f"{capture}: not a libpcap capture"
    place, first, out = 24, None, bytearray(data[:24])
    while place < len(data):
        seconds, micro, kept, whole = struct.unpack_from("<IIII", data, place)
        then = seconds + micro / 1e6
        first = then if first is None else first
        moved, fraction = divmod(at + then - first, 1)
        out += struct.pack("<IIII", int(moved), int(fraction * 1e6), kept, whole)
        out += data[place + 16 : place + 16 + kept]
        place += 16 + kept
    path.write_bytes(out)


def _packet(source: End, target: End, sequence: int, confirmed: int, flags: int, data: bytes = b"") -> bytes:
    ends = socket.inet_aton(source.address) + socket.inet_aton(target.address)
    tcp = struct.pack(">HHIIBBHHH", source.port, target.port, sequence, confirmed, 5 << 4, flags, 64_240, 0, 0)
    tcp = (
        tcp[:16]
        + struct.pack(">H", _sum(ends + struct.pack(">BBH", 0, 6, len(tcp) + len(data)) + tcp + data))
        + tcp[18:]
    )
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp) + len(data), 1, 0, 64, 6, 0) + ends
    head = head[:10] + struct.pack(">H", _sum(head)) + head[12:]
    return ETHERNET + head + tcp + data


def _sum(data: bytes) -> int:
    """Return the Internet checksum (RFC 1071)."""
    padded = data + b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f">{len(padded) // 2}H", padded))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
