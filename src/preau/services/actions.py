"""Keeping services, their people, their absences and the rules; all of it in the record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from preau.accounts.models import Membership, Role, Service, User
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.proposals.models import Theme
from preau.territory.models import Zone

from .models import Absence, Consulted, Rule
from .policies import may_note_absence, may_run_services


@transaction.atomic
def save_service(
    *,
    service: Service,
    name: str,
    description: str,
    email: str,
    lead: User | None,
    actor: User,
) -> bool:
    """Write a service, new or known; False when nothing changed. Raises ``Refused``."""
    demand(may_run_services(actor))
    wanted = {"name": name, "description": description, "email": email, "lead": lead}
    if service.pk and all(getattr(service, key) == value for key, value in wanted.items()):
        return False
    if Service.objects.filter(name=name).exclude(pk=service.pk).exists():
        raise Refused(Refusal("same_name", _("Un autre service porte déjà ce nom.")))
    is_new = service.pk is None
    for key, value in wanted.items():
        setattr(service, key, value)
    service.save()
    verb = "created_service" if is_new else "changed_service"
    record(actor=actor, verb=verb, subject=service, lead=lead.full_name if lead else "")
    return True


@transaction.atomic
def add_agent(
    *, service: Service, email: str, first_name: str, last_name: str, actor: User
) -> User | None:
    """Let somebody work in ``service``, known to the site or not; None if they did already."""
    demand(may_run_services(actor))
    person, _new = User.objects.get_or_create(
        email=email.strip().lower(),
        defaults={"first_name": first_name.strip(), "last_name": last_name.strip()},
    )
    if not (person.first_name or person.last_name) and (first_name or last_name):
        person.first_name, person.last_name = first_name.strip(), last_name.strip()
        person.save(update_fields=["first_name", "last_name"])
    _held, is_new = Membership.objects.get_or_create(
        user=person, role=Role.AGENT, service=service, process_id=None
    )
    if not is_new:
        return None
    record(actor=actor, verb="added_agent", subject=service, agent=person.pk)
    return person


@transaction.atomic
def remove_agent(*, service: Service, agent: User, actor: User) -> bool:
    """Somebody works no more in ``service``; what they signed stays. False if they did not."""
    demand(may_run_services(actor))
    held = Membership.objects.filter(user=agent, role=Role.AGENT, service=service)
    if not held.delete()[0]:
        return False
    if service.lead_id == agent.pk:
        service.lead = None
        service.save(update_fields=["lead"])
    record(actor=actor, verb="removed_agent", subject=service, agent=agent.pk)
    return True


@transaction.atomic
def note_absence(
    *, agent: User, stand_in: User, from_on: date, to_on: date, actor: User
) -> Absence:
    """``stand_in`` works in the services of ``agent`` between these days. Raises ``Refused``."""
    demand(may_note_absence(actor, agent))
    if to_on < from_on:
        raise Refused(Refusal("ends_before", _("Le retour vient avant le départ.")))
    if agent.pk == stand_in.pk:
        raise Refused(Refusal("same_person", _("Choisissez une autre personne pour remplacer.")))
    if Absence.objects.filter(user=agent, from_on__lte=to_on, to_on__gte=from_on).exists():
        raise Refused(
            Refusal(
                "overlaps",
                _("Une absence est déjà notée à ces dates."),
                remedy=_("Effacez-la d’abord, ou choisissez d’autres dates."),
            )
        )
    absence = Absence.objects.create(user=agent, stand_in=stand_in, from_on=from_on, to_on=to_on)
    record(actor=actor, verb="noted_absence", subject=absence, agent=agent.pk, by=stand_in.pk)
    return absence


@transaction.atomic
def forget_absence(*, absence: Absence, actor: User) -> None:
    """The agent is here after all. Raises ``Refused``."""
    demand(may_note_absence(actor, absence.user))
    record(actor=actor, verb="forgot_absence", subject=absence, agent=absence.user_id)
    absence.delete()


@transaction.atomic
def save_rule(
    *,
    rule: Rule,
    theme: Theme | None,
    zone: Zone | None,
    keywords: str,
    service: Service,
    consulted: Sequence[Service],
    actor: User,
) -> Rule:
    """Write a rule, at the end when it is new. Raises ``Refused``."""
    demand(may_run_services(actor))
    if rule.pk is None:
        last = Rule.objects.aggregate(last=Max("order"))["last"]
        rule.order = (last or 0) + 1
    rule.theme, rule.zone, rule.keywords, rule.service = theme, zone, keywords.strip(), service
    rule.save()
    rule.consulted.all().delete()
    Consulted.objects.bulk_create(
        Consulted(rule=rule, service=one) for one in consulted if one.pk != service.pk
    )
    record(actor=actor, verb="set_routing_rule", subject=service, keywords=rule.keywords)
    return rule


@transaction.atomic
def move_rule(*, rule: Rule, up: bool, actor: User) -> bool:
    """Read a rule one place earlier or later; False at the end of the list."""
    demand(may_run_services(actor))
    rules = list(Rule.objects.select_for_update())
    place = next(i for i, one in enumerate(rules) if one.pk == rule.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rules):
        return False
    rules[place], rules[other] = rules[other], rules[place]
    for order, one in enumerate(rules, start=1):
        Rule.objects.filter(pk=one.pk).update(order=order)
    record(actor=actor, verb="moved_routing_rule", subject=rule.service)
    return True


@transaction.atomic
def delete_rule(*, rule: Rule, actor: User) -> None:
    """Forget a rule; ideas already sent stay where they are."""
    demand(may_run_services(actor))
    record(actor=actor, verb="deleted_routing_rule", subject=rule.service, keywords=rule.keywords)
    Rule.objects.filter(order__gt=rule.order).update(order=F("order") - 1)
    rule.delete()
