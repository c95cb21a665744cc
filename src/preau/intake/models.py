"""Where ideas that did not come through the site were collected, and by whom they were typed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Process
from preau.proposals.models import Origin, Proposal
from preau.tenancy.models import SiteOwned


class Batch(SiteOwned):
    """A meeting, a pile of forms, a file: its ideas say everywhere where they come from."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="+")
    origin = models.CharField(_("Comment"), max_length=10, choices=Origin)
    #: After « Déposée »: « à l’atelier du 12 mars, salle des fêtes ».
    words = models.CharField(_("Où"), max_length=120)
    collected_on = models.DateField(_("Jour du recueil"))
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["site", "process", "-at"], name="batch_latest")]

    def __str__(self) -> str:
        return self.words


class Entered(SiteOwned):
    """An idea typed for somebody, and its place in a batch."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="entered")
    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="entered")
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["site", "batch"], name="entered_in_batch")]

    def __str__(self) -> str:
        return f"{self.proposal_id} in {self.batch_id}"
