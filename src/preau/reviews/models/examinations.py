"""What the admissibility round's own questions were answered, idea by idea."""

from __future__ import annotations

from django.db import models

from preau.accounts.models import User
from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.questions.models import Form
from preau.tenancy.models import SiteOwned


class Examination(SiteOwned):
    """Answers to the round's own questions about one idea, and the version of them that was read."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="examinations")
    step = models.ForeignKey(Step, models.CASCADE, related_name="examinations")
    extra = models.JSONField(default=dict, blank=True)
    form = models.ForeignKey(Form, models.PROTECT, related_name="+")
    #: Grows with each change, so that nobody overwrites what they have not seen.
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "step", "proposal"], name="one_examination_per_idea"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {len(self.extra)} answers"
