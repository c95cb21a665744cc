"""Inviting, giving roles and taking them back; all of it in the record."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Membership, Role, Service, User
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.processes.models import Process
from preau.tenancy.addresses import absolute_url
from preau.tenancy.locks import take_turn
from preau.tenancy.quotas import demand_room
from preau.tenancy.scope import current_site

from .policies import may_end, may_grant
from .queries import scope_words


@transaction.atomic
def give_role(
    *,
    email: str,
    role: str,
    process: Process | None,
    service: Service | None,
    actor: User,
    first_name: str = "",
    last_name: str = "",
) -> User | None:
    """Give a role to whoever reads ``email``, known to the site or not, and write to them.

    None when they hold it already. Raises ``Refused``.
    """
    demand(may_grant(actor, role, process.pk if process else None))
    if role == Role.AGENT and service is None:
        raise Refused(Refusal("needs_service", _("Choisissez le service de cet agent.")))
    take_turn("team", str(current_site().pk))
    person = _person(email, first_name, last_name)
    is_newcomer = not Membership.objects.filter(user=person).exists()
    if is_newcomer:
        demand_room("agents", Membership.objects.values("user").distinct().count())
    held, is_new = Membership.objects.get_or_create(
        user=person,
        role=role,
        process_id=process.pk if process else None,
        service=service if role == Role.AGENT else None,
    )
    if not is_new:
        return None
    verb = "invited" if is_newcomer else "gave_role"
    _note(actor, verb, person, held, process)
    _write_to(person, held, process, actor.full_name)
    return person


def _person(email: str, first_name: str, last_name: str) -> User:
    """The person of that address; a name is only given to who has none."""
    names = {"first_name": first_name.strip(), "last_name": last_name.strip()}
    person, _new = User.objects.get_or_create(email=email.strip().lower(), defaults=names)
    if not person.is_active:
        raise Refused(Refusal("erased", _("Ce compte a été effacé par la personne elle-même.")))
    if not (person.first_name or person.last_name) and any(names.values()):
        person.first_name, person.last_name = names["first_name"], names["last_name"]
        person.save(update_fields=["first_name", "last_name"])
    return person


@transaction.atomic
def end_role(*, held: Membership, actor: User) -> None:
    """Take one role back; what the person signed stays. Raises ``Refused``."""
    take_turn("team", str(current_site().pk))
    demand(may_end(actor, held))
    process = Process.objects.filter(pk=held.process_id).first() if held.process_id else None
    _note(actor, "ended_role", held.user, held, process)
    held.delete()


@transaction.atomic
def end_access(*, person: User, actor: User) -> int:
    """Take back all the roles that ``actor`` may take back; how many. Raises ``Refused``.

    The account stays, as a resident's: it is the person's own. The next page asked for, in
    whatever window, is refused, since roles are read again each time.
    """
    held = list(Membership.objects.filter(user=person).select_related("user", "service"))
    mine = [one for one in held if may_end(actor, one) is None]
    if not mine:
        raise Refused(
            (may_end(actor, held[0]) if held else None)
            or Refusal("no_role", _("Cette personne n’a plus de rôle."))
        )
    for one in mine:
        end_role(held=one, actor=actor)
    return len(mine)


@transaction.atomic
def remind(*, person: User, actor: User) -> None:
    """Write the invitation again to somebody who never came. Raises ``Refused``."""
    held = list(Membership.objects.filter(user=person).select_related("service"))
    mine = [one for one in held if may_grant(actor, one.role, one.process_id) is None]
    if not mine or person.last_login is not None:
        raise Refused(Refusal("not_waiting", _("Cette personne n’attend pas d’invitation.")))
    process = Process.objects.filter(pk=mine[0].process_id).first() if mine[0].process_id else None
    _write_to(person, mine[0], process, actor.full_name)
    record(actor=actor, verb="invited_again", subject=person)


def _note(actor: User, verb: str, person: User, held: Membership, process: Process | None) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=person,
        process_id=held.process_id,
        role=str(held.get_role_display()),
        scope=scope_words(held, {process.pk: process.title} if process else {}),
        name=person.full_name,
    )


def invite_first(held: Membership) -> None:
    """The platform writes to the first person of a new site, whom nobody there can invite."""
    _write_to(held.user, held, None, _("La plateforme"))


def _write_to(person: User, held: Membership, process: Process | None, by: str) -> None:
    site = current_site()
    send_email(
        to=person.email,
        recipient=person,
        kind="invitation",
        subject=_("Votre accès au bureau de %(site)s") % {"site": site.name},
        template="team/mail/invitation",
        context={
            "name": person.first_name,
            "role": str(held.get_role_display()),
            "scope": scope_words(held, {process.pk: process.title} if process else {}),
            "by": by,
            "url": absolute_url("/bureau/"),
        },
    )
