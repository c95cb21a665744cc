"""What a call asks: its money, who is eligible, its questions, its documents."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Step
from preau.questions.models import Form
from preau.tenancy.models import SiteOwned


class Call(SiteOwned):
    """The settings of a step that takes applications; the step's dates open and close it."""

    step = models.OneToOneField(Step, models.CASCADE, related_name="call")
    #: The questions; each of their sections is a section of the application.
    form = models.ForeignKey(Form, models.PROTECT, related_name="calls")
    envelope_cents = models.BigIntegerField(_("Enveloppe"), null=True, blank=True)
    #: Most that one application may ask.
    ceiling_cents = models.BigIntegerField(_("Montant demandé au plus"), null=True, blank=True)
    #: Most of its costs that an application may ask, in percent.
    rate = models.PositiveSmallIntegerField(_("Part des dépenses au plus"), default=80)
    asks_budget = models.BooleanField(_("Demander un budget"), default=True)
    asks_identifier = models.BooleanField(_("Demander un SIRET ou un RNA"), default=True)
    #: Ids of questions whose answer tells who applies: left out of an anonymous reading.
    identifying = models.JSONField(default=list, blank=True)
    #: Everyone reads the list of applications from then on.
    listed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rate__gte=1) & Q(rate__lte=100), name="call_rate_is_a_share"
            ),
            models.CheckConstraint(
                condition=(Q(envelope_cents__isnull=True) | Q(envelope_cents__gte=0))
                & (Q(ceiling_cents__isnull=True) | Q(ceiling_cents__gt=0)),
                name="call_money_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.step.process.title

    def url(self, name: str, *more: object) -> str:
        """Address of a public page of the call."""
        return reverse(f"calls:{name}", args=[self.step.process.slug, self.step.slug, *more])

    def desk_url(self, name: str, *more: object) -> str:
        """Address of a page of the call in the back office."""
        return reverse(f"calls_desk:{name}", args=[self.step.process.slug, self.step.slug, *more])


class Condition(SiteOwned):
    """A yes or no question asked before the form; any other answer than ``expects`` is refused."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="conditions")
    order = models.PositiveSmallIntegerField()
    question = models.CharField(_("Question"), max_length=200)
    expects = models.BooleanField(_("Il faut répondre oui"), default=True)
    #: Why not, as the person reads it, and what they can still do.
    reason = models.CharField(_("Pourquoi c’est exclu"), max_length=300)
    remedy = models.CharField(_("Ce qui reste possible"), max_length=300, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.question

    @property
    def code(self) -> str:
        """Its id in the form of the check."""
        return f"c{self.pk}"


class PieceKind(SiteOwned):
    """A document that applications hold: statutes, accounts, an insurance certificate."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="piece_kinds")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("Document"), max_length=120)
    help = models.CharField(_("Aide"), max_length=300, blank=True)
    is_required = models.BooleanField(_("Obligatoire"), default=True)
    #: Asks until when it is valid: it must still be when the call closes.
    expires = models.BooleanField(_("A une date de fin de validité"), default=False)
    #: Tells nothing of who applies: read by jurors who must not know.
    is_anonymous = models.BooleanField(_("Ne dit pas qui dépose"), default=False)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title
