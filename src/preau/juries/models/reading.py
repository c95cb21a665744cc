"""A juror reading an application, and the marks they give it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.proposals.models import Proposal
from preau.tenancy.models import SiteOwned

from .jury import Criterion, Grid, Juror


class Reading(SiteOwned):
    """One application on one juror's table."""

    class State(models.TextChoices):
        WAITING = "waiting", _("À lire")
        BEGUN = "begun", _("En cours")
        DONE = "done", _("Terminée")
        #: A conflict came after it was begun: its marks count for nothing, and stay written.
        VOID = "void", _("Écartée")

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="readings")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+")
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="readings")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    comment = models.TextField(blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["proposal__number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "juror", "proposal"], name="one_reading_per_pair"
            )
        ]
        indexes = [models.Index(fields=["site", "proposal"], name="reading_proposal")]

    def __str__(self) -> str:
        return f"{self.juror_id} / {self.proposal_id}: {self.state}"

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE


class Mark(SiteOwned):
    """What one criterion got; the words under it may come before the figure."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="marks")
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "reading", "criterion"], name="one_mark_per_criterion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.value}"
