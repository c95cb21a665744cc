"""What the commissioner makes of the register: themes, and the points each observation raises."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.tenancy.models import SiteOwned

from .inquiry import Inquiry, Party
from .register import Observation


class Theme(SiteOwned):
    """A subject of the register, what the project owner answers, what the commissioner thinks."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="themes")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("Thème"), max_length=120)
    #: Of the « mémoire en réponse ».
    answer = models.TextField(_("Réponse du responsable du projet"), blank=True)
    analysis = models.TextField(_("Analyse du commissaire enquêteur"), blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "inquiry", "title"], name="one_inquiry_theme_per_title"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Point(SiteOwned):
    """One remark of an observation, under its theme; notes are for the commission alone."""

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="points")
    order = models.PositiveSmallIntegerField()
    text = models.TextField(_("Point soulevé"))
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="points")
    parcel = models.CharField(_("Parcelle"), max_length=80, blank=True)
    assigned_to = models.ForeignKey(Party, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(_("Note pour la commission"), blank=True)
    answer = models.TextField(_("Réponse du responsable du projet"), blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "observation", "order"], name="one_point_per_place"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
