"""Who may vote, as the rungs that owners choose: written as requirements of the step."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.messaging.senders import can_send
from preau.processes.models import Requirement

from .franceconnect.provider import client_here
from .models import Electorate
from .policies import may_set_electorate
from .queries import ONE_OF, PERSON_KINDS

#: The rungs that can be chosen, in the order in which they are asked.
ORDER = (
    "email",
    "group",
    "franceconnect",
    "code",
    "roll",
    "declaration",
    ONE_OF,
    "phone",
    "document",
    "postcode",
    "age",
    "residence",
)
#: At least one of them: without it nobody could be told from somebody else.
NAMING = ("email", "code", "phone", "roll", "declaration", "franceconnect", ONE_OF)

Rungs = dict[str, dict[str, Any]]


def rungs_of(electorate: Electorate) -> Rungs:
    """The rungs of the step, by kind, with their rules."""
    held = Requirement.objects.filter(step=electorate.step, kind__in=ORDER).order_by("order")
    return {one.kind: one.rule for one in held}


def kinds_in(rungs: Rungs) -> set[str]:
    """Every proof that may be asked, those among which one chooses included."""
    return {*rungs, *rungs.get(ONE_OF, {}).get("kinds", [])}


def refusal_by_rungs(rungs: Rungs) -> Refusal | None:
    """Why these rungs cannot make an electorate."""
    ways = rungs.get(ONE_OF, {"kinds": PERSON_KINDS})["kinds"]
    if len(ways) < 2 or not {*ways} <= {*PERSON_KINDS}:
        return Refusal(
            "no_choice",
            _("Une preuve au choix demande d’en cocher au moins deux."),
            rule=_(
                "Seules la liste, la déclaration et FranceConnect disent le même nom\u00a0: une personne n’y a qu’une voix."
            ),
        )
    if not any(kind in rungs for kind in NAMING):
        return Refusal(
            "nobody_named",
            _("Choisissez au moins une façon de distinguer les personnes."),
            rule=_("Sans elle, une personne pourrait voter plusieurs fois."),
        )
    if "phone" in rungs and not can_send():
        return Refusal(
            "no_text_sender",
            _("Cette installation n’envoie pas de SMS."),
            remedy=_(
                "Demandez à son administration de régler un envoi, ou choisissez autre chose."
            ),
        )
    if "franceconnect" in kinds_in(rungs) and client_here() is None:
        return Refusal(
            "no_franceconnect",
            _("Ce site n’est pas inscrit à FranceConnect."),
            remedy=_("Demandez à son administration de l’y inscrire, ou choisissez autre chose."),
        )
    needs_account = [kind for kind in ("group", "document") if kind in rungs]
    if needs_account and "email" not in rungs:
        return Refusal(
            "account_needed",
            _("Un groupe ou une pièce montrée au guichet demande aussi une adresse e-mail."),
            remedy=_("Cochez «\u00a0une adresse e-mail confirmée\u00a0»."),
        )
    return None


@transaction.atomic
def set_rungs(
    *, electorate: Electorate, rungs: Rungs, place: str, phone: str, actor: User
) -> Refusal | None:
    """Make ``rungs`` what the step asks; requirements of other kinds stay as they are."""
    step = electorate.step
    demand(may_set_electorate(actor, step, clock.now()))
    refusal = refusal_by_rungs(rungs)
    if refusal is not None:
        return refusal
    before = list(rungs_of(electorate))
    Requirement.objects.filter(step=step, kind__in=ORDER).delete()
    others = list(Requirement.objects.filter(step=step))
    Requirement.objects.bulk_create(
        Requirement(step=step, order=place_, kind=kind, rule=rungs[kind])
        for place_, kind in enumerate([one for one in ORDER if one in rungs], start=1)
    )
    for place_, other in enumerate(others, start=len(rungs) + 1):
        other.order = place_
        other.save(update_fields=["order"])
    electorate.place, electorate.phone = place, phone
    electorate.save(update_fields=["place", "phone"])
    record(
        actor=actor,
        verb="set_electorate",
        subject=step,
        process_id=step.process_id,
        before=before,
        after=[kind for kind in ORDER if kind in rungs],
    )
    return None
