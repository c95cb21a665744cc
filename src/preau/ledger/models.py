from __future__ import annotations

from django.db import models

from preau.tenancy.models import SiteOwned


class Entry(SiteOwned):
    """One act: who, when, on what, with which details. Never changed, never removed."""

    at = models.DateTimeField(db_index=False)
    actor = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Name of an agent, as it was then; empty for a resident, who may go away.
    actor_name = models.CharField(max_length=160, blank=True)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(max_length=240, blank=True)
    process_id = models.BigIntegerField(null=True, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["site", "subject_kind", "subject_id"], name="ledger_subject"),
            models.Index(fields=["site", "process_id", "-at"], name="ledger_process"),
            models.Index(fields=["site", "-id"], name="ledger_head"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_label}"
