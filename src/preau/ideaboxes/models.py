"""What an idea box promises, and the answers it gave."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Step
from preau.proposals.models import Proposal, Status
from preau.tenancy.models import SiteOwned


class Box(SiteOwned):
    """The promise of a step that collects ideas: so many supports, and the authority answers."""

    step = models.OneToOneField(Step, models.CASCADE, related_name="idea_box")
    threshold = models.PositiveIntegerField(_("Soutiens pour une réponse"), default=50)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(threshold__gt=0), name="box_asks_for_supports")
        ]

    def __str__(self) -> str:
        return self.step.process.title


class Answer(SiteOwned):
    """What the authority answers to an idea, supported enough or not."""

    class Outcome(models.TextChoices):
        FOLLOWED = "followed", _("Suivie\u00a0: la collectivité l’étudie pour la réaliser")
        DONE = "done", _("Réalisée")
        REFUSED = "refused", _("Non retenue")

    #: The public status that goes with each outcome.
    STATUS = {
        Outcome.FOLLOWED: Status.STUDY,
        Outcome.DONE: Status.DONE,
        Outcome.REFUSED: Status.REFUSED,
    }

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="box_answer")
    outcome = models.CharField(max_length=8, choices=Outcome)
    words = models.TextField(_("La réponse"))
    signed_by = models.CharField(max_length=120)
    at = models.DateTimeField()
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.outcome}"
