"""Links that show a process before everyone sees it."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from preau.accounts.models import User
from preau.processes.models import Process
from preau.tenancy.models import SiteOwned


class PreviewLink(SiteOwned):
    """Whoever holds its address sees the process until it expires or is withdrawn."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="previews")
    note = models.CharField(max_length=120, blank=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.note or f"preview {self.pk}"

    def is_live(self, at: datetime) -> bool:
        return self.withdrawn_at is None and at < self.expires_at
