"""Rounds of a review; what services are asked and answer; what the pilot makes of it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Service, User
from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.questions.models import Form
from preau.tenancy.models import SiteOwned

from .decisions import Decision
from .fiche import Bearer


class Round(SiteOwned):
    """One pass over the ideas of a review, with who holds it and until when."""

    class Kind(models.TextChoices):
        ADMISSIBILITY = "admissibility", _("Recevabilité")
        STUDY = "study", _("Étude par les services")
        SECOND_READING = "second_reading", _("Seconde lecture")

    class Holder(models.TextChoices):
        SERVICES = "services", _("Les services")
        PILOT = "pilot", _("Les personnes qui pilotent ou qui décident")
        COMMITTEE = "committee", _("Le comité de suivi")

    step = models.ForeignKey(Step, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Kind)
    title = models.CharField(_("Nom du tour"), max_length=80)
    held_by = models.CharField(max_length=12, choices=Holder)
    due_on = models.DateField(_("À finir pour le"), null=True, blank=True)
    #: Days that a service has to answer, when no day is given with the request.
    days = models.PositiveSmallIntegerField(_("Jours pour répondre"), default=15)

    #: Questions of this round's own, as they are asked; then the version being written.
    form = models.ForeignKey(Form, models.PROTECT, null=True, blank=True, related_name="+")
    draft = models.ForeignKey(Form, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["site", "step", "kind"], name="one_round_per_kind")
        ]

    def __str__(self) -> str:
        return self.title


class Stance(models.TextChoices):
    FAVOURABLE = "favourable", _("Favorable")
    RESERVED = "reserved", _("Favorable avec réserves")
    UNFAVOURABLE = "unfavourable", _("Défavorable")
    NOT_CONCERNED = "not_concerned", _("Sans objet pour nous")


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def standing(self) -> OpinionQuerySet:
        """Requests that were neither handed over nor withdrawn."""
        return self.filter(closed_at__isnull=True)

    def awaited(self) -> OpinionQuerySet:
        return self.standing().filter(signed_at__isnull=True)

    def late(self, today: date) -> OpinionQuerySet:
        return self.awaited().filter(due_on__lt=today)


class Opinion(SiteOwned):
    """What one service is asked about one idea, then what it answers. Signed, it does not move."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="opinions")
    step = models.ForeignKey(Step, models.CASCADE, related_name="opinions")
    service = models.ForeignKey(Service, models.PROTECT, related_name="opinions")
    #: The opinion that this service signs too, instead of writing its own.
    joint_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="joined_by"
    )
    question = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_by_name = models.CharField(max_length=160)
    asked_at = models.DateTimeField()
    due_on = models.DateField()

    stance = models.CharField(max_length=14, choices=Stance, blank=True)
    cost_low_cents = models.BigIntegerField(null=True, blank=True)
    cost_high_cents = models.BigIntegerField(null=True, blank=True)
    running_cents = models.BigIntegerField(null=True, blank=True)
    running_by = models.CharField(max_length=12, choices=Bearer, blank=True)
    delay_low_months = models.PositiveSmallIntegerField(null=True, blank=True)
    delay_high_months = models.PositiveSmallIntegerField(null=True, blank=True)
    risks = models.TextField(blank=True)
    words = models.TextField(blank=True)

    #: Answers to the round's own questions, and the version of them that was read.
    extra = models.JSONField(default=dict, blank=True)
    form = models.ForeignKey(Form, models.PROTECT, null=True, blank=True, related_name="+")

    #: Grows with each change, so that nobody overwrites what they have not seen.
    version = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    edited_by_name = models.CharField(max_length=160, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    signed_by_name = models.CharField(max_length=160, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.TextField(blank=True)
    transferred_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="transferred_from"
    )
    #: The day the lead was told that it is late.
    escalated_on = models.DateField(null=True, blank=True)

    objects = OpinionQuerySet.as_manager()

    #: What a service answers.
    ANSWERS = (
        "stance",
        "words",
        "cost_low_cents",
        "cost_high_cents",
        "running_cents",
        "running_by",
        "delay_low_months",
        "delay_high_months",
        "risks",
        "extra",
    )

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "step", "proposal", "service"],
                condition=Q(closed_at__isnull=True),
                name="one_standing_opinion_per_service",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | ~Q(stance="") | Q(joint_of__isnull=False),
                name="signed_opinion_has_a_stance",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "service", "signed_at"], name="opinion_of_service"),
            models.Index(fields=["site", "proposal"], name="opinion_of_proposal"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} on {self.proposal_id}"

    @property
    def is_awaited(self) -> bool:
        return self.signed_at is None and self.closed_at is None

    @property
    def answer(self) -> Opinion:
        """The opinion whose words count: its own, or the one it signs with another service."""
        return self.joint_of or self


class Outcome(models.TextChoices):
    GO = "go", _("Réalisable")
    CHANGES = "changes", _("Réalisable avec des changements")
    NO_GO = "no_go", _("Non réalisable")


class Synthesis(SiteOwned):
    """What the pilot concludes from the opinions. A change is another one; the last one counts."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="syntheses")
    step = models.ForeignKey(Step, models.CASCADE, related_name="syntheses")
    outcome = models.CharField(max_length=8, choices=Outcome)
    words = models.TextField()
    #: Cost proposed to the decision-maker, in cents.
    cost_cents = models.BigIntegerField(null=True, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["site", "proposal", "at"], name="synthesis_story")]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.outcome}"


class SecondReading(SiteOwned):
    """The residents' follow-up committee reads a decision again and says what it thinks of it."""

    class Stance(models.TextChoices):
        AGREES = "agrees", _("Le comité suit la décision")
        RECONSIDER = "reconsider", _("Le comité demande de revoir la décision")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="second_readings")
    decision = models.OneToOneField(Decision, models.CASCADE, related_name="second_reading")
    why = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_by_name = models.CharField(max_length=160)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    stance = models.CharField(max_length=10, choices=Stance, blank=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    #: Answers to the round's own questions, and the version of them that was read.
    extra = models.JSONField(default=dict, blank=True)
    form = models.ForeignKey(Form, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.stance or 'awaited'}"
