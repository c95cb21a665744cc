"""Who may see a process."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Person
from preau.accounts.policies import may_enter_desk
from preau.kernel.refusal import Refusal

from .models import Process


def may_see_process(person: Person, process: Process) -> Refusal | None:
    """Everyone sees what is published or archived; agents also see drafts."""
    if process.state != Process.State.DRAFT or may_enter_desk(person) is None:
        return None
    return Refusal("not_published", _("Cette démarche n’est pas encore publiée."))
