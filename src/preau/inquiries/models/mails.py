"""Mails of the public: the original kept as it came, and what became of each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.tenancy.models import SiteOwned

from .dossier import Document
from .inquiry import Inquiry
from .register import Observation


class IncomingMail(SiteOwned):
    """One mail as the server took it. Whatever it is, it is counted and kept."""

    class State(models.TextChoices):
        WAITING = "waiting", _("À vérifier")
        OBSERVATION = "observation", _("Versé au registre")
        OTHER = "other", _("N’est pas une observation")
        AUTOMATIC = "automatic", _("Réponse automatique")
        DUPLICATE = "duplicate", _("Reçu deux fois")
        BROKEN = "broken", _("Illisible\u00a0: à lire dans l’original")

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="mails")
    original = models.OneToOneField(Document, models.PROTECT, related_name="mail")
    received_at = models.DateTimeField()
    message_id = models.CharField(max_length=250, blank=True)
    sender = models.CharField(max_length=250, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    #: Parts that were left in the original: too heavy, of no known kind, or dangerous.
    left_out = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=240, blank=True)
    observation = models.OneToOneField(
        Observation, models.PROTECT, null=True, blank=True, related_name="mail"
    )
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["received_at", "pk"]
        indexes = [
            models.Index(fields=["site", "inquiry", "state", "received_at"], name="mail_state"),
            models.Index(fields=["site", "inquiry", "message_id"], name="mail_message"),
        ]

    def __str__(self) -> str:
        return self.subject or self.sender
