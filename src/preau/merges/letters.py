"""What authors are told when ideas come together or part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.messaging.actions import send_email
from preau.proposals.models import Proposal
from preau.reviews.actions import authors_of

from .models import Merge


def tell_merged(
    *, target: Proposal, sources: Sequence[Proposal], words: str, signed_by: str
) -> int:
    """One mail to each author concerned, whatever the number of their ideas; how many."""
    theirs: dict[int, tuple[User, list[Proposal]]] = {}
    for source in sources:
        for person in authors_of(source):
            theirs.setdefault(person.pk, (person, []))[1].append(source)
    hosts = {} if target.author is None else {target.author.pk: target.author}
    for person, mine in theirs.values():
        _send(
            person,
            _("Votre idée continue avec le n°\u00a0%(number)s") % {"number": target.number},
            "merges/mail/merged",
            {"target": target, "mine": mine, "words": words, "signed_by": signed_by},
        )
    alone = [person for pk, person in hosts.items() if pk not in theirs]
    for person in alone:
        _send(
            person,
            _("D’autres idées rejoignent la vôtre, n°\u00a0%(number)s") % {"number": target.number},
            "merges/mail/gathered",
            {"target": target, "sources": sources, "words": words, "signed_by": signed_by},
        )
    return len(theirs) + len(alone)


def tell_parted(*, merge: Merge, words: str, signed_by: str) -> None:
    """The authors of an idea read that it goes on by itself again."""
    for person in authors_of(merge.proposal):
        _send(
            person,
            _("Votre idée n°\u00a0%(number)s continue de son côté")
            % {"number": merge.proposal.number},
            "merges/mail/parted",
            {
                "proposal": merge.proposal,
                "target": merge.target,
                "words": words,
                "signed_by": signed_by,
            },
        )


def _send(person: User, subject: str, template: str, context: dict[str, Any]) -> None:
    send_email(
        to=person.email,
        recipient=person,
        kind="merge",
        subject=subject,
        template=template,
        context=context,
    )


def tell_split(
    *, proposal: Proposal, parts: Sequence[Proposal], words: str, signed_by: str
) -> None:
    """The authors of an idea read under which numbers it goes on."""
    for person in authors_of(proposal):
        _send(
            person,
            _("Votre idée n°\u00a0%(number)s continue en plusieurs") % {"number": proposal.number},
            "merges/mail/split",
            {"proposal": proposal, "parts": parts, "words": words, "signed_by": signed_by},
        )


def tell_whole(*, proposal: Proposal, signed_by: str) -> None:
    """The authors of an idea read that it is whole again."""
    for person in authors_of(proposal):
        _send(
            person,
            _("Votre idée n°\u00a0%(number)s continue entière") % {"number": proposal.number},
            "merges/mail/whole",
            {"proposal": proposal, "signed_by": signed_by},
        )
