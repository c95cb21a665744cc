"""A questionnaire, the responses to it, who took part."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Step
from preau.questions.models import Form
from preau.tenancy.models import SiteOwned


def new_secret() -> str:
    return secrets.token_hex(32)


class Survey(SiteOwned):
    """The settings of a step that asks questions; the step's dates open and close it."""

    class Identity(models.TextChoices):
        ANONYMOUS = "anonymous", _("Anonyme, sans compte")
        VERIFIED = "verified", _("Compte vérifié, réponses sans nom")
        NAMED = "named", _("Réponses au nom de la personne")

    step = models.OneToOneField(Step, models.CASCADE, related_name="survey")
    #: The version asked now; responses keep the one they answered.
    form = models.ForeignKey(Form, models.PROTECT, related_name="surveys")
    #: The next version, while it is written.
    draft = models.ForeignKey(Form, models.SET_NULL, null=True, blank=True, related_name="+")
    why = models.TextField(_("À quoi sert ce questionnaire"), blank=True)
    identity = models.CharField(
        _("Qui répond"), max_length=12, choices=Identity, default=Identity.ANONYMOUS
    )
    is_several = models.BooleanField(_("Une personne peut répondre plusieurs fois"), default=False)
    quota = models.PositiveIntegerField(_("Réponses au plus"), null=True, blank=True)
    #: Results are public from then on.
    published_at = models.DateTimeField(null=True, blank=True)
    findings = models.TextField(_("Ce que la collectivité en retient"), blank=True)
    #: Shares that the responses were brought to, by choice, by question; empty when none were.
    margins = models.JSONField(default=dict, blank=True)
    #: Key of the marks of participation; they cannot be tied to anybody without it.
    secret = models.CharField(max_length=64, default=new_secret, editable=False)

    def __str__(self) -> str:
        return self.step.title

    def url(self, name: str, *more: str) -> str:
        """Address of a page of the questionnaire."""
        return reverse(f"surveys:{name}", args=[self.step.process.slug, self.step.slug, *more])


class ResponseQuerySet(models.QuerySet["Response"]):
    def sent(self) -> ResponseQuerySet:
        return self.filter(sent_at__isnull=False)


class Response(SiteOwned):
    """What one person answered; a draft until it is sent.

    Once an anonymous one is sent, nothing in it leads to who wrote it.
    """

    LIFETIME = timedelta(days=30)

    class Origin(models.TextChoices):
        WEB = "web", _("En ligne")
        PAPER = "paper", _("Sur papier")
        DESK = "desk", _("À l’accueil")
        IMPORT = "import", _("Fichier")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="responses")
    form = models.ForeignKey(Form, models.PROTECT, related_name="+")
    #: Clean answers by question id; null for a question passed over.
    answers = models.JSONField(default=dict)
    #: What was typed and is not an answer yet, by question id.
    pending = models.JSONField(default=dict)
    #: Draws the order of choices.
    seed = models.CharField(max_length=16)
    person = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    visitor = models.CharField(max_length=40, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    receipt_hash = models.CharField(max_length=64, blank=True)
    mails = models.PositiveSmallIntegerField(default=0)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.WEB)
    entered_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Number of the sheet of paper, or line of the file it comes from: taken in once.
    reference = models.CharField(max_length=80, blank=True)
    #: How much it counts for, once the responses are brought to the town's margins.
    weight = models.FloatField(null=True, blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "survey", "reference"],
                condition=~Q(reference=""),
                name="one_response_per_reference",
            ),
            models.UniqueConstraint(
                fields=["site", "code_hash"],
                condition=~Q(code_hash=""),
                name="one_response_per_code",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "survey", "sent_at"], name="response_sent"),
            models.Index(fields=["site", "visitor"], name="response_visitor"),
            models.Index(fields=["site", "receipt_hash"], name="response_receipt"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.pk}"


class Participation(SiteOwned):
    """Somebody took part: a key that no table turns back into a person."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="participations")
    key = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "survey", "key"], name="one_participation_per_key"
            )
        ]

    def __str__(self) -> str:
        return self.key[:8]


class ResumeTry(SiteOwned):
    """A wrong code, kept for an hour's count, so that codes cannot be guessed one by one."""

    #: Visitor that tried, hashed.
    origin = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["site", "origin", "at"], name="survey_try_origin"),
            models.Index(fields=["site", "at"], name="survey_try_at"),
        ]

    def __str__(self) -> str:
        return str(self.at)


class Tally(SiteOwned):
    """Figures computed once: for these filters, as responses stood when ``stamp`` was true."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="tallies")
    key = models.CharField(max_length=64)
    stamp = models.CharField(max_length=80)
    data = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "survey", "key"], name="one_tally_per_filter")
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.key[:8]}"
