"""What followers are told: one mail for all that changed together, when it no longer moves."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import User
from preau.kernel import clock
from preau.messaging.actions import send_email

from .models import LONG, Proposal, Support

#: A status is told once it has stood so long: what a lot did can be undone for half an hour.
SETTLED_FOR = timedelta(minutes=35)
#: Older changes are not told: whoever imports years of projects writes to nobody.
NEWS_FOR = timedelta(days=7)
#: Mails written in one transaction, at most; the next turn takes the others.
MOST = 500


@transaction.atomic
def tell_followers() -> int:
    """Write to those who follow ideas whose status changed; how many mails.

    Authors and co-authors are told by the act itself: theirs is only noted. Half-way stops are
    harmless: what was told is noted with the mail.
    """
    at = clock.now()
    waiting = (
        Support.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(
            proposal__status_at__lte=at - SETTLED_FOR,
            proposal__status_at__gt=at - NEWS_FOR,
            proposal__is_hidden=False,
        )
        .exclude(Q(told_status="") | Q(told_status=F("proposal__status")))
        .select_related("user", "proposal__process", "proposal__merged_into")
        .defer(*(f"proposal__{name}" for name in LONG if "__" not in name))
        .order_by("user", "proposal__process", "proposal__number")
    )
    told, mails = [], 0
    for _user, group in groupby(waiting.iterator(chunk_size=500), key=lambda one: one.user_id):
        supports = list(group)
        news = [one.proposal for one in supports if not one.is_coauthor]
        if news:
            _write_to(supports[0].user, news)
            mails += 1
        for one in supports:
            one.told_status = one.proposal.status
        told += supports
        if mails >= MOST:
            break
    Support.objects.bulk_update(told, ["told_status"], batch_size=500)
    return mails


def _write_to(person: User, proposals: list[Proposal]) -> None:
    count = len(proposals)
    if count == 1:
        subject = _("Du nouveau pour l’idée n°\u00a0%(number)s que vous suivez") % {
            "number": proposals[0].number
        }
    else:
        subject = ngettext(
            "Du nouveau pour %(n)s idée que vous suivez",
            "Du nouveau pour %(n)s idées que vous suivez",
            count,
        ) % {"n": count}
    send_email(
        to=person.email,
        recipient=person,
        kind="followed",
        subject=subject,
        template="proposals/mail/followed",
        context={"proposals": proposals},
    )
