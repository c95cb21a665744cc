"""Election, contests and options; roll and box, which never meet; what closing leaves behind.

What must never happen is refused by the database itself: see ``migrations/0002_guards.py``.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from preau.counting import RuleDocument
from preau.kernel import clock
from preau.tenancy.models import SiteOwned


def new_key() -> str:
    """256 random bits, in hexadecimal."""
    return secrets.token_hex(32)


class Channel(models.TextChoices):
    """How a ballot reached the box."""

    WEB = "web", _("En ligne")


class Election(SiteOwned):
    """The scrutin of a step: the contests that its voters are called to."""

    step = models.OneToOneField("processes.Step", models.PROTECT, related_name="election")
    #: Names voters on the roll without naming them; kept, so that who voted can be proved.
    roll_key = models.CharField(max_length=64, default=new_key, editable=False)
    #: With the visitor's token, decides the order in which the options are shown.
    order_seed = models.CharField(max_length=64, default=new_key, editable=False)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.step.title)


class ContestQuerySet(models.QuerySet["Contest"]):
    def to_close_at(self, at: datetime) -> ContestQuerySet:
        """Still open although their hour has passed, or sealed and not counted yet."""
        late = Q(state=Contest.State.OPEN, closes_at__lte=at)
        half_done = Q(state=Contest.State.CLOSED, counts__isnull=True)
        return self.filter(late | half_done)


class Contest(SiteOwned):
    """One box and one list of options: those of a zone, or those of the whole territory."""

    class State(models.TextChoices):
        DRAFT = "draft", _("En préparation")
        OPEN = "open", _("Arrêté")
        CLOSED = "closed", _("Clos")
        COUNTED = "counted", _("Dépouillé")

    class Format(models.TextChoices):
        RANKED = "ranked", _("Choix classés")

    election = models.ForeignKey(Election, models.CASCADE, related_name="contests")
    zone = models.ForeignKey(
        "territory.Zone", models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80)
    envelope_cents = models.BigIntegerField()
    ballot_format = models.CharField(max_length=12, choices=Format, default=Format.RANKED)
    min_choices = models.PositiveSmallIntegerField(default=0)
    max_choices = models.PositiveSmallIntegerField(default=3)
    #: The rule document of ``preau.counting``, frozen and hashed when the contest opens.
    rule = models.JSONField(default=dict)
    rule_hash = models.CharField(max_length=64, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
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

    @property
    def allows_blank(self) -> bool:
        return self.min_choices == 0

    def is_open_at(self, at: datetime) -> bool:
        return (
            self.state == self.State.OPEN
            and self.opens_at is not None
            and self.closes_at is not None
            and self.opens_at <= at < self.closes_at
        )

    def url(self, page: str) -> str:
        """Address of a page of the booth for this contest (``choose``, ``ballot``…)."""
        return reverse(f"voting:{page}", args=[self.election.step.process.slug, self.slug])


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


class BoxSecret(SiteOwned):
    """What links a voter to a ballot while it can be replaced; destroyed at closing."""

    contest = models.OneToOneField(Contest, models.CASCADE, related_name="box_secret")
    key = models.CharField(max_length=64, default=new_key)

    def __str__(self) -> str:
        return f"secret of contest {self.contest_id}"


class RollEntry(SiteOwned):
    """Who has voted, by a key that only the election's own key can compute from a person."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="roll")
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="roll")
    is_for_zone = models.BooleanField()
    voter_key = models.CharField(max_length=64)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.WEB)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "contest", "voter_key"], name="one_roll_entry_per_voter"
            ),
            models.UniqueConstraint(
                fields=["site", "election", "voter_key"],
                condition=Q(is_for_zone=True),
                name="one_zone_per_voter",
            ),
        ]

    def __str__(self) -> str:
        return f"contest {self.contest_id}, {self.at:%Y-%m-%d}"


class Ballot(SiteOwned):
    """What was voted: no person and no time, and after closing no link left to either.

    ``choices`` holds option ids in rank order; an empty list is a blank vote. ``box_key`` and
    ``receipt`` are emptied at closing, when ballots are rewritten in random order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="ballots")
    box_key = models.CharField(max_length=64, null=True)
    choices = models.JSONField()
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.WEB)
    receipt = models.CharField(max_length=60, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "contest", "box_key"], name="one_ballot_per_box_key"
            ),
            models.UniqueConstraint(fields=["site", "receipt"], name="one_ballot_per_receipt"),
        ]

    def __str__(self) -> str:
        return f"ballot of contest {self.contest_id}"


class ReceiptLine(SiteOwned):
    """A receipt that left the box: replaced by a later one, or counted at closing.

    Written by the database alone, when a ballot is replaced and when the contest is sealed.
    """

    class State(models.TextChoices):
        REPLACED = "replaced", _("Remplacé")
        COUNTED = "counted", _("Compté")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="receipts")
    code = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=State)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="one_line_per_receipt")
        ]
        indexes = [models.Index(fields=["site", "contest", "state", "code"], name="receipt_list")]

    def __str__(self) -> str:
        return self.code


class BallotDraft(SiteOwned):
    """Choices not cast yet, of a visitor who may not have said who they are."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="drafts")
    visitor = models.CharField(max_length=40)
    choices = models.JSONField(default=list)
    #: What « Annuler » brings back: ``{"option": id, "place": index}``.
    removed = models.JSONField(null=True, blank=True)
    #: Set by « Confirmer mon bulletin » while identity is still being proved.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "contest", "visitor"], name="one_draft_per_visitor"
            )
        ]
        indexes = [models.Index(fields=["site", "updated_at"], name="draft_age")]

    def __str__(self) -> str:
        return f"draft for contest {self.contest_id}"

    @property
    def ballot_url(self) -> str:
        return self.contest.url("ballot")


class Seal(SiteOwned):
    """What was in the box at closing, fixed by the hashes of the bundle that anyone can verify.

    ``ballots_hash`` is that of its file of ballots, ``receipt_root`` the root of the Merkle tree
    (RFC 9162) over its sorted receipts.
    """

    contest = models.OneToOneField(Contest, models.PROTECT, related_name="seal")
    closed_at = models.DateTimeField()
    ballots = models.PositiveIntegerField()
    voters = models.PositiveIntegerField()
    rule_hash = models.CharField(max_length=64)
    options_hash = models.CharField(max_length=64)
    ballots_hash = models.CharField(max_length=64)
    receipt_root = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"seal of contest {self.contest_id}"


class Count(SiteOwned):
    """One dépouillement of a sealed box. The last one stands; none is ever changed.

    ``outcome`` is the canonical outcome of ``preau.counting``, ``trace`` its sentences in French.
    """

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="counts")
    input_hash = models.CharField(max_length=64)
    outcome = models.JSONField()
    outcome_hash = models.CharField(max_length=64)
    trace = models.JSONField(default=list)
    #: The recorded public draw, when a decisive tie needed one.
    draw_seed = models.CharField(max_length=200, blank=True)
    needs_draw = models.BooleanField(default=False)
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["site", "contest", "-id"], name="count_latest")]

    def __str__(self) -> str:
        return f"count of contest {self.contest_id}"

    @property
    def winners(self) -> list[int]:
        """Numbers of the winning options, in the order in which they were served."""
        return [int(number) for number in self.outcome["winners"]]
