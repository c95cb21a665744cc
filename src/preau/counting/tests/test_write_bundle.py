"""A bundle is the same to the byte, recounts from zero, and tells what was done to it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from preau.counting import (
    Adjustment,
    BallotRules,
    Candidate,
    Draw,
    Envelope,
    Kind,
    RuleDocument,
)
from preau.counting.bundle import BundleError, merkle, parts, read_bundle, verify, write
from preau.counting.cli import main
from preau.counting.pabulib import read_election

RULE = RuleDocument(
    "greedy",
    BallotRules(Kind.RANKED, max_choices=3),
    points=(3, 2, 1),
    envelopes=(Envelope("ville", 100_00),),
    fit="skip",
    ties=("first-ranks", "cheaper", "older", "draw"),
)
OPTIONS = [
    Candidate("12", 60_00, "Un « verger »; partagé", 1, "vert", "gare"),
    Candidate("7", 50_00, 'Des bancs "publics"', 2, "rue", "port"),
    Candidate("3", 39_50, "Une mare", 3),
]
BALLOTS = [["12", "7"], ["12"], ["7", "3", "12"], [], None, ["3"], ["7", "7"]]


def write_one(path: Path, **changes: object) -> Path:
    values: dict[str, object] = {
        "contest": {"title": "Budget participatif", "unit": "Montreuil"},
        "candidates": OPTIONS,
        "ballots": BALLOTS,
        "rule": RULE,
        "receipts": ["platane-craie", "marelle-banc"],
        "draw": Draw(seed="2026"),
        "minor_units": 100,
    }
    write(path, **(values | changes))  # type: ignore[arg-type]
    return path


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return write_one(tmp_path / "bundle.zip")


def tamper(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """A copy in which one part was changed, the manifest and leaf hashes left as they were."""
    target = path.with_name("tampered.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, change(content) if name == part else content)
    return target


def codes(path: Path) -> list[tuple[str, int]]:
    return [(item.code, item.line) for item in verify(path).findings]


def test_same_contest_same_bytes_whatever_the_order(tmp_path: Path, bundle: Path) -> None:
    again = write_one(tmp_path / "again.zip", ballots=BALLOTS[::-1], candidates=OPTIONS[::-1])
    assert again.read_bytes() == bundle.read_bytes()


def test_verify_recounts_from_zero(bundle: Path) -> None:
    found = verify(bundle)
    assert found.ok
    assert (found.ballots, found.winners) == (7, ("12", "3"))
    outcome = read_bundle(bundle).recount()
    assert (outcome.blank, outcome.spoiled) == (1, {"repeated-option": 1, "unreadable": 1})
    assert verify(bundle, ballots_root=found.ballots_root).ok
    assert not verify(bundle, ballots_root="00" * 32).ok


def test_nothing_in_the_bundle_tells_the_order_of_voting(bundle: Path) -> None:
    lines = read_bundle(bundle).lines
    assert lines == sorted(lines)


def change_line(number: int, new: bytes) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        lines[number - 1] = new
        return b"".join(lines)

    return change


def test_one_ballot_changed_is_named(bundle: Path) -> None:
    found = codes(tamper(bundle, parts.BALLOTS, change_line(2, b'["12","3"]\n')))
    assert ("ballot-changed", 2) in found
    assert not [code for code, _ in found if code in ("ballot-added", "ballot-removed")]


def test_one_ballot_removed_is_named(bundle: Path) -> None:
    found = codes(tamper(bundle, parts.BALLOTS, change_line(3, b"")))
    assert ("ballot-removed", 3) in found
    assert ("ballot-number", 0) in found


def test_one_ballot_added_is_named(bundle: Path) -> None:
    found = codes(tamper(bundle, parts.BALLOTS, lambda content: content + b"null\n"))
    assert ("ballot-added", 8) in found


def test_one_ballot_moved_is_named(bundle: Path) -> None:
    def swap(content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        return b"".join([lines[1], lines[0], *lines[2:]])

    found = codes(tamper(bundle, parts.BALLOTS, swap))
    assert ("ballot-moved", 1) in found
    assert ("ballot-moved", 2) in found


def test_a_forger_who_rewrites_every_hash_still_fails_the_minutes(bundle: Path) -> None:
    root = verify(bundle).ballots_root
    forged = write_one(bundle.with_name("forged.zip"), ballots=[*BALLOTS, ["7"], ["7"], ["7"]])
    assert verify(forged).ok
    found = verify(forged, ballots_root=root)
    assert [item.code for item in found.findings] == ["root-of-minutes"]


def test_another_outcome_is_refused_and_the_difference_said(bundle: Path) -> None:
    def forge(content: bytes) -> bytes:
        outcome = json.loads(content)
        outcome["winners"] = ["7"]
        return parts.canonical(outcome)

    findings = verify(tamper(bundle, parts.OUTCOME, forge)).findings
    said = [dict(item.figures) for item in findings if item.code == "outcome-differs"]
    assert said == [{"key": "winners", "published": '["7"]', "found": '["12", "3"]'}]


def test_a_receipt_removed_is_seen(bundle: Path) -> None:
    found = codes(tamper(bundle, parts.RECEIPTS, change_line(1, b"")))
    assert ("receipts-root", 0) in found


def test_the_pb_inside_gives_the_same_winners(bundle: Path, tmp_path: Path) -> None:
    path = tmp_path / "contest.pb"
    path.write_bytes(read_bundle(bundle).contents[parts.PABULIB])
    election = read_election(path)
    assert election.published == {"12", "3"}
    assert [str(item.cost) for item in election.candidates] == ["60", "79/2", "50"]
    assert main(["count", str(path), "--json"]) == 0


def test_adjustments_are_in_the_record(tmp_path: Path) -> None:
    excluded = Adjustment("exclusion", "12", "terrain vendu", "Odile")
    path = write_one(tmp_path / "adjusted.zip", adjustments=[excluded])
    assert verify(path).winners == ("3", "7")


def test_command_line_says_what_differs(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(bundle)]) == 0
    assert "7 bulletins recomptés" in capsys.readouterr().out
    changed = tamper(bundle, parts.BALLOTS, change_line(2, b'["12","3"]\n'))
    assert main(["verify", str(changed)]) == 1
    assert "ballots.jsonl, ligne 2" in capsys.readouterr().out
    assert main(["count", str(bundle)]) == 0
    assert "Des bancs" in capsys.readouterr().out


def test_what_is_no_bundle_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("bonjour")
    with pytest.raises(BundleError):
        verify(path)
    assert main(["verify", str(path)]) == 2
    assert "notes.txt" in capsys.readouterr().err


@pytest.mark.parametrize("size", range(1, 20))
def test_inclusion_proofs_hold_for_their_leaf_only(size: int) -> None:
    leaves = [merkle.leaf_hash(b"%d" % number) for number in range(size)]
    head = merkle.root(leaves)
    for index, leaf in enumerate(leaves):
        proof = merkle.inclusion_proof(leaves, index)
        assert merkle.is_included(leaf, index, size, proof, head)
        assert not merkle.is_included(merkle.leaf_hash(b"x"), index, size, proof, head)
        other = (index + 1) % size
        assert size == 1 or not merkle.is_included(leaf, other, size, proof, head)


def test_merkle_root_is_that_of_rfc_9162() -> None:
    """Known roots of the reference test vectors: the empty tree and the leaves of length 0 and 1."""
    assert merkle.root([]).hex() == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    leaves = [merkle.leaf_hash(content) for content in (b"", b"\x00", b"\x10")]
    assert merkle.root(leaves).hex() == (
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    )


def test_bundle_can_be_written_to_a_stream() -> None:
    stream = io.BytesIO()
    manifest = write(stream, contest={}, candidates=OPTIONS, ballots=BALLOTS, rule=RULE)
    assert manifest["ballots"] == len(BALLOTS)
    assert zipfile.is_zipfile(stream)
