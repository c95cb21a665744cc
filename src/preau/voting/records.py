"""What closing leaves for everyone to check: published ballots, receipts and their hashes.

The hashes are those of the bundle of ``preau.counting``: who holds the bundle can verify the seal.
"""

from __future__ import annotations

from django.db import models

from preau.counting import Candidate, Kind
from preau.counting.ballots import RawBallot
from preau.counting.bundle import merkle, parts
from preau.counting.exact import canonical, sha256

from .formats import Choices, ballot_formats
from .models import Ballot, Contest, Opening, Option, ReceiptLine, SealedBallot


def options_of(contest: Contest) -> list[Option]:
    return list(contest.options.select_related("zone").order_by("number"))


def options_hash(options: list[Option]) -> str:
    """Hash of what stood on the ballot: the options as the published bundle writes them."""
    return sha256(parts.write_options(candidates(options).values()))


def candidates(options: list[Option]) -> dict[str, Candidate]:
    """The options as the counting library knows them: by number, the smaller the older."""
    return {
        str(option.number): Candidate(
            str(option.number),
            cost=option.cost_cents,
            name=option.title,
            order=option.number,
            category=option.theme,
            zone=option.zone.slug if option.zone else "",
        )
        for option in options
    }


#: Distinct ballots, as the counting library reads them, with how many people cast each.
Groups = list[tuple[RawBallot, int]]


def grouped_ballots(contest: Contest, options: list[Option]) -> Groups:
    """Distinct ballots that count, by option number, with how many people cast each."""
    return grouped(Ballot.objects.filter(contest=contest, is_aside=False), contest, options)


def grouped(ballots: models.QuerySet[Ballot], contest: Contest, options: list[Option]) -> Groups:
    """Some ballots of a contest as the counting library reads them, the same ones together."""
    numbers = {option.pk: str(option.number) for option in options}
    is_ordered = ballot_formats.get(contest.ballot_format).is_ordered
    groups = ballots.order_by().values_list("choices").annotate(times=models.Count("pk"))
    return [(raw_ballot(choices, numbers, is_ordered), times) for choices, times in groups]


def raw_ballot(choices: Choices, numbers: dict[int, str], is_ordered: bool) -> RawBallot:
    """A ballot of the box as the counting library reads it: option numbers in place of ids."""
    if isinstance(choices, dict):
        return {numbers[int(pk)]: mark for pk, mark in choices.items()}
    named = [numbers[pk] for pk in choices]
    return named if is_ordered else sorted(named)


def ballot_lines(groups: Groups) -> list[bytes]:
    """The published ballots, one a line, sorted, so that their order tells nothing."""
    lines = [
        line
        for ballot, times in groups
        for line in [parts.write_ballot(Kind.RANKED, ballot)] * times  # sorted by then
    ]
    return sorted(lines)


def ballots_hash(groups: Groups) -> str:
    """SHA-256 of the file of ballots that the published bundle holds."""
    return sha256(b"".join(ballot_lines(groups)))


def sealed_lines(contest: Contest) -> list[bytes]:
    """The sealed ballots of a secret contest in hexadecimal, one a line, sorted."""
    found = SealedBallot.objects.filter(contest=contest).order_by("ciphertext")
    rows = found.values_list("ciphertext", flat=True).iterator(chunk_size=2000)
    return [f"{bytes(row).hex()}\n".encode() for row in rows]


def published_seal(contest: Contest, options: list[Option]) -> dict[str, bytes]:
    """The sealed ballots with the key that opens them, where the règlement publishes both."""
    opening = Opening.objects.filter(contest=contest).exclude(private_key="").first()
    if opening is None:
        return {}
    board = contest.election.ballot_key
    key = {
        "public_key": board.public_key,
        "private_key": opening.private_key,
        "length": board.length,
        "contest": contest.pk,
        "options": {str(option.pk): str(option.number) for option in options},
        "spoiled": opening.spoiled,
    }
    return {
        parts.SEALED: b"".join(sealed_lines(contest)),
        parts.KEY: canonical(key),
    }


def counted_codes(contest: Contest) -> list[str]:
    """The receipts counted at closing, in alphabetical order, which tells nothing either."""
    lines = ReceiptLine.objects.filter(contest=contest, state=ReceiptLine.State.COUNTED)
    return sorted(lines.values_list("code", flat=True))


def receipt_root(codes: list[str]) -> str:
    """Root of the Merkle tree (RFC 9162) over the sorted receipts, as in the bundle's manifest."""
    return merkle.root([merkle.leaf_hash(code.encode()) for code in sorted(codes)]).hex()
