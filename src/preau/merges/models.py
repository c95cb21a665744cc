"""Pairs of ideas that look alike, ideas that joined another, ideas that were split."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Process
from preau.proposals.models import Proposal, Status
from preau.tenancy.models import SiteOwned

#: Ideas that may still join another one, or take another in.
OPEN = (
    Status.SUBMITTED,
    Status.CHECKING,
    Status.REVIEW,
    Status.PRECISION,
    Status.RETAINED,
)


class Scan(SiteOwned):
    """The last search for ideas that look alike in a process."""

    process = models.OneToOneField(Process, models.CASCADE, related_name="+")
    #: Set while a job searches or is about to.
    asked_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    #: How many ideas were compared, and the moment of the last change among them.
    compared = models.PositiveIntegerField(default=0)
    fresh_to = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"scan of {self.process_id}"


class DuplicateQuerySet(models.QuerySet["Duplicate"]):
    def of(self, process: Process) -> DuplicateQuerySet:
        return self.filter(process=process)

    def to_look_at(self) -> DuplicateQuerySet:
        """Pairs that nobody judged, both ideas being still on their way."""
        return self.filter(
            state=Duplicate.State.WAITING,
            first__status__in=OPEN,
            second__status__in=OPEN,
            first__is_hidden=False,
            second__is_hidden=False,
        )

    def with_ideas(self) -> DuplicateQuerySet:
        """With what a line or a page shows of both."""
        sides = ("first", "second")
        return self.select_related(
            *(f"{side}__{name}" for side in sides for name in ("theme", "zone", "picture"))
        ).defer(
            *(f"{side}__{name}" for side in sides for name in ("search", "search_key")),
            *(f"{side}__zone__polygon" for side in sides),
        )


class Duplicate(SiteOwned):
    """Two ideas of a process that look alike: why, how much, and what an agent made of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("À regarder")
        LINKED = "linked", _("Liées")
        APART = "apart", _("Gardées séparées")

    process = models.ForeignKey(Process, models.CASCADE, related_name="+")
    first = models.ForeignKey(Proposal, models.CASCADE, related_name="alike_after")
    second = models.ForeignKey(Proposal, models.CASCADE, related_name="alike_before")
    #: Out of 100: what is wished, where, and the theme.
    score = models.PositiveSmallIntegerField()
    #: Words that both say, as the first writes them, the rarest first.
    words = models.JSONField(default=list)
    metres = models.PositiveIntegerField(null=True, blank=True)
    same_theme = models.BooleanField(default=False)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    judged_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    judged_by_name = models.CharField(max_length=160, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "first", "second"], name="one_pair_of_ideas"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="pair_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["site", "process", "state", "-score"], name="pair_queue"),
            models.Index(fields=["site", "second"], name="pair_second"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}: {self.get_state_display()}"


class Merge(SiteOwned):
    """An idea joined another, by whom, and what it was before: enough to undo it."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="+")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="merges")
    target = models.ForeignKey(Proposal, models.CASCADE, related_name="merges_here")
    #: The target was written for the purpose, from several ideas.
    wrote_target = models.BooleanField(default=False)
    #: Status before, and the idea it had already joined then.
    before = models.CharField(max_length=12, choices=Status)
    was_in = models.ForeignKey(Proposal, models.SET_NULL, null=True, blank=True, related_name="+")
    #: The public answer that says it, where ideas are being reviewed.
    decision = models.ForeignKey(
        "reviews.Decision", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    words = models.TextField(blank=True)
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["site", "process", "-at"], name="merge_latest"),
            models.Index(fields=["site", "target"], name="merge_target"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} into {self.target_id}"


class Split(SiteOwned):
    """An idea that held several was split, by whom, and what it was before."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="+")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="splits")
    before = models.CharField(max_length=12, choices=Status)
    words = models.TextField(blank=True)
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "proposal"],
                condition=models.Q(undone_at__isnull=True),
                name="one_standing_split",
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} split"
