"""A consultation, its texts, their versions, their passages."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Step
from preau.tenancy.models import SiteOwned


class Consultation(SiteOwned):
    """The settings of a step that asks about a text; the step's dates open and close it."""

    class Moderation(models.TextChoices):
        AFTER = "after", _("Après publication, sur signalement")
        BEFORE = "before", _("Avant publication, chaque avis est lu")

    step = models.OneToOneField(Step, models.CASCADE, related_name="consultation")
    moderation = models.CharField(
        _("Modération"), max_length=8, choices=Moderation, default=Moderation.AFTER
    )
    #: What article L131-1 of the code of relations with the public asks to make public.
    rules = models.TextField(_("Modalités"), blank=True)
    information = models.TextField(_("Informations utiles"), blank=True)
    follow_up = models.TextField(_("Suites envisagées"), blank=True)
    follow_up_on = models.DateField(_("Publication des suites au plus tard"), null=True, blank=True)
    short_time_reason = models.TextField(_("Pourquoi un délai court"), blank=True)
    #: Groups of positions smaller than this are never told apart.
    least_group = models.PositiveSmallIntegerField(_("Taille minimale d’un groupe"), default=10)
    synthesis = models.TextField(_("Synthèse"), blank=True)
    #: The figures of the synthesis, as they were when it was published.
    figures = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.step.title

    @cached_property
    def here(self) -> str:
        """Address of the consultation: those of its words start with it."""
        return self.url("start")

    def url(self, name: str, *more: str | int) -> str:
        """Address of a page of the consultation."""
        return reverse(f"texts:{name}", args=[self.step.process.slug, self.step.slug, *more])

    def desk_url(self, name: str, *more: str | int) -> str:
        """Address of a page of the consultation in the back office."""
        return reverse(f"texts_desk:{name}", args=[self.step.process.slug, self.step.slug, *more])


class Text(SiteOwned):
    """One of the texts submitted."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="texts")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("Titre du texte"), max_length=160)
    slug = models.SlugField(max_length=80)
    intro = models.TextField(_("Présentation du texte"), blank=True)
    #: Its passages are open questions beside the text: answered in words, without a position.
    is_questions = models.BooleanField(default=False)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["site", "consultation", "slug"], name="one_text_slug"),
            models.UniqueConstraint(
                fields=["site", "consultation", "order"], name="one_text_per_place"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def ordered_versions(self) -> list[Version]:
        """All versions, the first one first; each knows this very text."""
        versions = sorted(self.versions.all(), key=lambda one: one.number)
        for one in versions:
            one.text = self
        return versions

    @property
    def current(self) -> Version | None:
        """The version that everyone reads: the last one published."""
        return next((one for one in reversed(self.ordered_versions) if one.published_at), None)

    @property
    def draft(self) -> Version | None:
        """The version being written."""
        return next((one for one in self.ordered_versions if one.published_at is None), None)


class Version(SiteOwned):
    """A state of a text; what is published does not change any more."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    note = models.TextField(_("Ce qui change et pourquoi"), blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["site", "text", "number"], name="one_version_number")
        ]

    def __str__(self) -> str:
        return f"{self.text_id} v{self.number}"


class Passage(SiteOwned):
    """A heading (``depth`` from 1) or a numbered passage (``depth`` 0) of a version.

    ``key`` is its address and stays the same from one version to the next.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="passages")
    order = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=24, blank=True)
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=240, blank=True)
    body = models.TextField(blank=True)
    #: Why it changed since the version before.
    reason = models.TextField(blank=True)
    #: Positions counted elsewhere before (another tool, a room): added to those taken here.
    agree_in = models.PositiveIntegerField(default=0)
    amend_in = models.PositiveIntegerField(default=0)
    disagree_in = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["site", "version", "key"], name="one_passage_per_key"),
            models.UniqueConstraint(
                fields=["site", "version", "order"],
                name="one_passage_per_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_heading(self) -> bool:
        return self.depth > 0

    @property
    def noun(self) -> Any:
        """What it is called: a passage, or a question."""
        return _("Question") if self.version.text.is_questions else _("Passage")

    @property
    def name(self) -> str:
        """«\u00a02.3\u00a0» or «\u00a02.3 Titre\u00a0», to speak of it."""
        return f"{self.number} {self.title}".strip() or self.body[:60]
