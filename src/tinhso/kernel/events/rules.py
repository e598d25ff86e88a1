# SPDX-License-Identifier: EUPL-1.2
"""How an act is written down for hashing, and how a seal binds a run of acts. Pure: no clock, no database."""

import hashlib
import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tinhso.kernel.events.types import ActRow
from tinhso.lib import merkle

FORMAT = 1
"""Version of the canonical form; a new form gets a new number and old acts keep theirs."""


def canonical(act: ActRow) -> bytes:
    """Return the bytes that are hashed: JSON array, keys sorted, no spaces, UTF-8, instants in UTC microseconds."""
    fields = [
        FORMAT,
        instant(act.at),
        act.verb,
        act.version,
        act.actor,
        act.on_behalf_of,
        str(act.unit_id or ""),
        act.area,
        act.subject,
        str(act.case_id or ""),
        act.rule,
        act.data,
        list(act.evidence),
    ]
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest(act: ActRow) -> bytes:
    return hashlib.sha256(canonical(act)).digest()


def leaf(seq: int, act_digest: bytes) -> bytes:
    """Return the leaf of an act in its tree; the sequence number is bound so that acts cannot change places."""
    return merkle.leaf_hash(struct.pack(">Q", seq) + act_digest)


@dataclass(frozen=True)
class SealHeader:
    """What is signed: seal number, the run of sequence numbers covered, how many acts, root, the seal before."""

    number: int
    first_seq: int
    last_seq: int
    size: int
    root: bytes
    previous: bytes
    sealed_at: datetime

    def signed_bytes(self) -> bytes:
        fields = [
            FORMAT,
            self.number,
            self.first_seq,
            self.last_seq,
            self.size,
            self.root.hex(),
            self.previous.hex(),
            instant(self.sealed_at),
        ]
        return json.dumps(fields, separators=(",", ":")).encode()

    def digest(self) -> bytes:
        return hashlib.sha256(self.signed_bytes()).digest()


NOTHING_BEFORE = b"\x00" * 32


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle root of the leaves of one seal; a run in which every act was rolled back has the empty root."""
    return merkle.root(leaves)
