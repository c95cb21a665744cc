"""What was done to the hours of a vote once it was set: put off, suspended, resumed; and why."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.tenancy.models import SiteOwned

from .contests import Election


class HourAct(SiteOwned):
    """One act on the hours of an election, with its author and its reason; public, never changed."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("Heures changées")
        SUSPENDED = "suspended", _("Vote suspendu")
        RESUMED = "resumed", _("Vote repris")

    election = models.ForeignKey(Election, models.PROTECT, related_name="hour_acts")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    reason = models.CharField(max_length=400)
    author_name = models.CharField(max_length=160, blank=True)
    #: The closing before and after the act.
    closes_before = models.DateTimeField(null=True)
    closes_after = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["site", "election", "at"], name="hour_acts_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Forgetting(SiteOwned):
    """The certificate that the voters of an election can no longer be named, and how many lines."""

    election = models.OneToOneField(Election, models.PROTECT, related_name="forgetting")
    at = models.DateTimeField()
    appeal_days = models.PositiveSmallIntegerField()
    #: Lines kept without any name, and what was erased, by kind.
    figures = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"voters of election {self.election_id} forgotten"
