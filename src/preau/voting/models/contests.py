"""Election, contests and what stands on their ballots."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from preau.counting import RuleDocument
from preau.kernel import clock
from preau.tenancy.models import SiteOwned


@lru_cache(maxsize=1024)
def _address(page: str, process: str, contest: str) -> str:
    """Addresses are asked for many times in one confirmation, and hardly change in a year."""
    return reverse(f"voting:{page}", args=[process, contest])


def new_key() -> str:
    """256 random bits, in hexadecimal."""
    return secrets.token_hex(32)


class Channel(models.TextChoices):
    """How a ballot reached the box."""

    WEB = "web", _("En ligne")
    PAPER = "paper", _("Sur papier")
    STAND = "stand", _("Sur tablette, au bureau de vote")


class Election(SiteOwned):
    """The scrutin of a step: the contests that its voters are called to."""

    step = models.OneToOneField("processes.Step", models.PROTECT, related_name="election")
    #: Names voters on the roll without naming them; kept, so that who voted can be proved.
    roll_key = models.CharField(max_length=64, default=new_key, editable=False)
    #: With the visitor's token, decides the order in which the options are shown.
    order_seed = models.CharField(max_length=64, default=new_key, editable=False)
    #: A ballot begun before the closing may still be confirmed for so long; declared beforehand.
    grace_seconds = models.PositiveIntegerField(default=0)
    #: What the result is worth, written on every ballot (« Votation consultative… »).
    worth = models.CharField(max_length=240, blank=True)
    #: For so many days, and never after the seal, the hashed network of a ballot is kept; 0: never.
    network_days = models.PositiveSmallIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(default=clock.now)

    #: Where somebody has voted, when it was read with other elections (``queries``).
    known_voted: tuple[Any, set[int]] | None = None

    def __str__(self) -> str:
        return str(self.step.title)


class ContestQuerySet(models.QuerySet["Contest"]):
    def to_close_at(self, at: datetime) -> ContestQuerySet:
        """Still open although their hour has passed, or sealed and not counted yet."""
        late = Q(state=Contest.State.OPEN, closes_at__lte=at)
        half_done = Q(state=Contest.State.CLOSED, counts__isnull=True)
        half_done &= Q(is_secret=False) | Q(
            opening__isnull=False
        )  # a sealed box waits for its board
        return self.filter(late | half_done)


class Contest(SiteOwned):
    """One box and one list of options: those of a zone, or those of the whole territory."""

    class State(models.TextChoices):
        DRAFT = "draft", _("En préparation")
        OPEN = "open", _("Arrêté")
        CLOSED = "closed", _("Clos")
        COUNTED = "counted", _("Dépouillé")

    election = models.ForeignKey(Election, models.CASCADE, related_name="contests")
    zone = models.ForeignKey(
        "territory.Zone", models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80)
    #: What is asked, when the options are answers and no money is shared out.
    question = models.CharField(max_length=300, blank=True)
    envelope_cents = models.BigIntegerField(default=0)
    #: Name of one of ``voting.formats``.
    ballot_format = models.CharField(max_length=12, default="ranked")
    min_choices = models.PositiveSmallIntegerField(default=0)
    #: None: as many as there are options.
    max_choices = models.PositiveSmallIntegerField(null=True, default=3)
    #: Ballots are sealed to the board's key and cast once (``models/secret.py``).
    is_secret = models.BooleanField(default=False)
    #: The rule document of ``preau.counting``, frozen and hashed when the contest opens.
    rule = models.JSONField(default=dict)
    rule_hash = models.CharField(max_length=64, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    #: Takes no ballot since then, until it is resumed.
    suspended_at = models.DateTimeField(null=True, blank=True)
    #: Why its hours last changed; shown to voters.
    hours_reason = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)

    objects = ContestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "election", "slug"], name="one_contest_per_slug"
            ),
            models.UniqueConstraint(
                fields=["site", "election", "zone"],
                condition=Q(question=""),
                name="one_contest_per_zone",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (Q(opens_at__isnull=False) & Q(closes_at__isnull=False) & ~Q(rule_hash="")),
                name="opened_contest_has_rule_and_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def document(self) -> RuleDocument:
        return RuleDocument.from_dict(self.rule)

    @property
    def points(self) -> list[Any]:
        """Points by rank, the first choice first."""
        return list(self.document.points)[: self.max_choices]

    @cached_property
    def listed(self) -> list[Option]:
        """Its options by number, read once: they are frozen when it opens."""
        return list(self.options.select_related("zone").defer("zone__polygon"))

    @property
    def allows_blank(self) -> bool:
        return self.min_choices == 0

    def is_open_at(self, at: datetime) -> bool:
        return (
            self.state == self.State.OPEN
            and self.opens_at is not None
            and self.closes_at is not None
            and self.opens_at <= at < self.closes_at
            and self.suspended_at is None
        )

    def hour_of(self, begun_at: datetime | None, at: datetime) -> datetime:
        """The hour at which a ballot is judged: that of its closing, if it was begun before.

        Who had begun a ballot when the vote closed has the declared grace to confirm it; the
        database holds the end of the grace.
        """
        if self.closes_at is None or begun_at is None or begun_at >= self.closes_at:
            return at
        grace = timedelta(seconds=self.election.grace_seconds)
        is_late = self.closes_at <= at < self.closes_at + grace
        return self.closes_at - timedelta(microseconds=1) if is_late else at

    def url(self, page: str) -> str:
        """Address of a page of the booth for this contest (``choose``, ``ballot``…)."""
        return _address(page, self.election.step.process.slug, self.slug)


class Option(SiteOwned):
    """What stands on the ballot: a snapshot, which later edits of its source never change."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="options")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=400, blank=True)
    cost_cents = models.BigIntegerField(default=0)
    zone = models.ForeignKey(
        "territory.Zone", models.PROTECT, null=True, blank=True, related_name="+"
    )
    picture = models.ForeignKey(
        "media.Picture", models.PROTECT, null=True, blank=True, related_name="+"
    )
    theme = models.CharField(max_length=60, blank=True)
    #: Where it comes from, as plain values: this floor knows no proposal.
    source_kind = models.CharField(max_length=40, blank=True)
    source_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["site", "contest", "number"], name="one_option_number")
        ]

    def __str__(self) -> str:
        return self.title
