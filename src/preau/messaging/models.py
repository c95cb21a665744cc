from __future__ import annotations

from django.db import models
from django.db.models import Q

from preau.tenancy.models import SiteOwned


class Email(SiteOwned):
    """A mail of the site: the outbox row is written with the act that causes it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        #: Taken back before it left; it may be given leave again.
        HELD = "held"
        SENT = "sent"
        FAILED = "failed"

    recipient = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    to = models.EmailField()
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    #: Of a mail that the worker will write: its template, its plain values, its language.
    template = models.CharField(max_length=80, blank=True)
    context = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=12, blank=True)
    #: False for a mail that came inside the statement of its act, until a job is asked for it.
    is_asked = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    #: Not before this moment: whoever caused it may still take it back.
    send_after = models.DateTimeField(null=True, blank=True)
    #: What was done at once for many, and the part of it that wrote this mail (messaging.holding).
    batch = models.CharField(max_length=40, blank=True)
    part = models.BigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["site", "-created_at"], name="email_recent"),
            models.Index(
                fields=["site", "batch", "part"],
                condition=~models.Q(batch=""),
                name="email_batch",
            ),
            models.Index(fields=["site"], condition=Q(is_asked=False), name="email_not_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class Text(SiteOwned):
    """A text message of the site; number and words are emptied once it has left."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    to = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=320, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["site", "-created_at"], name="text_recent")]

    def __str__(self) -> str:
        return f"text {self.pk}"
