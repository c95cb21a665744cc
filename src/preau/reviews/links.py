"""Links in mails that open one thing, for one person, for a while; nothing else, no session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.urls import reverse

from preau.accounts.models import User
from preau.proposals.models import Proposal
from preau.tenancy.addresses import absolute_url
from preau.tenancy.scope import current_site

from .models import Opinion, Precision

LIFETIME = timedelta(days=45)


@dataclass(frozen=True)
class Bearer:
    """Who holds a link to an opinion: an agent, or whoever reads the mail of the service."""

    opinion: Opinion
    user: User | None


def _salt(what: str) -> str:
    return f"preau.reviews.{what}.{current_site().pk}"


def opinion_link(opinion: Opinion, user: User | None) -> str:
    """The whole address that lets ``user`` write in this opinion, and sign it."""
    token = signing.dumps([opinion.pk, user.pk if user else 0], salt=_salt("opinion"))
    return absolute_url(reverse("reviews_desk:opinion_link", args=[token]))


def read_opinion_link(token: str) -> Bearer | None:
    """What the token opens; None when it was made up, has expired, or its person is gone."""
    try:
        pk, user_pk = signing.loads(token, salt=_salt("opinion"), max_age=LIFETIME)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    opinion = (
        Opinion.objects.filter(pk=pk)
        .select_related("proposal__process", "proposal__theme", "proposal__zone")
        .select_related("proposal__picture", "service", "step__process", "joint_of__service")
        .first()
    )
    user = User.objects.filter(pk=user_pk, is_active=True).first() if user_pk else None
    if opinion is None or (user_pk and user is None):
        return None
    return Bearer(opinion, user)


def precision_link(precision: Precision) -> str:
    """The whole address at which the author makes their idea clear, without an account."""
    token = signing.dumps(precision.pk, salt=_salt("precision"))
    return absolute_url(reverse("reviews:precision", args=[token]))


def read_precision_link(token: str) -> Precision | None:
    """The question behind the token, or None."""
    try:
        pk = signing.loads(token, salt=_salt("precision"), max_age=LIFETIME)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (
        Precision.objects.filter(pk=pk)
        .select_related("proposal__process", "proposal__author", "step__process")
        .first()
    )


def sheet_path(proposal: Proposal) -> str:
    """Path of the sheet of an idea in the back office."""
    return reverse("proposals_desk:sheet", args=[proposal.process.slug, proposal.number])
