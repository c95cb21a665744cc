"""Envelopes of an edition, its counting choices, and its winners."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Process
from preau.proposals.models import Proposal
from preau.tenancy.models import SiteOwned
from preau.voting.models import Contest


class Fit(models.TextChoices):
    SKIP = "skip"
    STOP = "stop"


def default_points() -> list[int]:
    return [3, 2, 1]


def default_ties() -> list[str]:
    return ["first-ranks", "cheaper", "older", "draw"]


class Edition(SiteOwned):
    """What is particular to one edition of a participatory budget."""

    process = models.OneToOneField(Process, models.CASCADE, related_name="edition")
    #: Name of one of ``voting.formats``, and the limits that it takes besides ``max_choices``.
    ballot_format = models.CharField(max_length=12, default="ranked")
    ballot_rules = models.JSONField(default=dict, blank=True)
    max_choices = models.PositiveSmallIntegerField(default=3)
    points = models.JSONField(default=default_points)
    #: What does not fit under the envelope is passed over, or ends the count. Never implicit.
    fit = models.CharField(max_length=4, choices=Fit, default=Fit.SKIP)
    ties = models.JSONField(default=default_ties)
    #: What becomes of unspent money, as the règlement says it.
    unspent_rule = models.CharField(max_length=240, blank=True)
    proclaimed_at = models.DateTimeField(null=True, blank=True)
    proclaimed_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"edition {self.process_id}"

    @property
    def ordered_envelopes(self) -> list[Envelope]:
        """Neighbourhoods in their order, then the town."""
        return sorted(
            self.envelopes.all(),
            key=lambda one: (one.zone is None, one.zone.number if one.zone else 0),
        )


class Envelope(SiteOwned):
    """Money for one zone, or for the whole town when ``zone`` is empty; in cents."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="envelopes")
    zone = models.ForeignKey(
        "territory.Zone", models.PROTECT, null=True, blank=True, related_name="+"
    )
    cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "edition", "zone"],
                name="one_envelope_per_zone",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=models.Q(cents__gt=0), name="envelope_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.zone_id or 'town'}: {self.cents}"


class Winner(SiteOwned):
    """A proclaimed project: its contest, its rank there, its points and its voted cost."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="winners")
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="+")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="winner")
    rank = models.PositiveSmallIntegerField()
    score = models.IntegerField()
    cost_cents = models.BigIntegerField()

    class Meta:
        ordering = ["contest_id", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["site", "contest", "rank"], name="one_winner_per_rank")
        ]

    def __str__(self) -> str:
        return f"{self.contest_id} #{self.rank}"


class BallotText(SiteOwned):
    """How a project is to be named and told on the ballot, as the city and its author agree."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposé à l’auteur")
        AGREED = "agreed", _("Accepté")
        DISPUTED = "disputed", _("Changement demandé")

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="ballot_text")
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=400)
    cost_cents = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    #: What the author would change, in their words.
    wish = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["proposal__number"]

    def __str__(self) -> str:
        return self.title
