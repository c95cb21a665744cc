"""Who follows the realisation of a project."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Person, Role, User
from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refusal

from .models import Delivery


def may_update_delivery(person: Person, delivery: Delivery) -> Refusal | None:
    """Process owners, and the agents of the service in charge."""
    if may_run_process(person, delivery.process_id) is None:
        return None
    if isinstance(person, User) and delivery.service_id is not None:
        for held in person.roles:
            if held.role == Role.AGENT and held.service_id == delivery.service_id:
                return None
    return Refusal(
        "not_in_charge",
        _("Seul le service chargé du projet et les pilotes de la démarche tiennent son suivi."),
    )


def may_assign_delivery(person: Person, delivery: Delivery) -> Refusal | None:
    """Process owners say which service is in charge, and for when it is promised."""
    return may_run_process(person, delivery.process_id)


def changed_meanwhile() -> Refusal:
    """The answer to who filled in a form upon an earlier version."""
    return Refusal(
        "changed_meanwhile",
        _("Une autre personne a modifié ce suivi pendant que vous écriviez."),
        remedy=_("Relisez ce qu’elle a enregistré, puis enregistrez de nouveau si besoin."),
    )
