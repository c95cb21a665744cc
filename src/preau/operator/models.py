"""What stays of a site that has left: nothing of its content, the proof that it is gone."""

from __future__ import annotations

from django.db import models

from preau.kernel import clock


class Certificate(models.Model):
    """A site was deleted: when, how many rows of each table, how many files. Not tenant-owned."""

    slug = models.CharField(max_length=50)
    name = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now)
    #: ``{"app.model": rows}``, every table of the site, empty ones too.
    rows = models.JSONField(default=dict)
    files = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.slug}, {self.at:%Y-%m-%d}"
