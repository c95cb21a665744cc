"""A proposal, where it takes part, what happened to it, and the drafts before it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from preau.kernel.text import slug, sort_key, stem_key
from preau.processes.models import Process, Step
from preau.tenancy.models import SiteOwned

from .saved import SavedView as SavedView  # Django finds it here
from .statuses import Origin as Origin  # part of the model, in a file of their own
from .statuses import Status as Status


class CollectionSettings(SiteOwned):
    """What a deposit step asks, and its limits."""

    class Moderation(models.TextChoices):
        AFTER = "after", _("Après publication, sur signalement")
        BEFORE = "before", _("Avant publication, chaque idée est lue")

    step = models.OneToOneField(Step, models.CASCADE, related_name="collection")
    longest_text = models.PositiveIntegerField(default=2000)
    shortest_text = models.PositiveIntegerField(default=50)
    asks_cost = models.BooleanField(default=True)
    asks_picture = models.BooleanField(default=True)
    #: Most that one project may cost, in cents; empty for no ceiling.
    most_cost_cents = models.BigIntegerField(null=True, blank=True)
    #: « Est-ce que… » lines shown before the form, as plain sentences.
    criteria = models.JSONField(default=list, blank=True)
    #: When moderators read the ideas that residents deposit here.
    moderation = models.CharField(
        _("Modération"),
        max_length=8,
        choices=Moderation,
        default=Moderation.AFTER,
        db_default=Moderation.AFTER,
    )

    def __str__(self) -> str:
        return f"collection {self.step_id}"


class Theme(SiteOwned):
    """A theme of the site (« Nature en ville »), with its drawing."""

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=60)
    #: Name of a drawing shipped with the house, used where there is no photo.
    drawing = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["site", "code"], name="one_theme_per_code")]

    def __str__(self) -> str:
        return self.name


#: Columns that no page reads through a proposal, some of them heavy.
LONG = (
    "search",
    "search_key",
    "zone__polygon",
    "process__rulebook",
    "process__presentation",
)


_TEXTS = ("finding", "idea", "audience", "search", "search_key")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible(self) -> ProposalQuerySet:
        """Those that everyone may read."""
        return self.filter(is_hidden=False)

    def of(self, process: Process) -> ProposalQuerySet:
        return self.filter(process=process)

    def matching(self, words: str) -> ProposalQuerySet:
        """French stems, whatever the accents, the case and the order of the words."""
        query = SearchQuery(stem_key(words), config="french")
        return self.filter(search=query)

    def for_cards(self) -> ProposalQuerySet:
        """With all that a card shows, in one query, and no long text."""
        return self.select_related("theme", "zone", "picture", "process", "merged_into").defer(
            *LONG, "finding", "idea", "audience", *(f"merged_into__{name}" for name in _TEXTS)
        )

    def for_page(self) -> ProposalQuerySet:
        """With all that its page shows beside the story."""
        return self.select_related("theme", "zone", "picture", "process", "merged_into").defer(
            *LONG, *(f"merged_into__{name}" for name in _TEXTS)
        )


class Proposal(SiteOwned):
    """An idea deposited in a process. It never moves; steps hold placements of it."""

    class AuthorKind(models.TextChoices):
        ALONE = "alone", _("Seul ou seule")
        GROUP = "group", _("Un groupe ou une association")
        MINOR = "minor", _("Une personne mineure")

    process = models.ForeignKey(Process, models.CASCADE, related_name="proposals")
    #: Readable reference, unique in the process: « n° 87 ».
    number = models.PositiveIntegerField()
    title = models.CharField(_("Titre"), max_length=120)
    slug = models.SlugField(max_length=80)
    #: Three prompts: what is seen, what is proposed, for whom.
    finding = models.TextField(_("Constat"), blank=True)
    idea = models.TextField(_("Proposition"))
    audience = models.TextField(_("Pour qui"), blank=True)
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="proposals"
    )
    #: None means the whole town.
    zone = models.ForeignKey(
        "territory.Zone", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    place = models.CharField(_("Lieu en mots"), max_length=160, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    #: What the author thinks it costs, then what the services found; in cents.
    declared_cost_cents = models.BigIntegerField(null=True, blank=True)
    cost_cents = models.BigIntegerField(null=True, blank=True)
    picture = models.ForeignKey(
        "media.Picture", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="proposals"
    )
    author_kind = models.CharField(max_length=8, choices=AuthorKind, default=AuthorKind.ALONE)
    author_name = models.CharField(_("Nom affiché"), max_length=80)
    #: Adult to write to when the author is a minor; never public.
    guardian = models.CharField(max_length=240, blank=True, db_default="")
    #: The service of the city that looks after it; nobody outside the desk sees this.
    service = models.ForeignKey(
        "accounts.Service", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Who in the city looks after it; nobody outside the desk sees this.
    agent = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: The day by which that service is asked to have studied it; nobody outside sees this either.
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.SUBMITTED)
    status_at = models.DateTimeField()
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged"
    )
    #: The idea that held this one and another, and was split.
    split_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="parts"
    )
    is_hidden = models.BooleanField(default=False)
    submitted_at = models.DateTimeField()
    #: Where the idea came from outside the site (import), to make imports idempotent.
    source_ref = models.CharField(max_length=80, blank=True)
    origin = models.CharField(
        max_length=10, choices=Origin, default=Origin.ONLINE, db_default=Origin.ONLINE
    )
    #: After « Déposée », where it was not on the site: « à l’atelier du 12 mars, salle des fêtes ».
    origin_words = models.CharField(max_length=120, blank=True, db_default="")
    sort_key = models.CharField(max_length=160, editable=False)
    search_key = models.TextField(editable=False)
    search = models.GeneratedField(
        expression=models.Func(
            models.F("search_key"),
            template="to_tsvector('french'::regconfig, %(expressions)s)",
            output_field=SearchVectorField(),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    #: Fields that the keys are made of.
    WORDS = frozenset({"title", "finding", "idea", "audience", "place"})

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "process", "number"], name="one_number_per_process"
            ),
            models.CheckConstraint(
                condition=models.Q(cost_cents__isnull=True) | models.Q(cost_cents__gte=0),
                name="proposal_cost_not_negative",
            ),
        ]
        indexes = [
            models.Index(
                fields=["site", "process", "-submitted_at", "-id"], name="proposal_newest"
            ),
            models.Index(fields=["site", "process", "status"], name="proposal_status"),
            models.Index(fields=["site", "process", "zone"], name="proposal_zone"),
            models.Index(fields=["site", "process", "sort_key"], name="proposal_title"),
            models.Index(fields=["site", "author"], name="proposal_author"),
            models.Index(fields=["site", "process", "service"], name="proposal_service"),
            # What lists filter, count and draw, apart from the long words of the rows.
            models.Index(
                fields=["site", "process"],
                include=[
                    "id",
                    "zone",
                    "theme",
                    "status",
                    "cost_cents",
                    "declared_cost_cents",
                ],
                condition=models.Q(is_hidden=False),
                name="proposal_list",
            ),
            GinIndex(fields=["search"], name="proposal_search"),
        ]

    def __str__(self) -> str:
        return f"n° {self.number} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keys follow the words; a partial save of words carries its keys along."""
        fields = kwargs.get("update_fields")
        if fields is not None and not self.WORDS.intersection(fields):
            super().save(*args, **kwargs)
            return
        self.slug = slug(self.title)
        self.sort_key = sort_key(self.title)[:160]
        self.search_key = stem_key(
            " ".join([self.title, self.finding, self.idea, self.audience, self.place])
        )
        if fields is not None:
            kwargs["update_fields"] = {*fields, "slug", "sort_key", "search_key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("proposals:proposal", args=[self.process.slug, self.number, self.slug])

    @property
    def text(self) -> str:
        """The whole text in the author's order."""
        return "\n\n".join(part for part in (self.finding, self.idea, self.audience) if part)

    @property
    def best_cost_cents(self) -> int | None:
        """The studied cost, else the declared one."""
        return self.cost_cents if self.cost_cents is not None else self.declared_cost_cents


class Placement(SiteOwned):
    """A proposal taking part in a step, with its status there; the past stays readable."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="placements")
    step = models.ForeignKey(Step, models.CASCADE, related_name="placements")
    status = models.CharField(max_length=12, choices=Status)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "step", "proposal"], name="one_placement_per_step"
            )
        ]
        indexes = [models.Index(fields=["site", "step", "status"], name="placement_status")]

    def __str__(self) -> str:
        return f"{self.proposal_id} in {self.step_id}: {self.status}"


class Event(SiteOwned):
    """A line of the public story of a proposal: date, actor, one sentence."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=24)
    status = models.CharField(max_length=12, choices=Status, blank=True)
    #: Who acted, as everyone may read it: a service, a group, the author's public name.
    actor_label = models.CharField(max_length=120, blank=True)
    sentence = models.TextField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["site", "proposal", "at"], name="event_story")]

    def __str__(self) -> str:
        return self.sentence


class Version(SiteOwned):
    """What the words were before a change."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="versions")
    at = models.DateTimeField()
    by_label = models.CharField(max_length=120)
    #: ``{field: [before, after]}``, as shown to people.
    changes = models.JSONField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.at}"


class Support(SiteOwned):
    """Somebody joins an idea, or follows it."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="supports")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="supports")
    #: Words added by who joined instead of depositing the same idea.
    words = models.TextField(blank=True)
    is_coauthor = models.BooleanField(default=False)
    #: The merged idea that brought this person here; they go back with it.
    came_from = models.ForeignKey(
        Proposal, models.SET_NULL, null=True, blank=True, related_name="lent_supports"
    )
    #: They followed before it came: going back takes their co-authorship only.
    was_following = models.BooleanField(default=False, db_default=False)
    #: The status that this person was last told, or knew when they came; empty: nothing is told.
    told_status = models.CharField(max_length=12, blank=True, default="", db_default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "proposal", "user"], name="one_support_each")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} with {self.proposal_id}"


class Draft(SiteOwned):
    """A deposit under way: never public, kept thirty days, resumed by device or by code."""

    LIFETIME = timedelta(days=30)

    step = models.ForeignKey(Step, models.CASCADE, related_name="drafts")
    visitor = models.CharField(max_length=40, blank=True)
    user = models.ForeignKey(
        "accounts.User", models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    #: Six signs, hashed: the code itself is shown once.
    code_hash = models.CharField(max_length=64, blank=True)
    data = models.JSONField(default=dict)
    picture = models.ForeignKey(
        "media.Picture", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Set when sent: the draft became this proposal, and sending again changes nothing.
    proposal = models.ForeignKey(
        Proposal, models.SET_NULL, null=True, blank=True, related_name="drafts"
    )
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["site", "visitor"], name="draft_visitor"),
            models.Index(fields=["site", "code_hash"], name="draft_code"),
        ]

    def __str__(self) -> str:
        return str(self.data.get("title") or _("Brouillon"))


class ResumeAttempt(SiteOwned):
    """A wrong resume code, kept a day, so that codes cannot be guessed one after the other."""

    #: Visitor that tried, hashed.
    origin = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["site", "origin", "at"], name="resume_attempt_origin"),
            models.Index(fields=["site", "at"], name="resume_attempt_at"),
        ]

    def __str__(self) -> str:
        return str(self.at)
