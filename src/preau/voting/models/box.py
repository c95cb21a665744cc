"""Roll and box, which never meet; the ballot that is still being written."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from preau.kernel import clock
from preau.tenancy.models import SiteOwned

from .contests import Channel, Contest, Election, new_key


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
    #: Left out of the count by two people, for a sign of fraud (``models/aside.py``).
    is_aside = models.BooleanField(default=False, db_default=False)

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
    """A receipt that left the box: replaced by a later one, counted or left out at closing.

    Written by the database alone, when a ballot is replaced and when the contest is sealed.
    """

    class State(models.TextChoices):
        REPLACED = "replaced", _("Remplacé")
        COUNTED = "counted", _("Compté")
        ASIDE = "aside", _("Mis à l’écart")

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
    begun_at = models.DateTimeField(default=clock.now)
    #: Read along by the request that casts it; never kept.
    box_secret: str | None = None

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
