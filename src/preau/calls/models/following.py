"""After the decision: the agreement, what is paid when, what is owed in return."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from preau.tenancy.models import SiteOwned

from .application import Application


class Agreement(SiteOwned):
    """What the authority and the holder of a project sign."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="agreement")
    amount_cents = models.BigIntegerField(_("Montant accordé"))
    reference = models.CharField(_("Référence de l’acte"), max_length=160, blank=True)
    signed_on = models.DateField(_("Signée le"), null=True, blank=True)
    #: What an answer keeps of an upload: key, name, size.
    file = models.JSONField(default=dict, blank=True)
    delivered_on = models.DateField(_("Projet réalisé le"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gte=0), name="agreement_not_negative")
        ]

    def __str__(self) -> str:
        return str(self.application)


class Instalment(SiteOwned):
    """A part of the amount, paid on a condition."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="instalments")
    amount_cents = models.BigIntegerField(_("Montant"))
    condition = models.CharField(_("Condition"), max_length=200)
    planned_on = models.DateField(_("Prévu le"), null=True, blank=True)
    paid_on = models.DateField(_("Payé le"), null=True, blank=True)

    class Meta:
        ordering = ["planned_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="instalment_is_positive")
        ]

    def __str__(self) -> str:
        return self.condition


class Report(SiteOwned):
    """What the holder owes: an account of the project, a financial statement."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="reports")
    title = models.CharField(_("Bilan attendu"), max_length=120)
    due_on = models.DateField(_("À rendre avant la fin du"))
    received_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(_("Ce qui a été fait"), blank=True)
    file = models.JSONField(default=dict, blank=True)
    #: Days before it is due of which its people were told.
    told = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["site", "due_on"], name="report_due")]

    def __str__(self) -> str:
        return self.title
