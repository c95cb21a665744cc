"""A view of the table that somebody keeps, alone or for the team."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Process
from preau.tenancy.models import SiteOwned


class SavedView(SiteOwned):
    """Filters, order, groups and columns of the table under a name: all is in its address."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="saved_views")
    owner = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    name = models.CharField(_("Nom de la vue"), max_length=60)
    #: The query of the address, as the table writes it.
    params = models.CharField(max_length=500)
    #: Everyone who works on the process finds it too.
    is_shared = models.BooleanField(_("Partager avec l’équipe"), default=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "process", "owner", "name"], name="one_view_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name
