"""What closing leaves behind: the seal of a box, and its counts."""

from __future__ import annotations

from django.db import models

from preau.tenancy.models import SiteOwned

from .contests import Contest


class Seal(SiteOwned):
    """What was in the box at closing, fixed by the hashes of the bundle that anyone can verify.

    ``ballots_hash`` is that of its file of ballots, ``receipt_root`` the root of the Merkle tree
    (RFC 9162) over its sorted receipts.
    """

    contest = models.OneToOneField(Contest, models.PROTECT, related_name="seal")
    closed_at = models.DateTimeField()
    ballots = models.PositiveIntegerField()
    #: Ballots left out of the count and of these hashes.
    set_aside = models.PositiveIntegerField(default=0, db_default=0)
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
    #: How many ballots were left out, and whether the winners change with them.
    with_aside = models.JSONField(null=True)
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
