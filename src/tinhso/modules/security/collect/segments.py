# SPDX-License-Identifier: EUPL-1.2
"""Names and places in the folder of the spool: segments, the durable end, where each reader stands."""

import json
import os
import secrets
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from tinhso.lib.private_files import write_once, write_over

SUFFIX = ".seg"
DETECTOR = "detector"
"""Name under which the detector says how far it read."""

_TIP = struct.Struct(">QQ")


@dataclass(frozen=True, order=True)
class Position:
    """A place in the spool: number of the segment, offset in it."""

    segment: int = 0
    offset: int = 0


def path_of(folder: Path, number: int) -> Path:
    return folder / f"{number:012d}{SUFFIX}"


def numbers(folder: Path) -> list[int]:
    """Return the numbers of the segments in the folder, the oldest first."""
    return sorted(int(one.stem) for one in folder.glob(f"*{SUFFIX}") if one.stem.isdigit())


def size_of(folder: Path, number: int) -> int:
    """Return the size of a segment in bytes; 0 for one that was released meanwhile."""
    try:
        return path_of(folder, number).stat().st_size
    except FileNotFoundError:
        return 0


def write_tip(handle: int, position: Position) -> None:
    """Say up to where everything is on the disk; a torn one is seen by its checksum."""
    text = _TIP.pack(position.segment, position.offset)
    os.pwrite(handle, text + zlib.crc32(text).to_bytes(4, "big"), 0)


def read_tip(folder: Path) -> Position | None:
    """Return up to where everything is on the disk; None when nobody has said so in a readable way."""
    for _ in range(3):
        try:
            text = (folder / "tip").read_bytes()
        except FileNotFoundError:
            return None
        if len(text) == _TIP.size + 4 and zlib.crc32(text[:-4]).to_bytes(4, "big") == text[-4:]:
            return Position(*_TIP.unpack(text[:-4]))
    return None


def identity(folder: Path) -> int:
    """Return the number of a spool (32 bits), drawn when it is first asked: places of another folder mean nothing."""
    path = folder / "identity"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_once(path, secrets.token_hex(4).encode())
    return int(path.read_bytes(), 16)


def note_reader(folder: Path, name: str, position: Position) -> None:
    """Say that a reader needs nothing before this place any more."""
    write_over(folder / "readers" / f"{name}.json", json.dumps([position.segment, position.offset]).encode())


def readers(folder: Path) -> dict[str, Position]:
    """Return where each reader stands; one whose note cannot be read stands at the beginning."""
    found = {}
    for path in sorted((folder / "readers").glob("[!.]*.json")):
        try:
            segment, offset = json.loads(path.read_bytes())
            found[path.stem] = Position(int(segment), int(offset))
        except (ValueError, TypeError):
            found[path.stem] = Position()
    return found


def behind(folder: Path, position: Position) -> int:
    """Return how many bytes lie between a place and the durable end."""
    tip = read_tip(folder) or Position()
    sizes = (size_of(folder, one) for one in numbers(folder) if position.segment <= one < tip.segment)
    return max(0, sum(sizes) + tip.offset - position.offset)
