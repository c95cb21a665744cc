"""An application, its parts, the people who write it, the documents it still owes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from preau.proposals.models import Proposal
from preau.tenancy.models import SiteOwned

from .call import Call, PieceKind


class ApplicationQuerySet(models.QuerySet["Application"]):
    def sent(self) -> ApplicationQuerySet:
        """Those that stand: sent, and not taken back."""
        return self.filter(state=Application.State.SENT)

    def with_call(self) -> ApplicationQuerySet:
        return self.select_related("call__step__process", "call__form", "proposal__process")


class Application(SiteOwned):
    """What people prepare together; a proposal stands for it once it is sent."""

    class State(models.TextChoices):
        DRAFT = "draft", _("En préparation")
        SENT = "sent", _("Déposé")
        WITHDRAWN = "withdrawn", _("Retiré")

    class Completeness(models.TextChoices):
        WAITING = "", _("À vérifier")
        COMPLETE = "complete", _("Complet")
        MISSING = "missing", _("Pièce attendue")
        REJECTED = "rejected", _("Incomplet")

    call = models.ForeignKey(Call, models.CASCADE, related_name="applications")
    proposal = models.OneToOneField(
        Proposal, models.SET_NULL, null=True, blank=True, related_name="application"
    )
    title = models.CharField(_("Nom du projet"), max_length=120)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    #: What was sent last: what is read, whatever is written afterwards.
    sent = models.JSONField(default=dict, blank=True)
    asked_cents = models.BigIntegerField(null=True, blank=True)
    completeness = models.CharField(
        max_length=8, choices=Completeness, default=Completeness.WAITING, blank=True
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    #: Days before the closing of which its people were told.
    told = models.JSONField(default=list, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False, proposal__isnull=False),
                name="sent_application_has_proposal",
            )
        ]
        indexes = [models.Index(fields=["site", "call", "state"], name="application_state")]

    def __str__(self) -> str:
        return self.title

    def url(self, name: str, *more: object) -> str:
        """Address of one of its pages, for the people who write it."""
        return self.call.url(name, self.pk, *more)


class Part(SiteOwned):
    """One section as it is written now; ``version`` tells when somebody else wrote meanwhile."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="parts")
    section = models.CharField(max_length=50)
    data = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "application", "section"], name="one_part_per_section"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.section}"


class Editor(SiteOwned):
    """Somebody who works on an application, or is invited to."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Responsable du dossier")
        WRITER = "writer", _("Écrit le dossier")
        READER = "reader", _("Lit le dossier")

    application = models.ForeignKey(Application, models.CASCADE, related_name="editors")
    email = models.EmailField()
    user = models.ForeignKey(
        "accounts.User", models.CASCADE, null=True, blank=True, related_name="+"
    )
    role = models.CharField(max_length=6, choices=Role, default=Role.WRITER)
    #: Digest of the key in the invitation; the key itself is in the mail alone.
    token_hash = models.CharField(max_length=64, blank=True)
    invited_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "application", "email"], name="one_editor_per_address"
            )
        ]
        indexes = [
            models.Index(fields=["site", "user"], name="editor_user"),
            models.Index(fields=["site", "token_hash"], name="editor_token"),
        ]

    def __str__(self) -> str:
        return self.email


class Change(SiteOwned):
    """Who did what in an application, for those who write it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    who = models.CharField(max_length=120)
    words = models.CharField(max_length=240)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["site", "application", "-at"], name="change_latest")]

    def __str__(self) -> str:
        return self.words


class MissingPiece(SiteOwned):
    """A document that the service asks for after the closing, until a day."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="missing")
    kind = models.ForeignKey(PieceKind, models.CASCADE, related_name="+")
    words = models.TextField(_("Ce qui manque"))
    due_on = models.DateField(_("À donner avant la fin du"))
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "application", "kind"],
                condition=Q(given_at__isnull=True),
                name="one_open_request_per_piece",
            )
        ]
        indexes = [models.Index(fields=["site", "due_on"], name="missing_piece_due")]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.words[:40]}"
