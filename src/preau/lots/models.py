"""A lot and its lines: what was asked, for which proposals, and what happened to each."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Process
from preau.proposals.desk.acts import bulk_acts
from preau.proposals.models import Proposal
from preau.tenancy.models import SiteOwned


class LotQuerySet(models.QuerySet["Lot"]):
    def to_work_at(self, at: datetime) -> LotQuerySet:
        """Lots with work left to do now, planned ones included once their hour has come."""
        now = models.Q(state__in=Lot.WORKING) | models.Q(
            state=Lot.State.PREPARED, rehearsed_at__isnull=True
        )
        return self.filter(now | models.Q(state=Lot.State.PLANNED, starts_at__lte=at))


class Lot(SiteOwned):
    """One act on many proposals. It is worked line by line, so that a fall loses nothing."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("Préparé")
        PLANNED = "planned", _("Prévu")
        RUNNING = "running", _("En cours")
        DONE = "done", _("Fait")
        UNDOING = "undoing", _("Annulation en cours")
        UNDONE = "undone", _("Annulé")
        FAILED = "failed", _("Arrêté")

    WORKING = (State.RUNNING, State.UNDOING)

    process = models.ForeignKey(Process, models.CASCADE, related_name="lots")
    #: Code of the bulk act, and its words on that day.
    act = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    #: What was typed in the form of the act, as it was posted: it is read again when the lot runs.
    asked = models.JSONField(default=dict)
    actor = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(max_length=160)
    state = models.CharField(max_length=8, choices=State, default=State.PREPARED)
    created_at = models.DateTimeField()
    #: How many mails to how many people the rehearsal wrote, then took back.
    foreseen = models.JSONField(default=dict)
    rehearsed_at = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    #: The worker was last seen at it.
    touched_at = models.DateTimeField(null=True, blank=True)
    #: Its mails leave then; until then it can be undone.
    undo_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Why the lot could not go on, in words.
    trouble = models.TextField(blank=True)

    objects = LotQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["site", "state"],
                condition=~models.Q(state__in=["done", "undone", "failed"]),
                name="lot_to_work",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("lots_desk:lot", args=[self.process.slug, self.pk])

    @property
    def batch(self) -> str:
        """The name of its mails in the outbox."""
        return f"lot {self.pk}"

    @property
    def is_known(self) -> bool:
        return self.act in bulk_acts

    @property
    def is_working(self) -> bool:
        """Something moves by itself: the page looks again."""
        is_rehearsing = self.state == self.State.PREPARED and self.rehearsed_at is None
        return self.state in self.WORKING or is_rehearsing


class Line(SiteOwned):
    """One proposal of a lot. Its state changes in the transaction that does the act: never twice."""

    class State(models.TextChoices):
        WAITING = "waiting", _("En attente")
        DONE = "done", _("Fait")
        SAME = "same", _("Déjà fait")
        REFUSED = "refused", _("À revoir")
        SKIPPED = "skipped", _("Pas fait")
        UNDONE = "undone", _("Annulé")
        KEPT = "kept", _("Conservé")

    lot = models.ForeignKey(Lot, models.CASCADE, related_name="lines")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+")
    #: The proposal's number: lines are read and worked in its order.
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    #: What the rehearsal saw: is it changed, from what to what, how many mails.
    foreseen = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    #: The proposal before and after the act, to undo it unless somebody changed it since.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "lot", "proposal"], name="one_line_per_proposal"
            )
        ]
        indexes = [models.Index(fields=["site", "lot", "state", "number"], name="line_to_work")]

    def __str__(self) -> str:
        return f"{self.lot_id}: {self.number}"
