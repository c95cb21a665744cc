"""The voters of a roll whom the site can find again: by computing their keys, never by a list."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from preau.accounts.models import User
from preau.electorate.models import Proof
from preau.electorate.shown import TABLE
from preau.kernel.text import search_key

from ..keys import box_key, voter_key
from ..models import Contest, Election
from ..queries import secret_of


@dataclass(frozen=True)
class Voter:
    """Somebody of the roll: an account, or a guest who proved something."""

    key: str
    elector: UUID
    account_id: int | None = None
    email: str = ""
    name: str = ""
    born: date | None = None


def voters_of(election: Election, keys: Collection[str]) -> list[Voter]:
    """Those of ``keys`` who have an account or a proof: two statements, whatever their number.

    Who proved nothing and has no account (a declared age in a session) is found by nobody.
    """
    wanted, found = set(keys), []
    proofs = Proof.objects.filter(step=election.step).exclude(kind=TABLE).order_by("-pk")
    electors: dict[int, UUID] = {}
    guests: set[UUID] = set()
    for account_id, elector in proofs.values_list("account_id", "elector"):
        if account_id is None:
            guests.add(elector)
        else:
            electors[account_id] = elector
    people = User.objects.values_list(
        "pk", "public_id", "email", "first_name", "last_name", "birth_date"
    )
    for pk, public_id, email, first, last, born in people.iterator(chunk_size=2000):
        elector = electors.get(pk, public_id)
        key = voter_key(election.roll_key, elector)
        if key in wanted:
            name = " ".join(sorted(search_key(f"{first} {last}").split())) if last else ""
            found.append(Voter(key, elector, pk, email, name, born))
    for elector in guests:
        key = voter_key(election.roll_key, elector)
        if key in wanted:
            found.append(Voter(key, elector))
    return found


def places_of(contest: Contest, electors: Collection[UUID]) -> list[str]:
    """Where these electors stand in an open box: computed, used and forgotten in one act."""
    secret = secret_of(contest)
    return [box_key(secret, one) for one in electors] if secret is not None else []
