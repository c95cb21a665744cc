"""What the installation knows of its sites; what stays of one that has left."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.tenancy.models import Site, SiteOwned


class Certificate(models.Model):
    """A site was deleted: when, how many rows of each table, how many files. Not tenant-owned."""

    slug = models.CharField(max_length=50)
    name = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now)
    #: ``{"app.model": rows}``, every table of the site, empty ones too.
    rows = models.JSONField(default=dict)
    files = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.slug}, {self.at:%Y-%m-%d}"


class Operator(models.Model):
    """Who keeps the installation. Seen by no site: the database shows it outside of any."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    password = models.CharField(max_length=200)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Plan(models.Model):
    """What a site may use; empty for no limit."""

    site = models.OneToOneField(Site, models.CASCADE, related_name="plan")
    name = models.CharField(_("Offre"), max_length=60, blank=True)
    most_agents = models.PositiveIntegerField(_("Agents, au plus"), null=True, blank=True)
    most_processes = models.PositiveIntegerField(_("Démarches, au plus"), null=True, blank=True)
    most_megabytes = models.PositiveIntegerField(
        _("Mo de fichiers, au plus"), null=True, blank=True
    )
    most_mails = models.PositiveIntegerField(
        _("Courriels en 30 jours, au plus"), null=True, blank=True
    )
    until = models.DateField(_("Jusqu’au"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.site_id} {self.name}"


class HostRequest(SiteOwned):
    """A city asks to answer at an address of its own; the platform says yes or no."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Attend la plateforme")
        ACCEPTED = "accepted", _("Acceptée")
        REFUSED = "refused", _("Refusée")
        WITHDRAWN = "withdrawn", _("Retirée")

    host = models.CharField(max_length=253)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    #: Where the name led when it was last looked at (``tenancy.dns.Lead``).
    leads = models.CharField(max_length=10, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    #: Why not, in the words of the platform.
    reason = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "host"],
                condition=models.Q(state="waiting"),
                name="one_request_per_host",
            )
        ]

    def __str__(self) -> str:
        return self.host


class Copy(SiteOwned):
    """A readable archive that an administrator asked for; its file is kept a few days."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    ready_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    pages = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return str(self.key)


class Usage(models.Model):
    """How much a site holds: numbers by kind, never a content."""

    site = models.OneToOneField(Site, models.CASCADE, related_name="usage")
    at = models.DateTimeField()
    figures = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.site_id} {self.at:%Y-%m-%d}"


class Announcement(models.Model):
    """A word from the operator to every back office, between two moments."""

    words = models.CharField(_("Annonce"), max_length=300)
    starts_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_at", "-pk"]

    def __str__(self) -> str:
        return self.words


class Visit(SiteOwned):
    """The operator asks to come into a back office; the city says yes, for how long, or no."""

    operator_name = models.CharField(max_length=80)
    reason = models.CharField(max_length=240)
    asked_at = models.DateTimeField()
    #: Empty until an administrator of the site has answered.
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    #: Empty when the answer was no.
    ends_at = models.DateTimeField(null=True, blank=True)
    #: The account of the site under which the operator works; it holds a role while it lasts.
    account = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.operator_name}, {self.asked_at:%Y-%m-%d}"

    def is_on(self, at: datetime) -> bool:
        return self.ends_at is not None and at < self.ends_at
