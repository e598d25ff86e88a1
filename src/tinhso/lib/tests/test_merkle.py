# SPDX-License-Identifier: EUPL-1.2
"""The tree of RFC 6962: known roots, every member provable, nothing else provable."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.lib.merkle import EMPTY_ROOT, inclusion_proof, leaf_hash, node_hash, root, verify_inclusion

# Inputs and roots published with the test suite of Certificate Transparency (RFC 6962).
CT_INPUTS = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
CT_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def recursive_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, 2.1, word for word: split at the largest power of two below the size."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(recursive_root(leaves[:split]), recursive_root(leaves[split:]))


@pytest.mark.parametrize("size", CT_ROOTS)
def test_roots_published_for_certificate_transparency(size):
    leaves = [leaf_hash(bytes.fromhex(data)) for data in CT_INPUTS[:size]]

    assert root(leaves).hex() == CT_ROOTS[size]


def test_the_empty_tree_has_the_hash_of_nothing():
    assert root([]) == EMPTY_ROOT == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 40))
def test_the_iterative_root_is_the_recursive_definition(size):
    leaves = leaves_of(size)

    assert root(leaves) == recursive_root(leaves)


@given(st.integers(1, 200), st.data())
def test_every_member_is_provable_at_its_place_only(size, data):
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    elsewhere = data.draw(st.integers(-1, size))
    proof = inclusion_proof(leaves, index)

    assert verify_inclusion(leaves[index], index, size, proof, root(leaves))
    assert verify_inclusion(leaves[index], elsewhere, size, proof, root(leaves)) == (elsewhere == index)


@given(st.integers(2, 200), st.data())
def test_a_changed_proof_leaf_or_root_is_not_verified(size, data):
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(leaves, index)
    changed = [*proof]
    changed[data.draw(st.integers(0, len(proof) - 1))] = leaf_hash(b"other")

    assert not verify_inclusion(leaves[index], index, size, changed, root(leaves))
    assert not verify_inclusion(leaves[index], index, size, proof[:-1], root(leaves))
    assert not verify_inclusion(leaves[index], index, size, [*proof, leaves[0]], root(leaves))
    assert not verify_inclusion(leaf_hash(b"other"), index, size, proof, root(leaves))
    assert not verify_inclusion(leaves[index], index, size, [b"short", *proof[1:]], root(leaves))


def test_raw_data_is_not_accepted_as_a_leaf():
    with pytest.raises(ValueError, match="leaf_hash"):
        root([b"raw"])


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_for_a_place_outside_the_list(index):
    with pytest.raises(IndexError):
        inclusion_proof(leaves_of(3), index)
