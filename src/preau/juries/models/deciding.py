"""The deliberation of a jury, and what it decides of each application."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from preau.proposals.models import Proposal
from preau.tenancy.models import SiteOwned

from .jury import Juror, Jury


class Deliberation(SiteOwned):
    """When the jury met, where, when it ended, when everyone may read what it decided."""

    jury = models.OneToOneField(Jury, models.CASCADE, related_name="deliberation")
    opened_at = models.DateTimeField()
    place = models.CharField(_("Lieu"), max_length=160, blank=True)
    notes = models.TextField(_("Observations portées au procès-verbal"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=120, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(closed_at__isnull=False),
                name="deliberation_closes_before_publication",
            )
        ]

    def __str__(self) -> str:
        return str(self.jury)


class Grant(SiteOwned):
    """What the jury decided of one application."""

    class Decision(models.TextChoices):
        RETAINED = "retained", _("Retenue")
        RESERVE = "reserve", _("Liste complémentaire")
        REFUSED = "refused", _("Non retenue")

    jury = models.ForeignKey(Jury, models.CASCADE, related_name="grants")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="grants")
    decision = models.CharField(max_length=8, choices=Decision)
    amount_cents = models.BigIntegerField(default=0)
    reason = models.TextField(blank=True)
    #: Why it and another of the same score were decided otherwise.
    tie_reason = models.TextField(blank=True)
    #: Rank and mean on that day, and who was out of the room: as the minutes say them.
    rank = models.PositiveIntegerField(null=True, blank=True)
    mean = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    out_of_room = models.JSONField(default=list, blank=True)
    ruled_by = models.ForeignKey(Juror, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: The letter left, or waits to.
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "jury", "proposal"], name="one_grant_per_application"
            ),
            models.CheckConstraint(
                condition=Q(decision="retained", amount_cents__gt=0)
                | Q(~Q(decision="retained"), amount_cents=0),
                name="grant_pays_who_is_retained",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.decision}"
