"""Who signs a petition, who takes their signature back, who answers it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from preau.accounts.models import Person, User
from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refusal
from preau.processes.models import StepState
from preau.processes.requirements import missing_requirements, refusal_by_requirements
from preau.ui.words import day, moment

from .models import Petition, Signature
from .quarters import next_quarter, quarter_of
from .queries import signature_of


def may_come_in(petition: Petition, at: datetime) -> Refusal | None:
    """The petition takes signatures at ``at``."""
    step = petition.step
    state = step.state_at(at)
    if state is StepState.OPEN:
        return None
    if state is StepState.CLOSED:
        return Refusal(
            "closed",
            _("Cette pétition ne se signe plus."),
            rule=_("Elle a fermé le %(moment)s.") % {"moment": moment(step.closes_at)}
            if step.closes_at
            else "",
            remedy=_("Sa page dit ce que la collectivité en fait."),
        )
    return Refusal(
        "not_open_yet",
        _("Cette pétition ne se signe pas encore."),
        rule=_("Elle ouvre le %(moment)s.") % {"moment": moment(step.opens_at)}
        if step.opens_at
        else "",
    )


def may_sign(
    petition: Petition, person: Person, at: datetime, *, signer: str = ""
) -> Refusal | None:
    """One person signs once; a local petition, once a quarter for all of them.

    ``signer`` is who they say they are, once it is typed: another account is no other person.
    """
    refusal = may_come_in(petition, at) or refusal_by_requirements(petition.step, person, at)
    if refusal is not None:
        return refusal
    if not isinstance(person, User) or missing_requirements(petition.step, person):
        return Refusal(
            "identity_missing",
            _("Il reste à dire qui vous êtes."),
            remedy=_("Les questions qui manquent vous sont posées, puis vous signez."),
        )
    mine = Q(user=person) | Q(signer=signer) if signer else Q(user=person)
    if Signature.objects.filter(mine, petition=petition).exists():
        return Refusal(
            "signed_already",
            _("Vous avez déjà signé cette pétition."),
            rule=_("Une personne signe une seule fois."),
            remedy=_("Vous pouvez retirer votre signature jusqu’à la fermeture."),
        )
    return _by_quarter(petition, mine, at)


def _by_quarter(petition: Petition, mine: Q, at: datetime) -> Refusal | None:
    if not petition.is_local:
        return None
    others = Signature.objects.filter(mine, quarter=quarter_of(at))
    other = others.select_related("petition__step__process").first()
    if other is None:
        return None
    return signed_this_quarter(other.petition, at)


def signed_this_quarter(other: Petition, at: datetime) -> Refusal:
    """The answer to a second local petition in one quarter."""
    return Refusal(
        "signed_this_quarter",
        _("Vous avez déjà signé une pétition locale ce trimestre\u00a0: «\u00a0%(title)s\u00a0».")
        % {"title": other.step.process.title},
        rule=_(
            "Chaque trimestre, un électeur ne signe qu’une seule demande (article L1112-16 du code "
            "des collectivités)."
        ),
        remedy=_("Retirez l’autre signature si elle court encore, ou revenez à partir du %(day)s.")
        % {"day": day(next_quarter(at), with_year=True)},
    )


def may_withdraw(petition: Petition, person: Person, at: datetime) -> Refusal | None:
    """Until the closing; then the signatures are counted as they stand."""
    refusal = may_come_in(petition, at)
    if refusal is None and signature_of(petition, person) is None:
        return Refusal("not_signed", _("Vous n’avez pas signé cette pétition."))
    return refusal


def may_set(person: Person, petition: Petition, at: datetime) -> Refusal | None:
    """Process owners write the demand and its threshold until the first signature is asked."""
    refusal = may_run_process(person, petition.step.process_id)
    if refusal is None and petition.signatures.exists():
        return Refusal(
            "signed",
            _("La demande et son seuil ne changent plus\u00a0: des personnes les ont signés."),
            rule=_("Tout le monde signe le même texte."),
            remedy=_("Fermez cette pétition et ouvrez-en une autre si le texte doit changer."),
        )
    return refusal
