"""The log of a box: what entered it, in an order that is only added to, and the signed heads."""

from __future__ import annotations

from django.db import models

from preau.tenancy.models import SiteOwned

from .contests import Contest


class LogLeaf(SiteOwned):
    """One line of the log: the rule, the options, a key, an act, or the mark of one ballot.

    ``leaf`` is the leaf hash of RFC 9162. Marks of ballots enter by batches, in random order; what
    is written openly keeps its words in ``content``.
    """

    class Kind(models.TextChoices):
        RULE = "rule"
        OPTIONS = "options"
        KEY = "key"
        ACT = "act"
        BALLOT = "ballot"

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="log")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    leaf = models.CharField(max_length=64)
    content = models.TextField(blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["site", "contest", "place"], name="one_leaf_per_place"),
            models.UniqueConstraint(fields=["site", "contest", "leaf"], name="one_place_per_leaf"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.kind}"


class LogHead(SiteOwned):
    """The root of the log at one moment, signed by the server, and what was in the box then.

    ``missing`` counts the ballots that the log knows and the box no longer holds: never above 0
    unless somebody with the owner's password took them out.
    """

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="heads")
    at = models.DateTimeField()
    size = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    ballots = models.PositiveIntegerField()
    voters = models.PositiveIntegerField()
    missing = models.PositiveIntegerField(default=0)
    signature = models.CharField(max_length=128)
    signer = models.CharField(max_length=64)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["site", "contest", "at"], name="heads_in_order")]

    def __str__(self) -> str:
        return f"{self.size} {self.root}"

    @property
    def signed(self) -> dict[str, object]:
        """The statement that the signature covers, as plain data."""
        return {
            "contest": self.contest_id,
            "at": self.at.isoformat(),
            "size": self.size,
            "root": self.root,
            "ballots": self.ballots,
            "voters": self.voters,
            "missing": self.missing,
        }
