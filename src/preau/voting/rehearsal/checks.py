"""What a rehearsal attacks and verifies on its copies, while they exist."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import User
from preau.counting import Draw, Profile, count
from preau.counting.bundle import parts
from preau.kernel.refusal import Refusal

from ..actions import cast_ballot
from ..formats import ballot_formats
from ..models import Ballot, BoxSecret, Contest, ReceiptLine, RollEntry, Seal
from ..queries import current_count
from ..records import ballot_lines, candidates, counted_codes, grouped_ballots, options_of

if TYPE_CHECKING:
    from .run import Cast

#: Each check, as the report says it.
CHECKS: dict[str, Any] = {
    "illegal_refused": _("Un bulletin hors des règles est refusé par la base de données."),
    "late_refused": _("Un bulletin qui arrive après l’heure est refusé."),
    "all_in": _("Chaque personne qui a confirmé a un bulletin dans l’urne, et un seul."),
    "replaced": _("Changer d’avis remplace le bulletin : le premier reçu est dit remplacé."),
    "receipts": _("La liste publiée des reçus est celle des derniers bulletins confirmés."),
    "unlinked": _("Après le scellement, plus rien ne relie un bulletin à une personne."),
    "recounted": _("Recomptés depuis les bulletins publiés, les résultats sont les mêmes."),
}

_PUT = "SELECT voting_cast(%s, 'essai', 'essai', %s::jsonb, 'essai', now(), NULL, '')"


def check_open_box(contest: Contest) -> dict[str, bool]:
    """The database refuses an option that is not on this ballot."""
    is_marked = ballot_formats.get(contest.ballot_format).is_marked
    foreign = '{"1": 1}' if is_marked else "[1]"

    def put() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_PUT, [contest.pk, foreign])

    return {"illegal_refused": _is_refused(put)}


def _is_refused(put: Callable[[], None]) -> bool:
    try:
        with transaction.atomic():
            put()
    except IntegrityError:
        return True
    return False


def check_late(contest: Contest, person: User) -> dict[str, bool]:
    """A form opened in time and sent after the hour: ``contest`` still believes it is open."""
    blank = ballot_formats.get(contest.ballot_format).empty()
    late = cast_ballot(contest=contest, voter=person, choices=blank)
    return {"late_refused": isinstance(late, Refusal) and late.code == "closed"}


def check_closed_box(contest: Contest, cast: Cast) -> dict[str, bool]:
    """The sealed box holds what was confirmed, names nobody, and is counted again the same."""
    seal = Seal.objects.get(contest=contest)
    lines = ReceiptLine.objects.filter(contest=contest)
    confirmed = sorted(receipt.code for receipt in cast.receipts.values())
    linked = Ballot.objects.filter(contest=contest).exclude(box_key=None, receipt=None)
    return {
        "all_in": seal.ballots == seal.voters == len(confirmed)
        and RollEntry.objects.filter(contest=contest).count() == len(confirmed),
        "replaced": lines.filter(state=ReceiptLine.State.REPLACED).count() == cast.changes,
        "receipts": counted_codes(contest) == confirmed,
        "unlinked": not linked.exists() and not BoxSecret.objects.filter(contest=contest).exists(),
        "recounted": _counts_the_same(contest),
    }


def _counts_the_same(contest: Contest) -> bool:
    """Count from the lines that are published, not from the tables."""
    options, standing = options_of(contest), current_count(contest)
    if standing is None:
        return False
    running, rule = candidates(options), contest.document
    lines = ballot_lines(grouped_ballots(contest, options))
    published = [parts.read_ballot_line(line) for line in lines]
    profile = Profile.from_ballots(rule.ballot, published, running.values())
    draw = Draw(seed=standing.draw_seed) if standing.draw_seed else None
    written = count(running.values(), profile, rule, draw=draw).to_json()
    is_same = hashlib.sha256(written).hexdigest() == standing.outcome_hash
    return is_same and json.loads(written) == standing.outcome
