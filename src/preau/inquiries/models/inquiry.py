"""The inquiry itself, who takes part in the procedure, and where people are received."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Step
from preau.tenancy.models import SiteOwned

from ..profiles import Profile


class Inquiry(SiteOwned):
    """The settings of a step that is an inquiry; the step's dates open and close it.

    ``rules`` is the procedure as it stood when the inquiry was made: it never changes.
    """

    class Review(models.TextChoices):
        AFTER = "after", _("Publiée dès son dépôt, relue ensuite")
        BEFORE = "before", _("Publiée après relecture")

    step = models.OneToOneField(Step, models.CASCADE, related_name="inquiry")
    rules = models.JSONField()
    #: What the wizard was told (« assessment »: « no »…).
    answers = models.JSONField(default=dict, blank=True)
    purpose = models.TextField(_("Objet de l’enquête"))
    #: What may be decided at the end, and by whom; the notice says it (L. 123-10 C. env.).
    decision = models.CharField(
        _("Décision au terme de la procédure"), max_length=400, blank=True, db_default=""
    )
    authority = models.CharField(_("Autorité qui organise"), max_length=160)
    project_owner = models.CharField(_("Responsable du projet"), max_length=160)
    project_contact = models.CharField(
        _("Renseignements sur le projet"), max_length=240, blank=True
    )
    seat = models.CharField(_("Siège de l’enquête"), max_length=240)
    places = models.TextField(_("Lieux et heures où le dossier se consulte"), blank=True)
    order_number = models.CharField(_("Numéro de l’arrêté"), max_length=60, blank=True)
    order_on = models.DateField(_("Date de l’arrêté"), null=True, blank=True)
    notice_on = models.DateField(_("Date de l’avis au public"), null=True, blank=True)
    #: Address that the mails of the public reach; empty when e-mail is no way in.
    email = models.EmailField(_("Adresse e-mail de l’enquête"), blank=True)
    has_web_register = models.BooleanField(_("Registre en ligne"), default=True)
    review = models.CharField(_("Publication"), max_length=8, choices=Review, default=Review.AFTER)
    #: First planned end, kept when the inquiry is made longer.
    planned_end = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    #: The inquiry that this one completes, once its conclusions are in.
    completes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="complement"
    )

    def __str__(self) -> str:
        return self.step.title

    @cached_property
    def profile(self) -> Profile:
        """The procedure it follows, as it stood when it was made."""
        return Profile.read(self.rules)

    def url(self, name: str, *more: object) -> str:
        """Address of a public page of the inquiry."""
        return reverse(f"inquiries:{name}", args=[self.step.process.slug, self.step.slug, *more])

    def desk_url(self, name: str, *more: object) -> str:
        """Address of a page of the inquiry in the back office."""
        place = [self.step.process.slug, self.step.slug, *more]
        return reverse(f"inquiries_desk:{name}", args=place)

    def is_open_at(self, at: datetime) -> bool:
        return self.suspended_at is None and self.step.state_at(at) == "open"


class Capacity(models.TextChoices):
    AUTHORITY = "authority", _("Autorité qui organise")
    PROJECT_OWNER = "project_owner", _("Responsable du projet")
    COMMISSIONER = "commissioner", _("Commissaire enquêteur")
    PRESIDENT = "president", _("Présidence de la commission d’enquête")
    MEMBER = "member", _("Membre de la commission d’enquête")
    SUBSTITUTE = "substitute", _("Commissaire suppléant")
    COURT = "court", _("Tribunal administratif")
    PREFECTURE = "prefecture", _("Préfecture")
    TOWN_HALL = "town_hall", _("Mairie où le registre est ouvert")


#: Who decides on the register. A substitute only takes part once named in their place.
CONDUCTORS = (Capacity.COMMISSIONER, Capacity.PRESIDENT, Capacity.MEMBER)


class Party(SiteOwned):
    """Somebody who acts in the procedure, under their own name, from a day until another."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="parties")
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    capacity = models.CharField(_("Qualité"), max_length=16, choices=Capacity)
    name = models.CharField(_("Nom"), max_length=160)
    email = models.EmailField(_("Adresse e-mail"), blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    #: Declared that they hold no interest in the project.
    independent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["site", "inquiry", "user"], name="inquiry_party")]

    def __str__(self) -> str:
        return self.name


class Permanence(SiteOwned):
    """Hours when the commissioner receives whoever comes."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="permanences")
    place = models.CharField(_("Lieu"), max_length=240)
    starts_at = models.DateTimeField(_("Début"))
    ends_at = models.DateTimeField(_("Fin"))
    visitors = models.PositiveIntegerField(_("Personnes reçues"), null=True, blank=True)
    account = models.TextField(_("Compte rendu"), blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["site", "inquiry", "starts_at"], name="inquiry_permanence")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="permanence_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.place


class Watch(SiteOwned):
    """When the worker last saw the inquiry answer; what it found since, when it does not."""

    inquiry = models.OneToOneField(Inquiry, models.CASCADE, related_name="watch")
    last_at = models.DateTimeField()
    fault = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.last_at} {self.fault}"


def new_token() -> str:
    return secrets.token_urlsafe(24)


class Follower(SiteOwned):
    """An address that is told of what changes in the inquiry, once it said yes."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="followers")
    email = models.EmailField()
    token = models.CharField(max_length=40, default=new_token)
    language = models.CharField(max_length=8, default="fr")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "inquiry", "email"], name="one_follower_per_address"
            ),
            models.UniqueConstraint(fields=["site", "token"], name="one_follower_per_token"),
        ]

    def __str__(self) -> str:
        return self.email
