"""What closing leaves for everyone to check: published ballots, receipts and their hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import models

from preau.counting import Candidate

from . import merkle
from .models import Ballot, Contest, Option, ReceiptLine


def _canonical(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode() + b"\n"


def options_of(contest: Contest) -> list[Option]:
    return list(contest.options.select_related("zone").order_by("number"))


def options_hash(options: list[Option]) -> str:
    """Hash of what stood on the ballot: number, title and cost in cents of each option."""
    listed = [[option.number, option.title, option.cost_cents] for option in options]
    return hashlib.sha256(_canonical(listed)).hexdigest()


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


def grouped_ballots(contest: Contest, options: list[Option]) -> list[tuple[list[str], int]]:
    """Distinct ballots, as option numbers in rank order, with how many people cast each."""
    numbers = {option.pk: str(option.number) for option in options}
    groups = (
        Ballot.objects.filter(contest=contest)
        .order_by()
        .values_list("choices")
        .annotate(times=models.Count("pk"))
    )
    return [([numbers[pk] for pk in choices], times) for choices, times in groups]


def ballot_lines(groups: list[tuple[list[str], int]]) -> Iterator[bytes]:
    """The published ballots: one JSON list a line, sorted, so that their order tells nothing."""
    for choices, times in sorted(groups):
        yield from [_canonical(choices)] * times


def ballots_hash(groups: list[tuple[list[str], int]]) -> str:
    """SHA-256 of the published file of ballots."""
    digest = hashlib.sha256()
    for line in ballot_lines(groups):
        digest.update(line)
    return digest.hexdigest()


def counted_codes(contest: Contest) -> list[str]:
    """The receipts counted at closing, in alphabetical order, which tells nothing either."""
    lines = ReceiptLine.objects.filter(contest=contest, state=ReceiptLine.State.COUNTED)
    return sorted(lines.values_list("code", flat=True))


def receipt_root(codes: list[str]) -> str:
    return merkle.root([code.encode() for code in codes])
