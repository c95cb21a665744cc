"""Merkle proofs: the reference vectors, and every size against its own definition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preau.counting.bundle import merkle

#: The reference leaves and roots of certificate transparency, published with its logs.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
INPUTS += ["606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CONSISTENCY = {
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
LEAVES = [merkle.leaf_hash(bytes.fromhex(one)) for one in INPUTS]


@pytest.mark.parametrize("size", range(1, 9))
def test_find_reference_roots(size: int) -> None:
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("before", "size"), list(CONSISTENCY))
def test_find_reference_proofs(before: int, size: int) -> None:
    proof = merkle.consistency_proof(LEAVES[:size], before)
    assert [one.hex() for one in proof] == CONSISTENCY[before, size]


@given(data=st.data(), size=st.integers(1, 70))
def test_prove_only_what_grew(data: st.DataObject, size: int) -> None:
    leaves = [merkle.leaf_hash(b"%d" % number) for number in range(size)]
    before = data.draw(st.integers(1, size))
    old, head = merkle.root(leaves[:before]), merkle.root(leaves)
    proof = merkle.consistency_proof(leaves, before)
    assert merkle.is_consistent(before, size, proof, old, head)
    changed = data.draw(st.integers(0, before - 1))
    other = [*leaves[:changed], merkle.leaf_hash(b"another"), *leaves[changed + 1 :]]
    false_proof = merkle.consistency_proof(other, before)
    assert not merkle.is_consistent(before, size, false_proof, old, merkle.root(other))
    assert not merkle.is_consistent(before, size, [*proof, head], old, head)
    if proof:
        assert not merkle.is_consistent(before, size, proof[:-1], old, head)


def test_refuse_impossible_sizes() -> None:
    for before in (0, 9):
        with pytest.raises(IndexError):
            merkle.consistency_proof(LEAVES, before)
        assert not merkle.is_consistent(before, 8, [], b"", b"")
