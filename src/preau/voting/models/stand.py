"""Tablets of polling places, and what each of them sent: never who voted, never what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.tenancy.models import SiteOwned

from .contests import Contest, Election
from .paper import Station


class StandDevice(SiteOwned):
    """A tablet enrolled with a one-time code; revoked, it can send nothing more."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="stands")
    station = models.ForeignKey(Station, models.PROTECT, related_name="stands")
    name = models.CharField(max_length=60)
    #: The one-time code, hashed, until the tablet has it; then what the tablet shows instead.
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, blank=True)
    #: The agents' code to unlock a ballot: PBKDF2-SHA256, checked by the tablet when it is alone.
    pin_salt = models.CharField(max_length=32)
    pin_hash = models.CharField(max_length=64)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    #: Ballots that the tablet said it still holds.
    waiting = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "election", "name"], name="one_stand_name")
        ]
        indexes = [models.Index(fields=["site", "token_hash"], name="stand_by_token")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        return self.enrolled_at is not None and self.revoked_at is None


class StandCast(SiteOwned):
    """One ballot that a tablet sent, under a key that it drew: sent again, it counts once.

    A cast ballot is written by ``voting_cast_stand`` only, with the roll and the box.
    """

    class State(models.TextChoices):
        CAST = "cast", _("Dans l’urne")
        REFUSED = "refused", _("Refusé")

    device = models.ForeignKey(StandDevice, models.PROTECT, related_name="casts")
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="+")
    key = models.UUIDField()
    state = models.CharField(max_length=8, choices=State)
    reason = models.CharField(max_length=40, blank=True)
    day = models.DateField()
    #: Sent after the closing by a tablet that had lost its connection.
    is_late = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "key", "contest"], name="one_cast_per_key")
        ]
        indexes = [models.Index(fields=["site", "device", "day"], name="casts_of_the_day")]

    def __str__(self) -> str:
        return f"{self.state} of device {self.device_id}"
