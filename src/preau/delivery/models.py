"""The realisation of an elected project: dated steps, money, news."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from preau.proposals.models import Proposal, Status
from preau.tenancy.models import SiteOwned


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def for_lists(self) -> DeliveryQuerySet:
        """With all that a list shows: two queries, whatever the rows."""
        return self.select_related(
            "proposal__process", "proposal__zone", "proposal__theme", "proposal__picture"
        ).prefetch_related("milestones")


class Delivery(SiteOwned):
    """What the city does of one winner, compared with what was voted."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Programmée")
        STUDY = "study", _("En étude")
        WORKS = "works", _("En travaux")
        DONE = "done", _("Réalisée")
        DROPPED = "dropped", _("Abandonnée")

    #: The public status of the proposal that goes with each state.
    STATUS = {
        State.PLANNED: Status.ELECTED,
        State.STUDY: Status.STUDY,
        State.WORKS: Status.WORKS,
        State.DONE: Status.DONE,
        State.DROPPED: Status.DROPPED,
    }

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="delivery")
    process = models.ForeignKey("processes.Process", models.CASCADE, related_name="deliveries")
    service = models.ForeignKey(
        "accounts.Service", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    voted_cost_cents = models.BigIntegerField()
    spent_cents = models.BigIntegerField(default=0)
    promised_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    #: Why it is late, dearer or given up, as everyone reads it.
    motive = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(spent_cents__gte=0) & models.Q(voted_cost_cents__gte=0),
                name="delivery_money_not_negative",
            )
        ]
        indexes = [models.Index(fields=["site", "process", "state"], name="delivery_state")]

    def __str__(self) -> str:
        return str(self.proposal)

    @property
    def version(self) -> str:
        """Names what a form was filled in upon: it changes whenever one of these does."""
        facts = (self.state, self.motive, self.done_on, self.spent_cents)
        told = [str(fact) for fact in (*facts, self.service_id, self.promised_on)]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    def is_late_on(self, day: date) -> bool:
        """Promised for a day that has passed, and not there yet (or came after it)."""
        if self.promised_on is None or self.state == self.State.DROPPED:
            return False
        return (self.done_on or day) > self.promised_on

    @cached_property
    def spent_permille(self) -> int:
        """Spent money in thousandths of the voted cost, for the bar; may pass 1000."""
        return (
            round(1000 * self.spent_cents / self.voted_cost_cents) if self.voted_cost_cents else 0
        )

    @property
    def spent_share(self) -> float:
        """Spent money over the voted cost, to the nearest hundredth."""
        return round(self.spent_permille / 10) / 100

    @property
    def bar_width(self) -> int:
        """Width of the filled part of the bar, in thousandths, never past its end."""
        return min(self.spent_permille, 1000)


class Milestone(SiteOwned):
    """A dated step of a realisation: announced, then kept, moved or missed."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="milestones")
    title = models.CharField(_("Étape"), max_length=120)
    #: The first date announced, never changed, and the present one.
    announced_on = models.DateField()
    planned_on = models.DateField(_("Date prévue"))
    done_on = models.DateField(_("Faite le"), null=True, blank=True)
    motive = models.CharField(_("Motif du décalage"), max_length=240, blank=True)

    class Meta:
        ordering = ["planned_on", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def version(self) -> str:
        told = [str(fact) for fact in (self.planned_on, self.done_on, self.motive)]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    @property
    def is_moved(self) -> bool:
        return self.planned_on != self.announced_on


class News(SiteOwned):
    """A dated piece of news of a realisation."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="news")
    at = models.DateTimeField()
    title = models.CharField(_("Titre"), max_length=120)
    text = models.TextField(_("Texte"))
    picture = models.ForeignKey(
        "media.Picture", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    author_label = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "news"

    def __str__(self) -> str:
        return self.title
