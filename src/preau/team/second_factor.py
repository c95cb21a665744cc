"""What the administration of a site decides about second proofs, on record."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Person, Role, User
from preau.accounts.policies import has_role
from preau.accounts.second_factor import factor_of, forget
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.tenancy.addresses import absolute_url
from preau.tenancy.middleware import forget_hosts
from preau.tenancy.models import Site
from preau.tenancy.scope import current_site


def may_keep_security(person: Person) -> Refusal | None:
    """Who administers the site says how one enters its back office."""
    if has_role(person, Role.ADMINISTRATOR):
        return None
    return Refusal(
        "not_an_administrator",
        gettext_lazy("Seule l’administration du site règle l’entrée du bureau."),
        remedy=gettext_lazy("Adressez-vous à l’administration du site."),
    )


def may_reset(person: Person, other: User) -> Refusal | None:
    """An administrator, for somebody else: nobody opens their own door again."""
    refusal = may_keep_security(person)
    if refusal is None and person.pk == other.pk:
        return Refusal(
            "own_door",
            _("Votre propre accès est réinitialisé par une autre personne qui administre le site."),
            remedy=_("Servez-vous d’un code de secours."),
        )
    return refusal


@transaction.atomic
def require_second_factor(*, is_needed: bool, actor: User) -> bool:
    """Ask a second proof of every agent, or no more; False when it was so already.

    Who asks it has one: an administrator never locks themselves out. Raises ``Refused``.
    """
    demand(may_keep_security(actor))
    site = Site.objects.select_for_update().get(pk=current_site().pk)
    if site.needs_second_factor == is_needed:
        return False
    if is_needed and factor_of(actor) is None:
        raise Refused(
            Refusal(
                "own_first",
                _("Ajoutez d’abord la double vérification à votre propre compte."),
                rule=_("Ainsi vous ne vous enfermez pas dehors."),
            )
        )
    site.needs_second_factor = is_needed
    site.save(update_fields=["needs_second_factor"])
    current_site().needs_second_factor = is_needed
    forget_hosts()
    verb = "required_second_factor" if is_needed else "freed_second_factor"
    record(actor=actor, verb=verb, subject=actor)
    return True


@transaction.atomic
def reset_second_factor(*, person: User, actor: User) -> None:
    """Take away the second proof of somebody who lost their phone; they are told. Raises ``Refused``."""
    demand(may_reset(actor, person))
    if not forget(user=person):
        raise Refused(Refusal("none", _("Cette personne n’a pas de double vérification.")))
    record(actor=actor, verb="reset_second_factor", subject=person)
    send_email(
        to=person.email,
        recipient=person,
        kind="second_factor",
        subject=_("Votre double vérification a été réinitialisée"),
        template="team/mail/second_factor",
        context={
            "name": person.first_name,
            "by": actor.full_name,
            "url": absolute_url("/bureau/"),
        },
    )
