"""Open answers read by several agents: themes, readings, what was settled, quotes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import User
from preau.tenancy.models import SiteOwned

from .survey import Response, Survey


class Coding(SiteOwned):
    """How the answers to one open question are read."""

    class Share(models.IntegerChoices):
        ALL = 100, _("toutes les réponses")
        HALF = 50, _("une réponse sur deux")
        FIFTH = 20, _("une réponse sur cinq")
        TENTH = 10, _("une réponse sur dix")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="codings")
    #: Id of the question in the form.
    question = models.CharField(max_length=40)
    readers = models.PositiveSmallIntegerField(
        _("Agents qui lisent une même réponse"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    share = models.PositiveSmallIntegerField(
        _("Réponses lues à plusieurs"), choices=Share, default=Share.ALL
    )
    is_blind = models.BooleanField(
        _("Première lecture à l’aveugle\u00a0: personne ne voit celle des autres"), default=True
    )
    #: Readings are laid side by side from then on.
    compared_at = models.DateTimeField(null=True, blank=True)
    #: Goes up each time the themes of an answer change.
    changes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "survey", "question"], name="one_coding_per_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.question}"

    @property
    def is_hidden(self) -> bool:
        """True while nobody may see what the others read."""
        return self.is_blind and self.readers > 1 and self.compared_at is None


class Theme(SiteOwned):
    """What answers speak of, in a few words; ``meaning`` says when to put it."""

    coding = models.ForeignKey(Coding, models.CASCADE, related_name="themes")
    label = models.CharField(_("Thème"), max_length=80)
    meaning = models.CharField(_("Quand le mettre"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "coding", "label"], name="one_theme_per_label")
        ]

    def __str__(self) -> str:
        return self.label


class CodedAnswer(SiteOwned):
    """An answer to read: by how many, and the themes it has in the end."""

    coding = models.ForeignKey(Coding, models.CASCADE, related_name="answers")
    response = models.ForeignKey(Response, models.CASCADE, related_name="coded")
    #: Readings wanted, and those done or in hand.
    wanted = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    #: Themes that count; None while readings are missing, or do not agree.
    themes = ArrayField(models.BigIntegerField(), null=True, blank=True)
    settled_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "coding", "response"], name="one_coded_answer_per_response"
            )
        ]
        indexes = [
            models.Index(
                fields=["site", "coding", "id"],
                condition=Q(taken__lt=F("wanted")),
                name="coded_answer_to_read",
            ),
            models.Index(fields=["site", "response"], name="coded_answer_response"),
        ]

    def __str__(self) -> str:
        return f"{self.coding_id} {self.response_id}"


class Reading(SiteOwned):
    """What one agent read in an answer; in hand until ``read_at``."""

    answer = models.ForeignKey(CodedAnswer, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(User, models.PROTECT, related_name="+")
    themes = ArrayField(models.BigIntegerField(), default=list, blank=True)
    note = models.CharField(max_length=300, blank=True)
    taken_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "answer", "reader"], name="one_reading_per_reader"
            )
        ]
        indexes = [models.Index(fields=["site", "reader", "read_at"], name="reading_reader")]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.reader_id}"


class Quote(SiteOwned):
    """Words of an answer, as they were written, that show what a theme is about."""

    answer = models.ForeignKey(CodedAnswer, models.CASCADE, related_name="quotes")
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="quotes")
    words = models.TextField()
    is_public = models.BooleanField(default=False)
    picked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    picked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words[:40]
