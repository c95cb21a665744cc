"""At the desk: an agent says that they have seen a document. Nothing of it is written down."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.processes.models import Step

from .policies import may_check_documents
from .proving import prove
from .queries import has_proved


@transaction.atomic
def see_document(*, step: Step, email: str, actor: User) -> User | Refusal:
    """Keep that the person whose account has this address has shown a document."""
    demand(may_check_documents(actor, step, clock.now()))
    person = User.objects.filter(
        email=email.strip().lower(), is_active=True, email_verified_at__isnull=False
    ).first()
    if person is None:
        return Refusal(
            "no_account",
            _("Aucun compte confirmé n’a cette adresse."),
            remedy=_(
                "Relisez l’adresse. Sinon, la personne crée son compte au moment de voter, "
                "puis revient."
            ),
        )
    if has_proved(step, person, "document"):
        return person
    answer = prove(step=step, person=person, kind="document")
    if isinstance(answer, Refusal):
        return answer
    record(actor=actor, verb="saw_document", subject=step, process_id=step.process_id)
    return person
