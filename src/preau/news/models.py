"""News and meetings of a city."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from preau.tenancy.models import SiteOwned


class ArticleQuerySet(models.QuerySet["Article"]):
    def read_at(self, at: datetime) -> ArticleQuerySet:
        """Those that everyone reads at that moment, the newest first."""
        return self.filter(is_draft=False, opens_at__lte=at).order_by("-opens_at", "-pk")


class Article(SiteOwned):
    """A piece of news, read from ``opens_at`` on."""

    title = models.CharField(_("Titre"), max_length=120)
    slug = models.SlugField(max_length=80)
    summary = models.CharField(_("Résumé en une phrase"), max_length=240)
    #: In the little markup of pages.
    text = models.TextField(_("Texte"), blank=True, max_length=12_000)
    is_draft = models.BooleanField(default=True)
    opens_at = models.DateTimeField(_("Parution"))
    process = models.ForeignKey(
        "processes.Process", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "slug"], name="one_article_per_slug")
        ]
        indexes = [models.Index(fields=["site", "is_draft", "opens_at"], name="article_opening")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("news:article", args=[self.slug])


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def announced(self) -> MeetingQuerySet:
        return self.filter(is_draft=False)

    def coming(self, at: datetime) -> MeetingQuerySet:
        """Those that are not over, the next one first."""
        return self.announced().filter(ends_at__gt=at).order_by("starts_at", "pk")


class Meeting(SiteOwned):
    """Somewhere to be, from one hour to another. Cancelled, it stays in the diary and says so."""

    title = models.CharField(_("Titre"), max_length=120)
    text = models.TextField(_("Ce qui s’y passe"), blank=True, max_length=2000)
    place = models.CharField(_("Lieu"), max_length=200)
    starts_at = models.DateTimeField(_("Début"))
    ends_at = models.DateTimeField(_("Fin"))
    is_draft = models.BooleanField(default=True)
    is_cancelled = models.BooleanField(default=False)
    #: Grows with each change: diaries replace what they hold.
    sequence = models.PositiveIntegerField(default=0)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_it_starts",
            )
        ]
        indexes = [models.Index(fields=["site", "is_draft", "ends_at"], name="meeting_end")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> Any:
        return f"{reverse('news:diary')}#rencontre-{self.pk}"
