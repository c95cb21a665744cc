"""Processes that a city keeps as models of its own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.kernel import clock
from preau.tenancy.models import SiteOwned


class SavedModel(SiteOwned):
    """The outline of a process, kept under a name; nothing of what people did in it."""

    name = models.CharField(_("Nom du modèle"), max_length=120)
    note = models.CharField(_("À quoi il sert"), max_length=240, blank=True)
    outline = models.JSONField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="one_model_per_name")]

    def __str__(self) -> str:
        return self.name
