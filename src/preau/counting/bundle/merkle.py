"""Merkle trees as in RFC 9162, section 2: one hash that commits to a list, and proofs of it.

One proof says that a leaf is in a list, another that a list was only added to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf_hash(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree head of these leaf hashes (section 2.1.1). The empty tree is SHA-256 of nothing."""
    if not leaves:
        return hashlib.sha256().digest()
    level = list(leaves)
    while len(level) > 1:
        pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = pairs + (level[-1:] if len(level) % 2 else [])
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from one leaf to the root (section 2.1.3)."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    proof: list[bytes] = []
    level = list(leaves)
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = pairs + (level[-1:] if len(level) % 2 else [])
        index //= 2
    return proof


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], head: bytes) -> bool:
    """Check an inclusion proof against a root (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if here % 2 or here == last:
            found = _node(sibling, found)
            while here % 2 == 0 and here:
                here, last = here // 2, last // 2
        else:
            found = _node(found, sibling)
        here, last = here // 2, last // 2
    return last == 0 and found == head


def consistency_proof(leaves: Sequence[bytes], before: int) -> list[bytes]:
    """What shows that the first ``before`` leaves are still there, in order (section 2.1.4)."""
    if not 0 < before <= len(leaves):
        raise IndexError(before)
    return _subproof(leaves, before, is_whole=True)


def _subproof(leaves: Sequence[bytes], before: int, *, is_whole: bool) -> list[bytes]:
    size = len(leaves)
    if before == size:
        return [] if is_whole else [root(leaves)]
    half = 1 << ((size - 1).bit_length() - 1)
    if before <= half:
        return [*_subproof(leaves[:half], before, is_whole=is_whole), root(leaves[half:])]
    return [*_subproof(leaves[half:], before - half, is_whole=False), root(leaves[:half])]


def is_consistent(
    before: int, size: int, proof: Sequence[bytes], old_head: bytes, head: bytes
) -> bool:
    """Check that the list of ``before`` leaves begins the list of ``size`` (section 2.1.4.2)."""
    if not 0 < before <= size:
        return False
    if before == size:
        return not proof and old_head == head
    path = [old_head, *proof] if before & (before - 1) == 0 else list(proof)
    if not path:
        return False
    here, last = before - 1, size - 1
    while here % 2:
        here, last = here // 2, last // 2
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if here % 2 or here == last:
            old, new = _node(sibling, old), _node(sibling, new)
            while here % 2 == 0 and here:
                here, last = here // 2, last // 2
        else:
            new = _node(new, sibling)
        here, last = here // 2, last // 2
    return last == 0 and old == old_head and new == head
