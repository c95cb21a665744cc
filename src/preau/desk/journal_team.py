"""What the team's screens write in the ledger: name of the act, sentence after who did it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

TEAM_VERBS: dict[str, tuple[Any, Any]] = {
    "invited": (_("Équipe"), _("a invité %(name)s\u00a0: %(role)s (%(scope)s)")),
    "invited_again": (_("Équipe"), _("a renvoyé une invitation")),
    "gave_role": (_("Équipe"), _("a confié à %(name)s le rôle %(role)s (%(scope)s)")),
    "ended_role": (_("Équipe"), _("a retiré à %(name)s le rôle %(role)s (%(scope)s)")),
}
