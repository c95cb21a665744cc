"""The règlement's questions, the motives of a no, the answers given, the decisions."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Process, Step
from preau.proposals.models import Proposal
from preau.tenancy.models import SiteOwned


class ReviewSettings(SiteOwned):
    """What a review step asks before an idea goes to the vote."""

    step = models.OneToOneField(Step, models.CASCADE, related_name="review")
    #: An idea is retained with a studied cost only.
    requires_cost = models.BooleanField(default=True)
    #: Most that one project may cost, in cents; empty for no ceiling.
    most_cost_cents = models.BigIntegerField(null=True, blank=True)
    #: An idea is retained, or refused on its merits, once its synthesis is written.
    requires_synthesis = models.BooleanField(default=False, db_default=False)
    #: Agents see the ideas of their services only.
    own_only = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return f"review {self.step_id}"


class Motive(SiteOwned):
    """A reason of the règlement to say no, with the sentence that everyone reads."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="motives")
    code = models.SlugField(max_length=40)
    label = models.CharField(_("Motif"), max_length=120)
    #: Number of the article of the règlement that decides.
    article = models.CharField(_("Article"), max_length=12, blank=True)
    sentence = models.TextField(_("Phrase publique"))
    #: What remains possible for the author.
    remedy = models.TextField(_("Ce qui reste possible"), blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "process", "code"], name="one_motive_per_code")
        ]

    def __str__(self) -> str:
        return self.label


class Criterion(SiteOwned):
    """A question of the règlement, put so that « oui » speaks for the idea."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    article = models.CharField(max_length=12, blank=True)
    question = models.CharField(max_length=240)
    #: The motive that a « non » to this question leads to.
    motive = models.ForeignKey(
        Motive, models.SET_NULL, null=True, blank=True, related_name="criteria"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "step", "number"], name="one_criterion_per_number"
            )
        ]

    def __str__(self) -> str:
        return self.question


class Assessment(SiteOwned):
    """What an agent answered to one criterion for one proposal."""

    class Answer(models.TextChoices):
        YES = "yes", _("Oui")
        NO = "no", _("Non")
        UNSURE = "unsure", _("À préciser")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="assessments")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="assessments")
    answer = models.CharField(max_length=8, choices=Answer)
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "proposal", "criterion"], name="one_answer_per_criterion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.criterion_id}: {self.answer}"


class Verdict(models.TextChoices):
    RETAINED = "retained", _("Retenir pour le vote")
    REFUSED = "refused", _("Ne pas retenir")
    MERGED = "merged", _("Regrouper avec une autre idée")
    HANDED = "handed", _("Transmettre à une autre collectivité")
    REOPENED = "reopened", _("Remettre en analyse")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def current(self) -> DecisionQuerySet:
        """Those that no later decision replaces."""
        return self.filter(superseded_by__isnull=True)


class Decision(SiteOwned):
    """One decision and the words that everyone read then. A correction is a new decision."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="decisions")
    step = models.ForeignKey(Step, models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=10, choices=Verdict)
    motive = models.ForeignKey(
        Motive, models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    merged_into = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: Public words, as they were on that day: the motive's may change later, these never do.
    reason = models.TextField(blank=True)
    words = models.TextField(blank=True)
    rule = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    cost_cents = models.BigIntegerField(null=True, blank=True)
    #: The authority that the idea is handed over to, and how to reach it, for everyone.
    handed_to = models.CharField(max_length=120, blank=True, db_default="")
    handed_contact = models.CharField(max_length=160, blank=True, db_default="")
    #: Who signs in public: a service, or the authority.
    signed_by = models.CharField(max_length=120)
    decided_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_by_name = models.CharField(max_length=160)
    at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "step", "proposal"],
                condition=Q(supersedes__isnull=True),
                name="one_first_decision",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.MERGED, merged_into__isnull=False)
                | (~Q(verdict=Verdict.MERGED) & Q(merged_into__isnull=True)),
                name="merged_means_into_another",
            ),
        ]
        indexes = [models.Index(fields=["site", "proposal", "at"], name="decision_story")]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.get_verdict_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A decision is written once; a correction is another one that supersedes it."""
        if self.pk is not None:
            raise TypeError("a decision is never edited: write a new one that supersedes it")
        super().save(*args, **kwargs)
