"""What agents may do with proposals in the back office."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Person, Role
from preau.accounts.policies import has_role
from preau.kernel.refusal import Refusal
from preau.processes.models import Process

from ..models import Proposal

READERS = (
    Role.ADMINISTRATOR,
    Role.OWNER,
    Role.AGENT,
    Role.DECIDER,
    Role.MODERATOR,
    Role.READER,
    Role.COMMITTEE,
)
WRITERS = (Role.ADMINISTRATOR, Role.OWNER, Role.DECIDER)
CORRECTORS = (*WRITERS, Role.AGENT)


def may_read_proposals(person: Person, process: Process) -> Refusal | None:
    """The table and the sheets, drafts excepted: every role but paper entry and commissioners."""
    if has_role(person, *READERS, process_id=process.pk):
        return None
    return Refusal("not_a_reader", _("Votre rôle n’ouvre pas les propositions de cette démarche."))


def may_change_in_bulk(person: Person, process: Process) -> Refusal | None:
    """One act on many proposals is for those who run the process or decide."""
    if has_role(person, *WRITERS, process_id=process.pk):
        return None
    return Refusal(
        "not_a_writer",
        _("Seules les personnes qui pilotent ou qui décident agissent sur plusieurs idées."),
        remedy=_("Adressez-vous à la personne qui pilote la démarche."),
    )


def may_handle(person: Person, proposal: Proposal) -> Refusal | None:
    """Taking an idea, handing it on, putting off its day: whoever runs it, or its service."""
    if has_role(person, *WRITERS, process_id=proposal.process_id):
        return None
    services = {held.service_id for held in getattr(person, "roles", []) if held.service_id}
    if proposal.service_id in services and has_role(
        person, Role.AGENT, process_id=proposal.process_id
    ):
        return None
    return Refusal(
        "not_your_service",
        _("Cette idée n’est pas confiée à votre service."),
        remedy=_("Adressez-vous à la personne qui pilote la démarche."),
    )


def may_correct(person: Person, process: Process) -> Refusal | None:
    """Services correct cost, place and theme, always with a public trace."""
    if has_role(person, *CORRECTORS, process_id=process.pk):
        return None
    return Refusal("not_a_corrector", _("Votre rôle ne permet pas de corriger une idée."))
