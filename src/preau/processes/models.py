"""Process, step, requirement."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from preau.kernel import clock
from preau.tenancy.models import SiteOwned

if TYPE_CHECKING:
    from .kinds import StepKind


class ProcessQuerySet(models.QuerySet["Process"]):
    def published(self) -> ProcessQuerySet:
        return self.filter(state=Process.State.PUBLISHED)

    def with_steps(self) -> ProcessQuerySet:
        """Steps come along, in order, in one more query."""
        return self.prefetch_related("steps")


class Process(SiteOwned):
    """A démarche: a promise, a calendar of steps, a règlement."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        PUBLISHED = "published", _("Publiée")
        ARCHIVED = "archived", _("Archivée")

    title = models.CharField(_("Titre"), max_length=120)
    slug = models.SlugField(max_length=80)
    blueprint = models.CharField(max_length=40)
    #: One sentence with the figure that matters.
    summary = models.CharField(_("Promesse en une phrase"), max_length=240, blank=True)
    presentation = models.TextField(_("Présentation"), blank=True)
    #: The règlement: ``{"questions": [{question, answer}], "articles": [{number, title, text}]}``.
    rulebook = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProcessQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "slug"], name="one_process_per_slug")
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def ordered_steps(self) -> list[Step]:
        """Steps in order, each knowing this very process (no query per step)."""
        steps = sorted(self.steps.all(), key=lambda step: step.order)
        for step in steps:
            step.process = self
        return steps

    def step_of_kind(self, *kinds: str) -> Step | None:
        """The first step of one of these kinds."""
        return next((step for step in self.ordered_steps if step.kind in kinds), None)

    def article(self, number: str) -> dict[str, Any] | None:
        """An article of the règlement by its number."""
        articles = self.rulebook.get("articles", [])
        return next((one for one in articles if str(one["number"]) == str(number)), None)


class StepState(models.TextChoices):
    FUTURE = "future", _("À venir")
    OPEN = "open", _("En cours")
    CLOSED = "closed", _("Terminé")


class StepQuerySet(models.QuerySet["Step"]):
    def open_at(self, at: datetime) -> StepQuerySet:
        return self.filter(
            Q(opens_at__isnull=True, is_permanent=True) | Q(opens_at__lte=at),
            Q(closes_at__isnull=True) | Q(closes_at__gt=at),
        )


class Step(SiteOwned):
    """One stage of a process. Its settings row belongs to the app that owns its kind."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80)
    summary = models.CharField(max_length=300, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    is_permanent = models.BooleanField(default=False)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["site", "process", "slug"], name="one_step_per_slug"),
            models.UniqueConstraint(
                fields=["site", "process", "order"],
                name="one_step_per_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=models.F("opens_at")),
                name="step_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def state_at(self, at: datetime) -> StepState:
        """Future, open or closed at ``at``; a step without dates is yet to come."""
        if self.is_permanent and (self.opens_at is None or self.opens_at <= at):
            return StepState.OPEN
        if self.opens_at is None or at < self.opens_at:
            return StepState.FUTURE
        if self.closes_at is not None and at >= self.closes_at:
            return StepState.CLOSED
        return StepState.OPEN

    @property
    def state(self) -> StepState:
        return self.state_at(clock.now())

    @property
    def is_open(self) -> bool:
        return self.state is StepState.OPEN

    @cached_property
    def behaviour(self) -> StepKind:
        """The plug-in that owns this kind of step."""
        from .kinds import step_kinds  # kinds are typed with Step

        return step_kinds.get(self.kind)


class Requirement(SiteOwned):
    """What a person must have proved before an act of the step counts, in this order.

    ``kind`` is a code of ``requirements.requirement_kinds``; ``rule`` is its data: ``{"least": 11}``
    for ``age`` (on the day the step opens), ``{"kind": "quarter"}`` for ``residence``.
    """

    class Kind(models.TextChoices):
        """The kinds of this floor; higher ones add theirs to the registry."""

        EMAIL = "email"
        AGE = "age"
        RESIDENCE = "residence"
        NAME = "name"

    step = models.ForeignKey(Step, models.CASCADE, related_name="requirements")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    rule = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "step", "kind"], name="one_requirement_per_kind"
            )
        ]

    def __str__(self) -> str:
        return self.kind
