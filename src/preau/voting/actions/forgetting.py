"""After the time of appeals: the voters of an election can no longer be named."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from psycopg.errors import IntegrityError as RefusedByDatabase

from preau.electorate.forgetting import forget_people
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.ledger.actions import record
from preau.messaging.models import Email
from preau.tenancy.mounts import outers_of
from preau.tenancy.scope import current_site

from ..models import Election, Forgetting


@transaction.atomic
def forget_voters(*, election: Election) -> Forgetting | Refusal:
    """Draw the key of the roll anew and erase what led to its people, once; the clock's own act.

    Lines of the roll stay, without hour, for the turnout. The database judges that the time of
    appeals is over.
    """
    known = Forgetting.objects.filter(election=election).first()
    if known is not None:
        return known
    days = settings.PREAU_APPEAL_DAYS
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT voting_forget_voters(%s, %s)", [election.pk, days])
            (lines,) = cursor.fetchone()
    except IntegrityError as error:
        cause = error.__cause__
        if not isinstance(cause, RefusedByDatabase) or cause.diag.constraint_name != _TOO_EARLY:
            raise
        return Refusal("too_early", _("Le délai de recours n’est pas écoulé."))
    figures = {"roll_lines": int(lines), **_erase_around(election)}
    done = Forgetting.objects.create(
        election=election, at=clock.now(), appeal_days=days, figures=figures
    )
    record(
        actor=None,
        verb="forgot_voters",
        subject=election,
        process_id=election.step.process_id,
        appeal_days=days,
        figures=figures,
    )
    return done


_TOO_EARLY = "voters_kept_for_appeals"


#: Mails that say who voted: receipts, and that a ballot was set aside or put back.
_MAILS = ("ballot_receipt", "ballot_aside", "ballot_back")


def _erase_around(election: Election) -> dict[str, int]:
    """What proved who the voters were, and the mails of their receipts: how many of each."""
    step = election.step
    # A mail that has left keeps its text alone; one that waits, what it will be made of.
    here = Q()
    for process in outers_of(f"demarches/{step.process.slug}", current_site()):
        booth = f"{process}voter/"
        here |= Q(text__contains=booth) | Q(context__links__change__icontains=booth)
    mails = Email.objects.filter(here, kind__in=_MAILS)
    return {"receipt_mails": mails.delete()[0], **forget_people(step=step)}
