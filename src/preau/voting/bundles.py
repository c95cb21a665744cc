"""The published record of a sealed contest: a bundle that anyone can count again, made once."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator
from itertools import repeat
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone

from preau.counting import Draw
from preau.counting.ballots import RawBallot
from preau.counting.bundle import write
from preau.counting.bundle.parts import MANIFEST, PABULIB
from preau.tenancy.scope import current_site

from .models import Contest, Count
from .queries import current_count
from .records import (
    Groups,
    candidates,
    counted_codes,
    grouped_ballots,
    options_of,
    published_seal,
)

#: Costs of contests are in cents; the ``.pb`` speaks of euros.
CENTS = 100
_IN_MEMORY = 4 * 1024 * 1024


def published_bundle(contest: Contest) -> str | None:
    """Name in the storage of the bundle of ``contest``, written the first time it is asked for.

    None before the count, or while a decisive tie waits for its draw. The name holds the hash of
    the outcome: a new count, after a draw, gives a new bundle.
    """
    standing = current_count(contest)
    if standing is None or standing.needs_draw:
        return None
    name = f"{current_site().pk}/scrutins/{contest.pk}-{standing.outcome_hash}.zip"
    if default_storage.exists(name):
        return name
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as body:
        _write(body, contest, standing)
        body.seek(0)
        return default_storage.save(name, File(body))


def _write(body: Any, contest: Contest, standing: Count) -> None:
    options = options_of(contest)
    groups = grouped_ballots(contest, options)
    write(
        body,
        contest=_in_words(contest),
        candidates=candidates(options).values(),
        ballots=_one_by_one(groups),
        rule=contest.document,
        receipts=counted_codes(contest),
        draw=Draw(seed=standing.draw_seed) if standing.draw_seed else None,
        minor_units=CENTS,
        more=published_seal(contest, options),
    )


def _one_by_one(groups: Groups) -> Iterator[RawBallot]:
    for ballot, times in groups:
        yield from repeat(ballot, times)


def _in_words(contest: Contest) -> dict[str, str]:
    """What the bundle says of itself to people, with the keys of the Pabulib format."""
    process = contest.election.step.process
    words = {
        "description": f"{process.title} – {contest.title}",
        "unit": current_site().name,
        "instance": process.title,
        "subunit": contest.title,
        "language": current_site().language,
    }
    for key, moment in (("date_begin", contest.opens_at), ("date_end", contest.closes_at)):
        if moment is not None:
            words[key] = timezone.localtime(moment).strftime("%d.%m.%Y")
    return dict(sorted(words.items()))  # as the manifest gives them back


def bundle_manifest(name: str) -> dict[str, Any]:
    """The manifest of a kept bundle: number and root of its ballots, hash of each part."""
    with default_storage.open(name) as kept, zipfile.ZipFile(kept) as archive:
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    return manifest


def pabulib_file(name: str) -> bytes:
    """The ``.pb`` file of a kept bundle."""
    with default_storage.open(name) as kept, zipfile.ZipFile(kept) as archive:
        return archive.read(PABULIB)
