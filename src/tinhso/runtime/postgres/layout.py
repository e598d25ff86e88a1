# SPDX-License-Identifier: EUPL-1.2
"""Where the embedded server keeps what in the folder of an installation, and its address."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

USUAL_PORT = 8432
HOST = "127.0.0.1"
ROLE = DATABASE = "tinhso"
SUPERUSER = "postgres"


class PostgresError(Exception):
    """The embedded server cannot be started or stopped; the sentence says why and what to do."""


@dataclass(frozen=True)
class Address:
    """Where the server listens and how to sign in as the role of the product."""

    port: int
    password: str
    user: str = ROLE
    database: str = DATABASE

    @property
    def url(self) -> str:
        return f"postgresql://{self.user}:{quote(self.password, safe='')}@{HOST}:{self.port}/{self.database}"


@dataclass(frozen=True)
class Layout:
    """The files of one embedded server below `var`."""

    var: Path

    @property
    def home(self) -> Path:
        return self.var / "postgres"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def lock(self) -> Path:
        return self.home / "lock"

    @property
    def address(self) -> Path:
        return self.home / "address.json"

    @property
    def superuser_password(self) -> Path:
        return self.home / "superuser_password"

    @property
    def role_password(self) -> Path:
        return self.home / "password"

    @property
    def log(self) -> Path:
        return self.var / "log" / "postgres.log"


def remembered_port(layout: Layout) -> int | None:
    """Return the port of the last start, so that clients find the server where it was."""
    if not layout.address.exists():
        return None
    return urlsplit(json.loads(layout.address.read_text(encoding="utf-8"))["url"]).port


def write_private(path: Path, text: str) -> None:
    """Replace `path` in one step by a file that only its owner can read."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def kept_secret(path: Path) -> str:
    """Return the secret kept in `path`, making it on first use; the caller holds the starter's lock.

    Written whole or not at all: a password cut short by a crash would lock the product out of its data.
    """
    if not path.exists():
        write_private(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


def remember(layout: Layout, address: Address) -> None:
    """Write the address file that `tinhso.config.database` reads."""
    write_private(layout.address, json.dumps({"url": address.url}))
