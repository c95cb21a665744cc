"""A city asks for an address of its own: what to set, what the network says, the answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Role, User
from preau.accounts.policies import has_role
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.tenancy.dns import addresses_of, where_leads
from preau.tenancy.middleware import forget_hosts
from preau.tenancy.models import Domain, Site
from preau.tenancy.scope import current_site, use_site

from .hosts import read_host
from .models import HostRequest
from .sites import SiteRefused, add_host


@dataclass(frozen=True)
class Line:
    """A line to write where the name was bought."""

    name: str
    kind: str
    value: str


def may_keep_site(person: User) -> Refusal | None:
    """Addresses, archives and use of the site: its administrators."""
    if has_role(person, Role.ADMINISTRATOR):
        return None
    return Refusal(
        "not_administrator",
        _("Seule l’administration du site règle ses adresses et ses archives."),
        remedy=_("Demandez-le à qui administre le site\u00a0: l’équipe est à la page Équipe."),
    )


def lines_for(host: str) -> list[Line]:
    """What to write in the zone of ``host``; nothing when the platform has no name yet."""
    ours = settings.PREAU_PUBLIC_HOST
    if not ours:
        return []
    if host.count(".") > 1:
        return [Line(host, "CNAME", f"{ours}.")]
    # A name right below its extension may not be a CNAME.
    found = sorted(addresses_of(ours))
    return [Line(host, "AAAA" if ":" in one else "A", one) for one in found]


@transaction.atomic
def ask_host(*, typed: str, actor: User) -> HostRequest:
    """Ask for one more address of the current site. Raises ``Refused``."""
    demand(may_keep_site(actor))
    host = read_host(typed)
    if host is None or host == settings.PREAU_OPERATOR_HOST:
        raise Refused(
            Refusal(
                "not_a_host",
                _("«\u00a0%(host)s\u00a0» n’est pas un nom de domaine.") % {"host": typed},
                remedy=_("Écrivez-le ainsi\u00a0: participer.ma-ville.fr"),
            )
        )
    if Domain.objects.filter(host=host).exists():
        raise Refused(Refusal("taken", _("Cette adresse mène déjà à un site de la plateforme.")))
    try:
        with transaction.atomic():
            made = HostRequest.objects.create(host=host, asked_by=actor)
    except IntegrityError:
        raise Refused(Refusal("asked", _("Vous avez déjà demandé cette adresse."))) from None
    record(actor=actor, verb="asked_host", subject=made)
    return made


def check_host(request: HostRequest) -> HostRequest:
    """Look at where the name leads now."""
    request.leads, request.checked_at = where_leads(request.host), clock.now()
    request.save(update_fields=["leads", "checked_at"])
    return request


@transaction.atomic
def withdraw_host(*, request: HostRequest, actor: User) -> None:
    """Take the request back while nobody has answered. Raises ``Refused``."""
    demand(may_keep_site(actor))
    held = _waiting(request)
    held.state, held.answered_at = HostRequest.State.WITHDRAWN, clock.now()
    held.save(update_fields=["state", "answered_at"])
    record(actor=actor, verb="withdrew_host", subject=held)


@transaction.atomic
def accept_host(*, site: Site, request: HostRequest, is_main: bool) -> Domain:
    """The site answers there. As the main address, the other ones lead to it.

    Raises ``SiteRefused`` when another site took the address meanwhile, ``Refused`` when answered.
    """
    with use_site(site):
        held = _waiting(request)
        domain = add_host(site, held.host)
        domain.leads, domain.checked_at = held.leads, held.checked_at
        domain.save(update_fields=["leads", "checked_at"])
        if is_main:
            make_main(site, domain)
        held.state, held.answered_at = HostRequest.State.ACCEPTED, clock.now()
        held.save(update_fields=["state", "answered_at"])
        record(actor=None, verb="accepted_host", subject=held)
    return domain


@transaction.atomic
def refuse_host(*, site: Site, request: HostRequest, reason: str) -> None:
    """No, and why. Raises ``Refused``."""
    if not reason.strip():
        raise SiteRefused(_("Dites pourquoi\u00a0: la collectivité le lira."))
    with use_site(site):
        held = _waiting(request)
        held.state, held.answered_at = HostRequest.State.REFUSED, clock.now()
        held.reason = reason.strip()[:240]
        held.save(update_fields=["state", "answered_at", "reason"])
        record(actor=None, verb="refused_host", subject=held, reason=held.reason)


def make_main(site: Site, domain: Domain) -> None:
    """The main address of the site; every other one leads to it."""
    site.domains.update(is_canonical=False, redirects=True)
    site.domains.filter(pk=domain.pk).update(is_canonical=True, redirects=False)
    forget_hosts()


def _waiting(request: HostRequest) -> HostRequest:
    held = HostRequest.objects.select_for_update().get(pk=request.pk)
    if held.state != HostRequest.State.WAITING:
        raise Refused(Refusal("answered", _("Cette demande a déjà sa réponse.")))
    return held


def waiting_requests() -> list[HostRequest]:
    """Those of the current site, or of every site when none is spoken for."""
    return list(HostRequest.objects.filter(state="waiting").select_related("site"))


def own_domains() -> list[Domain]:
    """Where the current site answers, its main address first."""
    return list(current_site().domains.order_by("-is_canonical", "host"))
