"""A contribution that somebody must look at, what was decided of it, and its appeal."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Process
from preau.tenancy.models import SiteOwned

from .motives import MOTIVES, Motive


def new_token() -> str:
    return secrets.token_urlsafe(18)


class CaseQuerySet(models.QuerySet["Case"]):
    def waiting(self) -> CaseQuerySet:
        """To be looked at: never settled, or settled and appealed."""
        return self.filter(
            Q(state=Case.State.OPEN) | Q(appealed_at__isnull=False, appeal_settled_at__isnull=True)
        )


class Case(SiteOwned):
    """One contribution in front of the moderators, from why it came there to the last word."""

    #: A moderator looks within two days.
    DELAY = timedelta(days=2)
    #: An author may appeal for thirty days.
    APPEAL = timedelta(days=30)

    class State(models.TextChoices):
        OPEN = "open", _("À examiner")
        KEPT = "kept", _("Laissée en ligne")
        HIDDEN = "hidden", _("Masquée")
        REWORD = "reword", _("Reformulation demandée")

    class Why(models.TextChoices):
        PRIOR = "prior", _("Avant publication")
        REPORTED = "reported", _("Signalée")
        REWORDED = "reworded", _("Reformulée par son auteur")

    process = models.ForeignKey(Process, models.CASCADE, related_name="moderation_cases")
    #: Code of ``moderated`` and the row it speaks of.
    kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    author = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    why = models.CharField(max_length=10, choices=Why)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    motive = models.CharField(max_length=12, blank=True)
    words = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: A colleague asked to take it, by whom, and why.
    passed_to = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    passed_by_name = models.CharField(max_length=160, blank=True)
    passed_words = models.TextField(blank=True)
    passed_at = models.DateTimeField(null=True, blank=True)
    #: Leads the author to the decision, and to the appeal.
    token = models.CharField(max_length=32, default=new_token, unique=True, editable=False)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_words = models.TextField(blank=True)
    appeal_settled_at = models.DateTimeField(null=True, blank=True)
    appeal_settled_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    appeal_answer = models.TextField(blank=True)
    is_granted = models.BooleanField(default=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "kind", "subject_id"],
                condition=Q(state="open"),
                name="one_open_case_per_subject",
            )
        ]
        indexes = [models.Index(fields=["site", "process", "state"], name="case_of_process")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"

    @property
    def due_at(self) -> Any:
        return (self.appealed_at or self.opened_at) + self.DELAY

    @property
    def is_appealed(self) -> bool:
        """An appeal waits for its answer."""
        return self.appealed_at is not None and self.appeal_settled_at is None

    def is_for(self, person_id: int) -> bool:
        """Nobody's yet, or passed on to this very person."""
        return self.passed_to_id is None or self.passed_to_id == person_id

    @property
    def said_motive(self) -> Motive | None:
        """The motive in words, with its rule."""
        return MOTIVES.get(self.motive)

    def get_absolute_url(self) -> str:
        """Where its author reads the decision."""
        return reverse("moderation:decision", args=[self.token])


class Report(SiteOwned):
    """Somebody says that a contribution breaks the rules."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reports")
    #: A key of who reported: the same person counts once.
    reporter = models.CharField(max_length=64)
    person = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    motive = models.CharField(max_length=12)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "case", "reporter"], name="one_report_per_person"
            )
        ]

    def __str__(self) -> str:
        return self.motive

    @property
    def said_motive(self) -> Motive | None:
        return MOTIVES.get(self.motive)
