"""The register: observations, what is masked in them, and the chain that holds all together."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.tenancy.models import SiteOwned

from .dossier import Document, Piece
from .inquiry import Inquiry


class Channel(models.TextChoices):
    WEB = "web", _("En ligne")
    EMAIL = "email", _("Courriel")
    PAPER = "paper", _("Registre papier")
    POST = "post", _("Courrier")
    ORAL = "oral", _("Oral, en permanence")
    MEETING = "meeting", _("Réunion publique")
    COUNCIL = "council", _("Délibération ou association")


class Position(models.TextChoices):
    NONE = "", _("Sans avis déclaré")
    FOR = "for", _("Favorable")
    RESERVED = "reserved", _("Favorable sous conditions")
    AGAINST = "against", _("Défavorable")


class Observation(SiteOwned):
    """One observation, as it came. The database lets nobody change or remove it.

    ``text`` is the sealed original. ``public_text`` is the same with its masked spans; only the
    insertion of a ``Mask`` changes it. ``published_at`` is set once.
    """

    class Author(models.TextChoices):
        ANONYMOUS = "anonymous", _("Sans nom")
        PSEUDONYM = "pseudonym", _("Sous un pseudonyme")
        NAMED = "named", _("Sous mon nom")

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="observations")
    #: In the order they came; late ones have numbers of their own.
    number = models.PositiveIntegerField()
    channel = models.CharField(_("Voie"), max_length=8, choices=Channel)
    channel_number = models.PositiveIntegerField()
    is_late = models.BooleanField(default=False)
    received_at = models.DateTimeField(_("Reçue le"))
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: Paper: which register, which page.
    place = models.CharField(_("Registre ou lieu"), max_length=160, blank=True)
    page = models.CharField(_("Page"), max_length=20, blank=True)
    author_kind = models.CharField(_("Signature"), max_length=10, choices=Author)
    author_name = models.CharField(_("Nom"), max_length=120, blank=True)
    quality = models.CharField(_("En qualité de"), max_length=120, blank=True)
    position = models.CharField(_("Avis"), max_length=8, choices=Position, blank=True)
    parcel = models.CharField(_("Parcelle ou lieu"), max_length=160, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    piece = models.ForeignKey(Piece, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("Observation"))
    public_text = models.TextField()
    published_at = models.DateTimeField(null=True, blank=True)
    #: Near-duplicates share a likeness, found by what their sketches have in common.
    sketch = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    likeness = models.CharField(max_length=16, blank=True)
    digest = models.CharField(max_length=64)
    #: Hash of the code of the receipt.
    receipt = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "inquiry", "is_late", "number"], name="one_observation_per_number"
            )
        ]
        indexes = [
            models.Index(fields=["site", "inquiry", "likeness"], name="observation_likeness"),
            models.Index(fields=["site", "receipt"], name="observation_receipt"),
        ]

    def __str__(self) -> str:
        return str(_("n°\u00a0%(number)s") % {"number": self.number})

    @property
    def ref(self) -> str:
        """How the chain and addresses name it: « 12 », « L3 » for a late one."""
        return f"{'L' if self.is_late else ''}{self.number}"

    @property
    def signature(self) -> str:
        """Who signs, as everyone reads it."""
        if self.author_kind == self.Author.ANONYMOUS:
            return str(_("Sans nom"))
        return ", ".join(part for part in (self.author_name, self.quality) if part)


class Contact(SiteOwned):
    """How to reach who wrote, never public and outside of the chain: it can be erased."""

    observation = models.OneToOneField(Observation, models.CASCADE, related_name="contact")
    email = models.EmailField(blank=True)
    #: Hash of the network, of one day: limits floods.
    network = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["site", "network", "at"], name="observation_network")]

    def __str__(self) -> str:
        return self.email


class Attachment(SiteOwned):
    """A document joined to an observation."""

    observation = models.ForeignKey(Observation, models.PROTECT, related_name="attachments")
    document = models.OneToOneField(Document, models.PROTECT, related_name="attachment")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.document.name


class Mask(SiteOwned):
    """A span that everyone sees as masked, why, by whom. What is under it stays sealed."""

    class Reason(models.TextChoices):
        INSULT = "insult", _("Injure")
        DEFAMATION = "defamation", _("Diffamation")
        INCITEMENT = "incitement", _("Incitation à la haine ou à la violence")
        PRIVATE = "private", _("Données personnelles d’autrui")
        SPAM = "spam", _("Publicité sans lien")

    observation = models.ForeignKey(Observation, models.PROTECT, related_name="masks")
    #: A masked document; the span is then empty.
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="masks"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reason = models.CharField(_("Motif"), max_length=12, choices=Reason)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["start", "pk"]

    def __str__(self) -> str:
        return f"{self.start}-{self.end} {self.reason}"


class Link(SiteOwned):
    """One line of the chain of an inquiry: what was done, bound to the line before."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="links")
    place = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=24)
    ref = models.CharField(max_length=80, blank=True)
    #: JSON with sorted keys, exactly what was hashed.
    content = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["site", "inquiry", "place"], name="one_link_per_place")
        ]
        indexes = [models.Index(fields=["site", "inquiry", "kind", "ref"], name="link_kind")]

    def __str__(self) -> str:
        return f"{self.place} {self.kind} {self.ref}"


class Timestamp(SiteOwned):
    """A third party's signature of the hash of one line, as it answered (RFC 3161). Never changed."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="timestamps")
    #: Place of the line in the chain, and its hash: what was signed.
    place = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    document = models.OneToOneField(Document, models.PROTECT, related_name="timestamp")
    #: The hour that the third party says.
    at = models.DateTimeField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "inquiry", "place"], name="one_timestamp_per_line"
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.at}"


class Draft(SiteOwned):
    """An observation being written on one device."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="drafts")
    visitor = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    documents = models.ManyToManyField(Document, through="DraftDocument", related_name="+")
    saved_at = models.DateTimeField()
    #: Its author was told that it is not sent and that the register closes.
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "inquiry", "visitor"], name="one_observation_draft"
            )
        ]

    def __str__(self) -> str:
        return self.visitor


class DraftDocument(SiteOwned):
    """A document joined to a draft."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="joined")
    document = models.ForeignKey(Document, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.document_id)
