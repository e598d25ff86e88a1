# SPDX-License-Identifier: EUPL-1.2
"""The list inside an archive: what it holds, from which versions, with which checksums."""

import hashlib
import json
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from tinhso.config import env

FORMAT = 1
NAME = "manifest.json"
DUMP = "database.dump"
# Folders of the installation that are copied. Files are addressed by their content and never changed.
FOLDERS = ("files", "trust")
SIZE_LIMIT_BYTES = 200_000_000  # of the manifest itself: about a million files


class BackupError(Exception):
    """The archive cannot be made, read or restored; the sentence says why and what to do."""


@dataclass(frozen=True)
class Entry:
    """One member of the archive."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class Manifest:
    """created_at: ISO 8601 instant. keys: name of each signing key -> SHA-256 of its file."""

    format: int
    created_at: str
    tinhso: str
    postgresql: int
    province: str
    entries: dict[str, Entry]
    keys: dict[str, str]

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()


def from_json(data: bytes) -> Manifest:
    """Return the manifest in `data`. Raises BackupError when it is not one."""
    try:
        fields = json.loads(data)
        if fields["format"] != FORMAT:
            raise BackupError(f"Bản sao lưu có dạng {fields['format']}, phiên bản này chỉ đọc dạng {FORMAT}.")
        entries = {name: Entry(**entry) for name, entry in fields.pop("entries").items()}
        return Manifest(entries=entries, **fields)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError("Danh mục trong bản sao lưu bị hỏng; hãy dùng bản sao lưu khác.") from error


def product_version() -> str:
    return metadata.version("tinhso")


def sha256(path: Path) -> str:
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def key_list(folder: Path) -> dict[str, str]:
    """Return each signing key below `folder` with the checksum of its file."""
    if not folder.exists():
        return {}
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path) for path in paths}


def source_files(var: Path = env.VAR) -> list[tuple[str, Path]]:
    """Return name in the archive and path of every file to copy."""
    found = []
    for folder in FOLDERS:
        for path in sorted((var / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                found.append((path.relative_to(var).as_posix(), path))
    return found
