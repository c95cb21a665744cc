"""Paper: where people vote, batches of ballots, and the independent readings of each batch."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from preau.tenancy.models import SiteOwned

from .contests import Contest, Election


class PaperRule(SiteOwned):
    """That an election takes votes in person, and what its règlement says of them.

    Frozen by the database with the first batch or the first person marked.
    """

    class Precedence(models.TextChoices):
        PAPER = "paper", _("Le vote en personne l’emporte")
        WEB = "web", _("Le vote en ligne l’emporte")

    election = models.OneToOneField(Election, models.PROTECT, related_name="paper")
    precedence = models.CharField(max_length=8, choices=Precedence, default=Precedence.PAPER)
    #: How long after the closing named agents may still enter paper; the box is sealed after.
    late_hours = models.PositiveSmallIntegerField(default=24)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(late_hours__lte=72), name="late_for_three_days")
        ]

    def __str__(self) -> str:
        return f"paper of election {self.election_id}"

    def until(self, contest: Contest) -> datetime | None:
        """When the last entry of this contest is taken."""
        return contest.closes_at and contest.closes_at + timedelta(hours=self.late_hours)


class LateAgent(SiteOwned):
    """An agent named to enter paper after the closing."""

    rule = models.ForeignKey(PaperRule, models.CASCADE, related_name="late_agents")
    agent = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "rule", "agent"], name="one_late_agent")
        ]

    def __str__(self) -> str:
        return f"agent {self.agent_id} after the closing"


class Station(SiteOwned):
    """A place where people vote in person."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="stations")
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "election", "name"], name="one_station_name")
        ]

    def __str__(self) -> str:
        return self.name


class PaperBatch(SiteOwned):
    """A bundle of ballots of one contest and one place: read twice, compared, signed by two.

    Only the database's own ``voting_seal_batch`` puts its ballots in the box.
    """

    class State(models.TextChoices):
        OPEN = "open", _("En lecture")
        SIGNED = "signed", _("Signé une fois")
        SEALED = "sealed", _("Scellé")

    election = models.ForeignKey(Election, models.PROTECT, related_name="batches")
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="batches")
    station = models.ForeignKey(Station, models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    #: Printed on its ballots when asked, and on its sheets; never tells a ballot from another.
    code = models.CharField(max_length=8)
    #: Ballots counted by hand when the urn was opened.
    size = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    signed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    sealed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True)
    #: Ballots that the seal put in the box, and the hash of what was agreed on.
    ballots = models.PositiveIntegerField(null=True)
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "election", "number"], name="one_paper_batch_number"
            ),
            models.UniqueConstraint(fields=["site", "code"], name="one_paper_batch_code"),
            models.CheckConstraint(
                condition=Q(sealed_by=None) | ~Q(sealed_by=F("signed_by")),
                name="batch_signed_by_two",
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1) & Q(size__lte=500), name="batch_of_some_ballots"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.contest_id})"

    @property
    def is_late(self) -> bool:
        """Sealed after the closing of the vote, in the hours that the règlement gives to paper."""
        closes_at = self.contest.closes_at
        return bool(self.sealed_at and closes_at and self.sealed_at > closes_at)


class PaperReading(SiteOwned):
    """One person's reading of a batch: first, second, or the third look at what differs."""

    batch = models.ForeignKey(PaperBatch, models.CASCADE, related_name="readings")
    turn = models.PositiveSmallIntegerField()
    operator = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["turn"]
        constraints = [
            models.UniqueConstraint(fields=["site", "batch", "turn"], name="one_reading_per_turn"),
            models.UniqueConstraint(
                fields=["site", "batch", "operator"], name="another_operator_each_turn"
            ),
            models.CheckConstraint(
                condition=Q(turn__gte=1) & Q(turn__lte=3), name="three_turns_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"reading {self.turn} of batch {self.batch_id}"


class PaperLine(SiteOwned):
    """What one person read on one ballot of a batch. ``choices`` as in ``Ballot``."""

    class Kind(models.TextChoices):
        VALID = "valid", _("Exprimé")
        BLANK = "blank", _("Blanc")
        SPOILED = "spoiled", _("Nul")
        ABSENT = "absent", _("Pas de bulletin")

    class Reason(models.TextChoices):
        SIGN = "sign", _("Signe ou nom écrit sur le bulletin")
        UNREADABLE = "unreadable", _("Illisible")
        TOO_MANY = "too-many", _("Trop de projets")
        REPEATED = "repeated", _("Un projet écrit plusieurs fois")
        UNKNOWN = "unknown", _("Numéro qui n’est pas sur la liste")
        TORN = "torn", _("Déchiré ou incomplet")
        SEVERAL = "several", _("Plusieurs bulletins différents ensemble")
        FOREIGN = "foreign", _("Bulletin d’un autre vote ou photocopie sans code")

    reading = models.ForeignKey(PaperReading, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    choices = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "reading", "position"], name="one_line_per_ballot"
            ),
            models.CheckConstraint(
                condition=(Q(kind="spoiled") & ~Q(reason="")) | (~Q(kind="spoiled") & Q(reason="")),
                name="spoiled_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"ballot {self.position} of reading {self.reading_id}"
