"""A petition, who signed it, and what the authority made of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Step
from preau.tenancy.models import SiteOwned


class Petition(SiteOwned):
    """The settings of a step that gathers signatures; the step's dates open and close it."""

    class Kind(models.TextChoices):
        LOCAL = "local", _("Pétition locale (article L1112-16 du code des collectivités)")
        CITIZEN = "citizen", _("Pétition citoyenne, selon une charte de la collectivité")

    class Asks(models.TextChoices):
        AGENDA = "agenda", _("Inscrire l’affaire à l’ordre du jour du conseil")
        CONSULTATION = "consultation", _("Organiser une consultation des électeurs")

    class Decision(models.TextChoices):
        WAITING = "", _("En attente")
        PUT = "put", _("Inscrite à l’ordre du jour")
        FOLLOWED = "followed", _("Demande suivie")
        REFUSED = "refused", _("Demande non suivie")

    step = models.OneToOneField(Step, models.CASCADE, related_name="petition")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CITIZEN)
    asks = models.CharField(max_length=12, choices=Asks, default=Asks.AGENDA)
    demand = models.TextField(blank=True)
    #: Who carries it, as they wish to be named.
    holder = models.CharField(max_length=160, blank=True)
    #: Electors on the lists, of whom a local petition gathers one in ``part``.
    registered = models.PositiveIntegerField(null=True, blank=True)
    part = models.PositiveSmallIntegerField(default=10)
    #: Signatures that the charter asks for.
    asked = models.PositiveIntegerField(default=500)
    charter = models.CharField(max_length=200, blank=True)
    #: What the elections service recognised after checking the export.
    recognised = models.PositiveIntegerField(null=True, blank=True)
    recognised_on = models.DateField(null=True, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    told_council_on = models.DateField(null=True, blank=True)
    decision = models.CharField(
        max_length=8, choices=Decision, default=Decision.WAITING, blank=True
    )
    decision_words = models.TextField(blank=True)
    decision_act = models.CharField(max_length=200, blank=True)
    decision_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(part__gt=0), name="petition_part_is_positive"),
            models.CheckConstraint(condition=Q(asked__gt=0), name="petition_asks_for_some"),
        ]

    def __str__(self) -> str:
        return self.step.process.title

    @property
    def is_local(self) -> bool:
        return self.kind == self.Kind.LOCAL

    @property
    def threshold(self) -> int | None:
        """Signatures needed, rounded up; None while the number of electors is not written."""
        if not self.is_local:
            return self.asked
        return -(-self.registered // self.part) if self.registered else None

    def url(self, name: str) -> str:
        """Address of a page of the petition."""
        return reverse(f"petitions:{name}", args=[self.step.process.slug, self.step.slug])


class Signature(SiteOwned):
    """One person for one petition. Names are for the elections service, never for the page."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="signatures")
    user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Keyed hash of name and birth date: tells one person from another, whatever the account.
    signer = models.CharField(max_length=64)
    #: « 2027-T1 » for a local petition: an elector signs one a quarter. Empty for the others.
    quarter = models.CharField(max_length=8, blank=True)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    birth_date = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=200)
    #: The name that the page shows; empty when the person prefers not to be seen.
    shown_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "petition", "signer"], name="one_signature_per_person"
            ),
            models.UniqueConstraint(
                fields=["site", "petition", "user"],
                condition=Q(user__isnull=False),
                name="one_signature_per_account",
            ),
            models.UniqueConstraint(
                fields=["site", "user", "quarter"],
                condition=Q(user__isnull=False) & ~Q(quarter=""),
                name="one_local_petition_an_account",
            ),
            models.UniqueConstraint(
                fields=["site", "signer", "quarter"],
                condition=~Q(quarter=""),
                name="one_local_petition_a_quarter",
            ),
        ]
        indexes = [models.Index(fields=["site", "user"], name="signature_user")]

    def __str__(self) -> str:
        return f"{self.petition_id} #{self.pk}"
