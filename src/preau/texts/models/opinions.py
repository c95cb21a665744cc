"""What people say of a passage: a position, a contribution, its support, what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from preau.questions.models import Upload
from preau.tenancy.models import SiteOwned

from .texts import Consultation, Passage


class Position(models.TextChoices):
    AGREE = "agree", _("D’accord")
    AMEND = "amend", _("À modifier")
    DISAGREE = "disagree", _("Pas d’accord")


class Outcome(models.TextChoices):
    RETAINED = "retained", _("Retenue")
    PARTLY = "partly", _("Retenue en partie")
    REJECTED = "rejected", _("Non retenue")


class Stance(SiteOwned):
    """Where one person stands on a passage; the last word counts."""

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="stances")
    person = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: One voice: the account, or the number of a voice in the file it comes from.
    voice = models.CharField(max_length=40)
    position = models.CharField(max_length=8, choices=Position)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "passage", "voice"], name="one_stance_each")
        ]
        indexes = [models.Index(fields=["site", "person"], name="stance_person")]

    def __str__(self) -> str:
        return self.position


class Gathering(SiteOwned):
    """Where contributions that were not typed by their authors come from."""

    class Origin(models.TextChoices):
        WORKSHOP = "workshop", _("Atelier ou réunion")
        MAIL = "mail", _("Courrier ou e-mail")
        PAPER = "paper", _("Registre ou formulaire papier")
        FILE = "file", _("Fichier importé")

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="gatherings")
    origin = models.CharField(_("Origine"), max_length=8, choices=Origin)
    title = models.CharField(_("Intitulé"), max_length=160)
    held_on = models.DateField(_("Date"), null=True, blank=True)
    people = models.PositiveIntegerField(_("Personnes présentes"), null=True, blank=True)
    #: Minutes of the meeting, letter scanned: read by agents.
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def visible(self) -> ContributionQuerySet:
        return self.filter(state=Contribution.State.VISIBLE)


class Contribution(SiteOwned):
    """Words about a passage: a reason, or the passage written again (an amendment)."""

    class State(models.TextChoices):
        VISIBLE = "visible", _("En ligne")
        WAITING = "waiting", _("En attente de lecture")
        REWORD = "reword", _("À reformuler")
        HIDDEN = "hidden", _("Masquée")
        WITHDRAWN = "withdrawn", _("Retirée")

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="contributions")
    passage = models.ForeignKey(Passage, models.CASCADE, related_name="contributions")
    #: Number within the consultation, to speak of it.
    number = models.PositiveIntegerField()
    author = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    author_name = models.CharField(max_length=120)
    #: Empty for the answer to an open question.
    position = models.CharField(max_length=8, choices=Position, blank=True)
    body = models.TextField(blank=True)
    rewrite = models.TextField(blank=True)
    #: What the amendment changes in the passage: pieces of ``kernel.compare``.
    changes = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.VISIBLE)
    gathering = models.ForeignKey(
        Gathering, models.SET_NULL, null=True, blank=True, related_name="contributions"
    )
    #: Line of the file it comes from: taken in once.
    reference = models.CharField(max_length=80, blank=True)
    supports = models.PositiveIntegerField(default=0)
    #: The same words give the same key; families gather those that look alike.
    text_key = models.CharField(max_length=32, blank=True)
    family = models.BigIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    outcome_reason = models.TextField(blank=True)
    outcome_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-supports", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "consultation", "number"], name="one_contribution_number"
            ),
            models.UniqueConstraint(
                fields=["site", "consultation", "reference"],
                condition=~Q(reference=""),
                name="one_contribution_reference",
            ),
        ]
        indexes = [
            models.Index(
                fields=["site", "passage", "state", "position", "supports"], name="words_of_passage"
            ),
            models.Index(fields=["site", "author"], name="contribution_author"),
        ]

    def __str__(self) -> str:
        return f"n°\u00a0{self.number}"

    @property
    def is_amendment(self) -> bool:
        return bool(self.rewrite)


class Source(SiteOwned):
    """What a contribution leans on: an address or a document."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="sources")
    title = models.CharField(max_length=240)
    url = models.URLField(max_length=600, blank=True)
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Support(SiteOwned):
    """Somebody agrees with a contribution."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="supporters")
    person = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "contribution", "person"], name="one_support_of_words_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.person_id}"


class Follow(SiteOwned):
    """Somebody wants to know what becomes of a passage."""

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="follows")
    person = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "passage", "person"], name="one_follow_of_passage_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.passage_id} {self.person_id}"


class Tag(SiteOwned):
    """A theme that agents give to contributions while they read."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="tags")
    name = models.CharField(_("Thème"), max_length=60)
    key = models.SlugField(max_length=60)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["site", "consultation", "key"], name="one_tag_per_key")
        ]

    def __str__(self) -> str:
        return self.name


class Tagging(SiteOwned):
    """A theme given to a contribution, and by whom."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="taggings")
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "contribution", "tag"], name="one_tagging_each")
        ]

    def __str__(self) -> str:
        return f"{self.tag_id} {self.contribution_id}"


class Credit(SiteOwned):
    """A contribution behind a change of the next version."""

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="credits")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="credits")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "passage", "contribution"], name="one_credit_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.passage_id} {self.contribution_id}"


class Reply(SiteOwned):
    """One act that answered contributions: what they said before, until it cannot be taken back."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="replies")
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.TextField()
    actor = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(max_length=160)
    count = models.PositiveIntegerField()
    #: By contribution: outcome, reason, who, when, as they were.
    before = models.JSONField()
    at = models.DateTimeField()
    undo_until = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "consultation", "at"], name="replies_by_time")]

    def __str__(self) -> str:
        return f"{self.outcome} × {self.count}"

    @property
    def batch(self) -> str:
        """The mails that this act wrote."""
        return f"reply-{self.pk}"
