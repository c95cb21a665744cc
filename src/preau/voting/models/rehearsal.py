"""What is kept of a rehearsal: its report. Its voters and ballots never were."""

from __future__ import annotations

from django.db import models

from preau.tenancy.models import SiteOwned

from .contests import Election


class Rehearsal(SiteOwned):
    """The report of a vote run on a copy of an election, with synthetic voters."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="rehearsals")
    at = models.DateTimeField()
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    voters = models.PositiveIntegerField()
    #: With it the same voters cast the same ballots again.
    seed = models.CharField(max_length=40)
    report = models.JSONField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["site", "election", "-id"], name="rehearsal_latest")]

    def __str__(self) -> str:
        return f"rehearsal of election {self.election_id}"

    @property
    def is_right(self) -> bool:
        """Everything that was checked held."""
        return all(all(one["checks"].values()) for one in self.report["contests"])
