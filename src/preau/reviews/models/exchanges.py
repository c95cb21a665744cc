"""Words between people around one idea: questions to the author, notes of the desk, who is here."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from preau.accounts.models import User
from preau.processes.models import Step
from preau.proposals.models import Proposal, Status
from preau.tenancy.models import SiteOwned


class Precision(SiteOwned):
    """What the author is asked to make clear, until when; meanwhile the clock of services stops."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="precisions")
    step = models.ForeignKey(Step, models.CASCADE, related_name="precisions")
    question = models.TextField()
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_by_name = models.CharField(max_length=160)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    #: Where the idea goes back to, and its words when it was asked.
    status_before = models.CharField(max_length=12, choices=Status)
    text_before = models.JSONField(default=dict)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    #: The desk stopped waiting.
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_why = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "proposal"],
                condition=Q(answered_at__isnull=True, dropped_at__isnull=True),
                name="one_open_precision",
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.question[:40]}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.dropped_at is None


class Note(SiteOwned):
    """Words between agents about an idea; never public."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=160)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["site", "proposal", "at"], name="note_thread")]

    def __str__(self) -> str:
        return self.words[:60]


class Mention(SiteOwned):
    """Somebody is named in a note; gone from their list once they have read the sheet."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "note", "user"], name="one_mention_per_note")
        ]
        indexes = [models.Index(fields=["site", "user", "read_at"], name="mention_unread")]

    def __str__(self) -> str:
        return f"{self.note_id} @{self.user_id}"


class Attachment(SiteOwned):
    """A file of a note, kept out of the public folder and served to agents only."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    note = models.ForeignKey(Note, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Path below MEDIA_ROOT."""
        return f"{self.site_id}/notes/{self.key.hex[:2]}/{self.key.hex}"

    @property
    def is_picture(self) -> bool:
        return self.kind.startswith("image/")


class Presence(SiteOwned):
    """Who has the sheet of an idea open, a moment ago."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "proposal", "user"], name="one_presence_per_sheet"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.proposal_id}"
