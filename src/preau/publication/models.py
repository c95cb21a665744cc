"""An answer that is written and not yet public."""

from __future__ import annotations

from django.db import models

from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.reviews.models import Decision, Motive, Verdict
from preau.tenancy.models import SiteOwned


class Prepared(SiteOwned):
    """The answer that an idea will get. Nobody outside the desk sees it; one per idea."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="prepared")
    step = models.ForeignKey(Step, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict)
    motive = models.ForeignKey(Motive, models.SET_NULL, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey(
        Proposal, models.CASCADE, null=True, blank=True, related_name="+"
    )
    handed_to = models.CharField(max_length=120, blank=True, db_default="")
    handed_contact = models.CharField(max_length=160, blank=True, db_default="")
    words = models.TextField(blank=True)
    cost_cents = models.BigIntegerField(null=True, blank=True)
    signed_by = models.CharField(max_length=120)
    #: The decision in force when it was written: another one since, and it is not published.
    seen = models.ForeignKey(Decision, models.SET_NULL, null=True, blank=True, related_name="+")
    prepared_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    prepared_by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering = ["proposal__number"]
        indexes = [models.Index(fields=["site", "step"], name="prepared_of_step")]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.get_verdict_display()}"
