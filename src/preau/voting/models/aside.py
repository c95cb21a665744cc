"""Ballots set aside for a sign of fraud: by two people, with a reason, until the seal."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from preau.tenancy.models import SiteOwned

from .contests import Election


class Sign(models.TextChoices):
    """What made somebody look."""

    SAME_BOX = "same_box", _("Même boîte, écrite autrement")
    NUMBERED = "numbered", _("Adresses numérotées")
    DISPOSABLE = "disposable", _("Adresses jetables")
    SAME_PERSON = "same_person", _("Même nom et même date de naissance")
    SAME_BIRTHDAY = "same_birthday", _("Même date de naissance")
    BURST = "burst", _("Minute très chargée")
    NETWORK = "network", _("Même réseau, le même jour")


class VoteOrigin(SiteOwned):
    """The network that a ballot came from: truncated, hashed with its day, wiped within days.

    Written by ``voting_cast`` alone, where the election declared it; never of a secret contest.
    """

    election = models.ForeignKey(Election, models.PROTECT, related_name="+")
    voter_key = models.CharField(max_length=64)
    network = models.CharField(max_length=64)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "election", "voter_key", "network"], name="one_origin_per_voter"
            )
        ]
        indexes = [models.Index(fields=["site", "day"], name="origin_age")]

    def __str__(self) -> str:
        return f"origin in election {self.election_id}"


class SetAside(SiteOwned):
    """One file: the voices that a person proposes to set aside, and what a second one decided.

    Confirmed and restored by ``voting_move_aside`` alone.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Attend une deuxième personne")
        CONFIRMED = "confirmed", _("Mis à l’écart")
        WITHDRAWN = "withdrawn", _("Classé sans suite")
        RESTORED = "restored", _("Remis dans le compte")
        LAPSED = "lapsed", _("Sans suite : l’urne a été scellée avant")

    election = models.ForeignKey(Election, models.PROTECT, related_name="set_asides")
    number = models.PositiveSmallIntegerField()
    sign = models.CharField(max_length=16, choices=Sign)
    #: What is alike, masked: ``j…1@example.org``.
    shape = models.CharField(max_length=200)
    #: Read by the people whose ballot it is.
    reason = models.CharField(max_length=600)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    voices = models.PositiveIntegerField()
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    #: By contest: ballots concerned, and whether the winners of that moment would change.
    effect = models.JSONField(null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=600, blank=True)
    ballots = models.PositiveIntegerField(default=0)
    restored_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    restored_at = models.DateTimeField(null=True)
    restore_reason = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "election", "number"], name="one_set_aside_number"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "restored"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="aside_by_two",
            ),
        ]

    def __str__(self) -> str:
        return str(_("dossier %(number)s") % {"number": self.number})


class AsideVoice(SiteOwned):
    """A voter of such a file, by their key on the roll; erased when it ends and at the seal."""

    case = models.ForeignKey(SetAside, models.CASCADE, related_name="held")
    election = models.ForeignKey(Election, models.PROTECT, related_name="+")
    voter_key = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "election", "voter_key"], name="one_file_per_voice"
            )
        ]
        indexes = [models.Index(fields=["site", "case"], name="voices_of_file")]

    def __str__(self) -> str:
        return f"voice of file {self.case_id}"
