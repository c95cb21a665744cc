"""The file that the public reads, the acts of the procedure, and the documents of both."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.tenancy.models import SiteOwned

from .inquiry import Inquiry


class Document(SiteOwned):
    """A stored file, known by its hash. Never changed."""

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "key"], name="one_document_per_key")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Below MEDIA_ROOT, in the folder of its site."""
        return f"{self.site_id}/inquiries/{self.key.hex[:2]}/{self.key.hex}"


class Piece(SiteOwned):
    """A piece of the file, at its place in the order of the text."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="pieces")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=30, blank=True)
    title = models.CharField(_("Titre de la pièce"), max_length=200)
    article = models.CharField(max_length=80, blank=True)
    is_required = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class PieceVersion(SiteOwned):
    """A version of a piece: added and dated, never replaced."""

    piece = models.ForeignKey(Piece, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    document = models.OneToOneField(Document, models.PROTECT, related_name="piece_version")
    #: The same content for who cannot read the document.
    alternative = models.TextField(_("Résumé en texte"), blank=True)
    #: The search finds words in it; a scan holds none.
    is_searchable = models.BooleanField(default=False)
    pages = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(_("Pourquoi"), max_length=240, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "piece", "number"], name="one_version_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.piece} ({self.number})"


class PageWords(SiteOwned):
    """What the search reads on one page of a version; page 0 is its text alternative."""

    version = models.ForeignKey(PieceVersion, models.CASCADE, related_name="page_words")
    number = models.PositiveIntegerField()
    words = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "version", "number"], name="one_page_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.number}"


class Download(SiteOwned):
    """How many times a version was taken away on one day; nobody is known by it."""

    version = models.ForeignKey(PieceVersion, models.CASCADE, related_name="downloads")
    day = models.DateField()
    total = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "version", "day"], name="one_count_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.total}"


class Act(SiteOwned):
    """Something done in the procedure, dated and signed, with its document. Never changed."""

    class Kind(models.TextChoices):
        ORDER = "order", _("Arrêté d’ouverture")
        NOTICE = "notice", _("Avis au public")
        RECALL = "recall", _("Rappel de l’avis")
        PRESS = "press", _("Parution dans un journal")
        POSTING = "posting", _("Certificat d’affichage")
        LETTERS = "letters", _("Lettres aux propriétaires")
        DOCUMENT_ASKED = "document_asked", _("Document demandé")
        VISIT = "visit", _("Visite des lieux")
        HEARING = "hearing", _("Personne entendue")
        MEETING = "meeting", _("Réunion publique")
        OPENING_MEETING = "opening_meeting", _("Réunion publique d’ouverture")
        CLOSING_MEETING = "closing_meeting", _("Réunion publique de clôture")
        PROLONGATION = "prolongation", _("Prolongation")
        SUSPENSION = "suspension", _("Suspension")
        RESUMPTION = "resumption", _("Reprise")
        COMPLEMENT = "complement", _("Enquête complémentaire")
        OUTAGE = "outage", _("Panne du site")
        CLOSING = "closing", _("Clôture du registre")
        MINUTES = "minutes", _("Procès-verbal de synthèse")
        REPLY = "reply", _("Mémoire en réponse")
        REPORT = "report", _("Rapport")
        CONCLUSIONS = "conclusions", _("Conclusions motivées")
        SYNTHESIS = "synthesis", _("Synthèse des observations")
        MOTIVES = "motives", _("Motifs de la décision")
        REVIEW = "review", _("Bilan de la concertation")
        MEASURES = "measures", _("Mesures retenues")
        DELIBERATION = "deliberation", _("Délibération")
        DECISION = "decision", _("Décision et suites données")

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="acts")
    kind = models.CharField(_("Acte"), max_length=16, choices=Kind)
    #: The day it was done, as it counts for the delays.
    done_on = models.DateField(_("Date de l’acte"))
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=160)
    title = models.CharField(_("Titre"), max_length=200)
    text = models.TextField(_("Texte"), blank=True)
    data = models.JSONField(default=dict, blank=True)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="act"
    )
    #: Everyone reads it from then on.
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["done_on", "pk"]
        indexes = [models.Index(fields=["site", "inquiry", "kind"], name="inquiry_act")]

    def __str__(self) -> str:
        return self.title
