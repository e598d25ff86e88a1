# SPDX-License-Identifier: EUPL-1.2
"""Merkle trees of RFC 6962, section 2.1: one root commits to an ordered list; a short proof shows one member.

Leaves and nodes are hashed under different prefixes, so that no node can be passed off as a leaf. Everything
is iterative and linear; 100,000 leaves take well under a second.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
"""Root of the empty list (RFC 6962, 2.1)."""


def leaf_hash(data: bytes) -> bytes:
    """Return the 32-byte hash of one leaf: SHA-256 of 0x00 and the data."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the 32-byte hash of an inner node: SHA-256 of 0x01 and both children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes (values of `leaf_hash`) in order; EMPTY_ROOT for none.

    Raises ValueError if a leaf is not 32 bytes: then raw data was passed, and the two prefixes would lose
    their sense.
    """
    level = _checked(leaves)
    while len(level) > 1:
        level = _parents(level)
    return level[0] if level else EMPTY_ROOT


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the siblings from the leaf up to the root (audit path); empty for a single leaf.

    index: 0-based.
    Raises IndexError if there is no such leaf, ValueError as `root` does.
    """
    level = _checked(leaves)
    if not 0 <= index < len(level):
        raise IndexError(f"no leaf {index} among {len(level)}")
    proof: list[bytes] = []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        index //= 2
        level = _parents(level)
    return proof


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the leaf hash stands at `index` of a list of `size` leaves with this root.

    Never raises on a malformed proof: what cannot be verified is not verified.
    """
    if len(root) != HASH_BYTES:
        return False
    try:
        return root_from_path(leaf, index, size, proof) == root
    except ValueError:
        return False


def root_from_path(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Return the root that a leaf hash at `index` of `size` leaves has under this audit path.

    Raises ValueError if the path has the wrong length for that place, or a member is not 32 bytes.
    """
    if not 0 <= index < size or any(len(item) != HASH_BYTES for item in (leaf, *proof)):
        raise ValueError("no such place in a tree of that size, or a member that is not a hash")
    siblings = iter(proof)
    current, last = leaf, size - 1
    while last > 0:
        if index != last or index % 2 == 1:
            sibling = next(siblings, None)
            if sibling is None:
                raise ValueError("the audit path is too short")
            current = node_hash(sibling, current) if index % 2 == 1 else node_hash(current, sibling)
        index //= 2
        last //= 2
    if next(siblings, None) is not None:
        raise ValueError("the audit path is too long")
    return current


def _checked(leaves: Sequence[bytes]) -> list[bytes]:
    level = list(leaves)
    if any(len(leaf) != HASH_BYTES for leaf in level):
        raise ValueError("leaves are 32-byte hashes made by leaf_hash, not raw data")
    return level


def _parents(level: list[bytes]) -> list[bytes]:
    """Return the next level; a node without a sibling goes up unchanged, which gives the tree of RFC 6962."""
    parents = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    if len(level) % 2 == 1:
        parents.append(level[-1])
    return parents
