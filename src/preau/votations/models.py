"""A votation: its questions, the answers to choose from, the positions that defend them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Process
from preau.tenancy.models import SiteOwned
from preau.voting.models import Contest


class Votation(SiteOwned):
    """What is particular to a votation: what it is worth, its quorum, what came of it."""

    class Worth(models.TextChoices):
        CONSULTATIVE = (
            "consultative",
            _("Votation consultative\u00a0: le conseil garde la décision et la motive."),
        )
        POLL = "poll", _("Sondage\u00a0: le résultat éclaire les élus, il ne décide de rien.")
        FOLLOWED = (
            "followed",
            _("Votation consultative\u00a0: la majorité municipale s’est engagée à suivre."),
        )

    process = models.OneToOneField(Process, models.CASCADE, related_name="votation")
    worth = models.CharField(max_length=12, choices=Worth, default=Worth.CONSULTATIVE)
    #: Why the question is put, the same for everyone.
    context = models.TextField(blank=True)
    #: The deliberation that adopts the rules of the vote.
    rules_act = models.CharField(max_length=200, blank=True)
    #: People who may vote, when their number is known.
    registered = models.PositiveIntegerField(null=True, blank=True)
    #: Ballots needed for the result to count; 0 for no quorum. A share of ``registered`` wins.
    quorum_ballots = models.PositiveIntegerField(default=0)
    quorum_percent = models.PositiveSmallIntegerField(default=0)
    is_secret = models.BooleanField(default=True)
    proclaimed_at = models.DateTimeField(null=True, blank=True)
    proclaimed_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: What the authority decided after the vote, and by which act.
    outcome = models.TextField(blank=True)
    outcome_act = models.CharField(max_length=200, blank=True)
    outcome_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quorum_percent__lte=100), name="quorum_is_a_share"),
            models.CheckConstraint(
                condition=Q(quorum_percent=0) | Q(registered__isnull=False),
                name="quorum_share_has_a_base",
            ),
        ]

    def __str__(self) -> str:
        return self.process.title

    @property
    def quorum(self) -> int:
        """Ballots needed, rounded up; 0 when there is no quorum."""
        if self.quorum_percent and self.registered:
            return -(-self.registered * self.quorum_percent // 100)
        return self.quorum_ballots


class Method(models.TextChoices):
    """How a ranking is counted."""

    DUELS = "schulze", _("Par duels\u00a0: la réponse préférée à chacune des autres")
    ROUNDS = "instant-runoff", _("Par tours\u00a0: la moins souvent première est éliminée")


class Question(SiteOwned):
    """One question: one ballot, one box. The contest is made again from it until the freeze."""

    votation = models.ForeignKey(Votation, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    words = models.CharField(max_length=300)
    details = models.TextField(blank=True)
    #: Name of one of ``voting.formats``.
    ballot_format = models.CharField(max_length=12, default="yes-no")
    method = models.CharField(max_length=16, choices=Method, default=Method.DUELS)
    #: Share that an answer must reach; 0 when the best placed one wins whatever its share.
    share_percent = models.PositiveSmallIntegerField(default=50)
    #: The share is one of all the ballots cast, blank ones too.
    is_of_cast = models.BooleanField(default=False)
    takes_blank = models.BooleanField(default=True)
    grades = models.JSONField(default=list, blank=True)
    contest = models.OneToOneField(
        Contest, models.SET_NULL, null=True, blank=True, related_name="asked"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "votation", "number"],
                name="one_question_per_number",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["site", "votation", "title"], name="one_question_per_title"
            ),
            models.CheckConstraint(condition=Q(share_percent__lte=100), name="share_is_a_share"),
        ]

    def __str__(self) -> str:
        return self.words


class Answer(SiteOwned):
    """A line of the ballot, in its order."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "question", "number"], name="one_answer_per_number"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Position(SiteOwned):
    """Who defends an answer, in a box of the same size as the others."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="positions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    holder = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "question", "number"], name="one_position_per_number"
            )
        ]

    def __str__(self) -> str:
        return self.title
