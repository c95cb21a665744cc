"""What a site may use, and how near it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Membership
from preau.kernel import clock
from preau.messaging.models import Email
from preau.processes.models import Process
from preau.tenancy.quotas import stored_bytes
from preau.tenancy.scope import current_site

from .models import Plan

#: From this share of the plan on, who runs the site is warned.
NEAR = 0.8
MEGABYTE = 1_000_000


def most(what: str) -> Callable[[], int | None]:
    """How many ``what`` the plan of the current site allows; None for no limit."""

    def limit() -> int | None:
        plan = Plan.objects.filter(site=current_site()).first()
        found: int | None = getattr(plan, f"most_{what}") if plan else None
        return found

    return limit


def most_bytes() -> int | None:
    """Room for files, in bytes."""
    found = most("megabytes")()
    return None if found is None else found * MEGABYTE


@dataclass(frozen=True)
class Share:
    """What is used of something, of what is allowed."""

    label: Any
    used: int
    most: int | None
    #: What happens at the end of it.
    then: Any

    @property
    def is_near(self) -> bool:
        return self.most is not None and self.used >= self.most * NEAR

    @property
    def is_full(self) -> bool:
        return self.most is not None and self.used >= self.most


def shares() -> list[Share]:
    """What the current site uses now."""
    plan = Plan.objects.filter(site=current_site()).first() or Plan()
    month = clock.now() - timedelta(days=30)
    agents = Membership.objects.values("user").distinct().count()
    mails = Email.objects.filter(created_at__gt=month).count()
    files = -(-stored_bytes() // MEGABYTE)
    full = _("Personne de plus n’entre\u00a0; qui est là reste.")
    return [
        Share(_("Agents"), agents, plan.most_agents, full),
        Share(
            _("Démarches"),
            Process.objects.count(),
            plan.most_processes,
            _("Aucune démarche de plus\u00a0; celles qui sont là continuent."),
        ),
        Share(
            _("Mo de fichiers"),
            files,
            plan.most_megabytes,
            _("Plus aucun dépôt de fichier\u00a0; rien n’est effacé."),
        ),
        Share(
            _("Courriels en 30 jours"),
            mails,
            plan.most_mails,
            _("Ils partent tous\u00a0: un code ou un reçu n’attend pas. La plateforme le voit."),
        ),
    ]
