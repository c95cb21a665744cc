"""The log of each box: add what entered since, sign its head, prove that it was only added to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.db import connection, transaction

from preau.counting.bundle import merkle, parts
from preau.counting.exact import canonical
from preau.kernel import clock
from preau.ledger.actions import record

from ..models import Contest, Election, LogHead, LogLeaf, RollEntry
from ..records import candidates, options_of
from .heads import sign

Kind = LogLeaf.Kind

#: The marks of an open box: receipts in it, replaced, and counted. Compared as whole sets: joined
#: line by line on fresh tables, a box of fifty thousand would be hashed as many times.
_MARKS = """
    SELECT encode(sha256('\\x00'::bytea || convert_to(mark, 'UTF8')), 'hex') AS leaf FROM (
        SELECT receipt AS mark FROM voting_ballot
        WHERE contest_id = %(contest)s AND receipt IS NOT NULL
        UNION ALL
        SELECT code FROM voting_receiptline WHERE contest_id = %(contest)s
    ) AS marks
"""
_SEALED = "SELECT leaf FROM voting_sealedballot WHERE contest_id = %(contest)s"
_ADD = f"""
INSERT INTO voting_logleaf (contest_id, place, kind, leaf, content)
SELECT %(contest)s, %(size)s - 1 + row_number() OVER (ORDER BY gen_random_uuid()),
       'ballot', leaf, ''
FROM ({_MARKS} EXCEPT SELECT leaf FROM voting_logleaf WHERE contest_id = %(contest)s) AS found
"""  # noqa: S608 (our own words)
_MISSING = """
SELECT count(*) FROM (
    SELECT leaf FROM voting_logleaf WHERE contest_id = %(contest)s AND kind = 'ballot'
    EXCEPT {marks}
) AS gone
"""


@transaction.atomic
def check_boxes(election: Election) -> list[LogHead]:
    """Sign a head for each frozen box of ``election`` and write them all to the ledger."""
    contests = election.contests.exclude(state=Contest.State.DRAFT)
    heads = [sign_head(contest) for contest in contests]
    if heads:
        record(
            actor=None,
            verb="checked_boxes",
            subject=election,
            process_id=election.step.process_id,
            ballots=sum(head.ballots for head in heads),
            missing=sum(head.missing for head in heads),
            heads=[head.signed for head in heads],
        )
    return heads


@transaction.atomic
def sign_head(contest: Contest) -> LogHead:
    """Add to the log what entered the box since the last time, and sign where it stands.

    Marks enter in random order, so that the log tells an hour, never an order.
    """
    Contest.objects.select_for_update(no_key=True).get(pk=contest.pk)
    if not LogLeaf.objects.filter(contest=contest).exists():
        _begin(contest)
    figures = {"contest": contest.pk, "size": LogLeaf.objects.filter(contest=contest).count()}
    with connection.cursor() as cursor:
        # Of a sealed box, the database alone may add and shuffle.
        cursor.execute(
            "SELECT voting_log_secret(%(contest)s)" if contest.is_secret else _ADD, figures
        )
        marks = _SEALED if contest.is_secret else _MARKS
        cursor.execute(_MISSING.format(marks=marks), figures)
        (missing,) = cursor.fetchone()
    leaves = leaves_of(contest)
    head = LogHead(
        contest=contest,
        at=clock.now(),
        size=len(leaves),
        root=merkle.root(leaves).hex(),
        ballots=ballots_in(contest),
        voters=voters_of(contest),
        missing=missing,
    )
    head.signature, head.signer = sign(head.signed)
    head.save()
    return head


def ballots_in(contest: Contest) -> int:
    """Ballots in the box, sealed or not."""
    held = contest.sealed_ballots if contest.is_secret else contest.ballots
    return int(held.count())


def voters_of(contest: Contest) -> int:
    """Lines of the roll; those of a sealed box without the paper ones, which never enter it."""
    lines = RollEntry.objects.filter(contest=contest)
    return (lines.exclude(channel="paper") if contest.is_secret else lines).count()


def _begin(contest: Contest) -> None:
    """The first lines of a log: the rule, the options, the key that the ballots are sealed to."""
    options = parts.write_options(candidates(options_of(contest)).values())
    add_line(contest, Kind.RULE, canonical(contest.rule))
    add_line(contest, Kind.OPTIONS, options)
    if contest.is_secret:
        add_line(contest, Kind.KEY, contest.election.ballot_key.public_key.encode())


def add_line(contest: Contest, kind: LogLeaf.Kind, content: bytes) -> LogLeaf:
    """Add one open line to the log: an act, a key, a rule."""
    return LogLeaf.objects.create(
        contest=contest,
        place=LogLeaf.objects.filter(contest=contest).count(),
        kind=kind,
        leaf=merkle.leaf_hash(content).hex(),
        content=content.decode(),
    )


def leaves_of(contest: Contest, size: int | None = None) -> list[bytes]:
    """The first ``size`` leaves of the log, in its order."""
    found = LogLeaf.objects.filter(contest=contest).order_by("place")
    if size is not None:
        found = found.filter(place__lt=size)
    return [bytes.fromhex(leaf) for leaf in found.values_list("leaf", flat=True)]


@dataclass(frozen=True)
class Presence:
    """Where a mark stands in the log, and the hashes that lead from it to a signed root."""

    place: int
    size: int
    root: str
    leaf: str
    proof: tuple[str, ...]


def presence(contest: Contest, leaf: bytes, head: LogHead) -> Presence | None:
    """Proof that ``leaf`` is among the first lines that ``head`` signs; None when it is not."""
    found = LogLeaf.objects.filter(contest=contest, leaf=leaf.hex(), place__lt=head.size).first()
    if found is None:
        return None
    leaves = list(_kept(contest.pk, head.root, head.size))
    proof = tuple(one.hex() for one in merkle.inclusion_proof(leaves, found.place))
    return Presence(found.place, head.size, head.root, leaf.hex(), proof)


def growth(contest: Contest, old: LogHead, head: LogHead) -> list[str]:
    """Proof that the log of ``head`` begins with the whole log of ``old``."""
    leaves = list(_kept(contest.pk, head.root, head.size))
    return [one.hex() for one in merkle.consistency_proof(leaves, old.size)]


@lru_cache(maxsize=8)
def _kept(contest: int, root: str, size: int) -> tuple[bytes, ...]:
    """The leaves under a signed root, which never change: read once by each process."""
    found = LogLeaf.objects.filter(contest_id=contest, place__lt=size).order_by("place")
    return tuple(bytes.fromhex(leaf) for leaf in found.values_list("leaf", flat=True))


def faults_of(contest: Contest) -> list[LogHead]:
    """Signed heads that the log no longer bears: somebody rewrote it."""
    leaves = leaves_of(contest)
    return [
        head
        for head in LogHead.objects.filter(contest=contest)
        if head.size > len(leaves) or merkle.root(leaves[: head.size]).hex() != head.root
    ]
