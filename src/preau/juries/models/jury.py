"""A jury, its grid, its members, and what keeps a member away from an application."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.tenancy.models import SiteOwned


class Jury(SiteOwned):
    """The settings of a step in which a jury reads applications and grants amounts."""

    step = models.OneToOneField(Step, models.CASCADE, related_name="jury")
    readers_each = models.PositiveSmallIntegerField(_("Lectures par dossier"), default=2)
    #: Jurors read without the name of who applies, until the deliberation.
    is_anonymous = models.BooleanField(_("Lecture anonyme"), default=True)
    #: What can be granted in all; the database refuses a cent more.
    envelope_cents = models.BigIntegerField(_("Enveloppe"), null=True, blank=True)
    reads_until = models.DateTimeField(_("Fin des lectures"), null=True, blank=True)
    #: From which the readers were found: whoever starts from it again finds the same.
    seed = models.CharField(max_length=32, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(readers_each__gt=0), name="jury_reads_each_once"),
            models.CheckConstraint(
                condition=Q(envelope_cents__isnull=True) | Q(envelope_cents__gte=0),
                name="jury_envelope_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.step.title

    def url(self, name: str, *more: object) -> str:
        """Address of a page for its members and for everyone."""
        return reverse(f"juries:{name}", args=[self.step.process.slug, self.step.slug, *more])

    def desk_url(self, name: str, *more: object) -> str:
        """Address of a page of the back office."""
        place = [self.step.process.slug, self.step.slug, *more]
        return reverse(f"juries_desk:{name}", args=place)


class Grid(SiteOwned):
    """A version of the criteria: it never changes once somebody marked with it."""

    jury = models.ForeignKey(Jury, models.CASCADE, related_name="grids")
    version = models.PositiveSmallIntegerField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    #: Why it took the place of the one before.
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["site", "jury", "version"], name="one_grid_a_version")
        ]

    def __str__(self) -> str:
        return f"v{self.version}"


class Criterion(SiteOwned):
    """One line of a grid: what is looked at, what it weighs, from which mark to which."""

    #: The longest scale.
    MOST = 100

    grid = models.ForeignKey(Grid, models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(_("Critère"), max_length=120)
    help = models.CharField(_("Ce qui est regardé"), max_length=400, blank=True)
    weight = models.PositiveSmallIntegerField(_("Poids"), default=1)
    low = models.PositiveSmallIntegerField(_("Note la plus basse"), default=0)
    high = models.PositiveSmallIntegerField(_("Note la plus haute"), default=5)
    #: A mark below this one needs words; empty: never.
    comment_under = models.PositiveSmallIntegerField(
        _("Commentaire exigé au-dessous de"), null=True, blank=True
    )

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["site", "grid", "order"], name="one_criterion_a_place"),
            models.CheckConstraint(
                condition=Q(weight__gt=0, high__gt=F("low"), high__lte=100),
                name="criterion_has_a_scale",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Juror(SiteOwned):
    """A member of the jury, under their own name; who leaves stays written."""

    class Role(models.TextChoices):
        PRESIDENT = "president", _("Présidence")
        MEMBER = "member", _("Membre")

    jury = models.ForeignKey(Jury, models.CASCADE, related_name="jurors")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    name = models.CharField(_("Nom"), max_length=120)
    role = models.CharField(_("Rôle"), max_length=10, choices=Role, default=Role.MEMBER)
    #: In the room when the jury deliberates.
    is_present = models.BooleanField(default=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "jury", "user"], name="one_seat_each"),
            models.UniqueConstraint(
                fields=["site", "jury"],
                condition=Q(role="president", left_at__isnull=True),
                name="one_president_at_once",
            ),
        ]
        indexes = [models.Index(fields=["site", "user"], name="juror_user")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_president(self) -> bool:
        return self.role == self.Role.PRESIDENT


class Conflict(SiteOwned):
    """A tie between a juror and an application: they neither read it, nor see its marks, nor
    deliberate on it."""

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="conflicts")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=400, blank=True)
    #: Nobody when the juror declared it.
    stated_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "juror", "proposal"], name="one_conflict_per_pair"
            )
        ]

    def __str__(self) -> str:
        return f"{self.juror_id} / {self.proposal_id}"
