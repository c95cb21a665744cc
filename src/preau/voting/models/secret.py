"""The sealed box of secret contests: the board's key, sealed ballots, and their opening."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from preau.tenancy.models import SiteOwned

from .contests import Contest, Election


class BallotKey(SiteOwned):
    """The public key of the board of an election; the server never holds the other half.

    The board proves before the opening that three of its members can open what is sealed: they
    give back ``phrase``, of which the server keeps the hash alone.
    """

    class Publishes(models.TextChoices):
        CLEAR = "clear", _("Les bulletins ouverts et mélangés, sans la clé")
        SEALED = "sealed", _("La clé et les bulletins scellés")

    election = models.OneToOneField(Election, models.CASCADE, related_name="ballot_key")
    public_key = models.CharField(max_length=64)
    publishes = models.CharField(max_length=6, choices=Publishes, default=Publishes.CLEAR)
    #: Length of every ballot before it is sealed; set when the contests are frozen.
    length = models.PositiveIntegerField(default=0)
    test_sealed = models.BinaryField()
    test_hash = models.CharField(max_length=64)
    registered_at = models.DateTimeField()
    tested_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.public_key[:16]


class Hash(Func):
    """SHA-256 in hexadecimal of a prefix and some bytes."""

    template = "encode(sha256(%(expressions)s), 'hex')"
    output_field = models.CharField(max_length=64)


class SealedBallot(SiteOwned):
    """One sealed ballot: a random id, its bytes, and what is computed from these bytes alone.

    Written by ``voting_cast_secret`` only, in one act with the roll; shuffled by batches while the
    vote is open, and whole at its closing. No person, no hour, no order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="sealed_ballots")
    ciphertext = models.BinaryField()
    receipt: Any = models.GeneratedField(
        expression=Left(Hash(F("ciphertext")), 25),
        output_field=models.CharField(max_length=25),
        db_persist=True,
    )
    leaf: Any = models.GeneratedField(
        expression=Hash(
            Func(
                Value(b"\x00", output_field=models.BinaryField()),
                F("ciphertext"),
                template="%(expressions)s",
                arg_joiner=" || ",
            )
        ),
        output_field=models.CharField(max_length=64),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "receipt"], name="one_sealed_per_receipt")
        ]
        indexes = [models.Index(fields=["site", "contest", "leaf"], name="sealed_leaf")]

    def __str__(self) -> str:
        return f"sealed ballot of contest {self.contest_id}"


class Opening(SiteOwned):
    """The opening of a sealed box by its board; what could not be counted, and why."""

    contest = models.OneToOneField(Contest, models.PROTECT, related_name="opening")
    at = models.DateTimeField()
    ballots = models.PositiveIntegerField()
    #: Reason of each kind of spoiled ballot, with how many.
    spoiled = models.JSONField(default=dict)
    #: Only where the règlement says that the key is published.
    private_key = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"opening of contest {self.contest_id}"
