# SPDX-License-Identifier: EUPL-1.2
"""How a collector is set up, and what it knows of the register while it runs."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True)
class Setup:
    """Doors and limits of one collector; a port of 0 is a closed door. All sizes in bytes.

    certificate, key: PEM of the TLS doors (syslog, and HTTP when given); client_ca: PEM of who signs the
    certificates of clients, without it none is asked for.
    """

    folder: Path
    host: str = "127.0.0.1"
    udp_port: int = 0
    tcp_port: int = 0
    tls_port: int = 0
    http_port: int = 0
    certificate: Path | None = None
    key: Path | None = None
    client_ca: Path | None = None
    files: tuple[Path, ...] = ()
    line_bytes: int = 262_144
    limit_bytes: int = 10 * 1024**3
    connections: int = 12_000


@dataclass(frozen=True)
class Entry:
    """A source as a collector needs to know it: who shows this token (its SHA-256) is this source."""

    source: UUID
    token_digest: str


class Known:
    """The register as last read; a token withdrawn there is refused here a few seconds later."""

    def __init__(self) -> None:
        self._by_digest: dict[str, UUID] = {}

    @property
    def is_empty(self) -> bool:
        return not self._by_digest

    def learn(self, entries: list[Entry]) -> None:
        self._by_digest = {one.token_digest: one.source for one in entries}

    def find(self, digest: str) -> UUID | None:
        return self._by_digest.get(digest)
