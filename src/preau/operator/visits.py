"""The operator in a city's back office: asked, allowed for a while, ended; never otherwise."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Membership, Role, User
from preau.accounts.policies import has_role
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.tenancy.models import Site
from preau.tenancy.scope import current_site, use_site

from .models import Visit
from .notices import refresh

#: How long the door stays open after the operator pressed « Entrer », in seconds.
DOOR = 60
#: Hours that a city may grant.
HOURS = (1, 8, 24)


def may_answer(person: User) -> Refusal | None:
    """Administrators of the site, and nobody else, let the operator in."""
    if has_role(person, Role.ADMINISTRATOR):
        return None
    return Refusal(
        "not_administrator", _("Seule l’administration du site laisse entrer la plateforme.")
    )


@transaction.atomic
def ask(*, site: Site, operator_name: str, reason: str) -> Visit:
    """Ask to come in; nothing opens before the city's yes."""
    with use_site(site):
        visit = Visit.objects.create(
            operator_name=operator_name, reason=reason, asked_at=clock.now()
        )
        record(actor=None, verb="asked_visit", subject=visit, reason=reason, name=operator_name)
    refresh([site])
    return visit


@transaction.atomic
def answer(*, visit: Visit, hours: int, actor: User) -> None:
    """Yes for so many hours, or no (0). Raises ``Refused``."""
    demand(may_answer(actor))
    held = Visit.objects.select_for_update().get(pk=visit.pk)
    if held.answered_at is not None:
        raise Refused(Refusal("answered", _("Cette demande a déjà sa réponse.")))
    held.answered_at, held.answered_by = clock.now(), actor
    if hours:
        held.ends_at = clock.now() + timedelta(hours=hours)
        held.account = _account(held)
    held.save()
    verb = "allowed_visit" if hours else "refused_visit"
    record(actor=actor, verb=verb, subject=held, name=held.operator_name, hours=hours)
    refresh([current_site()])


def _account(visit: Visit) -> User:
    """An account of its own: all that is done under it is signed so in the ledger."""
    person, _new = User.objects.get_or_create(
        email=f"visite-{visit.pk}@plateforme.invalid",
        defaults={"first_name": visit.operator_name, "last_name": _("(plateforme)")},
    )
    Membership.objects.get_or_create(user=person, role=Role.ADMINISTRATOR)
    return person


@transaction.atomic
def end(*, visit: Visit, actor: User | None) -> bool:
    """The visit is over at once; False when it was already. The clock ends it with no actor."""
    if actor is not None:
        demand(may_answer(actor))
    held = Visit.objects.select_for_update().get(pk=visit.pk)
    account = held.account
    if account is None or not Membership.objects.filter(user=account).delete()[0]:
        return False
    held.ends_at = min(held.ends_at or clock.now(), clock.now())
    held.save(update_fields=["ends_at"])
    record(actor=actor, verb="ended_visit", subject=held, name=held.operator_name)
    refresh([current_site()])
    return True


def end_old_visits() -> None:
    """Those of the current site whose time is past."""
    for visit in Visit.objects.filter(
        ends_at__lte=clock.now(), account__memberships__isnull=False
    ).distinct():
        end(visit=visit, actor=None)


def door_key(visit: Visit) -> str:
    """Opens the door once the city has said yes; worth a minute."""
    return signing.dumps(visit.pk, salt=f"visit of site {visit.site_id}")


def visitor_of(key: str) -> User | None:
    """The account that a fresh key of this site opens, while the visit is on."""
    try:
        pk = signing.loads(key, salt=f"visit of site {current_site().pk}", max_age=DOOR)
    except signing.BadSignature:
        return None
    visit = Visit.objects.select_related("account").filter(pk=pk).first()
    return visit.account if visit is not None and visit.is_on(clock.now()) else None
