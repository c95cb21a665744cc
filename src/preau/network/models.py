"""What members share. These tables belong to no single site: the database lets each one write its
own rows, and members read those of all (ADR on the network)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.kernel import clock
from preau.tenancy.models import Shared


class Member(Shared):
    """An authority of the directory, as it chose to be seen."""

    name = models.CharField(_("Nom de la collectivité"), max_length=120)
    population = models.PositiveIntegerField(_("Habitants"))
    presentation = models.TextField(_("Ce que vous faites, en quelques phrases"), blank=True)
    contact_name = models.CharField(_("Qui répond aux autres collectivités"), max_length=120)
    contact_email = models.EmailField(_("Son adresse e-mail"))
    #: Processes that the city chose to show: ``[[title, address]]``.
    processes = models.JSONField(default=list, blank=True)
    #: Gives its figures to the benchmarks, and reads them.
    compares = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["site"], name="one_member_per_site")]

    def __str__(self) -> str:
        return self.name


class Post(Shared):
    """An experience told, a question, an answer, a meeting."""

    class Kind(models.TextChoices):
        EXPERIENCE = "experience", _("Retour d’expérience")
        QUESTION = "question", _("Question")
        ANSWER = "answer", _("Réponse")
        MEETING = "meeting", _("Rencontre")

    member = models.ForeignKey(Member, models.CASCADE, related_name="posts")
    kind = models.CharField(max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers"
    )
    title = models.CharField(_("Titre"), max_length=160, blank=True)
    #: What was tried; the question; the answer; the programme.
    words = models.TextField()
    figures = models.TextField(blank=True)
    again = models.TextField(blank=True)
    link = models.URLField(blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    author_name = models.CharField(max_length=160)
    at = models.DateTimeField(default=clock.now)
    #: Set by who keeps the platform: the post is read no more.
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_why = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["site", "kind", "-at"], name="network_posts")]

    def __str__(self) -> str:
        return self.title or self.words[:60]


class Registration(Shared):
    """Somebody comes to a meeting; the city that holds it reads the list."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="registrations")
    city = models.CharField(max_length=120)
    person_name = models.CharField(max_length=160)
    email = models.EmailField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "post", "email"], name="one_registration_each")
        ]

    def __str__(self) -> str:
        return self.person_name


class Report(Shared):
    """A post that a member asks to be looked at; read by who keeps the platform."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=240)
    at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.reason


class SharedModel(Shared):
    """One version of an outline that a city gives to the others."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="models")
    family = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("Nom du modèle"), max_length=120)
    note = models.CharField(_("À quoi il sert"), max_length=240, blank=True)
    news = models.CharField(_("Ce qui change dans cette version"), max_length=240, blank=True)
    outline = models.JSONField()
    author_name = models.CharField(max_length=160)
    at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "family", "version"], name="one_shared_model_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class Taking(Shared):
    """A city made a process of a shared model; said to all."""

    model = models.ForeignKey(SharedModel, models.CASCADE, related_name="takings")
    city = models.CharField(max_length=120)
    #: The key of the draft, at home: a draft that is thrown away gives the model back.
    draft = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.city


class Indicator(Shared):
    """A figure of a city that compares; no other city ever reads it alone."""

    key = models.CharField(max_length=40)
    value = models.FloatField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "key"], name="one_figure_per_key")]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"
