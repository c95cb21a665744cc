"""Forms in their versions, and the documents given as answers."""

from __future__ import annotations

import uuid
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.tenancy.models import SiteOwned

from .document import Document, Question
from .schema import read_document


class Form(SiteOwned):
    """One version of a form. Frozen at its first answer: the database itself refuses changes."""

    title = models.CharField(_("Titre"), max_length=160)
    #: All versions of one form share its family.
    family = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField(default=1)
    schema = models.JSONField(default=dict)
    frozen_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["family", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "family", "version"], name="one_form_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @cached_property
    def document(self) -> Document:
        """The questions; read once. Raises ``schema.Malformed`` for JSON that is no form."""
        return read_document(self.schema)

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.document.questions

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


class Upload(SiteOwned):
    """A document given as an answer; never served but to who gave it and to agents."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    owner = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    visitor = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Below MEDIA_ROOT; the name that was typed is no part of it."""
        return f"{self.site_id}/answers/{self.key.hex[:2]}/{self.key.hex}"
